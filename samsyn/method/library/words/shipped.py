"""The words and the help that come with the product, and which help belongs to an address."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SHIPPED = Path(__file__).with_name("words.toml")
TERM, HELP = "term", "help"


class Shipped(NamedTuple):
    """One word with its meaning, or the help of some screens, in both languages with its source."""

    kind: str
    code: str
    name_sv: str
    name_en: str
    text_sv: str
    text_en: str
    source: str
    at: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@cache
def shipped() -> dict[tuple[str, str], Shipped]:
    """Return everything that is shipped, by kind and code, in the order of the file."""
    told = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    rows = [_read(kind, row) for kind in (TERM, HELP) for row in told[kind]]
    return {(row.kind, row.code): row for row in rows}


def _read(kind: str, row: dict[str, Any]) -> Shipped:
    more = {name: tuple(row.get(name, ())) for name in ("at", "words")}
    return Shipped(kind=kind, **{**row, **more})


def help_for(path: str) -> str:
    """Return the code of the help that belongs to an address below the municipality's: the longest beginning wins.

    >>> help_for("problem/3/orsaker"), help_for("prioritering"), help_for("")
    ('problem', 'prioritering', 'min-vecka')
    """
    fitting = [(len(start), row.code) for row in shipped().values() for start in row.at if path.startswith(start)]
    return max(fitting)[1]
