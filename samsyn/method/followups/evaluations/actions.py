"""The verbs of evaluation: keep what can be said today, of a measure or of places chosen for being the worst."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.ground.refusals import whole
from samsyn.method.followups.actions import LONGEST_TEXT, FollowUpRefused
from samsyn.method.followups.displacement import displaced
from samsyn.method.followups.effects import Found, effect_of
from samsyn.method.followups.models import Evaluation, EvaluationPlan
from samsyn.method.followups.seen import counted_for
from samsyn.method.followups.states import Design
from samsyn.method.followups.worst import LEAST, LEAST_WEEKS, MOST, MOST_WEEKS, Asked, worst_of
from samsyn.method.measures.actions import without_persons
from samsyn.method.measures.models import Measure
from samsyn.method.observations.counted import told_to
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import require_work_on


def found_of(measure: Measure, *, plan: EvaluationPlan | None, today: date) -> Found:
    """Return the effect of a measure with what happened round it, as of today; nothing is stored."""
    effect = effect_of(measure, plan=plan, today=today)
    return {**effect, "ring": displaced(measure, plan=plan, effect=effect)}


@transaction.atomic
def evaluate_measure(*, problem: Problem, measure: Measure, today: date, by: Any, text: str = "") -> Evaluation:
    """Keep what can be said today of a measure on the problem, and of what happened round it."""
    require_work_on(problem=problem, by=by)
    require_here(by, measure)
    if measure.problem_id != problem.pk:
        raise FollowUpRefused(_("Välj en av problemets egna åtgärder."))
    plan = EvaluationPlan.objects.filter(measure=measure).with_names().first()
    asked = {"measure": measure.number, "compared_with": plan.compared_with if plan else ""}
    counted = counted_for(measure, member=by)
    found = found_of(counted, plan=plan, today=today)
    made = Evaluation(
        problem=problem, measure=measure, design=Design.MEASURE, asked=asked, figures=found, text=text,
        shown_to=told_to(counted.audience),
    )  # fmt: skip
    return _kept(made, today=today, by=by)


@transaction.atomic
def evaluate_worst(*, problem: Problem, asked: Asked, today: date, by: Any, text: str = "") -> Evaluation:
    """Keep what can be said of the places that had the most reports in a time, beside what such places do anyway."""
    require_work_on(problem=problem, by=by)
    check_asked(asked)
    told = {"count": asked.places, "first": asked.first.label, "weeks": asked.weeks}
    made = Evaluation(
        problem=problem, design=Design.WORST, asked=told, figures=worst_of(problem, asked=asked, today=today),
        text=text, shown_to=problem.shown_to,
    )  # fmt: skip
    return _kept(made, today=today, by=by)


def check_asked(asked: Asked) -> None:
    """Raise FollowUpRefused where the number of places or weeks is outside what the method is measured on."""
    if not LEAST <= asked.places <= MOST:
        raise FollowUpRefused(_("Välj mellan 3 och 30 platser."))
    if not LEAST_WEEKS <= asked.weeks <= MOST_WEEKS:
        raise FollowUpRefused(_("Välj mellan 4 och 52 veckor."))


def _kept(made: Evaluation, *, today: date, by: Any) -> Evaluation:
    without_persons(made.text)
    made.municipality, made.made_on = made.problem.municipality, today
    made.text = whole(made.text, most=LONGEST_TEXT, refused=FollowUpRefused)
    made.save()
    note("evaluation.made", by=by, subject=made, changed={"number": made.problem.number, "design": made.design})
    return made
