"""Readers: a file of any usual kind → batches of rows with line numbers. They know neither Django nor our rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from samsyn.exchange.readers.batches import (
    GEOMETRY,
    UNREADABLE,
    ZERO,
    Batch,
    ReadOptions,
    ReadRefused,
    Source,
    unreadable_is_refused,
)
from samsyn.exchange.readers.columnar import open_parquet
from samsyn.exchange.readers.delimited import open_delimited
from samsyn.exchange.readers.geo import open_geo
from samsyn.exchange.readers.packed import LARGEST_UNPACKED, PIECE, refuse_if_swollen, too_large
from samsyn.exchange.readers.records import is_empty, open_json
from samsyn.exchange.readers.sheets import open_sheet

__all__ = ["GEOMETRY", "KINDS", "Batch", "ReadOptions", "ReadRefused", "Source", "open_file", "open_files"]

KINDS = {
    ".csv": open_delimited, ".txt": open_delimited, ".tsv": open_delimited, ".tab": open_delimited,
    ".xlsx": open_sheet, ".xlsm": open_sheet,
    ".geojson": open_geo, ".gpkg": open_geo, ".shp": open_geo, ".kml": open_geo,
    ".parquet": open_parquet,
    ".json": open_json, ".ndjson": open_json, ".jsonl": open_json,
}


def open_file(path: Path, *, options: ReadOptions | None = None) -> Source:
    """Open one file of any known kind."""
    if not path.is_file():
        raise ReadRefused(f"Filen {path.name} finns inte.")
    suffix = path.with_suffix("").suffix.lower() if path.suffix == ".gz" else path.suffix.lower()
    if suffix not in KINDS:
        raise ReadRefused(f"Filer som slutar på ”{suffix}” kan inte läsas. Välj {', '.join(sorted(KINDS))}.")
    with unreadable_is_refused(path.name):
        refuse_if_swollen(path)
        if suffix == ".json" and _is_geojson(path):
            suffix = ".geojson"
        source = KINDS[suffix](path, options=options or ReadOptions())
    source.name = path.name
    source.columns = [name.replace(ZERO, UNREADABLE) for name in source.columns]
    return source


def open_files(
    path: Path, *, options: ReadOptions | None = None, beside: Path | None = None
) -> Iterator[tuple[str, Source | None]]:
    """Open a file, a folder or a packed file member by member; an empty member gives None instead of a source.

    `beside` = the folder in which it is unpacked; the machine's own for what is in passing where none is given.
    """
    if not path.exists():
        raise ReadRefused(f"Filen {path.name} finns inte.")
    if path.is_dir():
        for member in sorted(path.iterdir()):
            if member.is_file():
                yield member.name, _open_or_none(member, options)
    elif path.suffix.lower() == ".zip":
        yield from _unpacked(path, options, beside)
    else:
        yield path.name, _open_or_none(path, options)


def _unpacked(path: Path, options: ReadOptions | None, beside: Path | None) -> Iterator[tuple[str, Source | None]]:
    try:
        with unreadable_is_refused(path.name, but=(BadZipFile,)):
            packed = ZipFile(path)
    except BadZipFile as error:
        raise ReadRefused(f"Filen {path.name} är inte en hel zip-fil.") from error
    with packed:
        names = sorted(info.filename for info in packed.infolist() if not info.is_dir())
        if any(name.lower().endswith(".shp") for name in names):
            refuse_if_swollen(path)
            yield path.name, open_geo(path, options=options or ReadOptions())
            return
        for number, name in enumerate(names):
            # The member is unpacked under a name of ours, so a name in the archive can never point elsewhere.
            with tempfile.TemporaryDirectory(prefix="passing-", dir=beside) as folder:
                member = Path(folder) / f"{number}{_ending(name)}"
                with unreadable_is_refused(path.name):
                    _unpack(packed, name, member)
                yield name, _open_or_none(member, options)


def _ending(name: str) -> str:
    """Keep what tells the kind of a member; what no name here ends with is nothing a file system need bear."""
    ending = "".join(Path(name).suffixes[-2:])
    return ending if len(ending) < 20 and ending.isascii() and ending.isprintable() else ""


def _unpack(packed: ZipFile, name: str, into: Path) -> None:
    """Write one member piece by piece; what it says of its own size is not trusted."""
    written = 0
    with packed.open(name) as stream, into.open("wb") as file:
        while piece := stream.read(PIECE):
            written += len(piece)
            if written > LARGEST_UNPACKED:
                raise ReadRefused(too_large(name))
            file.write(piece)


def _open_or_none(path: Path, options: ReadOptions | None) -> Source | None:
    with unreadable_is_refused(path.name):
        if path.stat().st_size == 0 or (path.suffix == ".json" and is_empty(path)):
            return None
    return open_file(path, options=options)


def _is_geojson(path: Path) -> bool:
    with path.open("rb") as stream:
        return b'"FeatureCollection"' in stream.read(4096)
