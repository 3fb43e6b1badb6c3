"""p-values and intervals against published figures and against sums made by hand."""

from math import comb, exp, factorial

import numpy as np
import pytest

from samsyn.analysis.significance import (
    benjamini_hochberg,
    benjamini_yekutieli,
    detectable_ratios,
    excess_p_values,
    history_p_values,
    holm,
    largest_short_counts,
    poisson_interval,
    poisson_lower_p_values,
    poisson_upper_p_values,
    ratio_interval,
    shortfall_p_values,
    smallest_alarming_counts,
    tarone_threshold,
    usual_range,
)


def poisson(count: int, mean: float) -> float:
    return exp(-mean) * mean**count / factorial(count)


@pytest.mark.parametrize("mean", [0.1, 1.0, 4.7, 20.0])
@pytest.mark.parametrize("count", [0, 1, 3, 12, 30])
def test_poisson_tails_are_sums(count, mean):
    below = sum(poisson(each, mean) for each in range(count))
    assert poisson_upper_p_values(count, mean=mean) == pytest.approx(1 - below, abs=1e-12)
    assert poisson_lower_p_values(count, mean=mean) == pytest.approx(below + poisson(count, mean), abs=1e-12)


@pytest.mark.parametrize(("count", "low", "high"), [(1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (20, 12.2165, 30.8884)])
def test_the_interval_of_garwood(count, low, high):
    """Published table of exact 95 % limits (Garwood 1936; the same in R's poisson.test)."""
    limits = poisson_interval(count)
    assert (limits.low, limits.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "before", "ratio"), [(9, 9, 1 / 3), (0, 4, 1.0), (5, 0, 0.25), (3, 60, 0.02), (0, 0, 1)])
def test_the_conditional_test_is_a_binomial_sum(now, before, ratio):
    share, total = ratio / (1 + ratio), now + before
    tail = sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(now, total + 1))
    assert history_p_values(now, before=before, exposure_ratio=ratio) == pytest.approx(tail, rel=1e-12)
    own = comb(total, now) * share**now * (1 - share) ** before
    middle = history_p_values(now, before=before, exposure_ratio=ratio, mid_p=True)
    assert middle == pytest.approx(tail - own / 2, rel=1e-9)


@pytest.mark.parametrize(("now", "before", "ratio"), [(9, 9, 1 / 3), (5, 0, 0.25), (30, 60, 0.2)])
def test_the_predictive_rule_is_the_conditional_test_when_all_weigh_the_same(now, before, ratio):
    mine = excess_p_values(now, expected=before * ratio, expected_variance=before * ratio**2, largest_weight=ratio)
    assert mine == pytest.approx(history_p_values(now, before=before, exposure_ratio=ratio), rel=1e-9)
    fewer = shortfall_p_values(now, expected=before * ratio, expected_variance=before * ratio**2)
    share, total = ratio / (1 + ratio), now + before
    tail = sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(now + 1))
    assert fewer == pytest.approx(tail if before else 1.0, rel=1e-6)


def test_overdispersion_is_a_negative_binomial():
    """Mean 6, variance 12: r = 6, p = 1/2, so P(X ≥ 15) is a sum of C(k + 5, k) / 2^(k + 6)."""
    tail = 1 - sum(comb(k + 5, k) / 2 ** (k + 6) for k in range(15))
    assert excess_p_values(15, expected=6, expected_variance=0, largest_weight=0, dispersion=2) == pytest.approx(tail)
    assert shortfall_p_values(14, expected=6, expected_variance=0, dispersion=2) == pytest.approx(1 - tail)


def test_more_uncertainty_never_makes_a_finding_stronger():
    count = np.arange(8, 40)
    sure = excess_p_values(count, expected=5, expected_variance=0.1, largest_weight=0.1)
    assert (excess_p_values(count, expected=5, expected_variance=2, largest_weight=0.1) >= sure).all()
    assert (excess_p_values(count, expected=5, expected_variance=0.1, largest_weight=0.1, dispersion=1.5) >= sure).all()


def test_the_limits_are_where_the_p_value_turns():
    mean = np.array([0.0, 0.3, 5.0, 40.0, 900.0])
    given = {"expected": mean, "expected_variance": mean / 10, "dispersion": 1.2}
    high = smallest_alarming_counts(**given, largest_weight=0.1, threshold=0.003)
    assert (excess_p_values(high, **given, largest_weight=0.1) <= 0.003).all()
    assert (excess_p_values(high - 1, **given, largest_weight=0.1) > 0.003).all()
    low = largest_short_counts(**given, threshold=0.003)
    assert (shortfall_p_values(low + 1, **given) > 0.003).all()
    short = shortfall_p_values(np.maximum(low, 0), **given) <= 0.003
    assert short[low >= 0].all()
    assert low[0] == -1


def test_the_usual_range_holds_what_it_promises():
    limits = usual_range(expected=[0.5, 3.0, 30.0], expected_variance=0.0, level=0.95)
    for mean, low, high in zip([0.5, 3.0, 30.0], *limits, strict=True):
        inside = sum(poisson(each, mean) for each in range(int(low), int(high) + 1))
        assert inside >= 0.95


def test_corrections_agree_with_r():
    """R: p.adjust(c(.001, .008, .039, .041, .042, .06, .074, .205), "holm" / "BH" / "BY")."""
    p = [0.205, 0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074]
    assert benjamini_hochberg(p) == pytest.approx(
        [0.205, 0.008, 0.032, 0.0672, 0.0672, 0.0672, 0.08, 0.0845714], abs=1e-6)
    harmonic = sum(1 / k for k in range(1, 9))
    assert benjamini_yekutieli(p) == pytest.approx(np.minimum(benjamini_hochberg(p) * harmonic, 1), abs=1e-9)


def test_holm_step_by_step():
    """0.01 × 4, 0.02 × 3, then 0.03 × 2 = 0.06 and 0.5 × 1, never decreasing."""
    assert holm([0.5, 0.03, 0.01, 0.02]) == pytest.approx([0.5, 0.06, 0.04, 0.06])


def test_no_tests_at_all():
    assert holm([]).size == benjamini_hochberg([]).size == benjamini_yekutieli([]).size == 0
    assert tarone_threshold([], alpha=0.05).testable == 1


@pytest.mark.parametrize("seed", range(5))
def test_tarone_is_the_smallest_number_that_works(seed):
    smallest = 10 ** np.random.default_rng(seed).uniform(-6, 0, 300)
    k = 1
    while (smallest <= 0.05 / k).sum() > k:
        k += 1
    assert tarone_threshold(smallest, alpha=0.05).testable == k


def test_what_can_be_noticed_is_found_as_often_as_it_says():
    rng = np.random.default_rng(7)
    ratio = float(detectable_ratios(expected=8, expected_variance=0, largest_weight=0, threshold=0.003))
    alarm = float(smallest_alarming_counts(expected=8, expected_variance=0, largest_weight=0, threshold=0.003))
    assert (rng.poisson(8 * ratio, 20_000) >= alarm).mean() == pytest.approx(0.8, abs=0.02)


def test_a_ratio_interval_holds_the_ratio():
    limits = ratio_interval([0, 12, 5], before=[10, 40, 0], exposure_ratio=0.25)
    assert limits.low[0] == 0 and np.isinf(limits.high[2])
    assert limits.low[1] < 12 / 40 / 0.25 < limits.high[1]
