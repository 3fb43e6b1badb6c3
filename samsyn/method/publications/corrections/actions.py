"""The verb that takes words out wherever they were carried to, by the same decision as the picture's correction."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from samsyn.ground.audit.actions import note
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.corrections.actions import (
    CorrectionDecision,
    correct_picture,
    digest_of,
)
from samsyn.method.pictures.models import PictureCorrection, PictureTable, SituationalPicture
from samsyn.method.publications.actions import withdraw_edition
from samsyn.method.publications.corrections.finding import Row, editions_with, rows_with
from samsyn.method.publications.models import Edition


@transaction.atomic
def correct_everywhere(
    *, picture: SituationalPicture, words: str, decision: CorrectionDecision, now: datetime, by: Any
) -> PictureCorrection:
    """Make a correction edition, and take the same words out wherever else they live, under the same decision.

    Other locked pictures get correction editions of their own; drafts, motivations, minutes, measures and reports lose
    the words; papers that hold them are withdrawn and their files destroyed. What was handed out by decision loses them
    too, with a new digest and a line in the logbook. The words are stored nowhere.
    """
    made = correct_picture(picture=picture, words=words, decision=decision, now=now, by=by)
    here = picture.municipality
    held = editions_with(words, here)
    found = list(rows_with(words, here))
    tables = {row.pk for row in found if row.model is PictureTable}
    locked = SituationalPicture.objects.filter(municipality=here, tables__in=tables, locked_at__isnull=False)
    before = {each.pk: (each, digest_of(each)) for each in locked.distinct()}
    counted: Counter[str] = Counter()
    for row in found:
        _write(row)
        if row.model is ReleaseRequest:
            _note_release(ReleaseRequest.objects.get(pk=row.pk), by=by)
        counted[row.model.__name__.lower()] += row.times
    for other, stood in before.values():
        _edition(other, stood, like=made, by=by)
    for edition in held:
        if not Edition.objects.get(pk=edition.pk).is_withdrawn:
            withdraw_edition(edition=edition, why=Edition.Withdrawn.CORRECTED, now=now, by=by)
            counted["edition"] += 1
    made.taken_out = {**made.taken_out, **{f"+{kind}": count for kind, count in sorted(counted.items())}}
    made.save(update_fields=["taken_out"])
    if counted:
        changed = {"week": picture.week.label, "taken_back": sum(counted.values())}
        note("picture.corrected_elsewhere", by=by, subject=picture, changed=changed)
    return made


def _write(row: Row) -> None:
    """Store what is left of a row; a page that was open with the older words is thereby overtaken."""
    names = {each.name for each in row.model._meta.concrete_fields}
    more: dict[str, Any] = {}
    if "digest" in names and "content" in row.becomes:
        more["digest"] = digest(row.becomes["content"])
    if "digest" in names and "released" in row.becomes:
        more["digest"] = digest(canonical(row.becomes["released"]))
    if "version" in names and "before" not in row.becomes:
        more["version"] = F("version") + 1
    row.model._default_manager.filter(pk=row.pk).update(**row.becomes, **more)


def _note_release(request: ReleaseRequest, *, by: Any) -> None:
    """Say in the logbook that what is kept of a handing out is no longer, word for word, what left the house."""
    changed = {"number": request.number, "decision": request.reference, "digest": request.digest}
    note("release.corrected", by=by, subject=request, changed=changed)


def _edition(picture: SituationalPicture, stood: str, *, like: PictureCorrection, by: Any) -> None:
    """Give another locked picture that held the words an edition of its own, with the same decision."""
    picture.edition += 1
    picture.save(update_fields=["edition"])
    after = digest_of(picture)
    PictureCorrection.objects.create(
        municipality=picture.municipality, picture=picture, edition=picture.edition, decided_by=like.decided_by,
        reference=like.reference, reason=like.reason, decided_on=like.decided_on, made_at=like.made_at,
        digest_before=stood, digest_after=after, taken_out={},
    )  # fmt: skip
    changed = {"week": picture.week.label, "version": picture.edition, "digest": after}
    note("picture.corrected", by=by, subject=picture, changed=changed)
