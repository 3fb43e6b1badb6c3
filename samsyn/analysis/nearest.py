"""Which areas are most like one, and whether a figure has changed: for profiles of areas, never for ranking them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.significance import ratio_interval

Floats = NDArray[np.float64]
FEWEST_FOR_PERCENT = 20.0
FEWEST_SHARED = 2


class Like(NamedTuple):
    """An area by its row, how far away it is (0 = the same in all), and in how many measures they were compared."""

    row: int
    distance: float
    shared: int


class Change(NamedTuple):
    """Now against before: more, fewer, usual, or too_little to say; ratio (counts) or difference with its limits."""

    verdict: str
    change: float
    low: float
    high: float


def likest(features: ArrayLike, *, at: int, most: int = 3) -> list[Like]:
    """Return the rows most like one: the mean of |difference| / spread over the measures that both have.

    features -- (areas, measures), NaN where not known. Spread is the mean absolute deviation from the median, so that
    one odd area does not decide; a measure that does not vary is left out. Rows with fewer than two measures in
    common, or fewer than half of the row's own, are not compared. Ties go to the earlier row.

    >>> likest([[1.0, 10.0], [1.2, 10.5], [5.0, 40.0]], at=0, most=1)[0].row
    1
    """
    table = np.asarray(features, np.float64)
    known = ~np.isnan(table)
    columns = zip(table.T, known.T, strict=True)
    middle = np.array([np.median(column[mask]) if mask.any() else np.nan for column, mask in columns])
    away = np.where(known, np.abs(np.where(known, table, 0.0) - np.where(known, middle, 0.0)), 0.0)
    spread = away.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    use = known & (spread > 0)
    both = use & use[at]
    steps = np.where(both, np.abs(np.where(known, table, 0.0) - np.where(known[at], table[at], 0.0)), 0.0)
    shared = both.sum(axis=1)
    distance = (steps / np.where(spread > 0, spread, 1.0)).sum(axis=1) / np.maximum(shared, 1)
    enough = (shared >= FEWEST_SHARED) & (shared * 2 >= int(use[at].sum()))
    enough[at] = False
    order = [int(row) for row in np.lexsort((np.arange(len(distance)), distance)) if enough[row]]
    return [Like(row, float(distance[row]), int(shared[row])) for row in order[:most]]


def changed_count(now: float, before: ArrayLike) -> Change:
    """Say whether a count differs from those of as many earlier periods of the same length; ratio to their mean.

    Exact limits of the ratio (Clopper–Pearson). Where the earlier periods differ among themselves by more than chance,
    counts are divided by that much before (quasi-Poisson): large counts would otherwise call every ripple a change.
    Under twenty in all nothing is said.

    >>> [changed_count(now, [50, 55, 45]).verdict for now in (90, 52)], changed_count(4, [3, 5]).verdict
    (['more', 'usual'], 'too_little')
    """
    earlier = np.asarray(before, np.float64)
    total = float(earlier.sum())
    if earlier.size == 0 or now + total < FEWEST_FOR_PERCENT or total <= 0:
        return Change("too_little", np.nan, np.nan, np.nan)
    mean = total / earlier.size
    wider = max(1.0, float(earlier.var(ddof=1)) / mean) if earlier.size > 1 else 1.0
    limits = ratio_interval(now / wider, before=total / wider, exposure_ratio=1.0 / earlier.size)
    low, high = float(limits.low), float(limits.high)
    verdict = "more" if low > 1 else "fewer" if high < 1 else "usual"
    return Change(verdict, now / mean, low, high)


def changed_value(now: float, before: float, *, errors: tuple[float, float]) -> Change:
    """Say whether an estimate differs from an earlier one of other persons; difference with 95 % limits.

    `errors` are the two standard errors; where one is not known (NaN) nothing is said.

    >>> changed_value(2.9, 2.3, errors=(0.12, 0.12)).verdict
    'more'
    """
    away = 1.959964 * float(np.hypot(*errors))
    if not np.isfinite(away):
        return Change("too_little", now - before, np.nan, np.nan)
    low, high = now - before - away, now - before + away
    return Change("more" if low > 0 else "fewer" if high < 0 else "usual", now - before, low, high)


def share_error(share_percent: float, *, answers: float | None) -> float:
    """Return the standard error of a share in percent (Agresti–Coull); NaN where it is not known how many answered.

    >>> round(share_error(50.0, answers=100), 2)
    4.9
    """
    if not answers:
        return float("nan")
    size = answers + 4.0
    p = (share_percent / 100.0 * answers + 2.0) / size
    return 100.0 * float(np.sqrt(p * (1.0 - p) / size))
