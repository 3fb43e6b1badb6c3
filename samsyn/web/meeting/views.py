"""The meetings, the one that goes on (also as a part that a page asks for again), and the minutes."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group
from samsyn.ground.permissions import Permission
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.agenda import agenda_items
from samsyn.method.meetings.cards import cards_for, waiting_cards
from samsyn.method.meetings.models import Meeting
from samsyn.method.meetings.parts import agenda_with_titles
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.findings.telling import card_of
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.guard import members_who
from samsyn.web.measures.forms import LineForm
from samsyn.web.measures.views import shown
from samsyn.web.meeting.planning_forms import ExtraForm, MoveForm
from samsyn.web.meeting.showing import everything, notes_of, points_of, round_of, tables_for
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import language

MAY_LOOK = (Permission.SEE_MEASURES, Permission.LEAD_MEETING)
ON_A_PAGE = 26
WEEKS_TO_CHOOSE = 8
COMING_SHOWN = 8
LIVE = "X-Samsyn-Live"
BEFORE = "infor"        # the page of what is planned asks for its own parts, also when the meeting has begun


def found_meeting(request: HttpRequest, id: UUID) -> Meeting:
    """Return the meeting if the member may see it; else 404."""
    return get_object_or_404(Meeting.objects.visible_to(request.member).with_names(), id=id)


def is_live(request: HttpRequest) -> bool:
    """Whether the page asks for its own parts again, or saves one of them."""
    return bool(request.headers.get(LIVE))


@members_who(*MAY_LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """List what is coming and what has been held, the latest first; let the one who leads open one."""
    member = request.member
    found = Meeting.objects.visible_to(member)
    page = Paginator(found.begun().with_names().latest_first(), ON_A_PAGE).get_page(request.GET.get("page"))
    last = Week.containing(timezone.localdate()) - 1
    pictures = SituationalPicture.objects.visible_to(member).latest_first()[:WEEKS_TO_CHOOSE]
    weeks = list(dict.fromkeys([*(picture.week for picture in pictures), last]))
    leads = member.may(Permission.LEAD_MEETING)
    groups = in_order(Group.objects.visible_to(member)) if leads else []
    context = {
        "page": page, "meetings": list(page), "weeks": weeks, "groups": groups,
        "coming": list(found.coming().with_names()[:COMING_SHOWN]), "today": timezone.localdate(),
        "extra": ExtraForm(groups=groups) if leads and groups else None,
    }  # fmt: skip
    return render(request, "meeting/list.html", context)


@members_who(*MAY_LOOK)
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the meeting: before it what is planned, while it goes on its parts, afterwards its minutes."""
    meeting = found_meeting(request, id)
    asked_before = is_live(request) and BEFORE in request.GET
    if meeting.is_coming or meeting.state == "cancelled" or asked_before:
        return planned_page(request, meeting)
    if not meeting.is_open and not is_live(request):
        return redirect(f"/{request.member.municipality.slug}/mote/{meeting.pk}/protokoll")
    return page_of(request, meeting)


def planned_state(meeting: Meeting, member: Any) -> str:
    """Return a mark of what the page of a planned meeting shows: the same as long as nobody has changed anything."""
    parts = (
        meeting.pk, meeting.revision, meeting.state, meeting.sequence, meeting.held_on, meeting.begins_at,
        meeting.minutes, meeting.location, meeting.video_link, meeting.called_at, meeting.audience,
        member.may(Permission.LEAD_MEETING), language(),
    )  # fmt: skip
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def planned_page(
    request: HttpRequest, meeting: Meeting, *, form: MoveForm | None = None, conflict: Any = None, said: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show a meeting that has not begun: when, where, what it goes through, and each party's own line.

    Like the running one it asks for its own parts again, and answers only when something has changed.
    """
    member = request.member
    mark = planned_state(meeting, member)
    if is_live(request) and request.method == "GET" and request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    leads = member.may(Permission.LEAD_MEETING)
    seen = Finding.objects.visible_to(member)
    cards = cards_for(meeting, audience=meeting.audience, among=seen)
    seats = list(meeting.group.seats.select_related("organisation")) if meeting.group is not None else []
    last = Week.containing(timezone.localdate()) - 1
    context = {
        "meeting": meeting, "leads": leads, "agenda": agenda_with_titles(agenda_items(meeting.group)),
        "round": round_of(meeting, member, notes_of(meeting, member), seats), "week": min(meeting.week, last),
        "cards": [card_of(card, meeting.audience) for card in cards],
        "cards_elsewhere": len(waiting_cards(meeting, among=seen)) - len(cards) if leads else 0,
        "form": form or (MoveForm.of(meeting) if leads and meeting.is_coming else None), "conflict": conflict,
        "said": said, "before": BEFORE,
    }  # fmt: skip
    template = "meeting/planned_live.html" if is_live(request) else "meeting/planned.html"
    answer = render(request, template, context, status=422 if form is not None else status)
    answer.headers["ETag"], answer.headers["Cache-Control"] = mark, "no-store"
    return answer


def state_of(meeting: Meeting, member: Any) -> str:
    """Return a mark of everything that the page shows: the same as long as nobody has written anything."""
    measures = Measure.objects.visible_to(member).aggregate(count=Count("pk"), versions=Sum("version"))
    leads = member.may(Permission.LEAD_MEETING)
    parts = (meeting.pk, meeting.revision, meeting.state, *measures.values(), leads, timezone.localdate(), language())
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def page_of(
    request: HttpRequest, meeting: Meeting, *, conflict: Any = None, line: LineForm | None = None, status: int = 200,
    said: str = "",
) -> HttpResponse:  # fmt: skip
    """Show the meeting; `conflict` holds where somebody else came first, and the two texts.

    Whoever leads sees no more here than everybody on the call may see: measures for fewer are counted, not named.
    Asked for again by its own page it answers only when something has changed, and then with its parts alone.
    """
    member, today = request.member, timezone.localdate()
    mark = state_of(meeting, member)
    if is_live(request) and request.method == "GET" and request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    leads = member.may(Permission.LEAD_MEETING) and meeting.is_open
    first = {"due_on": today + timedelta(days=7)}
    line = line or (LineForm(member=member, today=today, initial=first) if leads else None)
    context = {
        "meeting": meeting, "leads": leads, **everything(meeting, member, line=line), "conflict": conflict,
        "said": said, "line": line,
        "due": first["due_on"],
    }  # fmt: skip
    template = "meeting/live.html" if is_live(request) else "meeting/page.html"
    answer = render(request, template, context, status=status)
    answer.headers["ETag"], answer.headers["Cache-Control"] = mark, "no-store"
    return answer


@members_who(*MAY_LOOK)
def minutes(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the minutes, which write themselves: who was there, what was said and decided, what waits."""
    member, meeting = request.member, found_meeting(request, id)
    points = points_of(meeting, member, tables_for(meeting))
    today = timezone.localdate()
    notes = notes_of(meeting, member)
    seats = list(meeting.attendance.in_order())
    by_kind: dict[str, list[Any]] = {}
    for each in points:
        by_kind.setdefault("point" if each["decision"].is_point else each["decision"].kind, []).append(each)
    context = {
        "meeting": meeting, "seats": seats, "points": points, "decided": by_kind,
        "notes": [
            {**part, "text": notes[(part["key"], None)].text}
            for part in agenda_with_titles(meeting.agenda) if notes.get((part["key"], None)) is not None
            and notes[(part["key"], None)].text
        ],
        "round": [each for each in round_of(meeting, member, notes, seats) if each["note"] and each["note"].text],
        "measures": [
            shown(each["measure"], today=today) for each in points if each["measure"] and each["open_to_all"]
        ],
    }  # fmt: skip
    return render(request, "meeting/minutes.html", context)
