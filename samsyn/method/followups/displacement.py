"""Did it move? What happened round the place, beside all other known places of the municipality.

The weighted displacement difference (Wheeler & Ratcliffe 2018) tells how many events went away here and came round
about, with its interval, each area weighed by its number of places; whether the ring itself changed is asked by the
same design as the place, with limits that were measured where nothing happens (`analysis.rings`). What is compared
with is fixed: every known place outside twice the ring, so that nobody can choose one that fits. Places shown coarse
are left out, and so are reports from decided presence.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.effects import displacement_difference, presence_changed
from samsyn.analysis.rings import Nearby, ring_change, ring_unevenness
from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Place
from samsyn.method.followups.effects import Found, about_problem, plain
from samsyn.method.followups.models import EvaluationPlan
from samsyn.method.followups.nearby import metres_away, shown_places
from samsyn.method.measures.models import Measure
from samsyn.method.observations.counted import COUNTED, POSITIVE, is_decided, told_to
from samsyn.method.observations.models import Observation

FEWEST = 5
FEWEST_PLACES = 10               # outside the ring: with fewer there is nothing to compare with
MOST_SPOTS = 12
LONGEST_BEFORE_WEEKS = 26


class Spans(NamedTuple):
    """The weeks that are compared: where each begins, as running numbers, and how many they are."""

    before: int
    after: int
    before_weeks: int
    weeks: int


class Counted(NamedTuple):
    """What is counted at some places: before and after, place by place, from decided presence apart, and weekly."""

    ordinary: NDArray[np.float64]        # (2, places)
    sent: tuple[float, float]
    weekly: NDArray[np.float64]          # ordinary ones in each of the weeks before

    @property
    def pair(self) -> tuple[float, float]:
        return float(self.ordinary[0].sum()), float(self.ordinary[1].sum())

    @property
    def near(self) -> Nearby:
        return Nearby(self.ordinary[0], self.ordinary[1], self.weekly)


def displaced(measure: Measure, *, plan: EvaluationPlan | None, effect: Found) -> Found:
    """Return what can be said of the ring, over the weeks that the effect was judged by.

    Where those before are not a year earlier, as many as the problem has lasted are taken, at most 26. `says`: no_ring,
    too_little, not_told, moved, spread or unclear.
    """
    place = measure.place
    if plan is None or not plan.ring_m or place is None or place.show_coarse or place.lon is None:
        return {"says": "no_ring"}
    if "weeks" not in effect:
        return {"says": "too_little", "ring_m": plan.ring_m}
    spans = _spans(measure, effect)
    places = [one for one in shown_places(place.municipality) if one.pk != place.pk]
    away = metres_away(places, middle=place)
    inside = [one for one, far in zip(places, away, strict=True) if far <= plan.ring_m]
    outside = [one for one, far in zip(places, away, strict=True) if far > 2 * plan.ring_m]
    ring, rest = (_counted(measure, each, spans) for each in (inside, outside))
    own = _counted(measure, [place], spans)
    found = _told(ring, rest, spans, plan.ring_m) | {"places": len(inside), "other_places": len(outside)}
    near = dict(zip([one.pk for one in places], away.tolist(), strict=True))
    found["spots"] = _spots(inside, ring, near)
    if sum(ring.pair) < FEWEST or len(outside) < FEWEST_PLACES:
        return {**found, "says": "too_little"}
    uneven = ring_unevenness(ring.near, farther=rest.near)
    share = len(outside) / 1.0, len(outside) / len(inside)
    moved = displacement_difference(
        own.pair, comparison=rest.pair, ring=ring.pair, ring_comparison=rest.pair, dispersion=uneven,
        time_weights=(spans.before_weeks / spans.weeks, 1.0), area_weights=(share[0], 1.0, share[1], 1.0),
    )  # fmt: skip
    found |= {"local": round(moved.local, 1), "moved": round(moved.displaced, 1), "total": round(moved.total, 1),
              "low": round(moved.low, 1), "high": round(moved.high, 1)}  # fmt: skip
    return {**found, **_judged(ring, rest)}


def _spans(measure: Measure, effect: Found) -> Spans:
    before, after = (Week.parse(effect[each]).running for each in ("first_before", "first_after"))
    weeks = int(effect["weeks"])
    if effect["season"]:
        return Spans(before, after, weeks, weeks)
    began = Week.containing(measure.problem.period_first).running if measure.problem is not None else before
    first = min(before, max(began, after - LONGEST_BEFORE_WEEKS))
    return Spans(first, after, after - first, weeks)


def _counted(measure: Measure, places: list[Place], spans: Spans) -> Counted:
    """Count what was reported at the places, as it is counted for the measure."""
    at = {one.pk: number for number, one in enumerate(places)}
    ordinary, sent, weekly = np.zeros((2, len(places))), [0.0, 0.0], np.zeros(spans.before_weeks)
    rows = Observation.objects.filter(municipality=measure.municipality_id, place__in=list(at)).accepted()
    rows = rows.shown_to_audience(told_to(measure.audience)).filter(same_as=None, kind__in=COUNTED)
    rows = about_problem(rows.exclude(category__kind=POSITIVE), measure)
    for side, (first, weeks) in enumerate(((spans.before, spans.before_weeks), (spans.after, spans.weeks))):
        within = rows.between_weeks(Week.from_running(first), Week.from_running(first + weeks - 1))
        for place, seen, iso in within.order_by().values_list("place", "seen_during", "iso_week"):
            if is_decided(seen):
                sent[side] += 1
                continue
            ordinary[side, at[place]] += 1
            if side == 0:
                weekly[Week.parse(iso).running - first] += 1
    return Counted(ordinary, (sent[0], sent[1]), weekly)


def _told(ring: Counted, rest: Counted, spans: Spans, ring_m: int) -> Found:
    return {
        "ring_m": ring_m, "before": int(ring.pair[0]), "after": int(ring.pair[1]), "other_before": int(rest.pair[0]),
        "other_after": int(rest.pair[1]), "before_weeks": spans.before_weeks, "weeks": spans.weeks,
    }  # fmt: skip


def _judged(ring: Counted, rest: Counted) -> Found:
    """Say whether the ring changed against all other places."""
    sent = (ring.sent[0], ring.pair[0]), (ring.sent[1], ring.pair[1])
    if sum(ring.sent) and presence_changed(sent[0], after=sent[1]):
        return {"says": "not_told"}
    effect = ring_change(ring.near, farther=rest.near)
    says = "moved" if effect.low > 1.0 else "spread" if effect.high < 1.0 else "unclear"
    return {"says": says, "ratio": plain(effect.ratio), "ratio_low": plain(effect.low),
            "ratio_high": plain(effect.high)}  # fmt: skip


def _spots(inside: list[Place], ring: Counted, near: dict[Any, float]) -> list[dict[str, Any]]:
    """Return the places within the ring that had any reports, those that changed most first."""
    rows: list[dict[str, Any]] = [
        {"name": one.name, "metres": round(near[one.pk] / 10) * 10, "before": int(ring.ordinary[0, at]),
         "after": int(ring.ordinary[1, at]), "lon": one.lon, "lat": one.lat}
        for at, one in enumerate(inside)
    ]  # fmt: skip
    told = [row for row in rows if row["before"] or row["after"]]
    return sorted(told, key=lambda row: (-abs(row["after"] - row["before"]), row["metres"]))[:MOST_SPOTS]
