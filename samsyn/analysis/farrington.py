"""The flexible Farrington model: what a week was expected to hold, from the same season of earlier years.

Farrington et al. (1996), Noufaily et al. (2013). Every series is a quasi-Poisson regression on ten seasons of the year,
a trend and what else is known (holidays), fitted twice: the second time weeks that were themselves unusual weigh less.
The seasons' levels are profiled out: given γ, a season's level is its events over its exposure, so Newton steps are
taken on the few slopes alone, for all series at once. The result is the same maximum as that of a full regression.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.significance import usual_range

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

YEAR_WEEKS = 365.2425 / 7
_STEPS = 40
_TOGETHER = 100                  # series at a time: so many fit in the processor's own memory
_STEEPEST = 30.0                 # of γ·x: beyond e^30 nothing is learnt


class Seasons(NamedTuple):
    """Which weeks are history, and which season each belongs to; the last season is that of `now`."""

    weeks: Ints                  # steps, oldest first
    season: Ints
    groups: int


class Model(NamedTuple):
    """Fitted series. Arrays by series, and by history week where stated."""

    slopes: Floats               # (series, terms)
    covariance: Floats           # (series, terms, terms), before dispersion
    mean: Floats                 # (series, weeks of history)
    weights: Floats              # (series, weeks of history)
    season_events: Floats        # (series, seasons): Σ weight × count
    season_exposure: Floats      # (series, seasons): Σ weight × exposure × e^(γx)
    season_terms: Floats         # (series, seasons, terms): mean terms, weighted by the fitted mean
    dispersion: Floats           # Pearson's φ, at least 1
    freedom: int                 # weeks - parameters


class Forecast(NamedTuple):
    """What now was expected to hold; arrays by series."""

    mean: Floats
    relative_variance: Floats    # variance of the log of the mean, before dispersion
    weight: Floats               # what one weighted event of the season's history is worth now
    dispersion: Floats


def seasons(
    now: int, *, weeks: int, years: int = 5, reach: int = 3, count: int = 10, skipped: int = 26,
    year_weeks: float = YEAR_WEEKS, live: Bools | None = None,
) -> Seasons:
    """Divide the `years` before step `now` into seasons, as far as `weeks` steps reach.

    The last season is the weeks ± `reach` round the same week of every earlier year (and the weeks just before now);
    the rest of each year is cut into `count` - 1 equal pieces, longer ones first. The latest `skipped` weeks are left
    out, so that something that is growing is not learnt as normal, and so are weeks that are not `live`. With `count` 1
    only the same season is history (Farrington 1996).

    >>> found = seasons(120, weeks=121, years=2, count=5)
    >>> found.weeks.size, np.bincount(found.season).tolist()
    (81, [24, 21, 11, 11, 14])
    """
    marks = [now - round(year_weeks * each) for each in range(years + 1)]
    marks = [each for each in marks if each - reach >= 0]
    season = np.full(max(weeks, now + 1), -1, np.int64)
    season[max(now - reach, 0):now + 1] = count - 1
    for later, mark in zip(marks, marks[1:], strict=False):
        season[mark - reach:mark + reach + 1] = count - 1
        if count > 1:
            between = np.arange(mark + reach + 1, later - reach)
            long, longer = divmod(between.size, count - 1)
            sizes = np.full(count - 1, long) + (np.arange(count - 1) < longer)
            season[between] = np.repeat(np.arange(count - 1), sizes)
    season[max(now - skipped, 0):] = -1
    if live is not None:
        season[:live.size][~live] = -1
    used = np.flatnonzero(season >= 0)
    return Seasons(used, season[used], count)


class _Sums(NamedTuple):
    """One matrix that turns weekly values into sums by season of 1, x and x·x."""

    columns: Floats              # (weeks, seasons × (1 + terms + terms²))
    terms: Floats
    groups: int

    def of(self, weekly: Floats) -> tuple[Floats, Floats, Floats]:
        """Return Σ v, Σ v x and Σ v x x' by season of (series, weeks) values."""
        size = self.terms.shape[1]
        sums = (weekly @ self.columns).reshape(len(weekly), 1 + size + size * size, self.groups)
        square = sums[:, 1 + size:].reshape(len(weekly), size, size, self.groups)
        return sums[:, 0], sums[:, 1:1 + size].transpose(0, 2, 1), square.transpose(0, 3, 1, 2)


def _sums(season: Ints, count: int, terms: Floats) -> _Sums:
    size = terms.shape[1]
    square = (terms[:, :, None] * terms[:, None, :]).reshape(len(terms), size * size)
    values = np.concatenate([np.ones((len(terms), 1)), terms, square], axis=1)
    inside = np.eye(count)[season]
    return _Sums((values[:, :, None] * inside[:, None, :]).reshape(len(terms), -1), terms, count)


def fit_seasons(
    counts: Floats, *, season: Ints, season_count: int, terms: Floats, exposure: Floats | None = None,
    reweighted: bool = True, unusual_from: float = 2.58,
) -> Model:
    """Fit all series at once. Shapes: counts and exposure (series, weeks), season (weeks,), terms (weeks, terms).

    log mean = log exposure + level of the season + γ·terms. φ = Σ w (y - μ)² / μ / (weeks - parameters), at least 1.
    After the first fit, weeks whose standardised Anscombe residual s exceeds `unusual_from` get weights ∝ 1 / s²,
    and the model is fitted again.

    >>> fit = fit_seasons(np.array([[2.0, 4, 6, 8]]), season=np.array([0, 0, 1, 1]), season_count=2,
    ...                   terms=np.zeros((4, 0)))
    >>> fit.mean.tolist()
    [[3.0, 3.0, 7.0, 7.0]]
    """
    exposure = np.ones_like(counts) if exposure is None else exposure
    sums = _sums(season, season_count, terms)
    freedom = max(season.size - int(np.unique(season).size) - terms.shape[1], 1)
    parts = [_fit_twice(counts[at:at + _TOGETHER], exposure[at:at + _TOGETHER], season, sums, freedom,
                        unusual_from if reweighted else np.inf) for at in range(0, max(len(counts), 1), _TOGETHER)]
    return _together(parts)


def _together(parts: list[Model]) -> Model:
    def joined(name: str) -> Floats:
        return np.concatenate([getattr(part, name) for part in parts])

    return Model(joined("slopes"), joined("covariance"), joined("mean"), joined("weights"), joined("season_events"),
                 joined("season_exposure"), joined("season_terms"), joined("dispersion"), parts[0].freedom)


def _fit_twice(
    counts: Floats, exposure: Floats, season: Ints, sums: _Sums, freedom: int, unusual_from: float,
) -> Model:
    model = _fit(counts, np.ones_like(counts), exposure, season, sums, freedom, None)
    if np.isinf(unusual_from):
        return model
    score = _anscombe(counts, model, season, sums.terms)
    unusual = score > unusual_from
    weights = np.where(unusual, 1.0 / np.where(unusual, score, 1.0) ** 2, 1.0)
    weights *= season.size / weights.sum(axis=1, keepdims=True)
    changed = unusual.any(axis=1)
    if not changed.any():
        return model
    again = _fit(counts[changed], weights[changed], exposure[changed], season, sums, freedom, model.slopes[changed])
    for old, new in zip(model[:-1], again[:-1], strict=True):
        old[changed] = new
    return model


def _fit(
    counts: Floats, weights: Floats, exposure: Floats, season: Ints, sums: _Sums, freedom: int, start: Floats | None,
) -> Model:
    size = sums.terms.shape[1]
    slopes = np.zeros((len(counts), size)) if start is None else start.copy()
    weighted = weights * counts
    events, moments, _ = sums.of(weighted)
    scores = moments.sum(axis=1)
    worth = weights * exposure
    for _ in range(_STEPS if size else 1):
        level, unit = _level(slopes, worth, sums)
        total, first, second = sums.of(level)
        each = events / np.maximum(total, 1e-300)
        centre = first / np.maximum(total, 1e-300)[:, :, None]
        if not size:
            break
        around = second - centre[:, :, :, None] * first[:, :, None, :]
        information = np.einsum("sg,sgpq->spq", each, around) + 1e-12 * np.eye(size)
        gradient = scores - np.einsum("sg,sgp->sp", each, first)
        step = np.clip(np.linalg.solve(information, gradient[:, :, None])[:, :, 0], -1.0, 1.0)
        if np.abs(step).max(initial=0.0) < 1e-10:
            break
        slopes = slopes + step
    mean = exposure * unit * each[:, season]
    covariance: Floats = np.asarray(np.linalg.inv(information), np.float64) if size else np.zeros((len(counts), 0, 0))
    spread = np.where(mean > 0, weights * (counts - mean) ** 2 / np.where(mean > 0, mean, 1.0), 0.0).sum(axis=1)
    return Model(slopes, covariance, mean, weights, events, total, centre,
                 np.maximum(spread / freedom, 1.0), freedom)


def _level(slopes: Floats, worth: Floats, sums: _Sums) -> tuple[Floats, Floats]:
    unit = np.exp(np.clip(slopes @ sums.terms.T, -_STEEPEST, _STEEPEST)) if slopes.shape[1] else np.ones_like(worth)
    return worth * unit, unit


def _anscombe(counts: Floats, model: Model, season: Ints, terms: Floats) -> Floats:
    """Return standardised Anscombe residuals 3/2 (y^⅔ μ^-⅙ - μ^½) / √(φ (1 - h)), h = leverage."""
    fitted = model.weights * model.mean
    total = np.maximum(model.season_events, 1e-300)
    leverage = fitted / total[:, season]
    if terms.shape[1]:
        away = terms[None] - model.season_terms[:, season]
        leverage = leverage + fitted * ((away @ model.covariance) * away).sum(axis=2)
    mean = np.maximum(model.mean, 1e-300)
    root = np.cbrt(mean)
    raw = 1.5 * (np.cbrt(counts) ** 2 / np.sqrt(root) - np.sqrt(mean))
    scale = np.sqrt(model.dispersion[:, None] * np.maximum(1.0 - leverage, 1e-9))
    return np.where(model.mean > 0, raw / scale, 0.0)


def forecast(model: Model, *, terms: Floats, exposure: Floats | None = None) -> Forecast:
    """Return what weeks with these terms, in the last season, were expected to hold together.

    `terms` is (weeks, terms) and `exposure` (series, weeks) of the weeks looked at. Variance of the log mean =
    1 / Σ μ of the season + d'Cd, where d = how far the terms lie from the season's.
    """
    series = len(model.slopes)
    exposure = np.ones((series, len(terms))) if exposure is None else exposure
    unit = exposure * np.exp(np.clip(model.slopes @ terms.T, -_STEEPEST, _STEEPEST))
    weight = unit.sum(axis=1) / np.maximum(model.season_exposure[:, -1], 1e-300)
    mean = weight * model.season_events[:, -1]
    centre = (unit @ terms) / np.maximum(unit.sum(axis=1), 1e-300)[:, None]
    away = centre - model.season_terms[:, -1]
    variance = np.einsum("sp,spq,sq->s", away, model.covariance, away)
    events = model.season_events[:, -1]
    variance = variance + np.where(events > 0, 1.0 / np.where(events > 0, events, 1.0), 0.0)
    return Forecast(mean, variance, weight, model.dispersion)


def kept_trends(
    model: Model, *, predicted: Floats, counts: Floats, years: int, below: float = 0.05,
) -> Bools:
    """Say in which series the first term, the trend, may stay.

    At least three years of history, p of its t-test below `below`, and no forecast above the largest count so far.
    """
    from scipy.special import stdtr

    variance = np.maximum(model.dispersion * model.covariance[:, 0, 0], 1e-300)
    p = 2.0 * stdtr(model.freedom, -np.abs(model.slopes[:, 0]) / np.sqrt(variance))
    return (p < below) & (predicted <= counts.max(axis=1)) & (years >= 3)


def plug_in_bounds(expected: Forecast, *, alpha: float = 0.05) -> Floats:
    """Return Noufaily's bound: the 1 - α quantile of a negative binomial with the fitted mean and φ.

    >>> one = Forecast(np.array([1.38]), np.array([0.03]), np.array([0.04]), np.array([1.55]))
    >>> plug_in_bounds(one).tolist()
    [4.0]
    """
    return usual_range(expected=expected.mean, expected_variance=0.0, dispersion=expected.dispersion,
                       level=1.0 - 2.0 * alpha).high


def quantile_bounds(expected: Forecast, *, alpha: float = 0.05, dispersion: Floats | None = None) -> Floats:
    """Return the bound with the mean at its own 1 - α quantile ("muan"); `dispersion` is that of the mean's error."""
    from scipy.special import ndtri

    error = np.sqrt((expected.dispersion if dispersion is None else dispersion) * expected.relative_variance)
    return plug_in_bounds(expected._replace(mean=expected.mean * np.exp(ndtri(1.0 - alpha) * error)), alpha=alpha)


def power_bounds(expected: Forecast, *, alpha: float = 0.05, dispersion: Floats | None = None) -> Floats:
    """Return Farrington's bound ("delta"): normal on the scale of count^⅔.

    (m^⅔ + z ⅔ m^⅙ √τ)^(3/2) with τ = φ + m v, v = variance of the log mean.

    >>> one = Forecast(np.array([5.0]), np.array([0.0016]), np.array([0.04]), np.array([1.0]))
    >>> power_bounds(one).round(4).tolist()
    [9.1155]
    """
    from scipy.special import ndtri

    mean, error = expected.mean, expected.dispersion if dispersion is None else dispersion
    spread = np.sqrt(expected.dispersion + mean * error * expected.relative_variance)
    return (np.cbrt(mean) ** 2 + ndtri(1.0 - alpha) * 2.0 / 3.0 * mean ** (1.0 / 6.0) * spread) ** 1.5
