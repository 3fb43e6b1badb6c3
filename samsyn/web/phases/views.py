"""The phase models of the municipality, and the button that places an area or a problem in a phase."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.problems.models import Phase, PhaseModel, PhasePlacement, Problem
from samsyn.method.problems.phases.actions import (
    TEXTS,
    add_phase,
    add_phase_models,
    own_phase_model,
    place_in_phase,
    switch_phase_model,
    write_phase,
)
from samsyn.web.guard import members_who
from samsyn.web.measures.forms import areas_of
from samsyn.web.not_lost import with_mine
from samsyn.web.phases.placing import phases_of
from samsyn.web.sorting import in_order

MAY_LOOK = (Permission.SEE_MEASURES, Permission.LEAD_MEETING)
leads = members_who(Permission.LEAD_MEETING)


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/faser"


@members_who(*MAY_LOOK)
def show(request: HttpRequest) -> HttpResponse:
    """Show the models with their phases, and which areas have been placed in one."""
    member, leading = request.member, request.member.may(Permission.LEAD_MEETING)
    models = PhaseModel.objects.visible_to(member).order_by("position", "code").prefetch_related("phases")
    shown = [each for each in models if leading or each.active]
    placed = PhasePlacement.objects.visible_to(member).exclude(area=None).latest_first()
    stands: dict[Any, PhasePlacement] = {}
    for one in placed:
        stands.setdefault((one.area_id, one.phase.model_id), one)
    context = {
        "models": [{"model": each, "phases": sorted(each.phases.all(), key=lambda one: one.number)} for each in shown],
        "leads": leading, "areas": in_order(areas_of(member)) if leading else [], "stands": list(stands.values()),
        "choices": phases_of(member, area=None) if leading else None,
    }  # fmt: skip
    return render(request, "phases/page.html", context)


def _done(request: HttpRequest, verb: Callable[[], Any], *, mine: str = "", to: str = "") -> HttpResponse:
    try:
        verb()
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, mine))
    return redirect(to or _home(request))


@leads
@require_POST
def examples(request: HttpRequest) -> HttpResponse:
    """Copy the two examples, switched off."""
    return _done(request, lambda: add_phase_models(by=request.member))


@leads
@require_POST
def own(request: HttpRequest) -> HttpResponse:
    """Begin a model of the municipality's own."""
    name = request.POST.get("name", "")
    return _done(request, lambda: own_phase_model(name=name, by=request.member), mine=name)


@leads
@require_POST
def model(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Switch a model on or off, or add a phase to it."""
    row = get_object_or_404(PhaseModel.objects.visible_to(request.member), pk=pk)
    if "ny" in request.POST:
        name = request.POST.get("name", "")
        return _done(request, lambda: add_phase(model=row, name=name, by=request.member), mine=name)
    active = request.POST.get("active") == "ja"
    return _done(request, lambda: switch_phase_model(model=row, active=active, by=request.member))


@leads
@require_POST
def phase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the words of a phase."""
    row = get_object_or_404(Phase.objects.visible_to(request.member).select_related("model"), pk=pk)
    texts = {name: request.POST[name] for name in ("name_sv", *TEXTS) if name in request.POST}
    return _done(request, lambda: write_phase(phase=row, texts=texts, by=request.member), mine=" ".join(texts.values()))


@members_who(*MAY_LOOK)
@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Place a problem or an area in a phase, with a reason."""
    member, told = request.member, request.POST
    row = get_object_or_404(Phase.objects.visible_to(member).in_use().select_related("model"), pk=_uuid(told, "fas"))
    problem = area = None
    if told.get("problem", "").isdecimal() and len(told["problem"]) < 9:
        problem = get_object_or_404(Problem.objects.visible_to(member), number=int(told["problem"]))
    else:
        area = get_object_or_404(areas_of(member), pk=_uuid(told, "area"))
    why = told.get("motivation", "")

    def placed() -> None:
        place_in_phase(
            phase=row, motivation=why, today=timezone.localdate(), by=member, problem=problem, area=area
        )

    to = f"/{member.municipality.slug}/problem/{problem.number}" if problem is not None else ""
    return _done(request, placed, mine=why, to=to)


def _uuid(told: Any, name: str) -> UUID:
    try:
        return UUID(told.get(name, ""))
    except ValueError:
        raise Http404 from None
