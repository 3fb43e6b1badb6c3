"""The keys that make the same row the same row: the source's own id, or what the row says."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from samsyn.exchange.casting import as_strings
from samsyn.exchange.mapping import Mapping
from samsyn.exchange.readers import Batch

if TYPE_CHECKING:
    import pyarrow as pa


class Survey(NamedTuple):
    """What one look through the file told: how many rows, and how often each repeated key comes."""

    rows: int
    repeated: dict[int, int]


def survey(batches: Iterable[Batch], *, mapping: Mapping) -> Survey:
    """Go through a file once, keeping eight bytes a row, to find the keys that come more than once."""
    seen: list[np.ndarray] = []
    for batch in batches:
        fitted = mapping.fitted(batch.table.column_names)
        seen.append(np.fromiter(map(hash, plain_keys(batch.table, mapping=fitted)), np.int64, len(batch.lines)))
    hashes = np.concatenate(seen) if seen else np.array([], np.int64)
    values, counts = np.unique(hashes, return_counts=True)
    repeated = dict(zip(values[counts > 1].tolist(), counts[counts > 1].tolist(), strict=True))
    return Survey(len(hashes), repeated)


def plain_keys(table: pa.Table, *, mapping: Mapping) -> list[str]:
    """Give each row's key: the id column as text; without one, a digest of everything the mapping reads."""
    named = mapping.columns.get("external_id")
    if isinstance(named, str):
        own = as_strings(table.column(named)).to_pylist()
        if all(own):
            return own
        said = _digests(table, mapping.columns_used())
        return [key or digest for key, digest in zip(own, said, strict=True)]
    columns = named if isinstance(named, list) else mapping.columns_used()
    return _digests(table, columns)


def _digests(table: pa.Table, columns: list[str]) -> list[str]:
    parts = [[value or "" for value in as_strings(table.column(name)).to_pylist()] for name in columns]
    return [hashlib.sha256("\x1f".join(row).encode()).hexdigest()[:32] for row in zip(*parts, strict=True)]


class Keys:
    """Turns plain keys into final ones while a file is read from its beginning.

    Rows with an id of their own: an earlier row with the same id is superseded by the last one. Rows known only by
    what they say: equals are numbered, so that two identical complaints stay two.
    """

    def __init__(self, *, mapping: Mapping, found: Survey) -> None:
        self.mapping = mapping
        self.left = dict(found.repeated)
        self.equals: Counter[int] = Counter()

    def of(self, batch: Batch) -> tuple[list[str], list[bool]]:
        """Give each row's final key, and whether a later row of the file supersedes it."""
        fitted = self.mapping.fitted(batch.table.column_names)
        keys = plain_keys(batch.table, mapping=fitted)
        superseded = [False] * len(keys)
        if not self.left:
            return keys, superseded
        for at, key in enumerate(keys):
            mark = hash(key)
            if mark not in self.left:
                continue
            if "external_id" in fitted.columns:
                self.left[mark] -= 1
                superseded[at] = self.left[mark] > 0
            else:
                self.equals[mark] += 1
                keys[at] = key if self.equals[mark] == 1 else f"{key}#{self.equals[mark]}"
        return keys, superseded
