"""The logbook: what happened, by whom and when; never any free text."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import User
from samsyn.ground.permissions import Permission
from samsyn.web.guard import members_who
from samsyn.web.logbook.words import FACTS, HAPPENINGS, REPORTERS_OWN

LINES_ON_A_PAGE = 100
MOST_OF_A_FACT = 40


@members_who(Permission.READ_LOGBOOK)
def show(request: HttpRequest) -> HttpResponse:
    """List the lines, the latest first; a day may stand in the address."""
    member = request.member
    lines = Event.objects.visible_to(member).order_by("-created_at", "-id")
    day = parse_date(request.GET.get("dag", "")) if request.GET.get("dag") else None
    if day:
        lines = lines.on_day(day, zone=member.municipality.zone)
    page = Paginator(lines, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "logbook/page.html", {"page": page, "rows": _rows(list(page), member), "day": day})


def _rows(events: list[Event], member: Any) -> list[dict[str, Any]]:
    ids = {event.by for event in events if event.by_kind == "user"}
    people = {str(user.pk): str(user) for user in User.objects.visible_to(member).filter(pk__in=ids)}
    return [
        {
            "at": event.created_at,
            "what": HAPPENINGS.get(event.happening, event.happening),
            "by": _who(event, people),
            "machine": event.by_kind == "machine" and event.happening not in REPORTERS_OWN,
            "observation": event.subject_id if event.subject_kind == "observation" else "",
            "changed": ", ".join(_fact(name, value) for name, value in event.changed.items() if value),
        }
        for event in events
    ]


def _who(event: Event, people: dict[str, str]) -> str:
    """Name who did it; but never who reported, since that is kept apart and forgotten (practice: the reporter)."""
    if event.happening in REPORTERS_OWN:
        return _("en rapportör")
    if event.by_kind != "user":
        return str(event.by)
    return people.get(event.by, _("en användare"))


def _fact(name: str, value: Any) -> str:
    words = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return f"{FACTS.get(name, name)}: {words[:MOST_OF_A_FACT]}"
