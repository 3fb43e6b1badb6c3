"""Finding where the columns are named: title rows, headers on several rows, headers that come back, or none."""

from __future__ import annotations

import re
from typing import NamedTuple

from samsyn.exchange.readers.batches import ReadRefused

Row = list[str | None]

NUMBER = re.compile(r"[+-]?\d[\d \u00a0]*([.,]\d+)?%?$")
DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}:\d\d")
YEAR = re.compile(r"(19|20)\d\d$")
LONGEST_HEADER, MOST_COLUMNS = 5, 2_000


class Header(NamedTuple):
    """The names of the columns, the rows they stood on (to know them when they come back) and where the data begins."""

    names: list[str]
    rows: list[Row]
    data_from: int
    nameless: frozenset[int]


def find_header(sample: list[Row], *, header_rows: int | None = None, several: bool = False) -> Header:
    """Find the header among the first rows of a file. `several`: names may fill more than one row."""
    width = _usual_width(sample)
    if header_rows is not None:
        first = next((i for i, row in enumerate(sample) if _filled(row) * 2 >= width), 0)
        chosen = range(first, first + header_rows)
    else:
        chosen = _header_range(sample, width, several=several)
    rows = [sample[i] for i in chosen if i < len(sample)]
    width = max([width, *(len(_trimmed(row)) for row in rows)])
    if width > MOST_COLUMNS:
        raise ReadRefused(f"Filen har {width} kolumner. Behåll dem som ska läsas in, högst {MOST_COLUMNS}.")
    names, nameless = _names(rows, width)
    return Header(names, rows, chosen.stop, nameless)


def looks_like_header(row: Row) -> bool:
    """Say whether a row could name columns: text only, years allowed, no other numbers and no dates."""
    cells = [cell.strip() for cell in row if cell and cell.strip()]
    return bool(cells) and not any(_is_data(cell) for cell in cells)


def _is_data(cell: str) -> bool:
    return not YEAR.match(cell) and bool(NUMBER.match(cell) or DATE.match(cell))


def _header_range(sample: list[Row], width: int, *, several: bool) -> range:
    wide = [i for i, row in enumerate(sample) if _filled(row) * 2 >= width and _filled(row) > (1 if width > 1 else 0)]
    if not wide:
        return range(0)
    if not several:
        first = wide[0]
        return range(first, first + 1) if looks_like_header(sample[first]) else range(first, first)
    first = next((i for i, row in enumerate(sample) if _filled(row) and not _is_title(row, width)), 0)
    last = first
    while last < min(len(sample), first + LONGEST_HEADER) and looks_like_header(sample[last]):
        last += 1
        named_from_the_left = bool(_trimmed(sample[last - 1]) and (sample[last - 1][0] or "").strip())
        if named_from_the_left and _filled(sample[last - 1]) * 2 >= width:
            break
    return range(first, last)


def _is_title(row: Row, width: int) -> bool:
    return width > 1 and _filled(row) == 1 and bool((row[0] or "").strip())


def _names(rows: list[Row], width: int) -> tuple[list[str], frozenset[int]]:
    levels = [[(row[i] or "").strip() if i < len(row) else "" for i in range(width)] for row in rows]
    for level in levels[:-1]:                    # a merged cell names every column to its right until the next name
        for i in range(1, width):
            level[i] = level[i] or level[i - 1]
    names: list[str] = []
    nameless = set()
    for i in range(width):
        parts = [part for part in dict.fromkeys(level[i] for level in levels) if part]
        if not parts:
            nameless.add(i)
        name = " / ".join(parts).lstrip("\ufeff") or f"kolumn {i + 1}"
        repeats = sum(1 for other in names if other == name or other.startswith(f"{name} ("))
        names.append(name if not repeats else f"{name} ({repeats + 1})")
    return names, frozenset(nameless)


def _usual_width(sample: list[Row]) -> int:
    widths = [_filled(row) for row in sample if _filled(row)]
    several = [width for width in widths if width > 1]
    if len(several) * 4 < len(widths) or not several:       # titles and footnotes have one cell; so has a list
        return 1 if widths else 0
    return max(set(several), key=lambda width: (several.count(width), width))


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell and cell.strip())


def _trimmed(row: Row) -> Row:
    end = len(row)
    while end and not (row[end - 1] or "").strip():
        end -= 1
    return row[:end]
