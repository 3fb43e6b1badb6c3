"""Series before and after a start: interrupted series, and the difference between a place and its comparison.

Both use every week instead of two sums, so that season, trend and the weeks' own unevenness are taken into account.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.effects import NO_PERCENT_BELOW, Effect, graded
from samsyn.analysis.regression import (
    QUASI,
    NotEstimable,
    Regression,
    fit_counts,
    fit_shares,
    newey_west_lags,
    robust_covariance,
)

Floats = NDArray[np.float64]

YEAR_WEEKS = 365.2425 / 7
_DEPENDS_BELOW = 0.01            # p of the residuals' dependence
_UNEASY = 1.5                    # made-up starts whose "effects" are so much larger than their errors
_TRENDS_DIFFER_BELOW = 0.1       # p of different trends before the start: easily doubted on purpose


class Interrupted(NamedTuple):
    """The level's change at the start, the slope's change a year, and what the residuals say."""

    effect: Effect
    slope_ratio_a_year: float    # 1 = same slope after as before; NaN when not asked for
    serial_p_value: float        # of the residuals' dependence over the weeks (Ljung & Box 1978)
    dispersion: float


def series_columns(
    weeks: int, *, start: int, waves: int = 2, slope: bool = False, extra: Floats | None = None,
    year: float = YEAR_WEEKS,
) -> Floats:
    """Return intercept, after, trend (in years from the start), the waves of the year, and what else is given.

    `slope` adds the years since the start. Columns: 1, after, years, sin and cos of 1 … waves, (years after), extra.

    >>> series_columns(4, start=2, waves=0).round(3).tolist()
    [[1.0, 0.0, -0.038], [1.0, 0.0, -0.019], [1.0, 1.0, 0.0], [1.0, 1.0, 0.019]]
    """
    years = (np.arange(weeks) - start) / year
    after = (np.arange(weeks) >= start).astype(np.float64)
    turned = [turn(2.0 * np.pi * wave * years) for wave in range(1, waves + 1) for turn in (np.sin, np.cos)]
    columns = [np.ones(weeks), after, years, *turned]
    columns += [after * years] if slope else []
    whole = np.stack(columns, axis=1)
    return whole if extra is None else np.concatenate([whole, extra], axis=1)


def interrupted_series(
    counts: Floats, *, start: int, exposure: Floats | None = None, waves: int = 2, slope: bool = False,
    extra: Floats | None = None, family: str = QUASI, level: float = 0.95, planned: bool = False,
) -> Interrupted:
    """Estimate how much the level changed at `start`, given season, trend and exposure (Bernal et al. 2017).

    log mean = log exposure + intercept + effect × after + trend + waves. The error is the larger of the family's own
    and the one that allows neighbouring weeks to depend on each other (Newey & West), times `placebo_unease`; limits
    from t. Without a comparison the grade is weak: whatever else happened at the same time is in it.

    >>> rng = np.random.default_rng(3)
    >>> mean = 30.0 * np.exp(0.3 * np.sin(np.arange(208) / 8.3)) * np.where(np.arange(208) < 150, 1.0, 0.6)
    >>> found = interrupted_series(rng.poisson(mean).astype(float), start=150)
    >>> round(found.effect.ratio, 2), found.effect.grade.level
    (0.59, 2)
    """
    columns = series_columns(counts.size, start=start, waves=waves, slope=slope, extra=extra)
    offset = None if exposure is None else np.log(exposure)
    fit = fit_counts(counts, columns=columns, offset=offset, family=family)
    error = _error(fit, counts.size, 1)
    uneasy = placebo_unease(counts[:start], columns=columns[:start], offset=None if offset is None else offset[:start])
    error *= uneasy
    serial = dependence_p_value(fit.residuals)
    faults = ["weeks_depend"] if serial < _DEPENDS_BELOW or uneasy > _UNEASY else []
    faults += ["short_history"] if start < YEAR_WEEKS else []
    found = _told(float(fit.coefficients[1]), error, fit.freedom, level)
    without = fit.mean[start:] / np.exp(fit.coefficients[1])
    effect = _as_effect(found, "interrupted_series", faults, planned, float(without.sum()),
                        float(counts[start:].sum()), float(counts[:start].sum()))
    steeper = float(np.exp(fit.coefficients[3 + 2 * waves])) if slope else np.nan
    return Interrupted(effect, steeper, serial, fit.dispersion)


def _error(fit: Regression, weeks: int, which: int) -> float:
    lags = newey_west_lags(weeks)
    robust = robust_covariance(fit, groups=np.arange(weeks), lags=lags)
    return float(np.sqrt(max(fit.covariance[which, which], robust[which, which])))


def _told(value: float, error: float, freedom: int, level: float) -> tuple[float, float, float, float]:
    """Return ratio, limits and two-sided p from a log ratio and its error, by Student's t."""
    from scipy.special import stdtr, stdtrit

    away = float(stdtrit(freedom, 0.5 + level / 2.0)) * error
    p = 2.0 * float(stdtr(freedom, -abs(value) / error)) if error > 0 else 1.0
    return float(np.exp(value)), float(np.exp(value - away)), float(np.exp(value + away)), p


def _as_effect(
    found: tuple[float, float, float, float], design: str, faults: list[str], planned: bool, expected: float,
    observed: float, before: float,
) -> Effect:
    few = min(observed, before) < NO_PERCENT_BELOW
    every = tuple(dict.fromkeys([*faults, *(["few_events"] if few else [])]))
    return Effect(*found, expected, observed, graded(design, faults=every, planned=planned), not few)


def dependence_p_value(residuals: Floats, *, lags: int = 8) -> float:
    """Return Ljung & Box's (1978) p that residuals of successive weeks are independent: n (n + 2) Σ r² / (n - lag)."""
    from scipy.special import gammaincc

    centred = residuals - residuals.mean()
    square = float(centred @ centred)
    if square <= 0:
        return 1.0
    size = residuals.size
    lags = min(lags, size // 4)
    total = sum((float(centred[lag:] @ centred[:-lag]) / square) ** 2 / (size - lag) for lag in range(1, lags + 1))
    return float(gammaincc(lags / 2.0, size * (size + 2.0) * total / 2.0))


def placebo_unease(counts: Floats, *, columns: Floats, offset: Floats | None = None, least: int = 26) -> float:
    """Return how much larger "effects" at made-up starts are than their own errors say; at least 1.

    Every fourth week of the time before, at least `least` weeks from either end, is taken for the start. √ mean of
    (effect / error)²: about 1 for a steady series, several for one whose level wanders by itself.
    """
    scores = []
    for start in range(least, counts.size - least + 1, 4):
        moved = columns.copy()
        moved[:, 1] = np.arange(counts.size) >= start
        moved = moved[:, [0, 1, *(2 + np.flatnonzero(np.ptp(moved[:, 2:], axis=0) > 0))]]
        try:
            fit = fit_counts(counts, columns=moved, offset=offset)
        except NotEstimable:
            continue
        scores.append((float(fit.coefficients[1]) / _error(fit, counts.size, 1)) ** 2)
    return max(1.0, float(np.sqrt(np.mean(scores)))) if len(scores) >= 4 else 1.0


class Differences(NamedTuple):
    """The place's change beside the comparison's, and whether they went the same way before."""

    effect: Effect
    trend_p_value: float         # of different trends before the start
    trend_ratio_a_year: float    # how much faster the place grew than its comparison, before
    dispersion: float


def difference_in_differences(
    treated: Floats, *, comparison: Floats, start: int, level: float = 0.95, planned: bool = False,
    faults: tuple[str, ...] = (),
) -> Differences:
    """Estimate (place after / before) / (comparison after / before) from weekly counts, with a test of trends before.

    Given a week's total, the place's part is binomial: season, holidays and all else that both share falls away. logit
    share = a + effect × after; φ from the weeks' own unevenness; the error is the larger of the model's and Newey &
    West's. Trends: the same with a slope over the weeks before. Weeks without any event in either say nothing.

    >>> rng = np.random.default_rng(2)
    >>> season = 1.0 + 0.4 * np.sin(np.arange(156) / 8.3)
    >>> place = rng.poisson(12 * season * np.where(np.arange(156) < 104, 1, 0.6)).astype(float)
    >>> found = difference_in_differences(place, comparison=rng.poisson(20 * season).astype(float), start=104)
    >>> round(found.effect.ratio, 2), found.effect.grade.level, found.trend_p_value > 0.1
    (0.69, 3, True)
    """
    whole = treated + comparison
    used = whole > 0
    weeks = np.arange(treated.size)
    after = (weeks >= start).astype(np.float64)
    columns = np.stack([np.ones(weeks.size), after], axis=1)
    trend_p, trend = _trends(treated, whole, weeks, start)
    every = [*faults, *(["trends_differ"] if trend_p < _TRENDS_DIFFER_BELOW else []),
             *(["short_history"] if start < YEAR_WEEKS / 2 else [])]
    sums = [float(each[part].sum()) for each in (treated, comparison) for part in (weeks < start, weeks >= start)]
    if min(sums) <= 0:
        raise NotEstimable
    fit = fit_shares(treated[used], whole=whole[used], columns=columns[used])
    error = _share_error(fit.bread, fit.scores, fit.dispersion)
    found = _told(float(fit.coefficients[1]), error, fit.freedom, level)
    effect = _as_effect(found, "differences", every, planned, sums[0] * sums[3] / sums[2], sums[1], min(sums))
    return Differences(effect, trend_p, trend, fit.dispersion)


def _share_error(bread: Floats, scores: Floats, dispersion: float) -> float:
    """Return the larger of the model's and Newey & West's error of the second coefficient."""
    meat = scores.T @ scores
    lags = newey_west_lags(len(scores))
    for lag in range(1, lags + 1):
        near = scores[lag:].T @ scores[:-lag]
        meat = meat + (1.0 - lag / (lags + 1.0)) * (near + near.T)
    robust = bread @ meat @ bread * len(scores) / max(len(scores) - bread.shape[0], 1)
    return float(np.sqrt(max(dispersion * bread[1, 1], robust[1, 1])))


def _trends(treated: Floats, whole: Floats, weeks: NDArray[np.int64], start: int) -> tuple[float, float]:
    """Return p and ratio a year of different trends before the start; 1 and NaN where nothing can be said."""
    before = (weeks < start) & (whole > 0)
    if before.sum() < 8:
        return 1.0, np.nan
    years = (weeks[before] - start) / YEAR_WEEKS
    try:
        fit = fit_shares(treated[before], whole=whole[before],
                         columns=np.stack([np.ones(years.size), years], axis=1))
    except NotEstimable:
        return 1.0, np.nan
    error = _share_error(fit.bread, fit.scores, fit.dispersion)
    ratio, _, _, p = _told(float(fit.coefficients[1]), error, fit.freedom, 0.95)
    return p, ratio
