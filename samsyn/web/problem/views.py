"""The list of problems, and one problem: where it stands, what must be ready, and the way it has gone."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samsyn.ground.permissions import Permission
from samsyn.method.observations.models import Category
from samsyn.method.problems.models import Problem, ProblemState
from samsyn.method.problems.opening.actions import may_work_on
from samsyn.method.problems.states import ORDER, State, is_back, may_become
from samsyn.web.guard import members_who
from samsyn.web.noting import shown as note_shown
from samsyn.web.phases.placing import phases_of
from samsyn.web.problem.beginnings import beginning_of
from samsyn.web.problem.forms import FilterForm, OutlineForm, written
from samsyn.web.problem.ready import next_state, ready_for
from samsyn.web.problem.steps import MAY_LOOK, TAGS, around, found_problem
from samsyn.web.problem.suggestions import suggestions_for
from samsyn.web.templatetags.samsyn import named

ON_A_PAGE = 50


@members_who(*MAY_LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """List the problems that the member may see, open ones first."""
    member = request.member
    chosen = FilterForm(request.GET, member=member)
    found = Problem.objects.visible_to(member)
    page = Paginator(chosen.rows(found).with_names().in_order(), ON_A_PAGE).get_page(request.GET.get("page"))
    note_shown(request, len(page), open_to_all=all(each.audience == "parties" for each in page))
    leads = member.may(Permission.LEAD_MEETING)
    context = {
        "page": page, "form": chosen, "query": request.GET.urlencode(), "leads": leads,
        "rows": [_line(each) for each in page],
        "suggested": suggestions_for(member, today=timezone.localdate()) if leads and not chosen.is_narrowed else [],
    }  # fmt: skip
    return render(request, "problem/page.html", context)


def _line(problem: Problem) -> dict[str, Any]:
    symbol, kind = TAGS[State(problem.state)]
    return {"problem": problem, "word": problem.get_state_display(), "symbol": symbol, "kind": kind}


@members_who(*MAY_LOOK)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show one problem: what it is, where it stands, what must be ready, and its history."""
    return page_of(request, found_problem(request, number))


def page_of(
    request: HttpRequest, problem: Problem, *, conflict: Any = None, form: Any = None, reason: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show the overview of a problem; `conflict` holds the two texts where somebody else came first."""
    member, today = request.member, timezone.localdate()
    works = may_work_on(problem, by=member)
    shown = OutlineForm(initial=written(problem), member=member, today=today) if works and problem.is_open else None
    steps = ProblemState.objects.visible_to(member).of_problem(problem).in_order()
    ahead = next_state(problem)
    context = {
        **around(problem, member=member, step="overview"), "moves": works, "conflict": conflict, "reason": reason,
        "form": form or shown, "version": conflict["version"] if conflict else problem.version,
        "history": list(steps), "way": _way(problem), "ahead": ahead_of(problem), "back": _behind(problem),
        "categories": names_of(problem, member), "ready": ready_for(problem, ahead, member=member),
        "next": State(ahead).label if ahead else "",
        "opened_from": beginning_of(problem.trigger_reference, member=member) if problem.trigger_reference else None,
        "phases": phases_of(member, problem=problem),
    }  # fmt: skip
    return render(request, "problem/one.html", context, status=status)


def _way(problem: Problem) -> list[dict[str, Any]]:
    """Return the seven states in order, which are behind and which one it stands in."""
    now = problem.step
    return [
        {"name": state.label, "done": number < now, "here": number == now}
        for number, state in enumerate(ORDER, start=1)
    ]


def ahead_of(problem: Problem) -> list[dict[str, str]]:
    """Return the states that it may go on to."""
    return [
        {"code": state.value, "name": str(state.label)} for state in ORDER
        if may_become(problem.state, state) and not is_back(problem.state, state)
    ]  # fmt: skip


def _behind(problem: Problem) -> list[dict[str, str]]:
    return [{"code": state.value, "name": str(state.label)} for state in ORDER if is_back(problem.state, state)]


def names_of(problem: Problem, member: Any) -> list[str]:
    """Return the names of the problem's categories."""
    if not problem.categories:
        return []
    rows = Category.objects.visible_to(member).filter(code__in=problem.categories).order_by("position", "code")
    return [named(each) for each in rows]
