"""Did it help? Before and after, with a comparison, with displacement, and the guard against the worst places.

Every answer carries its design's grade: how far such a comparison can be trusted, as a level and keys. Reports made
during decided presence are left out before anything is compared; a measure that changed their share is not judged.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.lasting import fall_back
from samsyn.analysis.rates import Levels, free_levels, gamma_poisson_rates
from samsyn.analysis.significance import (
    excess_p_values,
    history_p_values,
    mid_p_ratio_interval,
    odds_ratio_interval,
    odds_ratio_p_value,
    shortfall_p_values,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Pair = tuple[float, float]       # (before, after)

NO_PERCENT_BELOW = 20.0          # events a period: below this a change is not told in percent

# What a design can carry at best: 1 a hint (red mark), 2 weak, 3 fair, 4 strong (planned before it started).
DESIGNS = {"before_after": 1, "worst_places": 2, "interrupted_series": 2, "comparison": 3, "differences": 3,
           "level_model": 3, "synthetic_control": 3}
# What lowers it, and to what; 0 = nothing may be said of an effect.
FAULTS = {
    "presence_changed": 0,       # the share of reports from decided presence changed with the measure
    "comparison_chosen_after": 0,  # "vald i efterhand"
    "overlap": 0,                # comparison or ring overlaps the place itself
    "chosen_at_peak": 1,         # chosen because it was bad, and judged against that same period
    "trends_differ": 1,          # before the start the two did not go the same way
    "no_fit_before": 1,          # the comparison does not follow the place before the start
    "asked_afterwards": 1,       # what was asked was chosen when the answer was already there to be looked at
    "few_events": 2,
    "weeks_depend": 2,           # residuals are serially correlated beyond what the errors allow for
    "short_history": 2,          # less than a year before
    "season_unmatched": 2,       # periods of different seasons
}


_GUESSED_SPREAD = 1.15           # φ is itself estimated from the weeks
_DRIFTS = 0.1                    # of the chosen places' unevenness is drift: then more is never told
_GUESSED_SHAPE = 1.25            # the distribution of levels is itself guessed from the same places


class Grade(NamedTuple):
    """How far an answer can be trusted; the text for each key stands in the handbook."""

    level: int                   # 0 say nothing, 1 hint, 2 weak, 3 fair, 4 strong
    key: str                     # grade.0 … grade.4
    design: str
    because: tuple[str, ...]     # faults that apply, worst first

    @property
    def may_be_told(self) -> bool:
        """Whether an effect may be spoken of at all."""
        return self.level > 0


def graded(design: str, *, faults: tuple[str, ...] = (), planned: bool = False) -> Grade:
    """Return the grade of a design with these faults; `planned` = place, date and comparison were fixed before.

    >>> graded("comparison", faults=("few_events",)).level, graded("comparison", planned=True).key
    (2, 'grade.4')
    >>> graded("comparison", faults=("comparison_chosen_after",), planned=True).may_be_told
    False
    """
    level = DESIGNS[design] + (planned and DESIGNS[design] >= 3)
    level = min([level, *(FAULTS[each] for each in faults)])
    return Grade(level, f"grade.{level}", design, tuple(sorted(faults, key=lambda each: FAULTS[each])))


class Effect(NamedTuple):
    """What happened relative to what would have: 1 = nothing, 0.7 = three tenths less."""

    ratio: float                 # NaN where it is undefined
    low: float
    high: float
    p_value: float               # two-sided
    expected: float              # what the after-period would have held; NaN without such a number
    observed: float
    grade: Grade
    in_percent: bool             # enough events for a percentage


def _few(*counts: float) -> tuple[str, ...]:
    return ("few_events",) if min(counts) < NO_PERCENT_BELOW else ()


def before_after(
    before: float, *, after: float, exposure_ratio: float = 1.0, level: float = 0.95, faults: tuple[str, ...] = (),
) -> Effect:
    """Compare two counts of one place with nothing else: the exact rate ratio with mid-p limits. A hint at best.

    `exposure_ratio` = exposure after / before (weeks, reporters).

    >>> found = before_after(40, after=18)
    >>> round(found.ratio, 2), round(found.low, 2), round(found.high, 2), found.grade.level
    (0.45, 0.25, 0.78, 1)
    """
    limits = mid_p_ratio_interval(after, before=before, exposure_ratio=exposure_ratio, level=level)
    more = float(history_p_values(after, before=before, exposure_ratio=exposure_ratio, mid_p=True))
    fewer = float(history_p_values(before, before=after, exposure_ratio=1.0 / exposure_ratio, mid_p=True))
    ratio = after / (before * exposure_ratio) if before > 0 else np.nan
    faults = tuple(dict.fromkeys([*faults, *_few(before, after)]))
    return Effect(ratio, float(limits.low), float(limits.high), min(1.0, 2.0 * min(more, fewer)),
                  before * exposure_ratio, after, graded("before_after", faults=faults),
                  min(before, after) >= NO_PERCENT_BELOW)


def compared(
    treated: Pair, *, comparison: Pair, dispersion: float = 1.0, level: float = 0.95, faults: tuple[str, ...] = (),
    planned: bool = False,
) -> Effect:
    """Compare a place's change with that of a comparison area: (T₁/T₀) / (C₁/C₀). Pairs are (before, after).

    Exact (noncentral hypergeometric, mid-p) when counts vary as chance alone would have them; with a `dispersion` φ
    above 1, from the weeks' own unevenness, log ratio ± z √(1.15 φ Σ 1/count), which is wider.

    >>> found = compared((100, 60), comparison=(200, 200))
    >>> round(found.ratio, 2), round(found.low, 2), round(found.high, 2), found.expected
    (0.6, 0.41, 0.87, 100.0)
    """
    four = (*treated, *comparison)
    defined = treated[0] > 0 and min(comparison) > 0
    ratio = treated[1] / treated[0] / (comparison[1] / comparison[0]) if defined else np.nan
    low, high, p = _four_limits(treated, comparison, dispersion, level)
    faults = tuple(dict.fromkeys([*faults, *_few(*four)]))
    expected = treated[0] * comparison[1] / comparison[0] if comparison[0] > 0 else np.nan
    return Effect(ratio, low, high, p, expected, treated[1], graded("comparison", faults=faults, planned=planned),
                  min(four) >= NO_PERCENT_BELOW)


def _four_limits(treated: Pair, comparison: Pair, dispersion: float, level: float) -> tuple[float, float, float]:
    if dispersion <= 1.0 or min(*treated, *comparison) <= 0:
        limits = odds_ratio_interval(treated, comparison=comparison, level=level)
        return float(limits.low), float(limits.high), odds_ratio_p_value(treated, comparison=comparison)
    from scipy.special import ndtr, ndtri

    log_ratio = np.log(treated[1] / treated[0]) - np.log(comparison[1] / comparison[0])
    error = np.sqrt(_GUESSED_SPREAD * dispersion * sum(1.0 / each for each in (*treated, *comparison)))
    away = float(ndtri(0.5 + level / 2.0)) * error
    return (float(np.exp(log_ratio - away)), float(np.exp(log_ratio + away)),
            float(2.0 * ndtr(-abs(log_ratio) / error)))


class Difference(NamedTuple):
    """Events prevented (negative) or added, with those in the ring round the place."""

    local: float
    displaced: float             # in the ring: positive = moved there, negative = the benefit spread
    total: float
    error: float
    z: float
    low: float
    high: float
    p_value: float


def displacement_difference(
    treated: Pair, *, comparison: Pair, ring: Pair = (0.0, 0.0), ring_comparison: Pair = (0.0, 0.0),
    time_weights: Pair = (1.0, 1.0), area_weights: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0),
    dispersion: float = 1.0, level: float = 0.95,
) -> Difference:
    """Return the weighted displacement difference (Wheeler & Ratcliffe 2018, Crime Science 7:11).

    WDD = ΔT - ΔC + ΔR - ΔRC, each Δ = after/w₁a - before/w₀a; variance = φ Σ count / (weight)². `time_weights` are the
    lengths of the periods, `area_weights` the sizes of comparison, treated, ring's comparison and ring. The areas must
    not overlap; the comparison should be about as large as the place. `dispersion` φ is 1 in the paper; where weeks are
    more uneven than chance (`interrupted.difference_in_differences` measures it), 1 makes one in four a false effect.

    >>> found = displacement_difference((207, 110), comparison=(308, 318), ring=(178, 157), ring_comparison=(150, 140))
    >>> found.total, round(found.error**2), round(found.z, 2), round(found.low), round(found.high)
    (-118.0, 1568, -2.98, -196, -40)
    """
    from scipy.special import ndtr, ndtri

    def change(pair: Pair, area: float) -> tuple[float, float]:
        weight = [each * area for each in time_weights]
        return (pair[1] / weight[1] - pair[0] / weight[0], pair[1] / weight[1] ** 2 + pair[0] / weight[0] ** 2)

    pairs = (comparison, treated, ring_comparison, ring)
    changes, variances = zip(*map(change, pairs, area_weights), strict=True)
    local, displaced = changes[1] - changes[0], changes[3] - changes[2]
    spread = _GUESSED_SPREAD * dispersion if dispersion > 1.0 else 1.0
    total, error = local + displaced, float(np.sqrt(spread * sum(variances)))
    z = total / error if error > 0 else 0.0
    away = float(ndtri(0.5 + level / 2.0)) * error
    return Difference(local, displaced, total, error, z, total - away, total + away, float(2.0 * ndtr(-abs(z))))


class Quotient(NamedTuple):
    """The share of the local gain that moved (negative) or spread (positive); undefined without a sure gain."""

    value: float
    low: float
    high: float
    defined: bool
    key: str                     # wdq.defined, or why not: wdq.no_comparison, wdq.no_gain


def displacement_quotient(
    treated: Pair, *, ring: Pair, comparison: Pair, rng: np.random.Generator, draws: int = 4000, level: float = 0.95,
) -> Quotient:
    """Return the weighted displacement quotient (Bowers & Johnson 2003) with a bootstrap interval, where it is defined.

    WDQ = (R₁/C₁ - R₀/C₀) / (T₁/C₁ - T₀/C₀). Its denominator is the local gain: where the draws (Poisson round each
    count) do not agree at `level` that there was one, the quotient explodes and is not given.

    >>> found = displacement_quotient((400, 200), ring=(300, 260), comparison=(800, 800), rng=np.random.default_rng(1))
    >>> round(found.value, 2), found.defined
    (0.2, True)
    """
    if min(comparison) <= 0:
        return Quotient(np.nan, np.nan, np.nan, False, "wdq.no_comparison")

    def parts(t: Sequence[Any], r: Sequence[Any], c: Sequence[Any]) -> tuple[Any, Any]:
        return r[1] / c[1] - r[0] / c[0], t[1] / c[1] - t[0] / c[0]

    drawn = rng.poisson(np.array([*treated, *ring, *comparison]), (draws, 6)).astype(np.float64).T
    drawn[4:] = np.maximum(drawn[4:], 0.5)
    over, under = parts((drawn[0], drawn[1]), (drawn[2], drawn[3]), (drawn[4], drawn[5]))
    tail = (1.0 - level) / 2.0
    if float(np.quantile(under, 1.0 - tail)) >= 0.0:
        return Quotient(np.nan, np.nan, np.nan, False, "wdq.no_gain")
    value_over, value_under = parts(treated, ring, comparison)
    quotients = over / np.where(under < 0, under, np.nan)
    low, high = np.nanquantile(quotients, [tail, 1.0 - tail])
    return Quotient(value_over / value_under, float(low), float(high), True, "wdq.defined")


def worst_places(
    before: ArrayLike, *, after: ArrayLike, chosen: Bools, earlier: Sequence[ArrayLike] = (), level: float = 0.95,
    faults: tuple[str, ...] = (),
) -> Effect:
    """Judge places that were chosen because they were the worst, against what such places fall back to by themselves.

    A place at its peak is lower next time without any measure. All places' counts before tell how they differ; a
    place's lasting level given that and its own count holds however it was chosen. Expected after = Σ levels of the
    chosen × (after / levels) of all others. How places differ is described in two ways (a gamma distribution, and one
    that assumes nothing: `rates`). Both take levels to stay and counts to be chance alone; a third does not and learns
    from the places not chosen, and from `earlier` periods of the same length (oldest first), how much lasts and how
    unevenly places move (`lasting`). The answer is the one nearer to no effect, so that all must agree; more than the
    others is said only where it is more also than if nothing had fallen back, and never where levels are seen to drift:
    a few that grow fast are then told too often.

    >>> rng = np.random.default_rng(4)
    >>> rates = rng.gamma(2.0, 2.5, 300)
    >>> before, after = rng.poisson(rates), rng.poisson(rates)                # nothing is done
    >>> worst = np.argsort(-before)[:10]
    >>> found = worst_places(before, after=after, chosen=np.isin(np.arange(300), worst))
    >>> round(float(after[worst].sum() / before[worst].sum()), 2), found.p_value > 0.05
    (0.83, True)
    """
    first, then = np.asarray(before, np.float64), np.asarray(after, np.float64)
    known = gamma_poisson_rates(first, exposure=np.ones(first.size))
    free = free_levels(first)
    count = float(then[chosen].sum())
    found = [_against(levels, then, chosen, level) for levels in (
        Levels(known.rate, known.rate * known.own_share), free._replace(variance=free.variance * _GUESSED_SHAPE))]
    lasts = fall_back(first, after=then, chosen=chosen, earlier=earlier)
    if lasts.expected > 0:
        beyond = max(lasts.variance - lasts.expected, 0.0)
        found.append((lasts.expected, *_predictive(count, lasts.expected, beyond, level)))
    expected, _, low, high = max(found, key=lambda each: each[1])
    found.append(_against(Levels(first, first), then, chosen, level))       # nothing falls back: the most to expect
    one_way = len({each[0] < count for each in found}) == 1
    p = max(each[1] for each in found) if one_way else 1.0
    low, high = min(each[2] for each in found), max(each[3] for each in found)
    if lasts.by_drift > _DRIFTS and low > 1.0:
        low, p = 1.0, 1.0
    faults = tuple(dict.fromkeys([*faults, *_few(count, float(first[chosen].sum()))]))
    return Effect(count / expected if expected > 0 else np.nan, low, high, p, expected, count,
                  graded("worst_places", faults=faults), min(count, expected) >= NO_PERCENT_BELOW)


def _against(
    levels: Levels, then: Floats, chosen: Bools, level: float,
) -> tuple[float, float, float, float]:
    """Return what the chosen places were expected to hold, the p of what they held, and the limits of the ratio."""
    rest = ~chosen
    base, later = max(float(levels.mean[rest].sum()), 1e-9), float(then[rest].sum())
    change = later / base
    expected = change * float(levels.mean[chosen].sum())
    variance = change**2 * float(levels.variance[chosen].sum()) + expected**2 * (
        1.0 / max(later, 1.0) + float(levels.variance[rest].sum()) / base**2)
    return expected, *_predictive(float(then[chosen].sum()), expected, variance, level)


def _predictive(
    count: float, expected: float, variance: float, level: float,
) -> tuple[float, float, float]:
    """Return the two-sided p of a count against an uncertain expectation, and the ratios it does not contradict."""
    def tails(ratio: Floats) -> tuple[Floats, Floats]:
        mean, spread = expected * ratio, variance * ratio**2
        return (excess_p_values(count, expected=mean, expected_variance=spread, largest_weight=1e-9),
                shortfall_p_values(count, expected=mean, expected_variance=spread))

    ratios = np.exp(np.linspace(-5.0, 4.0, 901))
    more, fewer = tails(ratios)
    tail = (1.0 - level) / 2.0
    inside = ratios[(more > tail) & (fewer > tail)]
    now = tails(np.array(1.0))
    return (min(1.0, 2.0 * float(np.minimum(*now))), 0.0 if count <= 0 else float(inside[0]), float(inside[-1]))


def presence_changed(before: Pair, *, after: Pair, level: float = 0.05, points: float = 0.1) -> bool:
    """Say whether the share of reports from decided presence changed; pairs are (from presence, all others).

    Yes where it moved by at least `points`, or by what chance does not explain. Then no effect is told: people who are
    sent to look see more.

    >>> presence_changed((2, 98), after=(14, 60)), presence_changed((3, 97), after=(4, 96))
    (True, False)
    """
    shares = [pair[0] / max(sum(pair), 1.0) for pair in (before, after)]
    if abs(shares[1] - shares[0]) >= points:
        return True
    return odds_ratio_p_value((before[0], after[0]), comparison=(before[1], after[1])) < level
