"""CSV as it comes: any usual delimiter, quoting and encoding, with or without header, read as a stream."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from samsyn.exchange.readers.batches import Batch, ReadOptions, ReadRefused, Source
from samsyn.exchange.readers.rows import Numbered, batched, peek

DELIMITERS = ",;\t|"
SNIFF_BYTES = 64 * 1024
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

csv.field_size_limit(4 * 1024 * 1024)


def open_delimited(path: Path, *, options: ReadOptions) -> Source:
    """Open a text table; encoding, delimiter and header are found when the options do not say."""
    encoding = options.encoding or find_encoding(path)
    delimiter = options.delimiter or find_delimiter(path, encoding=encoding)
    with _text(path, encoding) as stream:
        header, _ = peek(_rows(stream, delimiter), header_rows=options.header_rows, several=False)
    if not header.names:
        raise ReadRefused("Filen är tom. Välj en fil med minst en rad.")
    source = Source("csv", header.names, lambda: iter(()))
    source.read = lambda: _read(path, encoding=encoding, delimiter=delimiter, options=options, notes=source.notes)
    return source


def _read(
    path: Path, *, encoding: str, delimiter: str, options: ReadOptions, notes: Counter[str]
) -> Iterator[Batch]:
    with _text(path, encoding) as stream:
        header, rows = peek(_rows(stream, delimiter), header_rows=options.header_rows, several=False)
        yield from batched(rows, header=header, batch_rows=options.batch_rows, notes=notes)


def _rows(stream: IO[str], delimiter: str) -> Iterator[Numbered]:
    reader = csv.reader(stream, delimiter=delimiter)
    before = 0
    try:
        for row in reader:
            yield before + 1, row              # the line where the row begins; a quoted cell may hold line breaks
            before = reader.line_num
    except csv.Error as error:
        raise ReadRefused(f"Raden efter rad {before} går inte att läsa. Kontrollera citattecknen.") from error


def find_encoding(path: Path) -> str:
    """Find the encoding: byte order mark, zeros in every other byte, valid UTF-8 all through, else Windows/Latin-1."""
    with _bytes(path) as stream:
        start = stream.read(SNIFF_BYTES)
        for mark, name in BYTE_ORDER_MARKS:
            if start.startswith(mark):
                return name
        if start[1::2].count(0) > len(start) // 4:
            return "utf-16-le"
        if start[0::2].count(0) > len(start) // 4:
            return "utf-16-be"
        return "utf-8" if _is_utf8(start, stream) else "cp1252" if _is_cp1252(path) else "latin-1"


def _is_utf8(start: bytes, stream: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)
        while chunk := stream.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_cp1252(path: Path) -> bool:
    unused = set(b"\x81\x8d\x8f\x90\x9d")
    with _bytes(path) as stream:
        while chunk := stream.read(1 << 20):
            if unused & set(chunk):
                return False
    return True


def find_delimiter(path: Path, *, encoding: str) -> str:
    """Find the delimiter: the one that cuts the first rows into the same number of cells most often."""
    with _text(path, encoding) as stream:
        text = stream.read(SNIFF_BYTES)
    whole = text[: text.rfind("\n") + 1] or text

    def evenness(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(whole), delimiter=delimiter) if row]
        usual, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return (times / len(widths) if usual > 1 else 0.0, usual)

    return max(DELIMITERS, key=evenness)


def _bytes(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _text(path: Path, encoding: str) -> IO[str]:
    return io.TextIOWrapper(_bytes(path), encoding=encoding, errors="replace", newline="")
