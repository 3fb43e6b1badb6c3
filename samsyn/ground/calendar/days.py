"""Holidays, school breaks and pauses together: what is known about days."""

from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import NamedTuple

from django.core.cache import caches

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.models import YearEvent
from samsyn.ground.calendar.wheel import IN_PICTURE, wheel_between
from samsyn.ground.tenancy.models import Municipality


class KnownDay(NamedTuple):
    """Something known about a stretch of days; kind is holiday, school_break, pause or event."""

    first_day: date
    last_day: date
    name_sv: str
    name_en: str
    kind: str


# Evenings that the field works by, though no calendar counts them as holidays.
EVENINGS = {(4, 30): ("Valborgsmässoafton", "Walpurgis Night"), (12, 13): ("Lucia", "Saint Lucy's Day")}


@lru_cache(maxsize=64)
def holidays_of(year: int) -> tuple[KnownDay, ...]:
    """Return a year's Swedish red days and great eves (Midsummer, Christmas, New Year), with Valborg and Lucia.

    What the package `holidays` says is kept for each of its versions: reading it in brings every country's rules along.
    """
    kept = caches["calendar"]
    key = f"red-days-{version('holidays')}-{year}"
    days = kept.get(key)
    if days is None:
        days = [tuple(day) for day in _worked_out(year)]
        kept.set(key, days)
    return tuple(KnownDay(*day) for day in days)


def _worked_out(year: int) -> list[KnownDay]:
    import holidays

    names = [
        holidays.country_holidays("SE", years=year, categories=("public", "de_facto"), language=language)
        for language in ("sv", "en_US")
    ]
    days = [KnownDay(d, d, names[0][d], names[1].get(d, names[0][d]), "holiday") for d in names[0]]
    days += [KnownDay(date(year, m, d), date(year, m, d), sv, en, "holiday") for (m, d), (sv, en) in EVENINGS.items()]
    return sorted(days)


def known_days(municipality: Municipality, first: date, last: date) -> list[KnownDay]:
    """Return what the calendar knows between two days (both included), in the order of time."""
    red = [day for year in range(first.year, last.year + 1) for day in holidays_of(year)]
    found = [day for day in red if first <= day.first_day <= last]
    events = YearEvent.objects.filter(municipality=municipality).between(first, last)
    found += [KnownDay(e.first_on, e.last_on, e.name_sv, e.name_en or e.name_sv, e.kind) for e in events]
    return sorted(found)


def paused_weeks(municipality: Municipality, first: Week, last: Week) -> set[Week]:
    """Return the weeks wholly inside a pause: no reminders, no missing answers, not part of any history."""
    pauses = list(
        YearEvent.objects.filter(municipality=municipality).pauses().between(first.first_day, last.last_day)
    )
    weeks, week = set(), first
    while week <= last:
        if any(p.first_on <= week.first_day and week.last_day <= p.last_on for p in pauses):
            weeks.add(week)
        week = week + 1
    return weeks


def coming_week(municipality: Municipality, week: Week) -> list[KnownDay]:
    """Return what the calendar and the year wheel know of the two weeks after this one."""
    first, last = week.last_day + timedelta(days=1), week.last_day + timedelta(days=14)
    return with_wheel(known_days(municipality, first, last), municipality, first, last)


def with_wheel(known: list[KnownDay], municipality: Municipality, first: date, last: date) -> list[KnownDay]:
    """Add what the year wheel holds between two days, but for what is known already by name or day."""
    names, feasts = {day.name_sv.casefold() for day in known}, {day.first_day for day in known if day.kind == "holiday"}
    told = [
        KnownDay(each.first_day, each.last_day, each.rule.name_sv, each.rule.name_en or each.rule.name_sv,
                 "school_break" if each.rule.kind == "school" else "event")
        for each in wheel_between(municipality, first, last)
        if each.rule.kind in IN_PICTURE and each.rule.name_sv.casefold() not in names
        and not (each.rule.kind == "feast" and feasts & {each.first_day, each.last_day})
    ]  # fmt: skip
    return sorted([*known, *told])
