"""How the work itself goes: waiting times, shares that were done, and whether that has changed.

It measures routines, never persons: no function here knows who did what.
"""

from math import comb, isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

FEWEST_TIMES = 6        # below this no pair of the ordered values covers the median in 95 of 100 samples
Z = 1.959964


class Wait(NamedTuple):
    """Waiting times in days: how many, their median, and between which the median lies (nan = too few to say)."""

    n: int
    median: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        return not isnan(self.low)


class Part(NamedTuple):
    """How many of how many, as a share (0–1), and between which it lies (nan where there was nothing)."""

    done: int
    n: int
    share: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        return self.n > 0


def wait(days: ArrayLike, *, level: float = 0.95) -> Wait:
    """Return the median of waiting times (days, any order) with its distribution-free interval.

    The interval is the pair of ordered values x(k), x(n + 1 − k) with the largest k for which
    1 − 2·P(Bin(n, ½) ≤ k − 1) ≥ level (Conover 1999, section 3.2). It needs n ≥ 6 at 95 %; below that low and high are
    nan. Times that are nan (not there yet) are left out.

    >>> wait([1, 2, 3, 4, 5, 6, 7, 8, 9])
    Wait(n=9, median=5.0, low=2.0, high=8.0)
    >>> wait([3, 1]).enough
    False
    """
    found = np.sort(np.asarray(days, np.float64))
    found = found[~np.isnan(found)]
    n = len(found)
    if not n:
        return Wait(0, nan, nan, nan)
    k = _rank(n, level)
    low, high = (float(found[k - 1]), float(found[n - k])) if k else (nan, nan)
    return Wait(n, float(np.median(found)), low, high)


def half_done(ended: ArrayLike, *, still: ArrayLike) -> float:
    """Return within how many days half had ended, those that still wait counted in; nan where half have not yet.

    Kaplan & Meier's (1958) product-limit estimate S(t) = Π (1 − dᵢ / nᵢ) over the days on which waits ended, dᵢ of the
    nᵢ that had waited that long; the answer is the first day with S(t) ≤ ½. `ended` and `still` are days waited.

    >>> half_done([1, 2, 3], still=[]), half_done([1, 2, 6], still=[4, 4])
    (2.0, 6.0)
    >>> isnan(half_done([1], still=[9, 9]))
    True
    """
    days, waiting = np.sort(np.asarray(ended, np.float64)), np.asarray(still, np.float64)
    left = 1.0
    for day in np.unique(days):
        at_risk = (days >= day).sum() + (waiting >= day).sum()
        left *= 1.0 - (days == day).sum() / at_risk
        if left <= 0.5 + 1e-12:
            return float(day)
    return nan


def _rank(n: int, level: float) -> int:
    """Return the largest k with 2·P(Bin(n, ½) < k) ≤ 1 − level; 0 when there is none."""
    if n > 200:         # the normal approximation differs by less than one place
        return max(int((n + 1) / 2 - Z * n**0.5 / 2), 1)
    tail, k = 0, 0
    while 2 * (tail + comb(n, k)) <= (1 - level) * 2**n:
        tail += comb(n, k)
        k += 1
    return k


def part(done: int, n: int) -> Part:
    """Return done / n with Wilson's (1927) interval, which stays within 0–1 also for few and for all.

    >>> [round(each, 3) for each in part(8, 10)[2:]]
    [0.8, 0.49, 0.943]
    >>> part(0, 0).enough
    False
    """
    if not n:
        return Part(0, 0, nan, nan, nan)
    share, spread = done / n, Z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z * (share * (1 - share) / n + spread / n / 4) ** 0.5 / (1 + spread)
    return Part(done, n, share, max(middle - half, 0.0), min(middle + half, 1.0))


def changed(now: Wait | Part, before: Wait | Part) -> str:
    """Return "more", "less", "same" or "" (too little to say): whether the two intervals lie apart.

    Two 95 % intervals that do not meet are a cautious test: where nothing has changed they lie apart in about one
    comparison of two hundred (Schenker & Gentleman 2001), so the word is not given for chance.

    >>> changed(wait([1] * 9), wait([5, 6, 7, 5, 6, 7, 5, 6]))
    'less'
    >>> changed(part(3, 9), part(5, 9)), changed(part(0, 0), part(5, 9))
    ('same', '')
    """
    if not now.enough or not before.enough:
        return ""
    if now.low > before.high:
        return "more"
    return "less" if now.high < before.low else "same"


def weekly_medians(weeks: ArrayLike, days: ArrayLike, *, first: int, last: int) -> tuple[list[float], list[int]]:
    """Return the median waiting time and the number for each running week from first to last; nan without any.

    >>> weekly_medians([5, 5, 7], [1.0, 3.0, 4.0], first=5, last=7)
    ([2.0, nan, 4.0], [2, 0, 1])
    """
    week, waited = np.asarray(weeks, np.int64), np.asarray(days, np.float64)
    here = ~np.isnan(waited)
    week, waited = week[here], waited[here]
    order = np.argsort(week, kind="stable")
    week, waited = week[order], waited[order]
    edges = np.searchsorted(week, np.arange(first, last + 2))
    counts = np.diff(edges)
    medians = [
        float(np.median(waited[edges[i]:edges[i + 1]])) if counts[i] else nan for i in range(last - first + 1)
    ]
    return medians, [int(each) for each in counts]
