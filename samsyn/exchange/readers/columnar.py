"""Parquet, row group by row group; numbers and times keep their types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from samsyn.exchange.readers.batches import Batch, ReadOptions, ReadRefused, Source
from samsyn.exchange.readers.packed import LARGEST_UNPACKED, too_large


def open_parquet(path: Path, *, options: ReadOptions) -> Source:
    """Open a Parquet file; a GeoParquet shape column is called geometry like in the other formats."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise ReadRefused(f"Filen {path.name} går inte att läsa som Parquet.") from error
    with file:
        schema = file.schema_arrow
        rows = file.metadata.num_rows
        groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
        if any(group.total_byte_size > LARGEST_UNPACKED for group in groups):
            raise ReadRefused(too_large(path.name))
        geo = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
    return Source("parquet", schema.names, lambda: _read(path, options.batch_rows), crs=_crs(geo), rows=rows)


def _read(path: Path, batch_rows: int) -> Iterator[Batch]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    seen = 0
    with pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as file:
        for record_batch in file.iter_batches(batch_size=batch_rows, use_threads=False):
            table = pa.Table.from_batches([record_batch])
            yield Batch(np.arange(seen + 1, seen + 1 + len(table), dtype=np.int64), table)
            seen += len(table)


def _crs(geo: dict) -> str | None:
    described = geo.get("columns", {}).get(geo.get("primary_column", ""), {}).get("crs")
    identity = (described or {}).get("id", {})
    if not identity:
        return "EPSG:4326" if geo else None
    return "EPSG:4326" if identity.get("authority") == "OGC" else f"{identity['authority']}:{identity['code']}"
