"""When groups meet: rhythms, agendas and habits set up on screen; planned meetings called, moved and called off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.meetings.models import AgendaTemplate, Meeting, Rhythm
from samsyn.method.meetings.parts import USUAL, agenda_with_titles, total_minutes
from samsyn.method.meetings.planning.actions import (
    call_meeting,
    call_off,
    change_planned,
    plan_extra,
    plan_meetings,
    save_template,
    set_rhythm,
    set_up_habit,
    skip_week,
)
from samsyn.method.meetings.planning.habits import HABITS
from samsyn.method.meetings.planning.rhythm import proposals
from samsyn.web.guard import members_who
from samsyn.web.meeting.planning_forms import WEEKDAYS, AgendaForm, ExtraForm, MoveForm, RhythmForm, as_filled
from samsyn.web.meeting.views import found_meeting, planned_page
from samsyn.web.sorting import in_order

leads = members_who(Permission.LEAD_MEETING)
WEEKS_AHEAD = 12


def _home(request: HttpRequest, below: str = "") -> str:
    return f"/{request.member.municipality.slug}/mote/{below}"


def _group(request: HttpRequest, pk: UUID) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.member), pk=pk)


def _carried_out(request: HttpRequest, verb: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(to)


@leads
def overview(request: HttpRequest) -> HttpResponse:
    """Show every group with its rhythm and next meeting, the agendas, and habits to begin with."""
    member = request.member
    rhythms = {each.group_id: each for each in Rhythm.objects.visible_to(member).with_names()}
    nearest: dict[Any, Meeting] = {}
    for one in Meeting.objects.visible_to(member).coming():
        nearest.setdefault(one.group_id, one)
    rows = [
        {"group": group, "rhythm": rhythms.get(group.pk), "next": nearest.get(group.pk),
         "weekday": dict(WEEKDAYS).get(rhythms[group.pk].weekday) if group.pk in rhythms else ""}
        for group in in_order(Group.objects.visible_to(member))
    ]  # fmt: skip
    templates = [
        {"template": one, "parts": len(one.items), "minutes": total_minutes(one.items)}
        for one in in_order(AgendaTemplate.objects.visible_to(member))
    ]
    habits = [{"code": code, "habit": habit} for code, habit in HABITS.items()]
    return render(request, "meeting/planning.html", {"rows": rows, "templates": templates, "habits": habits})


@leads
@require_POST
def set_up(request: HttpRequest) -> HttpResponse:
    """Copy a habit: groups, rhythms and agendas, all editable afterwards."""
    code, today = request.POST.get("vana", ""), timezone.localdate()
    return _carried_out(
        request, lambda: set_up_habit(code=code, first_on=today, by=request.member), to=_home(request, "planering"),
        done=_("Upplagt. Ändra dagar, tider och dagordning som ni vill ha dem, och ge funktionerna sina platser."),
    )  # fmt: skip


@leads
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show and change when one group meets; propose its days, with what the calendar moves."""
    found, member, today = _group(request, pk), request.member, timezone.localdate()
    rhythm = Rhythm.objects.visible_to(member).with_names().filter(group=found).first()
    form = RhythmForm(request.POST or None, member=member, group=found, initial=as_filled(rhythm, found, today))
    if request.method == "POST" and form.is_valid():
        try:
            set_rhythm(group=found, by=member, **form.told())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Rytmen är sparad."))
            return redirect(_home(request, f"grupp/{found.pk}"))
    until = today + timedelta(weeks=WEEKS_AHEAD)
    mine = Meeting.objects.visible_to(member).of_group(found)
    planned = list(mine.coming())
    busy = {day for each in mine.between(today, until) for day in (each.usual_on, each.held_on) if day}
    proposed = proposals(rhythm, since=today, until=until) if rhythm is not None else []
    context = {
        "group": found, "rhythm": rhythm, "form": form, "planned": planned, "weeks": WEEKS_AHEAD,
        "proposed": [
            {"day": each, "week": Week.containing(each.usual_on)} for each in proposed
            if each.usual_on not in busy and each.on not in busy
        ],
        "agenda": agenda_with_titles(rhythm.template.items if rhythm and rhythm.template else USUAL),
    }  # fmt: skip
    return render(request, "meeting/group.html", context, status=422 if form.errors else 200)


@leads
@require_POST
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan what the rhythm gives for the coming weeks; call to them at once where asked."""
    found, member, now = _group(request, pk), request.member, timezone.now()
    rhythm = get_object_or_404(Rhythm.objects.visible_to(member).with_names(), group=found)
    made = plan_meetings(rhythm=rhythm, since=timezone.localdate(), weeks=WEEKS_AHEAD, by=member)
    if request.POST.get("kalla"):
        for meeting in made:
            call_meeting(meeting=meeting, now=now, by=member)
    words = ngettext("%(n)s möte är planerat.", "%(n)s möten är planerade.", len(made)) % {"n": len(made)}
    messages.success(request, words)
    return redirect(_home(request, f"grupp/{found.pk}"))


@leads
@require_POST
def skip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a week out of the rhythm, or put it back."""
    found, member = _group(request, pk), request.member
    rhythm = get_object_or_404(Rhythm.objects.visible_to(member).with_names(), group=found)
    try:
        week = Week.parse(request.POST.get("vecka", ""))
    except ValueError:
        messages.error(request, _("Välj en vecka."))
        return redirect(_home(request, f"grupp/{found.pk}"))
    out = request.POST.get("hoppa") == "ja"
    return _carried_out(
        request, lambda: skip_week(rhythm=rhythm, week=week, skipped=out, by=member), done=_("Rytmen är sparad."),
        to=_home(request, f"grupp/{found.pk}"),
    )  # fmt: skip


@leads
def agenda(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Write an agenda: its parts, their order and minutes."""
    member = request.member
    known = get_object_or_404(AgendaTemplate.objects.visible_to(member), pk=pk) if pk else None
    items, name = (known.items, known.name) if known else (list(USUAL), "")
    form = AgendaForm(request.POST or None, items=items, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        try:
            save_template(name=form.cleaned_data["name"], items=form.items(), template=known, by=member)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Dagordningen är sparad."))
            return redirect(_home(request, "planering"))
    return render(
        request, "meeting/agenda.html", {"form": form, "template": known}, status=422 if form.errors else 200
    )


@leads
@require_POST
def extra(request: HttpRequest) -> HttpResponse:
    """Plan an extra meeting and call to it."""
    member = request.member
    form = ExtraForm(request.POST, groups=in_order(Group.objects.visible_to(member)))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(_home(request))
    chosen = _group(request, UUID(form.cleaned_data["group"]))
    return _carried_out(
        request,
        lambda: plan_extra(group=chosen, begins_at=form.begins_at(), minutes=form.cleaned_data["minutes"],
                           video_link="", now=timezone.now(), by=member),
        done=_("Mötet är planerat och kallelsen skickas nu."), to=_home(request),
    )  # fmt: skip


@leads
@require_POST
def call(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send the invitation."""
    meeting = found_meeting(request, id)
    return _carried_out(
        request, lambda: call_meeting(meeting=meeting, now=timezone.now(), by=request.member),
        done=_("Kallelsen skickas nu."), to=_home(request, str(meeting.pk)),
    )  # fmt: skip


@leads
@require_POST
def move(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change day, hour, room or link."""
    meeting, form = found_meeting(request, id), MoveForm(request.POST)
    if not form.is_valid():
        return planned_page(request, meeting, form=form)
    data = form.cleaned_data
    return _carried_out(
        request,
        lambda: change_planned(meeting=meeting, begins_at=form.begins_at(), minutes=data["minutes"],
                               location=data["location"], video_link=data["video_link"], now=timezone.now(),
                               by=request.member),
        done=_("Mötet är ändrat. De som är kallade får ändringen."), to=_home(request, str(meeting.pk)),
    )  # fmt: skip


@leads
@require_POST
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Call a planned meeting off."""
    meeting = found_meeting(request, id)
    return _carried_out(
        request, lambda: call_off(meeting=meeting, by=request.member),
        done=_("Mötet är inställt. De som är kallade får veta det."), to=_home(request),
    )  # fmt: skip
