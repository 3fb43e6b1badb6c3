"""The evaluation of one problem's work: each measure's plan and effect, the ring round it, and the worst places."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.ground.refusals import Refused
from samsyn.method.followups.actions import fix_comparison
from samsyn.method.followups.evaluations.actions import evaluate_measure, found_of
from samsyn.method.followups.models import Evaluation, EvaluationPlan
from samsyn.method.followups.planned import suggested_comparisons
from samsyn.method.followups.seen import counted_for, may_read_power
from samsyn.method.followups.sentences import (
    GRADES,
    RING_TAGS,
    power_sentence,
    ring_sentence,
    worst_sentence,
)
from samsyn.method.followups.states import Design
from samsyn.method.measures.models import Measure
from samsyn.method.problems.models import Problem
from samsyn.web.evaluation.drawing import ring_map
from samsyn.web.evaluation.forms import PlanForm
from samsyn.web.evaluation.worst import questions_of
from samsyn.web.followup.views import told
from samsyn.web.guard import members_who
from samsyn.web.measures.forms import areas_of
from samsyn.web.measures.views import shown
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem


@members_who(*MAY_LOOK)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show every measure's plan and what can be said of it today."""
    return page_of(request, found_problem(request, number))


def page_of(
    request: HttpRequest, problem: Problem, *, plan_form: tuple[int, PlanForm] | None = None, status: int = 200
) -> HttpResponse:
    """Show the page, with a plan as it was filled in."""
    member, today = request.member, timezone.localdate()
    context = around(problem, member=member, step="evaluation")
    decides = context["works"] and member.may(Permission.DECIDE_MEASURES)
    rows = Measure.objects.visible_to(member).on_problem(problem).exclude(state="cancelled").with_names()
    measures = list(rows.select_related("problem").prefetch_related("revised_by").order_by("number"))
    plans = {one.measure_id: one for one in
             EvaluationPlan.objects.visible_to(member).filter(measure__in=measures).with_names()}  # fmt: skip
    asked = plan_form[0] if plan_form else _number(request.GET.get("plan", ""))
    judged = []
    for measure in measures:
        row = _judged(counted_for(measure, member=member), plans.get(measure.pk), today)
        if measure.pk in plans and not may_read_power(plans[measure.pk], member=member):
            row["power"] = ""
        if decides and (asked == measure.number or measure.pk not in plans):
            row |= _planning(measure, plans.get(measure.pk), member, today, plan_form)
        judged.append(row)
    context |= {
        "rows": judged, "decides": decides, "today": today, "kept": _kept(problem, member),
        **questions_of(request, problem),
    }  # fmt: skip
    return render(request, "evaluation/page.html", context, status=status)


def _judged(measure: Any, plan: EvaluationPlan | None, today: Any) -> dict[str, Any]:
    """Return a measure with its plan in words and what can be said of it today."""
    found = found_of(measure, plan=plan, today=today)
    return {
        **shown(measure, today=today), "plan": plan, "effect": told(found), "ring": _ring(found, measure),
        "early": plan is not None and plan.is_before(measure.begins_on), "begun": measure.begins_on is not None,
        "power": power_sentence(plan.power, weeks=plan.weeks) if plan is not None else "",
    }  # fmt: skip


def _ring(found: dict[str, Any], measure: Any) -> dict[str, Any] | None:
    ring = found["ring"]
    if ring["says"] == "no_ring":
        return None
    symbol, kind = RING_TAGS.get(ring["says"], ("question", ""))
    place = measure.place
    drawn = ring_map(ring, lon=place.lon, lat=place.lat, title=_("Platserna runt omkring")) if ring.get("spots") else ""
    sentence = ring_sentence(ring, effect=found["says"])
    return {**ring, "sentence": sentence, "symbol": symbol, "kind": kind, "drawn": drawn}


def _planning(
    measure: Any, plan: EvaluationPlan | None, member: Any, today: Any, filled: tuple[int, PlanForm] | None
) -> dict[str, Any]:
    """Return the form of the plan, with the places that were like this one before."""
    suggestions = suggested_comparisons(counted_for(measure, member=member), today=today)
    first: dict[str, Any] = {}
    if plan is not None:
        chosen = f"place:{plan.comparison_place_id}" if plan.comparison_place_id else f"area:{plan.comparison_area_id}"
        first = {"where": chosen if plan.compared_with else "", "weeks": str(plan.weeks), "aim": plan.aim,
                 "ring": str(plan.ring_m)}  # fmt: skip
    form = filled[1] if filled and filled[0] == measure.number else PlanForm(
        member=member, suggestions=suggestions, initial=first, auto_id=f"p{measure.number}_%s")  # fmt: skip
    return {"form": form, "suggestions": suggestions}


def _kept(problem: Problem, member: Any) -> list[dict[str, Any]]:
    """Return the evaluations that were kept, the latest first, as they were said then."""
    rows = Evaluation.objects.visible_to(member).of_problem(problem).latest_first().select_related("measure")
    return [_read(row) for row in rows]


def _read(row: Evaluation) -> dict[str, Any]:
    found = row.figures
    if row.design == Design.WORST:
        return {"row": row, "sentence": worst_sentence(found), "grade": _grade(found), "ring": ""}
    effect = told(found)
    return {"row": row, "sentence": effect["sentence"], "grade": effect["grade_words"],
            "ring": ring_sentence(found["ring"], effect=found["says"]) if "ring" in found else ""}  # fmt: skip


def _grade(found: dict[str, Any]) -> Any:
    return GRADES[found["grade"]] if "grade" in found else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _measure(request: HttpRequest, problem: Problem) -> Measure:
    rows = Measure.objects.visible_to(request.member).on_problem(problem).with_names()
    return get_object_or_404(rows, number=_number(request.POST.get("measure", "")))  # type: ignore[no-any-return]


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Fix the plan of a measure; before its start it is worth more."""
    problem, member, today = found_problem(request, number), request.member, timezone.localdate()
    measure = _measure(request, problem)
    suggestions = suggested_comparisons(counted_for(measure, member=member), today=today)
    form = PlanForm(request.POST, member=member, suggestions=suggestions,
                    auto_id=f"p{measure.number}_%s")  # fmt: skip
    if not form.is_valid():
        return page_of(request, problem, plan_form=(measure.number, form), status=422)
    kind, _colon, pk = form.cleaned_data["where"].partition(":")
    try:
        made = fix_comparison(
            measure=measure, today=today, by=member, weeks=int(form.cleaned_data["weeks"]),
            aim=form.cleaned_data["aim"], ring_m=int(form.cleaned_data["ring"] or 0),
            area=areas_of(member).get(pk=pk) if kind == "area" else None,
            place=Place.objects.visible_to(member).get(pk=pk) if kind == "place" else None,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("where", refusal.sentence)
        return page_of(request, problem, plan_form=(measure.number, form), status=422)
    early = made.is_before(measure.begins_on)
    messages.success(request, _("Planen är bestämd före start.") if early else
                     _("Planen är sparad, och märkt som vald i efterhand."))  # fmt: skip
    return redirect(f"/{member.municipality.slug}/problem/{number}/utvardering#a-{measure.number}")


@members_who(*MAY_LOOK)
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what can be said of a measure today."""
    problem = found_problem(request, number)
    measure = _measure(request, problem)
    try:
        evaluate_measure(problem=problem, measure=measure, text=request.POST.get("text", ""),
                         today=timezone.localdate(), by=request.member)  # fmt: skip
        messages.success(request, _("Utvärderingen är sparad som den är i dag."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("evaluation:show", request.member.municipality.slug, number)
