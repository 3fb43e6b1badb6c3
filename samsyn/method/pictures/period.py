"""The period of a picture: its last week and how many weeks long it is, with what the calendar knows of it."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from samsyn.analysis.weeks import Week, week_range
from samsyn.ground.calendar.days import EVENINGS, holidays_of, paused_weeks
from samsyn.ground.tenancy.models import Municipality

# Three years of history with the weeks around the same date, and the longest window.
HISTORY_WEEKS = 3 * 53 + 3 + 4


class Period(NamedTuple):
    """Some weeks that a picture tells of."""

    week: Week
    weeks: int

    @property
    def first_day(self) -> date:
        return (self.week - (self.weeks - 1)).first_day

    @property
    def last_day(self) -> date:
        return self.week.last_day

    @property
    def all_weeks(self) -> list[Week]:
        return week_range(self.week - (self.weeks - 1), self.week)

    @property
    def history_from(self) -> Week:
        return self.week - (HISTORY_WEEKS + self.weeks)

    @property
    def front(self) -> dict[str, Any]:
        """What the head of every page says of the period."""
        first, last = self.all_weeks[0], self.week
        if self.weeks == 1:
            swedish, english = f"v. {last.number} {last.year}", f"week {last.number}, {last.year}"
        elif first.year == last.year:
            swedish = f"v. {first.number}–{last.number} {last.year}"
            english = f"weeks {first.number}–{last.number}, {last.year}"
        else:
            swedish = f"v. {first.number} {first.year} – v. {last.number} {last.year}"
            english = f"week {first.number}, {first.year} – week {last.number}, {last.year}"
        return {
            "week": last.label, "weeks": self.weeks, "first_day": self.first_day, "last_day": self.last_day,
            "label_sv": swedish, "label_en": english,
        }  # fmt: skip


def period_of(municipality: Municipality, week: Week) -> Period:
    """Return the period that ends with the week; weeks of pause just before it are covered too."""
    weeks = municipality.period_weeks
    paused = paused_weeks(municipality, week - (weeks + 8), week)
    while week - weeks in paused and weeks < municipality.period_weeks + 8:
        weeks += 1
    return Period(week, weeks)


def paused_in(municipality: Municipality, period: Period) -> set[int]:
    """Return the weeks of the history without reporting, as 202530."""
    return {week.iso for week in paused_weeks(municipality, period.history_from, period.week)}


def holiday_shares(period: Period) -> dict[int, float]:
    """Return the share of the working days (Monday to Friday) that are holidays, for each week that has any."""
    first, last = period.history_from.first_day, period.last_day
    off: set[date] = set()
    for year in range(first.year, last.year + 1):
        off |= {day.first_day for day in holidays_of(year) if (day.first_day.month, day.first_day.day) not in EVENINGS}
    shares: dict[int, float] = {}
    for day in sorted(off):
        if day.weekday() < 5 and first <= day <= last + timedelta(days=7):
            iso = Week.containing(day).iso
            shares[iso] = shares.get(iso, 0.0) + 0.2
    return shares
