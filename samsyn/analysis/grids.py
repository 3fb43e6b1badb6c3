"""Metre grids, land masks, window sums, and areas as sparse neighbours: what the local statistics stand on.

A grid is counted from multiples of its own cell size, so that the same points give the same cells whichever of them
came first. Floor decides which cell a point lies in; a cell is half open.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_CELLS = 4_000_000


class GridTooLarge(ValueError):
    """The points lie so far apart that the grid would have too many cells; `farthest` is the point farthest out."""

    def __init__(self, cells: float, *, farthest: int) -> None:
        super().__init__(f"{cells:.3g} cells; the point farthest from the others is number {farthest}")
        self.cells = cells
        self.farthest = farthest


class Grid(NamedTuple):
    """Square cells of `cell_m` metres; row 0 is the southernmost, column 0 the westernmost."""

    west_m: float
    south_m: float
    cell_m: float
    columns: int
    rows: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    def centres(self) -> tuple[Floats, Floats]:
        """Return the middles of the columns (metres east) and of the rows (metres north)."""
        across, up = np.arange(self.columns) + 0.5, np.arange(self.rows) + 0.5
        return (np.asarray(self.west_m + across * self.cell_m, np.float64),
                np.asarray(self.south_m + up * self.cell_m, np.float64))

    def cells_of(self, x_m: ArrayLike, *, y_m: ArrayLike) -> Ints:
        """Return each point's cell as row × columns + column, -1 outside the grid or without a position.

        >>> Grid(0.0, 0.0, 100.0, 3, 2).cells_of([50.0, 299.9, 300.0], y_m=[150.0, 0.0, 0.0]).tolist()
        [3, 2, -1]
        """
        x, y = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)
        known = np.isfinite(x) & np.isfinite(y)
        column = np.floor((np.where(known, x, self.west_m) - self.west_m) / self.cell_m).astype(np.int64)
        row = np.floor((np.where(known, y, self.south_m) - self.south_m) / self.cell_m).astype(np.int64)
        inside = known & (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        return np.where(inside, row * self.columns + column, -1)


def grid_over(
    x_m: ArrayLike, *, y_m: ArrayLike, cell_m: float, margin_m: float = 0.0, shift_m: tuple[float, float] = (0.0, 0.0),
    most_cells: int = MOST_CELLS,
) -> Grid:
    """Return the smallest grid that holds all points with a margin; its lines are multiples of `cell_m` plus the shift.

    Raises GridTooLarge above `most_cells` (one stray point at 0, 0 is the usual reason) and ValueError for a cell that
    is not above 0 metres. Without points the grid has one cell.

    >>> grid_over([120.0, 340.0], y_m=[10.0, 90.0], cell_m=100)
    Grid(west_m=100.0, south_m=0.0, cell_m=100, columns=3, rows=1)
    """
    if not cell_m > 0:
        raise ValueError("a cell must be larger than 0 metres")
    x, y = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not known.size:
        return Grid(shift_m[0], shift_m[1], cell_m, 1, 1)
    (west, columns), (south, rows) = (
        _span(axis[known], cell_m=cell_m, margin_m=margin_m, shift_m=shift)
        for axis, shift in zip((x, y), shift_m, strict=True))
    if columns * rows > most_cells:
        away = np.hypot(x[known] - np.median(x[known]), y[known] - np.median(y[known]))
        raise GridTooLarge(columns * rows, farthest=int(known[np.argmax(away)]))
    return Grid(west, south, cell_m, int(columns), int(rows))


def _span(values: Floats, *, cell_m: float, margin_m: float, shift_m: float) -> tuple[float, float]:
    first = np.floor((values.min() - margin_m - shift_m) / cell_m)
    last = np.floor((values.max() + margin_m - shift_m) / cell_m)
    return float(first * cell_m + shift_m), float(last - first + 1)


def counts_on(grid: Grid, *, x_m: ArrayLike, y_m: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return how many points (or how much weight) each cell holds, shape (rows, columns).

    >>> counts_on(Grid(0.0, 0.0, 100.0, 2, 1), x_m=[10.0, 20.0, 150.0], y_m=[0.0, 0.0, 0.0]).tolist()
    [[2.0, 1.0]]
    """
    cells = grid.cells_of(x_m, y_m=y_m)
    inside = cells >= 0
    amount = None if weights is None else np.asarray(weights, np.float64)[inside]
    return np.bincount(cells[inside], amount, grid.rows * grid.columns).astype(np.float64).reshape(grid.shape)


def land_mask(grid: Grid, *, polygons: "Sequence[BaseGeometry]") -> Bools:
    """Return which cells have their middle in one of the polygons, shape (rows, columns); metres as the grid.

    >>> from shapely import box
    >>> land_mask(Grid(0.0, 0.0, 100.0, 3, 1), polygons=[box(0, 0, 200, 100)]).tolist()
    [[True, True, False]]
    """
    import shapely

    x_m, y_m = np.meshgrid(*grid.centres())
    land = shapely.union_all(list(polygons))
    shapely.prepare(land)
    return np.asarray(shapely.intersects_xy(land, x_m, y_m), bool)


def window_sums(values: ArrayLike, *, reach: int) -> Floats:
    """Return the sums over the square of cells within `reach` steps, cut at the border; the last two axes are the grid.

    Two running sums per axis, so the work does not grow with the reach. Whole numbers stay exact below 2**53.

    >>> window_sums([[1.0, 2.0, 4.0]], reach=1).tolist()
    [[3.0, 7.0, 6.0]]
    """
    across = _run_sums(np.asarray(values, np.float64), reach=reach)
    return _run_sums(across.swapaxes(-1, -2), reach=reach).swapaxes(-1, -2)


def _run_sums(values: Floats, *, reach: int) -> Floats:
    """Sums along the last axis over `reach` steps to both sides."""
    size = values.shape[-1]
    running = np.cumsum(values, axis=-1)
    sums = running[..., np.minimum(np.arange(size) + reach, size - 1)]
    sums[..., reach + 1:] -= running[..., :max(size - reach - 1, 0)]
    return sums


class Neighbours(NamedTuple):
    """For each of n areas its neighbours, sorted: `areas[starts[i]:starts[i + 1]]`; an area may be among its own."""

    starts: Ints                 # n + 1
    areas: Ints

    @property
    def sizes(self) -> Ints:
        """How many neighbours each area has."""
        return np.diff(self.starts)

    def with_itself(self) -> "Neighbours":
        """Return the same neighbours with every area among its own.

        >>> neighbours_from([[1], [0], []]).with_itself().areas.tolist()
        [0, 1, 0, 1, 2]
        """
        n = self.starts.size - 1
        return _from_pairs(np.r_[np.repeat(np.arange(n), self.sizes), np.arange(n)], np.r_[self.areas, np.arange(n)], n)


def _from_pairs(of: Ints, other: Ints, n: int) -> Neighbours:
    pairs = np.unique(np.asarray(of, np.int64) * n + other)
    return Neighbours(np.r_[0, np.cumsum(np.bincount(pairs // n, minlength=n))].astype(np.int64), pairs % n)


def neighbours_from(lists: Sequence[Sequence[int]]) -> Neighbours:
    """Return neighbours given as one list per area; raises IndexError for a number that is no area.

    >>> neighbours_from([[1, 2], [0], [0]]).sizes.tolist()
    [2, 1, 1]
    """
    n = len(lists)
    other = np.array([number for each in lists for number in each], np.int64)
    if other.size and (other.min() < 0 or other.max() >= n):
        raise IndexError("a neighbour that is no area")
    return _from_pairs(np.repeat(np.arange(n), [len(each) for each in lists]), other, n)


def neighbours_touching(polygons: "Sequence[BaseGeometry]") -> Neighbours:
    """Return for each polygon those that share at least a point with it ("queen"), itself not included.

    >>> from shapely import box
    >>> neighbours_touching([box(0, 0, 1, 1), box(1, 1, 2, 2), box(5, 5, 6, 6)]).sizes.tolist()
    [1, 1, 0]
    """
    import shapely

    of, other = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    return _from_pairs(of[of != other], other[of != other], len(polygons))


def neighbours_within(x_m: ArrayLike, *, y_m: ArrayLike, distance_m: float) -> Neighbours:
    """Return for each point those at most `distance_m` away, itself not included.

    >>> neighbours_within([0.0, 30.0, 90.0], y_m=[0.0, 0.0, 0.0], distance_m=60).sizes.tolist()
    [1, 2, 1]
    """
    from scipy.spatial import cKDTree

    points = np.column_stack([np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)])
    pairs = cKDTree(points).query_pairs(distance_m, output_type="ndarray").astype(np.int64)
    return _from_pairs(np.r_[pairs[:, 0], pairs[:, 1]], np.r_[pairs[:, 1], pairs[:, 0]], len(points))


def neighbour_sums(values: ArrayLike, *, neighbours: Neighbours) -> Floats:
    """Return for each area the sum over its neighbours; the last axis of `values` is the areas.

    >>> neighbour_sums([1.0, 2.0, 4.0], neighbours=neighbours_from([[1, 2], [0], []])).tolist()
    [6.0, 1.0, 0.0]
    """
    from scipy.sparse import csr_array

    n = neighbours.starts.size - 1
    table = csr_array((np.ones(neighbours.areas.size), neighbours.areas, neighbours.starts), shape=(n, n))
    flat = np.asarray(values, np.float64).reshape(-1, n)
    return (table @ flat.T).T.reshape(np.shape(values))


def scattered(share: NDArray[np.float64], *, total: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how many of `total` events fall in each cell by chance alone, each with probability `share` (sum 1).

    The quickest of three ways to the same multinomial: cell by cell where there are more events than cells, whole
    numbers where all cells are alike, else looked up one by one.

    >>> scattered(np.array([0.5, 0.5, 0.0]), total=1000, rng=np.random.default_rng(1)).tolist()
    [493.0, 507.0, 0.0]
    """
    flat = share.ravel()
    if not total or not flat.size:
        return np.zeros(share.shape)
    if total > 2 * flat.size:
        found = rng.multinomial(total, flat)
    elif flat.min() == flat.max():
        found = np.bincount(rng.integers(0, flat.size, total), minlength=flat.size)
    else:
        edges = np.cumsum(flat)
        cells = np.searchsorted(edges / edges[-1], rng.random(total), side="right")
        found = np.bincount(np.minimum(cells, flat.size - 1), minlength=flat.size)
    return found.astype(np.float64).reshape(share.shape)
