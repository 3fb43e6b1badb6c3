"""Writing in the logbook, sealing its days, and taking out what a decision says may go. (checking.py checks.)"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction

from samsyn.ground.audit.models import Event, Seal
from samsyn.ground.permissions import Actor, Permission, require
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality

FEWEST_SIGNS, AT_A_TIME = 4, 5_000      # of a text to look for; keys a statement
DISPOSED, ERASED, TAKEN_OUT, LOGBOOK = "disposal.done", "logbook.taken_out", "line.taken_out", "loggbok"
KEPT_HAPPENINGS = (DISPOSED, ERASED, "disposal_rule.set")       # the decisions themselves: what the check rests on


class AuditRefused(Refused):
    """Nothing was taken out of the logbook; the sentence says why."""


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
    """Return (digest, lines): SHA-256 over the seal of the day before and each line's own digest, in order.

    A line whose content has been taken out by decision stands in the chain with the digest that it had.
    """
    before = Seal.objects.filter(municipality=seal.municipality_id, day__lt=seal.day).order_by("-day").first()
    digest = hashlib.sha256((before.digest if before else "").encode())
    lines = 0
    for line in lines_of(seal):
        digest.update((line if isinstance(line, str) else digest_of_line(line)).encode())
        lines += 1
    return digest.hexdigest(), lines


def digest_of_line(line: list[Any]) -> str:
    """Return SHA-256 of one line's content as hexadecimal digits."""
    return hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()


def _content(event: Event) -> list[Any]:
    line = [str(event.id), event.created_at.isoformat(), event.happening, event.by_kind, event.by]
    return [*line, event.subject_kind, event.subject_id, event.changed]


def _told(event: Event) -> list[Any] | str:
    return event.kept_digest or _content(event)


def lines_of(seal: Seal) -> Iterator[list[Any] | str]:
    """Yield the lines that a seal holds, in its order: the content, or the digest where that is taken out."""
    for event in Event.objects.filter(seal=seal).order_by("created_at", "id").iterator():
        yield _told(event)


def sealed_logbook(*, municipality: Municipality) -> Iterator[dict[str, Any]]:
    """Yield the logbook for a check without this program: each {"seal": …} with its lines, then {"open": …} with the
    lines that no seal holds yet.

    A line is {"line": […]}, or {"taken_out": digest} where its content is gone by decision.
    """
    for seal in Seal.objects.filter(municipality=municipality).order_by("day"):
        about = {"municipality": municipality.slug, "day": seal.day.isoformat(), "lines": seal.lines}
        yield {"seal": {**about, "digest": seal.digest}}
        yield from map(_row, lines_of(seal))
    rest = Event.objects.filter(municipality=municipality, seal=None).order_by("created_at", "id")
    yield {"open": {"municipality": municipality.slug}}
    yield from (_row(_told(event)) for event in rest.iterator())


def _row(told: list[Any] | str) -> dict[str, Any]:
    return {"taken_out": told} if isinstance(told, str) else {"line": told}


def take_out_lines(*, lines: models.QuerySet[Any]) -> list[str]:
    """Take the content out of lines and leave their digests, so that the seals still hold. Returns the digests.

    Whoever asks for it notes the decision in the same transaction: a line without one is found by the check.
    """
    taken = list(lines.filter(kept_digest="").exclude(happening__in=KEPT_HAPPENINGS))
    for event in taken:
        event.kept_digest = digest_of_line(_content(event))
        event.happening, event.by, event.by_kind = TAKEN_OUT, "", "machine"
        event.subject_kind = event.subject_id = ""
        event.changed = {}
    fields = ["kept_digest", "happening", "by", "by_kind", "subject_kind", "subject_id", "changed"]
    Event.objects.bulk_update(taken, fields, batch_size=500)
    return [event.kept_digest for event in taken]


@transaction.atomic
def erase_lines(*, lines: Sequence[Any], reference: str, body: str, by: Actor) -> int:
    """Take out lines that hold what may not stand there, by a decision; the digests are named in the line about it.

    `lines` are their keys. Returns how many were taken out: the decisions' own lines stay.
    """
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    if not reference.strip() or not body.strip():
        raise AuditRefused("Skriv beslutets diarienummer och vem som beslutade. Utan beslut tas inget ut.")
    here, digests = Event.objects.filter(municipality=by.municipality), list[str]()
    for start in range(0, len(lines), AT_A_TIME):
        digests += take_out_lines(lines=here.filter(pk__in=lines[start : start + AT_A_TIME]))
    if digests:
        note("logbook.taken_out", by=by, changed={"decision": reference, "body": body, "digests": digests})
    return len(digests)


def lines_saying(text: str, *, municipality: Municipality) -> list[Any]:
    """Return the keys of the lines where a value or a name holds the text, whatever the case. Raises AuditRefused."""
    words = text.casefold().strip()
    if len(words) < FEWEST_SIGNS:
        raise AuditRefused("Skriv minst fyra tecken av texten som ska bort.")
    lines = Event.objects.filter(municipality=municipality, kept_digest="").iterator()
    return [event.pk for event in lines if any(words in said.casefold() for said in _said([event.by, event.changed]))]


def _said(value: Any) -> Iterator[str]:
    """Yield every value as a text; the words of the structure itself are nobody's."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _said(each)
    elif value is not None:
        yield str(value)


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
