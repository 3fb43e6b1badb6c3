"""What every reader gives: batches of rows with the line each row stood on."""

from __future__ import annotations

import errno
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

log = logging.getLogger(__name__)
BATCH_ROWS = 2_000
GEOMETRY = "geometry"
ZERO, UNREADABLE = "\0", "\ufffd"
SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
FIRST_SECOND, LAST_SECOND = -62_103_974_400.0, 253_370_764_800.0      # 2 January of year 2, 1 January of 9999


class ReadRefused(Exception):
    """A file that cannot be read, with a sentence that says what to do."""


@contextmanager
def unreadable_is_refused(name: str, *, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Turn whatever the libraries say of a file that is not what it seems into one sentence.

    A file is somebody else's bytes: dozens of kinds of error come out of the libraries that read it, and none of them
    tells the reader more. A disk that is full or broken is not the file's fault; `but` passes as it is, too.
    """
    try:
        yield
    except (ReadRefused, *but):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE):
            raise
        log.info("a file could not be read", exc_info=True)
        raise ReadRefused(
            f"Filen {name} är skadad eller något annat än den ser ut att vara. Öppna den i sitt eget program och spara "
            "den på nytt."
        ) from error


class Batch(NamedTuple):
    """Some rows of a file: the line (or record number) of each, and their values as they stood."""

    lines: NDArray[np.int64]
    table: pa.Table
    broken: frozenset[int] = frozenset()         # lines with more cells than there are columns


@dataclass(frozen=True)
class ReadOptions:
    """What a mapping may say about how its file is read; everything is found by itself when left out."""

    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    layer: str | None = None
    records: str | None = None
    header_rows: int | None = None
    batch_rows: int = BATCH_ROWS


@dataclass
class Source:
    """An opened file: what it is, its columns, and its rows batch by batch (memory does not grow with the file)."""

    format: str
    columns: list[str]
    read: Callable[[], Iterator[Batch]]
    crs: str | None = None
    rows: int | None = None
    notes: Counter[str] = field(default_factory=Counter)
    name: str = ""

    def batches(self) -> Iterator[Batch]:
        """Read the file from its beginning."""
        self.notes.clear()
        rows = self.read()
        while True:
            with unreadable_is_refused(self.name or self.format):
                batch = next(rows, None)
                if batch is not None:
                    batch.table.validate(full=True)        # texts that are none would stop us far from here
                    batch = batch._replace(table=with_times_in_reach(without_zeros(batch.table)))
            if batch is None:
                return
            yield batch


def without_zeros(table: pa.Table) -> pa.Table:
    """Put the sign of what cannot be read (�) for each zero in a text or a column's name.

    A damaged file has them; PostgreSQL keeps them in no text, and nobody sees them in any.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for number, name in enumerate(table.column_names):
        column = table.column(number)
        if pa.types.is_dictionary(column.type):
            column = pc.cast(column, column.type.value_type)
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        if pc.any(pc.match_substring(column, ZERO)).as_py():
            table = table.set_column(number, name, pc.replace_substring(column, ZERO, UNREADABLE))
    return table.rename_columns([name.replace(ZERO, UNREADABLE) for name in table.column_names])


def with_times_in_reach(table: pa.Table) -> pa.Table:
    """Empty the times that no calendar has (before year 2, after 9998), and give all others in microseconds.

    Formats with times of their own can hold any number; Python's dates end with the year 9999 and know no nanoseconds.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for number, name in enumerate(table.column_names):
        column, seconds = table.column(number), 1.0
        if pa.types.is_timestamp(column.type):
            seconds, kept = SECONDS[column.type.unit], pa.timestamp("us", column.type.tz)
        elif pa.types.is_date(column.type):
            seconds, kept = 86_400.0 if pa.types.is_date32(column.type) else 1e-3, column.type
        else:
            continue
        days = pa.types.is_date32(column.type)
        stored = pc.cast(column, pa.int32() if days else pa.int64())
        since = pc.multiply(pc.cast(stored, pa.float64(), safe=False), seconds)
        fine = pc.and_(pc.greater(since, FIRST_SECOND), pc.less(since, LAST_SECOND))
        column = pc.if_else(fine, column, pa.scalar(None, column.type))
        table = table.set_column(number, name, pc.cast(column, kept, safe=False))
    return table


def text_batch(lines: list[int], rows: list[list[str | None]], columns: list[str]) -> Batch:
    """Make a batch of text columns; a short row is filled with empties, a longer one is marked as broken."""
    import pyarrow as pa

    width = len(columns)
    broken = frozenset(line for line, row in zip(lines, rows, strict=True) if any(row[width:]))
    filled = [row if len(row) == width else (row + [None] * width)[:width] for row in rows]
    by_column = list(zip(*filled, strict=True)) if filled else [()] * width
    arrays = [pa.array(values, pa.string()) for values in by_column]
    return Batch(np.array(lines, np.int64), pa.Table.from_arrays(arrays, names=columns), broken)
