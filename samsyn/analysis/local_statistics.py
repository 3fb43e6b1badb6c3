"""Local statistics: where values gather, on grids (window sums) and on irregular areas (sparse neighbours).

Two things are kept apart. `getis_ord` and `local_moran` are the z-scores of the literature, equal to spdep's; their
normal tails are wrong for sparse counts (on wholly random points they call thousands of cells "hot"). What the product
shows comes from `window_excess`: the exact tail of the count in a window, with the false discoveries or the family
under control. All functions take sums over windows, so they do not care where the windows came from:
`grids.window_sums` or `grids.neighbour_sums`.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.grids import scattered
from samsyn.analysis.progress import Progress, told
from samsyn.analysis.significance import Interval, benjamini_hochberg, excess_p_values, poisson_interval

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
WindowSums = Callable[[Floats], Floats]

_CLOSEST = 32                    # so many windows of a simulated map are given an exact tail; the rest are farther out


def getis_ord(values: ArrayLike, *, sums: ArrayLike, sizes: ArrayLike, itself: bool = True) -> Floats:
    """Return Getis & Ord's local G* (or G, where a window leaves out its own cell) as a z-score, binary weights.

    `sums` and `sizes` are the sum of the values and the number of cells in each window, with the own cell for G* and
    without it for G. With n cells, mean m and variance s² (both over n, for G without the own cell):
    z = (sum - size m) / sqrt(s² (n size - size²) / (n - 1)). A window that holds all cells, or values that are all
    alike, give NaN. Source: Ord & Getis 1995, Geogr. Anal. 27:286, equations 5 and 14.

    >>> getis_ord([0.0, 0.0, 4.0], sums=[0.0, 4.0, 4.0], sizes=[2, 3, 2]).round(3).tolist()
    [-1.414, nan, 0.707]
    """
    x, total, size = (np.asarray(each, np.float64) for each in (values, sums, sizes))
    n = float(x.size) if itself else x.size - 1.0
    own = 0.0 if itself else x
    mean = (x.sum() - own) / n
    spread = ((x * x).sum() - own * own) / n - mean * mean
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = spread * (n * size - size * size) / (n - 1.0)
        enough = 1e-12 * max(float((x * x).mean()), 1e-300)
        return np.where(variance > enough, (total - size * mean) / np.sqrt(variance), np.nan)


class Moran(NamedTuple):
    """Local Moran's I with expectation and variance under chance, and z-score; NaN for an area without neighbours."""

    statistic: Floats
    expected: Floats
    variance: Floats
    z: Floats


def local_moran(values: ArrayLike, *, sums: ArrayLike, sizes: ArrayLike) -> Moran:
    """Return Anselin's (1995) local Moran's I with row-standardised weights, the own cell not among its neighbours.

    With d = value - mean and m2 = Σ d² / n: I = d / m2 × mean of the neighbours' d. Expectation and variance are the
    conditional ones (Sokal, Oden & Thomson 1998): E = -d² / ((n - 1) m2) and
    Var = (d / m2)² n / (n - 2) (1 / size - 1 / (n - 1)) (m2 - d² / (n - 1)).

    >>> local_moran([1.0, 1.0, 4.0], sums=[5.0, 5.0, 2.0], sizes=[2, 2, 2]).statistic.round(3).tolist()
    [-0.25, -0.25, -1.0]
    """
    x, total, size = (np.asarray(each, np.float64) for each in (values, sums, sizes))
    n, away = x.size, x - x.mean()
    m2 = float((away * away).mean())
    if m2 == 0.0 or n < 3:
        nothing = np.full(x.shape, np.nan)
        return Moran(nothing, nothing, nothing, nothing)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = away / m2 * (total / size - x.mean())
        expected = np.where(size > 0, -away**2 / ((n - 1) * m2), np.nan)
        variance = (away / m2) ** 2 * n / (n - 2) * (1.0 / size - 1.0 / (n - 1)) * (m2 - away**2 / (n - 1))
        variance = np.where(size > 0, np.maximum(variance, 0.0), np.nan)
        return Moran(statistic, expected, variance,
                     np.where(variance > 0, (statistic - expected) / np.sqrt(variance), np.nan))


class Excess(NamedTuple):
    """Each window's count against what its exposure lets expect; arrays shaped as the map."""

    events: Floats
    expected: Floats
    p: Floats                    # P(at least so many by chance)
    q: Floats                    # Benjamini–Hochberg over all windows that can hold an event
    ratio: Interval              # exact 95 % limits of events / expected


def window_excess(
    counts: ArrayLike, *, window: WindowSums, exposure: ArrayLike | None = None, dispersion: float = 1.0,
) -> Excess:
    """Return for every window the exact tail of its count: does it hold more than its share of all events?

    `counts` and `exposure` (how much each cell should hold, in any unit: its land, its inhabitants, its own history;
    all cells alike when None) have the map's shape; `window` sums a map over windows. Given all N events, a window of
    share s expects N s and its count is Binomial(N, s); with `dispersion` φ > 1 it is negative binomial with variance
    φ times its mean. Windows without exposure get p = 1 and are not tested; an event in a cell without exposure raises
    ValueError, since nothing can be said of it. Windows overlap and are positively dependent, for which
    Benjamini–Hochberg holds (Benjamini & Yekutieli 2001).

    >>> from functools import partial
    >>> from samsyn.analysis.grids import window_sums
    >>> counts = np.zeros((20, 20)); counts[3, 4] = 6; counts[10:14, 8:12] = 1
    >>> found = window_excess(counts, window=partial(window_sums, reach=0))
    >>> int(np.argmin(found.p)), bool(found.q.min() < 0.05), int((found.q < 0.05).sum())
    (64, True, 1)
    """
    count = np.asarray(counts, np.float64)
    share = _share(count, exposure)
    events, expected = window(count), window(share) * count.sum()
    p = _tails(events, expected, count.sum(), dispersion)
    testable = expected > 0
    q = np.ones(p.shape)
    q[testable] = benjamini_hochberg(p[testable])
    limits = poisson_interval(events)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = Interval(*(np.where(testable, each / expected, np.nan) for each in limits))
    return Excess(events, expected, p, q, ratio)


def _share(count: Floats, exposure: ArrayLike | None) -> Floats:
    amount = np.ones(count.shape) if exposure is None else np.asarray(exposure, np.float64)
    if amount.shape != count.shape or (amount < 0).any() or not np.isfinite(amount).all() or not amount.sum() > 0:
        raise ValueError("exposure must have the shape of the counts, be at least 0, and not 0 everywhere")
    if ((count > 0) & (amount == 0)).any():
        raise ValueError("events in a cell without exposure")
    return amount / amount.sum()


def _tails(events: Floats, expected: Floats, total: float, dispersion: float) -> Floats:
    """P(X ≥ events): binomial given the total, or negative binomial when counts vary more than chance."""
    from scipy.special import betainc

    if dispersion > 1.0:
        return np.where(expected > 0, excess_p_values(events, expected=expected, expected_variance=0.0,
                                                      largest_weight=0.0, dispersion=dispersion), 1.0)
    share = np.clip(expected / max(total, 1.0), 0.0, 1.0)
    some = (events > 0) & (expected > 0)
    tails = np.ones(events.shape)
    tails[some] = betainc(events[some], np.maximum(total - events[some], 0.0) + 1.0, share[some])
    return tails


class Family(NamedTuple):
    """Family-wise p-values: how often the most remarkable window of a map of pure chance is at least as remarkable."""

    p: Floats                    # shaped as the map
    each: float                  # a window's own p must be at most this for a family-wise 5 %
    replications: int


def family_wise(
    found: Excess, *, window: WindowSums, exposure: ArrayLike, total: int, rng: np.random.Generator,
    replications: int = 999, level: float = 0.05, progress: Progress | None = None,
) -> Family:
    """Return p-values that hold for the whole map, by the smallest tail of maps where events fall by chance alone.

    Every replication spreads `total` events over the cells in proportion to `exposure` and notes its smallest exact
    tail (Westfall & Young's single step), so the dependence of overlapping windows is taken into account. With B
    replications a p-value is (1 + how many were at least as small) / (B + 1); its own error is about
    sqrt(p (1 - p) / B). In a simulated map exact tails are computed for the windows that lie farthest out by their
    deviance; the order of the two is the same but for ties.

    >>> from functools import partial
    >>> from samsyn.analysis.grids import window_sums
    >>> counts = np.zeros((20, 20)); counts[3, 4] = 6; counts[10:14, 8:12] = 1
    >>> window = partial(window_sums, reach=0)
    >>> found = window_excess(counts, window=window)
    >>> chance = np.random.default_rng(1)
    >>> whole = family_wise(found, window=window, exposure=np.ones((20, 20)), total=22, rng=chance, replications=99)
    >>> whole.p.min().round(2).item(), int((whole.p <= 0.05).sum())
    (0.01, 1)
    """
    share = np.asarray(exposure, np.float64)
    share = share / share.sum()
    expected = window(share) * total
    smallest = np.array([_smallest_tail(window(scattered(share, total=total, rng=rng)), expected, float(total))
                         for _ in told(range(replications), of=replications, progress=progress)])
    ordered = np.sort(smallest)
    beaten = np.searchsorted(ordered, found.p * (1.0 + 1e-9), side="right")
    rank = int(np.floor(level * (replications + 1))) - 1
    p = np.asarray((1.0 + beaten) / (replications + 1.0), np.float64)
    return Family(p, float(ordered[rank]) if rank >= 0 else 0.0, replications)


def _smallest_tail(events: Floats, expected: Floats, total: float) -> float:
    above = np.flatnonzero((events > expected) & (expected > 0))
    if not above.size:
        return 1.0
    count, mean = events.ravel()[above], expected.ravel()[above]
    deviance = count * np.log(count / mean) - (count - mean)
    if above.size > _CLOSEST:
        farthest = np.argpartition(-deviance, _CLOSEST)[:_CLOSEST]
        count, mean = count[farthest], mean[farthest]
    return float(_tails(count, mean, total, 1.0).min())


def permuted_tails(
    values: ArrayLike, *, window: WindowSums, rng: np.random.Generator, replications: int = 999,
) -> Family:
    """Return family-wise p-values of window sums when all values change places (for figures that are no counts).

    The statistic is the window's sum as a z-score (Gi*); each replication shuffles the values over the cells and notes
    its largest z. Cells that hold NaN are left out: they keep their NaN and their windows sum over the others.

    >>> from functools import partial
    >>> from samsyn.analysis.grids import window_sums
    >>> values = np.random.default_rng(3).normal(size=(12, 12)); values[2:5, 2:5] += 3
    >>> whole = permuted_tails(values, window=partial(window_sums, reach=1), rng=np.random.default_rng(1),
    ...                        replications=99)
    >>> whole.p[3, 3].item(), whole.p[9, 9].item() > 0.5
    (0.01, True)
    """
    x = np.asarray(values, np.float64)
    known = np.isfinite(x)
    sizes = window(known.astype(np.float64))
    inside = x[known]
    mean, spread, n = inside.mean(), inside.std(), inside.size
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = spread * np.sqrt(np.maximum(n * sizes - sizes**2, 0.0) / (n - 1))

    def z_of(shuffled: Floats) -> Floats:
        sheet = np.zeros(x.shape)
        sheet[known] = shuffled
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(known & (scale > 0), (window(sheet) - sizes * mean) / scale, np.nan)

    seen = z_of(inside)
    largest = np.sort([np.nanmax(z_of(rng.permutation(inside))) for _ in range(replications)])
    beaten = replications - np.searchsorted(largest, np.nan_to_num(seen, nan=np.inf) - 1e-9, side="left")
    p = np.where(np.isfinite(seen), (1.0 + beaten) / (replications + 1.0), np.nan)
    rank = max(int(np.floor(0.05 * (replications + 1))) - 1, 0)
    return Family(p, float(largest[::-1][rank]), replications)


def steadiness(
    x_m: ArrayLike, *, y_m: ArrayLike, cells_m: tuple[float, ...], shifts: int,
    is_hot: Callable[[Floats, Floats, float], Bools],
) -> Floats:
    """Return for each point in how large a share of shifted and resized grids its own cell is hot (0–1).

    A finding that hangs on where the lines happen to lie is none (the modifiable areal unit problem). `is_hot` gets
    the shifted coordinates and the cell size and says which points lie in a hot cell; every size is tried with
    `shifts` × `shifts` origins.

    >>> def in_first_cell(x, y, cell): return np.floor(x / cell) == 0
    >>> steadiness([10.0, 90.0], y_m=[0.0, 0.0], cells_m=(100.0,), shifts=2, is_hot=in_first_cell).tolist()
    [1.0, 0.5]
    """
    x, y = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)
    hot = np.zeros(x.shape)
    for cell in cells_m:
        for across in range(shifts):
            for up in range(shifts):
                hot += is_hot(x + across * cell / shifts, y + up * cell / shifts, cell)
    return hot / (len(cells_m) * shifts * shifts)
