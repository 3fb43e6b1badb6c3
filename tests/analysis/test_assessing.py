"""What an assessment rests on: rarely wrong where nothing happens, and agreement told for what it is."""

import numpy as np
import pytest

from samsyn.analysis.assessing import LEAST_WEEKS, agreement, false_by_rank, false_suggestions, rank_p_value
from samsyn.analysis.weeks import Week

WEEK = Week(2025, 40)


def history(rng, *, weeks=110, areas=4, per_week=5.0):
    """Years of reports where nothing happens, received the day after."""
    first = WEEK.running - weeks + 1
    days, where = [], []
    for step in range(weeks):
        monday = np.datetime64(Week.from_running(first + step).first_day)
        for area in range(areas):
            count = int(rng.poisson(per_week))
            days += [monday + int(each) for each in rng.integers(7, size=count)]
            where += [f"{area:02d}"] * count
    return {
        "observed_on": np.array(days), "received_on": np.array(days) + 1, "area": where,
        "kind": ["event"] * len(days), "organisation": ["a"] * len(days),
    }  # fmt: skip


def test_a_rank_is_exact_where_weeks_may_change_places():
    """1 + two weeks at least as high, of five: 3/6; weeks without answers are no weeks."""
    assert rank_p_value([1, 5, 2, 7, 3], now=5) == 3 / 6
    assert rank_p_value([1, np.nan, 2], now=9) == 1 / 3


@pytest.mark.slow
def test_the_rule_of_ranks_is_wrong_in_at_most_one_week_of_twenty():
    rng = np.random.default_rng(4)
    wrong = 0
    for _ in range(1000):
        table = rng.poisson(4.0, size=(3, 80)).astype(float)
        wrong += any(rank_p_value(row[:-1], now=row[-1]) <= 0.05 / 3 for row in table)
    assert wrong <= 67                                # 99 % of the times where the rate is 5 % or less
    index = rng.poisson(4.0, size=(3, 80)).astype(float)
    found = false_by_rank(index, share=0.05, runs=300, seed=1)
    assert (found.runs, found.weeks, found.low <= 0.05) == (300, 80, True)
    assert found == false_by_rank(index, share=0.05, runs=300, seed=1)


def test_a_short_history_measures_nothing_and_says_how_short():
    rng = np.random.default_rng(1)
    found = false_suggestions(history(rng, weeks=30), areas=["00", "01", "02", "03"], week=WEEK, runs=5, seed=1)
    assert (found.runs, found.weeks < LEAST_WEEKS, found.events > 0) == (0, True, True)
    assert false_by_rank(np.ones((2, 10)), share=0.05, runs=5, seed=1).runs == 0


@pytest.mark.slow
def test_suggestions_are_seldom_wrong_on_a_shuffled_history_where_nothing_happens():
    rng = np.random.default_rng(2)
    areas = ["00", "01", "02", "03"]
    found = false_suggestions(history(rng), areas=areas, week=WEEK, runs=200, seed=1)
    assert found.low <= 0.05
    again = false_suggestions(history(np.random.default_rng(2)), areas=areas, week=WEEK, runs=200, seed=1)
    assert again == found, "the same history and seed give the same figure"


@pytest.mark.slow
def test_weeks_that_are_paused_change_places_with_none():
    rng = np.random.default_rng(3)
    table = history(rng)
    paused = {(WEEK - back).iso for back in range(12, 16)}
    kept = ~np.isin([Week.containing(day.astype(object)).iso for day in table["observed_on"]], list(paused))
    left = {name: np.array(values)[kept] for name, values in table.items()}
    found = false_suggestions(left, areas=["00", "01", "02", "03"], week=WEEK, paused=paused, runs=20, seed=1)
    assert 104 <= found.weeks <= 106


def test_two_steps_apart_is_disagreement_and_one_answer_is_none():
    assert agreement([1, 2]).disagree is False
    assert agreement([1, 3]).disagree is True
    assert np.isnan(agreement([3]).middle)
    assert agreement([]).parties == 0
