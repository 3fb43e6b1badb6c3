"""The measures of one problem: what is chosen against which cause, what is missing, and what could be chosen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.followups.models import EvaluationPlan
from samsyn.method.measures.actions import decide_measure
from samsyn.method.measures.against.actions import aim_measure, let_go
from samsyn.method.measures.against.coverage import Coverage, coverage_of
from samsyn.method.measures.against.hints import hints_for
from samsyn.method.measures.models import KnownMeasure, Measure
from samsyn.method.problems.cause_models import Side
from samsyn.method.problems.models import Cause, Problem
from samsyn.web.against.forms import KnownFilter, ProblemLineForm, first_of
from samsyn.web.guard import members_who
from samsyn.web.measures.catalogue import GRADES
from samsyn.web.measures.doing import version_of
from samsyn.web.measures.views import shown
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem
from samsyn.web.templatetags.samsyn import named

MOST_KNOWN, MOST_LOOSE = 12, 50


def _measures(problem: Problem, member: Any) -> list[Any]:
    rows = Measure.objects.visible_to(member).on_problem(problem).with_names()
    return list(rows.select_related("known").prefetch_related("causes").in_order())


@members_who(*MAY_LOOK)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show the causes with their measures, the measures, and the known ones that fit."""
    problem, member, today = found_problem(request, number), request.member, timezone.localdate()
    measures = _measures(problem, member)
    coverage = coverage_of(problem, measures=measures, by=member)
    context = around(problem, member=member, step="measures")
    decides = context["works"] and member.may(Permission.DECIDE_MEASURES)
    plans = EvaluationPlan.objects.visible_to(member).filter(measure__in=measures).with_names()
    planned = {plan.measure_id: plan for plan in plans}
    causes = [each.cause for each in coverage.causes]
    context |= {
        "rows": [_shown(one, planned.get(one.pk), today) for one in measures], "coverage": _covered(coverage),
        "hints": hints_for(problem, measures=measures, coverage=coverage), "decides": decides, "causes": causes,
        "bare": len(coverage.bare), "aimless": {one.pk for one in coverage.without_cause},
    }  # fmt: skip
    if decides:
        context |= _known(request, causes)
        loose = Measure.objects.visible_to(member).open().filter(problem=None).with_names().order_by("-number")
        context["loose"] = list(loose[:MOST_LOOSE])
    return render(request, "against/page.html", context)


def _shown(measure: Any, plan: EvaluationPlan | None, today: Any) -> dict[str, Any]:
    """Return a line about a measure on the problem: its causes, the day it is asked about, and its plan."""
    return {
        **shown(measure, today=today), "plan": plan,
        "causes": [each for each in measure.causes.all() if each.struck_on is None],
        "early": plan is not None and plan.is_before(measure.begins_on),
    }  # fmt: skip


def _covered(coverage: Coverage) -> list[dict[str, Any]]:
    return [
        {"cause": each.cause, "side": Side(each.cause.side).label, "measures": each.measures, "bare": each.is_bare}
        for each in coverage.causes
    ]


def _known(request: HttpRequest, causes: list[Cause]) -> dict[str, Any]:
    """Return the part of the catalogue that fits the choice, with how it went here."""
    member = request.member
    chosen = KnownFilter(request.GET, causes=causes)
    seen = Measure.objects.visible_to(member)
    rows = chosen.rows(KnownMeasure.objects.visible_to(member).in_use().with_experience(seen))
    known = []
    for row in rows[:MOST_KNOWN]:
        symbol, kind = GRADES.get(row.grade, ("circle", ""))
        known.append({"known": row, "symbol": symbol, "kind": kind})
    return {"form": chosen, "known": known, "left": max(len(rows) - MOST_KNOWN, 0), "chosen_cause": chosen.cause}


@members_who(Permission.DECIDE_MEASURES)
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Choose a measure for the problem, from the catalogue or from scratch."""
    problem, member, today = found_problem(request, number), request.member, timezone.localdate()
    causes = list(Cause.objects.visible_to(member).of_problem(problem).order_by("position", "created_at"))
    known = KnownMeasure.objects.visible_to(member).filter(code=request.GET.get("kand", "")).first()
    cause = next((each for each in causes if str(each.pk) == request.GET.get("orsak", "")), None)
    more = {"member": member, "today": today, "problem": problem, "causes": causes}
    if request.method != "POST":
        form = ProblemLineForm(initial=first_of(problem, known=known, cause=cause, today=today), **more)
        return _form(request, problem, form, known)
    form = ProblemLineForm(request.POST, **more)
    if not form.is_valid():
        return _form(request, problem, form, known, status=422)
    try:
        measure = decide_measure(line=form.line(), today=today, by=member)
    except Refused as refusal:
        form.add_error("what", refusal.sentence)
        return _form(request, problem, form, known, status=422)
    told = _("Åtgärd %(number)s är beslutad. Bestäm nu hur den ska utvärderas, innan den börjar.")
    messages.success(request, told % {"number": measure.number})
    if measure.at_peak:
        messages.warning(request, _("Platsen har ovanligt många rapporter just nu och blir nog lugnare av sig själv. "
                                    "Bestäm vad åtgärden ska jämföras med innan den börjar."))  # fmt: skip
    return redirect(f"/{member.municipality.slug}/problem/{number}/utvardering#a-{measure.number}")


def _form(
    request: HttpRequest, problem: Problem, form: ProblemLineForm, known: KnownMeasure | None, *, status: int = 200
) -> HttpResponse:
    context = {**around(problem, member=request.member, step="measures"), "form": form,
               "known": known, "known_name": named(known) if known else ""}  # fmt: skip
    return render(request, "against/add.html", context, status=status)


def _measure(request: HttpRequest) -> Measure:
    number = request.POST.get("measure", "")
    wanted = int(number) if number.isdecimal() and len(number) < 9 else 0
    return get_object_or_404(Measure.objects.visible_to(request.member), number=wanted)  # type: ignore[no-any-return]


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def aim(request: HttpRequest, number: int) -> HttpResponse:
    """Say which causes a measure is against; a weekly one comes to the problem."""
    problem, measure = found_problem(request, number), _measure(request)
    wanted = set(request.POST.getlist("causes"))
    causes = [each for each in Cause.objects.visible_to(request.member).of_problem(problem) if str(each.pk) in wanted]
    version = version_of(request) if "version" in request.POST else measure.version
    try:
        aim_measure(measure=measure, problem=problem, causes=causes, version=version, by=request.member)
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("against:show", request.member.municipality.slug, number)


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Take a measure off the problem."""
    problem, measure = found_problem(request, number), _measure(request)
    try:
        if measure.problem_id == problem.pk:
            let_go(measure=measure, version=version_of(request), by=request.member)
            messages.success(request, _("Åtgärden står kvar, men hör inte längre till problemet."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("against:show", request.member.municipality.slug, number)
