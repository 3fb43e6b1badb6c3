"""What would have happened: a level that wanders, and series that the measure cannot have touched.

The structural model of Brodersen et al. (2015) without chance: observation = level + regressors · β + noise, the level
a random walk (Harvey 1989). The level's start is unknown, so the likelihood is that of the differences, whose
covariance has three diagonals; β by generalised least squares; how much the level wanders is averaged over.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.effects import Effect, graded

Floats = NDArray[np.float64]

_WANDERING = np.exp(np.linspace(np.log(1e-5), np.log(4.0), 21))     # variance of the level's step / of the noise


class LevelEffect(NamedTuple):
    """The effect with the weeks that lead to it; arrays over the weeks after the start."""

    effect: Effect
    expected: Floats
    low: Floats
    high: Floats
    cumulative: float            # observed - expected, all weeks
    cumulative_low: float
    cumulative_high: float
    wandering: float             # mean variance of the level's step / of the noise
    coefficients: Floats         # of the regressors


class _Fit(NamedTuple):
    log_likelihood: float
    coefficients: Floats
    covariance: Floats           # of the coefficients, per unit of variance
    variance: float              # of the noise
    level: Floats                # last level of each column: y, then the regressors
    level_variance: float        # per unit of variance


def level_effect(
    values: Floats, *, start: int, regressors: Floats | None = None, level: float = 0.95, planned: bool = False,
    faults: tuple[str, ...] = (),
) -> LevelEffect:
    """Compare the weeks from `start` with what the weeks before, and the regressors, lead to expect.

    values -- (weeks,), counts or means; regressors -- (weeks, series), such as the same count in areas without the
    measure. Without regressors the grade is that of an interrupted series. Limits: Student's t, weighted over how much
    the level may wander; its likelihood is that given the differences, with a weight that halves per tenfold.

    >>> rng = np.random.default_rng(5)
    >>> other = 40 + np.cumsum(rng.normal(0, 1.0, 160))
    >>> place = 0.8 * other + rng.normal(0, 3, 160) - 8.0 * (np.arange(160) >= 120)
    >>> found = level_effect(place, start=120, regressors=other[:, None])
    >>> round(found.cumulative), found.effect.p_value < 0.001, found.effect.grade.level
    (-367, True, 3)
    """
    x = np.zeros((values.size, 0)) if regressors is None else regressors
    fits = [_fit(values[:start], x[:start], each) for each in _WANDERING]
    likelihood = np.array([each.log_likelihood for each in fits]) - np.log10(1.0 + _WANDERING) * np.log(2.0)
    weights = np.exp(likelihood - likelihood.max())
    weights /= weights.sum()
    ahead = [_ahead(fit, x[start:], ratio) for fit, ratio in zip(fits, _WANDERING, strict=True)]
    freedom = start - 1 - x.shape[1]
    expected = weights @ np.stack([mean for mean, _, _ in ahead])
    weekly = _mixture(np.stack([mean for mean, _, _ in ahead]), np.stack([error for _, error, _ in ahead]),
                      weights, freedom, level)
    totals, errors = np.array([mean.sum() for mean, _, _ in ahead]), np.array([error for _, _, error in ahead])
    seen = float(values[start:].sum())
    low, high = (float(each[0]) for each in _mixture(totals[:, None], errors[:, None], weights, freedom, level))
    whole = float(expected.sum())
    p = _two_sided(seen, totals, errors, weights, freedom)
    design = "level_model" if x.shape[1] else "interrupted_series"
    every = tuple(dict.fromkeys([*faults, *(["short_history"] if start < 52 else []),
                                 *(["few_events"] if min(seen, whole) < 20 else [])]))
    effect = Effect(seen / whole if whole > 0 else np.nan, seen / high if high > 0 else np.nan,
                    seen / low if low > 0 else np.inf, p, whole, seen,
                    graded(design, faults=every, planned=planned), min(seen, whole) >= 20)
    return LevelEffect(effect, expected, *weekly, seen - whole, seen - high, seen - low, float(weights @ _WANDERING),
                       weights @ np.stack([each.coefficients for each in fits]))


def _fit(values: Floats, x: Floats, ratio: float) -> _Fit:
    """Fit by generalised least squares on differences, for one ratio of variances; all columns filtered at once."""
    from scipy.linalg import cholesky_banded, solve_banded

    steps = np.diff(np.column_stack([values, x]), axis=0)
    size = len(steps)
    band = np.zeros((2, size))
    band[0], band[1, :-1] = ratio + 2.0, -1.0
    root = cholesky_banded(band, lower=True)
    white = solve_banded((1, 0), root, steps)
    y, columns = white[:, 0], white[:, 1:]
    information = columns.T @ columns + 1e-12 * np.eye(columns.shape[1])
    covariance: Floats = np.asarray(np.linalg.inv(information), np.float64)
    coefficients = covariance @ (columns.T @ y)
    rest = y - columns @ coefficients
    freedom = max(size - columns.shape[1], 1)
    variance = max(float(rest @ rest) / freedom, 1e-12)
    likelihood = (-float(np.log(root[0]).sum()) - 0.5 * freedom * np.log(variance)
                  - 0.5 * float(np.linalg.slogdet(information)[1]))
    level, spread = _last_level(np.column_stack([values, x]), ratio)
    return _Fit(likelihood, coefficients, covariance, variance, level, spread)


def _last_level(columns: Floats, ratio: float) -> tuple[Floats, float]:
    """Return the filtered level after the last row of each column, and its variance per unit of noise (Kalman)."""
    spread = 1.0
    gains = np.empty(len(columns))
    gains[0] = 1.0
    for row in range(1, len(columns)):
        ahead = spread + ratio
        gains[row] = ahead / (ahead + 1.0)
        spread = gains[row]
    kept = np.cumprod(1.0 - gains[::-1])[::-1]              # what each row's level still weighs at the end
    weights = gains * np.r_[kept[1:], 1.0]
    return weights @ columns, spread


def _ahead(fit: _Fit, x: Floats, ratio: float) -> tuple[Floats, Floats, float]:
    """Return the expected weeks, each week's error, and the error of their sum."""
    weeks = np.arange(1, len(x) + 1)
    away = x - fit.level[1:]
    mean = fit.level[0] + away @ fit.coefficients
    each = fit.level_variance + ratio * weeks + 1.0 + np.einsum("wi,ij,wj->w", away, fit.covariance, away)
    total = away.sum(axis=0)
    whole = (weeks.size**2 * fit.level_variance + ratio * float((weeks[::-1] ** 2).sum()) + weeks.size
             + float(total @ fit.covariance @ total))
    return mean, np.sqrt(fit.variance * each), float(np.sqrt(fit.variance * whole))


def _mixture(means: Floats, errors: Floats, weights: Floats, freedom: int, level: float) -> tuple[Floats, Floats]:
    """Return the limits of weighted mixtures of t distributions, (parts, mixtures); each lies between its parts'."""
    from scipy.special import stdtr, stdtrit

    likely = weights > 1e-5
    means, errors, weights = means[likely], errors[likely], weights[likely]
    found = []
    for tail in ((1.0 - level) / 2.0, (1.0 + level) / 2.0):
        parts = means + stdtrit(freedom, tail) * errors
        low, high = parts.min(axis=0), parts.max(axis=0)
        for _ in range(14):
            middle = (low + high) / 2.0
            below = weights @ stdtr(freedom, (middle - means) / errors) < tail
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        found.append(low)
    return found[0], found[1]


def _two_sided(seen: float, means: Floats, errors: Floats, weights: Floats, freedom: int) -> float:
    from scipy.special import stdtr

    below = float(weights @ stdtr(freedom, (seen - means) / errors))
    return 2.0 * min(below, 1.0 - below)
