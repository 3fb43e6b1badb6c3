"""Places that were chosen because they were the worst: did they get better than such places do by themselves?

A place at its peak is calmer next time though nobody does anything. So the chosen ones are judged against what all
known places tell of how such levels fall back (`analysis.effects.worst_places`), never against their own peak.
"""

from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.effects import worst_places
from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Place
from samsyn.method.followups.effects import Found, plain
from samsyn.method.observations.counted import COUNTED, POSITIVE, told_to
from samsyn.method.observations.models import Observation
from samsyn.method.problems.models import Problem

FEWEST_PLACES = 20
FEWEST_EVENTS = 20
LEAST, MOST = 3, 30
LEAST_WEEKS, MOST_WEEKS = 4, 52


class Asked(NamedTuple):
    """Which places: how many of those with most reports in so many weeks from the first; judged over as many after."""

    places: int
    first: Week
    weeks: int


def worst_of(problem: Problem, *, asked: Asked, today: Any) -> Found:
    """Return what can be said of the worst places of a time, over as many weeks after it.

    `says`: too_short, too_little, fewer, more or unclear. Decided presence is left out.
    """
    start, then = asked.first.running, asked.first.running + asked.weeks
    found: Found = {"count": asked.places, "weeks": asked.weeks, "first_before": asked.first.iso,
                    "first_after": Week.from_running(then).iso}  # fmt: skip
    if then + asked.weeks > Week.containing(today).running:
        return {**found, "says": "too_short"}
    places = _places(problem)
    before, after = (_counts(problem, places, first, asked.weeks) for first in (start, then))
    order = np.lexsort((np.arange(before.size), -before))
    chosen = np.isin(np.arange(before.size), order[:asked.places]) & (before > 0)
    sums = {"before": int(before[chosen].sum()), "after": int(after[chosen].sum()), "all_places": int(before.size),
            "others_before": int(before[~chosen].sum()), "others_after": int(after[~chosen].sum()),
            "chosen": int(chosen.sum())}  # fmt: skip
    found |= sums
    if before.size < FEWEST_PLACES or sums["before"] < FEWEST_EVENTS or sums["others_before"] < FEWEST_EVENTS:
        return {**found, "says": "too_little"}
    effect = worst_places(before, after=after, chosen=chosen)
    says = "fewer" if effect.high < 1.0 else "more" if effect.low > 1.0 else "unclear"
    return {
        **found, "says": says, "grade": effect.grade.level, "design": effect.grade.design,
        "because": list(effect.grade.because), "expected": plain(effect.expected), "ratio": plain(effect.ratio),
        "low": plain(effect.low), "high": plain(effect.high), "in_percent": effect.in_percent,
        "p_value": plain(effect.p_value),
    }  # fmt: skip


def _places(problem: Problem) -> list[Any]:
    rows = Place.objects.filter(municipality=problem.municipality_id, show_coarse=False).standing()
    return list(rows.order_by("name", "pk").values_list("pk", flat=True))


def _counts(problem: Problem, places: list[Any], first: int, weeks: int) -> np.ndarray:
    at = {pk: number for number, pk in enumerate(places)}
    rows = Observation.objects.filter(municipality=problem.municipality_id, place__in=places).accepted()
    rows = rows.shown_to_audience(told_to(problem.audience)).filter(same_as=None, kind__in=COUNTED)
    rows = rows.exclude(category__kind=POSITIVE).exclude(seen_during="decided")
    rows = rows.between_weeks(Week.from_running(first), Week.from_running(first + weeks - 1))
    counts = np.zeros(len(places))
    for place in rows.order_by().values_list("place", flat=True):
        counts[at[place]] += 1
    return counts
