"""Writing in the logbook, sealing its days, and checking the seals."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction

from samsyn.ground.audit.models import Event, Seal
from samsyn.ground.permissions import Actor
from samsyn.ground.tenancy.models import Municipality

LONGEST_CHANGE = timedelta(days=1)


def note(
    happening: str, *, by: Actor, subject: models.Model | None = None, changed: Mapping[str, Any] | None = None
) -> Event:
    """Write one line in the logbook, in the transaction of the change itself; `changed` never holds free text."""
    kind, _, name = by.name_in_logbook.partition(":")
    return Event.objects.create(
        municipality=by.municipality,
        happening=happening,
        by=name,
        by_kind=kind,
        subject_kind=subject._meta.model_name or "" if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        changed=dict(changed or {}),
    )


def mark_told(*, event: Event, now: datetime) -> None:
    """Say that everybody who should hear of a line has been told. (Not part of what the seal holds.)"""
    event.told_at = now
    event.save(update_fields=["told_at"])


def digest_of(seal: Seal) -> tuple[str, int]:
    """Return (digest, lines): SHA-256 over the seal of the day before and the lines that this one holds, in order."""
    before = Seal.objects.filter(municipality=seal.municipality_id, day__lt=seal.day).order_by("-day").first()
    digest = hashlib.sha256((before.digest if before else "").encode())
    lines = 0
    for line in lines_of(seal):
        digest.update(json.dumps(line, sort_keys=True).encode())
        lines += 1
    return digest.hexdigest(), lines


def lines_of(seal: Seal) -> Iterator[list[Any]]:
    """Yield the lines that a seal holds, in its order, as what it is a digest of."""
    for event in Event.objects.filter(seal=seal).order_by("created_at", "id").iterator():
        line = [str(event.id), event.created_at.isoformat(), event.happening, event.by_kind, event.by]
        yield [*line, event.subject_kind, event.subject_id, event.changed]


def sealed_logbook(*, municipality: Municipality) -> Iterator[dict[str, Any]]:
    """Yield the sealed logbook as {"seal": …} and its {"line": […]}, for a check without this program."""
    for seal in Seal.objects.filter(municipality=municipality).order_by("day"):
        about = {"municipality": municipality.slug, "day": seal.day.isoformat(), "lines": seal.lines}
        yield {"seal": {**about, "digest": seal.digest}}
        for line in lines_of(seal):
            yield {"line": line}


@transaction.atomic
def seal_day(*, municipality: Municipality, day: date) -> Seal:
    """Seal one finished day of the logbook; a day already sealed keeps its seal.

    It takes every line up to the end of the day that no earlier seal holds. A change that began before midnight and
    ended after the day was sealed has its line in the next seal, so no line is ever outside them.
    """
    sealed = Seal.objects.filter(municipality=municipality, day=day).first()
    if sealed:
        return sealed
    seal = Seal.objects.create(municipality=municipality, day=day, digest="", lines=0)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=municipality.zone)
    # The lines are taken first and then read: what another transaction adds meanwhile is in neither.
    Event.objects.filter(municipality=municipality, seal=None, created_at__lt=end).update(seal=seal)
    seal.digest, seal.lines = digest_of(seal)
    seal.save(update_fields=["digest", "lines"])
    return seal


def seal_until(*, municipality: Municipality, day: date) -> int:
    """Seal every unsealed day from the first line up to and including `day`; return how many were sealed."""
    first = Event.objects.filter(municipality=municipality).order_by("created_at").first()
    if first is None:
        return 0
    last = Seal.objects.filter(municipality=municipality).order_by("-day").first()
    start = last.day + timedelta(days=1) if last else first.created_at.astimezone(municipality.zone).date()
    days = [start + timedelta(days=n) for n in range((day - start).days + 1)]
    for unsealed in days:
        seal_day(municipality=municipality, day=unsealed)
    return len(days)


def broken_seals(*, municipality: Municipality) -> list[date]:
    """Return the days whose lines no longer agree with their seal, or that hold a line put in long afterwards."""
    seals = Seal.objects.filter(municipality=municipality).order_by("day")
    return [seal.day for seal in seals if digest_of(seal)[0] != seal.digest or _holds_a_stranger(seal, municipality)]


def _holds_a_stranger(seal: Seal, municipality: Municipality) -> bool:
    """Whether a line is dated more than a day before what the seal is for: no transaction takes that long."""
    before = Seal.objects.filter(municipality=municipality, day__lt=seal.day).order_by("-day").first()
    if before is None:
        return False
    oldest = datetime.combine(before.day + timedelta(days=1), time(), tzinfo=municipality.zone) - LONGEST_CHANGE
    return Event.objects.filter(seal=seal, created_at__lt=oldest).exists()
