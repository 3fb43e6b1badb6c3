"""The verb of corrections: take a text out of a locked picture by decision, as a new edition."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.privacy.holding import is_held
from samsyn.ground.refusals import Refused
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.pictures.assessments.actions import lay_assessments
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.corrections.removal import LEAST_LETTERS, remover, without
from samsyn.method.pictures.findings.actions import lay_cards
from samsyn.method.pictures.models import (
    Assessment,
    OwnPoint,
    ParameterAnswer,
    PictureCorrection,
    PictureTable,
    Response,
    SituationalPicture,
)

TakeOut = Callable[[str], tuple[str, int]]


class CorrectionRefused(Refused):
    """No correction edition was made; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class CorrectionDecision:
    """Who decided that something must not stand, when, under which reference, and why. Never a person's name."""

    decided_by: str
    reference: str
    reason: str
    decided_on: date


@transaction.atomic
def correct_picture(
    *, picture: SituationalPicture, words: str, decision: CorrectionDecision, now: datetime, by: Any
) -> PictureCorrection:
    """Take words out of a locked picture wherever they stand: every table of every audience, and what it was made of.

    The words are destroyed here and stored nowhere, the logbook included; the edition gets a new number, and the
    digest of what stood before, the decision and the reason stay. The figures are never touched. Papers made of an
    earlier edition (`picture.edition` is higher than theirs) are no longer to be served. Nothing is taken out while a
    request for disclosure waits.
    """
    require(by, Permission.LOCK_PICTURE, within=picture.municipality)
    picture = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    if not picture.is_locked:
        raise CorrectionRefused(_("Lägesbilden är ett utkast. Ändra texten i stället."))
    if is_held(picture.municipality):
        raise CorrectionRefused(_("En begäran om utlämnande väntar. Så länge den gör det tas ingenting bort."))
    _checked(decision, words, today=now.astimezone(picture.municipality.zone).date())
    take_out = remover(words)
    before = digest_of(picture)
    found = _from_tables(picture, take_out)
    found.update(_from_rows(picture, take_out))
    _lay_in_drafts(picture)
    if not found:
        raise CorrectionRefused(_("Texten står inte i lägesbilden."))
    picture.edition += 1
    picture.save(update_fields=["edition"])
    made = PictureCorrection.objects.create(
        municipality=picture.municipality, picture=picture, edition=picture.edition,
        decided_by=decision.decided_by.strip()[:120], reference=decision.reference.strip()[:80],
        reason=decision.reason.strip()[:300], decided_on=decision.decided_on, made_at=now, digest_before=before,
        digest_after=digest_of(picture), taken_out=dict(sorted(found.items())),
    )  # fmt: skip
    changed = {
        "week": picture.week.label, "version": picture.edition, "digest": made.digest_after,
        "taken_back": sum(found.values()),
    }  # fmt: skip
    note("picture.corrected", by=by, subject=picture, changed=changed)
    return made


def _checked(decision: CorrectionDecision, words: str, *, today: date) -> None:
    if len("".join(words.split())) < LEAST_LETTERS:
        raise CorrectionRefused(_("Skriv det som ska tas bort, minst tre tecken."))
    if not (decision.decided_by.strip() and decision.reference.strip() and decision.reason.strip()):
        raise CorrectionRefused(_("Skriv vem som har beslutat, beslutets beteckning och varför."))
    if decision.decided_on > today:
        raise CorrectionRefused(_("Beslutets datum ligger framåt i tiden."))
    told = " ".join((decision.decided_by, decision.reference, decision.reason))
    if remover(words)(told)[1]:
        raise CorrectionRefused(_("Upprepa inte det borttagna i skälet. Skälet står kvar."))
    if problem := why_not_stored(decision.reason):
        raise CorrectionRefused(problem)


def digest_of(picture: SituationalPicture) -> str:
    """Return the digest of all a picture's tables, as the logbook has it from the lock."""
    return digest("".join(picture.tables.order_by("audience", "name").values_list("digest", flat=True)))


def _from_tables(picture: SituationalPicture, take_out: TakeOut) -> Counter[str]:
    found: Counter[str] = Counter()
    for table in PictureTable.objects.filter(picture=picture):
        content, count = without(json.loads(table.content), take_out)
        if count:
            table.content = canonical(content)
            table.digest = digest(table.content)
            table.save(update_fields=["content", "digest"])
            found[f"{table.audience}/{table.name}"] += count
    return found


def _from_rows(picture: SituationalPicture, take_out: TakeOut) -> Counter[str]:
    """Take the words out of what the tables were made of, so that nothing brings them back."""
    found: Counter[str] = Counter()
    points = OwnPoint.objects.filter(municipality=picture.municipality).of_week(picture.week)
    rows: list[tuple[Iterable[Any], tuple[str, ...]]] = [
        (picture.texts.all(), ("text",)), (picture.sentence_edits.all(), ("text",)),
        (picture.merged.all(), ("text",)), (picture.comments.all(), ("text",)),
        (points, ("text",)),
        (picture.findings.all(), ("question", "authorities", "parties")),
        # A motivation is carried from week to week, so it goes wherever it stands.
        (Assessment.objects.filter(municipality=picture.municipality), ("motivation",)),
        (Response.objects.filter(municipality=picture.municipality).exclude(reason=""), ("reason",)),
        (ParameterAnswer.objects.filter(municipality=picture.municipality).exclude(comment=""), ("comment",)),
    ]  # fmt: skip
    for each, fields in rows:
        for row in each:
            count = _from_row(row, fields, take_out)
            if count:
                found[row._meta.model_name or ""] += count
    return found


def _lay_in_drafts(picture: SituationalPicture) -> None:
    """Lay the assessments and cards of the drafts anew: what was carried over from the week stood in them too."""
    for draft in SituationalPicture.objects.filter(municipality=picture.municipality, locked_at=None):
        if draft.tables.exists():
            lay_assessments(picture=draft)
            lay_cards(picture=draft)


def _from_row(row: Any, fields: tuple[str, ...], take_out: TakeOut) -> int:
    count = 0
    changed: list[str] = []
    for name in fields:
        text, times = take_out(getattr(row, name))
        if times:
            limit = row._meta.get_field(name).max_length
            setattr(row, name, text[:limit] if limit else text)
            count, changed = count + times, [*changed, name]
    if changed:
        row.save(update_fields=changed)
    return count
