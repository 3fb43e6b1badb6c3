"""Small numbers stay hidden: also when rows, columns, totals and two papers are put together."""

import numpy as np
import pytest

from samsyn.analysis.disclosure import (
    differences_that_leak,
    hidden_ranges,
    hide_small_cells,
    k_anonymity,
    quadtree,
)


def tables(count=150):
    rng = np.random.default_rng(3)
    for _ in range(count):
        yield rng.poisson(rng.gamma(1.0, 5.0, tuple(rng.integers(2, 7, 2))))


def test_no_small_number_can_be_worked_out_from_the_totals():
    for values in tables():
        found = hide_small_cells(values, least=3)
        low, high = hidden_ranges(found.shown, row_totals=values.sum(axis=1).astype(float),
                                  column_totals=values.sum(axis=0).astype(float))
        if not np.isnan(found.shown).all():
            assert (high - low)[found.primary].min(initial=9) >= 2
        assert ((low <= values) & (values <= high)).all()


def test_what_is_shown_is_true_and_what_is_small_is_not_shown():
    for values in tables():
        found = hide_small_cells(values, least=3)
        seen = ~np.isnan(found.shown)
        assert (found.shown[seen] == values[seen]).all() and not (found.primary & seen).any()
        assert ((found.shown[seen] == 0) | (found.shown[seen] >= 3)).all()
        assert (found.primary | found.secondary == ~seen).all()


def test_a_table_without_small_numbers_is_left_alone():
    found = hide_small_cells(np.array([[0, 5], [7, 3]]))
    assert not np.isnan(found.shown).any() and not found.secondary.any()


def test_the_worked_case_of_one_small_number():
    """One 2 among 3 × 3: its row and column each hide one more, and the square that closes them; no fewer would do."""
    found = hide_small_cells(np.array([[2, 8, 9], [7, 6, 5], [9, 4, 8]]))
    assert np.isnan(found.shown).sum() == 4 and found.primary.sum() == 1
    assert np.isnan(found.shown).sum(axis=1).max() == 2


def test_a_total_that_is_small_is_hidden_too():
    found = hide_small_cells(np.array([[1, 1], [20, 30]]))
    assert np.isnan(found.row_totals[0]) and found.row_totals[1] == 50


def test_ranges_are_what_arithmetic_gives():
    shown = np.array([[np.nan, np.nan, 4.0], [np.nan, np.nan, 1.0], [3.0, 3.0, 3.0]])
    low, high = hidden_ranges(shown, row_totals=np.array([9.0, 8.0, 9.0]), column_totals=np.array([8.0, 10.0, 8.0]))
    assert low[0].tolist() == [0, 0, 4] and high[0].tolist() == [5, 5, 4]
    assert low[1].tolist() == [0, 2, 1] and high[1].tolist() == [5, 7, 1]


def test_every_square_holds_enough_and_the_events_lie_in_theirs():
    rng = np.random.default_rng(1)
    x_m, y_m = rng.normal(5000, 1500, 900), rng.normal(4000, 900, 900)
    squares, which = quadtree(x_m, y_m=y_m, least=5)
    assert min(each.events for each in squares) >= 5 and min(each.size_m for each in squares) >= 100
    for number, square in enumerate(squares):
        inside = which == number
        assert inside.sum() == square.events
        assert ((x_m[inside] >= square.x_m) & (x_m[inside] < square.x_m + square.size_m)).all()
        assert ((y_m[inside] >= square.y_m) & (y_m[inside] < square.y_m + square.size_m)).all()
    assert sum(each.events for each in squares) + (which < 0).sum() == 900
    order = rng.permutation(900)
    again, _ = quadtree(x_m[order], y_m=y_m[order], least=5)
    assert sorted(again) == sorted(squares)


def test_nothing_gives_no_squares():
    assert quadtree(np.zeros(0), y_m=np.zeros(0))[0] == []


@pytest.mark.parametrize(("earlier", "later", "key"), [
    (7.0, 8.0, "leak.difference"), (7.0, 5.0, "leak.difference"), (np.nan, 2.0, "leak.shown_now"),
    (4.0, np.nan, "leak.shown_before"), (7.0, 7.0, None), (7.0, 11.0, None), (np.nan, np.nan, None),
    (np.nan, 6.0, None), (0.0, np.nan, None)])
def test_two_editions_side_by_side(earlier, later, key):
    found = differences_that_leak(np.array([[earlier]]), later=np.array([[later]]))
    assert [each.key for each in found] == ([key] if key else [])


def test_rows_that_look_alike_are_counted_together():
    area, age, sex = np.array(list("aaaabbbbc")), np.repeat([1, 2, 1], [4, 4, 1]), np.array([0, 0, 0, 0, 0, 0, 1, 1, 0])
    two, three = k_anonymity(area, age, least=2), k_anonymity(area, age, sex, least=3)
    assert (two.smallest, two.rows_alone, two.rows_below, two.groups) == (1, 1, 1, 3)
    assert three.rows_below == 5 and three.which.tolist() == [False] * 4 + [True] * 5
    assert k_anonymity(np.zeros(0), least=3).share_below == 0.0
