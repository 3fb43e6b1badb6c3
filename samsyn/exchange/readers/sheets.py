"""XLSX as people make it: title rows, headers on several rows, footnotes, dates as dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from samsyn.exchange.readers.batches import Batch, ReadOptions, ReadRefused, Source
from samsyn.exchange.readers.rows import Numbered, batched, peek

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet


def open_sheet(path: Path, *, options: ReadOptions) -> Source:
    """Open one sheet of a workbook: the one named, else the first that holds something."""
    with _sheet(path, options.sheet) as sheet:
        header, _ = peek(_rows(sheet), header_rows=options.header_rows, several=True)
    if not header.names:
        raise ReadRefused("Arket är tomt. Välj ett ark med minst en rad.")
    source = Source("xlsx", header.names, lambda: iter(()))
    source.read = lambda: _read(path, options=options, notes=source.notes)
    return source


def sheet_names(path: Path) -> list[str]:
    """List the sheets of a workbook."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    names: list[str] = book.sheetnames
    book.close()
    return names


def _read(path: Path, *, options: ReadOptions, notes: Counter[str]) -> Iterator[Batch]:
    with _sheet(path, options.sheet) as sheet:
        header, rows = peek(_rows(sheet), header_rows=options.header_rows, several=True)
        yield from batched(rows, header=header, batch_rows=options.batch_rows, notes=notes, fill_down=True)


@contextmanager
def _sheet(path: Path, name: str | None) -> Iterator[ReadOnlyWorksheet]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise ReadRefused("Filen går inte att öppna som Excel. Spara den som .xlsx och försök igen.") from error
    try:
        if name is not None and name not in book.sheetnames:
            raise ReadRefused(f"Arket ”{name}” finns inte. Arken heter: {', '.join(book.sheetnames)}.")
        chosen = [name] if name is not None else book.sheetnames
        for candidate in chosen:
            sheet = book[candidate]
            sheet.reset_dimensions()             # some programs write a wrong size, and rows would be lost
            if candidate == chosen[-1] or any(True for _ in _rows(sheet)):
                yield sheet
                return
    finally:
        book.close()


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[Numbered]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [as_text(cell) for cell in cells]


def as_text(value: object) -> str | None:
    """Write a cell as text without losing or adding anything: 24407.0 is 24407, a date is ISO."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time(0):
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value).replace("\u00a0", " ")
