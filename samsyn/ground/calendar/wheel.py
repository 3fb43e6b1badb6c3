"""The year wheel, from rules to days: what comes back each year, when, and what to check before it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.models import YearEvent, YearRule
from samsyn.ground.tenancy.models import Municipality

NEAR = timedelta(days=45)               # an own date so near the rule's is the same thing this year
IN_PICTURE = ("feast", "school", "event")


class Occurrence(NamedTuple):
    """A rule's days in one year; `own` when the municipality has given the dates itself."""

    first_day: date
    last_day: date
    rule: YearRule
    own: bool


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian; the anonymous computus, Meeus 1991).

    >>> easter(2024), easter(2027)
    (datetime.date(2024, 3, 31), datetime.date(2027, 3, 28))
    """
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def days_of(rule: YearRule, year: int) -> tuple[date, date] | None:
    """Return the first and last day of a rule that begins in a year; None in a year it does not come.

    A stretch of dates that ends before it begins goes over the turn of the year.
    """
    if rule.every_years > 1 and (year - (rule.from_year or 0)) % rule.every_years:
        return None
    if rule.rule == YearRule.Rule.EASTER:
        middle = easter(year)
        return middle + timedelta(days=int(rule.first)), middle + timedelta(days=int(rule.last))
    if rule.rule == YearRule.Rule.WEEKS:
        return Week(year, int(rule.first)).first_day, Week(year, int(rule.last)).last_day
    first, last = (_day(text, year) for text in (rule.first, rule.last))
    return first, last if last >= first else _day(rule.last, year + 1)


def _day(text: str, year: int) -> date:
    month, day = (int(part) for part in text.split("-"))
    return date(year, month, min(day, 28) if month == 2 else day)


def occurrences(
    rules: Iterable[YearRule], *, first: date, last: date, own: Iterable[YearEvent] = ()
) -> list[Occurrence]:
    """Return what falls between two days (both included), in the order of time; own dates go before the rule's."""
    by_name: dict[str, list[YearEvent]] = {}
    for event in own:
        by_name.setdefault(event.name_sv.casefold(), []).append(event)
    found = []
    for rule in rules:
        for year in range(first.year - 1, last.year + 1):
            days = days_of(rule, year)
            if days is None:
                continue
            near = [e for e in by_name.get(rule.name_sv.casefold(), []) if abs(e.first_on - days[0]) <= NEAR]
            begins, ends = (near[0].first_on, near[0].last_on) if near else days
            if begins <= last and ends >= first:
                found.append(Occurrence(begins, ends, rule, bool(near)))
    return sorted(found, key=lambda each: (each.first_day, each.last_day, each.rule.code))


def wheel_between(municipality: Municipality, first: date, last: date) -> list[Occurrence]:
    """Return what the municipality's wheel holds between two days."""
    rules = list(YearRule.objects.filter(municipality=municipality).in_use())
    if not rules:
        return []
    own = YearEvent.objects.filter(municipality=municipality).between(first - NEAR, last + NEAR)
    return occurrences(rules, first=first, last=last, own=own)


def to_check(municipality: Municipality, today: date, *, most_days: int = 60) -> list[Occurrence]:
    """Return what lies so near ahead that its checks are due: from `ahead_days` before until it begins."""
    coming = wheel_between(municipality, today, today + timedelta(days=most_days))
    return [
        each for each in coming
        if each.rule.checks_sv and timedelta(0) <= each.first_day - today <= timedelta(days=each.rule.ahead_days)
    ]  # fmt: skip
