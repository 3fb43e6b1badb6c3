"""Writers: one arrow table → one file, with its data dictionary. They compute nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from samsyn.exchange.writers.dictionary import Note, as_text, dictionary_of
from samsyn.exchange.writers.maps import write_geojson, write_gpkg, write_parquet
from samsyn.exchange.writers.plain import write_csv, write_xlsx

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FORMATS", "Exported", "Note", "export", "write_table"]

FORMATS = {
    "csv": ("text/csv; charset=utf-8", "CSV"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
    "geojson": ("application/geo+json", "GeoJSON"),
    "gpkg": ("application/geopackage+sqlite3", "GeoPackage"),
    "parquet": ("application/vnd.apache.parquet", "Parquet"),
}
WITH_SIDECAR = {"csv", "geojson", "gpkg", "parquet"}


class Exported(NamedTuple):
    """A file ready to be sent: its name, media type and content."""

    name: str
    media_type: str
    content: bytes


def write_table(
    table: pa.Table, path: Path, *, title: str = "", epsg: int = 3006, notes: dict[str, Note] | None = None,
    sidecar: bool = False,
) -> list[Path]:  # fmt: skip
    """Write a table in the format the path ends with; with `sidecar` the dictionary lies beside it as text."""
    kind = path.suffix.removeprefix(".").lower()
    described = dictionary_of(table, notes=notes)
    title = title or path.stem
    match kind:
        case "csv":
            write_csv(table, path)
        case "xlsx":
            write_xlsx(table, path, described=described, title=title)
        case "geojson":
            write_geojson(table, path, described=described, title=title)
        case "gpkg":
            write_gpkg(table, path, described=described, title=title, epsg=epsg)
        case "parquet":
            write_parquet(table, path, described=described, title=title)
        case _:
            raise ValueError(f"Filformatet ”{kind}” finns inte. Välj {', '.join(FORMATS)}.")
    if not sidecar or kind not in WITH_SIDECAR:
        return [path]
    beside = path.with_suffix(".beskrivning.txt")
    beside.write_text(as_text(described, title=title), encoding="utf-8-sig", newline="")
    return [path, beside]


def export(
    table: pa.Table, *, kind: str, name: str, title: str = "", notes: dict[str, Note] | None = None,
    beside: Path | None = None,
) -> Exported:
    """Make a download: Excel as it is, every other format packed together with its data dictionary.

    `beside` = the folder in which it is made; the machine's own for what is in passing where none is given.
    """
    with tempfile.TemporaryDirectory(prefix="passing-", dir=beside) as folder:
        path = Path(folder) / f"{name}.{kind}"
        files = write_table(table, path, title=title, notes=notes, sidecar=True)
        if len(files) == 1:
            return Exported(path.name, FORMATS[kind][0], path.read_bytes())
        packed = path.with_suffix(".zip")
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for file in files:                       # a fixed date, so that the same table makes the same bytes
                info = ZipInfo(file.name, (1980, 1, 1, 0, 0, 0))
                archive.writestr(info, file.read_bytes(), ZIP_DEFLATED)
        return Exported(packed.name, "application/zip", packed.read_bytes())
