"""Which reports a request for public records asks for, and which are held because a request waits for its decision."""

from datetime import date
from typing import Any

from django.db.models import Q

from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Observation


def asked_for(request: ReleaseRequest) -> Q:
    """Return the condition for reports seen on the days, in the areas, about the categories, at the place."""
    found = Q(observed_on__gte=request.first_day, observed_on__lte=request.last_day)
    if request.areas:
        found &= Q(area__in=request.areas)
    if request.categories:
        found &= Q(category__code__in=request.categories)
    for word in request.place.casefold().split():
        found &= Q(place__search_text__contains=word) | Q(search_text__contains=word) | Q(text__icontains=word)
    return found


def held_reports(municipality: Municipality) -> Any:
    """Return the ids of reports that pending requests ask for: no rule may touch them, nor what hangs on them."""
    mine = Observation.objects.filter(municipality=municipality)
    held = Q(pk__in=[])
    for request in ReleaseRequest.objects.filter(municipality=municipality).pending():
        held |= asked_for(request)
    return mine.filter(held).order_by().values("pk")


def old_reports(municipality: Municipality, before: date) -> Any:
    """Return reports that came in before the day and that no pending request asks for."""
    mine = Observation.objects.filter(municipality=municipality, received_on__lt=before)
    return mine.exclude(pk__in=held_reports(municipality))
