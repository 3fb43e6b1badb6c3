"""The worst places on screen: a question is fixed first, its answer shown and kept afterwards, and all are counted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.followups.evaluations.actions import answer_worst, asked_by, fix_worst
from samsyn.method.followups.models import Evaluation, WorstQuestion
from samsyn.method.followups.sentences import FAULTS, GRADES, level_sentence, worst_sentence
from samsyn.method.followups.worst import level_of
from samsyn.method.observations.models import Category
from samsyn.method.problems.models import Problem
from samsyn.web.evaluation.forms import WorstForm
from samsyn.web.guard import members_who
from samsyn.web.problem.steps import MAY_LOOK, found_problem
from samsyn.web.templatetags.samsyn import named


def questions_of(request: HttpRequest, problem: Problem) -> dict[str, Any]:
    """Return every question about the worst places with its latest answer, and the form of the next."""
    member, today = request.member, timezone.localdate()
    rows = list(WorstQuestion.objects.visible_to(member).of_problem(problem).in_order().with_names())
    answers: dict[Any, Evaluation] = {}
    for made in Evaluation.objects.visible_to(member).of_problem(problem).exclude(question=None).latest_first():
        answers.setdefault(made.question_id, made)
    codes = {code for row in rows for code in row.categories}
    names = {row.code: named(row) for row in Category.objects.visible_to(member).filter(code__in=codes)}
    told = [_told(row, names, answers.get(row.pk), today) for row in rows]
    return {"worst": WorstForm(problem=problem, member=member, today=today), "questions": told,
            "next_level": level_sentence(len(rows) + 1, level=level_of(len(rows) + 1))}  # fmt: skip


def _told(row: WorstQuestion, names: dict[str, str], made: Evaluation | None, today: Any) -> dict[str, Any]:
    """Return a question in words with what was answered, or when it can be."""
    asked = asked_by(row)
    return {
        "row": row, "first": asked.first, "last": asked.first + (asked.weeks - 1), "then": asked.then,
        "until": asked.answered_from - 1, "where": row.area.name if row.area is not None else "",
        "about": [names.get(code, code) for code in row.categories],
        "level": level_sentence(row.order, level=level_of(row.order)), "early": asked.early,
        "answer": answer_words(made.figures) if made is not None else None, "made": made,
        "may_answer": asked.answered_from.first_day <= today, "answered_from": asked.answered_from.first_day,
    }  # fmt: skip


def answer_words(found: dict[str, Any]) -> dict[str, Any]:
    """Return an answer as it is said: its sentence, grade and cautions, and how sure its limits are."""
    return {**found, "sentence": worst_sentence(found), "grade_words": GRADES[found["grade"]] if "grade" in found
            else "", "cautions": [FAULTS[each] for each in found.get("because", ()) if each in FAULTS],
            "sure": 100 * (1 - found.get("level", 0.05))}  # fmt: skip


def _back(request: HttpRequest, number: int) -> HttpResponse:
    return redirect(f"/{request.member.municipality.slug}/problem/{number}/utvardering#varst")


@members_who(*MAY_LOOK)
@require_POST
def fix(request: HttpRequest, number: int) -> HttpResponse:
    """Fix what is asked; nothing is answered here."""
    problem = found_problem(request, number)
    form = WorstForm(request.POST, problem=problem, member=request.member, today=timezone.localdate())
    try:
        if not form.is_valid():
            raise Refused(_("Välj antal platser och veckor."))
        fix_worst(problem=problem, asked=form.asked(), now=timezone.now(), by=request.member)
        messages.success(request, _("Frågan är bestämd. Den ändras inte, och räknas även om ingen gillar svaret."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return _back(request, number)


@members_who(*MAY_LOOK)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a question that was fixed, and keep the answer as it is today."""
    problem = found_problem(request, number)
    order = request.POST.get("fraga", "")
    rows = WorstQuestion.objects.visible_to(request.member).of_problem(problem).select_related("problem")
    question = get_object_or_404(rows, order=int(order) if order.isdecimal() and len(order) < 4 else 0)
    try:
        answer_worst(question=question, today=timezone.localdate(), by=request.member,
                     text=request.POST.get("text", ""))  # fmt: skip
        messages.success(request, _("Svaret är sparat som det är i dag."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return _back(request, number)
