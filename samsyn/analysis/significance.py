"""The one place where p-values and intervals are made.

Everything rests on one predictive rule (`excess_p_values`, `shortfall_p_values`): a count now is judged against an
expectation that is itself uncertain, since it comes from a history. With equal exposures and no overdispersion it *is*
the exact conditional binomial test of two Poisson counts (Przyborowski & Wilenski 1940); overdispersion makes it a
negative binomial. Tails come from scipy.special, not scipy.stats, which costs 0.7 s to import.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Interval(NamedTuple):
    """Lower and upper limits, elementwise."""

    low: Floats
    high: Floats


class Threshold(NamedTuple):
    """What a family of discrete tests may be judged against: `each` = `alpha` / `testable`."""

    each: float
    testable: int


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, np.float64)


def poisson_upper_p_values(count: ArrayLike, *, mean: ArrayLike) -> Floats:
    """Return P(X ≥ count) for X ~ Poisson(mean) = regularised lower incomplete gamma P(count, mean); 1 at count 0.

    >>> poisson_upper_p_values([0, 1, 9], mean=3.0).round(6).tolist()
    [1.0, 0.950213, 0.003803]
    """
    from scipy.special import gammainc

    count = _floats(count)
    return np.where(count <= 0, 1.0, gammainc(np.maximum(count, 0.5), _floats(mean)))


def poisson_lower_p_values(count: ArrayLike, *, mean: ArrayLike) -> Floats:
    """Return P(X ≤ count) for X ~ Poisson(mean) = regularised upper incomplete gamma Q(count + 1, mean).

    >>> poisson_lower_p_values([0, 3], mean=3.0).round(6).tolist()
    [0.049787, 0.647232]
    """
    from scipy.special import gammaincc

    return gammaincc(_floats(count) + 1.0, _floats(mean))


def poisson_interval(count: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the exact (Garwood 1936) interval for a Poisson mean: χ² quantiles by gammaincinv; low is 0 at count 0.

    >>> limits = poisson_interval([0, 10])
    >>> limits.low.round(3).tolist(), limits.high.round(3).tolist()
    ([0.0, 4.795], [3.689, 18.39])
    """
    from scipy.special import gammaincinv

    count, tail = _floats(count), (1.0 - level) / 2.0
    low = np.where(count > 0, gammaincinv(np.maximum(count, 1.0), tail), 0.0)
    return Interval(low, gammaincinv(count + 1.0, 1.0 - tail))


def history_p_values(now: ArrayLike, *, before: ArrayLike, exposure_ratio: ArrayLike, mid_p: bool = False) -> Floats:
    """Return P(at least `now`) given the sum of both counts: the exact conditional binomial test of "more than before".

    With rates equal, now | now + before = n is Binomial(n, r / (1 + r)), where r = exposure now / exposure before.
    `mid_p` counts half of the observed outcome (Lancaster 1961): closer to nominal on average, no longer guaranteed, so
    it is for intervals on screens and never for alarms. An empty history and now = 0 give 1.

    >>> history_p_values(9, before=9, exposure_ratio=1 / 3).round(6).item()     # sum of Bin(18, 1/4) from 9
    0.019348
    """
    from scipy.special import betainc

    now, before, ratio = _floats(now), _floats(before), _floats(exposure_ratio)
    share = ratio / (1.0 + ratio)

    def tail(least: Floats) -> Floats:
        rest = np.maximum(now + before - least, 0.0) + 1.0
        return np.where(least <= 0, 1.0, betainc(np.maximum(least, 0.5), rest, share))

    exact = tail(now)
    return exact - 0.5 * (exact - np.where(before > 0, tail(now + 1.0), 0.0)) if mid_p else exact


def ratio_interval(now: ArrayLike, *, before: ArrayLike, exposure_ratio: ArrayLike, level: float = 0.95) -> Interval:
    """Return the exact interval for (rate now / rate before): Clopper–Pearson limits of the share, turned to odds.

    Low is 0 when now = 0; high is infinite when before = 0.

    >>> limits = ratio_interval(9, before=9, exposure_ratio=1 / 3)
    >>> limits.low.round(2).item(), limits.high.round(2).item()
    (1.06, 8.53)
    """
    from scipy.special import betaincinv

    now, before, ratio = _floats(now), _floats(before), _floats(exposure_ratio)
    tail = (1.0 - level) / 2.0
    low = np.where(now > 0, betaincinv(np.maximum(now, 1.0), before + 1.0, tail), 0.0)
    high = np.where(before > 0, betaincinv(now + 1.0, np.maximum(before, 1.0), 1.0 - tail), 1.0)
    with np.errstate(divide="ignore"):
        return Interval(low / (1.0 - low) / ratio, np.where(before > 0, high / (1.0 - high), np.inf) / ratio)


def mid_p_ratio_interval(
    now: ArrayLike, *, before: ArrayLike, exposure_ratio: ArrayLike, level: float = 0.95,
) -> Interval:
    """Return the mid-p interval for (rate now / rate before): the ratios whose own mid-p on either side is the tail.

    Narrower than `ratio_interval` and nearer to the level on average (Lancaster 1961), but not always at least it: for
    screens and effects, never for alarms.

    >>> limits = mid_p_ratio_interval(9, before=9, exposure_ratio=1 / 3)
    >>> limits.low.round(2).item(), limits.high.round(2).item()
    (1.16, 7.79)
    """
    now, before, ratio = np.broadcast_arrays(_floats(now), _floats(before), _floats(exposure_ratio))
    tail = (1.0 - level) / 2.0

    def solved(first: Floats, second: Floats, turned: Floats) -> Floats:
        """Return the log of the smallest ratio at which `first` is no longer surprisingly large."""
        low, high = np.full(first.shape, -30.0), np.full(first.shape, 30.0)
        for _ in range(60):
            middle = (low + high) / 2.0
            few = history_p_values(first, before=second, exposure_ratio=np.exp(middle) * turned, mid_p=True) < tail
            low, high = np.where(few, middle, low), np.where(few, high, middle)
        return low

    return Interval(np.where(now > 0, np.exp(solved(now, before, ratio)), 0.0),
                    np.where(before > 0, np.exp(-solved(before, now, 1.0 / ratio)), np.inf))


def e_test_p_values(first: ArrayLike, *, second: ArrayLike, exposure_ratio: ArrayLike = 1.0) -> Floats:
    """Return the two-sided p of "both rates are equal" (the E-test, Krishnamoorthy & Thomson 2004); NaN for 0 and 0.

    T = (k₁/r - k₂) / √(k₁/r² + k₂) with r = exposure of the first / of the second. p is the chance of |T| at least as
    large when both are Poisson with the common rate (k₁ + k₂) / (r + 1). More powerful than the conditional test.

    >>> e_test_p_values([0, 6], second=[3, 2]).round(4).tolist()          # worked numbers of ptools
    [0.0884, 0.1749]
    """
    k, other, ratio = np.broadcast_arrays(_floats(first), _floats(second), _floats(exposure_ratio))
    found = [_e_test(float(a), float(b), float(r)) for a, b, r in zip(k.flat, other.flat, ratio.flat, strict=True)]
    return np.array(found).reshape(k.shape)


def _e_test(first: float, second: float, ratio: float) -> float:
    from scipy.special import gammaln

    if first + second <= 0:
        return np.nan
    rate = (first + second) / (ratio + 1.0)

    def likely(mean: float) -> tuple[Floats, Floats]:
        reach = 9.0 * np.sqrt(mean) + 12.0
        count = np.arange(max(0.0, np.floor(mean - reach)), np.ceil(mean + reach) + 1.0)
        return count, np.exp(count * np.log(mean) - mean - gammaln(count + 1.0))

    (a, chance_a), (b, chance_b) = likely(rate * ratio), likely(rate)
    spread = a[:, None] / ratio**2 + b
    away = np.abs(a[:, None] / ratio - b) / np.sqrt(np.where(spread > 0, spread, 1.0))
    seen = abs(first / ratio - second) / np.sqrt(first / ratio**2 + second)
    return min(float(chance_a @ (away >= seen - 1e-9) @ chance_b), 1.0)


def odds_ratio_interval(
    treated: tuple[float, float], *, comparison: tuple[float, float], level: float = 0.95, mid_p: bool = True,
) -> Interval:
    """Return limits of (treated after / before) / (comparison after / before), each pair (before, after).

    Given the sums of both pairs and of both periods, "treated after" is noncentral hypergeometric whatever the levels
    (Fisher 1935): exact, or with `mid_p` half of the observed outcome counted.

    >>> limits = odds_ratio_interval((100, 60), comparison=(200, 200))
    >>> limits.low.round(3).item(), limits.high.round(3).item()
    (0.411, 0.873)
    """
    chances = _four_counts(treated, comparison)

    def solved(upper: bool) -> float:
        low, high = -25.0, 25.0
        for _ in range(60):
            middle = (low + high) / 2.0
            surprising = chances(middle, upper, mid_p) < (1.0 - level) / 2.0
            low, high = (middle, high) if surprising == upper else (low, middle)
        return low

    at_zero, at_infinity = treated[1] * comparison[0] == 0, treated[0] * comparison[1] == 0
    return Interval(np.array(0.0 if at_zero else np.exp(solved(True))),
                    np.array(np.inf if at_infinity else np.exp(solved(False))))


def odds_ratio_p_value(treated: tuple[float, float], *, comparison: tuple[float, float], mid_p: bool = True) -> float:
    """Return the two-sided p (twice the smaller tail) of "treated changed as the comparison did".

    >>> round(odds_ratio_p_value((100, 60), comparison=(200, 200)), 4)
    0.0074
    """
    chances = _four_counts(treated, comparison)
    return min(1.0, 2.0 * min(chances(0.0, True, mid_p), chances(0.0, False, mid_p)))


def _four_counts(
    treated: tuple[float, float], comparison: tuple[float, float],
) -> Callable[[float, bool, bool], float]:
    """Return a function (log ratio, upper tail?, mid-p?) → chance of at least (at most) this many "treated after"."""
    from scipy.special import gammaln

    after, row, whole = treated[1] + comparison[1], sum(treated), sum(treated) + sum(comparison)
    count = np.arange(max(0.0, row + after - whole), min(row, after) + 1.0)
    ways = -(gammaln(count + 1) + gammaln(row - count + 1) + gammaln(after - count + 1)
             + gammaln(whole - row - after + count + 1))

    def chance(log_ratio: float, upper: bool, mid_p: bool) -> float:
        weight = ways + count * log_ratio
        share = np.exp(weight - weight.max())
        share /= share.sum()
        beyond = share[count >= treated[1]] if upper else share[count <= treated[1]]
        return float(beyond.sum() - (0.5 * share[count == treated[1]].sum() if mid_p else 0.0))

    return chance

def _mixing_shape(mean: Floats, variance: Floats, dispersion: Floats) -> Floats:
    """Return k of the gamma that mixes the Poisson: mean² / ((φ - 1) mean + φ variance)."""
    extra = (dispersion - 1.0) * mean + dispersion * variance
    return mean * mean / np.maximum(extra, mean * mean * 1e-8 + 1e-300)     # beyond k = 1e8 it is a Poisson


def excess_p_values(
    count: ArrayLike, *, expected: ArrayLike, expected_variance: ArrayLike, largest_weight: ArrayLike,
    dispersion: ArrayLike = 1.0,
) -> Floats:
    """Return P(X ≥ count) when the expectation is itself estimated from a weighted history.

    The history gives expected = Σ w, with variance Σ w² (w = how much one event of the history is worth now). One event
    of the largest weight is added to it (Fay & Feuer 1997), so that an empty history cannot promise zero: m = Σ w + w*,
    v = Σ w² + w*². Then X is negative binomial with mean m and shape k = m² / ((φ - 1) m + φ v), φ = `dispersion`, and
    P(X ≥ c) = I(m / (m + k); c, k). With equal weights and φ = 1 this equals `history_p_values` exactly.

    >>> excess_p_values(9, expected=3, expected_variance=1, largest_weight=1 / 3).round(6).item()
    0.019348
    """
    from scipy.special import betainc

    count, weight, phi = _floats(count), _floats(largest_weight), np.maximum(_floats(dispersion), 1.0)
    mean = np.maximum(_floats(expected) + weight, 1e-9)
    variance = _floats(expected_variance) + weight * weight
    shape = _mixing_shape(mean, variance, phi)
    return np.where(count <= 0, 1.0, betainc(np.maximum(count, 0.5), shape, mean / (mean + shape)))


def shortfall_p_values(
    count: ArrayLike, *, expected: ArrayLike, expected_variance: ArrayLike, dispersion: ArrayLike = 1.0,
) -> Floats:
    """Return P(X ≤ count) under the same rule as `excess_p_values`, without the added event; 1 for an empty history.

    >>> shortfall_p_values(0, expected=5, expected_variance=0.5).round(4).item()     # Bin(55, 1/11) at 0
    0.0085
    """
    from scipy.special import betainc

    count, mean = _floats(count), _floats(expected)
    phi = np.maximum(_floats(dispersion), 1.0)
    safe = np.maximum(mean, 1e-9)
    shape = np.maximum(_mixing_shape(safe, _floats(expected_variance), phi), 1e-9)
    return np.where(mean <= 0, 1.0, betainc(shape, count + 1.0, shape / (safe + shape)))


def usual_range(
    *, expected: ArrayLike, expected_variance: ArrayLike, dispersion: ArrayLike = 1.0, level: float = 0.9,
) -> Interval:
    """Return the whole numbers between which a coming count falls with at least this probability ("som vanligt").

    Quantiles of the same negative binomial: `low` is the smallest count with P(X ≤ low) > tail, `high` the smallest
    with P(X ≤ high) ≥ 1 - tail. Expected 0 gives 0–0.

    >>> limits = usual_range(expected=[5.0, 0.0], expected_variance=[0.0, 0.0])
    >>> limits.low.tolist(), limits.high.tolist()
    ([2.0, 0.0], [9.0, 0.0])
    """
    mean, variance, phi = np.broadcast_arrays(_floats(expected), _floats(expected_variance), _floats(dispersion))
    tail = (1.0 - level) / 2.0

    def at_least(probability: float) -> Floats:
        def reached(count: Floats) -> Bools:
            tails = shortfall_p_values(count, expected=mean, expected_variance=variance, dispersion=phi)
            return (tails >= probability) & (count >= 0)

        return _smallest(reached, np.full(mean.shape, -1.0))

    return Interval(at_least(np.nextafter(tail, 1.0)), at_least(1.0 - tail))


def smallest_alarming_counts(
    *, expected: ArrayLike, expected_variance: ArrayLike, largest_weight: ArrayLike, threshold: ArrayLike,
    dispersion: ArrayLike = 1.0,
) -> Floats:
    """Return the smallest counts whose excess p-value is at most the threshold.

    >>> float(smallest_alarming_counts(expected=5, expected_variance=0, largest_weight=0, threshold=0.05))
    10.0
    """
    mean, variance, weight, phi, limit = np.broadcast_arrays(
        *map(_floats, (expected, expected_variance, largest_weight, dispersion, threshold)))

    def alarms(count: Floats) -> Bools:
        return excess_p_values(
            count, expected=mean, expected_variance=variance, largest_weight=weight, dispersion=phi) <= limit

    return _smallest(alarms, np.zeros(mean.shape))


def largest_short_counts(
    *, expected: ArrayLike, expected_variance: ArrayLike, threshold: ArrayLike, dispersion: ArrayLike = 1.0,
) -> Floats:
    """Return the largest counts whose shortfall p-value is at most the threshold; -1 where even 0 is not short.

    >>> float(largest_short_counts(expected=5, expected_variance=0, threshold=0.05))
    1.0
    """
    mean, variance, phi, limit = np.broadcast_arrays(
        *map(_floats, (expected, expected_variance, dispersion, threshold)))

    def enough(count: Floats) -> Bools:
        return shortfall_p_values(count, expected=mean, expected_variance=variance, dispersion=phi) > limit

    return _smallest(enough, np.full(mean.shape, -1.0)) - 1.0


def detectable_ratios(
    *, expected: ArrayLike, expected_variance: ArrayLike, largest_weight: ArrayLike, threshold: ArrayLike,
    dispersion: ArrayLike = 1.0, power: float = 0.8,
) -> Floats:
    """Return the smallest rise (as a ratio) that is found with this probability; infinite above 100.

    The alarming count c comes from the threshold; the ratio R from P(X ≥ c) = power for X negative binomial with mean
    R × expected and variance φ × mean. "Med så här få rapporter märker vi en tredubbling, inte en fördubbling."

    >>> detectable_ratios(expected=[5.0, 50.0], expected_variance=0, largest_weight=0, threshold=0.01).round(1).tolist()
    [3.0, 1.5]
    """
    count = smallest_alarming_counts(
        expected=expected, expected_variance=expected_variance, largest_weight=largest_weight, threshold=threshold,
        dispersion=dispersion)
    mean = np.maximum(np.broadcast_to(_floats(expected), count.shape), 1e-9)
    low, high = np.zeros(count.shape), np.full(count.shape, 100.0)
    for _ in range(20):
        middle = (low + high) / 2.0
        found = excess_p_values(
            count, expected=middle * mean, expected_variance=0.0, largest_weight=1e-9, dispersion=dispersion) >= power
        low, high = np.where(found, low, middle), np.where(found, middle, high)
    return np.where(high > 99.9, np.inf, high)


def _smallest(holds: Callable[[Floats], Bools], below: Floats) -> Floats:
    """Return the smallest whole numbers above `below` where a condition that stays true holds."""
    low, high = below, below + 1.0
    while not (reached := holds(high)).all():
        low, high = np.where(reached, low, high), np.where(reached, high, high * 2.0 + 2.0)
    while (high - low > 1.0).any():
        middle = np.floor((low + high) / 2.0)
        reached = holds(middle) & (middle > low)
        low, high = np.where(reached | (middle <= low), low, middle), np.where(reached, middle, high)
    return high


def holm(p_values: ArrayLike) -> Floats:
    """Return Holm (1979) step-down adjusted p-values: family-wise control under any dependence.

    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    p = _floats(p_values)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * (p.size - np.arange(p.size)))
    return _back(order, np.minimum(stepped, 1.0))


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Return Benjamini & Hochberg (1995) q-values: false discovery rate under independence or positive dependence.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    p = _floats(p_values)
    order = np.argsort(p, kind="stable")
    raised = p[order] * p.size / np.arange(1, p.size + 1)
    return _back(order, np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0))


def benjamini_yekutieli(p_values: ArrayLike) -> Floats:
    """Return Benjamini & Yekutieli (2001) q-values: as above × Σ 1/i, valid under any dependence.

    >>> benjamini_yekutieli([0.01, 0.04, 0.03]).round(4).tolist()
    [0.055, 0.0733, 0.0733]
    """
    p = _floats(p_values)
    harmonic = float((1.0 / np.arange(1, p.size + 1)).sum())
    order = np.argsort(p, kind="stable")
    raised = p[order] * p.size * harmonic / np.arange(1, p.size + 1)
    return _back(order, np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0))


def _back(order: NDArray[np.intp], values: Floats) -> Floats:
    placed = np.empty_like(values)
    placed[order] = values
    return placed


def tarone_threshold(smallest_p_values: ArrayLike, *, alpha: float) -> Threshold:
    """Return the Bonferroni threshold that counts only tests able to reach it (Tarone 1990).

    A discrete test whose smallest attainable p-value lies above alpha / K can never be among the false alarms. K is the
    smallest number such that at most K tests can reach alpha / K. Without tests K is 1.

    >>> tarone_threshold([0.001, 0.001, 0.2, 0.3, 0.5], alpha=0.05)
    Threshold(each=0.025, testable=2)
    """
    smallest = np.sort(_floats(smallest_p_values).ravel())
    testable = 1
    while np.searchsorted(smallest, alpha / testable, side="right") > testable:
        testable = max(testable + 1, _next_guess(smallest, alpha, testable))
    return Threshold(alpha / testable, testable)


def _next_guess(smallest: Floats, alpha: float, testable: int) -> int:
    """Skip ahead: with K tests that reach alpha / m, no number between testable and that count's own K can do."""
    reach = int(np.searchsorted(smallest, alpha / testable, side="right"))
    low, high = testable, reach
    while high - low > 1:
        middle = (low + high) // 2
        enough = np.searchsorted(smallest, alpha / middle, side="right") <= middle
        low, high = (low, middle) if enough else (middle, high)
    return high
