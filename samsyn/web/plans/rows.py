"""The rows of a document: problems, measures, what came of them, and who has signed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.plans.models import PlanDocument, PlanMeasure, PlanProblem, Signature
from samsyn.method.plans.parts import WITH_MEASURES
from samsyn.method.plans.rows.actions import (
    remove_measure,
    remove_problem,
    save_measure,
    save_problem,
    say_outcome,
    sign,
)
from samsyn.web.days import day_of
from samsyn.web.plans.forms import MeasureForm, ProblemForm
from samsyn.web.plans.views import _tabs, found, home, leads, refused, state_of


@leads
def index(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the problems of a draft with the measures against each, and a line to add one."""
    document = found(request, pk)
    problems = list(document.problems.in_order().select_related("area", "problem", "traces_to"))
    measures = list(document.measures.in_order().with_names())
    context = {
        "plan": document, "state": state_of(document), "tabs": _tabs(request, document, "rows"),
        "with_measures": document.kind in WITH_MEASURES,
        "problems": [{"row": row, "measures": [one for one in measures if one.plan_problem_id == row.pk]}
                     for row in problems],
        "loose": [one for one in measures if one.plan_problem_id is None],
        "problem_form": ProblemForm(document=document, member=request.member, row=None),
        "measure_form": MeasureForm(document=document, member=request.member, row=None),
    }  # fmt: skip
    return render(request, "plans/rows.html", context)


def _row_page(request: HttpRequest, document: PlanDocument, form: Any, *, drop: str, title: str) -> HttpResponse:
    context = {"plan": document, "form": form, "drop": drop, "title": title}
    return render(request, "plans/row.html", context, status=422 if form.errors else 200)


@leads
def problem(request: HttpRequest, pk: UUID, row: UUID | None = None) -> HttpResponse:
    """Add a problem to a draft, or change one."""
    document, member = found(request, pk), request.member
    kept = get_object_or_404(PlanProblem.objects.visible_to(member), document=document, pk=row) if row else None
    form = ProblemForm(request.POST or None, document=document, member=member, row=kept)
    if request.method == "POST" and form.is_valid():
        try:
            save_problem(document=document, said=form.said(), row=kept, by=member)
            return redirect(f"{home(request, document)}/rader")
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    drop = f"{home(request, document)}/problem/{kept.pk}/ta-bort" if kept else ""
    return _row_page(request, document, form, drop=drop, title=_("Problem"))


@leads
def measure(request: HttpRequest, pk: UUID, row: UUID | None = None) -> HttpResponse:
    """Add a measure to a plan, or change one."""
    document, member = found(request, pk), request.member
    kept = get_object_or_404(PlanMeasure.objects.visible_to(member), document=document, pk=row) if row else None
    form = MeasureForm(request.POST or None, document=document, member=member, row=kept)
    if request.method == "POST" and form.is_valid():
        try:
            save_measure(document=document, said=form.said(), row=kept, by=member)
            return redirect(f"{home(request, document)}/rader")
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    drop = f"{home(request, document)}/atgard/{kept.pk}/ta-bort" if kept else ""
    return _row_page(request, document, form, drop=drop, title=_("Åtgärd"))


@leads
@require_POST
def drop_problem(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Take a problem out of a draft."""
    document = found(request, pk)
    kept = get_object_or_404(PlanProblem.objects.visible_to(request.member), document=document, pk=row)
    try:
        remove_problem(document=document, row=kept, by=request.member)
    except Refused as refusal:
        refused(request, refusal)
    return redirect(f"{home(request, document)}/rader")


@leads
@require_POST
def drop_measure(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Take a measure out of a plan."""
    document = found(request, pk)
    kept = get_object_or_404(PlanMeasure.objects.visible_to(request.member), document=document, pk=row)
    try:
        remove_measure(document=document, row=kept, by=request.member)
    except Refused as refusal:
        refused(request, refusal)
    return redirect(f"{home(request, document)}/rader")


@leads
@require_POST
def outcome(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Say what came of a measure in a decided plan."""
    document = found(request, pk)
    kept = get_object_or_404(PlanMeasure.objects.visible_to(request.member), document=document, pk=row)
    try:
        told = request.POST
        say_outcome(row=kept, outcome=told.get("utfall", ""), came_of=told.get("kommentar", ""), by=request.member)
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        refused(request, refusal)
    return redirect(f"{home(request, document)}/uppfoljning")


@leads
@require_POST
def signed(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Note the day when a function signed; empty takes it back."""
    document = found(request, pk)
    kept = get_object_or_404(Signature.objects.visible_to(request.member), document=document, pk=row)
    told = request.POST.get("dag", "")
    try:
        sign(row=kept, on=day_of(told) or (timezone.localdate() if told else None), by=request.member)
    except Refused as refusal:
        refused(request, refusal)
    return redirect(home(request, document))
