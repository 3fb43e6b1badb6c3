"""Where a safety walk should go: the places in an area with most reports that all parties may see, in walking order."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import cos, hypot, radians
from typing import Any, NamedTuple

from django.db.models import Count

from samsyn.ground.places.models import Area, Place
from samsyn.method.observations.counted import reports_at

WEEKS, FEWEST, MOST_STOPS = 13, 3, 8
METRES_PER_DEGREE = 111_320


class Spot(NamedTuple):
    """A place with how many reports it had in the last thirteen weeks."""

    place: Place
    reports: int


def spots_in(area: Area, *, today: date) -> list[Spot]:
    """Return the places of an area with at least three reports for all parties, most first.

    Only what every party may see is counted, so that a route on paper tells nobody more than they may know.
    """
    since = today - timedelta(weeks=WEEKS)
    rows = reports_at(None, area=area, audience="parties").filter(observed_on__gte=since, place__isnull=False)
    counts = rows.values("place").order_by().annotate(n=Count("id")).filter(n__gte=FEWEST).order_by("-n", "place")
    counted = {row["place"]: row["n"] for row in counts[: 2 * MOST_STOPS]}
    places = Place.objects.filter(municipality=area.municipality, pk__in=counted, show_coarse=False).standing()
    found = [Spot(place, counted[place.pk]) for place in places]
    return sorted(found, key=lambda spot: (-spot.reports, spot.place.name))[:MOST_STOPS]


def walking_order(places: Sequence[Any]) -> list[Any]:
    """Return places in the order of a short walk: from the westernmost, each time on to the nearest that is left."""
    left = sorted(places, key=lambda place: (place.lon, place.lat))
    walked: list[Any] = []
    while left:
        here = walked[-1] if walked else left[0]
        nearest = min(left, key=lambda place: _metres(here, place))
        left.remove(nearest)
        walked.append(nearest)
    return walked


def metres_of(places: Sequence[Any]) -> int:
    """Return how long the walk is as the crow flies, in metres."""
    return round(sum(_metres(one, other) for one, other in zip(places, places[1:], strict=False)))


def _metres(one: Any, other: Any) -> float:
    east = (other.lon - one.lon) * cos(radians((one.lat + other.lat) / 2))
    return hypot(east, other.lat - one.lat) * METRES_PER_DEGREE
