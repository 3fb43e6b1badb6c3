"""Where measured figures are kept: one JSON file per table under docs/statistics/figures, as its README.md says.

    record("repeats.false-alarms", rows, measured=Measured("python -m benchmarks.calibration.repeats", "[run, 13]"))

replaces the rows with the same key and puts new ones in their place; `python tools/statistics_pages.py` then writes the
pages. The file must exist with its columns: a table is laid out by hand once.
"""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[1] / "docs" / "statistics" / "figures"

Row = dict[str, Any]


class Measured(NamedTuple):
    """How rows came to be; `machine` and `versions` are asked for when they are not given."""

    command: str
    seed: str | None = None
    machine: str = ""
    versions: str = ""
    date: str = ""


def described(measured: Measured) -> dict[str, str | None]:
    """Return all five, the empty ones filled in."""
    from importlib.metadata import version

    versions = f"Python {platform.python_version()}, numpy {version('numpy')}"
    return {
        "command": measured.command,
        "machine": measured.machine or this_machine(),
        "versions": measured.versions or versions,
        "seed": measured.seed,
        "date": measured.date or datetime.now(UTC).date().isoformat(),
    }  # fmt: skip


@cache
def this_machine() -> str:
    """Return the machine's class, and its time by the yardstick when the run began."""
    from benchmarks.yardstick import REFERENCE_S, yardstick_s

    slower = yardstick_s() / REFERENCE_S
    return f"{platform.machine()}, {os.cpu_count()} cores; {slower:.2f} × the reference machine's time"


def hits(number: int, of: int) -> dict[str, int]:
    """Return a share with what it was counted from."""
    return {"hits": int(number), "of": int(of)}


def record(table: str, rows: Iterable[Mapping[str, Any]], *, measured: Measured, folder: Path = FOLDER) -> None:
    """Put rows into a table that is laid out; what has the same key is replaced."""
    file = folder / f"{table}.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    whence = described(measured)
    number = next((name for name, each in kept["measured"].items() if each == whence), None)
    if number is None:
        number = str(max((int(name) for name in kept["measured"]), default=0) + 1)
        kept["measured"][number] = whence
    fresh = [row | {"by": ", ".join(dict.fromkeys([*filter(None, [row.get("by")]), number]))} for row in rows]
    kept["rows"] = merged(kept["rows"], fresh, key=kept["key"])
    used = {name for row in kept["rows"] for name in row["by"].split(", ")}
    kept["measured"] = {name: each for name, each in kept["measured"].items() if name in used}
    file.write_text(written(kept), encoding="utf-8")


class Sheet:
    """A table that is printed row by row as its page would show it, and kept when asked to."""

    def __init__(self, table: str, measured: Measured, *, keep: bool = False) -> None:
        """Print the head."""
        from tools.statistics_pages import head_text, row_text

        self.table, self.measured, self.keep, self.row_text = table, measured, keep, row_text
        self.columns = json.loads((FOLDER / f"{table}.json").read_text(encoding="utf-8"))["columns"]
        print("\n" + "\n".join(head_text(self.columns)), flush=True)

    def add(self, *, within: bool = True, **row: Any) -> bool:
        """Print a row, say where it is above its level, keep it; return whether it was within."""
        print(self.row_text(row, self.columns) + ("" if within else " **above**"), flush=True)
        if self.keep:
            record(self.table, [row], measured=self.measured)
        return within


def earlier(table: str, key: Mapping[str, Any], *, folder: Path = FOLDER) -> Row:
    """Return the row of this key as it stands, so that some of its cells can be measured anew; empty where none is."""
    rows = json.loads((folder / f"{table}.json").read_text(encoding="utf-8"))["rows"]
    return next((row for row in rows if all(row[name] == each for name, each in key.items())), {})


def merged(old: Sequence[Row], new: Sequence[Row], *, key: Sequence[str]) -> list[Row]:
    """Return old and new rows, words of the key in the order they first came, numbers by size.

    >>> [row["n"] for row in merged([{"w": "b", "n": 5}, {"w": "a", "n": 1}], [{"w": "b", "n": 2}], key=["w", "n"])]
    [2, 5, 1]
    """
    found = {tuple(row[name] for name in key): row for row in [*old, *new]}
    seen = list(dict.fromkeys(each for one in found for each in one if isinstance(each, str)))
    place = {word: number for number, word in enumerate(seen)}
    return [found[one] for one in sorted(found, key=lambda one: [place.get(each, each) for each in one])]


def written(table: Mapping[str, Any]) -> str:
    """Return a table as JSON, one column, measuring and row a line, so that changes can be read."""
    told = partial(json.dumps, ensure_ascii=False)
    columns, rows = (",\n  ".join(map(told, table[part])) for part in ("columns", "rows"))
    measured = ",\n  ".join(f"{told(name)}: {told(each)}" for name, each in table["measured"].items())
    return (f'{{\n "key": {told(table["key"])},\n "columns": [\n  {columns}\n ],\n'
            f' "measured": {{\n  {measured}\n }},\n "rows": [\n  {rows}\n ]\n}}\n')
