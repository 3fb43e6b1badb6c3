"""Swedish order: å, ä and ö after z, whatever the database thinks."""

from collections.abc import Callable, Iterable
from typing import Any

_FIRST, _SECOND, _THIRD = "z\uf001", "z\uf002", "z\uf003"
_AFTER_Z = str.maketrans({"å": _FIRST, "ä": _SECOND, "æ": _SECOND, "ö": _THIRD, "ø": _THIRD, "é": "e", "ü": "y"})


def sort_key(text: str) -> str:
    """Return the text as it is compared in Swedish order.

    >>> sorted(["Örby", "Zeta", "Ängby", "Alby", "Åby"], key=sort_key)
    ['Alby', 'Zeta', 'Åby', 'Ängby', 'Örby']
    """
    return text.casefold().translate(_AFTER_Z)


def in_order(things: Iterable[Any], *, by: Callable[[Any], str] = str) -> list[Any]:
    """Return the things in Swedish order of their words."""
    return sorted(things, key=lambda thing: sort_key(by(thing)))
