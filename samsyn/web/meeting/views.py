"""The meetings, the one that goes on, and the minutes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group
from samsyn.ground.permissions import Permission
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.meetings.states import Choice
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.tables import tables_of
from samsyn.web.guard import members_who
from samsyn.web.measures.forms import LineForm
from samsyn.web.measures.views import shown
from samsyn.web.sorting import in_order

MAY_LOOK = (Permission.SEE_MEASURES, Permission.LEAD_MEETING)
ON_A_PAGE = 26
WEEKS_TO_CHOOSE = 8
TAGS = {
    Choice.MEASURE: ("flag", "green"), Choice.WATCH: ("eye", ""), Choice.NONE: ("none", ""),
    Choice.DECIDED: ("check", ""), Choice.POSTPONED: ("clock", "yellow"),
}  # fmt: skip


def found_meeting(request: HttpRequest, id: UUID) -> Meeting:
    """Return the meeting if the member may see it; else 404."""
    return get_object_or_404(Meeting.objects.visible_to(request.member).with_names(), id=id)


@members_who(*MAY_LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """List the meetings, the latest first; let the one who leads open one."""
    member = request.member
    found = Meeting.objects.visible_to(member)
    page = Paginator(found.with_names().latest_first(), ON_A_PAGE).get_page(request.GET.get("page"))
    last = Week.containing(timezone.localdate()) - 1
    pictures = SituationalPicture.objects.visible_to(member).latest_first()[:WEEKS_TO_CHOOSE]
    weeks = list(dict.fromkeys([*(picture.week for picture in pictures), last]))
    groups = in_order(Group.objects.visible_to(member)) if member.may(Permission.LEAD_MEETING) else []
    context = {"page": page, "meetings": list(page), "weeks": weeks, "groups": groups}
    return render(request, "meeting/list.html", context)


@members_who(*MAY_LOOK)
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the meeting while it goes on; a closed one is its minutes."""
    meeting = found_meeting(request, id)
    if not meeting.is_open:
        return redirect(f"/{request.member.municipality.slug}/mote/{meeting.pk}/protokoll")
    return page_of(request, meeting)


def page_of(
    request: HttpRequest, meeting: Meeting, *, conflict: Any = None, line: LineForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the meeting; `conflict` holds the point and the two texts where somebody else came first.

    Whoever leads sees no more here than everybody on the call may see: measures for fewer are counted, not named.
    """
    member, today = request.member, timezone.localdate()
    leads = member.may(Permission.LEAD_MEETING)
    first = {"due_on": today + timedelta(days=7)}
    points = points_of(meeting, member)
    context = {
        "meeting": meeting, "leads": leads, "seats": list(meeting.attendance.in_order()), "points": points,
        **before(meeting, member), "conflict": conflict,
        "left": sum(each["decision"].is_undecided for each in points),
        "line": line or (LineForm(member=member, today=today, initial=first) if leads else None),
        "due": first["due_on"],
    }  # fmt: skip
    return render(request, "meeting/page.html", context, status=status)


def before(meeting: Meeting, member: Any) -> dict[str, Any]:
    """Return what the group decided last time, and what is late since, as far as everybody there may see it."""
    today = timezone.localdate()
    others = Meeting.objects.visible_to(member).of_group(meeting.group).exclude(pk=meeting.pk)
    last = others.filter(held_on__lte=meeting.held_on, closed_at__isnull=False).latest_first().first()
    rows = Decision.objects.visible_to(member).of_meeting(last).in_order() if last is not None else []
    followed = [one.measure_id for one in rows if one.measure_id]
    visible = Measure.objects.visible_to(member)
    due = visible.open().filter(pk__in=followed) | visible.overdue(today=today)
    common = due.shown_to_audience(meeting.audience)
    shared = [shown(one, today=today) for one in common.with_names().in_order()]
    return {
        "last": last, "to_follow": shared, "hidden": due.count() - len(shared),
        "last_decisions": [_told(one, member, meeting) for one in rows if not (one.measure and one.measure.is_open)],
    }  # fmt: skip


def points_of(meeting: Meeting, member: Any) -> list[dict[str, Any]]:
    """Return the points of the agenda with the picture's figures and what was said about each."""
    tables = tables_of(meeting.picture, meeting.audience) if meeting.picture is not None else {}
    figures = {("place", row["name"] or ""): row for row in tables.get("places", [])}
    figures |= {("area", row["name"]): row for row in tables.get("areas", [])}
    return [
        {**_told(one, member, meeting), "row": figures.get((one.kind, one.about))}
        for one in Decision.objects.visible_to(member).of_meeting(meeting).in_order()
    ]


def _told(decision: Decision, member: Any, meeting: Meeting) -> dict[str, Any]:
    """Return a decision in words; a measure that is not for everybody there is named by its number alone."""
    symbol, kind = TAGS.get(decision.choice, ("", ""))
    wide = {"authorities": {"parties", "authorities"}}.get(meeting.audience, {"parties"})
    measure = decision.measure
    return {
        "decision": decision, "symbol": symbol, "kind": kind, "measure": measure,
        "word": decision.get_choice_display() if decision.choice else "",
        "open_to_all": measure is not None and measure.audience in wide,
    }  # fmt: skip


@members_who(*MAY_LOOK)
def minutes(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the minutes, which write themselves: who was there, what was decided, what waits."""
    meeting = found_meeting(request, id)
    points = points_of(meeting, request.member)
    today = timezone.localdate()
    context = {
        "meeting": meeting, "seats": list(meeting.attendance.in_order()), "points": points,
        "measures": [
            shown(each["measure"], today=today) for each in points if each["measure"] and each["open_to_all"]
        ],
    }  # fmt: skip
    return render(request, "meeting/minutes.html", context)
