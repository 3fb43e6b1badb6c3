"""What an assessment may rest on: own history by rank, what parties answer, how often a suggestion is wrong."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.counts import Rows, read_rows
from samsyn.analysis.findings import DEFAULTS, Settings
from samsyn.analysis.frame import compared_rows, frame_of
from samsyn.analysis.scan import monte_carlo_interval
from samsyn.analysis.trends import series_findings
from samsyn.analysis.weeks import Week

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SEASON_WEEKS = 13
LEAST_WEEKS = 65            # a year and a season: below this a shuffled history says nothing
LEAST_PARTIES = 2           # what a single party says raises a question, never an index
DISAGREE = 2                # answers this far apart are told as disagreement


class Agreement(NamedTuple):
    """What several parties said of one parameter."""

    parties: int
    low: int
    high: int
    middle: float           # the median; NaN where fewer than two have answered
    disagree: bool          # the answers lie at least two steps apart


class Wrong(NamedTuple):
    """How often a suggestion came up in a history where nothing happens."""

    runs: int               # 0 = the history is too short to shuffle
    wrong: int
    low: float              # exact 95 % interval of the share
    high: float
    weeks: int
    events: int


def agreement(answers: Sequence[int]) -> Agreement:
    """Sum up the answers of several parties to one parameter.

    >>> agreement([0, 1, 3])
    Agreement(parties=3, low=0, high=3, middle=1.0, disagree=True)
    >>> agreement([3]).disagree
    False
    """
    given = np.asarray(answers, np.int64)
    if not given.size:
        return Agreement(0, 0, 0, np.nan, False)
    low, high = int(given.min()), int(given.max())
    middle = float(np.median(given)) if given.size >= LEAST_PARTIES else np.nan
    return Agreement(int(given.size), low, high, middle, high - low >= DISAGREE)


def parameter_index(answers: Sequence[Sequence[int]]) -> float:
    """Return the sum of the parameters' medians, each from at least two parties; NaN where none has two.

    Formula: Σ median(answers of a parameter) over the parameters that two or more parties have answered.

    >>> parameter_index([[0, 2], [3], [1, 1, 3]])
    2.0
    """
    middles = [agreement(each).middle for each in answers]
    known = [middle for middle in middles if np.isfinite(middle)]
    return float(sum(known)) if known else float("nan")


def rank_p_value(history: ArrayLike, *, now: float) -> float:
    """Return how often a week like this comes among the earlier ones: (1 + weeks at least as high) / (1 + weeks).

    Exact where the weeks may change places (a conformal p-value: Vovk, Gammerman and Shafer 2005, ch. 2).

    >>> rank_p_value([1, 2, 3, 4], now=9), rank_p_value([1, 2, 3, 4], now=4)
    (0.2, 0.4)
    """
    known = np.asarray(history, np.float64)
    known = known[np.isfinite(known)]
    return float((1 + (known >= now).sum()) / (1 + known.size))


def false_by_rank(index: ArrayLike, *, share: float, runs: int, seed: int) -> Wrong:
    """Shuffle the weeks of an index (areas × weeks, NaN = no answers) and count the runs where any area stands out.

    An area stands out when its p-value by rank is at most share / areas.
    """
    table = np.asarray(index, np.float64)
    known = np.isfinite(table).any(axis=0)
    table = table[:, known]
    areas, weeks = table.shape
    events = int(np.isfinite(table).sum())
    if weeks < LEAST_WEEKS:
        return Wrong(0, 0, 0.0, 1.0, weeks, events)
    rng = np.random.default_rng(seed)
    wrong = 0
    for _ in range(runs):
        last = int(rng.integers(weeks))
        rest = np.delete(table, last, axis=1)
        p_values = [rank_p_value(rest[area], now=table[area, last]) for area in range(areas)
                    if np.isfinite(table[area, last])]
        wrong += any(p_value <= share / areas for p_value in p_values)
    return Wrong(runs, wrong, *monte_carlo_interval(wrong, of=runs), weeks, events)


def false_suggestions(
    observations: "pa.Table | Mapping[str, ArrayLike]", *, areas: Sequence[str], week: Week, weeks: int = 1,
    paused: Collection[int] = (), holidays: Mapping[int, float] | None = None, runs: int = 200, seed: int,
    settings: Settings = DEFAULTS,
) -> Wrong:
    """Count how often any area would be called above its own history if nothing ever happened there.

    The weeks of the history change places within their own season (thirteen weeks of some year), each with everything
    that was reported in it, and the period is judged by the picture's own rule. Parameters as `weekly_findings`.

    >>> days = np.arange("2023-01-02", "2025-10-06", dtype="datetime64[D]")
    >>> table = {"observed_on": days, "area": ["01"] * days.size, "kind": ["event"] * days.size}
    >>> false_suggestions(table, areas=["01"], week=Week(2025, 40), runs=20, seed=1).wrong
    0
    """
    rows = read_rows(observations, areas=areas)
    frame = frame_of(rows, week=week, weeks=weeks, paused=frozenset(paused), holidays=holidays or {}, settings=settings)
    live = frame.first_week + np.flatnonzero(frame.live)
    inside = rows.counted & np.isin(rows.week, live)
    events = int(inside.sum())
    if live.size < LEAST_WEEKS or not events:
        return Wrong(0, 0, 0.0, 1.0, int(live.size), events)
    rng = np.random.default_rng(seed)
    wrong = 0
    for _ in range(runs):
        shuffled = _moved(rows, live=live, places=_places(live, rng=rng))
        found = series_findings(
            shuffled, frame=frame, compared=compared_rows(shuffled, frame=frame), settings=settings)
        wrong += any(area.verdict == "more" for area in found.areas)
    return Wrong(runs, wrong, *monte_carlo_interval(wrong, of=runs), int(live.size), events)


def _places(live: Ints, *, rng: np.random.Generator) -> Ints:
    """Return which week each live week gives place to, within its season."""
    places = live.copy()
    season = (live % 52) // SEASON_WEEKS
    for each in np.unique(season):
        among = np.flatnonzero(season == each)
        places[among] = live[among[rng.permutation(among.size)]]
    return places


def _moved(rows: Rows, *, live: Ints, places: Ints) -> Rows:
    """Move every row of a live week to the week that its own week gives place to, received as long after as before."""
    at = np.searchsorted(live, rows.week)
    at = np.where(at < live.size, at, 0)
    known = live[at] == rows.week
    week = np.where(known, places[at], rows.week)
    shift = ((week - rows.week) * 7).astype("timedelta64[D]")
    return rows._replace(week=week, received=rows.received + shift)
