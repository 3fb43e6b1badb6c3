"""The year's, the week's and the day's rhythm: how much is seen when, by whom, and how long it lasts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from samsyn.analysis.weeks import Week
from samsyn.demo.parties import Party

ZONE = ZoneInfo("Europe/Stockholm")

# Share of an ordinary month's reports, January to December, by category or its letter.
_FLAT = (1.0,) * 12
SEASONS: dict[str, tuple[float, ...]] = {
    "G1": (0.9, 0.9, 1.0, 1.1, 1.1, 1.0, 0.7, 1.1, 1.2, 1.1, 1.0, 0.9),
    "G3": (1.6, 1.5, 1.3, 0.9, 0.6, 0.4, 0.3, 0.5, 0.8, 1.2, 1.5, 1.6),
    "G7": (0.6, 0.6, 0.8, 1.1, 1.4, 1.7, 1.6, 1.5, 1.1, 0.8, 0.6, 0.7),
    "G9": (1.2, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.8, 1.4, 3.2),
    "G13": (0.0, 0.0, 0.0, 0.3, 1.4, 3.2, 2.8, 2.2, 0.3, 0.0, 0.0, 0.0),
    "H1": (0.0, 0.05, 0.8, 2.2, 2.8, 2.0, 1.1, 1.6, 1.2, 0.5, 0.0, 0.0),
    "H6": (0.1, 0.1, 0.6, 1.6, 2.0, 1.8, 1.4, 1.6, 1.2, 0.6, 0.2, 0.1),
    "H7": (0.2, 0.2, 0.6, 1.2, 1.6, 1.6, 1.5, 1.6, 1.4, 1.0, 0.5, 0.3),
    "I1": (1.6, 1.3, 0.9, 0.6, 0.3, 0.2, 0.2, 0.6, 1.1, 1.7, 1.9, 1.8),
    "I2": (0.3, 0.3, 0.5, 0.8, 1.4, 1.8, 1.8, 1.6, 1.3, 0.9, 0.5, 0.3),
    "I3": (0.7, 0.7, 1.0, 1.3, 1.3, 1.2, 1.1, 1.1, 1.0, 0.9, 0.8, 0.8),
    "C4": (0.4, 0.5, 1.2, 1.8, 1.6, 1.3, 1.2, 1.3, 1.0, 0.7, 0.5, 0.6),
    "B6": (2.2, 2.0, 0.9, 0.4, 0.4, 0.4, 0.3, 0.6, 0.8, 0.9, 1.5, 2.0),
    "E": (0.8, 0.8, 1.0, 1.1, 1.2, 1.1, 0.9, 1.1, 1.2, 1.1, 1.0, 0.9),
}

# Weekday shares, Monday to Sunday, and the hours in which a party is at work; after midnight counts from 24.
HOURS: dict[str, tuple[tuple[float, ...], tuple[float, float]]] = {
    "day": ((1.5, 1.1, 1.0, 1.0, 0.9, 0.0, 0.0), (6.6, 15.2)),
    "office": ((1.1, 1.1, 1.0, 1.0, 0.8, 0.0, 0.0), (8.2, 16.4)),
    "school": ((1.5, 1.0, 1.0, 1.0, 0.9, 0.0, 0.0), (7.0, 16.2)),
    "library": ((0.8, 1.1, 1.1, 1.1, 0.9, 0.5, 0.0), (10.0, 18.9)),
    "shop": ((0.8, 0.8, 0.9, 1.0, 1.3, 1.3, 0.4), (10.0, 19.5)),
    "evening": ((0.2, 0.5, 0.9, 1.2, 1.7, 1.6, 0.1), (16.5, 23.4)),
    "club": ((0.0, 0.9, 1.0, 1.0, 1.5, 1.2, 0.2), (15.5, 21.2)),
    "night": ((0.6, 0.6, 0.7, 1.0, 1.8, 1.8, 0.6), (18.5, 27.5)),
    "duty": ((0.1, 0.3, 0.6, 1.0, 2.2, 2.2, 0.4), (17.0, 26.2)),
    "bus": ((0.8, 0.8, 0.9, 1.0, 1.5, 1.5, 0.7), (6.0, 24.5)),
    "walk": ((0.0, 0.0, 0.0, 0.0, 1.6, 1.0, 0.0), (20.5, 24.4)),
    "any": ((0.9, 0.9, 0.9, 1.0, 1.3, 1.4, 1.0), (9.0, 25.0)),
}
DAYTIME = {"day", "office", "school"}

# What leaves a trace is found later than it happened; how many days a state of things lasts (median).
TRACES = {"E1", "E2", "E3", "E6", "F1", "F2", "F3", "F4", "F6", "F7", "C3", "C4", "G5", "G11"}
LASTS_DAYS = {
    "I1": 14.0, "I2": 22.0, "I3": 3.5, "I4": 7.0, "I5": 30.0, "I6": 3.0, "I7": 16.0, "I8": 45.0, "I0": 5.0, "E4": 7.0,
    "E5": 0.6, "D3": 0.6, "D4": 14.0, "G8": 5.0, "H4": 4.0, "H5": 18.0, "K1": 21.0,
}  # fmt: skip
REPORTED_AS_FAULT = {"I1": 0.6, "I4": 0.4, "E4": 0.3, "I7": 0.3, "I2": 0.3}


def season(category: str, month: int) -> float:
    """Return the month's share of an ordinary month for a category."""
    return SEASONS.get(category, SEASONS.get(category[0], _FLAT))[month - 1]


@cache
def red_days(year: int) -> frozenset[date]:
    """Return the public holidays of a year in Sweden, Sundays left out."""
    import holidays

    days = holidays.country_holidays("SE", years=year, include_sundays=False)
    return frozenset(days)


def is_pause(week: Week) -> bool:
    """Say whether the group rests: weeks 28–31 and around the turn of the year."""
    return 28 <= week.number <= 31 or week.number >= 52 or week.number == 1


def at_work(party: Party, week: Week) -> float:
    """Return how much of an ordinary week's reports the party writes: less in summer and in weeks with red days."""
    share = party.summer if 27 <= week.number <= 32 else 1.0
    if party.works in DAYTIME:
        days = [week.first_day + timedelta(days=k) for k in range(5)]
        red = sum(day in red_days(day.year) for day in days)
        share *= (5 - red) / 5
        share *= 0.4 if week.number in (52, 53, 1) else 1.0
    if party.works == "school" and _school_break(week):
        share = 0.0
    return share


def _school_break(week: Week) -> bool:
    return week.number in (8, 15, 44, 51, 52, 53, 1) or 24 < week.number < 34


def moment(day: date, hour: float) -> datetime:
    """Return the local time; hours from 24 belong to the next day."""
    minutes = round(hour * 60)
    whole = day + timedelta(days=minutes // 1440)
    return datetime(whole.year, whole.month, whole.day, minutes % 1440 // 60, minutes % 60, tzinfo=ZONE)


def _rounded(hour: float, dice: Random) -> float:
    """Round as people do: mostly to five minutes, often to the half hour."""
    step = dice.choices((1 / 12, 0.25, 0.5), (5, 3, 2))[0]
    return round(hour / step) * step


def working_moment(party: Party, week: Week, dice: Random) -> datetime:
    """Return a time when somebody of the party is there and sees."""
    shares, (start, stop) = HOURS[party.works]
    weekday = dice.choices(range(7), shares)[0]
    late = party.works in {"night", "duty", "evening", "walk", "any"}
    hour = dice.triangular(start, stop, start + (0.6 if late else 0.25) * (stop - start))
    return moment(week.first_day + timedelta(days=weekday), _rounded(hour, dice))


def evening_before(seen: datetime, dice: Random) -> tuple[datetime, datetime]:
    """Return an interval in the evening before, as neighbours tell it."""
    day = seen.date() - timedelta(days=dice.choices((1, 2, 3), (7, 2, 1))[0])
    start = _rounded(dice.triangular(16.5, 22.5, 20.0), dice)
    return moment(day, start), moment(day, start + dice.choice((0.5, 1.0, 1.5, 2.0)))


def since_last_look(party: Party, seen: datetime, dice: Random) -> tuple[datetime, datetime]:
    """Return the interval from when the party was last there until it saw the trace: a weekend is found on Monday."""
    back = 3 if seen.weekday() == 0 and party.works in DAYTIME else 1
    left = 15.0 if party.works in DAYTIME else HOURS[party.works][1][1] - 2
    return moment(seen.date() - timedelta(days=back), _rounded(left + dice.uniform(-0.5, 1.0), dice)), seen


def reported_at(seen: datetime, party: Party, dice: Random) -> datetime:
    """Return when the report comes in: mostly the same shift, some days later, a few after the week is locked."""
    hours = dice.choices(
        (dice.uniform(0.1, 2), dice.uniform(2, 20), dice.uniform(20, 90), dice.uniform(90, 230)), (58, 28, 10, 4)
    )[0]
    told = seen + timedelta(hours=hours)
    if party.works in DAYTIME and not 6 <= told.hour < 18:
        told = moment(told.date() + timedelta(days=told.hour >= 18), dice.uniform(7, 10))
    while party.works in DAYTIME and told.weekday() >= 5:
        told += timedelta(days=1)
    return told.replace(second=dice.randrange(60), microsecond=0)


def told_since(began: datetime | None, seen: datetime) -> str:
    """Return how people put an interval into words."""
    if began is None or (seen - began) < timedelta(hours=5):
        return "under eftermiddagen" if seen.hour >= 15 else "i dag"
    if seen.weekday() == 0 and (seen - began) > timedelta(hours=40):
        return "under helgen"
    return "i natt" if began.date() < seen.date() else "under dagen"


def told_found(seen: datetime) -> str:
    """Return how people say when they found it."""
    if seen.hour < 9:
        return "upptäckt i morse"
    return "upptäckt på förmiddagen" if seen.hour < 12 else "upptäckt på eftermiddagen"
