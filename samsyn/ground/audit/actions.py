"""Writing in the logbook, sealing its days, and checking the seals."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction

from samsyn.ground.audit.models import Event, Seal
from samsyn.ground.permissions import Actor
from samsyn.ground.tenancy.models import Municipality


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


def digest_of_day(*, municipality: Municipality, day: date) -> tuple[str, int]:
    """Return (digest, lines): SHA-256 over yesterday's seal and the day's lines in their order."""
    before = Seal.objects.filter(municipality=municipality, day__lt=day).order_by("-day").first()
    digest = hashlib.sha256((before.digest if before else "").encode())
    lines = 0
    events = Event.objects.filter(municipality=municipality).on_day(day, zone=municipality.zone)
    for event in events.order_by("created_at", "id").iterator():
        line = [str(event.id), event.created_at.isoformat(), event.happening, event.by_kind, event.by]
        digest.update(json.dumps([*line, event.subject_kind, event.subject_id, event.changed], sort_keys=True).encode())
        lines += 1
    return digest.hexdigest(), lines


@transaction.atomic
def seal_day(*, municipality: Municipality, day: date) -> Seal:
    """Seal one finished day of the logbook; a day already sealed keeps its seal."""
    sealed = Seal.objects.filter(municipality=municipality, day=day).first()
    if sealed:
        return sealed
    digest, lines = digest_of_day(municipality=municipality, day=day)
    return Seal.objects.create(municipality=municipality, day=day, digest=digest, lines=lines)


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
    """Return the days whose lines no longer agree with their seal."""
    seals = Seal.objects.filter(municipality=municipality).order_by("day")
    return [s.day for s in seals if digest_of_day(municipality=municipality, day=s.day)[0] != s.digest]
