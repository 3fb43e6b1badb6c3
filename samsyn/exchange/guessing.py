"""A first proposal for a mapping, read from the names of the columns and what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from samsyn.exchange.casting import as_numbers, as_strings, as_times
from samsyn.exchange.clocks import is_unsafe, whole_time
from samsyn.exchange.mapping import Mapping
from samsyn.exchange.readers import GEOMETRY, Batch

if TYPE_CHECKING:
    import pyarrow as pa

NAMES: dict[str, str] = {
    "external_id": r"^(id|.*[_ .]id|ärende(nummer|nr|id)?|diarienr|löpnr|.*number|objectid|nr)$",
    "category": r"kategori|category|^typ$|^type$|händelsetyp|problemtype|ärendetyp|rubricering",
    "text": r"beskrivning|fritext|^text$|description|kommentar|anteckning|summary|meddelande",
    "severity": r"allvar|severity|prioritet",
    "place_name": r"plats(namn)?$|adress|address|gata|location$|nearest",
    "fault_number": r"felanmäl",
}
LONGITUDE = r"^(lon|lng|long|longitud|longitude|x|x_?koord.*|east(ing)?|e|xcoord|pos_?x|sweref_?e.*)$"
LATITUDE = r"^(lat|latitud|latitude|y|y_?koord.*|north(ing)?|n|ycoord|pos_?y|sweref_?n.*)$"
AREA = r"deso|regso|områdeskod|area_?code|^område$|do_kod|desokod"
UNTIL = r"^till|slut|upptäckt|until|end|to$|reported|inrapporter|händelsetid|tidpunkt|datum|date|tid$|time"
FROM = r"^från|start|from|begin"
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y")
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H.%M", " %I:%M %p", " %I:%M:%S %p")


def guess_mapping(batch: Batch, *, target: str = "observations") -> Mapping:
    """Propose a mapping for the first rows of a file; what cannot be guessed is left out for the reader to fill in."""
    table = batch.table
    columns: dict[str, Any] = {}
    for field, pattern in NAMES.items():
        found = _first(table, pattern, taken=list(columns.values()))
        if found:
            columns[field] = found
    return Mapping(
        target=target, columns=columns, time=guess_time(table), place=guess_place(table),
        categories={"table": _table_for(table, columns.get("category"))} if "category" in columns else {},
    )  # fmt: skip


def guess_place(table: pa.Table) -> dict[str, Any]:
    """Find the coordinate columns (by name and by being numbers) and the area code."""
    place: dict[str, Any] = {}
    if GEOMETRY in table.column_names:
        place["geometry"] = True
    x, y = _first(table, LONGITUDE), _first(table, LATITUDE)
    if x and y and _mostly_numbers(table.column(x)) and _mostly_numbers(table.column(y)):
        place |= {"longitude": x, "latitude": y}
    area = _first(table, AREA)
    if area:
        place["area_code"] = area
    return place


def guess_time(table: pa.Table) -> dict[str, Any]:
    """Find the time: a column with date and clock that can be trusted before a date alone."""
    whole = [(name, form) for name in table.column_names if (form := whole_time(table.column(name)))]
    for pattern in (UNTIL, "."):
        for name, form in whole:
            if re.search(pattern, name.lower()):
                start = _first(table, FROM)
                both = {"from": start} if start and start != name and whole_time(table.column(start)) == form else {}
                return {**both, "until": name, "format": form}
    for name in table.column_names:
        form = guess_format(table.column(name))
        if form and not ("%I" in form and is_unsafe(table.column(name))):
            return {"until" if "%H" in form or "%I" in form else "date": name, "format": form}
    return {}


def guess_format(column: pa.ChunkedArray) -> str | None:
    """Find the one way of writing dates that reads every value of a column."""
    from pyarrow import types as pa_types

    if pa_types.is_binary(column.type):
        return None
    text = as_strings(column).drop_null()[:500]
    if not len(text) or "." not in str(text[0]) and "-" not in str(text[0]) and "/" not in str(text[0]):
        return None
    for day in DAYS:
        for clock in CLOCKS:
            if as_times(text, formats=[day + clock], zone="UTC").null_count == 0:
                return "iso" if day == "%Y-%m-%d" and clock in ("", " %H:%M", " %H:%M:%S") else day + clock
    return None


def _first(table: pa.Table, pattern: str, *, taken: list[Any] | None = None) -> str | None:
    names = [name for name in table.column_names if name not in (taken or []) and name != GEOMETRY]
    return next((name for name in names if re.search(pattern, name.lower())), None)


def _mostly_numbers(column: pa.ChunkedArray) -> bool:
    numbers = as_numbers(column)
    return bool(len(numbers)) and float(np.isfinite(numbers).mean()) > 0.5


def _table_for(table: pa.Table, name: str | None) -> dict[str, str]:
    import pyarrow.compute as pc

    if name is None:
        return {}
    counts = pc.value_counts(as_strings(table.column(name)).drop_null()).to_pylist()
    return {entry["values"]: "" for entry in sorted(counts, key=lambda e: -e["counts"])[:200]}
