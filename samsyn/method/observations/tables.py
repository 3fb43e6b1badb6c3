"""Rows → arrow tables: the only bridge from observations to analyses, files and lists."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import connections
from django.db.models import F, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from samsyn.analysis.geometry import metres
from samsyn.analysis.tables import OBSERVATIONS, schema
from samsyn.analysis.weeks import local_from_utc
from samsyn.ground.tenancy.models import Municipality

if TYPE_CHECKING:
    import pyarrow as pa

    from samsyn.method.observations.querysets import ObservationQuerySet

# The stored columns that are read, in this order. Ids, dates and times become values column by column, not row by row.
READ = {
    "id": "id", "category": "category__code", "category_kind": "category__kind", "kind": "kind", "area": "area__code",
    "place": "place_id", "place_name": "place__name", "lon": "lon", "lat": "lat", "precision": "precision",
    "observed_on": "observed_on", "iso_week": "iso_week", "from_local": "observed_from", "to_local": "observed_to",
    "received_on": "received_on", "severity": "severity", "source_kind": "source_kind", "organisation": "owner_id",
    "seen_during": "seen_during", "ended_on": "ended_on", "same_as": "same_as_id", "fault_number": "fault_number",
    "audience": "audience",
}  # fmt: skip
IDS = ("id", "place", "organisation", "same_as")
DAYS = ("observed_on", "received_on", "ended_on")
MOMENTS = ("from_local", "to_local")
ROWS_AT_A_TIME = 10_000


def observations_table(
    rows: "ObservationQuerySet", *, municipality: Municipality, open_on: date | None = None,
    with_audience: bool = False, by_id: bool = True,
) -> "pa.Table":  # fmt: skip
    """Return the rows as an arrow table with the columns of analysis.tables.OBSERVATIONS, ordered by id (or not).

    `rows` must already be limited to what may be seen. Times become the municipality's local time, points also metres
    in its metric system. A condition is open when it has not ended, or not yet on the day `open_on`. No reporter is in
    it. `with_audience` adds whom each row is shown to, for those who divide the table.
    """
    import pyarrow as pa

    names = [name for name in READ if name != "audience" or with_audience]
    parts = [_arrow_of(names, chunk) for chunk in _chunks(rows, names)]
    table = pa.Table.from_batches(parts, schema=None if parts else _arrow_of(names, []).schema).combine_chunks()
    table = table.sort_by("id") if by_id else table
    lon, lat = _floats(table, "lon"), _floats(table, "lat")
    x_m, y_m = _metres(lon, lat, municipality)
    made: dict[str, Any] = {
        "x_m": pa.array(x_m, from_pandas=True),
        "y_m": pa.array(y_m, from_pandas=True),
        "open": _still_open(table, open_on),
        **{name: _local(table, name, municipality) for name in MOMENTS},
    }
    form = schema(OBSERVATIONS)
    columns = [pa.chunked_array([made[f.name]]) if f.name in made else table[f.name].cast(f.type) for f in form]
    whole = pa.table(columns, schema=form)
    return whole.append_column("audience", table["audience"]) if with_audience else whole


def _chunks(rows: "ObservationQuerySet", names: Sequence[str]) -> Iterator[list[Sequence[Any]]]:
    """Yield the stored values, some thousand rows at a time; text where turning each value by itself is slow."""
    as_text = (*IDS, *DAYS, *MOMENTS) if connections[rows.db].vendor == "sqlite" else IDS
    fields = {
        f"read_{name}": Cast(READ[name], TextField()) if name in as_text else F(READ[name]) for name in names
    }
    found = rows.order_by().annotate(**fields).values_list(*fields)
    values = iter(found.iterator(chunk_size=ROWS_AT_A_TIME))
    while chunk := list(islice(values, ROWS_AT_A_TIME)):
        yield chunk


def _arrow_of(names: Sequence[str], chunk: Sequence[Sequence[Any]]) -> "pa.RecordBatch":
    import pyarrow as pa

    columns = list(zip(*chunk, strict=True)) if chunk else [()] * len(names)
    return pa.record_batch([_column(name, values) for name, values in zip(names, columns, strict=True)], names=names)


def _column(name: str, values: Sequence[Any]) -> "pa.Array":
    import pyarrow as pa

    if name in IDS:
        return _ids(name, values)
    if name in DAYS:
        return _times(values, pa.date32())
    if name in MOMENTS:
        return _times(values, pa.timestamp("us"))
    if name in ("lon", "lat"):
        return pa.array(values, pa.float64())
    if name in ("iso_week", "severity"):
        return pa.array(values, pa.int32())
    if name == "fault_number":
        return pa.array([value or None for value in values], pa.string())
    return pa.array(values, pa.string())


def _ids(name: str, values: Sequence[Any]) -> "pa.Array":
    """Return ids with their hyphens; SQLite keeps them without. Rows without owner have an empty organisation."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = pa.array(values, pa.string()).dictionary_encode()        # places and organisations are few
    plain = pc.replace_substring(coded.dictionary, "-", "")
    cuts = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
    parts = [pc.utf8_slice_codeunits(plain, start, stop) for start, stop in cuts]
    found = pc.take(pc.binary_join_element_wise(*parts, "-"), coded.indices)
    return pc.fill_null(found, "") if name == "organisation" else found


def _times(values: Sequence[Any], kind: "pa.DataType") -> "pa.Array":
    """Return days or UTC moments; SQLite gives text, PostgreSQL dates and times."""
    import pyarrow as pa

    known = next((value for value in values if value is not None), None)
    if isinstance(known, str):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind if kind == pa.date32() else pa.timestamp("us", "UTC")).cast(kind)


def _floats(table: "pa.Table", name: str) -> NDArray[np.float64]:
    return np.asarray(table[name].to_numpy(), np.float64)


def _metres(
    lon: NDArray[np.float64], lat: NDArray[np.float64], municipality: Municipality
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x_m, y_m = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
    known = np.isfinite(lon)
    if known.any():
        x_m[known], y_m[known] = metres(lon[known], lat=lat[known], crs=municipality.metric_crs)
    return x_m, y_m


def _still_open(table: "pa.Table", day: date | None) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    ended = table["ended_on"].combine_chunks()
    still = ended.is_null() if day is None else pc.fill_null(pc.greater(ended, pa.scalar(day)), True)
    return pc.and_(pc.equal(table["kind"].combine_chunks(), "condition"), still)


def _local(table: "pa.Table", name: str, municipality: Municipality) -> "pa.Array":
    """Return local times; only on the days when a clock is moved is every moment looked up by itself."""
    import pyarrow as pa

    utc = np.asarray(table[name].to_numpy(), "datetime64[us]")
    known = ~np.isnat(utc)
    days, back = np.unique(utc[known].astype("datetime64[D]"), return_inverse=True)
    shifts = [_shift(days + step, municipality) for step in (0, 1)]
    steady = (shifts[0] == shifts[1])[back]
    local = utc.copy()
    local[known] += shifts[0][back]
    moved = np.flatnonzero(known)[~steady]
    local[moved] = local_from_utc(utc[moved], zone=municipality.zone)
    return pa.array(local, pa.timestamp("us"))


def _shift(days: NDArray[np.datetime64], municipality: Municipality) -> NDArray[np.timedelta64]:
    """Return how far the local clock is before UTC at the midnights (UTC) that begin the days."""
    midnights = days.astype("datetime64[us]")
    return local_from_utc(midnights, zone=municipality.zone) - midnights
