"""Small helps for sources whose columns are known by what they hold rather than by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from samsyn.exchange.casting import as_strings
from samsyn.exchange.readers import Batch

YEAR = re.compile(r"(?:19|20)\d\d")
PRELIMINARY = re.compile(r"\*|\bprel", re.IGNORECASE)
NOT_TOLD = {"", "..", ".", "…"}
NONE_AT_ALL = {"-", "–", "—"}


def texts_of(batch: Batch) -> dict[str, list[str | None]]:
    """Return every column as texts without space around them."""
    table = batch.table
    return {
        name: [value.strip() if value else None for value in as_strings(table.column(name)).to_pylist()]
        for name in table.column_names
    }


def figure_of(text: str | None) -> float | None:
    """Read a figure as the authorities write it: spaces between thousands, comma; a dash is none, two dots not told.

    >>> figure_of("1 234,5"), figure_of("–"), figure_of("..")
    (1234.5, 0.0, None)
    """
    plain = re.sub(r"[\s\u00a0\u202f]", "", text or "").replace(",", ".")
    if plain in NOT_TOLD:
        return None
    if plain in NONE_AT_ALL:
        return 0.0
    try:
        return float(PRELIMINARY.sub("", plain))
    except ValueError:
        return None


def out(rows: Iterable[tuple[int, dict[str, object]]], names: list[str]) -> Batch:
    """Gather rows (their line, their texts) to a batch with these columns, all as text."""
    import pyarrow as pa

    told = list(rows)
    return Batch(
        np.array([line for line, _row in told], np.int64),
        pa.table({name: pa.array([_text(row.get(name)) for _line, row in told], pa.string()) for name in names}),
    )


def _text(value: object) -> str | None:
    return None if value is None else repr(value) if isinstance(value, float) else str(value)
