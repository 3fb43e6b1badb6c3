"""Next week's places, always judged against last year's map. For the library and the command line alone.

A forecast of places is never part of a picture, is never made for gatherings of people, and is never trained on reports
made during decided presence: where one looks one finds (decision record 0029). `allowed_rows` says which rows may be
used; `back_test` says whether the forecast is worth anything at all, which is often not the case.
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.grids import window_sums

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

HALF_LIFE_WEEKS = 8.0
REACHES = (0, 1, 3)              # the cell itself, its neighbours, the blocks round it
WEIGHTS = (0.5, 0.3, 0.2)


def allowed_rows(category: ArrayLike, *, seen_during: ArrayLike, gatherings: Collection[str]) -> Bools:
    """Return which rows a forecast may rest on: no gatherings of people, nothing seen during decided presence.

    >>> allowed_rows(["F2", "G1", "F2"], seen_during=["ordinary", "ordinary", "decided"], gatherings={"G1"}).tolist()
    [True, False, False]
    """
    codes, during = np.asarray(category), np.asarray(seen_during)
    return ~np.isin(codes, sorted(gatherings)) & (during != "decided")


def forecast_map(
    weeks: ArrayLike, *, half_life_weeks: float = HALF_LIFE_WEEKS, reaches: tuple[int, ...] = REACHES,
    weights: tuple[float, ...] = WEIGHTS,
) -> Floats:
    """Return the events expected next week per cell, from weekly maps of shape (weeks, rows, columns), oldest first.

    Events fade by half every `half_life_weeks` and are spread over squares of different reach: the cell itself, its
    neighbours, the blocks round it (Bowers, Johnson & Pease 2004's prospective mapping with boxes for the kernel). The
    map sums to the faded weekly mean. Raises ValueError when reaches and weights differ in number.

    >>> maps = np.zeros((4, 5, 5)); maps[:, 2, 2] = 1
    >>> forecast_map(maps).round(2)[2].tolist()
    [0.01, 0.04, 0.54, 0.04, 0.01]
    """
    if len(reaches) != len(weights):
        raise ValueError("one weight for each reach")
    maps = np.asarray(weeks, np.float64)
    fading = 0.5 ** (np.arange(len(maps))[::-1] / half_life_weeks)
    level = np.tensordot(fading / fading.sum(), maps, axes=1)
    sizes = [window_sums(np.ones(level.shape), reach=reach) for reach in reaches]
    parts = [window_sums(level / size, reach=reach) for size, reach in zip(sizes, reaches, strict=True)]
    total = sum((weight * part for weight, part in zip(weights, parts, strict=True)), np.zeros(level.shape))
    return np.asarray(total / sum(weights))


def naive_map(weeks: ArrayLike, *, back: int = 52) -> Floats:
    """Return last year's map: the sum of the last `back` weeks, which every forecast has to beat.

    >>> naive_map(np.ones((60, 1, 2))).tolist()
    [[52.0, 52.0]]
    """
    return np.asarray(np.asarray(weeks, np.float64)[-back:].sum(0))


class Scores(NamedTuple):
    """Hit rate figures of one forecast at one share of the area; NaN in a week without events."""

    hits: float                  # events in the chosen cells
    events: float
    pai: float                   # prediction accuracy index: (hits / events) / (chosen area / area)
    pei: float                   # prediction efficiency index: pai / the best possible with as many cells
    rri: float                   # recapture rate index: predicted in the chosen cells / hits


def scores(predicted: ArrayLike, *, observed: ArrayLike, share: float, area: ArrayLike | None = None) -> Scores:
    """Return how well the cells with the highest predictions, `share` of the area, caught what happened.

    PAI after Chainey, Tompson & Uhlig 2008 (Secur. J. 21:4), PEI after Hunt 2016, RRI = predicted / observed in the
    chosen cells. Cells are taken whole, highest prediction first, while they fit; at least one. Ties are broken by the
    cell's number. `area` is each cell's area (all alike when None).

    >>> found = scores([3, 2, 1], observed=[6, 3, 0], share=0.4)
    >>> found.pai, found.pei, found.rri
    (2.0, 1.0, 0.5)
    """
    guess, seen = np.asarray(predicted, np.float64).ravel(), np.asarray(observed, np.float64).ravel()
    size = np.ones(guess.size) if area is None else np.asarray(area, np.float64).ravel()
    chosen, best = _first(guess, size, share), _first(seen, size, share)
    hits, most, events = seen[chosen].sum(), seen[best].sum(), seen.sum()
    if not events > 0:
        return Scores(0.0, 0.0, np.nan, np.nan, np.nan)
    part = size[chosen].sum() / size.sum()
    return Scores(float(hits), float(events), float(hits / events / part), float(hits / most) if most else np.nan,
                  float(guess[chosen].sum() / hits) if hits else np.nan)


def _first(values: Floats, size: Floats, share: float) -> NDArray[np.intp]:
    order = np.argsort(-values, kind="stable")
    fits = np.cumsum(size[order]) <= share * size.sum() * (1.0 + 1e-12)
    return order[:max(int(fits.sum()), 1)]


class BackTest(NamedTuple):
    """A rolling test: what the forecast would have caught, week by week, beside last year's map."""

    weeks: int
    share: float
    hit_share: float             # of the events
    hit_share_naive: float
    difference: float            # forecast - naive
    low: float                   # 95 % limits of the difference, by drawing weeks in blocks
    high: float
    pai: float
    pai_naive: float
    pei: float
    rri: float
    better: bool                 # only when the whole interval is above 0


def back_test(
    weeks: ArrayLike, *, share: float, rng: np.random.Generator, tested: int = 52, block: int = 4,
    replications: int = 999,
) -> BackTest:
    """Return how the forecast did in each of the last `tested` weeks, made each time from the weeks before it.

    Nothing of the week itself or later is used. Hits are summed over weeks before they are divided, so that an empty
    week is no trouble; the interval draws whole blocks of weeks, since neighbouring weeks are alike. Raises ValueError
    with less than a year before the first tested week.

    >>> rng = np.random.default_rng(1)
    >>> steady = rng.poisson(np.where(np.arange(100) < 5, 2.0, 0.05).reshape(10, 10), (110, 10, 10))
    >>> found = back_test(steady, share=0.05, rng=rng, tested=20)
    >>> bool(found.pai > 5), found.better
    (True, False)
    """
    maps = np.asarray(weeks, np.float64)
    if len(maps) < tested + 52:
        raise ValueError("a back-test needs a year before its first week")
    ours, naive = [], []
    for week in range(len(maps) - tested, len(maps)):
        ours.append(scores(forecast_map(maps[:week]), observed=maps[week], share=share))
        naive.append(scores(naive_map(maps[:week]), observed=maps[week], share=share))
    hits, by_naive = (np.array([each.hits for each in found]) for found in (ours, naive))
    events = np.array([each.events for each in ours])
    starts = rng.integers(0, max(tested - block, 0) + 1, (replications, -(-tested // block)))
    drawn = (starts[..., None] + np.arange(min(block, tested))).reshape(replications, -1)[:, :tested]
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = (hits - by_naive)[drawn].sum(1) / events[drawn].sum(1)
    low, high = np.nanquantile(spread, [0.025, 0.975]) if events.any() else (np.nan, np.nan)
    total = max(float(events.sum()), 1e-300)

    def mean(found: list[Scores], name: str) -> float:
        return float(np.nanmean([getattr(each, name) for each in found])) if events.any() else np.nan

    return BackTest(
        weeks=tested, share=share, hit_share=float(hits.sum() / total), hit_share_naive=float(by_naive.sum() / total),
        difference=float((hits - by_naive).sum() / total), low=float(low), high=float(high), pai=mean(ours, "pai"),
        pai_naive=mean(naive, "pai"), pei=mean(ours, "pei"), rri=mean(ours, "rri"), better=bool(low > 0))
