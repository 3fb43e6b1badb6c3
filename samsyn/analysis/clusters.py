"""Density clusters: places (and times) where events lie close together, of any shape, and the events that lie alone.

DBSCAN (Ester, Kriegel, Sander, Xu 1996) and ST-DBSCAN (Birant & Kut 2007) on weighted points: events on one address are
one point that weighs as many. A description, not a test: also pure chance makes clusters, so nothing here is an alarm.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis import kernels

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_ROWS_AT_ONCE = 256              # points the twin compares with all others at a time


class Clusters(NamedTuple):
    """Which cluster each event belongs to, and the clusters, heaviest first."""

    label: Ints                  # (events) -1: in none
    core: Bools                  # (events) in the thick of it: at least `least` within reach
    size: Ints                   # (clusters) events, or their weight
    x_m: Floats                  # (clusters) mean position
    y_m: Floats
    first_day: Floats            # (clusters) NaN without days
    last_day: Floats


class _Points(NamedTuple):
    """Different points sorted by cell, with what each weighs. `day` is empty without times."""

    x_m: Floats
    y_m: Floats
    day: Floats
    weight: Ints
    of_event: Ints               # (events) its point
    start: NDArray[np.int32]     # (cells + 1)
    run_from: NDArray[np.int32]  # (cells, runs)
    run_to: NDArray[np.int32]


def density_clusters(
    x_m: ArrayLike, *, y_m: ArrayLike, near_m: float, least: int, day: ArrayLike | None = None,
    near_days: float = 0.0, weight: ArrayLike | None = None,
) -> Clusters:
    """Return clusters of events that lie within `near_m` (and `near_days`, where `day` is given) of each other.

    An event is *core* when at least `least` events, itself counted, are within reach (≤). Core events within reach of
    each other are one cluster; another event within reach of a core event belongs to the nearest one's cluster (in the
    literature: to whichever is met first, which depends on the order of rows; here the order changes nothing).

    >>> found = density_clusters([0, 0, 30, 60, 500], y_m=[0, 0, 0, 0, 0], near_m=40, least=3)
    >>> found.label.tolist(), found.core.tolist(), found.size.tolist()
    ([0, 0, 0, 0, -1], [True, True, True, False, False], [4])
    """
    x_m, y_m = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)
    days = np.zeros(0) if day is None else np.asarray(day, np.float64)
    if near_m <= 0 or (day is not None and near_days <= 0):
        raise ValueError("near_m and near_days must be above 0")
    weights = np.ones(x_m.size, np.int64) if weight is None else np.asarray(weight, np.int64)
    points = _sorted_points(x_m, y_m, days, weights, near_m, near_days)
    compiled = kernels.compiled()
    find = _plain_clusters if compiled is None else _fast_clusters
    cluster, core = find(points, near_m=near_m, near_days=near_days, least=least)
    return _heaviest_first(points, cluster, core)


def _sorted_points(x_m: Floats, y_m: Floats, day: Floats, weight: Ints, near_m: float, near_days: float) -> _Points:
    side = near_m / np.sqrt(2.0) * (1 - 1e-12)                  # points of one half-open cell are within reach
    column = np.floor((x_m - x_m.min(initial=np.inf)) / side).astype(np.int64)
    row = np.floor((y_m - y_m.min(initial=np.inf)) / side).astype(np.int64)
    wide, tall = int(column.max(initial=0)) + 5, int(row.max(initial=0)) + 5
    key = (row + 2) * wide + column + 2
    if day.size:
        key += np.floor((day - day.min()) / (near_days * (1 + 1e-9))).astype(np.int64) * (wide * tall)
    order = np.argsort(key, kind="stable")
    order = _sorted_within(order, key, x_m, y_m, day)
    ordered = [axis[order] for axis in ((x_m, y_m, day) if day.size else (x_m, y_m))]
    new = np.ones(order.size, bool)
    new[1:] = np.any([np.diff(axis) != 0 for axis in ordered], axis=0) if order.size else True
    first = np.flatnonzero(new)
    of_event = np.empty(order.size, np.int64)
    of_event[order] = np.cumsum(new) - 1
    total = np.add.reduceat(weight[order], first) if first.size else weight
    points = [axis[first] for axis in ordered]
    cells, start = np.unique(key[order][first], return_index=True)
    start = np.append(start, first.size)
    steps = [0, wide, 2 * wide] + ([wide * tall + each * wide for each in range(-2, 3)] if day.size else [])
    run_from = np.stack([start[np.searchsorted(cells, cells + step - 2)] for step in steps], axis=1)
    run_to = np.stack([start[np.searchsorted(cells, cells + step + 2, side="right")] for step in steps], axis=1)
    run_from[:, 0] = start[:-1]
    return _Points(points[0], points[1], points[2] if day.size else day, total, of_event, start.astype(np.int32),
                   np.ascontiguousarray(run_from, np.int32), np.ascontiguousarray(run_to, np.int32))


def _sorted_within(order: Ints, key: Ints, x_m: Floats, y_m: Floats, day: Floats) -> Ints:
    """Sort by position (and day) within cells, so that equal points meet and the order of rows does not matter."""
    axes = (day, y_m, x_m) if day.size else (y_m, x_m)
    cell = np.cumsum(np.diff(key[order], prepend=key[order][:1]) != 0)
    return order[np.lexsort((*(axis[order] for axis in axes), cell))]


def _fast_clusters(points: _Points, *, near_m: float, near_days: float, least: int) -> tuple[Ints, Bools]:
    compiled, point = kernels.compiled(), kernels.pointer
    assert compiled is not None
    count = points.weight.size
    neighbours, cluster = np.zeros(count, np.int64), np.zeros(count, np.int32)
    times = point(points.day) if points.day.size else compiled.ffi.NULL
    where = (point(points.x_m), point(points.y_m), times)
    grid = (points.start.size - 1, point(points.start), point(points.run_from), point(points.run_to),
            points.run_from.shape[1], near_m**2, float(near_days))
    compiled.lib.samsyn_dense_clusters(*where, point(points.weight), *grid, least, point(neighbours), point(cluster))
    best, nearest = np.zeros(count), np.zeros(count, np.int32)
    compiled.lib.samsyn_nearest_core(*where, *grid, point(cluster), point(best), point(nearest))
    core = cluster >= 0
    return np.where(core, cluster, np.where(nearest >= 0, cluster[nearest], -1)).astype(np.int64), core


def _heaviest_first(points: _Points, cluster: Ints, core: Bools) -> Clusters:
    """Number the clusters by weight, ties by position, and say what each is."""
    heads, code = np.unique(cluster[cluster >= 0], return_inverse=True)
    inside = cluster >= 0
    weight, x_m, y_m = points.weight[inside], points.x_m[inside], points.y_m[inside]
    size = np.bincount(code, weight, heads.size)
    middle = [np.bincount(code, weight * axis, heads.size) / size for axis in (x_m, y_m)]
    order = np.lexsort((heads, -size))
    rank = np.empty(heads.size, np.int64)
    rank[order] = np.arange(heads.size)
    label = np.full(cluster.size, -1)
    label[inside] = rank[code]
    first, last = np.full(heads.size, np.nan), np.full(heads.size, np.nan)
    if points.day.size and heads.size:
        first, last = np.full(heads.size, np.inf), np.full(heads.size, -np.inf)
        np.minimum.at(first, rank[code], points.day[inside])
        np.maximum.at(last, rank[code], points.day[inside])
    return Clusters(label[points.of_event], core[points.of_event], size[order].astype(np.int64), middle[0][order],
                    middle[1][order], first, last)


# --- the plain twin -----------------------------------------------------------------------------


def _plain_clusters(points: _Points, *, near_m: float, near_days: float, least: int) -> tuple[Ints, Bools]:
    """Compare all points with all, some rows at a time."""
    count = points.weight.size
    neighbours = np.zeros(count, np.int64)
    for first in range(0, count, _ROWS_AT_ONCE):
        near_here, _ = _near_rows(points, first, near_m, near_days)
        neighbours[first:first + _ROWS_AT_ONCE] = near_here @ points.weight
    core = neighbours >= least
    cluster = np.where(core, np.arange(count), -1)
    for first in range(0, count, _ROWS_AT_ONCE):
        near_here, _ = _near_rows(points, first, near_m, near_days)
        cluster = _joined(cluster, near_here & core & core[first:first + _ROWS_AT_ONCE, None], first)
    for first in range(0, count, _ROWS_AT_ONCE):
        near_here, square = _near_rows(points, first, near_m, near_days)
        reach = np.where(near_here & core, square, np.inf)
        nearest = np.argmin(reach, axis=1)
        rows = np.arange(first, first + len(reach))
        lonely = ~core[rows] & np.isfinite(reach[np.arange(len(reach)), nearest])
        cluster[rows[lonely]] = cluster[nearest[lonely]]
    return cluster, core


def _near_rows(points: _Points, first: int, near_m: float, near_days: float) -> tuple[Bools, Floats]:
    rows = slice(first, first + _ROWS_AT_ONCE)
    square = (points.x_m[rows, None] - points.x_m) ** 2 + (points.y_m[rows, None] - points.y_m) ** 2
    near = square <= near_m**2
    if points.day.size:
        near &= np.abs(points.day[rows, None] - points.day) <= near_days
    return near, square


def _joined(cluster: Ints, linked: Bools, first: int) -> Ints:
    """Return the clusters after these rows' links: the lowest number of each connected part."""
    row, other = np.nonzero(linked)
    one, two = cluster[row + first], cluster[other]
    name = np.arange(cluster.size)
    while (low := np.minimum(name[one], name[two])).size and (name[one] != name[two]).any():
        np.minimum.at(name, one, low)
        np.minimum.at(name, two, low)
        name = name[name]
    while (name[name] != name).any():
        name = name[name]
    return np.where(cluster >= 0, name[cluster], -1)
