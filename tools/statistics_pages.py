"""Write the tables of docs/statistics from the figures that were measured.

    python tools/statistics_pages.py [--check]

Between `<!-- figures: NAME -->` and `<!-- end of figures -->` in a page stands the table of
docs/statistics/figures/NAME.json, and under it how it was measured. `--check` writes nothing and ends with 1 where a
page is not what the figures say. The format is told in docs/statistics/figures/README.md.
"""

import json
import re
import sys
from collections.abc import Mapping
from math import isclose
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "statistics"
MARKED = re.compile(r"<!-- figures: (\S+) -->\n.*?<!-- end of figures -->", re.DOTALL)


def grouped(value: float) -> str:
    """Return a whole number with a space between thousands."""
    return f"{value:,.0f}".replace(",", " ")


def limits(hits: int, of: int) -> str:
    """Return the exact 95 % limits of a share, in per cent with one decimal."""
    from scipy.stats import beta

    low = beta.ppf(0.025, hits, of - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, of - hits) if hits < of else 1.0
    return f"({100 * low:.1f}–{100 * high:.1f})"


def share(cell: Mapping[str, Any] | float, column: Mapping[str, Any]) -> str:
    """Return a share in per cent."""
    if isinstance(cell, int | float):
        cell = {"share": float(cell)}
    value = cell["hits"] / cell["of"] if "hits" in cell else cell["share"]
    told = f"{100 * value:.{cell.get('digits', column.get('digits', 1))}f} %"
    if column.get("interval") and "hits" in cell:
        told += " " + limits(cell["hits"], cell["of"])
    return told


def cell_text(cell: Any, column: Mapping[str, Any]) -> str:
    """Return one cell as it stands in the page."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    form, note = column.get("as", "text"), ""
    if isinstance(cell, Mapping):
        note = f" ({cell['note']})" if "note" in cell else ""
        if form != "share":
            cell = cell["value"]
            if isinstance(cell, str):
                return cell + note
    if form == "share":
        return share(cell, column) + note
    if form == "fraction":
        return ("1/" + (grouped(cell) if isinstance(cell, int) else f"{cell:.1f}")) + note
    if form == "count":
        return grouped(cell) + note
    if "digits" in column:
        return f"{cell:.{column['digits']}f}" + note
    return (grouped(cell) if isclose(cell, round(cell)) and abs(cell) >= 1000 else f"{cell:g}") + note


def row_text(row: Mapping[str, Any], columns: list[dict[str, Any]]) -> str:
    """Return one line of the table."""
    cells = [cell_text(row.get(column["key"]), column) for column in columns]
    if row.get("judged") is False:
        cells[0] = f"*{cells[0]} (not judged)*"
    return "| " + " | ".join(cells) + " |"


def head_text(columns: list[dict[str, Any]]) -> list[str]:
    """Return the two lines above the rows."""
    return ["| " + " | ".join(column["head"] for column in columns) + " |", "|" + "---|" * len(columns)]


def table_text(table: Mapping[str, Any]) -> str:
    """Return the table and a line of how it was measured."""
    columns = table["columns"]
    lines = head_text(columns) + [row_text(row, columns) for row in table["rows"]]
    whence = ["; ".join(filter(None, (
        f"`{each['command']}`", each["machine"], each["versions"],
        each["seed"] and f"seed {each['seed']}", each["date"]))) for each in table["measured"].values()]
    return "\n".join([*lines, "", "*Measured: " + " · ".join(whence) + ".*"])


def with_figures(text: str, folder: Path = PAGES / "figures") -> str:
    """Return a page with every marked table written anew."""
    def fresh(found: re.Match[str]) -> str:
        table = json.loads((folder / f"{found[1]}.json").read_text(encoding="utf-8"))
        return f"<!-- figures: {found[1]} -->\n{table_text(table)}\n<!-- end of figures -->"

    return MARKED.sub(fresh, text)


def main() -> int:
    """Write the pages, or say which are old."""
    old = []
    for page in sorted(PAGES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        new = with_figures(text)
        if new != text:
            old.append(page.name)
            if "--check" not in sys.argv:
                page.write_text(new, encoding="utf-8")
    print("\n".join(old) or "The pages are what the figures say.")
    return 1 if old and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
