"""A series against its own history: the regression against arithmetic that can be followed."""

import numpy as np
import pytest

from samsyn.analysis.change import (
    Design,
    dispersions,
    expectation,
    fit_history,
    history_weights,
    judge,
    season_design,
    weekly_band,
)
from samsyn.analysis.significance import history_p_values
from samsyn.analysis.weeks import Week

WEEKS = 108
LIVE = np.ones(WEEKS, bool)
NOW = slice(104, 108)
FLAT = Design(np.zeros((WEEKS, 1)), np.ones(1), np.ones(1))


def fitted(counts, *, design=FLAT, weights=None, coverage=None):
    weights = np.where(np.arange(WEEKS) < 104, 1.0, 0.0) if weights is None else weights
    coverage = np.ones_like(counts) if coverage is None else coverage
    return fit_history(counts, coverage=coverage, weights=weights, design=design)


def test_without_season_it_is_the_exact_conditional_test():
    counts = np.zeros((2, WEEKS))
    counts[:, :104] = np.random.default_rng(1).poisson(3, 104)
    fit = fitted(counts)
    against = expectation(fit, design=FLAT, window=NOW, live=LIVE, dispersion=np.ones(2))
    assert against.expected == pytest.approx(counts[:, :104].sum(axis=1) * 4 / 104)
    judgement = judge(np.array([24.0, 24.0]), against=against, threshold=0.05)
    exact = history_p_values(24, before=counts[0].sum(), exposure_ratio=4 / 104)
    assert judgement.p_value[0] == pytest.approx(min(exact / 0.75, 1), rel=1e-6)


def test_an_empty_series_promises_nothing():
    fit = fitted(np.zeros((2, WEEKS)))
    against = expectation(fit, design=FLAT, window=NOW, live=LIVE, dispersion=np.ones(2))
    judgement = judge(np.array([0.0, 9.0]), against=against, threshold=0.05)
    assert judgement.verdict == ["usual", "more"] and against.expected.tolist() == [0, 0]


def test_a_season_is_learnt_and_lent_to_small_series():
    step = np.arange(WEEKS)
    wave = 1 + 0.6 * np.sin(2 * np.pi * step / 52.18)
    rng = np.random.default_rng(3)
    counts = np.stack([rng.poisson(60 * wave), rng.poisson(0.5 * wave)]).astype(float)
    design = season_design(first_week=0, live=LIVE, now=NOW, holidays=np.zeros(WEEKS))
    fit = fitted(counts, design=design)
    window = slice(104, 108)
    against = expectation(fit, design=design, window=window, live=LIVE, dispersion=np.ones(2))
    assert against.expected[0] == pytest.approx(60 * wave[window].sum(), rel=0.08)
    high, low = (expectation(fit, design=design, window=slice(at, at + 4), live=LIVE, dispersion=np.ones(2)).expected
                 for at in (63, 89))
    assert high[1] / low[1] > 2                      # 0.5 a week has learnt nothing by itself


def test_a_holiday_week_is_compared_with_holiday_weeks():
    holidays = np.zeros(WEEKS)
    holidays[[1, 25, 53, 77, 105]] = 0.6
    rng = np.random.default_rng(5)
    counts = rng.poisson(40 * np.where(holidays > 0, 0.4, 1.0), (1, WEEKS)).astype(float)
    design = season_design(first_week=0, live=LIVE, now=NOW, holidays=holidays)
    fit = fitted(counts, design=design)
    assert fit.expected[0, 105] == pytest.approx(16, rel=0.3)
    assert fit.expected[0, 104] == pytest.approx(40, rel=0.15)


def test_coverage_scales_what_half_the_sources_gave():
    counts = np.full((1, WEEKS), 10.0)
    counts[0, :52] = 5
    coverage = np.ones((1, WEEKS))
    coverage[0, :52] = 0.5
    fit = fitted(counts, coverage=coverage)
    assert fit.expected[0, [0, 100, 107]] == pytest.approx([5, 10, 10])


def test_dispersion_is_one_for_chance_and_larger_for_uneven_weeks():
    rng = np.random.default_rng(5)
    even = rng.poisson(10, (6, WEEKS)).astype(float)
    uneven = rng.poisson(10 * rng.gamma(4, 0.25, (6, WEEKS))).astype(float)
    for counts, low, high in ((even, 1.0, 1.3), (uneven, 2.3, 5.0)):
        spread = dispersions(counts, fit=fitted(counts), live=LIVE, history=slice(0, 104), block_weeks=1)
        assert low <= np.median(spread) <= high


def test_weights_follow_the_season_and_skip_the_pauses():
    live = LIVE.copy()
    live[50] = False
    weights = history_weights(first_week=Week(2023, 40).running, live=live, now=NOW)
    assert weights[50] == 0 and (weights[104:] == 0).all()
    assert (weights[92:104] == 1).all() and weights[80] == 0.5
    middle = 104 - 52
    assert (weights[middle - 1:middle + 6] == 1).all()


def test_a_short_history_is_only_the_latest_half_year():
    live = np.ones(44, bool)
    weights = history_weights(first_week=0, live=live, now=slice(40, 44))
    assert (weights[:14] == 0).all() and (weights[14:40] == 1).all()
    assert season_design(first_week=0, live=live, now=slice(40, 44), holidays=np.zeros(44)).columns.shape[1] == 1


@pytest.mark.parametrize("threshold", [0.05, 0.003])
def test_outside_the_limits_is_exactly_what_is_called_out(threshold):
    counts = np.random.default_rng(6).poisson(5, (2, WEEKS)).astype(float)
    fit = fitted(counts)
    against = expectation(fit, design=FLAT, window=NOW, live=LIVE, dispersion=np.array([1.0, 1.4]))
    for count in range(60):
        judgement = judge(np.full(2, float(count)), against=against, threshold=threshold)
        called = [each != "usual" for each in judgement.verdict]
        assert called == (judgement.p_value <= threshold).tolist()
        assert called == ((count < judgement.low) | (count > judgement.high)).tolist()


def test_the_band_holds_most_weeks():
    counts = np.random.default_rng(8).poisson(7, (5, WEEKS)).astype(float)
    low, high = weekly_band(fitted(counts), dispersion=np.ones(5), weeks=slice(82, 108))
    inside = (counts[:, 82:] >= low) & (counts[:, 82:] <= high)
    assert inside.mean() > 0.93
