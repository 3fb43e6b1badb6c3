"""Observations → the points of a map, and the keys that say when a drawn map is no longer true."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Max, Q
from numpy.typing import NDArray

from samsyn.analysis.tiles import TileIndex, heap_tile, index_points, positions
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category, Precision

if TYPE_CHECKING:
    from samsyn.method.observations.querysets import ObservationQuerySet

ROWS_AT_A_TIME = 20_000
OVERHEAD = 2_000               # bytes that even an empty set takes
SEES_ALL = "all"
CHANGES_THE_MAP = ("observation", "condition", "place", "area", "categor", "disposal", "import")
CHANGES_NOTHING = "observations.exported"
READ = ("lon", "lat", "pk", "category_id", "kind", "ended_on", "precision", "area_id")
DRAWN = {Precision.EXACT.value, Precision.WITHIN_100M.value}
EXACT_FROM_ZOOM = 16
CELLS = 16


class MapPoints(NamedTuple):
    """The different positions of some observations: how many stand there, how many of them open, which and what."""

    positions: TileIndex
    reports: NDArray[np.int32]
    open: NDArray[np.int32]
    ids: NDArray[np.bytes_]
    categories: NDArray[np.bytes_]
    bounds: tuple[float, float, float, float] | None
    only_area: dict[str, int]

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        arrays = (*self.positions, self.reports, self.open, self.ids, self.categories)
        return sum(array.nbytes for array in arrays) + OVERHEAD

    def tile(self, z: int, x: int, y: int) -> bytes:
        """Return one tile: heaps with their numbers far out, every position by itself close in."""
        weights: dict[str, NDArray[np.integer[Any]]] = {"n": self.reports, "open": self.open}
        alone: dict[str, NDArray[np.generic]] = {"id": self.ids, "category": self.categories}
        cells = CELLS if z < EXACT_FROM_ZOOM else None
        return heap_tile(self.positions, z, x, y, weights, alone=alone, cells=cells)


def map_points(rows: "ObservationQuerySet", *, municipality: Municipality) -> MapPoints:
    """Read the rows that may be drawn as points and count the others by area; already limited to what is seen."""
    codes = {pk.hex: code for pk, code in Category.objects.filter(municipality=municipality).values_list("pk", "code")}
    only_area: Counter[str] = Counter()
    parts = [_drawable(chunk, codes, only_area) for chunk in stored_values(rows.order_by(), *READ)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else [np.empty(0)] * 5
    lon, lat, ids, categories = columns[0], columns[1], columns[2].astype("S32"), columns[3].astype("S12")
    still = columns[4].astype(np.int32)
    every = index_points(lon, lat)
    different, starts = positions(every)
    first = every.order[starts]
    return MapPoints(
        positions=different,
        reports=np.diff(np.r_[starts, len(every.order)]).astype(np.int32),
        open=(np.add.reduceat(still[every.order], starts) if len(starts) else still).astype(np.int32),
        ids=ids[first],
        categories=categories[first],
        bounds=(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())) if len(lon) else None,
        only_area=dict(only_area),
    )


def stored_values(rows: "ObservationQuerySet", *names: str) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield the values as they are stored, some thousand rows at a time.

    Nothing is turned into Python's own kinds: ids are text on SQLite and UUIDs on PostgreSQL. That is what makes a
    million rows a matter of seconds.
    """
    try:
        sql, params = rows.values_list(*names).query.get_compiler(using=rows.db).as_sql()
    except EmptyResultSet:
        return
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, params)
        while chunk := cursor.fetchmany(ROWS_AT_A_TIME):
            yield chunk


def _drawable(
    chunk: Sequence[Sequence[Any]], codes: dict[str, str], only_area: Counter[str]
) -> tuple[NDArray[Any], ...]:
    lon, lat, key, category, kind, ended, precision, area = zip(*chunk, strict=True)
    drawn = [p in DRAWN and x is not None for p, x in zip(precision, lon, strict=True)]
    kept = np.flatnonzero(drawn)
    areas = _plain_all(area)
    only_area.update(areas[int(i)] or "" for i in np.flatnonzero(~np.array(drawn)))
    still = [k == "condition" and e is None for k, e in zip(kind, ended, strict=True)]
    return (
        np.array(lon, np.float64)[kept],
        np.array(lat, np.float64)[kept],
        np.array(_plain_all(key), "S32")[kept],
        np.array([codes.get(one, "") for one in _plain_all(category)], "S12")[kept],
        np.array(still, np.int32)[kept],
    )


def _plain_all(ids: Sequence[Any]) -> Sequence[str]:
    known = next((one for one in ids if one is not None), "")
    return ids if isinstance(known, str) else [one and plain(one) for one in ids]


def plain(id: Any) -> str:
    """Return an id as 32 letters: SQLite gives text, PostgreSQL an UUID."""
    return str(id) if isinstance(id, str) else str(id.hex)


def sight_of(member: Any) -> str:
    """Return a key: two members with the same key see the same rows (see ObservationQuerySet.visible_to)."""
    if member.may(Permission.SEE_ALL) or member.may(Permission.REVIEW_ALL):
        return SEES_ALL
    opened = [
        (
            str(m.organisation_id),
            m.organisation.is_authority,
            sorted(m.role.permissions),
            sorted(str(area.pk) for area in m.areas.all()),
            sorted(str(group.pk) for group in m.groups.all()),
        )
        for m in member.memberships
    ]
    return f"{member.user.pk if member.user else ''} {sorted(opened)}"


def map_stamp(municipality: Municipality, *, now: datetime) -> str:
    """Return a text that changes whenever the logbook tells of something that can change the map.

    It counts today's and yesterday's lines, so that a line written before another but stored after it is not missed.
    """
    since = (now - timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    kinds = Q(pk=None)
    for word in CHANGES_THE_MAP:
        kinds |= Q(happening__startswith=word)
    lines = Event.objects.filter(kinds, municipality=municipality, created_at__gte=since)
    told = lines.exclude(happening=CHANGES_NOTHING).aggregate(n=Count("pk"), last=Max("created_at"))
    last = told["last"].isoformat() if told["last"] else ""
    return f"{since:%Y%m%d}-{told['n']}-{last}"
