"""The scan's Monte Carlo: the largest log likelihood ratio of many simulated data sets.

Three null hypotheses, each drawn exactly: times shuffled over places (permutation), a given expectation (Poisson), and
which points are cases (Bernoulli). Only what falls into scanned steps is drawn. The compiled kernel draws 32
replications side by side and takes a logarithm only where a count can beat a floor; the twin does the same thing
plainly, one replication at a time.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis import kernels
from samsyn.analysis.progress import Progress, told
from samsyn.analysis.scan_windows import Circles, Intervals, interval_sums, ring_sums

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_LANES = 32
_ROUND = 4                       # blocks between two looks at whether it is enough
_NEVER = 1.0 + 1e-12


class Scanned(NamedTuple):
    """All windows with what was expected in them: `size` (rings, intervals) is the expected count, or the points."""

    circles: Circles
    intervals: Intervals
    zones: int
    size: Floats
    cases: float
    points: float                # 0: Poisson ratio; else the Bernoulli ratio with so many points in all
    least_events: int


class Null(Protocol):
    """A null hypothesis that can be drawn from."""

    def plain(self, rng: np.random.Generator) -> Ints:
        """Return one simulated count (zones, slots)."""

    def into(self, counts: NDArray[Any], *, seed: int, compiled: kernels.Compiled) -> None:
        """Fill counts (zones × slots, lanes) with simulations."""


class Shuffled(NamedTuple):
    """Times shuffled over places within strata: bins of all events by stratum, and how many of them get each slot."""

    bins: NDArray[np.int32]      # (events) zone × slots, sorted by stratum
    start: Ints                  # (strata + 1)
    take: NDArray[np.int32]      # (strata, slots)
    zones: int

    def plain(self, rng: np.random.Generator) -> Ints:
        """Return one simulated count (zones, slots)."""
        slots = self.take.shape[1]
        counts = np.zeros(self.zones * slots, np.int64)
        for stratum, take in enumerate(self.take):
            drawn = rng.permutation(self.bins[self.start[stratum]:self.start[stratum + 1]])[:take.sum()]
            counts += np.bincount(drawn + np.repeat(np.arange(slots), take), minlength=counts.size)
        return counts.reshape(self.zones, slots)

    def into(self, counts: NDArray[Any], *, seed: int, compiled: kernels.Compiled) -> None:
        """Fill counts (zones × slots, lanes) with simulations."""
        take = np.ascontiguousarray(np.broadcast_to(self.take, (counts.shape[1], *self.take.shape)))
        _draw(self.bins, self.start, take, counts=counts, seed=seed, compiled=compiled)


class Chosen(NamedTuple):
    """Which points are cases: the points of the scanned steps by bin, and how many cases and points in all."""

    bins: NDArray[np.int32]      # (points in scanned steps)
    cases: int
    points: int
    zones: int
    slots: int

    def plain(self, rng: np.random.Generator) -> Ints:
        """Return one simulated count (zones, slots)."""
        drawn = rng.permutation(self.bins)[:self._among(rng, 1)[0]]
        return np.bincount(drawn, minlength=self.zones * self.slots).reshape(self.zones, self.slots)

    def into(self, counts: NDArray[Any], *, seed: int, compiled: kernels.Compiled) -> None:
        """Fill counts (zones × slots, lanes) with simulations."""
        take = self._among(np.random.default_rng(seed), counts.shape[1]).astype(np.int32)
        _draw(self.bins, np.array([0, self.bins.size]), take, counts=counts, seed=seed, compiled=compiled)

    def _among(self, rng: np.random.Generator, lanes: int) -> Ints:
        return rng.hypergeometric(self.cases, self.points - self.cases, self.bins.size, lanes)


class Given(NamedTuple):
    """Cases fall where they are expected: each bin's chance (zones × slots), of so many cases in all steps."""

    share: Floats                # of all cases, in every bin of the scanned steps
    cases: int
    zones: int
    slots: int

    def plain(self, rng: np.random.Generator) -> Ints:
        """Return one simulated count (zones, slots)."""
        rest = max(0.0, 1.0 - float(self.share.sum()))
        drawn = rng.multinomial(self.cases, np.append(self.share, rest) / (self.share.sum() + rest))
        return drawn[:-1].reshape(self.zones, self.slots)

    def into(self, counts: NDArray[Any], *, seed: int, compiled: kernels.Compiled) -> None:
        """Fill counts (zones × slots, lanes) with simulations."""
        among = min(1.0, float(self.share.sum()))
        draws = np.asarray(np.random.default_rng(seed).binomial(self.cases, among, counts.shape[1]), np.int64)
        keep, alias = alias_table(self.share)
        scatter = _by_width(compiled, "samsyn_scan_scatter", counts)
        scatter(seed, counts.shape[1], kernels.pointer(keep), kernels.pointer(alias), keep.size, kernels.pointer(draws),
                kernels.pointer(counts))


def alias_table(share: Floats) -> tuple[Floats, NDArray[np.int32]]:
    """Return Walker's alias table: bin b is kept with probability keep[b], else its alias is meant (Vose 1991).

    >>> keep, alias = alias_table(np.array([1.0, 3.0]))
    >>> keep.tolist(), alias.tolist()
    ([0.5, 1.0], [1, 1])
    """
    scaled = share / share.sum() * share.size
    alias = np.arange(share.size, dtype=np.int32)
    keep = np.ones(share.size)
    small, large = np.flatnonzero(scaled < 1).tolist(), np.flatnonzero(scaled >= 1).tolist()
    level = scaled.tolist()
    while small and large:
        less, more = small.pop(), large[-1]
        keep[less], alias[less] = level[less], more
        level[more] -= 1.0 - level[less]
        if level[more] < 1.0:
            small.append(large.pop())
    return keep, alias


def ratios(counts: Floats, *, scanned: Scanned) -> Floats:
    """Return the log likelihood ratio of each window (any shape that fits `size`); 0 where no more than expected.

    Poisson and permutation: c ln(c/μ) + (C-c) ln((C-c)/(C-μ)). Bernoulli, with n of N points inside:
    c ln(c/n) + (n-c) ln(1-c/n) + (C-c) ln((C-c)/(N-n)) + (N-n-C+c) ln(1-(C-c)/(N-n)) minus the same for all together.
    """
    size, cases, points = np.broadcast_to(scanned.size, counts.shape), scanned.cases, scanned.points
    expected = size * cases / points if points else size
    more = (counts > expected * _NEVER) & (counts >= scanned.least_events)
    found = np.zeros(counts.shape)
    inside, size = counts[more], size[more]
    found[more] = _bernoulli(inside, size, cases, points) if points else _poisson(inside, size, cases)
    return found


def _times_log(count: Floats, share: Floats) -> Floats:
    return np.where(count > 0, count * np.log(np.where(count > 0, share, 1.0)), 0.0)


def _poisson(count: Floats, expected: Floats, cases: float) -> Floats:
    rest = cases - count
    return count * np.log(count / expected) + _times_log(rest, rest / np.maximum(cases - expected, 1e-300))


def _bernoulli(count: Floats, size: Floats, cases: float, points: float) -> Floats:
    outside, out = cases - count, np.maximum(points - size, 1e-300)
    whole = cases * np.log(cases / points) + float(_times_log(np.array(points - cases), np.array(1 - cases / points)))
    return (_times_log(count, count / size) + _times_log(size - count, 1 - count / size)
            + _times_log(outside, outside / out) + _times_log(points - size - outside, 1 - outside / out) - whole)


def window_counts(counts: Ints, *, scanned: Scanned) -> Floats:
    """Return the count of every window (rings, intervals) from counts (zones, slots)."""
    return ring_sums(scanned.circles, values=interval_sums(scanned.intervals, values=counts.astype(np.float64)))


class Stop(NamedTuple):
    """When simulating ends early: with the simulation that is the `most`-th as strong as `strength`.

    Besag & Clifford 1991, Biometrika 78:301. (most + 1) / (simulations + 1) is then a p-value that is a little too
    large; with `most` at least level × (replications + 1) nothing is called out that would not have been, and the other
    way round.
    """

    strength: float
    most: int

    def at(self, maxima: Floats) -> int:
        """Return after how many simulations it is enough; 0 when it is not.

        >>> Stop(2.0, 2).at(np.array([1.0, 2.0, 0.5, 3.0, 4.0])), Stop(5.0, 1).at(np.array([1.0]))
        (4, 0)
        """
        stronger = np.flatnonzero(maxima >= self.strength * (1 - 1e-9))
        return int(stronger[self.most - 1]) + 1 if stronger.size >= self.most else 0


def simulated_maxima(
    scanned: Scanned, *, null: Null, rng: np.random.Generator, replications: int, threads: int = 2,
    progress: Progress | None = None, stop: Stop | None = None,
) -> Floats:
    """Return the largest log likelihood ratio of each simulated data set; 0 where nothing is in excess.

    With `stop` they end with the one that makes it clear that the strongest window is nothing.
    """
    compiled = kernels.compiled()
    if compiled is None or scanned.size.size == 0:
        found = list[float]()
        for _ in told(range(replications), of=replications, progress=progress):
            found.append(ratios(window_counts(null.plain(rng), scanned=scanned), scanned=scanned).max(initial=0.0))
            if stop and stop.at(np.array(found)):
                break
        return np.array(found)
    blocks = -(-replications // _LANES)
    seeds = rng.integers(0, 2**62, blocks)
    maxima = np.zeros((blocks, _LANES))
    low = _Floor(scanned, 0.35 * float(np.log(scanned.size.size + 1)))
    maxima[0] = _block(scanned, null, int(seeds[0]), low, compiled)
    floor = _Floor(scanned, 0.8 * float(maxima[0].min()))

    def work(block: int) -> None:
        maxima[block + 1] = _block(scanned, null, int(seeds[block + 1]), floor, compiled)

    if stop is None:
        kernels.side_by_side(work, parts=blocks - 1, threads=threads, progress=progress)
        return maxima.reshape(-1)[:replications]
    for first in told(range(0, blocks, _ROUND), of=-(-blocks // _ROUND), progress=progress):
        made = maxima[:first + 1].reshape(-1)[:replications]
        if enough := stop.at(made):
            return made[:enough]
        kernels.side_by_side(partial(_later, work, first), parts=min(_ROUND, blocks - 1 - first), threads=threads)
    made = maxima.reshape(-1)[:replications]
    return made[:stop.at(made) or None]


def _later(work: Callable[[int], None], first: int, part: int) -> None:
    work(first + part)


class _Floor:
    """The least count of every window at which its ratio is above a floor."""

    def __init__(self, scanned: Scanned, floor: float) -> None:
        self.width = np.uint16 if scanned.cases < 65_000 else np.uint32
        self.least = least_counts(scanned, floor=floor).astype(self.width)


def least_counts(scanned: Scanned, *, floor: float) -> NDArray[np.uint32]:
    """Return for each window the least count whose log likelihood ratio is above `floor` (at least `least_events`)."""
    size = np.ascontiguousarray(scanned.size).reshape(-1)
    most_count = int(scanned.cases)
    if scanned.points:
        return _least_of_points(scanned, size, floor)
    largest = float(size.max(initial=0.0))
    counts = np.arange(min(most_count, int(largest + 8 * np.sqrt((floor + 1) * (largest + 1)) + 8 * floor + 40)) + 1.0)
    low, high = np.zeros(counts.size), counts.copy()
    for _ in range(60):                                         # the ratio falls as the expected count rises to c
        middle = (low + high) / 2
        ratio = _poisson(np.maximum(counts, 1.0), np.maximum(middle, 1e-300), scanned.cases)
        above = (middle > 0) & (ratio > floor)
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    low[:scanned.least_events] = 0.0
    return np.searchsorted(low, size, side="right").astype(np.uint32)


def _least_of_points(scanned: Scanned, size: Floats, floor: float) -> NDArray[np.uint32]:
    cases, points = scanned.cases, scanned.points
    low = np.floor(size * cases / points)                       # nothing in excess here
    high = np.floor(np.minimum(size, cases)) + 1.0              # never reached
    while (wide := high - low > 1).any():
        middle = np.floor((low + high) / 2)
        above = wide & (_bernoulli(np.where(wide, middle, 0.0), np.maximum(size, 1.0), cases, points) > floor)
        high, low = np.where(above, middle, high), np.where(wide & ~above, middle, low)
    return np.maximum(high, scanned.least_events).astype(np.uint32)


def _block(scanned: Scanned, null: Null, seed: int, floor: _Floor, compiled: kernels.Compiled) -> Floats:
    """Simulate one block of lanes; where a lane stays below the floor, look again without one."""
    maxima = _looked_through(scanned, null, seed, floor, compiled)
    if (maxima == 0).any():
        maxima = _looked_through(scanned, null, seed, _Floor(scanned, 0.0), compiled)
    return maxima


def _looked_through(scanned: Scanned, null: Null, seed: int, floor: _Floor, compiled: kernels.Compiled) -> Floats:
    circles, intervals, slots = scanned.circles, scanned.intervals, scanned.intervals.slots
    counts = np.zeros((scanned.zones * slots, _LANES), floor.width)
    null.into(counts, seed=seed, compiled=compiled)
    maxima, room = np.zeros(_LANES), np.zeros(slots * _LANES, floor.width)
    zone, size = circles.zone.astype(np.int32), np.ascontiguousarray(scanned.size)
    _by_width(compiled, "samsyn_scan_maxima", counts)(
        kernels.pointer(counts), scanned.zones, slots, kernels.pointer(circles.start), kernels.pointer(zone),
        kernels.pointer(circles.closes), circles.start.size - 1, kernels.pointer(intervals.low),
        kernels.pointer(intervals.high), intervals.low.size, kernels.pointer(size), kernels.pointer(floor.least),
        int(scanned.points > 0), scanned.cases, scanned.points, kernels.pointer(room), kernels.pointer(maxima))
    return maxima


def _draw(
    bins: NDArray[np.int32], start: Ints, take: NDArray[np.int32], *, counts: NDArray[Any], seed: int,
    compiled: kernels.Compiled,
) -> None:
    values, slots = bins.copy(), take.shape[-1] if take.ndim == 3 else 1
    _by_width(compiled, "samsyn_scan_draw", counts)(
        seed, counts.shape[1], kernels.pointer(values), kernels.pointer(start), start.size - 1, kernels.pointer(take),
        slots, kernels.pointer(counts))


def _by_width(compiled: kernels.Compiled, name: str, counts: NDArray[Any]) -> Any:
    return getattr(compiled.lib, f"{name}{counts.dtype.itemsize * 8}")
