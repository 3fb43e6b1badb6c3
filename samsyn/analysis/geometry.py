"""Metres, distances, grid cells, and which area a point lies in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_HALF = 1 << 30                  # columns are numbered from -2**30, which covers every metric system at 1 m


def metres(lon: ArrayLike, *, lat: ArrayLike, crs: int | str) -> tuple[Floats, Floats]:
    """Project degrees (WGS 84) to metres east and north in a metric system, as EPSG number or name; NaN stays NaN.

    >>> x_m, y_m = metres([15.0], lat=[59.0], crs=3006)
    >>> round(float(x_m[0])), round(float(y_m[0]))
    (500000, 6540052)
    """
    from pyproj import Transformer

    known = np.isfinite(np.asarray(lon, np.float64)) & np.isfinite(np.asarray(lat, np.float64))
    x_m, y_m = np.full(known.shape, np.nan), np.full(known.shape, np.nan)
    there = Transformer.from_crs(4326, crs, always_xy=True)
    x_m[known], y_m[known] = there.transform(np.asarray(lon, np.float64)[known], np.asarray(lat, np.float64)[known])
    return x_m, y_m


def degrees(x_m: ArrayLike, *, y_m: ArrayLike, crs: int | str) -> tuple[Floats, Floats]:
    """Return longitude and latitude (WGS 84) of metres in a metric system; the reverse of `metres`.

    >>> lon, lat = degrees([500_000.0], y_m=[6_540_052.0], crs=3006)
    >>> round(float(lon[0]), 4), round(float(lat[0]), 4)
    (15.0, 59.0)
    """
    from pyproj import Transformer

    back = Transformer.from_crs(crs, 4326, always_xy=True)
    lon, lat = back.transform(np.asarray(x_m, np.float64), np.asarray(y_m, np.float64))
    return np.where(np.isfinite(lon), lon, np.nan), np.where(np.isfinite(lat), lat, np.nan)


def distances_m(x_m: ArrayLike, *, y_m: ArrayLike, to_x_m: ArrayLike, to_y_m: ArrayLike) -> Floats:
    """Return the straight distances in metres from every point (rows) to every other (columns).

    >>> distances_m([0.0], y_m=[0.0], to_x_m=[3.0, 0.0], to_y_m=[4.0, 0.0]).tolist()
    [[5.0, 0.0]]
    """
    across = np.asarray(x_m, np.float64)[:, None] - np.asarray(to_x_m, np.float64)
    up = np.asarray(y_m, np.float64)[:, None] - np.asarray(to_y_m, np.float64)
    return np.hypot(across, up)


def cell_keys(x_m: ArrayLike, *, y_m: ArrayLike, size_m: float) -> Ints:
    """Return one number per square cell of the grid through the origin; cells are half open, so floor decides.

    >>> keys = cell_keys([10.0, 49.9, 50.0], y_m=[0.0, 0.0, 0.0], size_m=50)
    >>> bool(keys[0] == keys[1]), int(keys[2] - keys[1])
    (True, 1)
    """
    column = np.floor(np.asarray(x_m, np.float64) / size_m).astype(np.int64)
    row = np.floor(np.asarray(y_m, np.float64) / size_m).astype(np.int64)
    return row * (2 * _HALF) + column + _HALF


def cell_centres(keys: Ints, *, size_m: float) -> tuple[Floats, Floats]:
    """Return the middle of each cell in metres.

    >>> [float(axis[0]) for axis in cell_centres(cell_keys([10.0], y_m=[-10.0], size_m=50), size_m=50)]
    [25.0, -25.0]
    """
    column, row = columns_and_rows(keys)
    return np.asarray((column + 0.5) * size_m, np.float64), np.asarray((row + 0.5) * size_m, np.float64)


def columns_and_rows(keys: Ints) -> tuple[Ints, Ints]:
    """Return each cell's column and row, counted from the origin.

    >>> [int(axis[0]) for axis in columns_and_rows(cell_keys([10.0], y_m=[-10.0], size_m=50))]
    [0, -1]
    """
    row, column = np.divmod(keys, 2 * _HALF)
    return column - _HALF, row


def box_sums(keys: Ints, *, values: Floats, reach: int) -> Floats:
    """Return for every occupied cell the sums over the square of cells within `reach` steps, itself included.

    `keys` are different and sorted; `values` is (quantities, cells). A row of the square is one unbroken run of keys,
    so each sum is a difference of two running totals.

    >>> keys = np.sort(cell_keys([10.0, 60.0, 500.0], y_m=[10.0, 60.0, 10.0], size_m=50))
    >>> box_sums(keys, values=np.ones((1, 3)), reach=1).tolist()
    [[2.0, 1.0, 2.0]]
    """
    running = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    total = np.zeros_like(values)
    for step in range(-reach, reach + 1):
        row = keys + step * 2 * _HALF
        total += (running[:, np.searchsorted(keys, row + reach, side="right")]
                  - running[:, np.searchsorted(keys, row - reach)])
    return total


def areas_of_points(
    x: ArrayLike, *, y: ArrayLike, polygons: "Sequence[BaseGeometry | None]", codes: Sequence[str],
) -> Ints:
    """Return which polygon each point lies in (its place in the list), -1 outside all and for points without position.

    The edge belongs to the area; on an edge between two the lowest code wins. Areas may lack a polygon. x and y are in
    the polygons' own system.

    >>> from shapely import box
    >>> areas_of_points([1.0, 0.5, 9.0], y=[0.5, 0.5, 9.0], polygons=[box(1, 0, 2, 1), box(0, 0, 1, 1), None],
    ...                 codes=["b", "a", "c"]).tolist()
    [1, 1, -1]
    """
    import shapely

    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    tree = shapely.STRtree([shapely.Polygon() if each is None else each for each in polygons])
    point, polygon = tree.query(shapely.points(x[known], y[known]), predicate="intersects")
    rank = np.argsort(np.argsort(np.array(codes, object), kind="stable"), kind="stable")
    by_rank = np.argsort(rank)
    best = np.full(x.shape, len(codes), np.int64)
    np.minimum.at(best, known[point], rank[polygon])
    return np.where(best < len(codes), np.r_[by_rank, -1][best], -1)
