"""The way of a report or a measure."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from samsyn.ground.permissions import Permission
from samsyn.method.measures.models import Measure
from samsyn.method.observations.models import Observation
from samsyn.web.guard import members_who
from samsyn.web.templatetags.samsyn import named
from samsyn.web.thread.way import Station, from_measure, from_report

MEASURES = (Permission.SEE_MEASURES, Permission.DECIDE_MEASURES)


@members_who(Permission.SEE_ACCEPTED, Permission.SEE_ALL)
def of_report(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the way of a report, forwards."""
    rows = Observation.objects.visible_to(request.member).with_names()
    found = get_object_or_404(rows, pk=id)
    where = found.area.name if found.area is not None else ""
    here = {"name": _("Rapporten"), "address": f"/{request.member.municipality.slug}/rapporter/{found.pk}"}
    title = f"{named(found.category)}, {where}" if where else str(named(found.category))
    return _page(request, from_report(found, member=request.member), title=title, here=here)


@members_who(*MEASURES)
def of_measure(request: HttpRequest, number: int) -> HttpResponse:
    """Show the way of a measure, backwards and on."""
    rows = Measure.objects.visible_to(request.member).with_names().select_related("municipality", "picture")
    found = get_object_or_404(rows, number=number)
    here = {"name": f"{_('Åtgärd')} {number}", "address": f"/{request.member.municipality.slug}/atgarder/{number}"}
    return _page(request, from_measure(found, member=request.member), title=found.what, here=here)


def _page(request: HttpRequest, stations: list[Station], *, title: str, here: dict[str, Any]) -> HttpResponse:
    return render(request, "thread/page.html", {"stations": stations, "title": title, "crumbs": [here]})
