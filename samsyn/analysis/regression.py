"""Regressions of counts: Poisson, quasi-Poisson and negative binomial, with errors that allow for dependence.

log mean = offset + columns · coefficients, fitted by iteratively reweighted least squares (McCullagh & Nelder 1989).
The negative binomial has variance μ + μ²/θ with θ at its maximum likelihood (in turns, as in Venables & Ripley 2002).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

POISSON, QUASI, NEGATIVE_BINOMIAL = "poisson", "quasi", "negative_binomial"
_TURNS = 100


class Regression(NamedTuple):
    """A fitted regression; `covariance` holds the family's own dispersion."""

    coefficients: Floats
    covariance: Floats
    mean: Floats
    residuals: Floats            # Pearson: (y - μ) / √variance, before dispersion
    dispersion: float            # φ of quasi-Poisson, else 1
    theta: float                 # of the negative binomial, else inf
    freedom: int
    bread: Floats                # (X'WX)⁻¹
    scores: Floats               # (rows, coefficients): each row's part of the score

    @property
    def errors(self) -> Floats:
        """Standard errors of the coefficients."""
        return np.sqrt(np.diag(self.covariance))


class NotEstimable(ValueError):
    """The columns are not independent, or the counts say nothing of one of them."""


def fit_counts(
    counts: Floats, *, columns: Floats, offset: Floats | None = None, family: str = QUASI,
) -> Regression:
    """Fit a regression of counts. Shapes: counts and offset (rows,), columns (rows, coefficients).

    Quasi: φ = Σ (y - μ)² / μ / (rows - coefficients), not below 1. Raises NotEstimable where the columns leave
    something undetermined.

    >>> fit = fit_counts(np.array([4.0, 6, 9, 11]), columns=np.array([[1.0, 0], [1, 0], [1, 1], [1, 1]]))
    >>> np.exp(fit.coefficients).round(6).tolist()
    [5.0, 2.0]
    """
    base = np.zeros(counts.size) if offset is None else offset
    if np.linalg.matrix_rank(columns) < columns.shape[1] or columns.shape[0] <= columns.shape[1]:
        raise NotEstimable
    start: Floats = np.asarray(np.log(counts + 0.1) - base, np.float64)
    coefficients, mean = _solve(counts, columns, base, np.inf, start)
    theta = np.inf
    if family == NEGATIVE_BINOMIAL:
        for _ in range(_TURNS):
            before, theta = theta, most_likely_theta(counts, mean)
            coefficients, mean = _solve(counts, columns, base, theta, np.log(np.maximum(mean, 1e-12)) - base)
            if not np.isfinite(theta) or (np.isfinite(before) and abs(theta - before) <= 1e-11 * theta):
                break
    return _described(counts, columns, coefficients, mean, theta, family)


def _solve(counts: Floats, columns: Floats, offset: Floats, theta: float, start: Floats) -> tuple[Floats, Floats]:
    """Return the coefficients and means at the maximum; steps until nothing moves."""
    linear, coefficients = start, np.full(columns.shape[1], np.nan)
    for _ in range(_TURNS):
        mean = np.exp(np.clip(linear + offset, -30.0, 30.0))
        weights = mean / (1.0 + mean / theta)
        working = linear + (counts - mean) / np.maximum(mean, 1e-300)
        before = coefficients
        weighted = columns * weights[:, None]
        try:
            coefficients = np.linalg.solve(weighted.T @ columns, weighted.T @ working)
        except np.linalg.LinAlgError:
            raise NotEstimable from None
        linear = columns @ coefficients
        if np.abs(coefficients - before).max(initial=0.0) < 1e-11 * (1.0 + np.abs(coefficients).max()):
            return np.asarray(coefficients, np.float64), np.exp(np.clip(linear + offset, -30.0, 30.0))
    if np.abs(linear).max() > 25.0 or not np.isfinite(linear).all():
        raise NotEstimable
    return np.asarray(coefficients, np.float64), np.exp(linear + offset)


def _described(
    counts: Floats, columns: Floats, coefficients: Floats, mean: Floats, theta: float, family: str,
) -> Regression:
    variance = mean + mean**2 / theta
    weights = mean / (1.0 + mean / theta)
    bread: Floats = np.asarray(np.linalg.inv((columns * weights[:, None]).T @ columns), np.float64)
    residuals = (counts - mean) / np.sqrt(variance)
    freedom = counts.size - columns.shape[1]
    dispersion = max(float((residuals**2).sum()) / freedom, 1.0) if family == QUASI else 1.0
    scores = columns * ((counts - mean) / (1.0 + mean / theta))[:, None]
    return Regression(coefficients, bread * dispersion, mean, residuals, dispersion, theta, freedom, bread, scores)


def most_likely_theta(counts: Floats, mean: Floats) -> float:
    """Return θ that makes the counts most likely given their means; inf when they are no more uneven than chance.

    Newton steps on log θ from the moment estimate; solves Σ [ψ(y + θ) - ψ(θ) + log θ + 1 - log(θ + μ) - (y + θ) /
    (θ + μ)] = 0.
    """
    from scipy.special import digamma, polygamma

    excess = float(((counts - mean) ** 2 - counts).sum())
    if excess <= 0.0:
        return np.inf
    theta = float((mean**2).sum()) / excess
    for _ in range(_TURNS):
        below = theta + mean
        slope = float((digamma(counts + theta) - digamma(theta) + np.log(theta) + 1.0 - np.log(below)
                       - (counts + theta) / below).sum())
        bend = float((polygamma(1, counts + theta) - polygamma(1, theta) + 1.0 / theta - 2.0 / below
                      + (counts + theta) / below**2).sum())
        step = -slope / bend if bend < 0 else np.sign(slope) * theta / 2.0
        step = float(np.clip(step, -theta / 2.0, theta))
        theta += step
        if abs(step) <= 1e-13 * theta:
            break
        if theta > 1e6:
            return np.inf
    return theta


def robust_covariance(fit: Regression, *, groups: Ints, lags: int = 0) -> Floats:
    """Return a covariance that allows rows of one group, and of groups near each other, to depend on each other.

    Scores are summed by group (week 0, 1, 2 … or unit); meat = Σ s s' + Σ_l (1 - l / (lags + 1)) Σ (s s_l' + s_l s')
    (Newey & West 1987; with several units a week Driscoll & Kraay 1998; lags 0 and units as groups: clustered). Scaled
    by groups / (groups - coefficients), where that is more than nothing.

    >>> fit = fit_counts(np.array([4.0, 6, 9, 11]), columns=np.ones((4, 1)))
    >>> robust_covariance(fit, groups=np.arange(4)).round(5).tolist()
    [[0.04296]]
    """
    count = int(groups.max()) + 1
    summed = np.stack([np.bincount(groups, column, count) for column in fit.scores.T], axis=1)
    meat: Floats = np.asarray(summed.T @ summed, np.float64)
    for lag in range(1, min(lags, count - 1) + 1):
        near = summed[lag:].T @ summed[:-lag]
        meat = meat + (1.0 - lag / (lags + 1.0)) * (near + near.T)
    freedom = max(count - fit.coefficients.size, 1)
    return fit.bread @ meat @ fit.bread * (count / freedom)


def newey_west_lags(weeks: int) -> int:
    """Return the usual number of lags, ⌊4 (weeks / 100)^(2/9)⌋."""
    return int(4.0 * (weeks / 100.0) ** (2.0 / 9.0))


class Shares(NamedTuple):
    """A fitted regression of shares (logit), with φ of its binomial counts, at least 1."""

    coefficients: Floats
    bread: Floats
    share: Floats
    dispersion: float
    freedom: int
    scores: Floats


def fit_shares(part: Floats, *, whole: Floats, columns: Floats) -> Shares:
    """Fit logit share = columns · coefficients to `part` of `whole`; rows where the whole is 0 must be left out.

    >>> fit = fit_shares(np.array([5.0, 2.0]), whole=np.array([10.0, 10.0]), columns=np.array([[1.0, 0], [1, 1]]))
    >>> fit.share.round(6).tolist()
    [0.5, 0.2]
    """
    coefficients = np.zeros(columns.shape[1])
    for _ in range(_TURNS):
        share = 1.0 / (1.0 + np.exp(-np.clip(columns @ coefficients, -30.0, 30.0)))
        weighted = columns * (whole * share * (1.0 - share))[:, None]
        try:
            step = np.linalg.solve(weighted.T @ columns, columns.T @ (part - whole * share))
        except np.linalg.LinAlgError:
            raise NotEstimable from None
        coefficients = coefficients + np.clip(step, -2.0, 2.0)
        if np.abs(step).max(initial=0.0) < 1e-11:
            break
    if np.abs(coefficients).max(initial=0.0) > 20.0:
        raise NotEstimable
    variance = whole * share * (1.0 - share)
    freedom = max(part.size - columns.shape[1], 1)
    square = (part - whole * share) ** 2
    evenly = float((square / variance).sum()) / freedom
    by_size = float(square.sum() / variance.sum()) * part.size / freedom    # full weeks may be the uneven ones
    bread: Floats = np.asarray(np.linalg.inv((columns * variance[:, None]).T @ columns), np.float64)
    return Shares(coefficients, bread, share, max(evenly, by_size, 1.0), freedom,
                  columns * (part - whole * share)[:, None])
