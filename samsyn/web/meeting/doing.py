"""The buttons of a meeting: open, attendance, measure, watch, no measure, a decision of its own, close."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.meetings.actions import (
    MeetingOvertaken,
    add_decision,
    add_measure,
    close_meeting,
    decide,
    decide_on_measure,
    note_attendance,
    open_meeting,
)
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.meetings.states import Choice
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of
from samsyn.web.measures.forms import LineForm
from samsyn.web.meeting.views import found_meeting, page_of

leads = members_who(Permission.LEAD_MEETING)


def _address(request: HttpRequest, meeting: Meeting, below: str = "") -> str:
    return f"/{request.member.municipality.slug}/mote/{meeting.pk}{below}"


def _carried_out(request: HttpRequest, meeting: Meeting, verb: Callable[[], Any], below: str = "") -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_address(request, meeting, below))


@leads
@require_POST
def open_new(request: HttpRequest) -> HttpResponse:
    """Open the meeting of a group on a week's picture."""
    member, chosen = request.member, request.POST.get("grupp", "")
    group = get_object_or_404(Group.objects.visible_to(member), pk=chosen) if chosen else None
    try:
        week = Week.parse(request.POST.get("vecka", ""))
    except ValueError:
        messages.error(request, _("Välj en vecka."))
        return redirect(f"/{member.municipality.slug}/mote/")
    meeting = open_meeting(week=week, group=group, held_on=timezone.localdate(), now=timezone.now(), by=member)
    return redirect(_address(request, meeting))


@leads
@require_POST
def attend(request: HttpRequest, id: UUID) -> HttpResponse:
    """Note which functions are there."""
    meeting = found_meeting(request, id)
    ticked = set(request.POST.getlist("har"))
    present = [seat.pk for seat in meeting.attendance.all() if str(seat.pk) in ticked]
    return _carried_out(
        request, meeting, lambda: note_attendance(meeting=meeting, present=present, by=request.member), "#narvaro"
    )


@leads
@require_POST
def say(request: HttpRequest, id: UUID, point: UUID) -> HttpResponse:
    """Say what the group decides about one point."""
    meeting = found_meeting(request, id)
    points = Decision.objects.visible_to(request.member).of_meeting(meeting).in_order()
    decision = get_object_or_404(points, pk=point)
    member, told = request.member, request.POST
    choice, today = told.get("beslut", ""), timezone.localdate()
    verb: Callable[..., Any]
    if choice == Choice.MEASURE:
        somewhere = decision.area is not None or decision.place is not None
        form = LineForm(told, member=member, today=today, needs_where=not somewhere)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return redirect(_address(request, meeting, f"#punkt-{decision.pk}"))
        verb = partial(decide_on_measure, line=form.line(), today=today)
    else:
        verb = partial(decide, choice=choice, text=told.get("skal", ""))
    try:
        verb(decision=decision, version=version_of(request), by=member)
    except MeetingOvertaken as overtaken:
        conflict = {
            "point": decision.pk, "theirs": overtaken.theirs, "mine": overtaken.mine, "sentence": overtaken.sentence,
        }  # fmt: skip
        return page_of(request, meeting, conflict=conflict, status=409)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_address(request, meeting, f"#punkt-{decision.pk}"))


@leads
@require_POST
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a decision of its own."""
    meeting, text = found_meeting(request, id), request.POST.get("text", "")
    verb = partial(add_decision, meeting=meeting, text=text, by=request.member)
    return _carried_out(request, meeting, verb, "#ovrigt")


@leads
@require_POST
def add_own_measure(request: HttpRequest, id: UUID) -> HttpResponse:
    """Decide on a measure that answers none of the picture's places."""
    meeting, today = found_meeting(request, id), timezone.localdate()
    form = LineForm(request.POST, member=request.member, today=today)
    if not form.is_valid():
        return page_of(request, meeting, line=form, status=422)
    line = form.line()
    return _carried_out(
        request, meeting, lambda: add_measure(meeting=meeting, line=line, today=today, by=request.member), "#ovrigt"
    )


@leads
@require_POST
def close(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close the meeting; what is left is postponed by itself."""
    meeting = found_meeting(request, id)
    try:
        count = close_meeting(meeting=meeting, now=timezone.now(), by=request.member).postponed_count
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        words = ngettext(
            "%(n)s punkt är bordlagd till nästa möte.", "%(n)s punkter är bordlagda till nästa möte.", count
        )
        messages.success(request, _("Mötet är avslutat.") + (" " + words % {"n": count} if count else ""))
    return redirect(_address(request, meeting, "/protokoll"))
