"""The reports at a place or in an area, as they are counted when change is judged: for a goal, a peak, an effect."""

from typing import Any

from samsyn.ground.places.models import Area, Place
from samsyn.method.observations.models import Audience, Kind, Observation, SeenDuring

COUNTED = (Kind.EVENT, Kind.CONDITION)
POSITIVE = "P"


def told_to(audience: str) -> str:
    """Return whose reports are counted: authorities' where the measure (or problem) is for them, else all parties'.

    Everybody who sees it then sees the same figures, and none that rest on what only others may see.
    """
    return "authorities" if audience == Audience.AUTHORITIES else "parties"


def reports_at(place: Place | None, *, area: Area | None, audience: str) -> Any:
    """Return what is counted at a place (or in an area): events, and conditions once; nothing that is only good.

    Where a place is shown coarse its whole area is counted instead.
    """
    here = place if place is not None and not place.show_coarse else None
    where = here or area or (place.area if place is not None else None)
    if where is None:
        return Observation.objects.none()
    rows = Observation.objects.filter(municipality=where.municipality_id).accepted()
    rows = rows.shown_to_audience(told_to(audience)).filter(same_as=None, kind__in=COUNTED)
    rows = rows.exclude(category__kind=POSITIVE)
    return rows.filter(place=where) if here is not None else rows.within([where])


def is_decided(seen_during: str) -> bool:
    """Say whether a report was made while somebody had been sent to look."""
    return seen_during == SeenDuring.DECIDED
