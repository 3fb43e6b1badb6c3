"""Small numbers hidden, points coarsened: what may be shown outside the group that wrote the reports."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.geometry import cell_centres, cell_keys

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_DEGREE_M = 111_320.0


class CoarsePoints(NamedTuple):
    """Points gathered: groups keep their own mean, all others the middle of their cell."""

    lon: Floats
    lat: Floats
    events: Ints
    which: Ints                  # of every row: the point it went into
    grouped: Bools


def coarse_points(
    x_m: Floats, *, y_m: Floats, lon: Floats, lat: Floats, group: Ints, size_m: float = 100.0,
) -> CoarsePoints:
    """Gather points by group (a known place, -1 without one) and else by square cell; none is shown where it was.

    A cell's point is its middle: the rows' mean moved by the metres that are missing, with 111 320 m to a degree of
    latitude; over less than a cell the error is below 5 m. Groups come first, both in order of their code.

    >>> east, north = np.array([510.0, 590.0, 10.0]), np.array([10.0, 10.0, 10.0])
    >>> found = coarse_points(east, y_m=north, lon=np.zeros(3), lat=np.zeros(3), group=np.array([-1, -1, 4]))
    >>> found.events.tolist(), found.grouped.tolist()
    ([1, 2], [True, False])
    """
    keys = cell_keys(x_m, y_m=y_m, size_m=size_m)
    apart = np.stack([(group < 0).astype(np.int64), np.where(group < 0, keys, group)])
    cells, which = np.unique(apart, axis=1, return_inverse=True)
    which = which.reshape(-1)
    count = np.bincount(which, minlength=cells.shape[1])
    middle_x, middle_y = cell_centres(cells[1], size_m=size_m)
    grouped = cells[0] == 0
    means = [np.bincount(which, axis, cells.shape[1]) / np.maximum(count, 1) for axis in (x_m, y_m, lon, lat)]
    east = np.where(grouped, 0.0, middle_x - means[0])
    north = np.where(grouped, 0.0, middle_y - means[1])
    shifted_lat = means[3] + north / _DEGREE_M
    shifted_lon = means[2] + east / (_DEGREE_M * np.cos(np.radians(means[3])))
    return CoarsePoints(np.round(shifted_lon, 5), np.round(shifted_lat, 5), count, which, grouped)


class Hidden(NamedTuple):
    """A table with its small numbers hidden: NaN where hidden; `primary` too small, `secondary` to protect those."""

    shown: Floats
    primary: Bools
    secondary: Bools


def hide_small(counts: NDArray[np.integer], *, least: int = 3, total_shown: bool = True) -> Hidden:
    """Hide counts from 1 to `least` - 1 in a one-way table, and one more where the total would give one away.

    With the total shown, the sum of the hidden ones can be worked out. So while there are hidden counts and either just
    one of them, or their sum is below `least`, the smallest shown positive count is hidden as well (the first of equal
    ones; a zero only when nothing else is left). Zero is never small: nothing happened to nobody.

    >>> hide_small(np.array([2, 7, 9, 0])).shown.tolist()
    [nan, nan, 9.0, 0.0]
    >>> hide_small(np.array([2, 7, 9, 0]), total_shown=False).shown.tolist()
    [nan, 7.0, 9.0, 0.0]
    """
    values = np.asarray(counts, np.int64)
    primary = (values > 0) & (values < least)
    hidden = primary.copy()
    while total_shown and hidden.any() and (hidden.sum() == 1 or values[hidden].sum() < least) and not hidden.all():
        left = np.where(hidden, np.iinfo(np.int64).max, np.where(values == 0, np.iinfo(np.int64).max - 1, values))
        hidden[int(left.argmin())] = True
    return Hidden(np.where(hidden, np.nan, values.astype(np.float64)), primary, hidden & ~primary)


class Suppressed(NamedTuple):
    """A table of areas and categories with its small numbers hidden; NaN where hidden."""

    shown: Floats                # (rows, columns)
    row_totals: Floats
    column_totals: Floats
    primary: Bools               # too small by themselves
    secondary: Bools             # hidden so that the small ones cannot be worked out


def hide_small_cells(counts: NDArray[np.integer], *, least: int = 3) -> Suppressed:
    """Hide counts from 1 to `least` - 1 in a two-way table whose totals are shown, and what would give them away.

    A row or column in which just one number is hidden, or in which the hidden ones sum to less than `least`, gives them
    away; there the smallest shown count is hidden too, in the line that is worst off first, preferring counts whose
    other line has a hidden one already. Then every hidden number is worked out as far as the totals allow
    (`hidden_ranges`), and as long as a small one is known to within `least` - 1, one more is hidden beside it. Totals
    that are small themselves are hidden. Zero is not small, but is hidden where nothing else is left.

    >>> found = hide_small_cells(np.array([[2, 8, 9], [7, 6, 5], [9, 4, 8]]))
    >>> found.shown.tolist()
    [[nan, nan, 9.0], [nan, nan, 5.0], [9.0, 4.0, 8.0]]
    """
    values = np.asarray(counts, np.int64)
    primary = (values > 0) & (values < least)
    hidden = primary.copy()
    while (line := _exposed_line(values, hidden, least)) is not None:
        _hide_one_more(values, hidden, line)
    while (cell := _narrow_cell(values, hidden, primary, least)) is not None:
        if not _hide_one_more(values, hidden, (0, cell[0])) and not _hide_one_more(values, hidden, (1, cell[1])):
            hidden[:] = True
    rows, columns = values.sum(axis=1).astype(np.float64), values.sum(axis=0).astype(np.float64)
    for totals in (rows, columns):
        totals[(totals > 0) & (totals < least)] = np.nan
    return Suppressed(np.where(hidden, np.nan, values.astype(np.float64)), rows, columns, primary, hidden & ~primary)


def _exposed_line(values: Ints, hidden: Bools, least: int) -> tuple[int, int] | None:
    """Return (axis, number) of a row (0) or column (1) that gives its hidden numbers away and can hide one more."""
    for axis in (0, 1):
        count = hidden.sum(axis=1 - axis)
        total = np.where(hidden, values, 0).sum(axis=1 - axis)
        exposed = (count > 0) & ((count == 1) | (total < least)) & (count < hidden.shape[1 - axis])
        if exposed.any():
            return axis, int(np.flatnonzero(exposed)[0])
    return None


def _hide_one_more(values: Ints, hidden: Bools, line: tuple[int, int]) -> bool:
    axis, number = line
    cells, already = (values[number], hidden[number]) if axis == 0 else (values[:, number], hidden[:, number])
    if already.all():
        return False
    helped = hidden.any(axis=axis)                          # hiding there exposes no new line
    cost = np.where(values[number] == 0 if axis == 0 else values[:, number] == 0, 10**9, cells)
    order = np.lexsort((np.arange(cells.size), cost, ~helped))
    chosen = int(next(each for each in order if not already[each]))
    hidden[(number, chosen) if axis == 0 else (chosen, number)] = True
    return True


def hidden_ranges(shown: Floats, *, row_totals: Floats, column_totals: Floats) -> tuple[Floats, Floats]:
    """Return between which numbers each hidden cell must lie, given the totals and that no count is negative.

    Limits are tightened line by line until nothing moves; shown cells are their own limits. This is what anybody with
    the paper can work out (linear programming might in rare tables tighten further). Hidden totals bind nothing.

    >>> low, high = hidden_ranges(np.array([[np.nan, np.nan], [4.0, 5.0]]), row_totals=np.array([6.0, 9.0]),
    ...                           column_totals=np.array([6.0, 9.0]))
    >>> low.tolist(), high.tolist()
    ([[2.0, 4.0], [4.0, 5.0]], [[2.0, 4.0], [4.0, 5.0]])
    """
    unknown = np.isnan(shown)
    low = np.where(unknown, 0.0, shown)
    high = np.where(unknown, np.inf, shown)
    for _ in range(4 * max(shown.shape)):
        before = low.copy(), high.copy()
        for axis, totals in ((1, row_totals), (0, column_totals)):
            known = np.expand_dims(~np.isnan(totals), axis)
            whole = np.expand_dims(np.nan_to_num(totals), axis)
            others_low = low.sum(axis=axis, keepdims=True) - low
            finite = np.where(np.isinf(high), 0.0, high)
            endless = np.isinf(high).sum(axis=axis, keepdims=True) - np.isinf(high)
            others_high = np.where(endless > 0, np.inf, finite.sum(axis=axis, keepdims=True) - finite)
            high = np.where(unknown & known, np.minimum(high, whole - others_low), high)
            low = np.where(unknown & known, np.maximum(low, whole - others_high), low)
        if (low == before[0]).all() and (high == before[1]).all():
            break
    return low, high


def _narrow_cell(values: Ints, hidden: Bools, primary: Bools, least: int) -> tuple[int, int] | None:
    """Return a small hidden cell that the totals give away, if any; none when all is hidden."""
    if hidden.all() or not primary.any():
        return None
    shown = np.where(hidden, np.nan, values.astype(np.float64))
    low, high = hidden_ranges(shown, row_totals=values.sum(axis=1).astype(np.float64),
                              column_totals=values.sum(axis=0).astype(np.float64))
    narrow = np.argwhere(primary & (high - low < least - 1))
    return (int(narrow[0][0]), int(narrow[0][1])) if narrow.size else None


class Square(NamedTuple):
    """A square of the quadtree: its south-western corner, its side and how many events it holds."""

    x_m: float
    y_m: float
    size_m: float
    events: int


def quadtree(
    x_m: Floats, *, y_m: Floats, least: int = 5, finest_m: float = 100.0, coarsest_m: float = 6_400.0,
) -> tuple[list[Square], Ints]:
    """Return squares that each hold at least `least` events, and which one every event lies in (-1: left out).

    From the coarsest squares downwards, a square is divided in four as long as every quarter that is not empty keeps at
    least `least`, and is at least `finest_m` wide. Coarsest squares with too few are left out: their events are told
    only in the total. Which quarters are empty is shown; that nothing happened there is no secret.

    >>> east = np.r_[np.full(6, 50.0), np.full(6, 3000.0), 9000.0]
    >>> squares, which = quadtree(east, y_m=np.full(13, 50.0))
    >>> [(each.size_m, each.events) for each in squares], which[-1]
    ([(100.0, 6), (100.0, 6)], np.int64(-1))
    """
    which = np.full(x_m.size, -1, np.int64)
    squares: list[Square] = []
    waiting = [(coarsest_m, np.flatnonzero(inside)) for inside in _by_square(x_m, y_m, coarsest_m)]
    while waiting:
        size_m, rows = waiting.pop()
        if rows.size < least:
            continue
        quarters = [rows[part] for part in _by_square(x_m[rows], y_m[rows], size_m / 2.0)]
        if size_m / 2.0 >= finest_m and min(part.size for part in quarters) >= least:
            waiting += [(size_m / 2.0, part) for part in quarters]
            continue
        which[rows] = len(squares)
        corner = [float(np.floor(axis[rows[0]] / size_m) * size_m) for axis in (x_m, y_m)]
        squares.append(Square(corner[0], corner[1], size_m, int(rows.size)))
    return squares, which


def _by_square(x_m: Floats, y_m: Floats, size_m: float) -> list[Bools]:
    keys = np.stack([np.floor(x_m / size_m), np.floor(y_m / size_m)])
    cells, inverse = np.unique(keys, axis=1, return_inverse=True)
    return [inverse.reshape(-1) == each for each in range(cells.shape[1])]


class Leak(NamedTuple):
    """A small number that two papers together give away."""

    row: int
    column: int
    told: int                    # the difference, or the number that is shown in one and hidden in the other
    key: str                     # leak.difference, leak.shown_before or leak.shown_now


def differences_that_leak(earlier: Floats, *, later: Floats, least: int = 3) -> list[Leak]:
    """Return the cells where an edition and the one after (or two audiences' editions) together tell too much.

    Both tables are as shown (NaN where hidden), the later one covering what the earlier did and more: the same period
    with late reports, or a longer one. A cell whose difference is 1 to `least` - 1 tells of so few; a cell hidden in
    one and shown in the other tells what was hidden, unless the shown count is 0 or at least `least` in the earlier.

    >>> earlier, later = np.array([[5.0, np.nan, 9.0]]), np.array([[6.0, 2.0, 9.0]])
    >>> [(each.column, each.told, each.key) for each in differences_that_leak(earlier, later=later)]
    [(0, 1, 'leak.difference'), (1, 2, 'leak.shown_now')]
    """
    found = []
    for row, column in np.argwhere(~(np.isnan(earlier) & np.isnan(later))).tolist():
        first, then = earlier[row, column], later[row, column]
        if np.isnan(first) or np.isnan(then):
            told = then if np.isnan(first) else first
            if 0 < told < least or np.isnan(then) and told >= least:
                found.append(Leak(row, column, int(told), "leak.shown_now" if np.isnan(first) else "leak.shown_before"))
        elif 0 < abs(then - first) < least:
            found.append(Leak(row, column, int(abs(then - first)), "leak.difference"))
    return found


class Anonymity(NamedTuple):
    """How alike the rows of an extract are, by the columns that others may know."""

    smallest: int                # k: the smallest group of rows that look the same
    groups: int
    rows_alone: int              # rows that look like no other
    rows_below: int              # rows in groups smaller than asked for
    share_below: float
    which: Bools                 # the rows in too small groups


def k_anonymity(*columns: NDArray[np.generic], least: int = 5) -> Anonymity:
    """Report k-anonymity (Sweeney 2002) of rows by these columns together; an extract is shared only if none is below.

    >>> found = k_anonymity(np.array(["a", "a", "b"]), np.array([1, 1, 1]), least=2)
    >>> found.smallest, found.rows_alone, found.which.tolist()
    (1, 1, [False, False, True])
    """
    group = np.zeros(columns[0].size, np.int64)
    for column in columns:
        _, code = np.unique(column, return_inverse=True)
        _, group = np.unique(group * (int(code.max(initial=0)) + 1) + code.reshape(-1), return_inverse=True)
    size = np.bincount(group.reshape(-1))
    each = size[group.reshape(-1)] if size.size else np.zeros(0, np.int64)
    below: Bools = np.asarray(each < least)
    return Anonymity(int(size.min(initial=0)) if not size.size else int(size.min()), int(size.size),
                     int((each == 1).sum()), int(below.sum()), float(below.mean()) if each.size else 0.0, below)
