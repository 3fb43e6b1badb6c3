"""What the analysis hands to the weekly picture: keys and numbers, never prose."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Number = float | int | str


class Settings(NamedTuple):
    """How the week is judged; the defaults are the calibrated ones (docs/method/statistics.md)."""

    alarm_share: float = 0.05           # chance that anything at all is called out in a week where nothing happened
    years_back: int = 3                 # longest history used
    least_weeks: int = 12               # history weeks below which nothing is said
    few_below: float = 20.0             # an area expecting fewer a week is judged over four weeks
    few_weeks: int = 4
    series_weeks: int = 26              # length of the small curves
    power: float = 0.8                  # chance of being found that "we notice" means
    hours_weeks: int = 12               # weeks behind the profile of weekday and hour
    usual_places: int = 8               # how many places "som vanligt" are listed at most
    shown_least: int = 3                # places with fewer are never listed


DEFAULTS = Settings()


class Head(NamedTuple):
    """The week in whole numbers (the period looked at, not the longer window)."""

    counted: int                        # events + conditions first told of = what every table counts
    events: int
    new_conditions: int
    open_conditions: int                # still open, whenever first told of
    moods: int
    reports: int                        # all rows, also those that saw the same thing
    sources: int                        # organisations that sent anything
    unplaced: int                       # counted, but without area
    late: int                           # observed before the period, received in it or later


class Power(NamedTuple):
    """What the picture could have noticed with this many reports."""

    window_weeks: int
    area_expected: float                # the middle area's expectation in its window; NaN without areas
    area_ratio: float                   # a rise this large there would be found in 80 % of cases; inf = never
    area_multiple: int                  # area_ratio rounded up to a whole multiple: 3 = "en tredubbling"; 0 = none ≤ 10
    total_window_weeks: int             # the same for the whole municipality
    total_expected: float
    total_ratio: float
    total_multiple: int


class AlarmBudget(NamedTuple):
    """One budget of false alarms for the municipality and week, shared by every test of the picture."""

    per_week: float                     # at most this chance that anything is wrongly called out
    per_year: float                     # the same as alarms per 52 weeks
    tests: dict[str, int]               # total, areas, categories, places: tests that could have called out
    thresholds: dict[str, float]        # largest p-value that is called out, per group


class AreaFinding(NamedTuple):
    """One area (or the whole municipality, code "") against its own history.

    `events`, `expected`, `low` and `high` are all of the window of `window_weeks` and on the same scale: a count
    outside low–high is exactly one that is called more or fewer. Reports of new sources and of decided presence are
    set aside from the judgement; they are in `events` and, one for one, in `expected`, `low` and `high`.
    """

    code: str
    events: int                         # in the window
    events_in_period: int
    expected: float                     # NaN when nothing can be said
    low: float                          # smallest count that is still as usual
    high: float                         # largest count that is still as usual
    verdict: str                        # more, fewer, usual, too_little, none
    window_weeks: int
    q: float                            # p-value counted against the whole budget: called out when ≤ alarm_share
    categories: list[tuple[str, int]]   # the most common of the window, at most three, most common first
    series: list[int]                   # all counted, the last 26 weeks
    band_low: list[float]               # expected band of single weeks, 95 %; NaN where there is no history
    band_high: list[float]
    weeks: list[int]                    # 202540 …
    from_new_sources: int               # of events
    from_decided_presence: int
    expected_without_new: float         # what the sources that are compared were expected to give
    explained_by_new: float             # share of the rise over that which new sources gave; 0 without a rise


class PlaceFinding(NamedTuple):
    """One place: a known place, or a circle of `radius_m`, over the last four weeks against its own history."""

    place: str                          # id of the known place, "" for a circle without one
    name: str                           # its name, or ""
    area: str
    lon: float
    lat: float
    x_m: float
    y_m: float
    radius_m: float
    events: int
    expected: float
    low: float
    high: float
    ratio: float                        # events / expected; NaN when expected is 0
    q: float
    window_weeks: int
    categories: list[tuple[str, int]]
    reason: str                         # place.more, place.new (nothing before) or place.usual
    decided_presence: int               # of events
    sources: int                        # organisations behind the events


class CategoryFinding(NamedTuple):
    """One category against its own history and season; same scale rule as for areas."""

    code: str
    events: int
    events_in_period: int
    expected: float
    low: float
    high: float
    verdict: str
    window_weeks: int
    q: float


class Hours(NamedTuple):
    """Weekday × hour, Monday first, of the last weeks; uncertain times spread out."""

    counts: NDArray[np.float64]         # (7, 24), sums to n
    uncertain_share: float              # share of the events that are spread over more than four hours
    watched: NDArray[np.float64]        # (7, 24): how many times someone was there and saw
    n: int
    weeks: int


class Notice(NamedTuple):
    """Something the reader must know about the data: a key and its numbers. `organisation` must not be printed."""

    key: str                            # source.joined, source.silent, history.short, history.no_season,
                                        # week.incomplete, weeks.paused, reports.late
    params: dict[str, Number]


class MapPoint(NamedTuple):
    """Where it happened in the window: a known place or a 100 m cell."""

    lon: float
    lat: float
    events: int
    area: str
    label: str


class WeeklyFindings(NamedTuple):
    """All findings of one period, sorted by code (places: strongest first)."""

    head: Head
    power: Power
    budget: AlarmBudget
    total: AreaFinding
    areas: list[AreaFinding]
    places: list[PlaceFinding]
    usual_places: list[PlaceFinding]
    changes: list[CategoryFinding]
    hours: Hours
    points: list[MapPoint]
    notices: list[Notice]
