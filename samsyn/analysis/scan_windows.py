"""What a space-time scan looks through: circles of zones crossed with intervals of steps.

A circle grows from each zone by whole rings: all zones at the same distance come in together. On a grid many cells lie
equally far away; programs that take such ties one by one scan half rings whose shape depends on the order of the file.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.geometry import cell_centres, cell_keys

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SAME_M = 1e-6                   # distances nearer each other than a micrometre are one ring


class Zones(NamedTuple):
    """Where things are counted: `at_m` is (zones, 2), metres; more columns are more dimensions."""

    at_m: Floats


class Design(NamedTuple):
    """Which windows are looked through.

    `prospective`: only intervals that end with the last step ("is something going on now?"); otherwise all. An interval
    has `shortest` to `longest` steps. A circle reaches at most `radius_m`, holds at most `most_share` of all that is
    counted (the population where that is the measure) and `most_zones` zones (0: any number). A window with fewer than
    `least_events` events is nothing.
    """

    longest: int
    radius_m: float = np.inf
    prospective: bool = True
    shortest: int = 1
    most_share: float = 0.5
    most_zones: int = 0
    least_events: int = 2


class Circles(NamedTuple):
    """Circles as rings. Circle c holds zone[start[c]:start[c + 1]], nearest first; `closes`: here a ring is whole."""

    start: Ints                  # (circles + 1)
    zone: Ints                   # (entries)
    closes: NDArray[np.uint8]    # (entries)
    radius_m: Floats             # (rings)
    entry: Ints                  # (rings) the last entry of the ring
    centre: Ints                 # (rings)


class Intervals(NamedTuple):
    """Intervals of steps. Slots are kept steps: low < slot ≤ high, low -1 from the first."""

    low: NDArray[np.int32]
    high: NDArray[np.int32]
    first_step: Ints
    last_step: Ints
    slots: int
    slot_of_step: Ints           # (steps) -1 where the step is in no interval


def zones_of_points(x_m: ArrayLike, *, y_m: ArrayLike, size_m: float = 0.0) -> tuple[Zones, Ints]:
    """Return the occupied cells of `size_m` as zones (0: every different point is one) and each point's zone.

    >>> zones, zone = zones_of_points([10.0, 40.0, 510.0], y_m=[10.0, 20.0, 10.0], size_m=500)
    >>> zones.at_m.tolist(), zone.tolist()
    ([[250.0, 250.0], [750.0, 250.0]], [0, 0, 1])
    """
    x_m, y_m = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)
    if size_m > 0:
        keys, zone = np.unique(cell_keys(x_m, y_m=y_m, size_m=size_m), return_inverse=True)
        return Zones(np.stack(cell_centres(keys, size_m=size_m), axis=1)), zone.astype(np.int64)
    points, zone = np.unique(np.stack([x_m, y_m], axis=1), axis=0, return_inverse=True)
    return Zones(points), zone.reshape(-1).astype(np.int64)


def make_intervals(design: Design, *, steps: int) -> Intervals:
    """Return the intervals of a design; prospective slots run backwards from the last step.

    >>> found = make_intervals(Design(longest=2), steps=5)
    >>> list(zip(found.first_step.tolist(), found.last_step.tolist()))
    [(4, 4), (3, 4)]
    """
    longest = min(design.longest, steps)
    slot_of_step = np.full(steps, -1, np.int64)
    if design.prospective:
        slot_of_step[steps - longest:] = np.arange(longest)[::-1]
        high = np.arange(design.shortest - 1, longest)
        low = np.full(high.size, -1)
        first, last = steps - 1 - high, np.full(high.size, steps - 1)
    else:
        slot_of_step[:] = np.arange(steps)
        first, last = np.divmod(np.arange(steps * steps), steps)
        length = last - first + 1
        fits = (length >= design.shortest) & (length <= longest)
        first, last = first[fits], last[fits]
        low, high = first - 1, last
    return Intervals(low.astype(np.int32), high.astype(np.int32), first, last,
                     longest if design.prospective else steps, slot_of_step)


def make_circles(zones: Zones, *, design: Design, weight: Floats) -> Circles:
    """Return the circles round every zone, ring by ring, as far as the design lets them grow.

    `weight` is each zone's part of what `most_share` speaks of.

    >>> found = make_circles(Zones(np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0]])), weight=np.ones(3),
    ...                      design=Design(longest=1, radius_m=1.0, most_share=1.0))
    >>> found.zone[:3].tolist(), found.closes[:3].tolist(), found.radius_m[:2].tolist()
    ([0, 1, 2], [1, 0, 1], [0.0, 1.0])
    """
    centre, zone, distance = _neighbours(np.asarray(zones.at_m, np.float64), design.radius_m)
    start = np.searchsorted(centre, np.arange(len(zones.at_m) + 1))
    last_of_ring = np.append((np.diff(distance) > _SAME_M) | (np.diff(centre) > 0), True)
    running = np.cumsum(weight[zone])
    held = running - np.r_[0.0, running][start][centre]
    small = held <= design.most_share * weight.sum() * (1 + 1e-12)
    if design.most_zones:
        small &= np.arange(zone.size) - start[centre] < design.most_zones
    closes = last_of_ring & small
    reach = np.maximum.accumulate(np.where(closes, np.arange(zone.size), -1))
    last_close = np.maximum(reach[start[1:] - 1], start[:-1] - 1)          # what lies beyond is never looked at
    kept = np.arange(zone.size) <= last_close[centre]
    sizes = np.bincount(centre[kept], minlength=len(zones.at_m))
    centre, zone, distance, closes = centre[kept], zone[kept], distance[kept], closes[kept]
    entry = np.flatnonzero(closes)
    return Circles(np.r_[0, np.cumsum(sizes)], zone, closes.astype(np.uint8), distance[entry], entry, centre[entry])


def _neighbours(at_m: Floats, radius_m: float) -> tuple[Ints, Ints, Floats]:
    """Return (centre, zone, distance) of all pairs within the radius, by centre and then distance; ties by zone."""
    centre, zone = _near(at_m, radius_m)
    distance = np.sqrt(((at_m[centre] - at_m[zone]) ** 2).sum(axis=1))
    near = distance <= radius_m + _SAME_M
    centre, zone, distance = centre[near], zone[near], distance[near]
    rank = np.rint(distance / _SAME_M).astype(np.int64)
    if rank.max(initial=0) < 2**62 // (len(at_m) + 1):
        order = np.argsort(centre * (rank.max(initial=0) + 1) + rank, kind="stable")
    else:
        order = np.lexsort((rank, centre))
    return centre[order], zone[order], distance[order]


def _near(at_m: Floats, radius_m: float) -> tuple[Ints, Ints]:
    """Return candidate pairs, by zone within a centre: all, or those in neighbouring squares as wide as the radius."""
    count = len(at_m)
    every = np.arange(count)
    if not np.isfinite(radius_m) or radius_m <= 0 or at_m.shape[1] != 2 or count < 200:
        return np.repeat(every, count), np.tile(every, count)
    column, row = np.floor((at_m - at_m.min(axis=0)) / radius_m * (1 - 1e-12)).astype(np.int64).T
    wide = int(column.max()) + 3
    key = (row + 1) * wide + column + 1
    order = np.argsort(key, kind="stable")
    first = [np.searchsorted(key[order], key + step * wide - 1) for step in (-1, 0, 1)]
    last = [np.searchsorted(key[order], key + step * wide + 1, side="right") for step in (-1, 0, 1)]
    begin, length = np.stack(first, axis=1).reshape(-1), np.stack(last, axis=1) - np.stack(first, axis=1)
    run = length.reshape(-1)
    at = np.arange(int(run.sum())) - np.repeat(np.cumsum(run) - run, run) + np.repeat(begin, run)
    return np.repeat(every, length.sum(axis=1)), order[at]


def ring_sums(circles: Circles, *, values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the sum of a zone's values (zones, …) over each ring's circle (rings, …).

    >>> circles = make_circles(Zones(np.array([[0.0, 0.0], [1.0, 0.0]])), design=Design(longest=1, most_share=1.0),
    ...                        weight=np.ones(2))
    >>> ring_sums(circles, values=np.array([3, 4])).tolist()
    [3.0, 7.0, 4.0, 7.0]
    """
    running = np.cumsum(np.asarray(values, np.float64)[circles.zone], axis=0)
    before = np.concatenate([np.zeros_like(running[:1]), running])[circles.start[:-1]]
    return np.asarray(running[circles.entry] - before[circles.centre])


def interval_sums(intervals: Intervals, *, values: Floats) -> Floats:
    """Return sums over each interval of values by slot: (…, slots) → (…, intervals)."""
    running = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    return np.asarray(running[..., intervals.high + 1] - running[..., intervals.low + 1])
