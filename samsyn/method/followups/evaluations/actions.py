"""The verbs of evaluation: keep what can be said today, of a measure or of places chosen for being the worst."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.ground.refusals import whole
from samsyn.method.followups.actions import LONGEST_TEXT, FollowUpRefused
from samsyn.method.followups.displacement import displaced
from samsyn.method.followups.effects import Found, effect_of
from samsyn.method.followups.models import Evaluation, EvaluationPlan, WorstQuestion
from samsyn.method.followups.seen import counted_for
from samsyn.method.followups.states import Design
from samsyn.method.followups.worst import LEAST, LEAST_WEEKS, MOST, MOST_WEEKS, Asked, area_of, worst_of
from samsyn.method.measures.actions import without_persons
from samsyn.method.measures.models import Measure
from samsyn.method.observations.counted import told_to
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import require_open_work

MOST_QUESTIONS = 12


def found_of(measure: Measure, *, plan: EvaluationPlan | None, today: date) -> Found:
    """Return the effect of a measure with what happened round it, as of today; nothing is stored."""
    effect = effect_of(measure, plan=plan, today=today)
    return {**effect, "ring": displaced(measure, plan=plan, effect=effect)}


@transaction.atomic
def evaluate_measure(*, problem: Problem, measure: Measure, today: date, by: Any, text: str = "") -> Evaluation:
    """Keep what can be said today of a measure on the problem, and of what happened round it."""
    require_open_work(problem=problem, by=by)
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
def fix_worst(*, problem: Problem, asked: Asked, now: datetime, by: Any) -> WorstQuestion:
    """Fix a question about the worst places, before anybody has read its answer; the same one again is the same row.

    What the problem is about, where and for whom is fixed with it: a problem that is changed asks a new question. Every
    question is kept and counted: the more that are asked, the more it takes for one to say yes.
    """
    require_open_work(problem=problem, by=by)
    here: Problem = Problem.objects.select_for_update().get(pk=problem.pk)
    check_asked(asked, problem=here)
    told = {"places": asked.places, "first_week": asked.first.iso, "weeks": asked.weeks,
            "categories": sorted(asked.categories or here.categories), "everywhere": asked.everywhere,
            "area": None if asked.everywhere else area_of(here), "audience": told_to(here.audience)}  # fmt: skip
    of_problem = list(WorstQuestion.objects.filter(problem=here).in_order().with_names())
    for there in of_problem:
        if all(getattr(there, name) == value for name, value in told.items()):
            return there
    if len(of_problem) >= MOST_QUESTIONS:
        raise FollowUpRefused(_("Ni har frågat så mycket att slumpen snart svarar. Välj bland svaren som finns."))
    question: WorstQuestion = WorstQuestion.objects.create(
        municipality=here.municipality, problem=here, order=len(of_problem) + 1, fixed_at=now,
        fixed_by=_function_of(by), **told,
    )  # fmt: skip
    note("evaluation.worst_fixed", by=by, subject=question, changed={"number": here.number, "order": question.order})
    return question


def _function_of(by: Any) -> str:
    """Return in which role and for which party somebody asks; nothing of a machine."""
    return str(by.memberships[0])[:120] if by.memberships else ""


def asked_by(question: WorstQuestion) -> Asked:
    """Return what a question asks, as the method takes it."""
    return Asked(question.places, question.first, question.weeks, tuple(question.categories), question.everywhere,
                 question.order, question.is_early, question.area, question.audience)  # fmt: skip


@transaction.atomic
def answer_worst(*, question: WorstQuestion, today: date, by: Any, text: str = "") -> Evaluation:
    """Keep what can be said today of the worst places that a question fixed, beside what such places do anyway."""
    problem = question.problem
    require_open_work(problem=problem, by=by)
    require_here(by, question)
    asked = asked_by(question)
    if asked.answered_from.first_day > today:
        raise FollowUpRefused(_("För tidigt: lika många veckor efteråt har inte gått än."))
    told = {"count": asked.places, "first": asked.first.label, "weeks": asked.weeks, "order": asked.order}
    made = Evaluation(
        problem=problem, question=question, design=Design.WORST, asked=told, text=text, shown_to=question.audience,
        figures=worst_of(problem, asked=asked, today=today),
    )  # fmt: skip
    return _kept(made, today=today, by=by)


def check_asked(asked: Asked, *, problem: Problem) -> None:
    """Raise FollowUpRefused where places or weeks are outside what the method is measured on, or another problem's."""
    if not LEAST <= asked.places <= MOST:
        raise FollowUpRefused(_("Välj mellan 3 och 30 platser."))
    if not LEAST_WEEKS <= asked.weeks <= MOST_WEEKS:
        raise FollowUpRefused(_("Välj mellan 4 och 52 veckor."))
    if not set(asked.categories) <= set(problem.categories):
        raise FollowUpRefused(_("Välj bland problemets egna kategorier."))


def _kept(made: Evaluation, *, today: date, by: Any) -> Evaluation:
    without_persons(made.text)
    made.municipality, made.made_on = made.problem.municipality, today
    made.text = whole(made.text, most=LONGEST_TEXT, refused=FollowUpRefused)
    made.save()
    note("evaluation.made", by=by, subject=made, changed={"number": made.problem.number, "design": made.design})
    return made
