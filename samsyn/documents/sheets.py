"""A paper's tables as a workbook: one sheet for each table, and one that says what it is."""

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from samsyn.documents.blocks import DAY, NUMBER, Block, Document, locale_of, tables_in, told_at
from samsyn.documents.packed import packed

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
LONGEST_NAME, LONGEST_CELL = 31, 32_767
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LINE_POINTS = 15.0
SHEET_WIDTH = 110           # characters across a landscape A4
FORMATS = {"head": {"bold": True, "bottom": 1, "indent": 1},
           "day": {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
           "number": {"num_format": "#,##0", "align": "right", "indent": 1}, "text": {"indent": 1},
           "part": {"num_format": "#,##0.0", "align": "right", "indent": 1},
           "head_number": {"bold": True, "bottom": 1, "align": "right", "indent": 1},
           "title": {"bold": True, "font_size": 16}}  # fmt: skip


def sheets(document: Document) -> bytes:
    """Return the tables of a paper as an Excel file; no cell can start a formula or a link."""
    import xlsxwriter

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "nan_inf_to_errors": True}  # fmt: skip
    book = xlsxwriter.Workbook(out, safe)
    book.set_properties({
        "title": document["title"], "author": document["municipality"]["name"], "subject": document["status"],
        "created": told_at(document).replace(tzinfo=None),
    })  # fmt: skip
    formats = {name: book.add_format({**told, "text_wrap": True, "valign": "top"}) for name, told in FORMATS.items()}
    _front(book, document, formats)
    taken: set[str] = set()
    for block in tables_in(document):
        _sheet(book, block, formats=formats, name=_name(block["name"], taken), running=document["running"])
    book.close()
    return packed(out.getvalue(), at=told_at(document), language=locale_of(document))


def _name(wanted: str, taken: set[str]) -> str:
    bare = NOT_IN_A_NAME.sub(" ", wanted).strip()[:LONGEST_NAME] or "1"
    name, number = bare, 2
    while name.casefold() in taken:
        name, number = f"{bare[: LONGEST_NAME - 3]} {number}", number + 1
    taken.add(name.casefold())
    return name


def _front(book: "Workbook", document: Document, formats: dict[str, "Format"]) -> None:
    sheet = book.add_worksheet(document["words"]["about"])
    sheet.set_column(0, 0, 90)
    sheet.set_paper(A4)
    sheet.set_row(0, 2 * LINE_POINTS)
    sheet.write_string(0, 0, document["title"], formats["title"])
    told = [document["under"], document["status"], document["shown_to"], document["address"], document["made_with"]]
    for row, words in enumerate([each for each in told if each], start=1):
        sheet.write_string(row, 0, words, formats["text"])


def _sheet(book: "Workbook", block: Block, *, formats: dict[str, "Format"], name: str, running: str) -> None:
    sheet = book.add_worksheet(name)
    last = len(block["heads"]) - 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(block["rows"])), last)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{_plain(running)}&R{_plain(block['name'])}")
    sheet.set_footer("&C&P (&N)")
    share = SHEET_WIDTH / sum(block["widths"])
    heads = zip(block["heads"], block["widths"], strict=True)
    widths = [max(len(words) + 4, min(60, width * share)) for words, width in heads]
    for column, (words, kind, width) in enumerate(zip(block["heads"], block["kinds"], widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, formats["head_number" if kind == NUMBER else "head"])
    for number, row in enumerate(block["rows"], start=1):
        sheet.set_row(number, LINE_POINTS * max(_lines(value, width) for value, width in zip(row, widths, strict=True)))
        for column, (value, kind) in enumerate(zip(row, block["kinds"], strict=True)):
            _cell(sheet, (number, column), value, kind=kind, formats=formats)


def _lines(value: Any, width: float) -> int:
    """How many lines a text takes: a row's height is said, since not every program works it out."""
    return max(1, -(-len(str(value)) // max(1, int(width * 0.9)))) if isinstance(value, str) else 1


def _plain(words: str) -> str:
    """An ampersand begins a command in a header."""
    return words.replace("&", "&&")[:120]


def _cell(sheet: "Worksheet", at: tuple[int, int], value: Any, *, kind: str, formats: dict[str, "Format"]) -> None:
    if value is None or value == "":
        return
    if kind == NUMBER and not isinstance(value, str):
        sheet.write_number(*at, value, formats["number" if float(value).is_integer() else "part"])
    elif kind == DAY:
        day = date.fromisoformat(value)
        sheet.write_datetime(*at, datetime(day.year, day.month, day.day), formats["day"])  # noqa: DTZ001  (a day)
    else:
        sheet.write_string(*at, str(value)[:LONGEST_CELL], formats["text"])
