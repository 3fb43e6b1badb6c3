"""Which reports may be the same thing: near in place and time, of the same kind, in alike words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NEAR_M = 150.0
NEAR_HOURS = 36.0
_WORD = re.compile(r"[a-zåäöé0-9]{3,}")
_EVERYDAY = frozenset(
    ("och", "som", "det", "den", "att", "för", "med", "har", "inte", "var", "vid", "från", "till", "igen", "under")
)


class Pair(NamedTuple):
    """Two rows that may be one, by position, with a likeness between 0 and 1."""

    first: int
    second: int
    likeness: float


def words_of(text: str) -> frozenset[str]:
    """Return the telling words of a text: three letters or more, everyday words left out.

    >>> sorted(words_of("Rutan vid porten var krossad igen"))
    ['krossad', 'porten', 'rutan']
    """
    return frozenset(_WORD.findall(text.casefold())) - _EVERYDAY


def alike_pairs(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    hours: NDArray[np.float64],
    groups: Sequence[str],
    places: Sequence[str | None],
    texts: Sequence[str],
    at_least: float = 0.5,
) -> list[Pair]:
    """Return pairs of rows that may be the same thing, the most alike first.

    likeness = 0.4·place + 0.3·time + 0.3·words, only for pairs of the same category group (`groups`), at the same known
    place or within 150 m, and within 36 hours. place = 1 at the same place, else 1 − distance/150 m; time = 1 −
    hours apart/36; words = shared telling words / telling words of the shorter text (0.5 where a text is missing).
    Rows are walked in the order of time, so the work grows with the rows that are near in time, not with all pairs.
    `x_m`, `y_m` metres (NaN = no point), `hours` hours since any moment. All of length n.

    >>> xy = np.zeros(3)
    >>> alike_pairs(xy, xy, hours=np.array([0.0, 3.6, 90.0]), groups=["E"] * 3, places=[None] * 3, texts=["ruta"] * 3)
    [Pair(first=0, second=1, likeness=0.97)]
    """
    order = np.argsort(hours, kind="stable")
    words = [words_of(text) for text in texts]
    found = []
    for at, first in enumerate(order):
        for second in order[at + 1 :]:
            apart = float(hours[second] - hours[first])
            if apart > NEAR_HOURS:
                break
            if groups[first] != groups[second]:
                continue
            near = _nearness(x_m, y_m, places, int(first), int(second))
            if near is None:
                continue
            likeness = 0.4 * near + 0.3 * (1 - apart / NEAR_HOURS) + 0.3 * _shared(words[first], words[second])
            if likeness >= at_least:
                found.append(Pair(min(int(first), int(second)), max(int(first), int(second)), round(likeness, 3)))
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _nearness(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], places: Sequence[str | None], first: int, second: int
) -> float | None:
    if places[first] is not None and places[first] == places[second]:
        return 1.0
    distance_m = float(np.hypot(x_m[first] - x_m[second], y_m[first] - y_m[second]))
    return 1 - distance_m / NEAR_M if distance_m <= NEAR_M else None


def _shared(first: frozenset[str], second: frozenset[str]) -> float:
    if not first or not second:
        return 0.5
    return len(first & second) / min(len(first), len(second))
