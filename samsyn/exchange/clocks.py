"""Clocks that cannot be trusted: hours 1–12 without AM or PM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samsyn.exchange.casting import as_strings, as_times
from samsyn.exchange.mapping import MappingRefused

if TYPE_CHECKING:
    import pyarrow as pa

ENOUGH = 100
HALF_DAY = r"[aApP]\.?\s?[mM]"
CLOCK = r"(?:^|[T ])(?P<hour>\d{1,2})[:.]\d\d"


def is_unsafe(column: pa.ChunkedArray) -> bool:
    """Say whether a clock has lost AM/PM: no hour is 0 or 13–23, or only some of the times carry AM/PM.

    A hundred times at random hours of the day all fall within 1–12 with probability 2e-30.
    """
    import pyarrow.compute as pc

    text = as_strings(column)
    hours = pc.struct_field(pc.extract_regex(text, CLOCK), [0]).drop_null()
    if len(hours) < ENOUGH:
        return False
    marked = pc.sum(pc.cast(pc.match_substring_regex(text.drop_null(), HALF_DAY), "int64")).as_py() or 0
    if marked == len(hours):
        return False
    numbers = pc.cast(hours, "int64")
    return bool(pc.min(numbers).as_py() >= 1 and pc.max(numbers).as_py() <= 12)


def other_clocks(table: pa.Table, *, but: str) -> list[tuple[str, str]]:
    """Name the columns that hold a whole time, with the format to use for each."""
    found = []
    for name in table.column_names:
        if name == but:
            continue
        form = whole_time(table.column(name))
        if form:
            found.append((name, form))
    return found


def whole_time(column: pa.ChunkedArray) -> str | None:
    """Say in which format a column holds a date and a time of day, if it does."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_timestamp(column.type):
        return "iso"
    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return None
    text = as_strings(column).drop_null()[:500]
    if not len(text):
        return None
    shapes = {"epoch_ms": r"^1[0-9]{12}$", "epoch_s": r"^1[0-9]{9}$", "iso": r"^\d{4}-\d\d-\d\d[T ]\d{1,2}:\d\d"}
    for form, shape in shapes.items():
        if pc.all(pc.match_substring_regex(text, shape)).as_py():
            read = as_times(text, formats=[form], zone="UTC")
            return form if read.null_count == 0 and not is_unsafe(column) else None
    return None


def refuse_unsafe(table: pa.Table, *, column: str) -> None:
    """Raise MappingRefused when the clock in a column is unsafe, and say which other column can be used."""
    if column not in table.column_names or not is_unsafe(table.column(column)):
        return
    others = other_clocks(table, but=column)
    advice = (
        f"Använd i stället kolumnen ”{others[0][0]}”: [time] until = \"{others[0][0]}\", format = \"{others[0][1]}\"."
        if others
        else "Be om en fil med 24-timmarsklocka, eller ange bara datumet: [time] date."
    )
    raise MappingRefused(
        f"Klockslagen i kolumnen ”{column}” går bara mellan 1 och 12 och saknar förmiddag/eftermiddag (AM/PM), "
        f"så halva dygnet skulle hamna fel. {advice}"
    )
