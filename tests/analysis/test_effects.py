"""Did it help? Published and worked cases, what may not be said, and places where nothing was done."""

import json
from math import comb

import numpy as np
import pytest

from samsyn.analysis.effects import (
    before_after,
    compared,
    displacement_difference,
    displacement_quotient,
    graded,
    presence_changed,
    worst_places,
)
from samsyn.analysis.planning import prospect, smallest_clear_drop
from samsyn.analysis.significance import (
    e_test_p_values,
    history_p_values,
    mid_p_ratio_interval,
    odds_ratio_interval,
    odds_ratio_p_value,
)
from tests.analysis.oracles import oracle


@pytest.fixture(scope="module")
def worked():
    return json.loads(oracle("wdd/wdd_oracles.json").read_text())


def ends(pair):
    return tuple(float(each) for each in pair)


def test_the_displacement_differences_of_the_paper_and_of_ptools(worked):
    for case in worked["wdd"]:
        found = displacement_difference(
            ends(case["treated"]), comparison=ends(case["control"]), ring=ends(case.get("disp_treated", [0, 0])),
            ring_comparison=ends(case.get("disp_control", [0, 0])),
            time_weights=ends(case.get("time_weights", [1, 1])),
            area_weights=tuple(case.get("area_weights", [1, 1, 1, 1])))
        values = {"est_local": found.local, "est_displace": found.displaced, "est_total": found.total,
                  "se_total": found.error, "se_total_squared": found.error**2, "z": found.z}
        rounded = 5e-3 if "note" in case else 1e-8
        for name in values.keys() & case.keys():
            assert values[name] == pytest.approx(case[name], abs=rounded)
        if "ci" in case:
            assert (found.low, found.high) == pytest.approx(case["ci"], abs=0.5 if "note" in case else 1e-6)


def test_the_quotient_is_given_only_where_there_was_a_gain(worked):
    rng = np.random.default_rng(1)
    for case in worked["wdq_hand_checked"]:
        few = displacement_quotient(ends(case["A"]), ring=ends(case["D"]), comparison=ends(case["C"]), rng=rng)
        assert few.value == pytest.approx(case["WDQ"]) and few.low < few.value < few.high
    none = displacement_quotient((100.0, 98.0), ring=(80.0, 60.0), comparison=(200.0, 200.0), rng=rng)
    assert (none.defined, none.key) == (False, "wdq.no_gain") and np.isnan(none.value)
    assert displacement_quotient((9.0, 1.0), ring=(1.0, 1.0), comparison=(3.0, 0.0), rng=rng).key == "wdq.no_comparison"


def test_the_e_test(worked):
    for case in worked["e_test"]:
        found = e_test_p_values(*case["k"][:1], second=case["k"][1])
        assert np.isnan(found) if case["p"] is None else found == pytest.approx(case["p"], abs=5e-5)


def test_the_exact_odds_ratio_of_the_tea_lady():
    """Fisher's cups, 3 1 / 1 3: weights 1 16 36 16 1. The limits solve the tails exactly; R's printed upper limit,
    621.93, is its root finder's tolerance away from 626.24. Two-sided p is twice the upper tail 17/70."""
    limits = odds_ratio_interval((1.0, 3.0), comparison=(3.0, 1.0), mid_p=False)
    for ratio, few in ((float(limits.low), 3), (float(limits.high), 0)):
        weights = np.array([1, 16, 36, 16, 1]) * ratio ** np.arange(5.0)
        tail = weights[3:] if few else weights[:4]
        assert tail.sum() / weights.sum() == pytest.approx(0.025)
    assert limits.low == pytest.approx(0.2117, abs=1e-4)
    assert odds_ratio_p_value((1.0, 3.0), comparison=(3.0, 1.0), mid_p=False) == pytest.approx(2 * 17 / 70)


@pytest.mark.parametrize(("now", "before", "ratio"), [(9, 9, 1 / 3), (3, 20, 1.0), (0, 6, 1.0), (5, 0, 0.5)])
def test_at_the_mid_p_limits_the_mid_p_is_the_tail(now, before, ratio):
    low, high = mid_p_ratio_interval(now, before=before, exposure_ratio=ratio)
    if low > 0:
        assert history_p_values(now, before=before, exposure_ratio=low * ratio, mid_p=True) == pytest.approx(0.025)
    if np.isfinite(high):
        less = history_p_values(before, before=now, exposure_ratio=1 / (high * ratio), mid_p=True)
        assert less == pytest.approx(0.025)


def test_two_counts_by_hand():
    """20 then 8: P(X ≤ 8 | 28, ½) less half of P(8), twice."""
    tail = sum(comb(28, k) for k in range(9)) / 2**28 - comb(28, 8) / 2**29
    found = before_after(20.0, after=8.0)
    assert found.p_value == pytest.approx(2 * tail) and found.ratio == 0.4
    assert found.grade.level == 1 and not found.in_percent and "few_events" in found.grade.because


def test_the_comparison_takes_away_what_both_share():
    alone, beside = before_after(200.0, after=140.0), compared((200.0, 140.0), comparison=(400.0, 280.0))
    assert alone.p_value < 0.01 and beside.ratio == pytest.approx(1) and beside.p_value > 0.5
    assert beside.expected == pytest.approx(140) and beside.in_percent


def test_uneven_weeks_widen_the_limits():
    even, uneven = (compared((200.0, 120.0), comparison=(300.0, 300.0), dispersion=each) for each in (1.0, 3.0))
    assert uneven.low < even.low and uneven.high > even.high and uneven.ratio == even.ratio
    assert uneven.p_value > even.p_value


def test_an_empty_comparison_gives_no_ratio():
    found = compared((10.0, 4.0), comparison=(0.0, 3.0))
    assert np.isnan(found.ratio) and np.isnan(found.expected)


def test_what_may_not_be_said_is_not_said():
    assert not graded("comparison", faults=("comparison_chosen_after",), planned=True).may_be_told
    assert not graded("differences", faults=("presence_changed",)).may_be_told
    assert graded("before_after").level == 1 and graded("before_after", planned=True).level == 1
    assert graded("differences", planned=True).level == 4
    worse = graded("comparison", faults=("few_events", "chosen_at_peak"))
    assert worse.level == 1 and worse.because == ("chosen_at_peak", "few_events")


def test_people_sent_to_look_see_more():
    assert presence_changed((0.0, 100.0), after=(15.0, 85.0))
    assert presence_changed((10.0, 990.0), after=(50.0, 950.0))        # five points, and sure
    assert not presence_changed((5.0, 95.0), after=(6.0, 60.0))
    assert not presence_changed((0.0, 0.0), after=(0.0, 0.0))


def test_the_prospect_before_the_measure():
    """20 events a period: 55 % fewer alone. Beside a comparison as large, 80 % by the difference (WDD), 70 by ratio."""
    assert smallest_clear_drop(20) == pytest.approx(0.55)
    drops = [drop for drop in range(21) if displacement_difference(
        (20.0, 20.0 - drop), comparison=(20.0, 20.0)).p_value < 0.05]
    assert min(drops) / 20 == pytest.approx(0.8)
    assert smallest_clear_drop(20, comparison=20) == pytest.approx(0.7)
    assert np.isnan(smallest_clear_drop(3, comparison=3))


@pytest.mark.slow
def test_more_events_show_smaller_changes():
    found = [prospect(each, planned_drop=0.3, rng=np.random.default_rng(2), draws=150) for each in (20, 80)]
    assert found[0].found_share < found[1].found_share and found[0].needed_drop > found[1].needed_drop
    uneven = prospect(80, planned_drop=0.3, rng=np.random.default_rng(2), draws=150, dispersion=2.0, comparison=200)
    assert 0.0 < uneven.found_share < 1.0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gamma", "lognormal", "equal"])
def test_doing_nothing_in_the_ten_worst_places_is_no_effect(kind):
    """30 towns of 300 places: at most 5 may seem changed (5 % at the 99 % level); bare before and after tells more."""
    told = bare = 0
    for run in range(30):
        rng = np.random.default_rng(run)
        rates = {"gamma": rng.gamma(2, 0.5, 300), "lognormal": np.exp(rng.normal(0, 1, 300)),
                 "equal": np.ones(300)}[kind]
        rates = 5 * rates / rates.mean()
        before, after = rng.poisson(rates), rng.poisson(rates)
        chosen = np.isin(np.arange(300), np.argsort(-before, kind="stable")[:10])
        told += worst_places(before, after=after, chosen=chosen).p_value < 0.05
        bare += before_after(before[chosen].sum(), after=after[chosen].sum()).p_value < 0.05
    assert told <= 5 and bare > told


@pytest.mark.parametrize(("spread", "drift", "mean"), [(2.0, 0.0, 10), (1.0, 0.4, 20)], ids=["twice", "drift"])
def test_uneven_reports_and_drifting_levels_are_no_effect_in_the_worst_places(spread, drift, mean):
    """Of 40 towns where nothing is done at most 4 (2.5 % at the 99 % level) are told of, and half gone is found."""
    told = found = 0
    for run in range(40):
        rng = np.random.default_rng([run, mean])
        rates, counts = rng.gamma(2, mean / 2, 100), []
        for _ in range(4):
            counts.append(rng.poisson(rng.gamma(rates / (spread - 1), spread - 1) if spread > 1 else rates))
            rates = rates * np.exp(rng.normal(-drift**2 / 2, drift, 100))
        chosen = np.isin(np.arange(100), np.argsort(-counts[2], kind="stable")[:10])
        judged = worst_places(counts[2], after=counts[3], chosen=chosen, earlier=counts[:2], level=0.975)
        told += judged.high < 1 or judged.low > 1
        if run < 10:
            halved = np.where(chosen, rng.binomial(counts[3], 0.5), counts[3])
            found += worst_places(counts[2], after=halved, chosen=chosen, earlier=counts[:2], level=0.975).high < 1
    assert told <= 4 and found >= 5


def test_a_real_change_in_the_worst_places_is_found():
    rng = np.random.default_rng(8)
    rates = rng.gamma(2, 5, 300)
    before = rng.poisson(rates)
    chosen = np.isin(np.arange(300), np.argsort(-before, kind="stable")[:10])
    found = worst_places(before, after=rng.poisson(rates * np.where(chosen, 0.5, 1.0)), chosen=chosen)
    assert found.p_value < 0.01 and 0.4 < found.ratio < 0.65 and found.low < 0.5 < found.high
    order = rng.permutation(300)
    again = worst_places(before[order], after=before[order], chosen=chosen[order])
    assert again.p_value == pytest.approx(worst_places(before, after=before, chosen=chosen).p_value)
