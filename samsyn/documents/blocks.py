"""What every paper is made of: headings, texts, figures, tables and drawings, as plain data.

A table holds its values as they are and the words for them beside, so that one table feeds the page, the PDF, the
text document, the slides and the workbook alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from samsyn.method.pictures.sentences import day_words, figure

Block = dict[str, Any]
Document = dict[str, Any]
TEXT, NUMBER, DAY = "text", "number", "day"
NOTHING = "–"


def heading(text: str, *, level: int = 2) -> Block:
    """A heading; the paper's own is level 1."""
    return {"is": "heading", "level": level, "text": text}


def text(words: str, *, tone: str = "") -> Block:
    """A paragraph; tone is lead (what is said first), quiet (notes) or nothing."""
    return {"is": "text", "text": words, "tone": tone}


def item(head: str, words: str = "", *, under: str = "") -> Block:
    """A thing by its name, what is said of it, and a quiet word about what kind of thing it is."""
    return {"is": "item", "head": head, "text": words, "under": under}


def points(rows: Iterable[str]) -> Block:
    """A list of short lines."""
    return {"is": "list", "rows": list(rows)}


def figures(rows: Iterable[Mapping[str, str]]) -> Block:
    """A few large figures, each with what it counts: {"value", "label"}."""
    return {"is": "figures", "rows": [dict(row) for row in rows]}


def drawing(svg: str, *, alt: str, note: str = "", width: str = "wide") -> Block:
    """A drawing with the text that stands in its place; width is wide or half."""
    return {"is": "drawing", "svg": svg, "alt": alt, "note": note, "width": width}


def break_() -> Block:
    """A new page where there are pages."""
    return {"is": "break"}


def table(
    name: str, heads: Sequence[tuple[str, str, float]], rows: Iterable[Sequence[Any]], *, language: str,
) -> Block:  # fmt: skip
    """A table: heads are (words, kind, share of the width), rows hold the values as they are (a day as ISO text)."""
    kept = [list(row) for row in rows]
    kinds = [kind for _words, kind, _width in heads]
    return {
        "is": "table", "name": name, "heads": [words for words, _kind, _width in heads], "kinds": kinds,
        "widths": [width for _words, _kind, width in heads], "rows": kept,
        "cells": [[shown(value, kind, language) for value, kind in zip(row, kinds, strict=True)] for row in kept],
    }  # fmt: skip


def shown(value: Any, kind: str, language: str) -> str:
    """Return a value in the words of the paper's language; nothing known is a dash.

    >>> shown(1234, NUMBER, "sv") == "1\u202f234", shown("2025-10-09", DAY, "sv"), shown(None, NUMBER, "sv")
    (True, '9 okt 2025', '–')
    """
    if value is None:
        return NOTHING
    if kind == NUMBER and not isinstance(value, str):
        return figure(value, language=language, decimals=0 if float(value).is_integer() else 1)
    if kind == DAY and value:
        return short_day(value, language)
    return str(value)


def short_day(day: str, language: str) -> str:
    """Write a day with a short month: 5 okt 2025; maj and juni are short as they are."""
    number, month, year = day_words(day, language=language).split()
    return f"{number} {month if len(month) <= 4 else month[:3]} {year}"


def chart(
    kind: str, categories: Sequence[str], series: Mapping[str, Sequence[float | None]], *, title: str, alt: str,
) -> Block:  # fmt: skip
    """A chart for a slide: kind is bar or line; each series is its name and one value for each category."""
    return {
        "kind": kind, "categories": list(categories), "title": title, "alt": alt,
        "series": [{"name": name, "values": list(values)} for name, values in series.items()],
    }  # fmt: skip


def slide(
    title: str, *, says: Iterable[str] = (), chart: Block | None = None, table: Block | None = None, note: str = "",
) -> Block:  # fmt: skip
    """One slide: what it says, and at most a chart and a table; the note stands small at its foot."""
    return {"title": title, "says": [each for each in says if each], "chart": chart, "table": table, "note": note}


def tables_in(document: Document) -> list[Block]:
    """Return the paper's tables, in order."""
    return [block for block in document["blocks"] if block["is"] == "table"]


def told_at(document: Document) -> datetime:
    """Return the time that stands in the files of the paper."""
    return datetime.fromisoformat(document["told_at"])


def locale_of(document: Document) -> str:
    """Return the language as files name it: sv-SE or en-GB."""
    return "en-GB" if document["language"] == "en" else "sv-SE"
