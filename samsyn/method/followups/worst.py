"""Places that were chosen because they were the worst: did they get better than such places do by themselves?

A place at its peak is calmer next time though nobody does anything. So the chosen ones are judged against what all
known places tell of how such levels fall back (`analysis.effects.worst_places`), never against their own peak. What is
counted is what the problem is about; the places are those of its area, unless the question says the whole municipality.
All questions of a problem share five percent, so that asking until it says yes does not help.
"""

from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.effects import graded, worst_places
from samsyn.analysis.hypotheses import FALSE_SHARE
from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Area, Place
from samsyn.method.followups.effects import Found, plain
from samsyn.method.observations.counted import COUNTED, POSITIVE
from samsyn.method.observations.models import Observation
from samsyn.method.problems.models import Problem

FEWEST_PLACES = 20
FEWEST_EVENTS = 20
LEAST, MOST = 3, 30
LEAST_WEEKS, MOST_WEEKS = 4, 52
EARLIER = 2                      # periods of the same length, before the one that the places are chosen by


class Asked(NamedTuple):
    """Which places: how many of those with most reports in so many weeks from the first; judged over as many after.

    `categories`: codes of the problem's own; empty = all that it is about when it is asked, in a fixed question every
    report. `everywhere`: in the whole municipality, not only in the problem's area. `order`: which of the problem's
    questions it is. `early`: fixed before the weeks after. `area` (none = all) and `audience`: as they were fixed.
    """

    places: int
    first: Week
    weeks: int
    categories: tuple[str, ...] = ()
    everywhere: bool = False
    order: int = 1
    early: bool = True
    area: Area | None = None
    audience: str = "parties"

    @property
    def then(self) -> Week:
        """The first week after."""
        return self.first + self.weeks

    @property
    def answered_from(self) -> Week:
        """The first week in which all weeks after have passed."""
        return self.first + 2 * self.weeks


def level_of(order: int) -> float:
    """Return the level of a problem's question number `order`: 5 % / (order (order + 1)), which adds up to 5 %.

    >>> [round(level_of(order), 4) for order in (1, 2, 3)], round(sum(map(level_of, range(1, 1000))), 3)
    ([0.025, 0.0083, 0.0042], 0.05)
    """
    return FALSE_SHARE / (order * (order + 1))


def area_of(problem: Problem) -> Area | None:
    """Return the area that the problem lies in."""
    return problem.area or (problem.place.area if problem.place is not None else None)


def worst_of(problem: Problem, *, asked: Asked, today: Any) -> Found:
    """Return what can be said of what a fixed question asks: the worst places of a time, over as many weeks after it.

    `says`: too_short, too_little, fewer, more or unclear. Decided presence is left out.
    """
    found: Found = {"count": asked.places, "weeks": asked.weeks, "first_before": asked.first.iso,
                    "first_after": asked.then.iso, "order": asked.order, "level": round(level_of(asked.order), 5),
                    "early": asked.early}  # fmt: skip
    if asked.answered_from.running > Week.containing(today).running:
        return {**found, "says": "too_short"}
    places, here = _places(problem, asked.area)
    *earlier, before, after = (_counts(problem, asked, places, asked.first + periods * asked.weeks)
                               for periods in range(-EARLIER, 2))  # fmt: skip
    order = np.lexsort((np.arange(before.size), -before, ~here))
    chosen = np.isin(np.arange(before.size), order[:asked.places]) & here & (before > 0)
    sums = {"before": int(before[chosen].sum()), "after": int(after[chosen].sum()), "all_places": int(before.size),
            "others_before": int(before[~chosen].sum()), "others_after": int(after[~chosen].sum()),
            "chosen": int(chosen.sum())}  # fmt: skip
    found |= sums
    if before.size < FEWEST_PLACES or sums["before"] < FEWEST_EVENTS or sums["others_before"] < FEWEST_EVENTS:
        return {**found, "says": "too_little"}
    effect = worst_places(before, after=after, chosen=chosen, earlier=earlier, level=1.0 - level_of(asked.order))
    late = () if asked.early else ("asked_afterwards",)
    grade = graded(effect.grade.design, faults=(*late, *effect.grade.because))
    says = "fewer" if effect.high < 1.0 else "more" if effect.low > 1.0 else "unclear"
    return {
        **found, "says": says, "grade": grade.level, "design": grade.design, "because": list(grade.because),
        "expected": plain(effect.expected), "ratio": plain(effect.ratio), "low": plain(effect.low),
        "high": plain(effect.high), "in_percent": effect.in_percent, "p_value": plain(effect.p_value),
    }  # fmt: skip


def _places(problem: Problem, area: Area | None) -> tuple[list[Any], np.ndarray]:
    """Return all known places, and which of them the worst are chosen among."""
    rows = Place.objects.filter(municipality=problem.municipality_id, show_coarse=False).standing()
    found = list(rows.order_by("name", "pk").values_list("pk", "area"))
    here = np.array([area is None or own == area.pk for _pk, own in found], np.bool_)
    return [pk for pk, _own in found], here


def _counts(problem: Problem, asked: Asked, places: list[Any], first: Week) -> np.ndarray:
    """Count what the problem is about at each place over the weeks from the first."""
    at = {pk: number for number, pk in enumerate(places)}
    rows = Observation.objects.filter(municipality=problem.municipality_id, place__in=places).accepted()
    rows = rows.shown_to_audience(asked.audience).filter(same_as=None, kind__in=COUNTED)
    rows = rows.exclude(category__kind=POSITIVE).exclude(seen_during="decided")
    if asked.categories:
        rows = rows.filter(category__code__in=asked.categories)
    counts = np.zeros(len(places))
    for place in rows.between_weeks(first, first + (asked.weeks - 1)).order_by().values_list("place", flat=True):
        counts[at[place]] += 1
    return counts
