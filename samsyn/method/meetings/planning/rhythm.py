"""Which days a rhythm gives: every n weeks, moved when the day is red, left out in pauses. Nothing is stored here."""

from datetime import date, timedelta
from typing import NamedTuple

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.days import EVENINGS, KnownDay, known_days
from samsyn.method.meetings.models import Rhythm

FRIDAY = 4
AFTER_WORK = {name_sv for name_sv, _name_en in EVENINGS.values()}


class Proposal(NamedTuple):
    """A day that a rhythm gives: `on` is the day proposed (None = no meeting), `usual_on` the rhythm's own."""

    usual_on: date
    on: date | None
    because: KnownDay | None

    @property
    def is_moved(self) -> bool:
        return self.on is not None and self.on != self.usual_on


def usual_days(*, weekday: int, every_weeks: int, first_on: date, since: date, until: date) -> list[date]:
    """Return the weekday of every n:th week between two days, counted from the week of `first_on`.

    >>> [str(d) for d in usual_days(weekday=3, every_weeks=2, first_on=date(2026, 6, 1), since=date(2026, 6, 1),
    ...                             until=date(2026, 7, 5))]
    ['2026-06-04', '2026-06-18', '2026-07-02']
    """
    start = Week.containing(first_on)
    weeks = (Week.containing(since).first_day - start.first_day).days // 7
    week = start + max(0, -(-weeks // every_weeks) * every_weeks)
    found = []
    while week.first_day <= until:
        day = week.first_day + timedelta(days=weekday)
        if since <= day <= until:
            found.append(day)
        week = week + every_weeks
    return found


def proposals(rhythm: Rhythm, *, since: date, until: date) -> list[Proposal]:
    """Return the days between two days on which the group should meet, as the calendar of the municipality lets it.

    A red day or its eve is moved within its week, to the nearest working day, an earlier one first; a week without
    any goes to the same weekday of the next. Pauses, and weeks taken out by hand, have no meeting.
    """
    around = timedelta(days=14)
    known = known_days(rhythm.municipality, since - around, until + around)
    days = usual_days(
        weekday=rhythm.weekday, every_weeks=rhythm.group.rhythm_weeks, first_on=rhythm.first_on, since=since,
        until=until,
    )  # fmt: skip
    return [_proposed(day, known, skipped=set(rhythm.skipped)) for day in days]


def _proposed(day: date, known: list[KnownDay], *, skipped: set[int]) -> Proposal:
    pause = _covering(day, known, "pause")
    if pause is not None or Week.containing(day).iso in skipped:
        return Proposal(day, None, pause)
    red = _covering(day, known, "holiday")
    if red is None:
        return Proposal(day, day, None)
    for other in _other_days(day):
        if _covering(other, known, "holiday") is None and _covering(other, known, "pause") is None:
            return Proposal(day, other, red)
    return Proposal(day, None, red)


def _other_days(day: date) -> list[date]:
    """Return the working days to try, in order: those of the same week by distance, then the week after."""
    week = Week.containing(day)
    same = [week.first_day + timedelta(days=n) for n in range(FRIDAY + 1)]
    near = sorted((other for other in same if other != day), key=lambda other: (abs(other - day), other > day))
    return [*near, day + timedelta(days=7)]


def _covering(day: date, known: list[KnownDay], kind: str) -> KnownDay | None:
    """Return what the calendar has of a kind on the day; evenings that come after the working day are no reason."""
    for each in known:
        if each.kind == kind and each.first_day <= day <= each.last_day and each.name_sv not in AFTER_WORK:
            return each
    return None
