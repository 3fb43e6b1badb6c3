"""The buttons of a meeting: open, attendance, notes, what is decided about each point, lines of its own, close."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.ground.refusals import Refused
from samsyn.method.meetings.actions import (
    NOWHERE,
    MeetingOvertaken,
    Where,
    add_decision,
    add_measure,
    attend_as_last,
    close_meeting,
    decide,
    decide_on_measure,
    note_attendance,
    note_seat,
    open_meeting,
    raise_point,
    write_note,
)
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.meetings.states import Choice
from samsyn.web.guard import members_who
from samsyn.web.keys import key_of
from samsyn.web.measures.doing import version_of
from samsyn.web.measures.forms import LineForm, areas_of
from samsyn.web.meeting.views import MAY_LOOK, found_meeting, is_live, page_of, planned_page
from samsyn.web.not_lost import with_mine

leads = members_who(Permission.LEAD_MEETING)


def _address(request: HttpRequest, meeting: Meeting, below: str = "") -> str:
    return f"/{request.member.municipality.slug}/mote/{meeting.pk}{below}"


def _carried_out(
    request: HttpRequest, meeting: Meeting, verb: Callable[[], Any], below: str = "", *, at: str = ""
) -> HttpResponse:
    """Carry out a verb and show the meeting again; where somebody came first, both texts.

    The page's own script gets the parts that changed, without script the browser is led back to the same place.
    """
    try:
        verb()
    except MeetingOvertaken as overtaken:
        return page_of(request, meeting, conflict=_conflict(overtaken, at), status=409)
    except Refused as refusal:
        now = found_meeting(request, meeting.pk)
        if is_live(request):        # what was being written has no box to stand in once the meeting is closed
            said = refusal.sentence if now.is_open else with_mine(refusal.sentence, _mine(request))
            return page_of(request, now, said=said, status=422)
        messages.error(request, with_mine(refusal.sentence, _mine(request)))
    if is_live(request):
        return page_of(request, found_meeting(request, meeting.pk))
    return redirect(_address(request, meeting, below))


def _mine(request: HttpRequest) -> str:
    """Return the words that were sent, in whichever of the meeting's boxes."""
    return next((told for name in ("text", "skal", "what") if (told := request.POST.get(name, ""))), "")


def _conflict(overtaken: MeetingOvertaken, at: str) -> dict[str, Any]:
    """Return where somebody came first and the two texts."""
    return {"at": at, "theirs": overtaken.theirs, "mine": overtaken.mine, "sentence": overtaken.sentence}


def _where(request: HttpRequest) -> Where:
    """Return the place or area chosen; nowhere if none was, or if the member may not see it."""
    kind, _colon, found = request.POST.get("var", "").partition(":")
    member = request.member
    try:
        if kind == "area":
            area = areas_of(member).filter(pk=found).first()
            return Where(area.name, area=area) if area else NOWHERE
        if kind == "place":
            place = Place.objects.visible_to(member).standing().filter(pk=found, show_coarse=False).first()
            return Where(place.name, area=place.area, place=place) if place else NOWHERE
    except ValidationError:
        pass
    return NOWHERE


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
    named = request.POST.get("mote", "")
    planned = get_object_or_404(Meeting.objects.visible_to(member).coming(), pk=named) if named else None
    try:
        meeting = open_meeting(
            week=week, group=planned.group if planned else group, held_on=timezone.localdate(), now=timezone.now(),
            planned=planned, by=member,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"/{member.municipality.slug}/mote/")
    return redirect(_address(request, meeting))


@leads
@require_POST
def attend(request: HttpRequest, id: UUID) -> HttpResponse:
    """Note which functions are there: all at once, or one of them where the page's script sends each by itself."""
    meeting, told = found_meeting(request, id), request.POST
    seats = list(meeting.attendance.select_related("meeting"))
    one = next((seat for seat in seats if str(seat.pk) == told.get("stol")), None)
    ticked = set(told.getlist("har"))
    if one is not None:
        verb = partial(note_seat, seat=one, present=str(one.pk) in ticked, by=request.member)
    else:
        present = [seat.pk for seat in seats if str(seat.pk) in ticked]
        verb = partial(note_attendance, meeting=meeting, present=present, by=request.member)
    return _carried_out(request, meeting, verb, "#attendance")


@leads
@require_POST
def attend_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Fill the seats as last time."""
    meeting = found_meeting(request, id)
    return _carried_out(request, meeting, partial(attend_as_last, meeting=meeting, by=request.member), "#attendance")


@members_who(*MAY_LOOK)
@require_POST
def note(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write under a part of the agenda; a party its own line."""
    meeting, told = found_meeting(request, id), request.POST
    party = told.get("part_id", "")
    organisation = get_object_or_404(Organisation.objects.visible_to(request.member), pk=party) if party else None
    part = told.get("del", "")
    verb = partial(
        write_note, meeting=meeting, part=part, text=told.get("text", ""), version=version_of(request),
        organisation=organisation, by=request.member,
    )  # fmt: skip
    if meeting.is_coming:
        return _written_before(request, meeting, verb, at=f"notis-round-{organisation.pk.hex}" if organisation else "")
    at = f"notis-{part}-{organisation.pk.hex}" if organisation is not None else f"notis-{part}"
    return _carried_out(request, meeting, verb, f"#{at}", at=at)


def _written_live(request: HttpRequest, meeting: Meeting, verb: Callable[[], Any], *, at: str) -> HttpResponse:
    """Save a party's own line before the meeting, and answer with the page's parts."""
    try:
        verb()
    except MeetingOvertaken as overtaken:
        fresh = found_meeting(request, meeting.pk)
        return planned_page(request, fresh, conflict=_conflict(overtaken, at), status=409)
    except Refused as refusal:
        return planned_page(request, found_meeting(request, meeting.pk), said=refusal.sentence, status=422)
    return planned_page(request, found_meeting(request, meeting.pk))


def _written_before(request: HttpRequest, meeting: Meeting, verb: Callable[[], Any], *, at: str) -> HttpResponse:
    if is_live(request):
        return _written_live(request, meeting, verb, at=at)
    try:
        verb()
        messages.success(request, _("Er rad är sparad. Den står på mötets sida."))
    except MeetingOvertaken as overtaken:
        sentence = _("%(sentence)s Nu står det: %(theirs)s Du skrev: %(mine)s")
        both = {"sentence": overtaken.sentence, "theirs": overtaken.theirs or "–", "mine": overtaken.mine}
        messages.error(request, sentence % both)
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, _mine(request)))
    return redirect(_address(request, meeting))


@leads
@require_POST
def raise_one(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put a place or an area on the agenda by hand."""
    meeting = found_meeting(request, id)
    verb = partial(raise_point, meeting=meeting, where=_where(request), key=key_of(request), by=request.member)
    return _carried_out(request, meeting, verb, "#places")


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
            return _unfilled(request, meeting, form, f"#punkt-{decision.pk}")
        verb = partial(decide_on_measure, line=form.line(), today=today)
    else:
        verb = partial(decide, choice=choice, text=told.get("skal", ""))
    return _carried_out(
        request, meeting, partial(verb, decision=decision, version=version_of(request), by=member),
        f"#punkt-{decision.pk}", at=f"punkt-{decision.pk.hex}",
    )  # fmt: skip


def _unfilled(request: HttpRequest, meeting: Meeting, form: LineForm, below: str) -> HttpResponse:
    """Say what is missing in a line."""
    words = " ".join(str(error) for errors in form.errors.values() for error in errors)
    if is_live(request):
        return page_of(request, meeting, said=words, status=422)
    messages.error(request, words)
    return redirect(_address(request, meeting, below))


@leads
@require_POST
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a decision of its own: free, the week's focus, what is said outwards, or something to look deeper into."""
    meeting, told = found_meeting(request, id), request.POST
    kind = told.get("slag") or Decision.About.FREE
    verb = partial(
        add_decision, meeting=meeting, text=told.get("text", ""), kind=kind, where=_where(request), key=key_of(request),
        by=request.member,
    )  # fmt: skip
    below = {"outward": "#outward", "deepen": "#deepen"}.get(kind, "#decisions")
    return _carried_out(request, meeting, verb, below)


@leads
@require_POST
def add_own_measure(request: HttpRequest, id: UUID) -> HttpResponse:
    """Decide on a measure that answers none of the picture's places."""
    meeting, today = found_meeting(request, id), timezone.localdate()
    form = LineForm(request.POST, member=request.member, today=today)
    if not form.is_valid():
        if is_live(request):
            return _unfilled(request, meeting, form, "#decisions")
        return page_of(request, meeting, line=form, status=422)
    line = form.line()
    verb = partial(add_measure, meeting=meeting, line=line, today=today, key=key_of(request), by=request.member)
    return _carried_out(request, meeting, verb, "#decisions")


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
