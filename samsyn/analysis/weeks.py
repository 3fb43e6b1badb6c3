"""ISO weeks and the longer periods of the method: fortnight, month, quarter, tertial.

All arithmetic is on local calendar dates, so that week 53 and daylight saving cannot shift a day. An ISO week starts on
Monday and belongs to the year that holds its Thursday (ISO 8601).
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Moments = NDArray[np.datetime64]

_FIRST_MONDAY = date(1969, 12, 29)      # the Monday of the week that holds 1970-01-01


YEARS = range(1900, 2200)      # what anybody may mean: the weeks before and after such a one exist too


class Week(NamedTuple):
    """One ISO week; sorts by time.

    >>> week = Week.containing(date(2020, 12, 31))
    >>> week.label, week.iso, (week + 1).label, weeks_between(Week(2020, 52), Week(2021, 2))
    ('2020-W53', 202053, '2021-W01', 3)
    """

    year: int
    number: int

    @classmethod
    def containing(cls, day: date) -> Self:
        """Return the week that holds a local date.

        >>> Week.containing(date(2027, 1, 3)).label
        '2026-W53'
        """
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: "str | int | Week") -> Self:
        """Read "2025-W40", "2025-v40", "202540" or 202540; a week that does not exist raises ValueError.

        >>> Week.parse("2025-v40") == Week.parse(202540) == Week.parse("2025-W40")
        True
        >>> Week.parse("2025-W53")
        Traceback (most recent call last):
        ValueError: no such week: 2025-W53
        """
        if isinstance(text, Week):
            return cls(*text)
        digits = str(text).strip().upper().replace("-", "").replace("W", "").replace("V", "")
        if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 6):
            raise ValueError(f"not a week: {text}")
        week = cls(int(digits[:4]), int(digits[4:]))
        if week.year not in YEARS or not 1 <= week.number <= weeks_in_year(week.year):
            raise ValueError(f"no such week: {text}")
        return week

    @classmethod
    def from_running(cls, number: int) -> Self:
        """Return the week with this running number (0 = the week that holds 1970-01-01)."""
        return cls.containing(_FIRST_MONDAY + timedelta(weeks=int(number)))

    @property
    def running(self) -> int:
        """The running number of the week since the one that holds 1970-01-01."""
        return (self.first_day - _FIRST_MONDAY).days // 7

    @property
    def iso(self) -> int:
        """The week as one whole number, 202540."""
        return self.year * 100 + self.number

    @property
    def first_day(self) -> date:
        """The Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The Sunday."""
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def days(self) -> list[date]:
        """The seven days, Monday first."""
        return [self.first_day + timedelta(days=step) for step in range(7)]

    @property
    def label(self) -> str:
        """As ISO 8601 writes it: "2025-W40"."""
        return f"{self.year}-W{self.number:02d}"

    @property
    def swedish(self) -> str:
        """As it is said in Sweden: "v. 40 2025"."""
        return f"v. {self.number} {self.year}"

    @property
    def address(self) -> str:
        """As it stands in a web address: "2025-v40"."""
        return f"{self.year}-v{self.number:02d}"

    def __add__(self, weeks: int) -> "Week":  # type: ignore[override]
        """Return the week so many weeks later."""
        return Week.containing(self.first_day + timedelta(weeks=weeks))

    def __sub__(self, weeks: int) -> "Week":
        """Return the week so many weeks earlier."""
        return self + -weeks

    def __str__(self) -> str:
        """Return the ISO label."""
        return self.label


def weeks_in_year(year: int) -> int:
    """Return 52 or 53.

    >>> weeks_in_year(2020), weeks_in_year(2025), weeks_in_year(2026)
    (53, 52, 53)
    """
    return date(year, 12, 28).isocalendar().week


def weeks_between(first: Week, second: Week) -> int:
    """Return how many weeks later the second is (negative if earlier)."""
    return second.running - first.running


def week_range(first: Week, last: Week) -> list[Week]:
    """Return all weeks from the first to the last, both included; empty if the last is earlier.

    >>> [week.label for week in week_range(Week(2026, 52), Week(2027, 1))]
    ['2026-W52', '2026-W53', '2027-W01']
    """
    return [first + step for step in range(weeks_between(first, last) + 1)]


def same_season(week: Week, *, years_back: int, spread: int = 3) -> list[Week]:
    """Return the weeks around the same date that many years earlier, ± `spread` weeks.

    The middle is the week that holds the same Thursday's date, so that a week 53 has a middle in every year.

    >>> [each.label for each in same_season(Week(2026, 53), years_back=1, spread=1)]
    ['2025-W52', '2026-W01', '2026-W02']
    """
    thursday = week.first_day + timedelta(days=3)
    day = min(thursday.day, 28) if thursday.month == 2 else thursday.day
    middle = Week.containing(date(thursday.year - years_back, thursday.month, day))
    return [middle + step for step in range(-spread, spread + 1)]


def running_weeks(days: Days) -> NDArray[np.int64]:
    """Return the running week number of each date (same numbering as `Week.running`); NaT gives a very low number.

    >>> running_weeks(np.array(["1970-01-01", "1970-01-05"], "datetime64[D]")).tolist()
    [0, 1]
    """
    return np.floor_divide(days.astype("datetime64[D]").astype(np.int64) + 3, 7)


def iso_weeks(days: Days) -> NDArray[np.int32]:
    """Return each date's week as a whole number, 202540.

    >>> iso_weeks(np.array(["2020-12-31", "2021-01-03", "2021-01-04"], "datetime64[D]")).tolist()
    [202053, 202053, 202101]
    """
    thursdays = (running_weeks(days) * 7).astype("datetime64[D]")
    years = thursdays.astype("datetime64[Y]")
    number = (thursdays - years.astype("datetime64[D]")).astype(np.int64) // 7 + 1
    return ((years.astype(np.int64) + 1970) * 100 + number).astype(np.int32)


def running_of_iso_weeks(iso: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the running week number of each 202540.

    >>> running_of_iso_weeks(np.array([202053, 202101])).tolist() == [Week(2020, 53).running, Week(2021, 1).running]
    True
    """
    codes, back = np.unique(np.asarray(iso, np.int64), return_inverse=True)
    found = [Week(int(code) // 100, int(code) % 100).running for code in codes]
    return np.array(found, np.int64)[back] if found else np.empty(0, np.int64)


class Parity(StrEnum):
    """Which weeks a fortnightly group meets in."""

    EVEN = "even"
    ODD = "odd"


class Rhythm(StrEnum):
    """The kinds of period that are not a single week."""

    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    TERTIAL = "tertial"


class Period(NamedTuple):
    """A stretch of whole local days, both ends included."""

    rhythm: Rhythm
    year: int
    number: int
    first_day: date
    last_day: date

    @property
    def label(self) -> str:
        """A short name that sorts by time: "2025-M03", "2025-Q1", "2025-T1"; a fortnight by its last week.

        >>> tertial_of(date(2025, 5, 1)).label, quarter_of(date(2025, 3, 31)).label
        ('2025-T2', '2025-Q1')
        """
        if self.rhythm is Rhythm.FORTNIGHT:
            return f"{Week.containing(self.first_day).label}/{Week(self.year, self.number).label}"
        letter = {Rhythm.MONTH: "M", Rhythm.QUARTER: "Q", Rhythm.TERTIAL: "T"}[self.rhythm]
        return f"{self.year}-{letter}{self.number:0{2 if letter == 'M' else 1}d}"

    @property
    def weeks(self) -> list[Week]:
        """The ISO weeks whose Thursday lies in the period, so that every week is in exactly one period."""
        first, last = Week.containing(self.first_day), Week.containing(self.last_day)
        return [week for week in week_range(first, last)
                if self.first_day <= week.first_day + timedelta(days=3) <= self.last_day]


def fortnight_of(week: Week, *, ends: Parity) -> Period:
    """Return the fortnight that a week belongs to, when the group meets in even (or odd) weeks.

    It runs from the week after the last such week to the next such week: two weeks, but after a week 53 three weeks
    for an even group (53, 1, 2) and one week for an odd group (1), as the meetings then really fall.

    >>> fortnight_of(Week(2025, 39), ends=Parity.EVEN).label
    '2025-W39/2025-W40'
    >>> len(fortnight_of(Week(2026, 53), ends=Parity.EVEN).weeks)
    3
    """
    odd = int(ends is Parity.ODD)
    last = week
    while last.number % 2 != odd:
        last += 1
    first = last
    while (first - 1).number % 2 != odd:
        first -= 1
    return Period(Rhythm.FORTNIGHT, last.year, last.number, first.first_day, last.last_day)


def _months(day: date, months: int, rhythm: Rhythm) -> Period:
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    after = date(day.year + (number + 1) * months // 12, (number + 1) * months % 12 + 1, 1)
    return Period(rhythm, day.year, number + 1, first, after - timedelta(days=1))


def month_of(day: date) -> Period:
    """Return the calendar month.

    >>> month_of(date(2024, 2, 5)).last_day
    datetime.date(2024, 2, 29)
    """
    return _months(day, 1, Rhythm.MONTH)


def quarter_of(day: date) -> Period:
    """Return the quarter: January–March is 1."""
    return _months(day, 3, Rhythm.QUARTER)


def tertial_of(day: date) -> Period:
    """Return the third of the year: January–April is 1.

    >>> tertial_of(date(2025, 12, 31))[1:]
    (2025, 3, datetime.date(2025, 9, 1), datetime.date(2025, 12, 31))
    """
    return _months(day, 4, Rhythm.TERTIAL)


def hours_in_day(day: date, *, zone: tzinfo) -> float:
    """Return how many hours a local day has: 23 and 25 when the clock is moved.

    >>> from zoneinfo import ZoneInfo
    >>> hours_in_day(date(2025, 3, 30), zone=ZoneInfo("Europe/Stockholm"))
    23.0
    """
    start, end = (datetime(each.year, each.month, each.day, tzinfo=zone).astimezone(UTC)
                  for each in (day, day + timedelta(days=1)))
    return (end - start) / timedelta(hours=1)


def local_from_utc(moments_utc: Moments, *, zone: tzinfo) -> Moments:
    """Return naive local times of naive UTC times, both datetime64[us].

    The offset is looked up once per quarter of an hour, the finest step at which any zone has ever moved its clock in
    modern time.

    >>> from zoneinfo import ZoneInfo
    >>> utc = np.array(["2025-03-30T00:59", "2025-03-30T01:00"], "datetime64[us]")
    >>> local_from_utc(utc, zone=ZoneInfo("Europe/Stockholm")).astype("datetime64[m]").astype(str).tolist()
    ['2025-03-30T01:59', '2025-03-30T03:00']
    """
    quarter = moments_utc.astype("datetime64[m]").astype(np.int64) // 15
    known, back = np.unique(quarter[~np.isnat(moments_utc)], return_inverse=True)
    shift_s = [_offset_s(int(each) * 900, zone) for each in known]
    local = moments_utc.astype("datetime64[us]", copy=True)
    local[~np.isnat(moments_utc)] += np.array(shift_s, "timedelta64[s]")[back]
    return local


def _offset_s(utc_s: int, zone: tzinfo) -> int:
    offset = datetime.fromtimestamp(utc_s, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


class ClockChange(NamedTuple):
    """A moment when the local clock is moved: `skipped` hours vanish (+1) or come twice (-1), from `starts_local`."""

    starts_local: np.datetime64
    hours: float


def clock_changes(first_day: date, last_day: date, *, zone: tzinfo) -> list[ClockChange]:
    """Return the clock changes on the local days from first to last; `starts_local` opens the lost or doubled stretch.

    >>> from zoneinfo import ZoneInfo
    >>> changes = clock_changes(date(2025, 1, 1), date(2025, 12, 31), zone=ZoneInfo("Europe/Stockholm"))
    >>> [(str(each.starts_local)[:16], each.hours) for each in changes]
    [('2025-03-30T02:00', 1.0), ('2025-10-26T02:00', -1.0)]
    """
    noon = [datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            for day in (first_day + timedelta(days=step) for step in range(-1, (last_day - first_day).days + 2))]
    offsets = [_offset_s(int(each.timestamp()), zone) for each in noon]
    found = [_change_between(int(noon[step].timestamp()), zone)
             for step in range(len(noon) - 1) if offsets[step] != offsets[step + 1]]
    return [each for each in found if first_day <= each.starts_local.astype("datetime64[D]").item() <= last_day]


def _change_between(start_s: int, zone: tzinfo) -> ClockChange:
    before = _offset_s(start_s, zone)
    at_s = next(second for second in range(start_s, start_s + 86_401, 900) if _offset_s(second, zone) != before)
    moved_s = _offset_s(at_s, zone) - before
    return ClockChange(np.datetime64(at_s + before + min(moved_s, 0), "s"), moved_s / 3600)
