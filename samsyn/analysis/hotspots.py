"""Places that stand out: more now than their own history lets expect, beside those that are as usual.

Windows are the known places, and squares of 150 m and 250 m round every occupied 50 m cell. Each is judged by an exact
tail against its own share of the history (the rest of the municipality gives level and season), and all of them share
one part of the week's alarm budget. A place with many reports, as always, is not a finding.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.counts import cube
from samsyn.analysis.geometry import box_sums, cell_centres, cell_keys, columns_and_rows
from samsyn.analysis.significance import Threshold, excess_p_values, tarone_threshold

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CELL_M = 50.0
_REACHES = (1, 2)                # squares of 150 m and 250 m
_BLOCK_CELL_M = 250.0
_LIKELY_CELLS = 200              # at most so many cells tell how uneven places are


class Located(NamedTuple):
    """The counted rows with a precise point, of the history those that are compared: arrays of equal length."""

    x_m: Floats
    y_m: Floats
    place: Ints                  # code of the known place, -1 without
    step: Ints                   # week, as a step from the first of the history
    worth: Floats                # weight of a row of the history: season nearness × exposure of its source; now: 0
    now: Bools                   # in the window and compared
    shown: Bools                 # in the window


class Windows(NamedTuple):
    """Candidate places. `place` is a known place's code, or -1 for a square round the cell `key`."""

    place: Ints
    key: Ints
    reach: Ints
    now: Floats
    before: Floats               # Σ worth
    squares: Floats              # Σ worth²
    rows: Floats                 # compared rows in all, now and before
    shown: Floats                # rows in the window, also those that are set aside
    mark: Floats                 # Σ of the rows' numbers: equal for windows with the same rows


class PlaceTests(NamedTuple):
    """The windows with what was expected of them and how likely so much is."""

    windows: Windows
    expected: Floats
    variance: Floats
    weight: Floats
    dispersion: float
    p_value: Floats
    smallest: Floats             # the smallest p-value the window could have had


def candidate_windows(located: Located) -> Windows:
    """Return all windows that hold at least one row: known places, then squares by size and cell."""
    rows = (located.now | (located.worth > 0)).astype(np.float64)
    mark = rows * np.arange(rows.size)
    values: Floats = np.stack([located.now, located.worth, located.worth**2, rows, located.shown, mark]).astype(float)
    known = located.place >= 0
    places = int(located.place.max(initial=-1)) + 1
    by_place: Floats = np.stack([np.bincount(located.place[known], row[known], places) for row in values])
    used = np.flatnonzero(np.bincount(located.place[known], minlength=places))
    cells, where = np.unique(cell_keys(located.x_m, y_m=located.y_m, size_m=CELL_M), return_inverse=True)
    by_cell: Floats = np.stack([np.bincount(where, row, cells.size) for row in values])
    squares = [box_sums(cells, values=by_cell, reach=reach) for reach in _REACHES]
    sums = np.concatenate([by_place[:, used], *squares], axis=1)
    none = np.full(cells.size * len(_REACHES), -1, np.int64)
    return Windows(
        np.concatenate([used, none]), np.concatenate([np.zeros(used.size, np.int64), *[cells] * len(_REACHES)]),
        np.repeat([0, *_REACHES], [used.size, *[cells.size] * len(_REACHES)]), *sums)


def judge_windows(located: Located, *, windows: Windows, dispersion: float = 1.0) -> PlaceTests:
    """Judge every window against its own history.

    expected = before × (all now - its now) / (all before - its before): its share of the history, at the level the
    rest of the municipality has now. The variance adds what is uncertain in both: ratio² Σ worth² + expected² (1 / rest
    now + 1 / rest before). p = `significance.excess_p_values`.
    """
    rest_now = np.maximum(located.now.sum() - windows.now, 1.0)
    rest_before = np.maximum(located.worth.sum() - windows.before, 0.5)
    ratio = rest_now / rest_before
    expected = ratio * windows.before
    variance = ratio**2 * windows.squares + expected**2 * (1.0 / rest_now + 1.0 / rest_before)
    weight = ratio * float(located.worth.max(initial=0.0))
    p = excess_p_values(windows.now, expected=expected, expected_variance=variance, largest_weight=weight,
                        dispersion=dispersion)
    smallest = excess_p_values(windows.rows, expected=0.0, expected_variance=0.0, largest_weight=weight,
                               dispersion=dispersion)
    return PlaceTests(windows, expected, variance, weight, dispersion, p, smallest)


def place_threshold(tests: PlaceTests, *, alpha: float) -> Threshold:
    """Return the largest p-value that is called out, such that anything is with at most probability `alpha`.

    Windows with the very same rows are one test; they are known by their sums, the row numbers' sum among them.
    """
    sums = np.round(np.stack([tests.windows.rows, tests.windows.mark, tests.windows.squares]), 9)
    _, first = np.unique(sums, axis=1, return_index=True)
    return tarone_threshold(tests.smallest[first], alpha=alpha)


def place_dispersion(located: Located, *, live: Bools, history: slice, block_weeks: int) -> float:
    """Return how much more uneven places are than chance: variance over mean of 250 m cells in blocks of weeks.

    Each cell's count in a block is compared with its share of the block's total (Pearson), over the at most 200 fullest
    cells with an average of at least half an event a block; 1 where nothing can be said.
    """
    steps = np.flatnonzero(live[history]) + history.start
    steps = steps[steps.size % block_weeks:]
    before = located.worth > 0
    cells, where = np.unique(cell_keys(located.x_m[before], y_m=located.y_m[before], size_m=_BLOCK_CELL_M),
                             return_inverse=True)
    if not cells.size or steps.size < 2 * block_weeks:
        return 1.0
    fullest = np.argsort(-np.bincount(where), kind="stable")[:_LIKELY_CELLS]
    rank = np.full(cells.size, -1)
    rank[fullest] = np.arange(fullest.size)
    weekly = cube(rank[where], week=located.step[before], first_week=0, weeks=live.size, series_count=fullest.size)
    all_weekly = np.bincount(located.step[before], minlength=live.size)[:live.size].astype(np.float64)
    blocks = weekly[:, steps].reshape(fullest.size, -1, block_weeks).sum(axis=2)
    total = all_weekly[steps].reshape(-1, block_weeks).sum(axis=1)
    return _pearson(blocks, total)


def _pearson(blocks: Floats, total: Floats) -> float:
    share = blocks.sum(axis=1) / max(float(total.sum()), 1.0)
    meant = share[:, None] * total
    judged = meant.mean(axis=1) >= 0.5
    freedom = float(judged.sum() * (blocks.shape[1] - 1))
    if freedom < 1:
        return 1.0
    spread = np.where(meant > 0, (blocks - meant) ** 2 / np.maximum(meant * (1.0 - share[:, None]), 1e-9), 0.0)
    return max(1.0, float(spread[judged].sum()) / freedom * (1.0 + 1.0 / np.sqrt(freedom)))


def centres(windows: Windows, *, located: Located) -> tuple[Floats, Floats, Floats]:
    """Return each window's middle and radius in metres: of a known place the mean of its points and their reach."""
    x_m, y_m = cell_centres(windows.key, size_m=CELL_M)
    radius = (2 * windows.reach + 1) * CELL_M / np.sqrt(np.pi)      # the circle of equal area
    known = windows.place >= 0
    if known.any():
        places = int(windows.place.max()) + 1
        inside = located.place >= 0
        code = located.place[inside]
        count = np.maximum(np.bincount(code, minlength=places), 1)
        middle = [np.bincount(code, axis[inside], places) / count for axis in (located.x_m, located.y_m)]
        away = np.hypot(located.x_m[inside] - middle[0][code], located.y_m[inside] - middle[1][code])
        reach = np.zeros(places)
        np.maximum.at(reach, code, np.minimum(away, 150.0))
        x_m[known], y_m[known] = middle[0][windows.place[known]], middle[1][windows.place[known]]
        radius[known] = np.maximum(reach[windows.place[known]], CELL_M / 2.0)
    return x_m, y_m, radius


def strongest_apart(
    order: Ints, *, x_m: Floats, y_m: Floats, radius_m: Floats, taken: Ints | None = None, most: int = 50,
) -> Ints:
    """Return those of `order` that touch no stronger one (nor any in `taken`), at most `most`; overlaps are one place.

    >>> axis = np.array([0.0, 50.0, 400.0])
    >>> strongest_apart(np.array([1, 0, 2]), x_m=axis, y_m=axis, radius_m=np.full(3, 60.0)).tolist()
    [1, 2]
    """
    chosen: list[int] = []
    others = [] if taken is None else taken.tolist()
    for each in order.tolist():
        if len(chosen) == most:
            break
        near = np.array(others + chosen, np.int64)
        away = np.hypot(x_m[near] - x_m[each], y_m[near] - y_m[each])
        if not (away < radius_m[near] + radius_m[each]).any():
            chosen.append(each)
    return np.array(chosen, np.int64)


def members(windows: Windows, *, which: int, place: Ints, x_m: Floats, y_m: Floats) -> Bools:
    """Return which rows lie in a window (any rows, also those that are not compared)."""
    if windows.place[which] >= 0:
        return place == windows.place[which]
    column, row = columns_and_rows(windows.key[which:which + 1])
    reach = windows.reach[which]
    return (np.abs(np.floor(x_m / CELL_M) - column) <= reach) & (np.abs(np.floor(y_m / CELL_M) - row) <= reach)
