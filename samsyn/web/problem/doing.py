"""The buttons of a problem: open one, change what it says, move it on or back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.problems.opening.actions import (
    ProblemOvertaken,
    Step,
    change_problem,
    move_problem,
    open_problem,
)
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of
from samsyn.web.problem.forms import OutlineForm
from samsyn.web.problem.steps import MAY_LOOK, found_problem, home_of
from samsyn.web.problem.views import page_of

LOOKED_BACK = timedelta(weeks=26)


@members_who(Permission.LEAD_MEETING)
def new(request: HttpRequest) -> HttpResponse:
    """Open a problem, by hand or from what the address names."""
    member, today = request.member, timezone.localdate()
    first = {"period_first": today - LOOKED_BACK, "audience": "parties"}
    form = OutlineForm(request.POST or None, member=member, today=today, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_problem(outline=form.outline(), today=today, by=member)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Problemet är öppnat."))
            return redirect(home_of(member, made))
    return render(request, "problem/new.html", {"form": form}, status=422 if form.errors else 200)


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
        change_problem(problem=problem, outline=form.outline(), version=version_of(request), by=member)
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
    step = Step(state=request.POST.get("state", ""), reason=request.POST.get("reason", ""))

    def moved() -> None:
        move_problem(
            problem=problem, step=step, today=timezone.localdate(), version=version_of(request), by=request.member
        )

    return _carried_out(request, number, moved, mine=step.reason)


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
