"""Polisens händelser: the time and the place stand in the name; the point is the centre of a municipality or county.

A name reads "22 augusti 17.59, Trafikolycka, personskada, Kävlinge": day and clock without year, a type that may hold
commas, and the place last. The year is that of the publication, or the year before around New Year.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from samsyn.exchange.casting import as_strings, as_times, to_local
from samsyn.exchange.readers import Batch
from samsyn.exchange.sources.ready import Here, SortedOut

NAME = re.compile(r"^\s*(\d{1,2}) (\w+) (\d{1,2})[.:](\d\d),\s*(.+?),\s*([^,]*?)\s*$")
MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
          "december")  # fmt: skip
ZONE = "Europe/Stockholm"
PUBLISHED_BEFORE_AT_MOST = timedelta(days=2)


class Told(NamedTuple):
    """What a name says."""

    happened: datetime
    kind: str
    place: str


def read_name(name: str, *, published: datetime) -> Told | None:
    """Read time, type and place from the name of an event; local time, None where it cannot be read.

    >>> read_name("31 december 23:50, Brand, Kiruna", published=datetime(2024, 1, 1, 1, 5)).happened.year
    2023
    """
    found = NAME.match(name)
    if not found or found[2].lower() not in MONTHS:
        return None
    month = MONTHS.index(found[2].lower()) + 1
    for year in (published.year + 1, published.year, published.year - 1):
        try:
            happened = datetime(year, month, int(found[1]), int(found[3]), int(found[4]))  # noqa: DTZ001  (local)
        except ValueError:
            continue
        if happened <= published + PUBLISHED_BEFORE_AT_MOST:
            return Told(happened, found[5], found[6])
    return None


def rows(batches: Iterator[Batch], here: Here, sorted_out: SortedOut) -> Iterator[Batch]:
    """Keep the municipality's own events and add what the name says: hände, slag, plats, sammanfattning."""
    import pyarrow as pa

    for batch in map(_unfolded, batches):
        table = batch.table
        names = as_strings(table.column("name")).to_pylist()
        published = to_local(as_times(table.column("datetime"), formats=["iso"], zone=ZONE), zone=ZONE).to_pylist()
        in_answer = "location.name" in table.column_names
        located = as_strings(table.column("location.name" if in_answer else "location_name"))
        told = [
            read_name(name, published=when) if name and when else None
            for name, when in zip(names, published, strict=True)
        ]
        places = [(t.place if t and t.place else at) for t, at in zip(told, located.to_pylist(), strict=True)]
        mine = _ours(places, here, sorted_out)
        added = table
        for column, values in {
            "hände": [t.happened.isoformat() if t else name for t, name in zip(told, names, strict=True)],
            "slag": [t.kind if t else None for t in told],
            "plats": places,
            "sammanfattning": ["ja" if t and t.kind.startswith("Sammanfattning") else None for t in told],
        }.items():
            added = added.append_column(column, pa.array(values, pa.string()))
        yield Batch(batch.lines[mine], added.filter(pa.array(mine)))


def _unfolded(batch: Batch) -> Batch:
    """The archive of versions keeps each answer as text in one column; give its parts as columns."""
    import pyarrow as pa

    if "event_json" not in batch.table.column_names:
        return batch
    told = [json.loads(text) for text in batch.table.column("event_json").to_pylist()]
    located = [event.get("location", {}).get("name") for event in told]
    names = ("id", "datetime", "name", "summary", "type")
    parts = {name: pa.array([str(event[name]) for event in told], pa.string()) for name in names}
    return Batch(batch.lines, pa.table({**parts, "location.name": pa.array(located, pa.string())}))


def _ours(places: list[str | None], here: Here, sorted_out: SortedOut) -> np.ndarray:
    mine = np.array([place is not None and place.casefold() == here.name.casefold() for place in places], bool)
    for place, own in zip(places, mine, strict=True):
        if not own:
            county = bool(place) and str(place).endswith(" län") or place == "Gotland"
            sorted_out.left_out["bara länet är känt" if county else "annan kommun"] += 1
    return mine
