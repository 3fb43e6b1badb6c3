"""Carrying out the decisions on disposal: what would go, and the act itself with its log.

Nothing goes without a rule that carries reference, day and deciding body; nothing that a pending request asks for.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note, take_out_lines
from samsyn.ground.audit.models import Event
from samsyn.ground.files.actions import remove_files
from samsyn.ground.files.models import StoredFile
from samsyn.ground.people.members import Machine
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.privacy.disposal.actions import DisposalRefused
from samsyn.ground.privacy.holding import is_held
from samsyn.ground.privacy.models import Disposal, DisposalRule
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.disposal.kinds import BY_CODE, Kind, emptied, held_of, is_held_whole, left_to_do

MONTHS_A_YEAR, LATEST_EVERYWHERE = 12, 28
AT_A_TIME = 5_000       # rows a statement: a database takes only so many keys at once
log = logging.getLogger(__name__)


class SomeRulesFailed(RuntimeError):
    """At least one rule could not be carried out; the others were."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a rule would do today: rows a table, the oldest of them, and what is held."""

    before: date
    rows: dict[str, int] = field(default_factory=dict)
    oldest: date | None = None
    stopped: bool = False
    held: int = 0

    @property
    def all(self) -> int:
        return sum(self.rows.values())


def months_before(day: date, *, months: int) -> date:
    """Return the same day so many months earlier; a day that the month lacks becomes its 28th.

    >>> months_before(date(2026, 3, 31), months=1)
    datetime.date(2026, 2, 28)
    """
    month = day.year * MONTHS_A_YEAR + day.month - 1 - months
    year, number = divmod(month, MONTHS_A_YEAR)
    return date(year, number + 1, day.day if day.day <= LATEST_EVERYWHERE else LATEST_EVERYWHERE)


def _tables(kind: Kind, here: Municipality, before: date) -> Iterator[Any]:
    for rows in kind.rows(here, before):
        yield left_to_do(rows)


def _stopped(kind: Kind, here: Municipality) -> bool:
    return is_held_whole(kind, here, held=is_held(here), by_hand=bool(setting(here, "hold")))


def preview(kind: Kind, *, months: int, today: date, municipality: Municipality) -> Preview:
    """Return what would go today of a kind that is kept for so many months. Changes nothing."""
    before = months_before(today, months=months)
    stopped = _stopped(kind, municipality)
    counted: Counter[str] = Counter()
    days: list[date] = []
    for rows in [] if stopped else _tables(kind, municipality, before):
        found = rows.count()
        if found:
            counted[rows.model.__name__] += found
            days.append(_oldest(rows))
    return Preview(
        before=before, rows=dict(counted), oldest=min(days, default=None), stopped=stopped,
        held=held_of(kind, municipality, before),
    )  # fmt: skip


def _oldest(rows: Any) -> date:
    names = {each.name for each in rows.model._meta.concrete_fields}
    name = "received_on" if "received_on" in names else "created_at"
    found = rows.aggregate(oldest=Min(name))["oldest"]
    return found.date() if isinstance(found, datetime) else found


@transaction.atomic
def dispose(*, rule: DisposalRule, now: datetime, by: Any) -> Disposal | None:
    """Carry out one rule and log it; None where there is nothing to do. Raises DisposalRefused when it is off or held.

    The rule is read anew and held for the transaction, so that one switched off meanwhile destroys nothing.
    """
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    require_here(by, rule)
    rule = DisposalRule.objects.select_for_update().get(pk=rule.pk)
    kind, here = BY_CODE[rule.kind], rule.municipality
    if not rule.active:
        raise DisposalRefused(_("Regeln är avstängd. Slå på den först."))
    if _stopped(kind, here):
        raise DisposalRefused(_("En begäran om utlämnande väntar på beslut. Tills dess gallras det här inte."))
    today = now.astimezone(here.zone).date()
    seen = preview(kind, months=rule.months, today=today, municipality=here)
    if not seen.all:
        return None
    counted = {name: count for name, count in _carry_out(kind, here, seen.before).items() if count}
    done = Disposal.objects.create(
        municipality=here, kind=rule.kind, months=rule.months, reference=rule.reference, decided_by=rule.decided_by,
        decided_on=rule.decided_on, before=seen.before, rows=counted, oldest=seen.oldest, done_at=now,
        by=by.name_in_logbook.partition(":")[2] if by.user is None else "",
    )  # fmt: skip
    changed = {"kind": rule.kind, "rows": sum(counted.values()), "decision": rule.reference,
               "before": seen.before.isoformat()}
    note("disposal.done", by=by, subject=done, changed=changed)
    transaction.on_commit(forget_the_pages)
    return done


def _carry_out(kind: Kind, here: Municipality, before: date) -> dict[str, int]:
    """Do to every row what its table declares; the report itself last, since the others are found through it."""
    counted: Counter[str] = Counter()
    for rows in reversed(list(_tables(kind, here, before))):
        keys = list(rows.values_list("pk", flat=True))
        for start in range(0, len(keys), AT_A_TIME):
            chosen = rows.model._default_manager.filter(pk__in=keys[start : start + AT_A_TIME])
            counted[rows.model.__name__] += _done_to(chosen)
    return dict(counted)


def _done_to(chosen: Any) -> int:
    """Do to the rows of one table what it declares; return how many rows that was."""
    becomes = emptied(chosen.model)
    if chosen.model is Event:
        return len(take_out_lines(lines=chosen))
    if chosen.model is StoredFile:
        return int(remove_files(files=chosen))
    return int(chosen.delete()[0] if becomes is None else chosen.update(**becomes))


def forget_the_pages() -> None:
    """Empty SQLite's write-ahead log, where the pages lie as they were; freed pages are overwritten by themselves."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def dispose_by_decision(now: datetime) -> Iterator[str]:
    """Carry out every rule that is on, in every municipality; what a pending request holds waits.

    A rule that fails changes nothing and does not stop the next one; SomeRulesFailed is raised when all are done.
    """
    failed = 0
    for municipality in Municipality.objects.order_by("slug"):
        machine = Machine(name="gallring", municipality=municipality)
        for rule in DisposalRule.objects.filter(municipality=municipality, active=True).order_by("kind"):
            if rule.kind not in BY_CODE or _stopped(BY_CODE[rule.kind], municipality):
                yield f"{municipality.slug}: {rule.kind} väntar"
                continue
            try:
                done = dispose(rule=rule, now=now, by=machine)
            except Exception:
                log.exception("%s: the rule for %s could not be carried out", municipality.slug, rule.kind)
                failed += 1
                yield f"{municipality.slug}: {rule.kind} misslyckades"
                continue
            yield f"{municipality.slug}: {rule.kind} {sum(done.rows.values()) if done else 0} rader gallrade"
    if failed:
        raise SomeRulesFailed(failed)
