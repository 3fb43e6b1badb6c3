"""Small numbers hidden, points coarsened: what may be shown outside the group that wrote the reports."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.geometry import cell_centres, cell_keys

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_DEGREE_M = 111_320.0


class CoarsePoints(NamedTuple):
    """Points gathered: groups keep their own mean, all others the middle of their cell."""

    lon: Floats
    lat: Floats
    events: Ints
    which: Ints                  # of every row: the point it went into
    grouped: Bools


def coarse_points(
    x_m: Floats, *, y_m: Floats, lon: Floats, lat: Floats, group: Ints, size_m: float = 100.0,
) -> CoarsePoints:
    """Gather points by group (a known place, -1 without one) and else by square cell; none is shown where it was.

    A cell's point is its middle: the rows' mean moved by the metres that are missing, with 111 320 m to a degree of
    latitude; over less than a cell the error is below 5 m. Groups come first, both in order of their code.

    >>> east, north = np.array([510.0, 590.0, 10.0]), np.array([10.0, 10.0, 10.0])
    >>> found = coarse_points(east, y_m=north, lon=np.zeros(3), lat=np.zeros(3), group=np.array([-1, -1, 4]))
    >>> found.events.tolist(), found.grouped.tolist()
    ([1, 2], [True, False])
    """
    keys = cell_keys(x_m, y_m=y_m, size_m=size_m)
    apart = np.stack([(group < 0).astype(np.int64), np.where(group < 0, keys, group)])
    cells, which = np.unique(apart, axis=1, return_inverse=True)
    which = which.reshape(-1)
    count = np.bincount(which, minlength=cells.shape[1])
    middle_x, middle_y = cell_centres(cells[1], size_m=size_m)
    grouped = cells[0] == 0
    means = [np.bincount(which, axis, cells.shape[1]) / np.maximum(count, 1) for axis in (x_m, y_m, lon, lat)]
    east = np.where(grouped, 0.0, middle_x - means[0])
    north = np.where(grouped, 0.0, middle_y - means[1])
    shifted_lat = means[3] + north / _DEGREE_M
    shifted_lon = means[2] + east / (_DEGREE_M * np.cos(np.radians(means[3])))
    return CoarsePoints(np.round(shifted_lon, 5), np.round(shifted_lat, 5), count, which, grouped)


class Hidden(NamedTuple):
    """A table with its small numbers hidden: NaN where hidden; `primary` too small, `secondary` to protect those."""

    shown: Floats
    primary: Bools
    secondary: Bools


def hide_small(counts: NDArray[np.integer], *, least: int = 3, total_shown: bool = True) -> Hidden:
    """Hide counts from 1 to `least` - 1 in a one-way table, and one more where the total would give one away.

    With the total shown, the sum of the hidden ones can be worked out. So while there are hidden counts and either just
    one of them, or their sum is below `least`, the smallest shown positive count is hidden as well (the first of equal
    ones; a zero only when nothing else is left). Zero is never small: nothing happened to nobody.

    >>> hide_small(np.array([2, 7, 9, 0])).shown.tolist()
    [nan, nan, 9.0, 0.0]
    >>> hide_small(np.array([2, 7, 9, 0]), total_shown=False).shown.tolist()
    [nan, 7.0, 9.0, 0.0]
    """
    values = np.asarray(counts, np.int64)
    primary = (values > 0) & (values < least)
    hidden = primary.copy()
    while total_shown and hidden.any() and (hidden.sum() == 1 or values[hidden].sum() < least) and not hidden.all():
        left = np.where(hidden, np.iinfo(np.int64).max, np.where(values == 0, np.iinfo(np.int64).max - 1, values))
        hidden[int(left.argmin())] = True
    return Hidden(np.where(hidden, np.nan, values.astype(np.float64)), primary, hidden & ~primary)
