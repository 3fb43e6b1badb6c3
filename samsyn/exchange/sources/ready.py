"""What a ready-made source is: a packaged mapping, and where needed a few lines that put its rows in order first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from samsyn.exchange.readers import Batch


class Here(NamedTuple):
    """The municipality that reads the file."""

    name: str
    code: str


@dataclass
class SortedOut:
    """Rows that a source keeps back: those not meant for us, counted by reason, and those that cannot enter."""

    left_out: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, dict[str, Any], str]] = field(default_factory=list)


Prepare = Callable[[Iterator[Batch], Here, SortedOut], Iterator[Batch]]


class Ready(NamedTuple):
    """A ready-made source; `whole` ones look at all files of a packed file together (a sum over several files)."""

    mapping: str
    prepare: Prepare | None = None
    whole: bool = False
    assumed: bool = False       # the names of the columns are assumptions: the page asks before it looks
