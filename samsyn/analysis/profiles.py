"""Weekday and hour: when things happen, with uncertain times spread out, beside when someone was there to see.

An event known only to lie between two times is spread evenly over them (aoristic analysis, Ratcliffe 2000), exactly to
the microsecond: every interval is a rise and a fall in a table of differences over the 168 hours of the week, so the
work grows with the number of events and not with their length.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.weeks import ClockChange

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Moments = NDArray[np.datetime64]

WEEK_HOURS = 168
_HOUR_US = 3_600_000_000
_MONDAY_US = 3 * 24 * _HOUR_US           # 1970-01-01 was a Thursday: three days after its Monday


class Profile(NamedTuple):
    """Weekday (Monday first) × hour."""

    counts: Floats                       # (7, 24), sums to n
    uncertain_share: float               # share spread over more than `certain_hours`; NaN when n is 0
    n: int


def hour_profile(
    from_local: Moments, *, to_local: Moments, changes: Sequence[ClockChange] = (), certain_hours: float = 4.0,
) -> Profile:
    """Return the profile of events between naive local times; counts sum to the number of events.

    An event gives each hour the share of its own (real) length that lies in it. NaT as start, or a start at or after
    the end, makes it a point at the end. Intervals of a week or more are uniform over all 168 hours. `changes` are the
    clock changes (`weeks.clock_changes`): the hour that is skipped in spring gets nothing, the doubled one in autumn
    counts for two. Rows without an end are left out.

    >>> start, end = (np.array([each], "datetime64[us]") for each in ("2025-10-06T22:30", "2025-10-07T00:30"))
    >>> hour_profile(start, to_local=end).counts[[0, 0, 1], [22, 23, 0]].tolist()
    [0.25, 0.5, 0.25]
    """
    known = ~np.isnat(to_local)
    end = to_local[known].astype("datetime64[us]").astype(np.int64) + _MONDAY_US
    start = from_local[known].astype("datetime64[us]").astype(np.int64) + _MONDAY_US
    start = np.where(np.isnat(from_local[known]) | (start > end), end, start)
    length = end - start
    point, whole = length == 0, length >= WEEK_HOURS * _HOUR_US
    hours = np.bincount(end[point] // _HOUR_US % WEEK_HOURS, minlength=WEEK_HOURS).astype(np.float64)
    hours += whole.sum() / WEEK_HOURS
    spread = ~point & ~whole
    hours += _spread_hours(start[spread], end[spread], changes)
    uncertain = float((length > certain_hours * _HOUR_US).sum()) / end.size if end.size else np.nan
    return Profile(hours.reshape(7, 24), uncertain, int(end.size))


def _spread_hours(start: Ints, end: Ints, changes: Sequence[ClockChange]) -> Floats:
    """Spread intervals shorter than a week: whole hours by differences, the ragged ends by their own shares."""
    lost = [(each, _overlap(start, end, each)) for each in changes]
    real = (end - start) / _HOUR_US - sum((overlap * np.sign(each.hours) for each, overlap in lost), np.zeros(len(end)))
    density = 1.0 / np.maximum(real, 1e-9)                 # events per hour
    first, last = start // _HOUR_US, end // _HOUR_US
    edges = np.zeros(2 * WEEK_HOURS + 2)
    offset = first % WEEK_HOURS
    np.add.at(edges, offset, density)
    np.add.at(edges, offset + (last - first), -density)
    hours = np.cumsum(edges)
    hours = hours[:WEEK_HOURS] + hours[WEEK_HOURS:2 * WEEK_HOURS]
    hours -= np.bincount(offset, density * (start / _HOUR_US - first), WEEK_HOURS)
    hours += np.bincount(last % WEEK_HOURS, density * (end / _HOUR_US - last), WEEK_HOURS)
    for each, overlap in lost:
        hour = (each.starts_local.astype("datetime64[us]").astype(np.int64) + _MONDAY_US) // _HOUR_US % WEEK_HOURS
        hours[hour] -= np.sign(each.hours) * float((density * overlap).sum())
    return np.maximum(hours, 0.0)


def _overlap(start: Ints, end: Ints, change: ClockChange) -> Floats:
    """Return how many hours of each interval lie in the skipped or doubled stretch (which is within one hour)."""
    opens = int(change.starts_local.astype("datetime64[us]").astype(np.int64)) + _MONDAY_US
    closes = opens + int(abs(change.hours) * _HOUR_US)
    overlap = np.maximum(np.minimum(end, closes) - np.maximum(start, opens), 0)
    return np.where(overlap < end - start, overlap, 0) / _HOUR_US       # wholly inside: a time that cannot be, kept


def month_profile(from_local: Moments, *, to_local: Moments, first_day: date, last_day: date) -> Floats:
    """Return events per day for each month of the year, shape (12,), of a period given by its first and last day.

    An interval is spread evenly over its length, exactly to the microsecond; what lies outside the period is left out.
    Months are of different length and a period may hold one of them twice, so the figure is per day of the period; NaN
    for a month that is not in it. A start that is missing, or at or after the end, makes a point at the end. Raises
    ValueError when the last day comes before the first.

    >>> moments = np.array(["2025-02-03T10:00", "2025-02-20T10:00"], "datetime64[us]")
    >>> found = month_profile(moments, to_local=moments, first_day=date(2025, 2, 1), last_day=date(2025, 3, 31))
    >>> (found[1] * 28).round(9).item(), found[2].item(), np.isnan(found[0]).item()
    (2.0, 0.0, True)
    """
    if last_day < first_day:
        raise ValueError("the last day comes before the first")
    after = np.datetime64(last_day, "D") + 1
    months = np.arange(np.datetime64(first_day, "M"), np.datetime64(last_day, "M") + 1)
    edges = np.clip(np.r_[months, months[-1] + 1].astype("datetime64[D]"), np.datetime64(first_day, "D"), after)
    known = ~np.isnat(to_local)
    end = to_local[known].astype("datetime64[us]")
    start = from_local[known].astype("datetime64[us]")
    start = np.where(np.isnat(start) | (start > end), end, start)
    point = start == end
    limits = edges.astype("datetime64[us]")
    before = np.array([_lengths_before(start[~point], end[~point], limit) for limit in limits])
    held = np.diff(before)
    inside = (end[point] >= limits[0]) & (end[point] < limits[-1])
    held += np.bincount(np.searchsorted(limits, end[point][inside], side="right") - 1, minlength=months.size)
    in_year = (months - months.astype("datetime64[Y]").astype("datetime64[M]")).astype(np.int64)
    days = np.bincount(in_year, np.diff(edges).astype(np.float64), 12)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(days > 0, np.bincount(in_year, held, 12) / days, np.nan)


def _lengths_before(start: Moments, end: Moments, limit: np.datetime64) -> float:
    """Sum of the shares of the intervals that lie before a moment."""
    passed = np.clip((limit - start).astype(np.float64), 0.0, (end - start).astype(np.float64))
    return float((passed / (end - start).astype(np.float64)).sum())


def watched_profile(organisation: Ints, *, seen_local: Moments) -> Floats:
    """Return weekday × hour of how often someone was there to see: different (organisation, day, hour) of a sighting.

    Each report, also "nothing special" and a mood, shows that its organisation looked at that hour. Several reports of
    the same organisation and hour are one look. Shape (7, 24).

    >>> seen = np.array(["2025-10-06T07:10", "2025-10-06T07:50", "2025-10-10T23:00"], "datetime64[us]")
    >>> looked = watched_profile(np.array([0, 0, 1]), seen_local=seen)
    >>> int(looked[0, 7]), int(looked[4, 23]), int(looked.sum())
    (1, 1, 2)
    """
    known = ~np.isnat(seen_local)
    hour = (seen_local[known].astype("datetime64[us]").astype(np.int64) + _MONDAY_US) // _HOUR_US
    looks = np.unique(np.stack([organisation[known], hour]), axis=1)
    return np.bincount(looks[1] % WEEK_HOURS, minlength=WEEK_HOURS).astype(np.float64).reshape(7, 24)
