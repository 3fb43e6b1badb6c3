"""The verbs of playbooks: keep a municipality's own words for a state, or go back to the suggestion."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.refusals import whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.pictures.assessment_models import StateLevel, StatePlaybook
from samsyn.method.pictures.assessments.actions import AssessmentRefused
from samsyn.method.pictures.assessments.shipped import SCALES
from samsyn.method.pictures.playbooks.opened import TEXTS, Playbook

MOST_LINES, LONGEST_LINE, MOST_DAYS = 12, 200, 90


class PlaybookOvertaken(AssessmentRefused):
    """Somebody else saved in between; what is theirs stands in the database, what is mine is still on the screen."""


@transaction.atomic
def save_playbook(*, code: str, playbook: Playbook, by: Any) -> StatePlaybook:
    """Keep what a state opens in the municipality's own words; `version` is the one that was shown, 0 = none was kept.

    Raises AssessmentRefused where a text points out a person or is too long, PlaybookOvertaken where it has changed.
    """
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    here = Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    if code not in _codes_of(here):
        raise AssessmentRefused(_("Läget finns inte på någon skala här. Välj ett av dem som finns."))
    _held(here, code=code, version=playbook.version)
    if not 0 <= playbook.due_days <= MOST_DAYS:
        raise AssessmentRefused(_("Skriv antal dagar, mellan 0 och 90."))
    words = place_words_of(here)
    texts = {name: _checked(playbook.lines(name), words) for name in TEXTS}
    if "\n" in texts["rhythm"]:
        raise AssessmentRefused(_("Skriv en rad om hur ofta ni ses."))
    row, _made = StatePlaybook.objects.update_or_create(
        municipality=here, level_code=code,
        defaults={**texts, "due_days": playbook.due_days, "version": playbook.version + 1},
    )
    note("assessment.playbook_saved", by=by, subject=row, changed={"code": code, "version": row.version})
    return row


def _held(here: Municipality, *, code: str, version: int) -> StatePlaybook | None:
    """Return what is kept for a state. Raises PlaybookOvertaken where it is not the version that was shown."""
    held: StatePlaybook | None = StatePlaybook.objects.filter(municipality=here, level_code=code).first()
    if version != (held.version if held else 0):
        raise PlaybookOvertaken(_("Någon annan hann spara. Läs deras ovanför, och spara igen om ditt ska gälla."))
    return held


def _codes_of(here: Municipality) -> set[str]:
    """Return the codes of all states that the municipality has had on a scale, or may take one from."""
    own = StateLevel.objects.filter(municipality=here).values_list("code", flat=True)
    return {*own, *(level.code for scale in SCALES.values() for level in scale)}


def _checked(lines: Sequence[str], place_words: frozenset[str]) -> str:
    tidy = [" ".join(line.split()) for line in lines]
    kept = [whole(line, most=LONGEST_LINE, refused=AssessmentRefused) for line in tidy if line]
    if len(kept) > MOST_LINES:
        raise AssessmentRefused(_("Högst tolv rader under varje rubrik: mer hinner ingen läsa när det gäller."))
    for line in kept:
        if problem := why_not_stored(line, place_words=place_words):
            raise AssessmentRefused(problem)
    return "\n".join(kept)


@transaction.atomic
def drop_playbook(*, code: str, version: int, by: Any) -> None:
    """Go back to the program's suggestion for a state. Raises PlaybookOvertaken where another version was shown."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    here = Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    row = _held(here, code=code, version=version)
    if row is not None:
        note("assessment.playbook_dropped", by=by, subject=row, changed={"code": code})
        row.delete()
