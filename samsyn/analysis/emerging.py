"""Emerging places: where it has just begun, where it lasts, grows, fades, or comes and goes.

A cube of counts (cell × time step) is judged twice. Which cells hold more than their share at each step is decided by
exact tails with the false discoveries of the whole cube under control, not by z above 1.96, which gives a third of pure
noise a pattern. Whether a cell's own series rises or falls is decided by Mann–Kendall with ties and serial correlation.
The patterns' names and rules are those that analysts know from ArcGIS.
"""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis import kernels
from samsyn.analysis.local_statistics import WindowSums
from samsyn.analysis.significance import benjamini_hochberg, excess_p_values, shortfall_p_values

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_MOST_COMPILED = 32_767          # steps: the kernel's ranks have 16 bits
MOSTLY = 0.9                     # hot in at least this share of the steps: persistent, intensifying or diminishing


class Trend(NamedTuple):
    """Mann–Kendall for each series: S, Kendall's tau, z (with continuity), two-sided p, and how much the variance of S
    was raised for serial correlation (1 = not at all). A series that never changes has tau 0 and p 1.
    """

    s: Floats
    tau: Floats
    z: Floats
    p: Floats
    inflation: Floats


def mann_kendall(series: ArrayLike, *, serial: bool = True) -> Trend:
    """Return the Mann–Kendall trend test of every row of `series` (last axis is time; at least 4 steps).

    S = Σ sign(later - earlier); Var S = (n (n-1)(2n+5) - Σ t (t-1)(2t+5)) / 18 over groups of t ties; with `serial`
    multiplied by the correction of Yue & Wang 2004 (Water Resour. Manage. 18:201), 1 + 2 Σ (1 - k / n) ρ^k, where ρ is
    the lag-one correlation of the ranks after a straight line is taken away, its bias (1 + 4 r) / n added, and never
    below 0: negative correlation may not make a trend surer. (The sum over all estimated lags of Hamed & Rao 1998
    leaves 16 % false trends in 60 steps of AR(1) 0.5; this leaves 6 %.) z = (S ∓ 1) / sqrt(Var S). Raises ValueError
    for shorter series.

    >>> found = mann_kendall([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10.0], [5.0] * 10])
    >>> found.s.tolist(), found.tau.tolist(), found.p.round(5).tolist()
    ([45.0, 0.0], [1.0, 0.0], [8e-05, 1.0])
    """
    from scipy.special import ndtr

    x = np.ascontiguousarray(np.atleast_2d(np.asarray(series, np.float64)))
    n = x.shape[-1]
    if n < 4:
        raise ValueError("a trend needs at least 4 time steps")
    s, ties, inflation = _counted(x, serial)
    variance = np.maximum(n * (n - 1) * (2 * n + 5) - ties[:, 1], 0.0) / 18.0
    scale = np.sqrt(variance * inflation)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(scale > 0, (s - np.sign(s)) / scale, 0.0)
        pairs = n * (n - 1) / 2.0
        untied = np.sqrt(pairs * np.maximum(pairs - ties[:, 0] / 2.0, 0.0))
        tau = np.where(untied > 0, s / untied, 0.0)
    return Trend(s, tau, z, np.where(scale > 0, 2.0 * ndtr(-np.abs(z)), 1.0), inflation)


def _counted(x: Floats, serial: bool) -> tuple[Floats, Floats, Floats]:
    """Return S, the sums over ties (rows, 2) and the inflation; the kernel takes finite values, and not too many."""
    rows, steps = x.shape
    compiled = kernels.compiled() if steps <= _MOST_COMPILED and np.isfinite(x).all() else None
    if compiled is None:
        return _signs(x), _ties(x), _inflation(x) if serial else np.ones(rows)
    s, ties, inflation, point = np.zeros(rows), np.zeros((rows, 2)), np.ones(rows), kernels.pointer
    failed = compiled.lib.samsyn_mann_kendall(
        point(x), rows, steps, point(_time(steps)), point(s), point(ties),
        point(inflation) if serial else compiled.ffi.NULL)
    if failed:
        raise MemoryError("the kernel got no memory")
    return s, ties, inflation


def _time(steps: int) -> Floats:
    return np.asarray(np.arange(steps) - (steps - 1) / 2.0)


# --- the plain twin: sums over time run step by step, as the kernel's do, so both give the same to the last bit ------


def _signs(x: Floats) -> Floats:
    columns = np.ascontiguousarray(x.T)
    total = np.zeros(x.shape[0], np.int64)
    for step in range(1, len(columns)):
        later, earlier = columns[step:], columns[:-step]
        total += (later > earlier).sum(0) - (later < earlier).sum(0)
    return total.astype(np.float64)


def _ties(x: Floats) -> Floats:
    """Sums of t (t - 1) and t (t - 1) (2 t + 5) over the groups of t equal values in each row."""
    ordered = np.sort(x, axis=-1)
    starts = np.ones(x.shape, bool)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    group = np.cumsum(starts, axis=-1) - 1
    flat = group + np.arange(len(x))[:, None] * x.shape[-1]
    size = np.bincount(flat.ravel(), minlength=x.size).reshape(x.shape).astype(np.float64)
    pairs = size * np.maximum(size - 1.0, 0.0)
    return np.stack([pairs.sum(-1), (pairs * (2.0 * size + 5.0)).sum(-1)], axis=-1)


def _inflation(x: Floats) -> Floats:
    """How much more S varies when neighbouring steps are alike: 1 + 2 Σ (1 - k / n) ρ^k."""
    n, time = x.shape[-1], _time(x.shape[-1])
    slope = _summed(x * time) / _summed((time * time)[None])
    left = x - slope[:, None] * time
    mean = _summed(left) / n
    spread = np.sqrt(_summed((left - mean[:, None]) * (left - mean[:, None])) / n)
    varied = spread > 1e-9 * (np.abs(x).max(-1) + 1e-300)
    away = np.argsort(np.argsort(left, axis=-1, kind="stable"), axis=-1, kind="stable") - (n - 1) / 2.0
    r = (away[:, 1:] * away[:, :-1]).sum(-1) / (away * away).sum(-1)
    rho = np.minimum(r + (1.0 + 4.0 * r) / n, 0.95)
    power, total = np.ones(len(x)), np.zeros(len(x))
    for lag in range(1, n):
        power = power * rho
        total += (1.0 - lag / n) * power
    return np.where((r > 0) & varied, 1.0 + 2.0 * total, 1.0)


def _summed(values: Floats) -> Floats:
    """Sums over the last axis, one step after the other."""
    return np.cumsum(values, axis=-1)[:, -1]


class Pattern(StrEnum):
    """What a place's hot (or cold) steps look like over time."""

    NONE = "none"
    NEW = "new"                          # the last step only
    CONSECUTIVE = "consecutive"          # an unbroken run up to the last step, never before it
    INTENSIFYING = "intensifying"        # mostly, and rising
    PERSISTENT = "persistent"            # mostly, neither rising nor falling
    DIMINISHING = "diminishing"          # mostly, and falling
    SPORADIC = "sporadic"                # on and off, also at the last step
    OSCILLATING = "oscillating"          # now this, once the opposite
    HISTORICAL = "historical"            # mostly, but not at the last step


class Emerging(NamedTuple):
    """For every cell its pattern and what it rests on; steps are in the last axis of `hot` and `cold`."""

    pattern: NDArray[np.str_]            # a Pattern
    cold: Bools                          # the pattern is one of fewer than expected
    hot_steps: Bools                     # (cells, steps)
    cold_steps: Bools
    trend: Trend                         # of the windows' counts
    trend_q: Floats                      # Benjamini–Hochberg over the cells
    tested: int                          # how many window-steps shared the control


def emerging_places(
    cube: ArrayLike, *, window: WindowSums, exposure: ArrayLike | None = None, dispersion: float = 1.0,
    q: float = 0.05,
) -> Emerging:
    """Return the pattern of each cell of a cube of counts, shape (steps, …map).

    At each step a window expects its share (of `exposure`, shape of the map; all alike when None) of that step's
    events, so that a busy week for the whole town is no finding. Hot and cold steps share one false discovery rate `q`
    over all windows and steps; trends share another over all cells with at least one hot or cold step. Raises
    ValueError with fewer than 4 steps.

    >>> from functools import partial
    >>> from samsyn.analysis.grids import window_sums
    >>> cube = np.random.default_rng(1).poisson(1.0, (12, 10, 10)); cube[:, 4, 4] += 9; cube[-1, 8, 1] += 12
    >>> found = emerging_places(cube, window=partial(window_sums, reach=0))
    >>> str(found.pattern[44]), str(found.pattern[81]), int((found.pattern != "none").sum())
    ('persistent', 'new', 2)
    """
    counts = np.asarray(cube, np.float64)
    steps = counts.shape[0]
    share = np.ones(counts.shape[1:]) if exposure is None else np.asarray(exposure, np.float64)
    sums = np.stack([window(each) for each in counts]).reshape(steps, -1)
    expected = np.outer(counts.reshape(steps, -1).sum(1), (window(share) / share.sum()).ravel())
    hot, cold, tested = _hot_and_cold(sums, expected, dispersion=dispersion, q=q)
    trend = mann_kendall(sums.T)
    some = hot.any(0) | cold.any(0)
    trend_q = np.ones(some.shape)
    trend_q[some] = benjamini_hochberg(trend.p[some])
    direction = np.where(trend_q < q, np.sign(trend.s), 0.0)
    pattern = np.full(some.shape, Pattern.NONE.value, dtype="<U12")
    is_cold = np.zeros(some.shape, bool)
    for cell in np.flatnonzero(some):
        found = pattern_of(hot[:, cell], opposite=cold[:, cell], direction=int(direction[cell]))
        if found is Pattern.NONE:
            found = pattern_of(cold[:, cell], opposite=hot[:, cell], direction=-int(direction[cell]))
            is_cold[cell] = found is not Pattern.NONE
        pattern[cell] = found.value
    return Emerging(pattern, is_cold, hot.T, cold.T, trend, trend_q, tested)


def _hot_and_cold(sums: Floats, expected: Floats, *, dispersion: float, q: float) -> tuple[Bools, Bools, int]:
    testable = expected > 0
    more = excess_p_values(sums, expected=expected, expected_variance=0.0, largest_weight=0.0, dispersion=dispersion)
    fewer = shortfall_p_values(sums, expected=expected, expected_variance=0.0, dispersion=dispersion)
    both = np.concatenate([more[testable], fewer[testable]])
    significant = benjamini_hochberg(both) < q if both.size else np.zeros(0, bool)
    hot, cold = np.zeros(sums.shape, bool), np.zeros(sums.shape, bool)
    count = int(testable.sum())
    hot[testable], cold[testable] = significant[:count], significant[count:]
    return hot, cold, 2 * count


def pattern_of(steps: Bools, *, opposite: Bools, direction: int) -> Pattern:
    """Return the pattern of one cell's significant steps, oldest first; `direction` 1 is rising, -1 falling, 0 neither.

    >>> now = np.array([0, 0, 0, 1, 1], bool)
    >>> pattern_of(now, opposite=np.zeros(5, bool), direction=0).value
    'consecutive'
    """
    count, last, share = int(steps.sum()), bool(steps[-1]), float(steps.mean())
    if not count:
        return Pattern.NONE
    if share >= MOSTLY:
        if not last:
            return Pattern.HISTORICAL
        return {1: Pattern.INTENSIFYING, 0: Pattern.PERSISTENT, -1: Pattern.DIMINISHING}[direction]
    if not last:
        return Pattern.NONE
    if count == 1:
        return Pattern.NEW
    if opposite.any():
        return Pattern.OSCILLATING
    return Pattern.CONSECUTIVE if steps[-count:].all() else Pattern.SPORADIC
