"""From a stream of numbered text rows to batches: header found, repeats and footnotes left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from samsyn.exchange.readers.batches import Batch, text_batch
from samsyn.exchange.readers.headers import Header, Row, find_header

SAMPLE_ROWS = 60
Numbered = tuple[int, Row]


def peek(rows: Iterator[Numbered], *, header_rows: int | None, several: bool) -> tuple[Header, Iterator[Numbered]]:
    """Look at the first rows, find the header, and give back the rows from the first row of data on."""
    sample = list(islice(rows, SAMPLE_ROWS))
    header = find_header([row for _, row in sample], header_rows=header_rows, several=several)
    return header, chain(sample[header.data_from :], rows)


def batched(
    rows: Iterable[Numbered], *, header: Header, batch_rows: int, notes: Counter[str], fill_down: bool = False
) -> Iterator[Batch]:
    """Gather rows into batches of text columns."""
    lines: list[int] = []
    kept: list[Row] = []
    for line, row in _data_rows(rows, header=header, notes=notes, fill_down=fill_down):
        lines.append(line)
        kept.append([cell.strip() or None if cell else None for cell in row])
        if len(lines) == batch_rows:
            yield text_batch(lines, kept, header.names)
            lines, kept = [], []
    if lines:
        yield text_batch(lines, kept, header.names)


def _data_rows(rows: Iterable[Numbered], *, header: Header, notes: Counter[str], fill_down: bool) -> Iterator[Numbered]:
    width = len(header.names)
    repeats = [_comparable(row) for row in header.rows]
    above: dict[int, str | None] = {}
    after_blank = False
    for line, row in rows:
        filled = [i for i, cell in enumerate(row) if cell and cell.strip()]
        if not filled:
            after_blank = True
            continue
        if after_blank and width > 1 and filled == [0]:
            notes["footnotes"] += 1
            return
        after_blank = False
        if repeats and _comparable(row) in repeats:
            notes["repeated_headers"] += 1
            continue
        if fill_down:
            _fill_down(row, above, header.nameless)
        yield line, row


def _comparable(row: Row) -> tuple[str, ...]:
    cells = [(cell or "").strip().lstrip("\ufeff") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _fill_down(row: Row, above: dict[int, str | None], nameless: frozenset[int]) -> None:
    """A nameless column that is written once for many rows (a year to the left of its areas) holds for all of them."""
    for i in nameless:
        if i < len(row):
            row[i] = row[i] or above.get(i)
            above[i] = row[i]
