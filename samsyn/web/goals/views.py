"""The goals of one problem: the list with how far each has come, and the buttons."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.problems.goal_states import ASKED, SHOWN, Check, MeasuredBy
from samsyn.method.problems.goals.actions import change_goal, freeze_baseline, remove_goal, say_of_goal, set_goal
from samsyn.method.problems.goals.cautions import cautions_of
from samsyn.method.problems.goals.progress import baseline_of, progress_of
from samsyn.method.problems.goals.sentences import SAYS, baseline_sentence, caution_sentence, progress_sentence
from samsyn.method.problems.models import Goal, Problem
from samsyn.web.goals.forms import GoalForm, SayForm, written
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem

TICKS = {Check.YES: "check", Check.PARTLY: "usual", Check.NO: "cross", "": "question"}


@members_who(*MAY_LOOK)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show the goals; add one."""
    problem = found_problem(request, number)
    if request.method != "POST":
        return page_of(request, problem)
    form = GoalForm(request.POST, member=request.member)
    if form.is_valid():
        try:
            set_goal(problem=problem, aim=form.aim(), today=timezone.localdate(), by=request.member)
        except Refused as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("Målet är satt och utgångsläget fryst, om siffrorna finns."))
            return redirect("goals:show", request.member.municipality.slug, number)
    return page_of(request, problem, new=form, status=422)


def page_of(
    request: HttpRequest, problem: Problem, *, new: GoalForm | None = None,
    changed: tuple[UUID, GoalForm] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show the page, with the forms as they were filled in."""
    member, today = request.member, timezone.localdate()
    context = around(problem, member=member, step="goals")
    goals = Goal.objects.visible_to(member).of_problem(problem).with_names().in_order()
    works = context["works"]
    rows = [_shown(goal, today) for goal in goals]
    for row in rows:
        if works:
            goal = row["goal"]
            mine = changed[1] if changed and changed[0] == goal.pk else None
            row["form"] = mine or GoalForm(member=member, initial=written(goal), auto_id=f"g{goal.pk.hex[-6:]}_%s")
            if goal.measured_by == MeasuredBy.WORDS:
                row["say"] = SayForm(auto_id=f"s{goal.pk.hex[-6:]}_%s")
    if works:
        context["now"] = baseline_sentence(baseline_of(problem, weeks=13, today=today))
        context["new"] = new or GoalForm(member=member, auto_id="ny_%s")
    return render(request, "goals/page.html", {**context, "rows": rows, "today": today}, status=status)


def _shown(goal: Goal, today: Any) -> dict[str, Any]:
    """Return a goal as it is read: where it starts, where it is going, how far it has come, and its five checks."""
    found = progress_of(goal, today=today)
    word, symbol, kind = SAYS[found["says"]]
    shown = [(words, Check.YES if fits else Check.NO) for words, fits in (
        (SHOWN["measurable"], goal.is_measurable), (SHOWN["timed"], True))]  # fmt: skip
    checks = [(words, goal.checks.get(code, "")) for code, words in ASKED.items()]
    return {
        "goal": goal, "word": word, "symbol": symbol, "kind": kind, "said": progress_sentence(found),
        "starts": baseline_sentence(goal.baseline) or goal.baseline_words, "found": found,
        "cautions": [caution_sentence(each) for each in cautions_of(goal, today=today)],
        "strip": _strip(goal, found), "late": goal.due_on < today,
        "checks": [
            {"words": words, "icon": TICKS[answer], "answer": Check(answer).label if answer else _("inte besvarat")}
            for words, answer in (checks[0], shown[0], *checks[1:], shown[1])
        ],
    }  # fmt: skip


def _strip(goal: Goal, found: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the small drawing shows: the figure now as a dot, its interval as a field, the target as a line."""
    if "low" not in found:
        return None
    target = goal.target if goal.target is not None else found["before"]
    top = max(found["high"], found["before"], target, 1)
    row = {"events": found["value"], "low": found["low"], "high": found["high"], "expected": target}
    return {"row": row, "top": top}


def _goal(request: HttpRequest, number: int, pk: UUID) -> Goal:
    problem = found_problem(request, number)
    rows = Goal.objects.visible_to(request.member).of_problem(problem).with_names()
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def _done(request: HttpRequest, number: int, verb: Callable[[], Any], words: str) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)
    return redirect("goals:show", request.member.municipality.slug, number)


@members_who(*MAY_LOOK)
@require_POST
def change(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Change a goal."""
    goal = _goal(request, number, pk)
    form = GoalForm(request.POST, member=request.member, auto_id=f"g{goal.pk.hex[-6:]}_%s")
    if form.is_valid():
        try:
            change_goal(goal=goal, aim=form.aim(), version=version_of(request), today=timezone.localdate(),
                        by=request.member)  # fmt: skip
        except Refused as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("Målet är ändrat. Utgångsläget står kvar."))
            return redirect("goals:show", request.member.municipality.slug, number)
    return page_of(request, goal.problem, changed=(goal.pk, form), status=422)


@members_who(*MAY_LOOK)
@require_POST
def say(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Say in own words how far it has come."""
    goal, told = _goal(request, number, pk), request.POST
    return _done(request, number, lambda: say_of_goal(
        goal=goal, said=told.get("said", ""), text=told.get("text", ""), version=version_of(request),
        today=timezone.localdate(), by=request.member,
    ), _("Bedömningen är sparad."))  # fmt: skip


@members_who(*MAY_LOOK)
@require_POST
def freeze(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Freeze the starting point."""
    goal = _goal(request, number, pk)
    return _done(request, number, lambda: freeze_baseline(goal=goal, today=timezone.localdate(), by=request.member),
                 _("Utgångsläget är fryst."))  # fmt: skip


@members_who(*MAY_LOOK)
@require_POST
def remove(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Take a goal away."""
    goal = _goal(request, number, pk)
    return _done(request, number, lambda: remove_goal(goal=goal, by=request.member), _("Målet är borttaget."))
