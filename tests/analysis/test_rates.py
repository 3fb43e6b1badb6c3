"""Counting and rates: nothing is lost, what would mislead is refused, small areas are drawn towards the common rate."""

import numpy as np
import pytest

from samsyn.analysis.counts import Coded, left_out, weekly_cube
from samsyn.analysis.rates import (
    RateRefused,
    active_reporter_weeks,
    gamma_poisson_rates,
    marshall_rates,
    rates_per_1000,
    rates_per_reporter,
    standardised_ratios,
)


def test_the_cube_holds_every_row_once_or_says_what_it_left_out():
    rng = np.random.default_rng(1)
    area, category = Coded(rng.integers(-1, 4, 900), list("abcd")), Coded(rng.integers(-1, 3, 900), list("xyz"))
    week, chosen = rng.integers(100, 110, 900), rng.random(900) < 0.7
    cube = weekly_cube(area, category, week=week, first_week=100, weeks=10, chosen=chosen)
    assert cube.shape == (4, 3, 10)
    assert cube.sum() + sum(left_out(area, category, chosen=chosen).values()) == chosen.sum()
    for a, c, w in ((0, 0, 0), (3, 2, 9), (1, 2, 5)):
        assert cube[a, c, w] == (chosen & (area.code == a) & (category.code == c) & (week == 100 + w)).sum()


def test_the_order_of_the_rows_and_their_splitting_change_nothing():
    rng = np.random.default_rng(2)
    code, week, weight = rng.integers(0, 3, 200), rng.integers(0, 8, 200), rng.integers(1, 4, 200)

    def counted(code, week, weight=None):
        return weekly_cube(Coded(code, list("abc")), week=week, first_week=0, weeks=8, weights=weight)

    order = rng.permutation(200)
    whole = counted(code, week, weight.astype(float))
    assert (counted(code[order], week[order], weight[order].astype(float)) == whole).all()
    assert (counted(np.repeat(code, weight), np.repeat(week, weight)) == whole).all()


def test_rates_have_the_exact_limits_of_a_poisson_count():
    """10 events: 4.795 to 18.390 (Garwood 1936)."""
    found = rates_per_1000([10, 3], inhabitants_count=[5000, 0], of="offences")
    assert (found.rate[0], found.low[0], found.high[0]) == pytest.approx((2.0, 0.959, 3.678), abs=5e-4)
    assert np.isnan([found.rate[1], found.low[1], found.high[1]]).all()
    assert standardised_ratios(10, expected=5.0).high == pytest.approx(3.678, abs=5e-4)


@pytest.mark.parametrize("of", ["observations", "reports", ""])
def test_reports_are_never_set_against_inhabitants(of):
    with pytest.raises(RateRefused) as refused:
        rates_per_1000(5, inhabitants_count=100, of=of)
    assert refused.value.key == "rate.reports_per_inhabitant"


def test_per_active_reporter_a_new_reporter_changes_nothing():
    reported = np.zeros((5, 20), bool)
    reported[:4], reported[4, 10:] = True, True
    counts = 3.0 * reported.sum(axis=0)
    assert rates_per_reporter(counts, reporter_weeks=active_reporter_weeks(reported)).rate.tolist() == [3.0] * 20


def drawn(seed, areas=60, shape=4.0, common=0.02, largest=3000):
    rng = np.random.default_rng(seed)
    exposure = rng.uniform(50, largest, areas)
    rate = rng.gamma(shape, common / shape, areas)
    return rng.poisson(rate * exposure).astype(float), exposure, rate


@pytest.mark.slow
@pytest.mark.parametrize("smooth", [marshall_rates, lambda y, exposure: gamma_poisson_rates(y, exposure=exposure).rate])
def test_smoothing_comes_nearer_to_the_truth(smooth):
    gained = []
    for count, exposure, rate in (drawn(seed, largest=600) for seed in range(20)):
        raw, smoothed = count / exposure, smooth(count, exposure=exposure)
        gained.append([((smoothed - rate) ** 2).sum(), ((raw - rate) ** 2).sum()])
    after, before = np.sum(gained, axis=0)
    assert after < 0.7 * before


def test_the_common_gamma_is_the_most_likely_one():
    from scipy.special import gammaln

    count, exposure, _ = drawn(7)
    found = gamma_poisson_rates(count, exposure=exposure)

    def likelihood(shape, mean):
        return (gammaln(shape + count) - gammaln(shape) + shape * np.log(shape / (shape + exposure * mean))
                + count * np.log(exposure * mean / (shape + exposure * mean))).sum()

    best = likelihood(found.shape, found.common_rate)
    assert all(likelihood(found.shape * a, found.common_rate * b) < best
               for a, b in ((1.03, 1), (0.97, 1), (1, 1.01), (1, 0.99)))
    assert 2 < found.shape < 8


@pytest.mark.slow
def test_the_limits_hold_the_truth_as_often_as_they_say():
    inside = [((found.low <= rate) & (rate <= found.high)).mean() for count, exposure, rate in map(drawn, range(20))
              for found in [gamma_poisson_rates(count, exposure=exposure)]]
    assert 0.92 <= np.mean(inside) <= 0.98


def test_areas_that_do_not_differ_get_one_rate():
    exposure = np.full(40, 500.0)
    count = np.tile([9.0, 10.0, 11.0, 10.0], 10)
    assert gamma_poisson_rates(count, exposure=exposure).rate == pytest.approx(np.full(40, 0.02))
    assert marshall_rates(count, exposure=exposure) == pytest.approx(np.full(40, 0.02))
    assert gamma_poisson_rates(np.zeros(4), exposure=np.ones(4)).rate.tolist() == [0, 0, 0, 0]
