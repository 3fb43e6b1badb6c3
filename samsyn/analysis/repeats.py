"""Near repeat: are events near each other also near in time, more than their places and their times alone explain?

Knox's test (Knox 1964) as a table of distance bands × time bands. What chance would give is known exactly, mean and
spread, when days are shuffled over places (Barton & David 1966); shuffling them gives the p-values.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.near_pairs import count_pairs, shuffled_tables, sort_events
from samsyn.analysis.progress import Progress, part_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class NearRepeats(NamedTuple):
    """The table (bands, columns): row 0 is the same place (distance 0), then [0, e₀) without 0, [e₀, e₁) …; columns are
    differences in days [0, d₀), [d₀, d₁) …

    With strata, pairs are counted within a stratum only, and everything is summed over them.
    """

    edges_m: Floats
    edges_days: Ints
    pairs: Ints
    expected: Floats             # under shuffled days, exact
    deviation: Floats            # its standard deviation, exact
    ratio: Floats                # pairs / expected; NaN where nothing is expected
    p_value: Floats              # one-sided, from the permutations; NaN without any
    p_of_any: Floats             # how often the most deviating cell of the table deviates so much (max statistic)
    permutations: int
    local: "Local"


class Local(NamedTuple):
    """For each event, pairs in the chosen corner of the table: for the map of where repeats are."""

    as_earlier: Ints             # something followed nearby
    as_later: Ints               # it followed something nearby
    same_day: Ints               # nearby on the same day: nobody knows which came first
    expected: Floats             # all three together, under shuffled days


class RepeatPlaces(NamedTuple):
    """Places with more than one event, most events first."""

    place: Ints
    events_at: Ints
    shortest_gap_days: Ints
    median_gap_days: Floats
    events: int                  # all events
    repeat_share: float          # share of events that are not the first at their place
    within_share: float          # share of events that follow another at the same place within the days asked for


def near_repeats(
    x_m: ArrayLike, *, y_m: ArrayLike, day: ArrayLike, edges_m: ArrayLike, edges_days: ArrayLike,
    rng: np.random.Generator, stratum: ArrayLike | None = None, permutations: int = 999, near_band: int = 1,
    near_column: int = 0, threads: int = 2, progress: Progress | None = None,
) -> NearRepeats:
    """Return the Knox table of events with whole `day` numbers (at most 32 767 apart).

    Bands are half open and rising: `edges_m` = 100, 200 gives the rows 0, (0, 100) and [100, 200); `edges_days` = 8, 15
    gives 0–7 and 8–14 days. The same place is a row of its own, since geocoding puts many events on one point.

    Under shuffled days, with S pairs near in space, T near in time, N = n(n-1)/2, and adjacent pairs A = Σ d(d-1)/2
    over the events' degrees d: E = ST/N, and E[X(X-1)/2] = A_s A_t / (n(n-1)(n-2)/2) + D_s D_t / (n(n-1)(n-2)(n-3)/8),
    where D = S(S-1)/2 - A are pairs without an event in common; Var = 2 E[X(X-1)/2] + E - E².

    `stratum` (category, area, season) shuffles days within each only: a place that has become livelier, or a district
    with a season of its own, is no near repeat. `local` speaks of bands 0 … near_band, columns 0 … near_column.

    >>> found = near_repeats([0, 30, 0, 30, 500], y_m=[0, 0, 200, 200, 0], day=[0, 1, 20, 22, 40], edges_m=[50, 250],
    ...                      edges_days=[3, 60], rng=np.random.default_rng(1), permutations=99)
    >>> found.pairs.tolist(), found.expected.round(2).tolist()
    ([[0, 0], [2, 0], [0, 4]], [[0.0, 0.0], [0.4, 1.6], [0.8, 3.2]])
    """
    x_m, y_m, day = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64), np.asarray(day, np.int64)
    edges, limits = np.asarray(edges_m, np.float64), np.asarray(edges_days, np.int64)
    if (np.diff(np.r_[0.0, edges]) <= 0).any() or (np.diff(np.r_[0, limits]) <= 0).any():
        raise ValueError("the edges of the bands must rise from 0")
    shape = (edges.size + 1, limits.size)
    pairs, expected, variance = (np.zeros(shape) for _ in range(3))
    tables, local = np.zeros((permutations, *shape)), np.zeros((day.size, 4))
    done = 0
    for members in _strata(stratum, day.size):
        near = sort_events(x_m[members], y_m=y_m[members], day=day[members], edges_m=edges)
        counted, degree, close = count_pairs(near, limits=limits, near_band=near_band, near_column=near_column)
        mean, spread = knox_moments(degree, day=near.day, limits=limits)
        pairs, expected, variance = pairs + counted, expected + mean, variance + spread
        share = close_share(near.day, within=int(limits[near_column]))
        local[members[near.order]] = np.c_[close, degree[:, :near_band + 1].sum(axis=1) * share]
        if permutations and day.size > 1:
            own = part_of(progress, first=done / day.size, last=(done + members.size) / day.size)
            tables += shuffled_tables(near, limits=limits, rng=rng, permutations=permutations, threads=threads,
                                      progress=own)
        done += members.size
    deviation = np.sqrt(variance)
    p_value, p_of_any = _p_values(pairs, expected=expected, deviation=deviation, tables=tables)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(expected > 0, pairs / expected, np.nan)
    counts = local[:, :3].astype(np.int64)
    mine = Local(counts[:, 0], counts[:, 1], counts[:, 2], local[:, 3])
    return NearRepeats(edges, limits, pairs.astype(np.int64), expected, deviation, ratio, p_value, p_of_any,
                       permutations, mine)


def _strata(stratum: ArrayLike | None, count: int) -> list[Ints]:
    if stratum is None:
        return [np.arange(count)]
    code = np.unique(np.asarray(stratum), return_inverse=True)[1]
    order = np.argsort(code, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(code[order])) + 1)


def knox_moments(degree: Ints, *, day: Ints, limits: Ints) -> tuple[Floats, Floats]:
    """Return mean and variance (bands, columns) of the Knox table under shuffled days; `degree` is (events, bands).

    Formula in `near_repeats`. With fewer than four events no two pairs are apart, and that term is 0.

    >>> degree = np.array([[1], [1], [1], [1]])                 # two pairs of places
    >>> mean, variance = knox_moments(degree, day=np.array([0, 1, 10, 20]), limits=np.array([2]))
    >>> round(mean.item(), 4), round(variance.item(), 4)        # 1/3 of the shuffles put days 0 and 1 in one pair
    (0.3333, 0.2222)
    """
    n = float(len(degree))
    if n < 2:
        return (np.zeros((degree.shape[1], limits.size)),) * 2
    space, adjacent_space = degree.sum(axis=0) / 2.0, (degree * (degree - 1.0)).sum(axis=0) / 2.0
    by_time = _days_near(day, limits=limits)
    time, adjacent_time = by_time.sum(axis=0) / 2.0, (by_time * (by_time - 1.0)).sum(axis=0) / 2.0
    mean = np.outer(space, time) / (n * (n - 1) / 2)
    apart_space, apart_time = space * (space - 1) / 2 - adjacent_space, time * (time - 1) / 2 - adjacent_time
    both = np.outer(adjacent_space, adjacent_time) / max(n * (n - 1) * (n - 2) / 2, 1.0)
    both += np.outer(apart_space, apart_time) / max(n * (n - 1) * (n - 2) * (n - 3) / 8, 1.0)
    return mean, np.maximum(2 * both + mean - mean**2, 0.0)


def _days_near(day: Ints, *, limits: Ints) -> Floats:
    """Return for each event (rows) how many others lie in each time band (columns)."""
    ordered = np.sort(day)
    within = [np.searchsorted(ordered, day + each) - np.searchsorted(ordered, day - each, side="right") - 1
              for each in limits.tolist()]
    return np.diff(np.stack(within, axis=1), axis=1, prepend=0).astype(np.float64)


def close_share(day: Ints, *, within: int) -> float:
    """Return the share of all pairs of events that are less than `within` days apart.

    >>> close_share(np.array([0, 1, 10]), within=2)
    0.3333333333333333
    """
    if day.size < 2:
        return 0.0
    return float(_days_near(day, limits=np.array([within])).sum() / (day.size * (day.size - 1.0)))


def _p_values(pairs: Floats, *, expected: Floats, deviation: Floats, tables: Floats) -> tuple[Floats, Floats]:
    """Return each cell's own p-value, and the one that holds for the whole table at once."""
    if not len(tables):
        return np.full(pairs.shape, np.nan), np.full(pairs.shape, np.nan)
    own = (1.0 + (tables >= pairs).sum(axis=0)) / (1.0 + len(tables))
    scale = np.maximum(deviation, 1e-9)
    judged = deviation > 1e-9
    largest = np.where(judged, (tables - expected) / scale, -np.inf).max(axis=(1, 2))
    mine = np.where(judged, (pairs - expected) / scale, -np.inf)
    of_any = (1.0 + (largest[:, None, None] >= mine - 1e-9).sum(axis=0)) / (1.0 + len(tables))
    return own, np.where(judged, of_any, 1.0)


def repeat_places(place: ArrayLike, *, day: ArrayLike, within_days: int = 30) -> RepeatPlaces:
    """Return the places (codes) with more than one event and how soon they repeat.

    A gap is the number of days between one event at a place and the next. Events on the same day have gap 0.

    >>> found = repeat_places([7, 3, 7, 7, 5], day=[0, 4, 10, 70, 9], within_days=30)
    >>> found.place.tolist(), found.events_at.tolist(), found.shortest_gap_days.tolist(), found.within_share
    ([7], [3], [10], 0.2)
    """
    place, day = np.asarray(place, np.int64), np.asarray(day, np.int64)
    order = np.lexsort((day, place))
    place, day = place[order], day[order]
    again = np.flatnonzero(np.diff(place) == 0) if place.size else np.zeros(0, np.int64)
    gap = np.diff(day)[again] if place.size else np.zeros(0, np.int64)
    code, start, number = np.unique(place[again], return_index=True, return_counts=True)
    shortest = np.minimum.reduceat(gap, start) if code.size else gap
    median = np.array([np.median(part) for part in np.split(gap, start[1:])]) if code.size else np.zeros(0)
    busiest = np.argsort(-number, kind="stable")
    events = max(place.size, 1)
    return RepeatPlaces(code[busiest], number[busiest] + 1, shortest[busiest], median[busiest], place.size,
                        again.size / events, float((gap <= within_days).sum()) / events)
