"""Questions put to the data: exact against known cases, silent on noise, and not fooled by when somebody looked."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy.stats import binomtest

from samsyn.analysis.hypotheses import (
    WEEKEND_NIGHT_SHARE,
    Looks,
    answer,
    darkness,
    halves,
    in_the_dark,
    on_weekend_nights,
    sun_height_degrees,
    sure_moments,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(("inside", "n", "chance"), [(14, 31, 16 / 168), (3, 60, 0.2), (22, 40, 0.5)])
def test_with_one_chance_for_all_it_is_the_binomial_test(inside, n, chance):
    found = answer([True] * inside + [False] * (n - inside), chance=[chance] * n, cluster=range(n))
    one_sided = min(binomtest(inside, n, chance, "greater").pvalue, binomtest(inside, n, chance, "less").pvalue)
    limits = binomtest(inside, n).proportion_ci(0.95, "exact")
    assert found.p_value == pytest.approx(min(1, 2 * one_sided), rel=1e-9)
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high), rel=1e-9)


def test_events_with_chances_of_their_own_are_summed_exactly():
    found = answer([True] * 4 + [False] * 6, chance=[0.1] * 5 + [0.9] * 5, cluster=range(10))
    simulated = np.random.default_rng(1).random((200_000, 10)) < np.array([0.1] * 5 + [0.9] * 5)
    sums = simulated.sum(axis=1)
    tail = min((sums <= 4).mean(), (sums >= 4).mean())
    assert found.p_value == pytest.approx(2 * tail, abs=0.01)


def test_ten_reports_of_one_evening_are_not_ten():
    one_by_one = answer([True] * 12 + [False] * 18, chance=[0.1] * 30, cluster=range(30))
    in_heaps = answer([True] * 12 + [False] * 18, chance=[0.1] * 30, cluster=[0] * 12 + list(range(1, 19)))
    assert one_by_one.verdict == "more" and in_heaps.verdict != "more"
    assert in_heaps.low < one_by_one.low < one_by_one.high < in_heaps.high


def test_more_reports_when_somebody_looked_more_is_not_more():
    events = {"inside": [True] * 14 + [False] * 17, "chance": [WEEKEND_NIGHT_SHARE] * 31, "cluster": range(31)}
    assert answer(**events).verdict == "more"
    assert answer(**events, looks=Looks(all=100, inside=45)).verdict == "as_looked"
    assert answer(**events, looks=Looks(all=100, inside=10)).verdict == "more"


def test_the_more_is_asked_the_more_it_takes():
    events = {"inside": [True] * 8 + [False] * 22, "chance": [0.1] * 30, "cluster": range(30)}
    assert answer(**events).verdict == "more"
    assert answer(**events, asked=40).verdict == "as_expected"


def test_too_little_is_an_answer():
    assert answer([True] * 5, chance=[0.1] * 5, cluster=range(5)).verdict == "too_little"
    assert answer([], chance=[], cluster=[]).verdict == "too_little"
    assert answer([False] * 12, chance=[0.0] * 12, cluster=range(12)).verdict == "no_window"


def test_weekend_nights_are_sixteen_hours_of_the_week():
    week = np.arange("2025-10-06T00", "2025-10-13T00", dtype="datetime64[h]")
    assert on_weekend_nights(week).sum() == round(WEEKEND_NIGHT_SHARE * 168) == 16


def test_the_sun_over_stockholm_stands_where_the_almanac_says():
    """Heights worked out by the U.S. Naval Observatory's formulas, at noon and midnight of the solstices: ± 0.5°."""
    times = np.array(["2025-06-21T10:50", "2025-06-21T22:50", "2025-12-21T10:48"], "datetime64[us]")
    assert sun_height_degrees(times, lon=18.06, lat=59.33) == pytest.approx([54.1, -7.2, 7.2], abs=0.5)


def test_darkness_is_compared_with_the_same_hour_of_the_clock():
    found = darkness(date(2025, 1, 1), date(2025, 12, 31), lon=18.06, lat=59.33, zone=STOCKHOLM)
    assert found.by_clock[12] == 0 and 0.3 < found.by_clock[18] < 0.6
    times = np.array(["2025-01-10T18:10", "2025-06-10T18:10", "2026-01-10T18:10"], "datetime64[us]")
    dark, chance = in_the_dark(times, of=found)
    assert dark.tolist() == [True, False, False] and chance[2] == 0


def test_a_year_is_compared_with_the_year_before():
    found = halves(date(2023, 1, 2), date(2025, 9, 28))
    assert found.same_season and (found.end - found.after).days == (found.after - found.before).days == 364
    assert not halves(date(2025, 1, 1), date(2025, 9, 28)).same_season


def test_what_is_known_only_to_the_night_has_no_hour():
    start = np.array(["2025-10-03T18:00", "2025-10-03T22:00", "NaT"], "datetime64[us]")
    end = np.array(["2025-10-04T07:00", "2025-10-04T00:00", "2025-10-04T07:00"], "datetime64[us]")
    assert np.isnat(sure_moments(start, to_local=end)).tolist() == [True, False, False]


@pytest.mark.parametrize("heap", [1, 3])
def test_on_noise_a_problem_gets_a_false_yes_in_at_most_one_of_twenty(heap):
    """Five questions a problem, on times drawn at chance, alone or in heaps of an evening: any yes is false."""
    dice = np.random.default_rng(7)
    said = 0
    for _run in range(400):
        verdicts = set()
        for asked, chance in enumerate((WEEKEND_NIGHT_SHARE, 0.5, 0.3, 0.2, 0.5), start=1):
            inside = np.repeat(dice.random(30) < chance, heap)
            together = np.repeat(range(30), heap)
            verdicts.add(answer(inside, chance=np.full(inside.size, chance), cluster=together, asked=asked).verdict)
        said += bool(verdicts & {"more", "fewer"})
    assert said <= 400 * 0.05 + 2.33 * np.sqrt(400 * 0.05 * 0.95)       # false only if above 5 % at the 99 % level
