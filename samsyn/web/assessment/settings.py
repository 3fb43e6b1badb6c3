"""What the municipality sets for its assessments: the states, how each group assesses, and the parameters."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.people.models import Group
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.jobs.assessing import measure_now
from samsyn.method.pictures.assessment_models import (
    AssessmentMethod,
    Colour,
    Parameter,
    StateScale,
    SuggestedWhen,
    Symbol,
)
from samsyn.method.pictures.assessments.actions import (
    MOST_LEVELS,
    choose_method,
    forget_method,
    save_parameters,
    set_scale,
)
from samsyn.method.pictures.assessments.shipped import SCALES, Level
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.assessment.rows import levels_of
from samsyn.web.guard import members_who

EMPTY_ROWS = 3


@members_who(Permission.MANAGE_SETTINGS)
def scale(request: HttpRequest) -> HttpResponse:
    """Show the states in order and let them be changed; the saved version is the next one's beginning."""
    rows: list[Any] = [*levels_of(request.member)]
    refused = ""
    if request.method == "POST":
        shipped = SCALES.get(request.POST.get("fardig", ""))
        rows = list(shipped) if shipped else _levels(request)
        try:
            set_scale(levels=rows, now=timezone.now(), by=request.member)
            messages.success(request, _("Skalan gäller från och med nu. Tidigare bedömningar behåller sina ord."))
            return redirect(request.path)
        except Refused as refusal:
            refused = refusal.sentence
    latest = StateScale.objects.visible_to(request.member).latest_first().first()
    context = {
        "rows": [*rows, *[None] * max(0, MOST_LEVELS - len(rows))], "refused": refused, "latest": latest,
        "colours": Colour.choices, "symbols": Symbol.choices, "whens": SuggestedWhen.choices,
        "shipped": [{"code": code, "levels": levels} for code, levels in SCALES.items()],
    }  # fmt: skip
    return render(request, "assessment/scale.html", context, status=422 if refused else 200)


def _levels(request: HttpRequest) -> list[Level]:
    """Return the rows that have a word, in the order they were numbered; what is as heavy is told by the order."""
    found = []
    for at in range(MOST_LEVELS):
        name = request.POST.get(f"ord-{at}", "").strip()
        if not name:
            continue
        code = request.POST.get(f"kod-{at}", "") or slugify(name)[:30] or f"lage-{at}"
        weight = request.POST.get(f"tyngd-{at}", "")
        found.append(Level(
            code, request.POST.get(f"farg-{at}", ""), request.POST.get(f"symbol-{at}", ""),
            min(int(weight), 9) if weight.isdecimal() else at, name[:40],
            (request.POST.get(f"engelska-{at}", "").strip() or name)[:40],
            request.POST.get(f"betyder-{at}", "").strip()[:200], request.POST.get(f"betyder-en-{at}", "").strip()[:200],
            request.POST.get(f"foreslas-{at}", ""),
        ))  # fmt: skip
    return found


@members_who(Permission.MANAGE_SETTINGS)
def methods(request: HttpRequest) -> HttpResponse:
    """Choose how the municipality, and each group for its own areas, assesses."""
    groups = list(Group.objects.visible_to(request.member).order_by("name"))
    if request.method == "POST":
        try:
            choose_method(kind=request.POST.get("kommunen", ""), by=request.member)
            for group in groups:
                kind = request.POST.get(f"grupp-{group.pk}", "")
                if kind:
                    choose_method(kind=kind, group=group, by=request.member)
                else:
                    forget_method(group=group, by=request.member)
            messages.success(request, _("Sparat. Det gäller från nästa bild som tas fram."))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return redirect(request.path)
    chosen = _chosen(request.member)
    context = {
        "kinds": AssessmentMethod.Kind.choices, "whole": chosen.get(None, AssessmentMethod.Kind.HISTORY),
        "groups": [{"group": group, "kind": chosen.get(group.pk, "")} for group in groups],
        "has_parameters": Parameter.objects.visible_to(request.member).exists(),
    }  # fmt: skip
    return render(request, "assessment/methods.html", context)


def _chosen(member: Any) -> dict[Any, str]:
    return dict(AssessmentMethod.objects.visible_to(member).values_list("group", "kind"))


@members_who(Permission.MANAGE_SETTINGS)
def parameters(request: HttpRequest) -> HttpResponse:
    """Show the list of parameters and let it be changed."""
    rows: list[Any] = list(Parameter.objects.visible_to(request.member).order_by("-active", "position", "code"))
    refused = ""
    if request.method == "POST":
        rows = _rows(request)
        try:
            save_parameters(rows=rows, by=request.member)
            messages.success(request, _("Listan är sparad. Svar som redan finns står kvar."))
            return redirect(request.path)
        except Refused as refusal:
            refused = refusal.sentence
    context = {"rows": [*rows, *[None] * EMPTY_ROWS], "refused": refused}
    return render(request, "assessment/parameters.html", context, status=422 if refused else 200)


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    found = []
    for at, name in enumerate(request.POST.getlist("ord")):
        if name.strip():
            most = _at(request, "hogst", at)
            found.append({
                "code": _at(request, "kod", at), "name_sv": name, "name_en": _at(request, "engelska", at) or name,
                "most": int(most) if most.isdecimal() else 3, "active": _at(request, "pa", at) != "nej",
            })  # fmt: skip
    return found


def _at(request: HttpRequest, name: str, at: int) -> str:
    values = request.POST.getlist(name)
    return values[at].strip() if at < len(values) else ""


@members_who(Permission.MANAGE_SETTINGS)
@require_POST
def measure(request: HttpRequest) -> HttpResponse:
    """Measure anew how often the suggestions are wrong, in the background."""
    picture = SituationalPicture.objects.visible_to(request.member).latest_first().first()
    kind = request.POST.get("satt", "")
    if picture is None or kind not in AssessmentMethod.Kind.values:
        messages.error(request, _("Ta fram en lägesbild först."))
        return redirect(f"/{request.member.municipality.slug}/lagesbild/")
    measure_now.enqueue(request.member.municipality.slug, kind, picture.iso_week)
    messages.success(request, _("Mätningen är igång. Ladda om sidan om en stund."))
    return redirect(f"/{request.member.municipality.slug}/lagesbild/{picture.week.address}/bedomning#fel")
