"""Which points of meetings a report stood behind: the other way of agenda.reports_behind."""

from collections.abc import Sequence
from math import cos, hypot, radians
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.method.meetings.agenda import METRES_A_DEGREE, WINDOW_WEEKS
from samsyn.method.meetings.models import Decision
from samsyn.method.meetings.querysets import DecisionQuerySet
from samsyn.method.observations.models import Observation
from samsyn.method.observations.states import State


def points_about(observation: Observation, *, among: DecisionQuerySet) -> list[Decision]:
    """Return the points, the first one first, that the report stood behind; `among` are those that may be seen.

    A point about a place holds the accepted reports at it in the weeks that its picture judged, as far as the meeting's
    audience may see them.
    """
    if observation.state != State.ACCEPTED:
        return []
    week = Week.parse(observation.iso_week)
    rows = among.filter(
        kind=Decision.About.PLACE, meeting__picture__isnull=False, meeting__iso_week__gte=week.iso,
        meeting__iso_week__lte=(week + (WINDOW_WEEKS - 1)).iso,
    ).select_related("meeting__group", "measure", "place")  # fmt: skip
    rows = rows.order_by("meeting__held_on", "created_at")
    return [point for point in rows if _shown_there(observation, point) and _is_at(observation, point)]


def _shown_there(observation: Observation, point: Decision) -> bool:
    wide = {"authorities": ("parties", "authorities"), "parties": ("parties",)}
    return observation.audience in wide.get(point.meeting.audience, ())


def _is_at(observation: Observation, point: Decision) -> bool:
    if point.place_id is not None:
        return observation.place_id == point.place_id
    here: Sequence[Any] = (observation.lon, observation.lat, point.lon, point.lat, point.radius_m)
    if any(each is None for each in here):
        return False
    lon, lat, point_lon, point_lat, radius_m = here
    east = (lon - point_lon) * METRES_A_DEGREE * cos(radians(point_lat))
    return hypot(east, (lat - point_lat) * METRES_A_DEGREE) <= radius_m
