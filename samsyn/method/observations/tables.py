"""Rows → arrow tables: the only bridge from observations to analyses, files and lists."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.geometry import to_metres
from samsyn.analysis.tables import OBSERVATIONS
from samsyn.ground.tenancy.models import Municipality

if TYPE_CHECKING:
    import pyarrow as pa

    from samsyn.method.observations.querysets import ObservationQuerySet

COLUMNS = [
    "id", "category__code", "category__kind", "kind", "area__code", "place_id", "place__name", "lon", "lat",
    "precision", "observed_on", "iso_week", "observed_from", "observed_to", "received_on", "severity", "source_kind",
    "owner_id", "seen_during", "ended_on", "same_as_id", "fault_number",
]  # fmt: skip


def observations_table(rows: "ObservationQuerySet", *, municipality: Municipality) -> "pa.Table":
    """Return the rows as an arrow table with the columns of analysis.tables.OBSERVATIONS, ordered by id.

    `rows` must already be limited to what may be seen. Times become the municipality's local time, points also metres
    in its metric system. No reporter is in it.
    """
    import pyarrow as pa

    columns = list(zip(*rows.order_by("id").values_list(*COLUMNS).iterator(chunk_size=20_000), strict=True))
    found = dict(zip(COLUMNS, columns or [()] * len(COLUMNS), strict=True))
    n = len(found["id"])
    lon, lat = _floats(found["lon"]), _floats(found["lat"])
    x_m, y_m = _metres(lon, lat, municipality)
    kinds, ended = found["kind"], found["ended_on"]
    arrays: dict[str, Any] = {
        "id": [str(value) for value in found["id"]],
        "category": found["category__code"],
        "category_kind": found["category__kind"],
        "kind": kinds,
        "area": found["area__code"],
        "place": _texts(found["place_id"]),
        "place_name": found["place__name"],
        "x_m": pa.array(x_m, from_pandas=True),
        "y_m": pa.array(y_m, from_pandas=True),
        "lon": pa.array(lon, from_pandas=True),
        "lat": pa.array(lat, from_pandas=True),
        "precision": found["precision"],
        "observed_on": found["observed_on"],
        "iso_week": found["iso_week"],
        "from_local": _local(found["observed_from"], municipality.zone),
        "to_local": _local(found["observed_to"], municipality.zone),
        "received_on": found["received_on"],
        "severity": found["severity"],
        "source_kind": found["source_kind"],
        "organisation": ["" if value is None else str(value) for value in found["owner_id"]],
        "seen_during": found["seen_during"],
        "open": [kinds[i] == "condition" and ended[i] is None for i in range(n)],
        "ended_on": ended,
        "same_as": _texts(found["same_as_id"]),
        "fault_number": [value or None for value in found["fault_number"]],
    }
    schema = OBSERVATIONS.schema() if hasattr(OBSERVATIONS, "schema") else pa.schema(OBSERVATIONS)
    return pa.table(
        [_as(arrays[field.name], field.type) for field in schema], schema=schema
    )


def _as(values: Any, kind: Any) -> Any:
    import pyarrow as pa

    return values.cast(kind) if isinstance(values, pa.Array) else pa.array(values, kind)


def _texts(values: Any) -> list[str | None]:
    return [None if value is None else str(value) for value in values]


def _floats(values: Any) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _metres(
    lon: NDArray[np.float64], lat: NDArray[np.float64], municipality: Municipality
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x_m, y_m = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
    known = np.isfinite(lon)
    if known.any():
        x_m[known], y_m[known] = to_metres(lon[known], lat[known], crs=municipality.metric_crs)
    return x_m, y_m


def _local(values: Any, zone: ZoneInfo) -> list[Any]:
    return [None if value is None else value.astimezone(zone).replace(tzinfo=None) for value in values]
