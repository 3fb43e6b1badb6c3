"""The towns' year: school breaks, pauses, markets and matches, as rows for the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from samsyn.analysis.weeks import Week


def year_events(slug: str, *, until: Week) -> list[dict[str, Any]]:
    """Return the calendar from two years back to a year ahead, and always something in the week to come."""
    years = range(until.year - 2, until.year + 2)
    rows = [row for year in years for row in (*_breaks(year), *_pauses(year), *_festivities(slug, year))]
    return rows + list(_coming_week(slug, until))


def _row(kind: str, name: tuple[str, str], first: date, last: date | None = None) -> dict[str, Any]:
    return {"kind": kind, "name_sv": name[0], "name_en": name[1], "first_on": first, "last_on": last or first}


def _weekdays(year: int, number: int) -> tuple[date, date]:
    monday = date.fromisocalendar(year, number, 1)
    return monday, monday + timedelta(days=4)


def _breaks(year: int) -> Iterator[dict[str, Any]]:
    yield _row("school_break", ("Sportlov", "Winter half-term"), *_weekdays(year, 8))
    yield _row("school_break", ("Påsklov", "Easter break"), *_weekdays(year, 15))
    yield _row("school_break", ("Sommarlov", "Summer holidays"), date(year, 6, 14), date(year, 8, 15))
    yield _row("school_break", ("Höstlov", "Autumn half-term"), *_weekdays(year, 44))
    yield _row("school_break", ("Jullov", "Christmas holidays"), date(year, 12, 21), date(year + 1, 1, 8))


def _pauses(year: int) -> Iterator[dict[str, Any]]:
    summer = date.fromisocalendar(year, 28, 1)
    yield _row("pause", ("Uppehåll i EST-gruppen, sommar", "Summer pause"), summer, summer + timedelta(days=27))
    christmas = Week(year, 52).first_day
    turn = Week(year + 1, 1).last_day
    yield _row("pause", ("Uppehåll i EST-gruppen, jul", "Christmas pause"), christmas, turn)


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _festivities(slug: str, year: int) -> Iterator[dict[str, Any]]:
    yield _row("event", ("Skolavslutning", "Last day of school"), _nth(year, 6, 4, 2))
    yield _row("event", ("Skolstart", "School starts"), _nth(year, 8, 1, 3))
    if slug == "lillskog":
        yield _row("event", ("Lillskogs marknad", "Lillskog fair"), _nth(year, 9, 5, 2))
        return
    advent = date(year, 12, 24) - timedelta(days=(date(year, 12, 24).weekday() + 1) % 7 + 21)
    yield _row("event", ("Julmarknad på Stora torget", "Christmas market"), advent - timedelta(days=1), advent)
    yield _row("event", ("Luciatåg genom centrum", "Lucia procession"), date(year, 12, 13))
    yield _row("event", ("Valborgsfirande i Stadsparken", "Walpurgis bonfire"), date(year, 4, 30))
    yield _row(
        "event", ("Hamnfesten", "Harbour festival"), _nth(year, 8, 4, 2), _nth(year, 8, 4, 2) + timedelta(days=1)
    )
    yield _row("event", ("Nyårsfirande på Stora torget", "New Year in the square"), date(year, 12, 31))


def _coming_week(slug: str, until: Week) -> Iterator[dict[str, Any]]:
    """Return what stands in the calendar for the two weeks to come, whatever the season."""
    saturday = (until + 1).first_day + timedelta(days=5)
    if slug == "lillskog":
        yield _row("event", ("Loppis i Folkets hus", "Flea market"), saturday)
        return
    winter = saturday.month in (11, 12, 1, 2, 3)
    ball = ("bandy", "Bandy") if winter else ("fotboll", "Football")
    yield _row("event", (f"Hemmamatch i {ball[0]}, Norrängsvallen", f"{ball[1]} home match"), saturday)
    works = saturday - timedelta(days=4), saturday + timedelta(days=9)
    yield _row("event", ("Storgatan grävs upp vid nummer 8–14", "Road works in Storgatan"), *works)
    yield _row("event", ("Trygghetsvandring i Norrängen", "Safety walk in Norrängen"), saturday + timedelta(days=4))
    if (11, 14) <= (saturday.month, saturday.day) <= (12, 13):
        shops = ("Skyltsöndag i centrum", "Christmas window Sunday")
        yield _row("event", shops, saturday + timedelta(days=1))
