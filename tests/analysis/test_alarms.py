"""Unusual weeks: against surveillance 1.20.3 on Salmonella Agona, by hand, and on weeks where nothing happens."""

import csv

import numpy as np
import pytest

from samsyn.analysis.alarms import (
    Watch,
    announced,
    carried_excess,
    compared_strata,
    ears_bounds,
    false_alarm_share,
    unusual_weeks,
)
from samsyn.analysis.counts import Coded, by_presence, weekly_cube
from samsyn.analysis.delays import delay_changed
from samsyn.analysis.farrington import (
    Forecast,
    fit_seasons,
    forecast,
    kept_trends,
    plug_in_bounds,
    power_bounds,
    quantile_bounds,
    seasons,
)
from tests.analysis.oracles import oracle

# What the stored bounds were made with, found by trying: flexible = 4 years, 10 periods, 26 weeks skipped, the trend
# always kept, α 0.05; "original" = the windows alone, 3 weeks skipped, weights from 1, trend at 0.05, α 0.1;
# classic = the same with α 0.01 on two sides.
FLEXIBLE = {"count": 10, "skipped": 26, "unusual_from": 2.58}
ORIGINAL = {"count": 1, "skipped": 3, "unusual_from": 1.0}


@pytest.fixture(scope="module")
def agona():
    rows = csv.DictReader(oracle("surveillance/salmonella_agona.csv").open())
    return np.array([float(row["count"]) for row in rows])


@pytest.fixture(scope="module")
def bounds():
    rows = list(csv.DictReader(oracle("surveillance/salmonella_agona_bounds.csv").open()))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0] if name != "alarm_ff_nb"}


def fitted(counts, now, *, count, skipped, unusual_from, trend=True):
    cut = seasons(now, weeks=counts.size, years=4, year_weeks=52, count=count, skipped=skipped)
    terms = ((np.arange(counts.size) - now) / 52.0)[:, None][:, :int(trend)]
    model = fit_seasons(counts[None, cut.weeks], season=cut.season, season_count=cut.groups, terms=terms[cut.weeks],
                        unusual_from=unusual_from)
    return counts[cut.weeks], model, forecast(model, terms=terms[now:now + 1])


def anchors_dispersion(counts, model):
    """The anchor's slip: it overwrites the working weights, so the mean's error is scaled by Σ w ((y - μ)/μ)² / df."""
    return (model.weights * ((counts - model.mean) / model.mean) ** 2).sum(axis=1) / model.freedom


def stepwise(counts, now, *, count, skipped, unusual_from, trend=True):
    """The same model as the anchor computes it: it stops when the deviance changes by less than 1e-8, and takes φ and
    leverages from the weights of the step before. Returns its forecast, the wrong φ, p of the trend, the counts."""
    from scipy.special import stdtr, xlogy

    cut = seasons(now, weeks=counts.size, years=4, year_weeks=52, count=count, skipped=skipped)
    y, x = counts[cut.weeks], np.eye(count)[cut.season]
    x = np.column_stack([x, cut.weeks - now]) if trend else x
    new = np.zeros(x.shape[1])
    new[count - 1] = 1.0
    prior, unusual = np.ones(y.size), None
    for _ in range(2):
        mean, before = y + 0.1, np.inf
        while True:
            weights, z = prior * mean, np.log(mean) + (y - mean) / mean
            inverse = np.linalg.inv((x * weights[:, None]).T @ x)
            slopes = inverse @ (x.T @ (weights * z))
            mean = np.exp(x @ slopes)
            deviance = 2 * (prior * (xlogy(y, y / mean) - (y - mean))).sum()
            if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
                break
            before = deviance
        freedom = y.size - x.shape[1]
        error = (y - mean) / mean
        phi = max((weights * error**2).sum() / freedom, 1.0)
        if unusual is None:
            leverage = weights * np.einsum("ij,jk,ik->i", x, inverse, x)
            score = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean)) / np.sqrt(phi * (1 - leverage))
            unusual = score > unusual_from
            prior = np.where(unusual, np.where(unusual, score, 1.0) ** -2.0, 1.0)
            prior *= y.size / prior.sum()
    wrong = (prior * error**2).sum() / freedom
    p = [2 * stdtr(freedom, -abs(slopes[-1]) / np.sqrt(each * inverse[-1, -1])) for each in (phi, wrong)]
    return Forecast(*np.array([[np.exp(slopes @ new)], [new @ inverse @ new], [0.0], [phi]])), np.array([wrong]), p, y


@pytest.mark.slow
def test_the_bounds_of_the_flexible_method(agona, bounds):
    """nbPlugin, delta and muan; the two last need the anchor's slip to be equal, and are lower without it."""
    found = []
    for now in bounds["t"].astype(int) - 1:
        counts, model, expected = fitted(agona, now, **FLEXIBLE)
        wrong = anchors_dispersion(counts, model)
        exact, its_wrong, _, _ = stepwise(agona, now, **FLEXIBLE)
        found.append([expected.mean, expected.dispersion, plug_in_bounds(expected), power_bounds(
            expected, dispersion=wrong), quantile_bounds(expected, dispersion=wrong), power_bounds(expected),
            exact.dispersion, power_bounds(exact, dispersion=its_wrong)])
    mean, phi, nb, delta, muan, right, its_phi, its_delta = np.array(found)[:, :, 0].T
    assert nb.tolist() == bounds["ub_ff_nb"].tolist() and muan.tolist() == bounds["ub_ff_muan"].tolist()
    assert mean == pytest.approx(bounds["mu0"], rel=1e-6)
    assert its_phi == pytest.approx(bounds["phi"], rel=1e-6)            # as it stops …
    assert its_delta == pytest.approx(bounds["ub_ff_delta"], rel=1e-6)
    assert phi == pytest.approx(bounds["phi"], rel=1e-5)                # … and at the maximum itself
    assert delta == pytest.approx(bounds["ub_ff_delta"], rel=5e-6)
    assert (right > bounds["ub_ff_delta"]).all() and right == pytest.approx(bounds["ub_ff_delta"], rel=0.02)


def test_the_anchors_score_mixes_two_scales(agona, bounds):
    """Its score of nbPlugin takes the logarithm of the mean for the mean; by the paper it is (y - μ) / (U - μ)."""
    count = agona[bounds["t"].astype(int) - 1]
    log_mean, bound = np.log(bounds["mu0"]), bounds["ub_ff_nb"]
    assert bounds["score"] == pytest.approx((count - log_mean) / (bound - log_mean), rel=1e-9)
    assert np.abs(bounds["score"] - (count - bounds["mu0"]) / (bound - bounds["mu0"])).max() > 0.2


def original_bound(agona, now, alpha, *, slip, exact):
    """With the windows alone; the trend stays if its p is below 0.05 and the forecast not above the largest count."""
    def one(trend):
        if exact:
            expected, wrong, p, counts = stepwise(agona, now, trend=trend, **ORIGINAL)
            return expected, wrong, p[slip], counts.max()
        counts, model, expected = fitted(agona, now, trend=trend, **ORIGINAL)
        wrong = anchors_dispersion(counts, model)
        model = model._replace(dispersion=wrong) if slip else model
        kept = kept_trends(model, predicted=expected.mean, counts=counts[None], years=4)[0] if trend else False
        return expected, wrong, 0.0 if kept else 1.0, np.inf

    expected, wrong, p, most = one(trend=True)
    if not (p < 0.05 and expected.mean[0] <= most):
        expected, wrong, _, _ = one(trend=False)
    return power_bounds(expected, alpha=alpha, dispersion=wrong if slip else None)[0]


@pytest.mark.parametrize(("exact", "tolerance"), [(True, 1e-6), (False, 2e-5)])
@pytest.mark.parametrize(("name", "alpha", "slip"), [("ub_ff_orig", 0.1, True), ("ub_farr", 0.005, False)])
def test_the_original_and_the_classic_method(agona, bounds, name, alpha, slip, exact, tolerance):
    found = [original_bound(agona, now, alpha, slip=slip, exact=exact) for now in bounds["t"].astype(int) - 1]
    assert found == pytest.approx(bounds[name], rel=tolerance)


def test_the_bounds_of_ears(agona, bounds):
    """C1 and C2 as they are. C3 differs: the anchor adds to this week's count instead of to the mean."""
    at = bounds["t"].astype(int) - 1
    for method in ("C1", "C2"):
        found = ears_bounds(agona[None], method=method)[0, at]
        assert found == pytest.approx(bounds[f"ub_{method.lower()}"], rel=1e-12)
    windows = np.lib.stride_tricks.sliding_window_view(agona, 7)
    mean, deviation = np.full(agona.size, np.nan), np.full(agona.size, np.nan)
    mean[9:], deviation[9:] = windows[:-3].mean(axis=1), windows[:-3].std(axis=1, ddof=1)
    carried = carried_excess(agona[None], mean=mean[None], deviation=deviation[None])[0, at]
    limit = (bounds["ub_c2"] - mean[at]) / deviation[at]
    assert bounds["ub_c3"] == pytest.approx(np.maximum(agona[at] + deviation[at] * (limit - carried), 0), rel=1e-9)
    excess = np.maximum((agona[at] - mean[at]) / deviation[at] - 1, 0)
    assert ((agona[at] > ears_bounds(agona[None], method="C3")[0, at]) == (carried + excess > limit)).all()


def test_a_worked_example_of_the_seasons():
    """Two seasons, one trend: the maximum satisfies the score equations of the full regression."""
    rng = np.random.default_rng(3)
    season, terms = np.tile([0, 0, 1, 1, 1], 12), np.linspace(-2, 0, 60)[:, None]
    counts, exposure = rng.poisson(5, (4, 60)).astype(float), rng.uniform(0.5, 1, (4, 60))
    model = fit_seasons(counts, season=season, season_count=2, terms=terms, exposure=exposure)
    left = model.weights * (counts - model.mean)
    assert left @ terms == pytest.approx(np.zeros((4, 1)), abs=1e-8)
    assert [left[:, season == each].sum(axis=1) for each in (0, 1)] == [pytest.approx(np.zeros(4), abs=1e-8)] * 2


def test_an_empty_series_and_an_empty_season_promise_nothing():
    counts = np.zeros((2, 320))
    counts[1, 5::52] = 3.0                                  # never in the season of the last week
    counts[:, 319] = 1.0
    found = unusual_weeks(counts, window=slice(319, 320))
    assert found.verdict == ["usual", "usual"] and (found.p_value > 0.02).all() and np.isfinite(found.q).all()


def noise(seed=0, series=8, weeks=320, mean=6.0):
    return np.random.default_rng(seed).poisson(mean, (series, weeks)).astype(float)


def test_order_and_company_change_nothing_but_the_budget():
    counts = noise()
    counts[3, -1] = 25
    found = unusual_weeks(counts, window=slice(319, 320))
    turned = unusual_weeks(counts[::-1], window=slice(319, 320))
    assert turned.p_value[::-1] == pytest.approx(found.p_value) and turned.verdict[::-1] == found.verdict
    alone = unusual_weeks(counts[3:4], window=slice(319, 320))
    assert alone.expected == pytest.approx(found.expected[3:4]) and found.verdict[3] == "more"


def test_a_paused_stretch_is_neither_history_nor_window():
    counts, live = noise(), np.ones(320, bool)
    live[250:258] = live[317] = False
    kept = unusual_weeks(counts, window=slice(316, 320), live=live)
    counts[:, ~live] = 400.0
    same = unusual_weeks(counts, window=slice(316, 320), live=live)
    assert same.p_value == pytest.approx(kept.p_value) and same.counted.tolist() == kept.counted.tolist()
    assert kept.expected.mean() == pytest.approx(18, rel=0.15)


def test_a_holiday_is_compared_with_its_like():
    rng, free = np.random.default_rng(4), np.zeros(320)
    free[319 - 52 * np.arange(6)] = free[20::40] = 0.8
    counts = rng.poisson(30 * np.exp(-1.5 * free), (1, 320)).astype(float)
    known = unusual_weeks(counts, window=slice(319, 320), holidays=free)
    assert known.expected[0] == pytest.approx(9, rel=0.25)
    assert unusual_weeks(counts, window=slice(319, 320)).expected[0] > 20


def test_weeks_of_which_half_has_come_are_judged_as_half():
    counts, exposure = noise(mean=20.0), np.ones((8, 320))
    exposure[:, 319] = 0.5
    whole, half = (unusual_weeks(counts, window=slice(319, 320), exposure=each) for each in (None, exposure))
    assert half.expected == pytest.approx(whole.expected / 2)


def test_less_than_a_year_rests_on_the_latest_weeks_and_less_than_a_quarter_on_nothing():
    counts = noise(weeks=40)
    counts[0, -1] = 30
    short = unusual_weeks(counts, window=slice(39, 40))
    assert short.basis == "recent" and short.verdict[0] == "more" and short.verdict.count("more") == 1
    assert set(unusual_weeks(counts[:, :10], window=slice(9, 10)).verdict) == {"too_little"}


def test_a_new_reporter_is_a_change_of_reporting_not_of_crime():
    rng = np.random.default_rng(9)
    reports = rng.poisson(5.0, (5, 4, 320)).astype(float)
    reports[:, 3, :317] = 0.0
    reports[:, 3, 317:] *= 4
    window, live = slice(316, 320), np.ones(320, bool)
    assert set(unusual_weeks(reports.sum(axis=1), window=window).verdict) == {"more"}
    strata = compared_strata(reports, live=live, window=window)
    found = unusual_weeks(strata.counts, window=window, exposure=strata.exposure, aside=strata.aside)
    assert strata.sources.new.tolist() == [False, False, False, True] and set(found.verdict) == {"reporting"}


def test_people_who_are_sent_to_look_raise_no_alarm_for_the_others():
    rng = np.random.default_rng(6)
    week = np.repeat(np.arange(320), rng.poisson(12.0, 320))
    series = Coded(rng.integers(0, 2, week.size), ["F1", "G1"])
    sent = np.repeat(np.arange(316, 320), 25)                # 25 a week are seen by those who were sent
    both = Coded(np.r_[series.code, np.ones(100, np.int64)], series.labels)
    decided = np.arange(both.code.size) >= week.size
    window, weeks = slice(316, 320), np.r_[week, sent]
    mixed = unusual_weeks(weekly_cube(both, week=weeks, first_week=0, weeks=320), window=window)
    assert mixed.verdict == ["usual", "more"]
    apart = by_presence(both, decided=decided)
    found = unusual_weeks(weekly_cube(apart, week=weeks, first_week=0, weeks=320), window=window)
    assert apart.labels[3] == "G1+decided" and found.verdict == ["usual", "usual", "usual", "more"]


def test_a_change_of_pace_is_told_as_such():
    day, weeks = np.datetime64("1970-01-04", "D"), np.repeat(np.arange(60), 8)
    pace = np.tile([1, 2, 2, 3, 3, 4, 9, 12], 60)
    for recent, expected in ((pace + 6, 1), (pace, 0), (np.zeros_like(pace), -1)):
        received = day + weeks * 7 + np.where(weeks >= 50, recent, pace)
        assert delay_changed(received, week=weeks, chosen=np.ones(480, bool), recent_from=50) == expected


def test_a_municipalitys_own_weeks_in_random_order():
    counts = noise(series=6)
    counts[1, 100:104] = 40                                  # a rise that was there once
    share, a_year = false_alarm_share(counts, window_weeks=4, rng=np.random.default_rng(1), runs=30)
    assert share <= 0.15 and a_year == pytest.approx(share * 13)


def test_a_source_that_left_leaves_no_gap():
    reports = np.random.default_rng(2).poisson(4.0, (3, 3, 320)).astype(float)
    reports[:, 2, 290:] = 0.0
    strata = compared_strata(reports, live=np.ones(320, bool), window=slice(319, 320))
    assert strata.sources.silent.tolist() == [False, False, True]
    found = unusual_weeks(strata.counts, window=slice(319, 320), exposure=strata.exposure)
    assert found.expected == pytest.approx(np.full(3, 8.0), rel=0.25)


def test_the_same_series_is_not_told_again_within_its_window():
    alarms = np.zeros((2, 12), bool)
    alarms[0, [1, 2, 3, 6]] = alarms[1, [4, 11]] = True
    told = announced(alarms, quiet_weeks=4)
    assert np.flatnonzero(told[0]).tolist() == [1, 6] and np.flatnonzero(told[1]).tolist() == [4, 11]


def test_any_dependence_asks_for_more():
    counts = noise()
    counts[0, -1] = 19
    usual, careful = (unusual_weeks(counts, window=slice(319, 320), settings=Watch(any_dependence=each))
                      for each in (False, True))
    assert careful.q[0] > usual.q[0] and (careful.p_value == usual.p_value).all()


@pytest.mark.slow
def test_where_nothing_happens_little_is_called_out():
    """As benchmarks/calibration/alarms.py, smaller: 100 weeks of 9 series; at most 5 % at the 99 % level = 11."""
    false = 0
    for run in range(100):
        rng = np.random.default_rng(run)
        level = 1 + 0.4 * np.sin(2 * np.pi * np.arange(312) / 52.18)
        areas = rng.poisson(rng.gamma(16, 1 / 16, 312) * level * np.array([1, 1, 2, 2, 3, 4, 6, 12])[:, None])
        counts = np.concatenate([areas.sum(axis=0)[None], areas]).astype(float)
        false += "more" in unusual_weeks(counts, window=slice(308, 312)).verdict
    assert false <= 11


@pytest.mark.slow
def test_a_tripling_of_twenty_expected_is_found():
    found = 0
    for run in range(40):
        counts = np.random.default_rng(run).poisson(5.0, (7, 312)).astype(float)
        counts[2, 308:] = np.random.default_rng([run, 1]).poisson(15.0, 4)
        found += unusual_weeks(counts, window=slice(308, 312)).verdict[2] == "more"
    assert found >= 0.8 * 40
