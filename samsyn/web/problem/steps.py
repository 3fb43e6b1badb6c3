"""The steps of a problem's workspace: what stands around each of them, the same on every screen that hangs in it."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from samsyn.ground.permissions import Permission
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import may_work_on
from samsyn.method.problems.states import ORDER, State

MAY_LOOK = (Permission.SEE_MEASURES, Permission.LEAD_MEETING)
TAGS = {
    State.IDENTIFIED: ("eye", ""), State.PRIORITISED: ("flag", "yellow"), State.ANALYSED: ("search", "yellow"),
    State.PLANNED: ("calendar", "yellow"), State.CARRIED_OUT: ("clock", "yellow"),
    State.FOLLOWED_UP: ("question", "yellow"), State.CLOSED: ("check", "green"),
}  # fmt: skip


class WorkStep(NamedTuple):
    """One step of the work: its name, and where below the problem it lives."""

    code: str
    name: Any
    path: str


STEPS = (
    WorkStep("overview", _("Översikt"), ""),
    WorkStep("mapping", _("Kartläggning"), "/kartlaggning"),
    WorkStep("causes", _("Orsaker"), "/orsaker"),
    WorkStep("goals", _("Mål"), "/mal"),
    WorkStep("measures", _("Åtgärder"), "/atgarder"),
    WorkStep("evaluation", _("Utvärdering"), "/utvardering"),
    WorkStep("learning", _("Lärdom"), "/larande"),
)


def home_of(member: Any, problem: Any = None) -> str:
    """Return the address of the list, or of one problem."""
    home = f"/{member.municipality.slug}/problem"
    return f"{home}/{problem.number}" if problem is not None else home


def found_problem(request: HttpRequest, number: int) -> Problem:
    """Return the problem if the member may see it; else 404."""
    rows = Problem.objects.visible_to(request.member).with_names()
    return get_object_or_404(rows, number=number)  # type: ignore[no-any-return]


def around(problem: Problem, *, member: Any, step: str) -> dict[str, Any]:
    """Return what stands around a step: the problem, its state, the tabs, and whether the member may work on it.

    Include `problem/_steps.html` first in the page; `home` is the problem's address, `works` whether it may be changed.
    """
    symbol, kind = TAGS[State(problem.state)]
    home = home_of(member, problem)
    return {
        "problem": problem, "home": home, "step": step, "works": may_work_on(problem, by=member) and problem.is_open,
        "state": {"word": problem.get_state_display(), "symbol": symbol, "kind": kind, "number": problem.step,
                  "of": len(ORDER)},
        "steps": [
            {"name": each.name, "address": home + each.path, "here": each.code == step, "count": None} for each in STEPS
        ],
    }  # fmt: skip
