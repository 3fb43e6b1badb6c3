"""How areas and places are weighed: nine questions, and the two axes that rest on them. Pure arithmetic.

The questions are those of the national council's comparison between problems (method, section 7.5), the axes need and
possibility to influence those of the quarterly analysis (section 7.4). Both are shown over the same answers.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

NO, PARTLY, YES = 0, 1, 2
ANSWERS = {NO: _("nej"), PARTLY: _("delvis"), YES: _("ja")}
HEAVIEST = 3
LOWEST, HIGHEST = 1, 5


class Criterion(NamedTuple):
    """A question of the table, and whether it tells of the need or of the possibility to influence."""

    words: object
    of_need: bool


CRITERIA: dict[str, Criterion] = {
    "common": Criterion(_("Vanligt förekommande"), True),
    "lasting": Criterion(_("Har pågått länge eller ökar"), True),
    "differs": Criterion(_("Avviker från jämförbara områden"), True),
    "bounded": Criterion(_("Avgränsat till plats eller tid"), False),
    "many": Criterion(_("Påverkar många, direkt eller indirekt"), True),
    "seen": Criterion(_("Syns och märks"), True),
    "harm": Criterion(_("Skadar människor eller kostar samhället"), True),
    "movable": Criterion(_("Går att påverka"), False),
    "means": Criterion(_("Resurser finns"), False),
}


def share_of(answers: Mapping[str, int], weights: Mapping[str, int], *, need: bool | None = None) -> float | None:
    """Return the weighted share (0–1) of yes among the questions answered, on one axis or (None) on both.

    A question without a weight weighs 1; without any answer that weighs there is nothing to say.

    >>> share_of({"common": 2, "many": 0, "movable": 2}, {"common": 3}, need=True)
    0.75
    >>> share_of({}, {}) is None
    True
    """
    chosen = [code for code, each in CRITERIA.items() if code in answers and need in (None, each.of_need)]
    total = sum(weights.get(code, 1) for code in chosen)
    return sum(weights.get(code, 1) * answers[code] for code in chosen) / (YES * total) if total else None


def level_of(share: float | None) -> int | None:
    """Return a share as a step from 1 to 5, a half rounded upwards.

    >>> [level_of(share) for share in (0.0, 0.125, 0.5, 1.0)]
    [1, 2, 3, 5]
    """
    return None if share is None else int(LOWEST + (HIGHEST - LOWEST) * share + 0.5)
