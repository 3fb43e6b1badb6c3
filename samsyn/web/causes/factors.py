"""Risk and protective factors of an area: a page of their own, and a part that the area's profile shows."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused
from samsyn.method.problems.cause_models import AreaFactor, Basis, ShownTo
from samsyn.method.problems.factors.actions import EVIDENCE, TEXT, Factor, add_factor, change_factor, end_factor
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of

MAY_LOOK = (Permission.SEE_MEASURES, Permission.LEAD_MEETING)
leads = members_who(Permission.LEAD_MEETING)


class FactorForm(forms.Form):
    """A factor as it is written."""

    heading = forms.ChoiceField(label=gettext_lazy("Rubrik"), choices=AreaFactor.Heading.choices)
    kind = forms.ChoiceField(label=gettext_lazy("Höjer eller sänker den risken?"), choices=AreaFactor.Kind.choices)
    level = forms.ChoiceField(label=gettext_lazy("Nivå"), choices=AreaFactor.Level.choices)
    text = forms.CharField(
        label=gettext_lazy("Vad är det?"), max_length=TEXT, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Om området, platser eller grupper. Aldrig om en person, en familj eller ett ursprung."),
    )  # fmt: skip
    basis = forms.ChoiceField(label=gettext_lazy("Vad bygger det på?"), choices=Basis.choices, initial=Basis.EXPERIENCE)
    evidence = forms.CharField(
        label=gettext_lazy("Belägg"), max_length=EVIDENCE, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Källa, period och antal. Behövs om det bygger på data."),
    )  # fmt: skip
    shown_to = forms.ChoiceField(label=gettext_lazy("Visas för"), choices=ShownTo.choices)

    def told(self) -> Factor:
        """Return what was filled in, in the shape of the verb."""
        return Factor(**self.cleaned_data)


def factors_of(area: Area, *, member: Any) -> dict[str, Any]:
    """Return the context of `causes/_factors.html`: the area's factors under their four headings, as far as seen.

    For a page of an area: `context |= factors_of(area, member=member)` and `{% include "causes/_factors.html" %}`.
    """
    rows = list(AreaFactor.objects.visible_to(member).of_area(area).standing().in_order())
    return {
        "factor_area": area, "writes_factors": member.may(Permission.LEAD_MEETING),
        "sees_factors": any(member.may(each) for each in MAY_LOOK),
        "factor_headings": [
            {"code": code, "name": name, "rows": [row for row in rows if row.heading == code]}
            for code, name in AreaFactor.Heading.choices
        ],
    }  # fmt: skip


def _area(request: HttpRequest, code: str) -> Area:
    areas = Area.objects.visible_to(request.member).in_working_set(on=timezone.localdate())
    return get_object_or_404(areas, code=code)  # type: ignore[no-any-return]


def _home(request: HttpRequest, area: Area) -> str:
    return f"/{request.member.municipality.slug}/omradesfaktorer/{area.code}"


@members_who(*MAY_LOOK)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area's factors; whoever leads meetings writes a new one here."""
    area, member = _area(request, code), request.member
    form = FactorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and member.may(Permission.LEAD_MEETING) and form.is_valid():
        try:
            add_factor(area=area, told=form.told(), today=timezone.localdate(), by=member)
        except Refused as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("Sparat."))
            return redirect(_home(request, area))
    context = {**factors_of(area, member=member), "form": form if member.may(Permission.LEAD_MEETING) else None}
    return render(request, "causes/factors.html", context, status=422 if form.errors else 200)


@leads
def change(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Change a factor."""
    area = _area(request, code)
    factor = get_object_or_404(AreaFactor.objects.visible_to(request.member).of_area(area), pk=pk)
    before = {name: getattr(factor, name) for name in FactorForm.base_fields}
    form = FactorForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            change_factor(factor=factor, told=form.told(), version=version_of(request), by=request.member)
        except Refused as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("Sparat."))
            return redirect(_home(request, area))
    context = {"factor_area": area, "factor": factor, "form": form}
    return render(request, "causes/factor.html", context, status=422 if form.errors else 200)


@leads
@require_POST
def end(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that a factor no longer holds."""
    area = _area(request, code)
    factor = get_object_or_404(AreaFactor.objects.visible_to(request.member).of_area(area), pk=pk)
    try:
        end_factor(factor=factor, on=timezone.localdate(), version=version_of(request), by=request.member)
        messages.success(request, _("Den gäller inte längre. Den finns kvar i historiken."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request, area))
