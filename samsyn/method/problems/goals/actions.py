"""The verbs of goals: set one, change it, freeze its starting point, say in own words how it goes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.ground.refusals import whole
from samsyn.method.indicators.models import Indicator
from samsyn.method.problems.goal_models import Goal
from samsyn.method.problems.goal_states import ASKED, Check, MeasuredBy, Said
from samsyn.method.problems.goals.progress import baseline_of, read_as, reading_of
from samsyn.method.problems.opening.actions import ProblemRefused, require_open_work, without_persons
from samsyn.method.problems.problem_models import Problem

LINE = 200
LEAST_WEEKS, MOST_WEEKS = 4, 52


class GoalRefused(ProblemRefused):
    """The goal was not stored; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A goal as it is written: what, measured by what, to where, by when; and the checks that people answer."""

    text: str
    due_on: date
    measured_by: str = MeasuredBy.REPORTS
    indicator: Indicator | None = None
    weeks: int = 13
    more_is_better: bool = False
    target: float | None = None
    baseline_words: str = ""
    target_words: str = ""
    checks: dict[str, str] = field(default_factory=dict)


def _checked(aim: Aim, by: Any) -> None:
    require_here(by, aim.indicator)
    if not aim.text.strip():
        raise GoalRefused(_("Skriv vad som ska vara annorlunda."))
    if aim.measured_by not in MeasuredBy.values:
        raise GoalRefused(_("Välj hur målet ska mätas."))
    if aim.measured_by == MeasuredBy.READING and aim.indicator is None:
        raise GoalRefused(_("Välj vilket mått som visar om målet är nått."))
    if not LEAST_WEEKS <= aim.weeks <= MOST_WEEKS:
        raise GoalRefused(_("Välj mellan 4 och 52 veckor."))
    if aim.target is not None and aim.target < 0:
        raise GoalRefused(_("Skriv ett mål som är noll eller mer."))
    if any(code not in ASKED or answer not in Check.values for code, answer in aim.checks.items()):
        raise GoalRefused(_("Svara ja, delvis eller nej."))
    without_persons(aim.text, aim.baseline_words, aim.target_words)


def _written(goal: Goal, aim: Aim) -> None:
    goal.text = whole(aim.text, most=LINE, refused=GoalRefused)
    goal.baseline_words = whole(aim.baseline_words, most=LINE, refused=GoalRefused)
    goal.target_words = whole(aim.target_words, most=LINE, refused=GoalRefused)
    goal.measured_by, goal.weeks, goal.more_is_better = aim.measured_by, aim.weeks, aim.more_is_better
    goal.indicator = aim.indicator if aim.measured_by == MeasuredBy.READING else None
    goal.target, goal.due_on, goal.checks = aim.target, aim.due_on, dict(aim.checks)


@transaction.atomic
def set_goal(*, problem: Problem, aim: Aim, today: date, by: Any) -> Goal:
    """Add a goal to an open problem. Its starting point is frozen at once where the figures are there."""
    require_open_work(problem=problem, by=by)
    _checked(aim, by)
    if aim.due_on <= today:
        raise GoalRefused(_("Välj ett datum som ligger framåt i tiden."))
    goal = Goal(municipality=problem.municipality, problem=problem)
    _written(goal, aim)
    goal.save()
    _freeze(goal, today)
    note("goal.set", by=by, subject=goal, changed={"number": problem.number, "measured_by": goal.measured_by})
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, aim: Aim, version: int, today: date, by: Any) -> Goal:
    """Change a goal. By what it is measured, and its starting point, stay once that is frozen."""
    held = _held(goal, version=version, by=by)
    _checked(aim, by)
    measured = (held.measured_by, held.indicator_id, held.weeks)
    asked = (aim.measured_by, aim.indicator.pk if aim.indicator else None, aim.weeks)
    if held.is_frozen and measured != asked:
        raise GoalRefused(_("Utgångsläget är fryst. Sätt ett nytt mål om det ska mätas på ett annat sätt."))
    _written(held, aim)
    if not held.is_frozen:
        _freeze(held, today)
    return _saved(held, "goal.changed", by)


@transaction.atomic
def freeze_baseline(*, goal: Goal, today: date, by: Any) -> Goal:
    """Freeze the starting point of a goal that had no figures when it was set."""
    require_open_work(problem=goal.problem, by=by)
    if goal.is_frozen:
        raise GoalRefused(_("Utgångsläget är redan fryst."))
    _freeze(goal, today)
    if not goal.is_frozen:
        raise GoalRefused(_("Det finns inget att utgå från än: måttet har inget värde."))
    note("goal.baseline_frozen", by=by, subject=goal, changed={"number": goal.problem.number})
    return goal


@transaction.atomic
def say_of_goal(*, goal: Goal, said: str, text: str, version: int, today: date, by: Any) -> Goal:
    """Say in own words how far a goal has come; what was said before is in the logbook by day."""
    held = _held(goal, version=version, by=by)
    if said not in Said.values:
        raise GoalRefused(_("Välj hur långt ni har kommit."))
    without_persons(text)
    held.said, held.said_on = said, today
    held.said_text = whole(text, most=LINE, refused=GoalRefused)
    return _saved(held, "goal.said", by)


@transaction.atomic
def remove_goal(*, goal: Goal, by: Any) -> None:
    """Take away a goal that was set by mistake; one that the work has been judged by is kept: a closed problem's."""
    require_open_work(problem=goal.problem, by=by)
    note("goal.removed", by=by, subject=goal, changed={"number": goal.problem.number})
    goal.delete()


def _held(goal: Goal, *, version: int, by: Any) -> Goal:
    require_open_work(problem=goal.problem, by=by)
    held: Goal = Goal.objects.select_for_update().get(pk=goal.pk)
    if held.version != version:
        raise GoalRefused(_("Någon annan ändrade målet under tiden. Läs vad som står nu och spara igen."))
    return held


def _freeze(goal: Goal, today: date) -> None:
    if goal.measured_by == MeasuredBy.WORDS:
        return
    if goal.measured_by == MeasuredBy.REPORTS:
        goal.baseline = baseline_of(goal.problem, weeks=goal.weeks, today=today)
        goal.shown_to = goal.problem.shown_to
    else:
        reading = reading_of(goal, until=today)
        if reading is None:
            return
        goal.baseline = read_as(reading)
    goal.baseline_on = today
    goal.save(update_fields=["baseline", "baseline_on", "shown_to"])


def _saved(goal: Goal, happening: str, by: Any) -> Goal:
    goal.version += 1
    goal.save()
    note(happening, by=by, subject=goal, changed={"number": goal.problem.number})
    return goal
