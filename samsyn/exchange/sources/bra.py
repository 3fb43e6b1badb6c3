"""Recorded offences per day and DeSO → one reading per area and day; an area code is the whole location."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from samsyn.exchange.casting import as_numbers, as_strings
from samsyn.exchange.readers import Batch
from samsyn.exchange.sources.ready import Here, SortedOut

AREA, DAY, REGISTERED, TOWN, COUNT = "DeSO.område", "Brottsdatum", "Inskrivningsdatum", "Kommun", "Antal"


def rows(batches: Iterator[Batch], here: Here, sorted_out: SortedOut) -> Iterator[Batch]:
    """Add up the offences of this municipality: områdeskod, dag, antal; the line is that of the first offence."""
    import pyarrow as pa

    counted: dict[tuple[str, str], list[float]] = {}
    for batch in batches:
        named = {name: as_strings(batch.table.column(name)).to_pylist() for name in (AREA, DAY, REGISTERED, TOWN)}
        counts = as_numbers(batch.table.column(COUNT))
        for at, line in enumerate(batch.lines):
            area, day = named[AREA][at], named[DAY][at]
            if not _ours(area, named[TOWN][at], here):
                sorted_out.left_out["annan eller okänd kommun"] += 1
            elif reason := _why_not(area, day, named[REGISTERED][at]):
                row = {name: named[name][at] for name in named}
                sorted_out.refused.append((int(line), row, reason))
            else:
                counted.setdefault((str(area), str(day)), [float(line), 0.0])[1] += counts[at]
    keys = sorted(counted)
    yield Batch(
        np.array([int(counted[key][0]) for key in keys], np.int64),
        pa.table({
            "områdeskod": pa.array([area for area, _ in keys], pa.string()),
            "dag": pa.array([day for _, day in keys], pa.string()),
            "antal": pa.array([counted[key][1] for key in keys], pa.float64()),
        }),
    )  # fmt: skip


def _ours(area: str | None, town: str | None, here: Here) -> bool:
    return area.startswith(here.code) if area else (town or "").casefold() == here.name.casefold()


def _why_not(area: str | None, day: str | None, registered: str | None) -> str | None:
    if not area:
        return "Raden saknar DeSO-kod, så brottet kan inte räknas i något område."
    if not day:
        return "Raden saknar brottsdatum."
    if registered and day > registered:
        return f"Brottsdatum {day} ligger efter inskrivningsdatum {registered}."
    return None
