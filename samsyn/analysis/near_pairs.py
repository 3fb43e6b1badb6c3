"""Pairs of events near each other, counted without ever keeping a list of them.

Events are sorted by square cells half as wide as the farthest distance asked for, so all neighbours of an event lie in
five rows of five cells. The compiled kernel holds the days of many shuffles side by side and compares a pair in all of
them at once; the twin takes one shuffle at a time.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis import kernels
from samsyn.analysis.geometry import cell_keys
from samsyn.analysis.progress import Progress, part_of, told

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_LANES = 128
_ROW = 1 << 31                   # step between the keys of two rows of cells (see geometry.cell_keys)
_LONGEST_DAYS = 32_767
_AT_ONCE = 2_000_000             # candidate pairs the twin holds at once


class Near(NamedTuple):
    """Events sorted by cell. `order` says where each came from; `run` (cells, 3): neighbours with a higher number."""

    order: Ints
    x_m: Floats
    y_m: Floats
    day: Ints                    # from 0
    start: NDArray[np.int32]     # (cells + 1)
    run_from: NDArray[np.int32]
    run_to: NDArray[np.int32]
    edges2: Floats               # (bands): a pair's band is how many of them its squared distance reaches


def sort_events(x_m: Floats, *, y_m: Floats, day: Ints, edges_m: Floats) -> Near:
    """Sort events by cell; `edges_m` are rising. Raises ValueError when days lie more than 32 767 apart."""
    day = day - day.min(initial=0) if day.size else day
    if day.size and day.max() > _LONGEST_DAYS:
        raise ValueError("days may lie at most 32 767 apart: count in weeks")
    far, left, low = float(edges_m[-1]), x_m.min(initial=0.0), y_m.min(initial=0.0)
    key = cell_keys(x_m - left, y_m=y_m - low, size_m=far / 2 * (1 + 1e-12))
    order = np.argsort(key, kind="stable")
    cells, start = np.unique(key[order], return_index=True)
    start = np.append(start, key.size)
    rows = [cells - 2 + step * _ROW for step in range(3)]
    run_from = np.stack([np.searchsorted(cells, row) for row in rows], axis=1)
    run_to = np.stack([np.searchsorted(cells, row + 4, side="right") for row in rows], axis=1)
    run_from[:, 0] = np.arange(cells.size)
    edges2 = np.r_[np.nextafter(0.0, 1.0), edges_m**2]
    return Near(order, x_m[order], y_m[order], day[order], start.astype(np.int32),
                np.ascontiguousarray(start[run_from], np.int32), np.ascontiguousarray(start[run_to], np.int32), edges2)


def count_pairs(near: Near, *, limits: Ints, near_band: int, near_column: int) -> tuple[Ints, Ints, Ints]:
    """Return the table (bands, columns), each event's neighbours by band, and its near pairs (events, 3).

    Near pairs are those in bands up to `near_band` and columns up to `near_column`, where the event is the earlier, the
    later, or neither. Events are in sorted order; columns are bands of days, not cumulative.
    """
    bands, columns, events = near.edges2.size, limits.size, near.day.size
    compiled = kernels.compiled()
    if compiled is None:
        return _plain_pairs(near, limits=limits, near_band=near_band, near_column=near_column)
    table = np.zeros((bands, columns), np.int64)
    degree, local = np.zeros((events, bands), np.int32), np.zeros((events, 3), np.int32)
    point = kernels.pointer
    compiled.lib.samsyn_near_pairs(
        point(near.x_m), point(near.y_m), near.start.size - 1, point(near.start), point(near.run_from),
        point(near.run_to), point(near.edges2), bands, point(near.day.astype(np.int16)), point(_short(limits)), columns,
        near_band, near_column, point(table), point(degree), point(local))
    return table, degree.astype(np.int64), local.astype(np.int64)


def shuffled_tables(
    near: Near, *, limits: Ints, rng: np.random.Generator, permutations: int, threads: int = 2,
    progress: Progress | None = None,
) -> Floats:
    """Return the table of each of `permutations` shuffles of the days: (permutations, bands, columns)."""
    compiled = kernels.compiled()
    if compiled is None:
        return _plain_tables(near, limits=limits, rng=rng, permutations=permutations, progress=progress)
    bands, columns, events = near.edges2.size, limits.size, near.day.size
    lanes = min(_LANES, -(-permutations // 16) * 16)
    parts = -(-permutations // lanes)
    seeds = rng.integers(0, 2**62, parts)
    found = np.zeros((parts, lanes, bands, columns))
    day, short, point = near.day.astype(np.int16), _short(limits), kernels.pointer

    def work(part: int) -> None:
        shuffled, scratch = np.empty((events, lanes), np.int16), np.empty(events, np.int16)
        compiled.lib.samsyn_shuffle_lanes(int(seeds[part]), point(day), events, lanes, point(scratch), point(shuffled))
        table = np.zeros((bands, columns, lanes), np.int64)
        failed = compiled.lib.samsyn_near_lanes(
            point(near.x_m), point(near.y_m), near.start.size - 1, point(near.start), point(near.run_from),
            point(near.run_to), point(near.edges2), bands, point(shuffled), lanes, point(short), columns, point(table))
        if failed:
            raise MemoryError("the kernel got no memory, or more than 64 bands")
        found[part] = np.diff(table, axis=1, prepend=0).transpose(2, 0, 1)

    kernels.side_by_side(work, parts=parts, threads=threads, progress=progress)
    return found.reshape(-1, bands, columns)[:permutations]


def _short(limits: ArrayLike) -> NDArray[np.int16]:
    return np.minimum(np.asarray(limits, np.int64), _LONGEST_DAYS).astype(np.int16)


# --- the plain twin -----------------------------------------------------------------------------


def pairs_by_band(near: Near) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield all near pairs as (event, event, band), part by part, in sorted numbers."""
    cell = np.repeat(np.arange(near.start.size - 1), np.diff(near.start))
    begin, end = near.run_from[cell].astype(np.int64), near.run_to[cell].astype(np.int64)
    begin[:, 0] = np.arange(cell.size) + 1
    length = np.maximum(end - begin, 0)
    running = np.cumsum(length.sum(axis=1))
    if not running.size or not running[-1]:
        return
    cut = np.unique(np.searchsorted(running, np.arange(0, int(running[-1]), _AT_ONCE)))
    for first, last in zip(cut, np.append(cut[1:], cell.size), strict=True):
        run = length[first:last].reshape(-1)
        event = np.repeat(np.arange(first, last), length[first:last].sum(axis=1))
        other = np.arange(int(run.sum())) - np.repeat(np.cumsum(run) - run, run) + np.repeat(begin[first:last], run)
        square = (near.x_m[other] - near.x_m[event]) ** 2 + (near.y_m[other] - near.y_m[event]) ** 2
        band = np.searchsorted(near.edges2, square, side="right")
        kept = band < near.edges2.size
        yield event[kept], other[kept], band[kept]


def _plain_pairs(near: Near, *, limits: Ints, near_band: int, near_column: int) -> tuple[Ints, Ints, Ints]:
    bands, columns, events = near.edges2.size, limits.size, near.day.size
    table = np.zeros(bands * (columns + 1), np.int64)
    degree, local = np.zeros(events * bands, np.int64), np.zeros(events * 3, np.int64)
    for event, other, band in pairs_by_band(near):
        apart = near.day[event] - near.day[other]
        column = np.searchsorted(limits, np.abs(apart), side="right")
        table += np.bincount(band * (columns + 1) + column, minlength=table.size)
        close = (band <= near_band) & (column <= near_column)
        for one, sign in ((event, 1), (other, -1)):
            degree += np.bincount(one * bands + band, minlength=degree.size)
            role = np.where(apart == 0, 2, (sign * apart > 0).astype(np.int64))
            local += np.bincount(one[close] * 3 + role[close], minlength=local.size)
    return table.reshape(bands, -1)[:, :columns], degree.reshape(events, bands), local.reshape(events, 3)


def _plain_tables(
    near: Near, *, limits: Ints, rng: np.random.Generator, permutations: int, progress: Progress | None = None
) -> Floats:
    bands, columns = near.edges2.size, limits.size
    found = np.zeros((permutations, bands * (columns + 1)))
    shuffled = [rng.permutation(near.day) for _ in range(permutations)]
    before = 0.0
    for event, other, band in pairs_by_band(near):
        after = max(before, float(event[-1] + 1) / near.day.size) if event.size else before
        own = part_of(progress, first=before, last=after)
        for number, day in told(enumerate(shuffled), of=permutations, progress=own):
            column = np.searchsorted(limits, np.abs(day[event] - day[other]), side="right")
            found[number] += np.bincount(band * (columns + 1) + column, minlength=found.shape[1])
        before = after
    if progress is not None:
        progress(1.0)
    return found.reshape(permutations, bands, -1)[:, :, :columns]
