"""Effects on series: seat belts by R, the level model by full matrices, mixes of areas, what the checks object to."""

import csv
import json

import numpy as np
import pytest

from samsyn.analysis.interrupted import (
    dependence_p_value,
    difference_in_differences,
    interrupted_series,
    series_columns,
)
from samsyn.analysis.level_model import _fit, level_effect
from samsyn.analysis.regression import (
    NEGATIVE_BINOMIAL,
    QUASI,
    NotEstimable,
    fit_counts,
    fit_shares,
    robust_covariance,
)
from samsyn.analysis.synthetic_control import simplex_weights, synthetic_control
from tests.analysis.oracles import oracle


@pytest.fixture(scope="module")
def belts():
    rows = list(csv.DictReader(oracle("its/seatbelts_R_datasets.csv").open()))
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    return columns | {"i": np.arange(1.0, len(rows) + 1)}


@pytest.fixture(scope="module")
def by_r():
    return json.loads(oracle("its/seatbelts_results_R.json").read_text())


def waves(months):
    return [turn(2 * np.pi * wave * months / 12) for wave in (1, 2) for turn in (np.sin, np.cos)]


def assert_equal_to(fit, expected):
    """Coefficients to 1e-8, errors and dispersion to 1e-7 relative, whatever R left out as not estimable aside."""
    told = {name: value for name, value in expected["coef"].items() if value != "NA"}
    assert fit.coefficients == pytest.approx(list(told.values()), abs=1e-8)
    assert fit.errors == pytest.approx([expected["se"][name] for name in told], rel=1e-7)


def test_the_seat_belt_law(belts, by_r):
    columns = np.column_stack([np.ones(192), belts["law"], belts["i"], *waves(belts["i"])])
    for family, name in ((QUASI, "killed_quasi"), (NEGATIVE_BINOMIAL, "killed_nb")):
        fit = fit_counts(belts["DriversKilled"], columns=columns, offset=np.log(belts["kms"]), family=family)
        assert_equal_to(fit, by_r[name])
    assert fit.theta == pytest.approx(by_r["killed_nb"]["theta"], rel=1e-8)
    assert np.exp(fit.coefficients[1]) == pytest.approx(0.868, abs=5e-4)


def test_a_change_of_slope_and_two_groups(belts, by_r):
    law, i = belts["law"], belts["i"]
    columns = np.column_stack([np.ones(192), law, i - 169, *waves(i), law * (i - 169)])
    fit = fit_counts(belts["drivers"], columns=columns)
    assert_equal_to(fit, by_r["drivers_slope"])
    assert fit.dispersion == pytest.approx(by_r["drivers_slope"]["dispersion"])
    front, month = np.r_[np.ones(192), np.zeros(192)], np.tile((np.arange(192) % 12), 2)
    law, i = np.tile(law, 2), np.tile(i, 2)
    columns = np.column_stack([np.ones(384), front, law, i, *[month == each for each in range(1, 12)],
                               front * law, front * i])
    assert_equal_to(fit_counts(np.r_[belts["front"], belts["rear"]], columns=columns), by_r["front_vs_rear_did"])


def test_the_whole_design_on_the_seat_belts(belts):
    """The same law through the door that the product uses: months, so a year of twelve."""
    found = interrupted_series(belts["DriversKilled"], start=169, exposure=belts["kms"])
    assert found.effect.ratio == pytest.approx(0.87, abs=0.05) and found.effect.grade.level <= 2
    columns = series_columns(192, start=169, year=12.0)
    fit = fit_counts(belts["DriversKilled"], columns=columns, offset=np.log(belts["kms"]))
    assert np.exp(fit.coefficients[1]) == pytest.approx(0.8714, abs=1e-3)     # methods' .871


def test_columns_that_say_the_same_are_refused():
    with pytest.raises(NotEstimable):
        fit_counts(np.arange(5.0), columns=np.ones((5, 2)))
    with pytest.raises(NotEstimable):
        fit_shares(np.array([0.0, 0.0, 3.0]), whole=np.full(3, 3.0), columns=np.array([[1.0, 0], [1, 0], [1, 1]]))


def test_the_robust_error_by_hand():
    counts = np.array([3.0, 7, 4, 8, 2, 6])
    fit = fit_counts(counts, columns=np.ones((6, 1)))
    left = counts - 5.0
    near = left[1:] @ left[:-1]
    by_hand = (left @ left + 2 * (1 - 1 / 2) * near) / (6 * 5.0) ** 2 * 6 / 5
    assert robust_covariance(fit, groups=np.arange(6), lags=1)[0, 0] == pytest.approx(by_hand)


def test_dependence_is_seen_where_it_is():
    rng = np.random.default_rng(2)
    noise = rng.normal(size=200)
    assert dependence_p_value(noise) > 0.05
    assert dependence_p_value(np.convolve(noise, np.ones(4), "valid")) < 1e-6


def test_a_level_that_wanders_makes_an_interrupted_series_doubtful():
    rng = np.random.default_rng(6)
    level = np.exp(np.cumsum(rng.normal(0, 0.06, 156)))
    found = interrupted_series(rng.poisson(60 * level).astype(float), start=104)
    assert "weeks_depend" in found.effect.grade.because


def place_and_other(seed, ratio=1.0, drift=0.0):
    rng, week = np.random.default_rng(seed), np.arange(156)
    common = (1 + 0.4 * np.sin(week / 8.3)) * np.exp(rng.normal(0, 0.2, 156))
    place = rng.poisson(15 * common * np.exp(drift * week) * np.where(week < 104, 1, ratio)).astype(float)
    return place, rng.poisson(40 * common).astype(float)


def test_the_difference_in_differences_is_the_ratio_of_ratios():
    place, other = place_and_other(3, ratio=0.6)
    found = difference_in_differences(place, comparison=other, start=104)
    by_hand = place[104:].sum() / place[:104].sum() / (other[104:].sum() / other[:104].sum())
    assert found.effect.ratio == pytest.approx(by_hand) and found.effect.p_value < 1e-4
    assert found.effect.low < 0.6 < found.effect.high and found.effect.grade.level == 3


def test_trends_that_differed_before_are_told():
    place, other = place_and_other(5, drift=-0.008)
    found = difference_in_differences(place, comparison=other, start=104)
    assert found.trend_p_value < 0.1 and "trends_differ" in found.effect.grade.because
    assert found.effect.grade.level == 1 and found.trend_ratio_a_year < 0.8


def test_the_level_model_is_the_full_generalised_least_squares():
    """With the level's start unknown: y ~ N(Xβ, σ² (I + λ ΣΣ' + κ 11')), κ → ∞; forecasts by the same matrices."""
    rng, ratio, n = np.random.default_rng(2), 0.2, 40
    x = rng.normal(10, 2, (n + 5, 2))
    y = x[:n] @ [0.5, -0.3] + np.cumsum(rng.normal(0, 0.4, n)) + rng.normal(0, 1, n)
    steps = np.tril(np.ones((n + 5, n + 5)))[:, 1:]
    whole = np.eye(n + 5) + ratio * steps @ steps.T + 1e7 * np.ones((n + 5, n + 5))
    inverse = np.linalg.inv(whole[:n, :n])
    beta = np.linalg.solve(x[:n].T @ inverse @ x[:n], x[:n].T @ inverse @ y)
    fit = _fit(y, x[:n], ratio)
    assert fit.coefficients == pytest.approx(beta, rel=1e-5)
    carried = (whole[n:, :n]) @ inverse
    assert fit.level[0] - fit.level[1:] @ fit.coefficients == pytest.approx((carried @ (y - x[:n] @ beta))[0], rel=1e-4)
    variance = (y - x[:n] @ beta) @ inverse @ (y - x[:n] @ beta) / (n - 3)
    assert fit.variance == pytest.approx(variance, rel=1e-4)


def test_the_level_model_repeats_itself_and_finds_what_is_there():
    rng = np.random.default_rng(7)
    other = 50 + np.cumsum(rng.normal(0, 1.5, 156))
    place = rng.poisson(0.6 * other * np.where(np.arange(156) < 104, 1, 0.7)).astype(float)
    found = [level_effect(place, start=104, regressors=other[:, None]) for _ in range(2)]
    assert found[0].cumulative == found[1].cumulative and found[0].effect.p_value < 0.05
    assert found[0].effect.low < 0.7 < found[0].effect.high and (found[0].low < found[0].expected).all()
    alone = level_effect(place, start=104)
    assert alone.effect.grade.level <= 2 and alone.effect.high - alone.effect.low > 0.2


def test_weights_are_the_nearest_point_of_the_hull():
    rng = np.random.default_rng(4)
    donors, target = rng.normal(size=(30, 6)), rng.normal(size=30)
    weights = simplex_weights(donors, target=target)
    assert weights.sum() == pytest.approx(1) and (weights >= 0).all()
    gradient = donors.T @ (donors @ weights - target)
    used = weights > 1e-9
    assert gradient[used] == pytest.approx(np.full(used.sum(), gradient[used][0]), abs=1e-8)
    assert (gradient[~used] >= gradient[used][0] - 1e-8).all()         # Karush, Kuhn and Tucker
    turned = simplex_weights(donors[:, ::-1] + 7.0, target=target + 7.0)
    assert turned[::-1] == pytest.approx(weights, abs=1e-8)


def test_a_place_that_nothing_resembles_is_told():
    rng = np.random.default_rng(5)
    donors = 30 + rng.normal(0, 1, (90, 20))
    lonely = synthetic_control(30 + 5 * np.sin(np.arange(90)), donors=donors, start=60)
    assert "no_fit_before" in lonely.effect.grade.because and lonely.effect.grade.level == 1
    assert lonely.effect.p_value > 0.05 and lonely.compared_with == 21


@pytest.mark.slow
def test_where_nothing_happens_no_effect_is_told():
    """20 places: at most 4 below 5 % (the 99 % level) for each design; 1 000 in benchmarks/calibration/effects.py."""
    told = np.zeros(3)
    for seed in range(20):
        place, other = place_and_other(seed)
        told += [difference_in_differences(place, comparison=other, start=104).effect.p_value < 0.05,
                 interrupted_series(place, start=104).effect.p_value < 0.05,
                 level_effect(place, start=104, regressors=other[:, None]).effect.p_value < 0.05]
    assert (told <= 4).all()


def test_an_area_larger_than_all_others_is_still_followed():
    """The mix follows ups and downs, not size: a thousand more changes neither rank nor weights."""
    rng, weeks = np.random.default_rng(7), 80
    donors = 30 + np.cumsum(rng.normal(0, 1, (weeks, 24)), axis=0)
    place = 0.5 * donors[:, 0] + 0.5 * donors[:, 3] + rng.normal(0, 0.2, weeks) - 8 * (np.arange(weeks) >= 60)
    small, large = (synthetic_control(place + more, donors=donors, start=60) for more in (0.0, 1000.0))
    assert small.rank == large.rank == 1
    assert large.weights == pytest.approx(small.weights, abs=1e-9)
    assert large.expected == pytest.approx(small.expected + 1000)
    assert "no_fit_before" not in large.effect.grade.because
