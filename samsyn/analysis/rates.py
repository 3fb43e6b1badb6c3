"""Counts in relation to something: inhabitants, active reporters, what is expected; small areas smoothed.

Reports say as much of who reports as of what happens, so reports are never set against inhabitants and areas are never
ranked by them: `rates_per_1000` refuses. Reports are set against the reporters that were active.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.significance import poisson_interval

Floats = NDArray[np.float64]

MAY_STAND_PER_INHABITANT = ("offences", "survey")


class RateRefused(ValueError):
    """A rate that would mislead; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        """Keep the key of the reason."""
        super().__init__(key)
        self.key = key


class Rates(NamedTuple):
    """Rates with exact limits, elementwise; NaN where the denominator is 0."""

    rate: Floats
    low: Floats
    high: Floats


def _rates(count: ArrayLike, exposure: ArrayLike, per: float, level: float) -> Rates:
    number, below = np.broadcast_arrays(np.asarray(count, np.float64), np.asarray(exposure, np.float64))
    scale = np.where(below > 0, per / np.where(below > 0, below, 1.0), np.nan)
    limits = poisson_interval(number, level=level)
    return Rates(number * scale, limits.low * scale, limits.high * scale)


def rates_per_1000(count: ArrayLike, *, inhabitants_count: ArrayLike, of: str, level: float = 0.95) -> Rates:
    """Return counts per 1 000 inhabitants with Garwood's exact limits.

    `of` is what was counted: "offences" (reported to the police) or "survey"; anything else is refused, since the
    centre has no inhabitants and an area's reports follow its caretakers.

    >>> found = rates_per_1000([30, 0], inhabitants_count=[4000, 2000], of="offences")
    >>> found.rate.tolist(), found.low.round(2).tolist(), found.high.round(2).tolist()
    ([7.5, 0.0], [5.06, 0.0], [10.71, 1.84])
    """
    if of not in MAY_STAND_PER_INHABITANT:
        raise RateRefused("rate.reports_per_inhabitant")
    return _rates(count, inhabitants_count, 1000.0, level)


def rates_per_reporter(count: ArrayLike, *, reporter_weeks: ArrayLike, level: float = 0.95) -> Rates:
    """Return reports per active reporter and week with exact limits.

    A reporter is active in a week when it sent a report or said that there was nothing to tell (`reporter_weeks` is the
    sum of such weeks). A change of this rate is not a change of who reports, as a change of the count may be.

    >>> rates_per_reporter(24, reporter_weeks=12).rate.item()
    2.0
    """
    return _rates(count, reporter_weeks, 1.0, level)


def active_reporter_weeks(reported: NDArray[np.bool_]) -> Floats:
    """Return how many reporters were active in each week, from (reporters, weeks) of whether they said anything.

    >>> active_reporter_weeks(np.array([[True, False], [True, True]])).tolist()
    [2.0, 1.0]
    """
    return reported.sum(axis=0).astype(np.float64)


def standardised_ratios(count: ArrayLike, *, expected: ArrayLike, level: float = 0.95) -> Rates:
    """Return observed / expected (indirect standardisation) with exact limits.

    `expected` is what the area would have had at the municipality's rate in each of its groups: Σ group's inhabitants ×
    the group's rate.

    >>> standardised_ratios(12, expected=8.0).rate.item()
    1.5
    """
    return _rates(count, expected, 1.0, level)


def marshall_rates(count: ArrayLike, *, exposure: ArrayLike) -> Floats:
    """Return rates drawn towards the common one by as much as chance alone would spread them (Marshall 1991).

    m = Σ y / Σ n, s² = Σ n (y/n - m)² / Σ n - m / n̄ (at least 0); rate = m + s² / (s² + m / n) (y/n - m). An area
    without exposure gets m.

    >>> marshall_rates([0, 30, 10], exposure=[10, 1000, 1000]).round(4).tolist()
    [0.0192, 0.0278, 0.0121]
    """
    y, n = np.asarray(count, np.float64), np.asarray(exposure, np.float64)
    whole = float(n.sum())
    if whole <= 0:
        return np.full(y.shape, np.nan)
    common = float(y.sum()) / whole
    raw = np.where(n > 0, y / np.where(n > 0, n, 1.0), common)
    between = max(float((n * (raw - common) ** 2).sum()) / whole - common / (whole / n.size), 0.0)
    chance = np.where(n > 0, common / np.where(n > 0, n, 1.0), np.inf)
    own = between / np.where(between + chance > 0, between + chance, 1.0)
    return common + own * (raw - common)


class Smoothed(NamedTuple):
    """Rates as a gamma distribution each: mean, limits and how much of it is the area's own."""

    rate: Floats
    low: Floats
    high: Floats
    own_share: Floats
    shape: float                 # of the common gamma; inf when the areas do not differ beyond chance
    common_rate: float


def gamma_poisson_rates(count: ArrayLike, *, exposure: ArrayLike, level: float = 0.95) -> Smoothed:
    """Return rates with the common distribution of rates as the starting point (gamma–Poisson, Clayton & Kaldor 1987).

    Rates are drawn from Gamma(a, b), y from Poisson(n × rate); a and b are those that make all counts together most
    likely. Given y, the rate is Gamma(a + y, b + n): its mean and equal-tailed limits. Own share = n / (b + n). The
    limits take a and b as known; with few areas they are a little too narrow.

    >>> found = gamma_poisson_rates([0, 30, 10, 4, 60, 22], exposure=[10, 1000, 1000, 400, 900, 800])
    >>> found.rate.round(4).tolist()
    [0.0254, 0.0299, 0.0114, 0.0131, 0.0635, 0.0276]
    """
    from scipy.special import gammaincinv

    y, n = np.asarray(count, np.float64), np.asarray(exposure, np.float64)
    common = float(y.sum() / max(float(n.sum()), 1e-300))
    shape, common = _most_likely_gamma(y, n, common)
    if not np.isfinite(shape):
        limits = poisson_interval(y.sum(), level=level)
        total = max(float(n.sum()), 1e-300)
        same = np.full(y.shape, common)
        return Smoothed(same, np.full(y.shape, float(limits.low) / total), np.full(y.shape, float(limits.high) / total),
                        np.zeros(y.shape), np.inf, common)
    scale, tail = shape / common + n, (1.0 - level) / 2.0
    low, high = (np.asarray(gammaincinv(shape + y, each)) / scale for each in (tail, 1.0 - tail))
    return Smoothed((shape + y) / scale, low, high, n / scale, shape, common)


def _most_likely_gamma(y: Floats, n: Floats, common: float) -> tuple[float, float]:
    """Return shape a and mean m of the gamma that maximise the negative binomial likelihood; a = inf when Poisson.

    Given a, m solves Σ (a + y) n / (a + n m) = Σ y / m by fixed point; a by golden section on log a in [e⁻⁶, e¹²].
    """
    from scipy.special import gammaln

    if y.sum() <= 0:
        return np.inf, common

    def profile(log_shape: float) -> tuple[float, float]:
        shape, mean = float(np.exp(log_shape)), common
        for _ in range(50):
            before, mean = mean, float(y.sum() / ((shape + y) * n / (shape + n * mean)).sum())
            if abs(mean - before) < 1e-12 * mean:
                break
        rest = gammaln(shape + y) - gammaln(shape) + shape * np.log(shape / (shape + n * mean))
        return float((rest + y * np.log(np.maximum(n * mean, 1e-300) / (shape + n * mean))).sum()), mean

    low, high, golden = -6.0, 12.0, (5**0.5 - 1) / 2
    for _ in range(32):
        first, second = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, second) if profile(first)[0] > profile(second)[0] else (first, high)
    middle = (low + high) / 2.0
    return (np.inf, common) if middle > 11.5 else (float(np.exp(middle)), profile(middle)[1])


class Levels(NamedTuple):
    """The lasting level of each place with its variance, given its count and all others'."""

    mean: Floats
    variance: Floats


def free_levels(count: ArrayLike, *, steps: int = 30, points: int = 150) -> Levels:
    """Return the places' lasting levels when nothing is assumed of how places differ.

    The distribution of levels stands on a fine grid (from 1/20 of the smallest count to 3 deviations above the largest)
    and is made most likely by `steps` EM steps (Kiefer & Wolfowitz 1956, Laird 1978), few enough to keep it smooth.

    >>> free_levels([0, 1, 1, 2, 30]).mean.round(1).tolist()
    [1.0, 1.0, 1.0, 1.1, 30.0]
    """
    from scipy.special import gammaln

    y = np.asarray(count, np.float64)
    values, back, number = np.unique(y, return_inverse=True, return_counts=True)
    if values[-1] <= 0:
        return Levels(np.zeros(y.size), np.zeros(y.size))
    smallest = max(float(values[values > 0][0]) / 20.0, 0.02)
    grid = np.exp(np.linspace(np.log(smallest), np.log(values[-1] + 3.0 * np.sqrt(values[-1] + 1.0)), points))
    chance = np.exp(values[:, None] * np.log(grid) - grid - gammaln(values + 1.0)[:, None])
    weight = np.full(points, 1.0 / points)
    for _ in range(steps + 1):
        each = chance * weight
        each /= each.sum(axis=1, keepdims=True)
        weight = number @ each / number.sum()
    mean = each @ grid
    return Levels(mean[back], (each @ grid**2 - mean**2)[back])
