"""Did it move? What happened round the place, beside the same round the comparison.

The weighted displacement difference (Wheeler & Ratcliffe 2018) tells how many events went away here and came round
about, with its interval; whether the ring itself changed is asked by the same design as the place (`compared`). Counts
are of known places and points within the ring that are not the place itself; places shown coarse are left out.
"""

from typing import Any, NamedTuple

from samsyn.analysis.effects import compared, displacement_difference, presence_changed
from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Place
from samsyn.method.followups.effects import Found, plain
from samsyn.method.followups.models import EvaluationPlan
from samsyn.method.followups.nearby import metres_away, shown_places
from samsyn.method.measures.models import Measure
from samsyn.method.observations.counted import COUNTED, POSITIVE, is_decided, told_to
from samsyn.method.observations.models import Observation

FEWEST = 5
MOST_SPOTS = 12


class Spans(NamedTuple):
    """The weeks that are compared: where each begins, as running numbers, and how many they are."""

    before: int
    after: int
    weeks: int


class Spot(NamedTuple):
    """A known place within the ring, or the place itself, with its reports before and after."""

    place: Place
    distance_m: float
    before: int
    after: int


class Ring(NamedTuple):
    """What is counted within a ring: before and after, those from decided presence apart, and place by place."""

    counts: tuple[float, float]
    sent: tuple[float, float]
    spots: list[Spot]


def ring_of(middle: Place, *, metres_wide: int, spans: Spans, audience: str) -> Ring:
    """Count what was reported within so many metres of a place, the place itself left out."""
    places = [one for one in shown_places(middle.municipality) if one.pk != middle.pk]
    away = metres_away(places, middle=middle)
    inside = {one.pk: (one, float(far)) for one, far in zip(places, away, strict=True) if far <= metres_wide}
    both = [(start, start + spans.weeks - 1) for start in (spans.before, spans.after)]
    ordinary, sent = [0.0, 0.0], [0.0, 0.0]
    by_place = {pk: [0, 0] for pk in inside}
    for at, (first, last) in enumerate(both):
        rows = Observation.objects.filter(municipality=middle.municipality_id, place__in=list(inside)).accepted()
        rows = rows.shown_to_audience(told_to(audience)).filter(same_as=None, kind__in=COUNTED)
        rows = rows.exclude(category__kind=POSITIVE).between_weeks(Week.from_running(first), Week.from_running(last))
        for place, seen in rows.order_by().values_list("place", "seen_during"):
            if is_decided(seen):
                sent[at] += 1
            else:
                ordinary[at] += 1
                by_place[place][at] += 1
    spots = [Spot(one, far, *by_place[pk]) for pk, (one, far) in inside.items()]
    spots.sort(key=lambda each: (-abs(each.after - each.before), each.distance_m))
    return Ring((ordinary[0], ordinary[1]), (sent[0], sent[1]), spots)


def displaced(measure: Measure, *, plan: EvaluationPlan | None, effect: Found) -> Found:
    """Return what can be said of the ring, over the weeks that the effect was judged by.

    `says`: no_ring, no_comparison, too_near, too_little, not_told, moved, spread or unclear.
    """
    place = measure.place
    if plan is None or not plan.ring_m or place is None or place.show_coarse or place.lon is None:
        return {"says": "no_ring"}
    if "weeks" not in effect:
        return {"says": "too_little", "ring_m": plan.ring_m}
    starts = [Week.parse(effect[each]).running for each in ("first_before", "first_after")]
    spans = Spans(starts[0], starts[1], effect["weeks"])
    ring = ring_of(place, metres_wide=plan.ring_m, spans=spans, audience=measure.audience)
    found: Found = {
        "ring_m": plan.ring_m, "before": int(ring.counts[0]), "after": int(ring.counts[1]), "places": len(ring.spots),
        "spots": [_told(spot) for spot in ring.spots[:MOST_SPOTS] if spot.before or spot.after],
    }  # fmt: skip
    other = plan.comparison_place
    if other is None or other.lon is None or effect["comparison_before"] is None:
        return {**found, "says": "no_comparison"}
    if float(metres_away([other], middle=place)[0]) < 2 * plan.ring_m:
        return {**found, "says": "too_near"}
    beside = ring_of(other, metres_wide=plan.ring_m, spans=spans, audience=measure.audience)
    found |= {"comparison_before": int(beside.counts[0]), "comparison_after": int(beside.counts[1])}
    if sum(ring.counts) < FEWEST:
        return {**found, "says": "too_little"}
    uneven = effect["dispersion"]
    moved = displacement_difference(
        (effect["before"], effect["after"]), comparison=(effect["comparison_before"], effect["comparison_after"]),
        ring=ring.counts, ring_comparison=beside.counts, dispersion=uneven,
    )  # fmt: skip
    found |= {"local": moved.local, "moved": moved.displaced, "total": moved.total,
              "low": round(moved.low, 1), "high": round(moved.high, 1)}  # fmt: skip
    return {**found, **_judged(ring, beside, uneven)}


def _judged(ring: Ring, beside: Ring, dispersion: float) -> Found:
    """Say whether the ring changed against the comparison's ring."""
    sent = (ring.sent[0], ring.counts[0]), (ring.sent[1], ring.counts[1])
    if sum(ring.sent) and presence_changed(sent[0], after=sent[1]):
        return {"says": "not_told"}
    effect = compared(ring.counts, comparison=beside.counts, dispersion=dispersion)
    says = "moved" if effect.low > 1.0 else "spread" if effect.high < 1.0 else "unclear"
    return {"says": says, "ratio": plain(effect.ratio), "ratio_low": plain(effect.low),
            "ratio_high": plain(effect.high)}  # fmt: skip


def _told(spot: Spot) -> dict[str, Any]:
    return {"name": spot.place.name, "metres": round(spot.distance_m / 10) * 10, "before": spot.before,
            "after": spot.after, "lon": spot.place.lon, "lat": spot.place.lat}  # fmt: skip
