"""How long things take and how many are done, against values worked out elsewhere and by hand."""

from math import isnan

import numpy as np
import pytest

from samsyn.analysis.process import changed, part, wait, weekly_medians


@pytest.mark.parametrize(
    ("n", "rank"),
    [(5, 0), (6, 1), (8, 1), (9, 2), (10, 2), (20, 6), (30, 10), (100, 40)],   # tables of the sign test, two-sided 5 %
)
def test_the_interval_of_the_median_is_that_of_the_sign_test(n, rank):
    found = wait(np.arange(1, n + 1))
    if not rank:
        assert isnan(found.low) and not found.enough
    else:
        assert (found.low, found.high) == (rank, n + 1 - rank)


def test_the_normal_approximation_joins_the_exact_ranks():
    exact, rough = wait(np.arange(200)), wait(np.arange(201))
    assert abs((exact.high - exact.low) - (rough.high - rough.low)) <= 2


def test_the_median_is_covered_as_often_as_promised():
    rng = np.random.default_rng(7)
    for n in (8, 23):
        hits = sum(w.low <= np.log(2) <= w.high for w in (wait(rng.exponential(size=n)) for _ in range(2000)))
        assert hits / 2000 >= 0.945


def test_nothing_is_no_share_and_all_is_not_certain():
    assert not part(0, 0).enough
    assert part(7, 7).high == pytest.approx(1.0) and part(7, 7).low == pytest.approx(0.646, abs=0.001)


def test_where_nothing_changed_a_change_is_told_at_most_once_in_a_hundred():
    rng = np.random.default_rng(3)
    told = sum(
        changed(part(rng.binomial(40, 0.7), 40), part(rng.binomial(40, 0.7), 40)) != "same" for _ in range(3000)
    )
    waits = sum(changed(wait(rng.exponential(size=30)), wait(rng.exponential(size=30))) != "same" for _ in range(1500))
    assert told / 3000 <= 0.01 and waits / 1500 <= 0.015
    assert changed(part(38, 40), part(12, 40)) == "more"


def test_times_that_are_not_there_yet_are_left_out():
    assert wait([np.nan, 2.0]).n == 1
    assert weekly_medians([3, 3], [np.nan, 4.0], first=3, last=4)[1] == [1, 0]
