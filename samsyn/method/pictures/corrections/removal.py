"""Taking words out of stored tables: wherever they stand, in every string that is not the program's own sign."""

import re
from collections.abc import Callable
from typing import Any

# Strings of the program's own: nothing that a person wrote stands there.
OWN_SIGNS = frozenset({
    "key", "code", "verdict", "method", "colour", "slug", "kind", "audience", "section", "trend", "week", "weeks",
    "first", "last", "program", "format", "cutoff", "since",
})  # fmt: skip
LEAST_LETTERS = 3
REMOVED = "[…]"


def remover(words: str) -> Callable[[str], tuple[str, int]]:
    """Return what takes the words out of a text, however they are spaced and in whatever case, and counts.

    They are whole words: a name is taken in the genitive too, and never out of the middle of another word.

    >>> remover("Kalle  Punkt")("hos kalle punkt i går")
    ('hos […] i går', 1)
    >>> remover("Ali")("kvalitet hos Ali, Alis kiosk")
    ('kvalitet hos […], […] kiosk', 2)
    """
    whole = r"\s+".join(re.escape(part) for part in words.split())
    first, last = words.strip()[:1], words.strip()[-1:]
    before = r"(?<![^\W_])" if first.isalnum() else ""
    after = r"s?(?![^\W_])" if last.isalnum() else ""
    pattern = re.compile(before + whole + after, re.IGNORECASE)
    return lambda text: pattern.subn(REMOVED, text)


def without(content: Any, take_out: Callable[[str], tuple[str, int]]) -> tuple[Any, int]:
    """Return the content without the words, and how many times they stood there."""
    if isinstance(content, str):
        return take_out(content)
    if isinstance(content, list):
        pairs = [without(each, take_out) for each in content]
        return [each for each, _n in pairs], sum(n for _each, n in pairs)
    if isinstance(content, dict):
        found = {
            name: (each, 0) if name in OWN_SIGNS and isinstance(each, str) else without(each, take_out)
            for name, each in content.items()
        }
        return {name: each for name, (each, _n) in found.items()}, sum(n for _each, n in found.values())
    return content, 0
