"""Finding a sentence in the tables, and saying it in other words as long as its figures are the same."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from samsyn.method.pictures.canonical import canonical, digest

NUMBER = re.compile(r"\d+(?:[\u202f\u00a0 ]\d{3})*(?:[.,]\d+)?")
NAMED_BY = ("code", "key", "source", "area", "name")


def is_sentence(value: Any) -> bool:
    """Say whether a value is a sentence as the program stores it."""
    return isinstance(value, dict) and {"key", "params", "edited"} <= value.keys()


def sentences_in(table: str, content: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield where each sentence stands, as `areas/A/sentence`, and the sentence itself.

    >>> [where for where, _ in sentences_in("areas", [{"code": "A", "sentence": {"key": 1, "params": 2, "edited": 3}}])]
    ['areas/A/sentence']
    """
    if is_sentence(content):
        yield table, content
    elif isinstance(content, dict):
        for name, each in content.items():
            yield from sentences_in(f"{table}/{name}", each)
    elif isinstance(content, list):
        names: dict[str, int] = {}
        for at, each in enumerate(content):
            name = _name(each, at)
            names[name] = names.get(name, 0) + 1
            once = name if names[name] == 1 else f"{name}~{names[name]}"
            yield from sentences_in(f"{table}/{once}", each)


def _name(row: Any, at: int) -> str:
    if isinstance(row, dict):
        for name in NAMED_BY:
            if isinstance(row.get(name), str) and row[name] and not is_sentence(row):
                return str(row[name]).replace("/", "-")[:60]
    return str(at)


def said_at(tables: Mapping[str, Any], where: str) -> dict[str, Any] | None:
    """Return the sentence at a place in the tables, or None."""
    table = where.partition("/")[0]
    return next((each for at, each in sentences_in(table, tables.get(table)) if at == where), None)


def edited_where(sentence: Mapping[str, Any]) -> str:
    """Return the digest of what a sentence says: its key and its figures, not the words somebody gave it."""
    return digest(canonical({"key": sentence["key"], "params": sentence["params"]}))


def with_words(table: str, content: Any, edits: Mapping[str, tuple[str, str]]) -> Any:
    """Return the content with its sentences in the given words, where their figures are the ones that were reworded."""
    for where, sentence in sentences_in(table, content):
        said, text = edits.get(where, ("", ""))
        sentence["edited"] = text if said and said == edited_where(sentence) else None
    return content


def figures_in(text: str) -> set[str]:
    """Return the numbers that stand in a text, without their spaces.

    >>> sorted(figures_in("14 mot väntat 5–9, 1\u202f234 i allt"))
    ['1234', '14', '5', '9']
    """
    return {re.sub(r"\s", "", found) for found in NUMBER.findall(text)}
