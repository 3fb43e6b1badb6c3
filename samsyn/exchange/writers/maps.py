"""GeoJSON, GeoPackage and Parquet: a row without a point has no shape, never a made-up one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samsyn.exchange.readers.crs import WGS84
from samsyn.exchange.writers.dictionary import Described

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

ROWS_AT_A_TIME = 5_000


def write_geojson(table: pa.Table, path: Path, *, described: list[Described], title: str) -> None:
    """Write GeoJSON in WGS 84; the dictionary stands beside the features."""
    attributes = table.select([name for name in table.column_names if name not in ("lon", "lat", "polygon")])
    shapes = _shapes(table)
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"type":"FeatureCollection","title":')
        stream.write(json.dumps(title, ensure_ascii=False))
        stream.write(',"dictionary":')
        json.dump([row._asdict() for row in described], stream, ensure_ascii=False)
        stream.write(',"features":[')
        for start in range(0, len(table), ROWS_AT_A_TIME):
            rows = attributes.slice(start, ROWS_AT_A_TIME).to_pylist()
            shown = shapes[start : start + ROWS_AT_A_TIME]
            features = (_feature(row, shape) for row, shape in zip(rows, shown, strict=True))
            stream.write(("," if start else "") + ",".join(features))
        stream.write("]}\n")


def _feature(row: dict[str, Any], shape: Any) -> str:
    from shapely import to_geojson

    geometry = to_geojson(shape) if shape is not None else "null"
    properties = json.dumps(row, ensure_ascii=False, default=_plain)
    return f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def write_gpkg(table: pa.Table, path: Path, *, described: list[Described], title: str, epsg: int) -> None:
    """Write a GeoPackage in the municipality's metric system."""
    import pyarrow as pa
    import pyogrio
    import shapely

    shapes = _shapes(table)
    if epsg != WGS84:
        shapes = shapely.transform(shapes, lambda xy: _from_wgs84(xy, epsg))
    kinds = {int(kind) for kind in shapely.get_type_id(shapes) if kind >= 0}
    attributes = table.select([name for name in table.column_names if name != "polygon"])
    for at, field in enumerate(attributes.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz is None:      # GeoPackage would call local time UTC
            attributes = attributes.set_column(at, field.name, attributes.column(at).cast(pa.string()))
    with_shape = attributes.append_column("geometry", pa.array(list(shapely.to_wkb(shapes)), pa.binary()))
    path.unlink(missing_ok=True)
    pyogrio.write_arrow(
        with_shape, str(path), layer="data", driver="GPKG", geometry_name="geometry", crs=f"EPSG:{epsg}",
        geometry_type="Point" if kinds <= {0} else "Unknown",
        layer_metadata={"title": title, **{row.column: f"{row.kind} {row.unit}: {row.text}" for row in described}},
    )  # fmt: skip


def write_parquet(table: pa.Table, path: Path, *, described: list[Described], title: str) -> None:
    """Write Parquet; the meaning and unit of each column stand in the schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [
        field.with_metadata({"betydelse": row.text, "enhet": row.unit})
        for field, row in zip(table.schema, described, strict=True)
    ]
    pq.write_table(table.cast(pa.schema(fields, metadata={"title": title})), path, compression="zstd")


def _shapes(table: pa.Table) -> NDArray[np.object_]:
    """Give each row's point or polygon in WGS 84, or None."""
    import shapely

    if "polygon" in table.column_names:
        return np.asarray(shapely.from_wkb(table.column("polygon").to_numpy(zero_copy_only=False)), object)
    shapes = np.full(len(table), None, object)
    if {"lon", "lat"} <= set(table.column_names):
        lon, lat = (table.column(name).cast("float64").to_numpy(zero_copy_only=False) for name in ("lon", "lat"))
        known = np.isfinite(lon) & np.isfinite(lat)
        shapes[known] = shapely.points(lon[known], lat[known])
    return shapes


def _from_wgs84(xy: NDArray[np.float64], epsg: int) -> NDArray[np.float64]:
    from pyproj import Transformer

    return np.column_stack(Transformer.from_crs(WGS84, epsg, always_xy=True).transform(xy[:, 0], xy[:, 1]))
