"""Before the measure: what could be compared with it, and what could be seen at all with so few reports."""

from datetime import date
from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.comparisons import rank_comparisons
from samsyn.analysis.planning import prospect
from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Area, Place
from samsyn.ground.records import uuid_from
from samsyn.method.followups.nearby import metres_away, shown_places
from samsyn.method.measures.models import Measure
from samsyn.method.observations.counted import COUNTED, POSITIVE, reports_at, told_to
from samsyn.method.observations.models import Observation

HISTORY_WEEKS = 52
MOST = 5
NEAREST_M = 400.0
DRAWS = 200
HALVED = 0.5


class Suggestion(NamedTuple):
    """A place (or area) that was like the measure's own before, with why: level and course."""

    key: str                     # place:id or area:id
    name: str
    same_kind: bool
    reports: int
    own_reports: int
    likeness: float
    follows: float


def suggested_comparisons(measure: Measure, *, today: date) -> list[Suggestion]:
    """Return up to five places that could be compared with, the most alike first; areas for a measure on an area.

    Alike in how many reports they had in the year before the start and how those came (`rank_comparisons`); places
    of the same kind come before others. Places nearer than 400 m, where the measure may reach, and coarse ones are
    left out.
    """
    until = min(today, measure.begins_on or today)
    last = Week.containing(until).running - 1
    first = last - HISTORY_WEEKS + 1
    own = _weekly(reports_at(measure.place, area=measure.area, audience=measure.audience), first, last)
    if measure.place is None or measure.place.show_coarse:
        return _areas_like(measure, own, first, last)
    others = [one for one in _far(measure.place) if one.pk != measure.place.pk]
    counts = _weekly_by_place(measure, others, first, last)
    found = [
        _suggestion(others[each.at], measure, counts[each.at], own, each)
        for each in rank_comparisons(own, others=counts)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.same_kind, -each.likeness))[:MOST]


def _far(place: Place) -> list[Place]:
    """Return the known places far enough away to be compared with."""
    places = shown_places(place.municipality)
    away = metres_away(places, middle=place)
    return [one for one, far in zip(places, away, strict=True) if not far < NEAREST_M]


def _suggestion(other: Any, measure: Measure, counts: np.ndarray, own: np.ndarray, like: Any) -> Suggestion:
    kind = "place" if isinstance(other, Place) else "area"
    same = kind == "place" and measure.place is not None and other.place_type_id == measure.place.place_type_id
    return Suggestion(
        f"{kind}:{other.pk}", other.name, bool(same), int(counts.sum()), int(own.sum()), round(like.likeness, 2),
        round(like.follows, 2),
    )  # fmt: skip


def _areas_like(measure: Measure, own: np.ndarray, first: int, last: int) -> list[Suggestion]:
    here = measure.area or (measure.place.area if measure.place is not None else None)
    areas = list(Area.objects.filter(municipality=measure.municipality_id, area_set__working=True).order_by("code"))
    others = [one for one in areas if here is None or one.pk != here.pk]
    rows = [_weekly(reports_at(None, area=one, audience=measure.audience), first, last) for one in others]
    counts = np.array(rows) if rows else np.zeros((0, own.size))
    ranked = rank_comparisons(own, others=counts)
    return [_suggestion(others[each.at], measure, counts[each.at], own, each) for each in ranked[:MOST]]


def _weekly(rows: Any, first: int, last: int) -> np.ndarray:
    counts = np.zeros(last - first + 1)
    chosen = rows.exclude(seen_during="decided").between_weeks(Week.from_running(first), Week.from_running(last))
    for iso in chosen.order_by().values_list("iso_week", flat=True):
        counts[Week.parse(iso).running - first] += 1
    return counts


def _weekly_by_place(measure: Measure, places: list[Place], first: int, last: int) -> np.ndarray:
    at = {one.pk: number for number, one in enumerate(places)}
    rows = Observation.objects.filter(municipality=measure.municipality_id, place__isnull=False).accepted()
    rows = rows.shown_to_audience(told_to(measure.audience)).filter(same_as=None, kind__in=COUNTED)
    rows = rows.exclude(category__kind=POSITIVE).exclude(seen_during="decided")
    rows = rows.between_weeks(Week.from_running(first), Week.from_running(last))
    counts = np.zeros((len(places), last - first + 1))
    for place, iso in rows.order_by().values_list("place", "iso_week"):
        if place in at:
            counts[at[place], Week.parse(iso).running - first] += 1
    return counts


def power_of(
    measure: Measure, *, place: Place | None, area: Area | None, weeks: int, today: date
) -> dict[str, float | int | None]:  # fmt: skip
    """Return what a follow-up of this length could see: the smallest clear drop, and how often a halving is found.

    The coming period is taken to hold as many reports as the last year led one to expect; its weeks as uneven as then.
    """
    until = min(today, measure.begins_on or today)
    last = Week.containing(until).running - 1
    own = _weekly(reports_at(measure.place, area=measure.area, audience=measure.audience), last - 51, last)
    other = _weekly(reports_at(place, area=area, audience=measure.audience), last - 51, last) if place or area else None
    expected = float(own.sum()) * weeks / HISTORY_WEEKS
    beside = float(other.sum()) * weeks / HISTORY_WEEKS if other is not None else None
    if expected < 1.0 or (beside is not None and beside < 1.0):
        return {"expected": round(expected, 1), "found_share": None, "smallest_drop": None, "needed_drop": None}
    uneven = max(1.0, float(own.var()) / max(float(own.mean()), 1e-9))
    rng = np.random.default_rng(uuid_from(measure.municipality.code, str(measure.number), "power").int % 2**63)
    found = prospect(
        round(expected), planned_drop=HALVED, rng=rng, comparison=round(beside) if beside is not None else None,
        dispersion=uneven, draws=DRAWS,
    )  # fmt: skip
    return {
        "expected": round(expected, 1), "found_share": round(found.found_share, 2),
        "smallest_drop": _known(found.smallest_drop), "needed_drop": _known(found.needed_drop),
    }  # fmt: skip


def _known(value: float) -> float | None:
    return round(float(value), 2) if np.isfinite(value) else None
