"""Which place could a place be compared with, and which earlier case is like this one: likeness by few, open rules.

Only counts, kinds of place, categories and causes are asked for: never who lives somewhere.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BLOCK_WEEKS = 4
FEWEST = 8.0                     # events before the start: fewer and a course cannot be seen
WEIGHTS = {"place": 0.4, "categories": 0.35, "causes": 0.25}


class Alike(NamedTuple):
    """How like the target one candidate was before the start."""

    at: int                      # its row
    likeness: float              # 0–1
    level_ratio: float           # its events / the target's
    follows: float               # correlation of four-week sums, -1 to 1; 0 where nothing can be said


def rank_comparisons(target: Floats, *, others: Floats, at_least: float = 0.3) -> list[Alike]:
    """Rank possible comparisons by their weekly counts before the start, the most alike first.

    likeness = exp(-|ln(level)|) · (1 + r) / 2, where level = (candidate + ½) / (target + ½) events and r is the
    correlation of sums of four weeks. `target` (weeks,), `others` (candidates, weeks). Candidates with fewer than eight
    events, or a likeness below `at_least`, are left out; so are all where the target has fewer than eight.

    >>> place = np.tile([1.0, 3.0, 0.0, 2.0, 4.0, 4.0, 2.0, 2.0], 3)
    >>> found = rank_comparisons(place, others=np.stack([place[::-1] * 3, place, np.zeros(24)]))
    >>> [(each.at, round(each.likeness, 2)) for each in found]
    [(1, 1.0)]
    """
    own = float(target.sum())
    if own < FEWEST or not others.size:
        return []
    found = []
    for at, row in enumerate(others):
        events = float(row.sum())
        if events < FEWEST:
            continue
        level = (events + 0.5) / (own + 0.5)
        follows = _follows(target, row)
        likeness = float(np.exp(-abs(np.log(level)))) * (1.0 + follows) / 2.0
        if likeness >= at_least:
            found.append(Alike(at, likeness, level, follows))
    return sorted(found, key=lambda each: (-each.likeness, each.at))


def _follows(first: Floats, second: Floats) -> float:
    whole = first.size // BLOCK_WEEKS * BLOCK_WEEKS
    if whole < 3 * BLOCK_WEEKS:
        return 0.0
    sums = [row[-whole:].reshape(-1, BLOCK_WEEKS).sum(axis=1) for row in (first, second)]
    if min(float(each.std()) for each in sums) == 0.0:
        return 0.0
    return float(np.corrcoef(*sums)[0, 1])


def case_likeness(
    place_types: tuple[str, str], *, categories: tuple[Sequence[str], Sequence[str]],
    causes: tuple[Collection[str], Collection[str]],
) -> float:
    """Return how like two cases are, 0–1: 0.4 · same kind of place, 0.35 · categories, 0.25 · sides of the causes.

    Categories: the mean of the shared share of whole codes and of their main letters; causes: the shared share (those
    that both name, of those that either names). A part that only one tells of is left out; the others weigh more.

    >>> case_likeness(("park", "park"), categories=(["G1"], ["G3"]), causes=({"place"}, {"place", "victim"}))
    0.7
    >>> case_likeness(("", "park"), categories=([], ["G1"]), causes=(set(), set()))
    0.0
    """
    parts = {}
    if all(place_types):
        parts["place"] = float(place_types[0] == place_types[1])
    if all(categories):
        letters = [{code[0] for code in codes} for codes in categories]
        parts["categories"] = (_shared(set(categories[0]), set(categories[1])) + _shared(*letters)) / 2.0
    if all(causes):
        parts["causes"] = _shared(set(causes[0]), set(causes[1]))
    weight = sum(WEIGHTS[name] for name in parts)
    return round(sum(WEIGHTS[name] * each for name, each in parts.items()) / weight, 3) if weight else 0.0


def _shared(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second)
