"""CSV and Excel for people: Swedish Excel opens them right, and no cell can start a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samsyn.exchange.writers.dictionary import Described

if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

STARTS_A_FORMULA = re.compile(r"^[\s]*[=+\-@|%]|^[\t\r\n]")
A_NUMBER = re.compile(r"^[+-]?\d[\d .,]*%?$")
ROWS_AT_A_TIME = 5_000


def harmless(value: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could take for a formula; numbers are left alone."""
    if STARTS_A_FORMULA.search(value) and not A_NUMBER.match(value):
        return f"'{value}"
    return value


def write_csv(table: pa.Table, path: Path, *, decimal: str = ",") -> None:
    """Write semicolon-separated UTF-8 with byte order mark; decimal comma unless told otherwise."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";" if decimal == "," else ",")
        writer.writerow([harmless(name) for name in table.column_names])
        for row in _rows(table):
            writer.writerow([_as_csv(value, decimal) for value in row])


def _as_csv(value: Any, decimal: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case float():
            return f"{value:.12g}".replace(".", decimal)
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case str():
            return harmless(value)
        case _:
            return str(value)


def write_xlsx(table: pa.Table, path: Path, *, described: list[Described], title: str) -> None:
    """Write a workbook: the data with frozen header and filter, and a sheet that explains every column."""
    import xlsxwriter

    # constant_memory keeps only the row being written, so a million rows take no more than one.
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False,
                                           "strings_to_urls": False, "strings_to_numbers": False,
                                           "nan_inf_to_errors": True})
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001  (same bytes every time)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    _write_data(book.add_worksheet("Data"), table, head=head, day=day, moment=moment)
    _write_dictionary(book.add_worksheet("Beskrivning"), described, head=head)
    book.close()


def _write_data(sheet: Worksheet, table: pa.Table, *, head: Format, day: Format, moment: Format) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table)), max(0, table.num_columns - 1))
    for column, name in enumerate(table.column_names):
        sheet.set_column(column, column, min(40, max(10, len(name) + 2)))
        sheet.write_string(0, column, name, head)
    for number, row in enumerate(_rows(table), start=1):
        for column, value in enumerate(row):
            match value:
                case None:
                    pass
                case bool():
                    sheet.write_boolean(number, column, value)
                case datetime():
                    sheet.write_datetime(number, column, value.replace(tzinfo=None), moment)
                case date():
                    sheet.write_datetime(number, column, value, day)
                case int() | float():
                    sheet.write_number(number, column, value)
                case _:
                    sheet.write_string(number, column, str(value)[:32_767])


def _write_dictionary(sheet: Worksheet, described: list[Described], *, head: Format) -> None:
    for column, (name, width) in enumerate((("Kolumn", 18), ("Typ", 12), ("Enhet", 10), ("Betydelse", 90))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    for number, row in enumerate(described, start=1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=ROWS_AT_A_TIME):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
