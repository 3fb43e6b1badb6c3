"""From a file, or a packed file of many, to pieces of rows in a fixed order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.db import DatabaseError

from samsyn.exchange.applying import Applied, Applier
from samsyn.exchange.mapping import Mapping, MappingRefused
from samsyn.exchange.readers import GEOMETRY, Batch, ReadRefused, Source, open_files
from samsyn.exchange.readers.batches import unreadable_is_refused
from samsyn.exchange.readers.crs import Extent
from samsyn.exchange.sources import READY, Here, SortedOut, ready_mapping
from samsyn.ground.files.passing import place_in_passing
from samsyn.ground.refusals import Refused

CHUNK = 1 << 20


class Piece(NamedTuple):
    """Some rows of one member of a file, with the coordinate system the file says it has."""

    member: str
    batch: Batch
    crs: str | None


@dataclass
class Reader:
    """Reads a file by a mapping; what was left out, refused or empty on the way is gathered here."""

    path: Path
    mapping: Mapping
    here: Here
    sorted_out: SortedOut = field(default_factory=SortedOut)
    empty: int = 0
    on_batch: Callable[[], None] | None = None

    def pieces(self) -> Iterator[Piece]:
        """Give the rows from the beginning, always in the same order."""
        self.sorted_out, self.empty = SortedOut(), 0
        rows = self._prepared()
        while True:
            with unreadable_is_refused(self.path.name, but=(Refused, MappingRefused, DatabaseError)):
                piece = next(rows, None)
            if piece is None:
                return
            yield piece

    def _prepared(self) -> Iterator[Piece]:
        ready = READY.get(self.mapping.name)
        if ready is None or ready.prepare is None:
            yield from self._plain()
        elif ready.whole:
            together = (piece.batch for piece in self._plain())
            yield from (Piece("", batch, None) for batch in ready.prepare(together, self.here, self.sorted_out))
        else:
            for member, source in self._members():
                prepared = ready.prepare(self._heard(source), self.here, self.sorted_out)
                yield from (Piece(member, batch, source.crs) for batch in prepared)

    def _plain(self) -> Iterator[Piece]:
        for member, source in self._members():
            yield from (Piece(member, batch, source.crs) for batch in self._heard(source))

    def _heard(self, source: Source) -> Iterator[Batch]:
        """Give the batches of a source with a sign of life for each."""
        for batch in source.batches():
            if self.on_batch is not None:
                self.on_batch()
            yield batch

    def _members(self) -> Iterator[tuple[str, Source]]:
        for member, source in open_files(self.path, options=self.mapping.read_options, beside=place_in_passing()):
            if source is None:
                self.empty += 1
            else:
                yield member, source


class Preview(NamedTuple):
    """What the first rows of a file become: as they stand, as they would enter, and what would be refused."""

    columns: list[str]
    raw: list[dict[str, Any]]
    mapped: list[dict[str, Any]]
    refused: list[tuple[int, str]]
    unmapped: dict[str, int]
    epsg: int | None


def preview(path: Path, mapping: Mapping, *, here: Here, zone: str, extent: Extent | None, rows: int = 20) -> Preview:
    """Show what the first rows of a file would become with a mapping; nothing is stored.

    Raises MappingRefused or ReadRefused with a sentence. Categories are counted over the first two thousand rows.
    """
    for piece in Reader(path, mapping, here).pieces():
        if not len(piece.batch.lines):
            continue
        applier = Applier(mapping, zone=zone, extent=extent, crs=piece.crs)
        applied = applier.apply(piece.batch)
        names = [name for name in piece.batch.table.column_names if name != GEOMETRY]
        return Preview(
            columns=piece.batch.table.column_names,
            raw=piece.batch.table.select(names).slice(0, rows).to_pylist(),
            mapped=_first(applied, int(piece.batch.lines[: rows][-1])),
            refused=[(line, reason) for line, reason in applied.refused if line <= int(piece.batch.lines[:rows][-1])],
            unmapped=dict(applier.unmapped.most_common()),
            epsg=applier.epsg,
        )
    raise ReadRefused("Filen har inga rader för den här kommunen.")


def _first(applied: Applied, last_line: int) -> list[dict[str, Any]]:
    names = [name for name in applied.table.column_names if name != "polygon"]
    return [row for row in applied.table.select(names).slice(0, 200).to_pylist() if row["line"] <= last_line]


def first_batch(path: Path, *, mapping: Mapping | None = None) -> Batch:
    """Give the first rows of a file as they stand, for `guess_mapping`."""
    options = mapping.read_options if mapping else None
    for _member, source in open_files(path, options=options, beside=place_in_passing()):
        if source is not None:
            for batch in source.batches():
                return batch
    raise ReadRefused("Filen är tom. Välj en fil med minst en rad.")


def digest_of(path: Path, *, mapping: Mapping, source: str) -> str:
    """Give a digest of a file (or the files of a folder) and how it is read, to know a stopped run again."""
    digest = hashlib.sha256(f"{source}\n{mapping.as_toml()}".encode())
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        digest.update(file.name.encode())
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


__all__ = ["Piece", "Preview", "Reader", "digest_of", "first_batch", "preview", "ready_mapping"]
