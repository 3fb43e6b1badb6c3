"""From text as it stood to times, numbers and clean text; whole columns at a time, unreadable values become null."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

EPOCHS = {"epoch_s": 1_000_000, "epoch_ms": 1_000}
ENTITY = re.compile(r"&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);")
ISO = r"^\d{4}-\d\d-\d\d([T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?(Z|[+-]\d\d:?\d\d))?)?$"
DAY_US = 86_400_000_000
MINUTE_US = 60_000_000


def as_strings(column: pa.ChunkedArray) -> pa.Array:
    """Give a column as trimmed text; numbers lose a needless .0, empty text is null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = _plain(column)
    if pa.types.is_floating(values.type):
        whole = pc.and_(pc.is_finite(values), pc.equal(values, pc.floor(values)))
        small = pc.and_(whole, pc.less(pc.abs(values), 1e15))
        digits = pc.cast(pc.cast(pc.if_else(small, values, 0), pa.int64()), pa.string())
        values = pc.if_else(small, digits, pc.cast(values, pa.string()))
    elif not pa.types.is_string(values.type):
        values = pc.cast(values, pa.string(), safe=False)
    values = pc.utf8_trim_whitespace(values)
    return pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)


def _plain(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], values.type)
    if isinstance(values, pa.ExtensionArray):
        values = values.storage
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return pc.cast(values, pa.string()) if pa.types.is_large_string(values.type) else values


def decoded(values: pa.Array) -> pa.Array:
    """Undo HTML encoding, also when it was done twice (&amp;amp;lt;)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    marked = pc.fill_null(pc.match_substring(values, "&"), False)
    if not pc.any(marked).as_py():
        return values
    plain = [_decoded(text) if text and "&" in text else text for text in values.to_pylist()]
    return pa.array(plain, pa.string())


def _decoded(text: str) -> str:
    for _ in range(3):
        if not ENTITY.search(text):
            break
        text = html.unescape(text)
    return text.strip()


def as_numbers(column: pa.ChunkedArray, *, decimal: str | None = None) -> NDArray[np.float64]:
    """Give a column as numbers; decimal comma and spaces between thousands are understood.

    The unreadable is NaN, and so is what is larger than a number can be (1e999).
    """
    numbers = _numbers(column, decimal)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _numbers(column: pa.ChunkedArray, decimal: str | None) -> NDArray[np.float64]:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = _plain(column)
    if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
        return pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False)
    text = pc.replace_substring_regex(as_strings(values), r"[\s\x{00a0}\x{202f}']", "")
    text = pc.replace_substring(text, "\u2212", "-")
    if decimal == ",":
        text = pc.replace_substring(pc.replace_substring(text, ".", ""), ",", ".")
    elif decimal == ".":
        text = pc.replace_substring(text, ",", "")
    else:                       # a lone comma is a decimal comma in Sweden; 1,234.5 has commas between thousands
        thousands = pc.fill_null(pc.match_substring_regex(text, r",.*\."), False)
        text = pc.if_else(thousands, pc.replace_substring(text, ",", ""), pc.replace_substring(text, ",", "."))
    readable = pc.match_substring_regex(text, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
    unsigned = pc.replace_substring_regex(text, r"^\+", "")
    text = pc.if_else(pc.fill_null(readable, False), unsigned, pa.scalar(None, pa.string()))
    return pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False)


def as_times(column: pa.ChunkedArray, *, formats: list[str], zone: str) -> pa.Array:
    """Give a column as UTC times (microseconds); the first format that reads a value is used.

    Formats: "iso" (with or without offset), "epoch_s", "epoch_ms", "rfc822", or as in strptime ("%d/%m/%Y %H:%M").
    Times without offset are local in `zone`; the earlier is taken when the clock was turned back.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    values = _plain(column)
    if pa.types.is_timestamp(values.type):
        return _to_utc(pc.cast(values, pa.timestamp("us", values.type.tz), safe=False), zone)
    if pa.types.is_date(values.type):
        return _to_utc(pc.cast(values, pa.timestamp("us")), zone)
    text = as_strings(values)
    result = pa.nulls(len(text), pa.timestamp("us", "UTC"))
    for form in formats:
        result = pc.coalesce(result, _in_format(text, form, zone))
        if not result.null_count:
            break
    return result


def _in_format(text: pa.Array, form: str, zone: str) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if form == "iso":
        return _iso(text, zone)
    if form in EPOCHS:
        digits = pc.if_else(pc.fill_null(pc.match_substring_regex(text, r"^-?\d{1,15}$"), False), text, None)
        since = pc.multiply(pc.cast(digits, pa.int64()), EPOCHS[form])
        return pc.cast(pc.cast(since, pa.timestamp("us")), pa.timestamp("us", "UTC"))
    if form == "rfc822":
        return pa.array([_mail_time(value) for value in text.to_pylist()], pa.timestamp("us", "UTC"))
    return _to_utc(pc.strptime(text, format=form, unit="us", error_is_null=True), zone)


def _mail_time(value: str | None) -> object:
    try:
        return parsedate_to_datetime(value) if value else None
    except (ValueError, OverflowError):  # also a number with more digits than a time can have
        return None


def _iso(text: pa.Array, zone: str) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.if_else(pc.fill_null(pc.match_substring_regex(text, ISO), False), text, pa.scalar(None, pa.string()))
    text = pc.replace_substring_regex(text, r"^(\d{4}-\d\d-\d\d)[T ](\d):", r"\1 0\2:")
    text = pc.replace_substring_regex(text, r" ([Z+-])", r"\1")
    with_offset = pc.fill_null(pc.match_substring_regex(text, r":.*(Z|[+-]\d\d:?\d\d)$"), False)
    none = pa.scalar(None, pa.string())
    exact = _cast_or_null(pc.if_else(with_offset, text, none), pa.timestamp("us", "UTC"))
    local = _cast_or_null(pc.if_else(with_offset, none, text), pa.timestamp("us"))
    return pc.coalesce(exact, _to_utc(local, zone))


def _cast_or_null(values: pa.Array, to: pa.DataType) -> pa.Array:
    """Cast what can be cast (30 February cannot): halves are tried until the culprits stand alone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return pc.cast(values, to)
    except pa.ArrowInvalid:
        if len(values) == 1:
            return pa.nulls(1, to)
        half = len(values) // 2
        return pa.concat_arrays([_cast_or_null(values[:half], to), _cast_or_null(values[half:], to)])


def _to_utc(times: pa.Array, zone: str) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if times.type.tz is None:
        times = pc.assume_timezone(times, zone, ambiguous="earliest", nonexistent="latest")
    return pc.cast(times, pa.timestamp("us", "UTC"))


def to_local(times: pa.Array, *, zone: str) -> pa.Array:
    """Give UTC times as naive local ones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.local_timestamp(pc.cast(times, pa.timestamp("us", zone)))


def end_of(times: pa.Array, *, covers: str, zone: str) -> pa.Array:
    """Give the last minute of the local day or month that each time begins."""
    import pyarrow as pa
    import pyarrow.compute as pc

    local = to_local(times, zone=zone)
    ceil: Callable[..., pa.Array] = pc.ceil_temporal
    end = ceil(local, 1, unit=covers, ceil_is_strictly_greater=True)
    last = pc.cast(pc.subtract(pc.cast(end, pa.int64()), MINUTE_US), pa.timestamp("us"))
    return _to_utc(last, zone)
