"""Point → area: one STRtree per area set, the same on SQLite and PostgreSQL."""

from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.ground.places.models import Area, AreaSet
from samsyn.ground.tenancy.models import Municipality

if TYPE_CHECKING:
    from shapely import STRtree


class AreaIndex(NamedTuple):
    """The areas of one set: those with polygon in the tree (in code order), and every code's id."""

    tree: "STRtree | None"
    ids: list[Any]
    codes: list[str]
    by_code: dict[str, Any]


_KEPT: OrderedDict[tuple[Any, int], AreaIndex] = OrderedDict()
_KEEP_AT_MOST = 60


def working_sets(municipality: Municipality) -> list[AreaSet]:
    """Return every set that observations are or were counted in, the latest first."""
    return list(AreaSet.objects.filter(municipality=municipality, working=True).order_by("-valid_from"))


def valid_on(sets: list[AreaSet], on: date) -> AreaSet | None:
    """Return the set among these (latest first) that is valid on a day, or None."""
    return next((s for s in sets if s.valid_from <= on and (s.valid_to is None or s.valid_to >= on)), None)


def working_set(municipality: Municipality, *, on: date) -> AreaSet | None:
    """Return the set that observations of this day are counted in, or None."""
    return valid_on(working_sets(municipality), on)


def index_of(area_set: AreaSet) -> AreaIndex:
    """Return the index of a set, made once per version of the set and process."""
    key = (area_set.pk, area_set.version)
    if key not in _KEPT:
        _KEPT[key] = _make_index(area_set)
        while len(_KEPT) > _KEEP_AT_MOST:
            _KEPT.popitem(last=False)
    return _KEPT[key]


def _make_index(area_set: AreaSet) -> AreaIndex:
    import shapely

    rows = list(Area.objects.filter(area_set=area_set).order_by("code").values_list("id", "code", "polygon"))
    rows.sort(key=lambda row: row[1])
    with_polygon = [row for row in rows if row[2] is not None]
    polygons = shapely.from_wkb([bytes(row[2]) for row in with_polygon])
    shapely.prepare(polygons)
    return AreaIndex(
        tree=shapely.STRtree(polygons) if with_polygon else None,
        ids=[row[0] for row in with_polygon],
        codes=[row[1] for row in with_polygon],
        by_code={row[1]: row[0] for row in rows},
    )


def locate(area_set: AreaSet, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int64]:
    """Return for each point the position of its area in index_of(set), or -1 (n,).

    A point on an edge belongs to the area with the lowest code. NaN gives -1.
    """
    import shapely

    lon_deg, lat_deg = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
    found = np.full(len(lon_deg), -1, np.int64)
    tree = index_of(area_set).tree
    known = np.flatnonzero(np.isfinite(lon_deg) & np.isfinite(lat_deg))
    if tree is None or not len(known):
        return found
    points, areas = tree.query(shapely.points(lon_deg[known], lat_deg[known]), predicate="intersects")
    # Areas lie in code order, so writing the highest position first leaves the lowest code.
    order = np.argsort(-areas, kind="stable")
    found[known[points[order]]] = areas[order]
    return found


def area_coded(municipality: Municipality, code: str, *, on: date, working: AreaSet | None) -> Any | None:
    """Return the area that a row known only by an area code is counted in, or None when no set has the code.

    The working set's own code comes first. A code of another set valid on the day gives the working area that wholly
    holds it, or else the area of its own set: there it is counted, and in the municipality, but in no working area.
    """
    if working is not None and code in index_of(working).by_code:
        return index_of(working).by_code[code]
    others = Area.objects.filter(municipality=municipality, code=code, area_set__valid_from__lte=on)
    others = others.exclude(area_set__valid_to__lt=on).exclude(area_set=working).order_by("-area_set__valid_from")
    found = others.values_list("id", "polygon").first()
    if found is None:
        return None
    inside = _held_by(working, found[1]) if working is not None and found[1] is not None else None
    return inside or found[0]


def _held_by(area_set: AreaSet, polygon: bytes) -> Any | None:
    import shapely

    index = index_of(area_set)
    if index.tree is None:
        return None
    holding = sorted(index.tree.query(shapely.from_wkb(bytes(polygon)), predicate="covered_by").tolist())
    return index.ids[holding[0]] if holding else None


def area_at(municipality: Municipality, *, lon: float, lat: float, on: date) -> Any | None:
    """Return the id of the working area at a point, or None."""
    area_set = working_set(municipality, on=on)
    if area_set is None:
        return None
    at = int(locate(area_set, [lon], [lat])[0])
    return index_of(area_set).ids[at] if at >= 0 else None
