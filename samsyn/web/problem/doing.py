"""The buttons of a problem: open one, change what it says, move it on or back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.library.support.actions import end_outgrown
from samsyn.method.problems.models import Problem, ReadyItem
from samsyn.method.problems.opening.actions import (
    ProblemOvertaken,
    Step,
    change_problem,
    move_problem,
    open_problem,
)
from samsyn.method.problems.ways.actions import lay_aside, tick_ready
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of
from samsyn.web.not_lost import with_mine
from samsyn.web.problem.beginnings import beginning_of
from samsyn.web.problem.forms import OutlineForm
from samsyn.web.problem.ready import next_state, not_ready
from samsyn.web.problem.steps import MAY_LOOK, found_problem, home_of
from samsyn.web.problem.views import page_of

LOOKED_BACK = timedelta(weeks=26)


@members_who(Permission.LEAD_MEETING)
def new(request: HttpRequest) -> HttpResponse:
    """Open a problem, by hand or from what the address names."""
    member, today = request.member, timezone.localdate()
    begun = beginning_of((request.POST or request.GET).get("fran", ""), member=member)
    first = {"period_first": today - LOOKED_BACK, "audience": "parties", **(begun.initial if begun else {})}
    form = OutlineForm(request.POST or None, member=member, today=today, initial=first)
    if request.method == "POST" and form.is_valid():
        origin = {"trigger": begun.trigger, "trigger_reference": begun.reference} if begun else {}
        try:
            made = open_problem(outline=form.outline(**origin), today=today, by=member)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Problemet är öppnat."))
            return redirect(home_of(member, made))
    same = Problem.objects.visible_to(member).opened_from(begun.reference).open().first() if begun else None
    context = {"form": form, "begun": begun, "same": same}
    return render(request, "problem/new.html", context, status=422 if form.errors else 200)


def _conflict(request: HttpRequest, number: int, overtaken: ProblemOvertaken) -> Any:
    now = found_problem(request, number)
    shown = {
        "theirs": overtaken.theirs, "mine": overtaken.mine, "version": now.version, "sentence": overtaken.sentence,
    }  # fmt: skip
    return now, shown


@members_who(*MAY_LOOK)
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a problem says of itself."""
    member, problem = request.member, found_problem(request, number)
    form = OutlineForm(request.POST, member=member, today=timezone.localdate())
    if not form.is_valid():
        return page_of(request, problem, form=form, status=422)
    try:
        with transaction.atomic():
            change_problem(problem=problem, outline=form.outline(), version=version_of(request), by=member)
            end_outgrown(today=timezone.localdate(), by=member)
    except ProblemOvertaken as overtaken:
        now, shown = _conflict(request, number, overtaken)
        return page_of(request, now, conflict=shown, form=form, status=409)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return page_of(request, problem, form=form, status=422)
    messages.success(request, _("Sparat."))
    return redirect(home_of(member, problem))


@members_who(*MAY_LOOK)
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Move a problem on or back."""
    problem = found_problem(request, number)
    to = request.POST.get("state", "")
    missing = not_ready(problem, to, member=request.member) if to == next_state(problem) else []
    step = Step(state=to, reason=request.POST.get("reason", ""), not_ready=missing)

    @transaction.atomic
    def moved() -> None:
        member, today = request.member, timezone.localdate()
        move_problem(problem=problem, step=step, today=today, version=version_of(request), by=member)
        end_outgrown(today=today, by=member)

    return _carried_out(request, number, moved, mine=step.reason)


@members_who(*MAY_LOOK)
@require_POST
def tick(request: HttpRequest, number: int) -> HttpResponse:
    """Say that something is ready, or that it is not."""
    problem = found_problem(request, number)
    code, ready = request.POST.get("sak", ""), request.POST.get("klart") == "ja"
    item = get_object_or_404(ReadyItem.objects.visible_to(request.member).in_use(), code=code)
    today = timezone.localdate()
    return _carried_out(
        request, number, lambda: tick_ready(problem=problem, item=item, ready=ready, today=today, by=request.member),
        mine="",
    )  # fmt: skip


@members_who(Permission.LEAD_MEETING)
@require_POST
def aside(request: HttpRequest) -> HttpResponse:
    """Lay a suggestion aside for a quarter of a year."""
    told = request.POST
    if beginning_of(told.get("fran", ""), member=request.member) is None:
        raise Http404
    try:
        lay_aside(reference=told["fran"], reason=told.get("reason", ""), today=timezone.localdate(), by=request.member)
        messages.success(request, _("Undanlagt i tretton veckor."))
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, told.get("reason", "")))
    return redirect(home_of(request.member))


def _carried_out(request: HttpRequest, number: int, verb: Callable[[], Any], *, mine: str) -> HttpResponse:
    try:
        verb()
    except ProblemOvertaken as overtaken:
        now, shown = _conflict(request, number, overtaken)
        return page_of(request, now, conflict=shown, reason=mine, status=409)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return page_of(request, found_problem(request, number), reason=mine, status=422)
    messages.success(request, _("Sparat."))
    return redirect(home_of(request.member, found_problem(request, number)))
