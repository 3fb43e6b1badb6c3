"""This period against its own history and season.

Every series (an area, a category, the whole municipality) is compared with itself alone. The level of the year is a
Poisson regression on season, trend and holidays, with the series' own size profiled out; small series lean on the
municipality's season (a normal prior), large ones make their own. The same weeks of earlier years (±3) and the latest
weeks weigh fully, all others half.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.significance import (
    excess_p_values,
    largest_short_counts,
    shortfall_p_values,
    smallest_alarming_counts,
    usual_range,
)
from samsyn.analysis.weeks import Week, same_season, weeks_between

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RISE_SHARE = 0.75                # of an area's or category's part of the budget; the rest is for "fewer"
SEASON_WEEKS = 48                # live weeks of history from which a season can be known
_YEAR_WEEKS = 365.2425 / 7
_OTHER_WEIGHT = 0.5
_RECENT_WEEKS = 12
_PRIOR_BLOCKS = 25.0             # how many blocks the common dispersion weighs against a series' own


class Design(NamedTuple):
    """What the level of a week may depend on: columns (weeks, terms), and how freely each may move (variances)."""

    columns: Floats
    common_variance: Floats      # of the municipality's terms, around 0
    own_variance: Floats         # of a series' terms, around the municipality's


class Fit(NamedTuple):
    """The level of every series in every week, before overdispersion."""

    slopes: Floats               # (series, terms)
    covariance: Floats           # (series, terms, terms)
    unit: Floats                 # (series, weeks): what one weighted event of the history is worth in that week
    events: Floats               # Σ weight × count of the history
    squares: Floats              # Σ weight² × count
    centre: Floats               # (series, terms): mean of the terms over the history

    @property
    def expected(self) -> Floats:
        """Expected counts, (series, weeks)."""
        return self.events[:, None] * self.unit


class Expectation(NamedTuple):
    """What a window was expected to hold, series by series; input to the rules of `significance`."""

    expected: Floats
    variance: Floats             # of the expectation itself
    weight: Floats               # worth of one event of the history
    dispersion: Floats


class Judgement(NamedTuple):
    """Counts against expectations, with the limits within which they are as usual."""

    p_value: Floats              # of the unlikelier direction, counted against the budget of both
    low: Floats
    high: Floats
    verdict: list[str]           # more, fewer or usual


def season_design(*, first_week: int, live: Bools, now: slice, holidays: Floats) -> Design:
    """Return the terms for weeks numbered from `first_week` (running): holiday, trend, and one or two yearly waves.

    A yearly wave and a trend need a year of live history, the second wave two; before that the holiday term stands
    alone. Trend is in years from the start of `now`; `holidays` is the share of the week's working days that are free.

    >>> live = np.ones(110, bool)
    >>> season_design(first_week=0, live=live, now=slice(106, 110), holidays=np.zeros(110)).columns.shape
    (110, 6)
    """
    steps = np.arange(live.size)
    years = (steps - now.start) / _YEAR_WEEKS
    angle = 2.0 * np.pi * (steps + first_week) / _YEAR_WEEKS
    history = int(live[:now.start].sum())
    terms = [(holidays, 0.5, 0.1)]
    if history >= SEASON_WEEKS:
        terms += [(years, 0.05, 0.02), (np.cos(angle), 0.3, 0.1), (np.sin(angle), 0.3, 0.1)]
    if history >= 2 * SEASON_WEEKS:
        terms += [(np.cos(2 * angle), 0.05, 0.05), (np.sin(2 * angle), 0.05, 0.05)]
    columns, common, own = zip(*terms, strict=True)
    return Design(np.stack(columns, axis=1), np.array(common), np.array(own))


def history_weights(*, first_week: int, live: Bools, now: slice, years_back: int = 3, spread: int = 3) -> Floats:
    """Return how much each week of the history weighs: 0 paused or too late, 1 same season or recent, else 1/2.

    With less than a year of history only the last 26 live weeks count: the others are of another season.

    >>> history_weights(first_week=0, live=np.ones(60, bool), now=slice(59, 60))[[0, 7, 30, 50, 59]].round(2).tolist()
    [0.5, 1.0, 0.5, 1.0, 0.0]
    """
    weights = np.where(live, _OTHER_WEIGHT, 0.0)
    start = Week.from_running(first_week)
    for years in range(1, years_back + 1):
        near = {weeks_between(start, week) for step in range(now.start, now.stop)
                for week in same_season(start + step, years_back=years, spread=spread)}
        steps = np.array([step for step in near if 0 <= step < now.start], np.int64)
        weights[steps] = np.where(live[steps], 1.0, 0.0)
    recent = np.flatnonzero(live[:now.start])
    weights[recent[-_RECENT_WEEKS:]] = 1.0
    if recent.size < SEASON_WEEKS:
        weights[recent[:-26]], weights[recent[-26:]] = 0.0, 1.0
    weights[now.start:] = 0.0
    return weights


def fit_history(counts: Floats, *, coverage: Floats, weights: Floats, design: Design) -> Fit:
    """Fit every series' season to its history; the first series must be the sum that the others lean on.

    Given the weighted total B of a series, its weeks are multinomial with shares p ∝ weight × coverage × exp(x γ): the
    Poisson regression with the level profiled out, so that an empty series cannot run away. Newton steps on γ with a
    normal prior; first the municipality's around 0, then all others' around the municipality's.
    """
    common = _newton(counts[:1], coverage[:1], weights, design.columns, np.zeros_like(design.common_variance),
                     design.common_variance)
    centre = common.slopes[0]
    own = _newton(counts[1:], coverage[1:], weights, design.columns, centre, design.own_variance)
    return Fit(*(np.concatenate(both) for both in zip(common, own, strict=True)))


def _newton(counts: Floats, coverage: Floats, weights: Floats, x: Floats, centre: Floats, variance: Floats) -> Fit:
    series, terms = len(counts), x.shape[1]
    products = (x[:, :, None] * x[:, None, :]).reshape(len(x), terms * terms)
    prior = np.diag(1.0 / variance)
    slopes = np.tile(centre, (series, 1))
    events = counts @ weights
    scores = (counts * weights) @ x
    for _ in range(12):
        share, mean = _shares(slopes, coverage * weights, x)
        spread = (share @ products).reshape(series, terms, terms) - mean[:, :, None] * mean[:, None, :]
        precision = events[:, None, None] * spread + prior
        gradient = scores - events[:, None] * mean - (slopes - centre) @ prior
        step = np.linalg.solve(precision, gradient[:, :, None])[:, :, 0]
        slopes = slopes + np.clip(step, -1.0, 1.0)
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
    level = coverage * np.exp(np.clip(slopes @ x.T, -20.0, 20.0))
    unit = level / np.maximum((level * weights).sum(axis=1, keepdims=True), 1e-12)
    mean = _shares(slopes, coverage * weights, x)[1]
    covariance: Floats = np.asarray(np.linalg.inv(precision), np.float64)
    return Fit(slopes, covariance, unit, events, counts @ (weights * weights), mean)


def _shares(slopes: Floats, exposure: Floats, x: Floats) -> tuple[Floats, Floats]:
    level = exposure * np.exp(np.clip(slopes @ x.T, -20.0, 20.0))
    share = level / np.maximum(level.sum(axis=1, keepdims=True), 1e-12)
    return share, share @ x


def dispersions(counts: Floats, *, fit: Fit, live: Bools, history: slice, block_weeks: int) -> Floats:
    """Return each series' variance over its mean, from sums of `block_weeks` live weeks of the history, at least 1.

    Pearson: φ = Σ (Y - M)² / M / df with df = blocks - 1 - terms / 2 (the terms are shared). A series' own φ leans on
    the common one of all series with at least one event a block, which counts as 25 blocks.
    """
    steps = np.flatnonzero(live[history]) + history.start
    steps = steps[steps.size % block_weeks:]
    if steps.size < 2 * block_weeks:
        return np.ones(len(counts))
    shape = (len(counts), steps.size // block_weeks, block_weeks)
    seen, meant = (each[:, steps].reshape(shape).sum(axis=2) for each in (counts, fit.expected))
    square = np.where(meant > 1e-9, (seen - meant) ** 2 / np.maximum(meant, 1e-9), 0.0).sum(axis=1)
    freedom = max(seen.shape[1] - 1.0 - fit.slopes.shape[1] / 2.0, 1.0)
    enough = meant.mean(axis=1) >= 1.0
    common = max(1.0, float(square[enough].sum() / (freedom * enough.sum()))) if enough.any() else 1.0
    lent = common * (1.0 + 1.0 / np.sqrt(freedom * max(int(enough.sum()), 1))) * _PRIOR_BLOCKS
    return np.maximum((square + lent) / (freedom + _PRIOR_BLOCKS), 1.0)


def expectation(fit: Fit, *, design: Design, window: slice, live: Bools, dispersion: Floats) -> Expectation:
    """Return what a window was expected to hold, with the variance of that expectation.

    Variance = unit² Σ w² y (the counts of the history) + mean² g'Cg (the season), g = how far the window's terms lie
    from the history's, C = covariance of the slopes.
    """
    unit = fit.unit[:, window] * live[window]
    worth = unit.sum(axis=1)
    mean = fit.events * worth
    terms = (unit @ design.columns[window]) / np.maximum(worth, 1e-12)[:, None]
    away = terms - fit.centre
    season = np.einsum("sp,spq,sq->s", away, fit.covariance, away)
    return Expectation(mean, worth * worth * fit.squares + mean * mean * season, worth, dispersion)


def rise_p_values(count: Floats, *, against: Expectation) -> Floats:
    """Return the chance of at least this count when nothing has changed."""
    return excess_p_values(count, expected=against.expected, expected_variance=against.variance,
                           largest_weight=against.weight, dispersion=against.dispersion)


def judge(count: Floats, *, against: Expectation, threshold: float) -> Judgement:
    """Call each count more, fewer or usual at a threshold for both directions together.

    The rise has 3/4 of the threshold, the fall 1/4; the p-value given back is min(rise / 0.75, fall / 0.25), at most 1.
    `low` and `high` are the smallest and largest counts that would have been called usual.
    """
    rise = rise_p_values(count, against=against) / RISE_SHARE
    fall = shortfall_p_values(count, expected=against.expected, expected_variance=against.variance,
                              dispersion=against.dispersion) / (1.0 - RISE_SHARE)
    high = smallest_alarming_counts(
        expected=against.expected, expected_variance=against.variance, largest_weight=against.weight,
        dispersion=against.dispersion, threshold=threshold * RISE_SHARE) - 1.0
    low = largest_short_counts(expected=against.expected, expected_variance=against.variance,
                               dispersion=against.dispersion, threshold=threshold * (1.0 - RISE_SHARE)) + 1.0
    verdict = np.where(count > high, "more", np.where(count < low, "fewer", "usual"))
    return Judgement(np.minimum(np.minimum(rise, fall), 1.0), low, high, [str(each) for each in verdict])


def weekly_band(fit: Fit, *, dispersion: Floats, weeks: slice, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the range within which a single week's count is expected, for the small curves."""
    limits = usual_range(expected=fit.expected[:, weeks], expected_variance=0.0,
                         dispersion=dispersion[:, None], level=level)
    return limits.low, limits.high
