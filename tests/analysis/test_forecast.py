"""Forecasts: the published indices, no look into the future, and no boast where there is nothing to foretell."""

import json

import numpy as np
import pytest

from samsyn.analysis.forecast import allowed_rows, back_test, forecast_map, scores
from tests.analysis.oracles import oracle


def test_published_indices() -> None:
    for case in json.loads(oracle("pai/pai_oracles.json").read_text())["cases"]:
        for number in range(len(case["obs"])):
            found = scores(case["pred"], observed=case["obs"], area=case["area"],
                           share=(number + 1) / len(case["obs"]))
            assert found.pai == pytest.approx(case["PAI_cumulative"][number])
            assert found.pei == pytest.approx(case["PEI_cumulative"][number])
            assert found.rri == pytest.approx(case["RRI_cumulative"][number])


def test_by_hand() -> None:
    """Two of four cells chosen (half the area) catch 6 of 8: PAI = 0.75 / 0.5; the best two hold 7: PEI = 6/7."""
    found = scores([4, 3, 2, 1], observed=[5, 1, 2, 0], share=0.5)
    assert (found.pai, found.pei, found.rri) == (1.5, pytest.approx(6 / 7), pytest.approx(7 / 6))


def test_the_map_keeps_the_weekly_mean_and_forgets_slowly() -> None:
    maps = np.zeros((20, 11, 11))
    maps[:10, 2, 2], maps[10:, 8, 8] = 1, 1
    found = forecast_map(maps)
    assert found.sum() == pytest.approx(1.0, rel=0.02)
    assert found[8, 8] > 2 * found[2, 2] > 0


def test_nothing_of_the_week_itself_is_used() -> None:
    """A back-test on weeks that have nothing to do with each other catches no more than the area chosen."""
    rng = np.random.default_rng(4)
    found = back_test(rng.poisson(0.1, (90, 15, 15)), share=0.1, rng=rng, tested=38)
    assert found.hit_share == pytest.approx(0.1, abs=0.04)
    assert not found.better


def test_a_moving_heap_is_foretold_better_than_by_last_years_map() -> None:
    rng = np.random.default_rng(5)
    maps = rng.poisson(0.02, (110, 20, 20))
    for week in range(110):
        maps[week, (week // 12) % 20, 5] += 4
    found = back_test(maps, share=1 / 400, rng=rng, tested=50)
    assert found.better and found.pai > found.pai_naive


def test_what_may_never_be_used() -> None:
    assert allowed_rows(["C1", "G1"], seen_during=["decided", "tip"], gatherings=["G1"]).tolist() == [False, False]


def test_refusals() -> None:
    with pytest.raises(ValueError, match="year"):
        back_test(np.zeros((60, 2, 2)), share=0.1, rng=np.random.default_rng(1), tested=20)
    with pytest.raises(ValueError, match="weight"):
        forecast_map(np.zeros((4, 2, 2)), reaches=(1,))
