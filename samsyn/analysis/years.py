"""Figures told once a year: is the last one outside what the years before lead one to expect? Pure arithmetic."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

LEAST_YEARS, MOST_YEARS = 4, 8


class YearFinding(NamedTuple):
    """The last year against those before it; `verdict` is more, fewer, usual or too_little."""

    verdict: str
    expected: float | None
    low: float | None
    high: float | None
    years: int


def last_year(values: Sequence[float], *, level: float = 0.95) -> YearFinding:
    """Judge the last of some yearly counts by the years before it (at most eight, at least four).

    The coming year lies with probability `level` in m ± t(k-1) · s · √(1 + 1/k), where m and s are the mean and the
    standard deviation of the k years before, and s² is at least m (counts vary by themselves). This is the prediction
    interval of a sample from a normal distribution (Student 1908); a slow trend widens it and is not taken for news.

    >>> last_year([100, 104, 97, 99, 140]).verdict, last_year([100, 104, 97, 99, 108]).verdict
    ('more', 'usual')
    >>> last_year([3, 4, 9]).verdict
    'too_little'
    """
    from scipy.special import stdtrit

    before = np.asarray(values[:-1], np.float64)[-MOST_YEARS:]
    if before.size < LEAST_YEARS:
        return YearFinding("too_little", None, None, None, int(before.size))
    mean = float(before.mean())
    spread = max(float(before.var(ddof=1)), mean) ** 0.5
    reach = float(stdtrit(before.size - 1, 0.5 + level / 2)) * spread * (1 + 1 / before.size) ** 0.5
    low, high = max(mean - reach, 0.0), mean + reach
    verdict = "more" if values[-1] > high else "fewer" if values[-1] < low else "usual"
    return YearFinding(verdict, mean, low, high, int(before.size))


def share_change(now: float, before: float, *, n_now: int, n_before: int, level: float = 0.95) -> tuple[float, float]:
    """Return between which percentage points a share in per cent has changed, from the answers it rests on.

    p₁ - p₀ ± z · √(p₁(1-p₁)/n₁ + p₀(1-p₀)/n₀), answers weighed alike; with fewer than thirty answers in either it says
    little and should not be shown alone.

    >>> [round(each, 1) for each in share_change(40, 30, n_now=400, n_before=400)]
    [3.4, 16.6]
    """
    from scipy.special import ndtri

    first, second = now / 100, before / 100
    error = (first * (1 - first) / n_now + second * (1 - second) / n_before) ** 0.5
    reach = float(ndtri(0.5 + level / 2)) * error
    return (first - second - reach) * 100, (first - second + reach) * 100
