"""Kernel surfaces: events smoothed over a metre grid, right also at the border, and the relative risk of two kinds.

Points are binned linearly (each is shared by the four nearest cell middles), smoothed with a Gaussian, and divided by
how much of the kernel lies on the map; without that division a border shows half of what is there. A surface has no
certainty of its own: on screens it becomes three classes on cells of at least 100 m (`three_classes`), no gradient.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis import kernels
from samsyn.analysis.grids import Grid

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

_REACH = 4.0                     # a kernel ends at so many bandwidths
_SHORT = 65                      # kernels of more cells than this go by Fourier transform


def linear_counts(grid: Grid, *, x_m: ArrayLike, y_m: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return the points shared out on the four nearest cell middles, shape (rows, columns).

    Points outside the grid's outermost middles give their whole weight to the border cell they lie in; points outside
    the grid are left out.

    >>> linear_counts(Grid(0.0, 0.0, 100.0, 3, 1), x_m=[125.0], y_m=[50.0]).tolist()
    [[0.25, 0.75, 0.0]]
    """
    x, y = (np.ascontiguousarray(each, np.float64).reshape(-1) for each in (x_m, y_m))
    weight = None if weights is None else np.ascontiguousarray(np.broadcast_to(weights, x.shape), np.float64)
    compiled = kernels.compiled()
    if compiled is None:
        return _plain_counts(grid, x, y, weight)
    total, point = np.zeros(grid.shape), kernels.pointer
    compiled.lib.samsyn_linear_counts(
        point(x), point(y), compiled.ffi.NULL if weight is None else point(weight), x.size, grid.west_m, grid.south_m,
        grid.cell_m, grid.columns, grid.rows, point(total))
    return total


def _plain_counts(grid: Grid, x: Floats, y: Floats, weight: Floats | None) -> Floats:
    """The twin: each point adds to its four cells, points in their order."""
    inside = grid.cells_of(x, y_m=y) >= 0
    across, part_x = _corner(x[inside], grid.west_m, grid.cell_m, grid.columns)
    up, part_y = _corner(y[inside], grid.south_m, grid.cell_m, grid.rows)
    right, above = np.minimum(across + 1, grid.columns - 1), np.minimum(up + 1, grid.rows - 1)
    amount = 1.0 if weight is None else weight[inside]
    cells, shares = np.empty((across.size, 4), np.int64), np.empty((across.size, 4))
    corners = ((row, column, share_y, share_x) for row, share_y in ((up, 1.0 - part_y), (above, part_y))
               for column, share_x in ((across, 1.0 - part_x), (right, part_x)))
    for number, (row, column, share_y, share_x) in enumerate(corners):
        cells[:, number] = row * grid.columns + column
        shares[:, number] = amount * share_x * share_y
    return np.bincount(cells.ravel(), shares.ravel(), grid.rows * grid.columns).astype(np.float64).reshape(grid.shape)


def _corner(values: Floats, origin: float, cell: float, size: int) -> tuple[Ints, Floats]:
    at = np.clip((values - origin) / cell - 0.5, 0.0, size - 1.0)
    lower = np.floor(at).astype(np.int64)
    return lower, at - lower


def smoothed(values: ArrayLike, *, cell_m: float, bandwidth_m: float) -> Floats:
    """Return the values spread by a Gaussian of standard deviation `bandwidth_m` (cut at 4), zero beyond the map.

    The result is per square metre: it sums to (sum of values) / cell_m² where nothing is lost over the border. Each
    cell gets the kernel's integral over it, so that a bandwidth below the cell size is right too. The last two axes
    are the map.

    >>> float(smoothed(np.eye(41)[20:21].T @ np.eye(41)[20:21], cell_m=10, bandwidth_m=40).sum().round(6))
    0.01
    """
    kernel, sheet = _kernel(cell_m, bandwidth_m) / cell_m, np.asarray(values, np.float64)
    compiled = kernels.compiled() if kernel.size <= _SHORT else None
    if compiled is None:
        along = _by_shifts if kernel.size <= _SHORT else _by_transform
        return along(along(sheet.swapaxes(-1, -2), kernel).swapaxes(-1, -2), kernel)
    sheet, point = np.ascontiguousarray(sheet), kernels.pointer
    found, (rows, columns) = np.empty(sheet.shape), sheet.shape[-2:]
    if compiled.lib.samsyn_spread(point(sheet), sheet.size // max(rows * columns, 1), rows, columns, point(kernel),
                                  kernel.size - 1, point(found)):
        raise MemoryError("the kernel got no memory")
    return found


def _kernel(cell_m: float, bandwidth_m: float) -> Floats:
    """The kernel's mass in each cell from the middle one outwards; the whole line sums to 1."""
    from scipy.special import ndtr

    steps = int(np.ceil(_REACH * bandwidth_m / cell_m)) + 1
    at = np.arange(steps + 1) * cell_m / bandwidth_m
    half = cell_m / bandwidth_m / 2.0
    mass = ndtr(at + half) - ndtr(at - half)
    return mass / (mass[0] + 2.0 * mass[1:].sum())


def _by_shifts(sheet: Floats, kernel: Floats) -> Floats:
    """Convolve along the last axis but one by adding the shifted rows from both sides."""
    size, result = sheet.shape[-2], sheet * kernel[0]
    for step, weight in enumerate(kernel[1:size], start=1):
        part = sheet * weight
        result[..., step:, :] += part[..., :-step, :]
        result[..., :-step, :] += part[..., step:, :]
    return result


def _by_transform(sheet: Floats, kernel: Floats) -> Floats:
    """Convolve along the last axis but one by Fourier transform, for kernels of many cells."""
    size = sheet.shape[-2]
    length = 1 << int(size + kernel.size - 1).bit_length()
    ring = np.zeros((length, 1))
    ring[:kernel.size, 0] = kernel
    ring[-kernel.size + 1:, 0] = kernel[:0:-1]
    spectrum = np.fft.rfft(ring, axis=0)
    result = np.fft.irfft(np.fft.rfft(sheet, length, axis=-2) * spectrum, length, axis=-2)[..., :size, :]
    return np.maximum(result, 0.0) if (sheet >= 0).all() else result


class Surface(NamedTuple):
    """Events per square metre, NaN outside the map."""

    per_m2: Floats
    inside: Floats               # share of the kernel that lies on the map
    bandwidth_m: float


def surface(
    grid: Grid, *, x_m: ArrayLike, y_m: ArrayLike, bandwidth_m: float, weights: ArrayLike | None = None,
    land: Bools | None = None, correction: str = "uniform",
) -> Surface:
    """Return the smoothed surface of events per square metre with its border corrected.

    `land` is where events can be (all cells when None). `correction` "uniform" divides the result by the kernel's
    mass on land at the place asked about (unbiased where the true surface is flat); "source" divides each event by the
    mass round itself (Diggle 1985; keeps the total); "none" does nothing. With a mask, smoothing is
    λ(u) = Σ k(u - x_i) w_i / e(u), e(u) = ∫ k(u - v) over land. Raises ValueError for a bandwidth not above 0 or an
    unknown correction.

    >>> grid = Grid(0.0, 0.0, 50.0, 40, 40)
    >>> across, up = (axis.ravel() for axis in np.meshgrid(*grid.centres()))
    >>> flat = surface(grid, x_m=across, y_m=up, bandwidth_m=200)           # one event in each cell of 2 500 m²
    >>> bool(np.allclose(flat.per_m2, 1 / 2500)), flat.inside[0, 0].round(2).item()
    (True, 0.3)
    """
    if not bandwidth_m > 0:
        raise ValueError("the bandwidth must be above 0 metres")
    if correction not in ("uniform", "source", "none"):
        raise ValueError(f"unknown correction {correction!r}")
    inside = _mass_inside(grid, bandwidth_m, land)
    mass = np.maximum(inside, 1e-12)
    binned = linear_counts(grid, x_m=x_m, y_m=y_m, weights=weights)
    if correction == "source":
        binned /= mass
    per_m2 = smoothed(binned, cell_m=grid.cell_m, bandwidth_m=bandwidth_m)
    if correction == "uniform":
        per_m2 /= mass
    if land is not None:
        per_m2, inside = np.where(land, per_m2, np.nan), np.where(land, inside, np.nan)
    return Surface(per_m2, inside, bandwidth_m)


def _mass_inside(grid: Grid, bandwidth_m: float, land: Bools | None) -> Floats:
    """How much of the kernel lies on the map; without a mask the product of two lines."""
    if land is not None:
        return smoothed(land, cell_m=grid.cell_m, bandwidth_m=bandwidth_m) * grid.cell_m**2
    lines = [smoothed(np.ones((1, size)), cell_m=grid.cell_m, bandwidth_m=bandwidth_m)[0] for size in grid.shape]
    middle = _kernel(grid.cell_m, bandwidth_m)[0] / grid.cell_m**2       # a line is one cell wide
    return np.outer(lines[0] / middle, lines[1] / middle)


def scott_bandwidths(x_m: ArrayLike, *, y_m: ArrayLike) -> tuple[float, float]:
    """Return Scott's (1992) rule n^(-1/6) × standard deviation along each axis, metres; for a first look only.

    It takes the whole town for one heap, so it smooths away several; `likelihood_bandwidth` listens to the data.

    >>> [round(each, 3) for each in scott_bandwidths([0.0, 100.0], y_m=[0.0, 0.0])]
    [62.996, 0.0]
    """
    x, y = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)
    factor = float(x.size) ** (-1.0 / 6.0)
    return float(x.std(ddof=1) * factor), float(y.std(ddof=1) * factor)


class Choice(NamedTuple):
    """A bandwidth and how it was chosen: the likelihood of each one that was tried."""

    bandwidth_m: float
    tried_m: Floats
    likelihood: Floats
    at_the_end: bool             # the best was the smallest or largest tried: widen the range


def likelihood_bandwidth(
    grid: Grid, *, x_m: ArrayLike, y_m: ArrayLike, tried_m: ArrayLike, land: Bools | None = None,
) -> Choice:
    """Return the bandwidth under which each event is best foretold by the others (Loader 1999, section 5.3).

    Maximises Σ log λ₋ᵢ(xᵢ) - ∫ λ over `tried_m`, with λ corrected for the border. Several events at one address
    foretell each other, however small the kernel, so heaps of snapped addresses count once here.

    >>> rng = np.random.default_rng(1)
    >>> x, y = rng.normal(1000, 150, 300), rng.normal(1000, 150, 300)
    >>> choice = likelihood_bandwidth(Grid(0.0, 0.0, 20.0, 100, 100), x_m=x, y_m=y, tried_m=[20, 60, 600])
    >>> choice.bandwidth_m, choice.at_the_end
    (60.0, False)
    """
    x, y = np.unique(np.column_stack([np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)]), axis=0).T
    tried = np.asarray(tried_m, np.float64)
    cells = grid.cells_of(x, y_m=y)
    x, y, cells = x[cells >= 0], y[cells >= 0], cells[cells >= 0]
    likelihood = np.array([_left_out(grid, x, y, cells, float(each), land) for each in tried])
    best = int(np.argmax(likelihood))
    return Choice(float(tried[best]), tried, likelihood, best in (0, tried.size - 1))


def _left_out(grid: Grid, x: Floats, y: Floats, cells: Ints, bandwidth: float, land: Bools | None) -> float:
    """Sum over events of the log of the surface made by all others, less the integral of the surface."""
    found = surface(grid, x_m=x, y_m=y, bandwidth_m=bandwidth, land=land)
    kernel = _kernel(grid.cell_m, bandwidth)
    own = 1.0 / found.inside.ravel()[cells] / grid.cell_m**2
    for values, origin, size in ((x, grid.west_m, grid.columns), (y, grid.south_m, grid.rows)):
        _, part = _corner(values, origin, grid.cell_m, size)
        nearest = np.maximum(part, 1.0 - part)             # what linear binning left in the own cell, and beside it
        own = own * (nearest * kernel[0] + (1.0 - nearest) * kernel[1])
    others = np.maximum(found.per_m2.ravel()[cells] - own, 1e-300)
    return float(np.log(others).sum() - np.nansum(found.per_m2) * grid.cell_m**2)


class Risk(NamedTuple):
    """How the share of one kind of events differs over the map; NaN where there is too little to compare."""

    ratio: Floats                # density of cases / density of controls, each summing to 1
    p: Floats                    # family-wise, two-sided, by changing labels
    replications: int


def relative_risk(
    grid: Grid, *, cases: tuple[ArrayLike, ArrayLike], controls: tuple[ArrayLike, ArrayLike], bandwidth_m: float,
    rng: np.random.Generator, replications: int = 199, land: Bools | None = None, least_events: float = 5.0,
) -> Risk:
    """Return the relative risk surface of two kinds of events with p-values that hold for the whole map.

    ratio = f(cases) / f(controls), both smoothed with one bandwidth (Kelsall & Diggle 1995), so that the border and the
    density of people and reporters cancel. Chance is that the labels fall on the same points at random; the statistic
    is the standardised difference of the case share from the common one, and its largest value over the map is what a
    cell is judged against. Cells where the kernel holds fewer than `least_events` events are NaN. Cases and controls
    are (x_m, y_m).

    >>> rng = np.random.default_rng(2)
    >>> here, there = rng.uniform(0, 1000, (2, 300)), rng.uniform(0, 1000, (2, 300))
    >>> heap = np.column_stack([here, rng.normal(500, 40, (2, 60))])
    >>> found = relative_risk(Grid(0.0, 0.0, 50.0, 20, 20), cases=(heap[0], heap[1]), controls=(there[0], there[1]),
    ...                       bandwidth_m=100, rng=rng, replications=99)
    >>> bool(found.ratio[10, 10] > 2), found.p[10, 10].item()
    (True, 0.01)
    """
    x = np.r_[np.asarray(cases[0], np.float64), np.asarray(controls[0], np.float64)]
    y = np.r_[np.asarray(cases[1], np.float64), np.asarray(controls[1], np.float64)]
    is_case = np.r_[np.ones(np.size(cases[0]), bool), np.zeros(np.size(controls[0]), bool)]
    inside = grid.cells_of(x, y_m=y) >= 0
    x, y, is_case = x[inside], y[inside], is_case[inside]
    share = is_case.mean()
    pooled = surface(grid, x_m=x, y_m=y, bandwidth_m=bandwidth_m, land=land, correction="none").per_m2
    held = pooled * 4.0 * np.pi * bandwidth_m**2           # events that effectively decide the value of a cell
    enough = np.nan_to_num(held) >= least_events

    def differences(labels: Bools) -> Floats:
        part = smoothed(linear_counts(grid, x_m=x[labels], y_m=y[labels]), cell_m=grid.cell_m, bandwidth_m=bandwidth_m)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(enough, (part / pooled - share) * np.sqrt(held / (share * (1.0 - share))), np.nan)

    seen = differences(is_case)
    if not enough.any():
        return Risk(np.full(grid.shape, np.nan), np.full(grid.shape, np.nan), replications)
    orders = (rng.permutation(is_case.size) for _ in range(replications))
    largest = np.sort([np.nanmax(np.abs(differences(is_case[order]))) for order in orders])
    beaten = replications - np.searchsorted(largest, np.nan_to_num(np.abs(seen)) - 1e-9, side="left")
    odds = share + seen * np.sqrt(share * (1.0 - share)) / np.sqrt(np.where(enough, held, 1.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = odds / (1.0 - odds) * (1.0 - share) / share
    return Risk(ratio, np.where(enough, (1.0 + beaten) / (replications + 1.0), np.nan), replications)


def three_classes(found: Surface, *, grid: Grid) -> NDArray[np.int8]:
    """Return 0 (little), 1 (some), 2 (much) for each cell, -1 outside the map: half, then four fifths, of the events.

    The darkest class is the smallest part of the map that holds half of all events, the next holds four fifths. Raises
    ValueError for cells under 100 m: a finer map promises more than kernel smoothing knows.

    >>> grid = Grid(0.0, 0.0, 100.0, 4, 1)
    >>> three_classes(Surface(np.array([[5.0, 3.0, 1.5, 0.5]]), np.ones((1, 4)), 300.0), grid=grid).tolist()
    [[2, 1, 0, 0]]
    """
    if grid.cell_m < 100:
        raise ValueError("surfaces are shown on cells of at least 100 m")
    values = np.nan_to_num(found.per_m2).ravel()
    order = np.argsort(-values, kind="stable")
    held = np.cumsum(values[order]) / max(values.sum(), 1e-300)
    before = np.r_[0.0, held[:-1]]
    classes = np.zeros(values.size, np.int8)
    classes[order] = np.where(before < 0.5 - 1e-12, 2, np.where(before < 0.8 - 1e-12, 1, 0))
    classes[values <= 0] = 0
    classes[np.isnan(found.per_m2).ravel()] = -1
    return classes.reshape(grid.shape)
