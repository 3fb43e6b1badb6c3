"""Space-time scan: where and when do more events gather than chance explains? (Kulldorff 1997; Kulldorff et al. 2005)

Circles of zones × intervals of steps are looked through for the one with the largest log likelihood ratio; how large it
gets by chance alone is simulated (`scan_simulations`), so that looking at a hundred thousand windows costs no more
false alarms than looking at one. Three models: permutation (only events: is the mixture of place and time unusual?),
Poisson (an expectation is given) and Bernoulli (cases among points).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.progress import Progress
from samsyn.analysis.scan_simulations import (
    Chosen,
    Given,
    Null,
    Scanned,
    Shuffled,
    Stop,
    ratios,
    simulated_maxima,
    window_counts,
)
from samsyn.analysis.scan_windows import (
    Circles,
    Design,
    Zones,
    interval_sums,
    make_circles,
    make_intervals,
    ring_sums,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_WEIGHS_NOTHING = 10.0           # windows whose log ratio is so much lower have less than 1/20000 of the weight


class Cluster(NamedTuple):
    """One cluster: where, when, how much, and how often chance alone makes something so strong anywhere."""

    centre: int                  # the zone in the middle
    zones: Ints                  # nearest first
    radius_m: float
    first_step: int
    last_step: int
    events: int
    expected: float
    ratio: float                 # events / expected
    relative_risk: float         # rate inside / rate outside
    log_likelihood_ratio: float
    p_value: float               # (1 + simulations at least so strong) / (1 + simulations)
    p_low: float                 # exact 95 % interval of the Monte Carlo error
    p_high: float
    gumbel_p_value: float        # from a Gumbel fitted to the simulations: also below 1 / (1 + simulations)
    recurrence_steps: float      # 1 / p: looking every step, chance alone makes one such in so many steps
    relevant_zones: Ints         # zones of windows that are nearly as good, most relevant first
    relevance: Floats            # how much of those windows' likelihood holds the zone, 0–1


class Scan(NamedTuple):
    """The outcome of a scan: clusters without geographical overlap, strongest first, and what chance alone makes."""

    model: str                   # "permutation", "poisson" or "bernoulli"
    clusters: list[Cluster]
    maxima: Floats               # (replications) the strongest window of each simulated data set
    replications: int
    windows: int
    zones: int
    steps: int
    cases: int
    design: Design


def scan_permutation(
    zones: Zones, *, zone: ArrayLike, step: ArrayLike, steps: int, design: Design, rng: np.random.Generator,
    stratum: ArrayLike | None = None, replications: int = 999, most_clusters: int = 10, threads: int = 2,
    progress: Progress | None = None, stop_after: int = 0,
) -> Scan:
    """Scan events for places and times that go together more than their own totals explain.

    `zone` and `step` (0 … steps - 1) are each event's. Needs no population: μ = Σ_s (events of stratum s in the circle)
    × (events of s in the interval) / (events of s), and time is shuffled over place within each stratum (reporting
    organisation, category): what one reporter's habits or season explain is no cluster. A rise everywhere at once is
    none either. Kulldorff, Heffernan, Hartman, Assunção, Mostashari 2005, doi:10.1371/journal.pmed.0020059. With
    `stop_after` the simulations end when so many were as strong as the strongest (Besag & Clifford 1991): with 50 of
    999 just the same is called out at 5 %, some ten times sooner where nothing is.

    >>> rng = np.random.default_rng(1)
    >>> place, when = rng.integers(0, 25, 300), rng.integers(0, 20, 300)
    >>> zone, step = np.append(place, [12] * 8), np.append(when, [19] * 8)
    >>> grid = Zones(np.stack(np.divmod(np.arange(25), 5), axis=1) * 100.0)
    >>> found = scan_permutation(grid, zone=zone, step=step, steps=20, design=Design(longest=3, radius_m=200), rng=rng,
    ...                          replications=99)
    >>> found.clusters[0].zones.tolist(), found.clusters[0].first_step, found.clusters[0].p_value
    ([12], 19, 0.01)
    """
    zone, step = np.asarray(zone, np.int64), np.asarray(step, np.int64)
    intervals = make_intervals(design, steps=steps)
    total = np.bincount(zone, minlength=len(zones.at_m)).astype(np.float64)
    circles = make_circles(zones, design=design, weight=total)
    slot = intervals.slot_of_step[step]
    kept = slot >= 0
    counts = _cube(zone[kept], slot[kept], zones=total.size, slots=intervals.slots)
    code = np.zeros(zone.size, np.int64) if stratum is None else np.unique(np.asarray(stratum), return_inverse=True)[1]
    order = np.argsort(code, kind="stable")
    strata = int(code.max(initial=0)) + 1
    take = _cube(code[kept], slot[kept], zones=strata, slots=intervals.slots)
    each = np.maximum(np.bincount(code, minlength=strata), 1)
    in_zone = _cube(zone, code, zones=total.size, slots=strata)
    share = interval_sums(intervals, values=take.astype(np.float64)) / each[:, None]
    size = ring_sums(circles, values=in_zone) @ share
    start = np.searchsorted(code[order], np.arange(strata + 1))
    null = Shuffled((zone[order] * intervals.slots).astype(np.int32), start, take.astype(np.int32), total.size)
    scanned = Scanned(circles, intervals, total.size, size, float(zone.size), 0.0, design.least_events)
    found, maxima = _scan(scanned, counts=counts, null=null, rng=rng, replications=replications,
                          most_clusters=most_clusters, threads=threads, progress=progress, stop_after=stop_after)
    return Scan("permutation", found, maxima, maxima.size, size.size, total.size, steps, zone.size, design)


def scan_poisson(
    zones: Zones, *, cases: ArrayLike, expected: ArrayLike, design: Design, rng: np.random.Generator,
    replications: int = 999, most_clusters: int = 10, threads: int = 2,
) -> Scan:
    """Scan counts (zones, steps) against what is expected (zones, steps), which is scaled to the same total.

    The expectation carries all that is known: population, season, strata. Also a purely spatial scan, with one step.
    Kulldorff 1997, doi:10.1080/03610929708831995.

    >>> expected = np.full((9, 1), 10.0)
    >>> cases = expected.astype(int)
    >>> cases[4] = 30
    >>> grid = Zones(np.stack(np.divmod(np.arange(9), 3), axis=1) * 100.0)
    >>> found = scan_poisson(grid, cases=cases, expected=expected, design=Design(longest=1),
    ...                      rng=np.random.default_rng(1), replications=99)
    >>> found.clusters[0].zones.tolist(), round(found.clusters[0].ratio, 2), found.clusters[0].p_value
    ([4], 2.45, 0.01)
    """
    cases, given = np.asarray(cases, np.int64), np.asarray(expected, np.float64)
    total = int(cases.sum())
    given = given * (total / given.sum())
    steps = cases.shape[1]
    intervals = make_intervals(design, steps=steps)
    circles = make_circles(zones, design=design, weight=given.sum(axis=1))
    kept = _in_slots(given, intervals.slot_of_step, intervals.slots)
    size = ring_sums(circles, values=interval_sums(intervals, values=kept))
    null = Given(np.ascontiguousarray(kept / max(total, 1)).reshape(-1), total, len(cases), intervals.slots)
    scanned = Scanned(circles, intervals, len(cases), size, float(total), 0.0, design.least_events)
    counts = _in_slots(cases, intervals.slot_of_step, intervals.slots).astype(np.int64)
    found, maxima = _scan(scanned, counts=counts, null=null, rng=rng, replications=replications,
                          most_clusters=most_clusters, threads=threads)
    return Scan("poisson", found, maxima, replications, size.size, len(cases), steps, total, design)


def scan_bernoulli(
    zones: Zones, *, cases: ArrayLike, controls: ArrayLike, design: Design, rng: np.random.Generator,
    replications: int = 999, most_clusters: int = 10, threads: int = 2,
) -> Scan:
    """Scan for places and times where an unusual share of the points are cases; both are counts (zones, steps).

    Say: which reports are of one category, among all reports. What makes people report more does not show. Kulldorff
    1997. Strata are not taken account of: use the permutation model for that.

    >>> cases, controls = np.full((9, 1), 5), np.full((9, 1), 45)
    >>> cases[4], controls[4] = 30, 20
    >>> grid = Zones(np.stack(np.divmod(np.arange(9), 3), axis=1) * 100.0)
    >>> found = scan_bernoulli(grid, cases=cases, controls=controls, design=Design(longest=1),
    ...                        rng=np.random.default_rng(1), replications=99)
    >>> found.clusters[0].zones.tolist(), round(found.clusters[0].expected, 2), found.clusters[0].p_value
    ([4], 7.78, 0.01)
    """
    cases, controls = np.asarray(cases, np.int64), np.asarray(controls, np.int64)
    points, total, steps = cases + controls, int(cases.sum()), cases.shape[1]
    intervals = make_intervals(design, steps=steps)
    circles = make_circles(zones, design=design, weight=points.sum(axis=1).astype(np.float64))
    kept = _in_slots(points, intervals.slot_of_step, intervals.slots)
    size = ring_sums(circles, values=interval_sums(intervals, values=kept))
    bins = np.repeat(np.arange(kept.size, dtype=np.int32), kept.reshape(-1).astype(np.int64))
    null = Chosen(bins, total, int(points.sum()), len(cases), intervals.slots)
    scanned = Scanned(circles, intervals, len(cases), size, float(total), float(points.sum()), design.least_events)
    counts = _in_slots(cases, intervals.slot_of_step, intervals.slots).astype(np.int64)
    found, maxima = _scan(scanned, counts=counts, null=null, rng=rng, replications=replications,
                          most_clusters=most_clusters, threads=threads)
    return Scan("bernoulli", found, maxima, replications, size.size, len(cases), steps, total, design)


def _cube(row: Ints, column: Ints, *, zones: int, slots: int) -> Ints:
    return np.bincount(row * slots + column, minlength=zones * slots).reshape(zones, slots)


def _in_slots(values: NDArray[np.generic], slot_of_step: Ints, slots: int) -> Floats:
    kept = slot_of_step >= 0
    found = np.zeros((len(values), slots))
    found[:, slot_of_step[kept]] = values[:, kept]
    return found


def _scan(
    scanned: Scanned, *, counts: Ints, null: Null, rng: np.random.Generator, replications: int, most_clusters: int,
    threads: int, progress: Progress | None = None, stop_after: int = 0,
) -> tuple[list[Cluster], Floats]:
    """Find the clusters of the observed counts and judge them against simulated maxima."""
    count = window_counts(counts, scanned=scanned)
    ratio = ratios(count, scanned=scanned)
    stop = Stop(float(ratio.max(initial=0.0)), stop_after) if stop_after else None
    maxima = simulated_maxima(scanned, null=null, rng=rng, replications=replications, threads=threads,
                              progress=progress, stop=stop)
    chosen = strongest_apart(scanned.circles, ratio=ratio, zones=scanned.zones, most=most_clusters)
    return [_cluster(scanned, *window, count=count, ratio=ratio, maxima=maxima) for window in chosen], maxima


def strongest_apart(circles: Circles, *, ratio: Floats, zones: int, most: int) -> list[tuple[int, int]]:
    """Return (ring, interval) of the strongest window of each circle, strongest first, without zones in common."""
    if not ratio.size:
        return []
    best = ratio.max(axis=1)
    first_ring = np.flatnonzero(np.r_[True, np.diff(circles.centre) > 0])
    top = np.maximum.reduceat(best, first_ring)
    taken, chosen = np.zeros(zones, bool), list[tuple[int, int]]()
    last_ring = np.r_[first_ring[1:], best.size]
    for place in np.argsort(-top, kind="stable").tolist():
        if len(chosen) == most or top[place] <= 0:
            break
        ring = int(first_ring[place] + np.argmax(best[first_ring[place]:last_ring[place]]))
        inside = _zones_of(circles, ring)
        if not taken[inside].any():
            taken[inside] = True
            chosen.append((ring, int(np.argmax(ratio[ring]))))
    return chosen


def _zones_of(circles: Circles, ring: int) -> Ints:
    return circles.zone[circles.start[circles.centre[ring]]:circles.entry[ring] + 1]


def _cluster(
    scanned: Scanned, ring: int, interval: int, *, count: Floats, ratio: Floats, maxima: Floats,
) -> Cluster:
    events, strength = float(count[ring, interval]), float(ratio[ring, interval])
    size, cases = float(scanned.size[ring, interval]), scanned.cases
    expected = size * cases / scanned.points if scanned.points else size
    outside = max(scanned.points - size, 0.0) if scanned.points else max(cases - expected, 0.0)
    inside_rate = events / (size if scanned.points else expected)
    outside_rate = (cases - events) / outside if outside else 0.0
    above = int((maxima >= strength * (1 - 1e-9)).sum())
    p_value = (above + 1) / (maxima.size + 1)
    low, high = monte_carlo_interval(above, of=maxima.size)
    zones = _zones_of(scanned.circles, ring)
    relevant, share = location_relevance(scanned, ratio=ratio, ring=ring, interval=interval)
    return Cluster(
        int(scanned.circles.centre[ring]), zones, float(scanned.circles.radius_m[ring]),
        int(scanned.intervals.first_step[interval]), int(scanned.intervals.last_step[interval]), int(events), expected,
        events / expected, inside_rate / outside_rate if outside_rate else np.inf, strength, p_value, low, high,
        gumbel_p_value(strength, maxima=maxima), 1 / p_value, relevant, share)


def location_relevance(scanned: Scanned, *, ratio: Floats, ring: int, interval: int) -> tuple[Ints, Floats]:
    """Return the zones of windows that touch a cluster and are nearly as good, with how much they belong to it.

    Where exactly a cluster ends is uncertain: a circle is only the best of many. Relevance of a zone = Σ exp(ratio)
    over touching windows that hold it / Σ exp(ratio) over all touching windows: the probability that it belongs, were
    one of these windows the true one and all equally likely before.
    """
    circles, best = scanned.circles, float(ratio[ring, interval])
    own = np.zeros(scanned.zones, bool)
    own[_zones_of(circles, ring)] = True
    first, last = scanned.intervals.first_step, scanned.intervals.last_step
    meets = (first <= last[interval]) & (last >= first[interval])
    near = np.where(meets & (ratio > max(best - _WEIGHS_NOTHING, 0.0)), np.exp(ratio - best), 0.0).sum(axis=1)
    weight, total = np.zeros(scanned.zones), 0.0
    for each in np.argsort(-near, kind="stable")[:2000].tolist():
        inside = _zones_of(circles, each)
        if near[each] > 0 and own[inside].any():
            weight[inside] += near[each]
            total += float(near[each])
    order = np.argsort(-weight, kind="stable")[:int((weight > 0.005 * total).sum())]
    return order, weight[order] / total


def gumbel_p_value(ratio: float, *, maxima: Floats) -> float:
    """Return P(maximum ≥ ratio) of a Gumbel with the simulations' mean and spread (Abrams, Kulldorff, Kleinman 2010).

    β = sd √6/π, location = mean - 0.57722 β, p = 1 - exp(-exp(-(ratio - location)/β)). 99 simulations give it as surely
    as 999 give the rank.

    >>> draws = np.random.default_rng(1).gumbel(6.0, 1.0, 999)
    >>> abs(gumbel_p_value(6.0 + 4.6, maxima=draws) - 0.01) < 0.002
    True
    """
    scale = float(maxima.std(ddof=1)) * np.sqrt(6.0) / np.pi if maxima.size > 1 else 0.0
    if scale <= 0:
        return 1.0
    location = float(maxima.mean()) - np.euler_gamma * scale
    return float(-np.expm1(-np.exp(-(ratio - location) / scale)))


def monte_carlo_interval(above: int, *, of: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact (Clopper–Pearson) interval of a simulated p-value: `above` of `of` were at least so strong.

    >>> tuple(round(limit, 4) for limit in monte_carlo_interval(49, of=999))
    (0.0365, 0.0643)
    """
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(above, of - above + 1, tail)) if above else 0.0
    return low, float(betaincinv(above + 1, of - above, 1 - tail)) if above < of else 1.0
