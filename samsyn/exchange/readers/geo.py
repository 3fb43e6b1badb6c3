"""GeoJSON, GeoPackage and Shapefile: attributes as columns, the shape as WKB in two dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from samsyn.exchange.readers.batches import GEOMETRY, Batch, ReadOptions, ReadRefused, Source

if TYPE_CHECKING:
    import pyarrow as pa


def open_geo(path: Path, *, options: ReadOptions) -> Source:
    """Open one layer: the one named, else the only one there is."""
    import pyogrio

    address = address_of(path)
    layer = options.layer or _only_layer(address)
    try:
        info = pyogrio.read_info(address, layer=layer)
    except pyogrio.errors.DataSourceError as error:
        raise ReadRefused(_unreadable(path)) from error
    columns = [*info["fields"], GEOMETRY]
    if info["geometry_type"] is None:
        columns.remove(GEOMETRY)
    return Source(
        format={"GeoJSON": "geojson", "GPKG": "gpkg", "ESRI Shapefile": "shp"}.get(info["driver"], info["driver"]),
        columns=columns,
        crs="EPSG:4326" if info["crs"] == "EPSG:4979" else info["crs"],         # the height is dropped
        rows=info["features"] if info["features"] >= 0 else None,
        read=lambda: _read(address, layer=layer, batch_rows=options.batch_rows),
    )


def layer_names(path: Path) -> list[str]:
    """List the layers of a file."""
    import pyogrio

    return [str(name) for name, _ in pyogrio.list_layers(address_of(path))]


def address_of(path: Path) -> str:
    """Say where GDAL finds the file: packed files are read where they lie."""
    text = str(path)
    if text.endswith(".gz"):
        return f"/vsigzip/{text}"
    return f"/vsizip/{text}" if text.endswith(".zip") else text


def _only_layer(address: str) -> str:
    import pyogrio

    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(address)]
    except pyogrio.errors.DataSourceError as error:
        raise ReadRefused(_unreadable(Path(address))) from error
    if len(layers) != 1:
        raise ReadRefused(f"Filen har flera lager. Ange vilket du vill läsa: {', '.join(layers)}.")
    return layers[0]


def _read(address: str, *, layer: str, batch_rows: int) -> Iterator[Batch]:
    import pyarrow as pa
    import pyogrio

    seen = 0
    with pyogrio.open_arrow(address, layer=layer, batch_size=batch_rows, use_pyarrow=True) as (meta, reader):
        shape = meta["geometry_name"] or "wkb_geometry"
        for record_batch in reader:
            # GDAL owns the batch's memory and takes it back when the file is closed, so the rows are copied.
            owned = pa.Table.from_batches([record_batch]).take(np.arange(record_batch.num_rows))
            table = _flat(owned, shape)
            yield Batch(np.arange(seen + 1, seen + 1 + len(table), dtype=np.int64), table)
            seen += len(table)


def _flat(table: pa.Table, shape: str) -> pa.Table:
    """Name the shape column the same in every format and drop its height."""
    import pyarrow as pa
    import shapely

    index = table.schema.get_field_index(shape)
    if index < 0:
        return table
    shapes = shapely.from_wkb(table.column(index).to_numpy(zero_copy_only=False), on_invalid="ignore")
    wkb = pa.array(list(shapely.to_wkb(shapely.force_2d(shapes))), pa.binary())
    names = [name for name in table.column_names if name != shape]
    return table.select(names).append_column(GEOMETRY, wkb)


def _unreadable(path: Path) -> str:
    return f"Filen {path.name} går inte att läsa som karta. Välj GeoJSON, GeoPackage eller Shapefile med .shx och .dbf."
