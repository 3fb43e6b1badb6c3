"""Surveys: by hand where it can be done by hand, and drawn over and over where it cannot."""

import numpy as np
import pytest

from samsyn.analysis.estimates import (
    Sample,
    effective_answers,
    index_0_to_6,
    mean_difference,
    post_stratified,
    response_keys,
    weighted_mean,
    weighted_share,
)


def test_without_weights_it_is_the_mean_and_its_error():
    values = np.array([2.0, 4, 4, 7, 3, 9])
    found = weighted_mean(values, sample=Sample(np.full(6, 12.5)))
    assert found.value == pytest.approx(values.mean())
    assert found.error == pytest.approx(values.std(ddof=1) / np.sqrt(6)) and found.effective_answers == 6
    assert (found.high - found.value) / found.error == pytest.approx(2.5706, abs=1e-4)     # t with 5


def test_strata_and_the_finite_population_by_hand():
    """Two strata of 2 and 3 from 10 and 30: Σ W² (1 - f) s² / n = 1/16·0.8·2/2 + 9/16·0.9·7/3."""
    values, strata = np.array([1.0, 3.0, 4.0, 5.0, 9.0]), np.array([0, 0, 1, 1, 1])
    population = np.array([10.0, 10, 30, 30, 30])
    sample = Sample(post_stratified(strata, population=np.array([10.0, 30.0])), strata=strata, population=population)
    found = weighted_mean(values, sample=sample)
    assert found.value == pytest.approx((10 * 2 + 30 * 6) / 40)
    assert found.error**2 == pytest.approx(1 / 16 * 0.8 * 2 / 2 + 9 / 16 * 0.9 * 7 / 3)


def test_clusters_by_hand():
    """Four stairwells of two who answer alike are four answers, not eight."""
    values, clusters = np.repeat([1.0, 2.0, 4.0, 5.0], 2), np.repeat(np.arange(4), 2)
    found = weighted_mean(values, sample=Sample(np.ones(8), clusters=clusters))
    assert found.error == pytest.approx(np.std([1, 2, 4, 5], ddof=1) / 2)


def test_effective_answers():
    assert effective_answers(np.ones(50)) == 50 and effective_answers([]) == 0.0
    assert effective_answers([1, 1, 1, 3]) == pytest.approx(3.0)


def test_doubling_all_weights_and_turning_the_rows_change_nothing():
    rng = np.random.default_rng(1)
    values, weights, strata = rng.normal(size=60), rng.uniform(1, 4, 60), rng.integers(0, 3, 60)
    order = rng.permutation(60)
    first = weighted_mean(values, sample=Sample(weights, strata))
    second = weighted_mean(values[order], sample=Sample(2 * weights[order], strata[order]))
    assert first[:4] == pytest.approx(second[:4])


def test_a_group_is_a_domain_and_not_a_sample_of_its_own():
    values, among = np.array([1.0, 5.0, np.nan, 3.0]), np.array([True, True, True, False])
    found = weighted_mean(values, sample=Sample(np.ones(4)), among=among)
    assert (found.value, found.answers) == (3.0, 2)
    assert found.error == pytest.approx(np.sqrt(4 / 3 * 2 * 1.0))


def test_a_share_stays_within_its_bounds():
    sample = Sample(np.random.default_rng(2).uniform(1, 3, 40))
    none, everybody = (weighted_share(np.full(40, each), sample=sample) for each in (0.0, 1.0))
    assert none.low == 0.0 and 0 < none.high < 0.15 and everybody.high == 1.0 and 0.85 < everybody.low < 1
    assert np.isnan(weighted_share(np.full(3, np.nan), sample=Sample(np.ones(3))).value)


def test_the_limits_of_clopper_and_pearson():
    """10 of 101 with equal weights is worth 100 answers: limits of 9.9 of 100."""
    found = weighted_share(np.repeat([1.0, 0.0], [10, 91]), sample=Sample(np.ones(101)))
    assert (found.low, found.high) == pytest.approx((0.0485, 0.1747), abs=2e-3)


@pytest.mark.slow
def test_the_limits_hold_the_truth():
    """400 samples of 60 with uneven weights and a rare answer: at least 93 % of the 95 % limits hold it."""
    rng, inside = np.random.default_rng(3), 0
    group = np.repeat([0, 1], [8000, 2000])
    truth = np.where(rng.random(10_000) < np.where(group, 0.25, 0.05), 1.0, 0.0)
    for _ in range(400):
        drawn = np.r_[rng.choice(8000, 30, replace=False), 8000 + rng.choice(2000, 30, replace=False)]
        sample = Sample(np.where(group[drawn], 2000 / 30, 8000 / 30), strata=group[drawn])
        found = weighted_share(truth[drawn], sample=sample)
        inside += found.low <= truth.mean() <= found.high
    assert inside >= 0.93 * 400


def test_an_index_turns_good_questions_and_leaves_out_who_hardly_answered():
    answers = np.array([[0.0, 6, 1], [2, 2, np.nan], [5, np.nan, np.nan]])
    found = index_0_to_6(answers, sample=Sample(np.ones(3)), turned=np.array([False, True, False]))
    assert found.answers == 2 and found.value == pytest.approx(np.mean([1 / 3, 3.0]))
    assert 0 <= found.low <= found.high <= 6
    with pytest.raises(ValueError, match="index.outside"):
        index_0_to_6(np.array([[7.0]]), sample=Sample(np.ones(1)))


def test_two_years_are_compared_with_both_their_errors():
    rng = np.random.default_rng(5)
    values, year = np.r_[rng.normal(3, 1, 200), rng.normal(2.5, 1, 200)], np.repeat([0, 1], 200)
    found = mean_difference(values, first=year == 0, second=year == 1, sample=Sample(np.ones(400), strata=year))
    apart = [weighted_mean(values[year == each], sample=Sample(np.ones(200))).error for each in (0, 1)]
    assert found.error == pytest.approx(np.hypot(*apart)) and found.high < 0 < found.value + 1


@pytest.mark.parametrize(("answers", "invited", "keys"), [
    (20, 40, ("estimate.few_answers", "estimate.fair_response")), (100, 500, ("estimate.low_response",)),
    (100, 120, ()), (100, None, ())])
def test_what_must_be_told_beside_it(answers, invited, keys):
    assert response_keys(answers, invited=invited) == keys


def test_uneven_weights_are_told_and_an_empty_group_is_refused():
    assert "estimate.uneven_weights" in response_keys(40, weights=np.r_[np.ones(39), 60.0])
    with pytest.raises(ValueError, match="empty_group"):
        post_stratified(np.array([0, 0]), population=np.array([5.0, 5.0]))
