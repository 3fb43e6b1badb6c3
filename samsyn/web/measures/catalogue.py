"""The catalogue of known measures: what others have tried, what research says, and how it went here."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.measures.catalogue.actions import (
    add_known_measure,
    add_known_measures,
    change_known_measure,
    missing_here,
)
from samsyn.method.measures.models import KnownMeasure, Measure
from samsyn.method.measures.states import Cause, Cost, Evidence, Horizon, MeasureKind
from samsyn.web.guard import members_who
from samsyn.web.measures.views import MAY_LOOK
from samsyn.web.measures.ways import ways
from samsyn.web.sorting import sort_key
from samsyn.web.templatetags.samsyn import named

GRADES = {
    "strong": ("check", "green"), "promising": ("up", "green"), "unclear": ("question", "yellow"),
    "missing": ("none", ""), "may_harm": ("warning", "red"),
}  # fmt: skip
ALL = ("", gettext_lazy("Alla"))


class KnownFilter(forms.Form):
    """Which rows of the catalogue are shown."""

    kind = forms.ChoiceField(label=gettext_lazy("Slag"), required=False, choices=[ALL, *MeasureKind.choices])
    cause = forms.ChoiceField(label=gettext_lazy("Verkar på"), required=False, choices=[ALL, *Cause.choices])
    grade = forms.ChoiceField(label=gettext_lazy("Stöd i forskning"), required=False, choices=[ALL, *Evidence.choices])
    cost = forms.ChoiceField(label=gettext_lazy("Kostnad"), required=False, choices=[ALL, *Cost.choices])
    words = forms.CharField(label=gettext_lazy("Ord"), required=False, max_length=60)

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def rows(self, found: Any) -> list[KnownMeasure]:
        """Return the chosen rows; causes and words are looked for among the few rows here."""
        told = self.cleaned_data if self.is_valid() else {}
        for name in ("kind", "grade", "cost"):
            found = found.filter(**{name: told[name]}) if told.get(name) else found
        words = told.get("words", "").casefold().split()
        return [
            row for row in found
            if (not told.get("cause") or told["cause"] in row.causes)
            and all(word in f"{row.name_sv} {row.name_en} {row.text_sv} {row.text_en}".casefold() for word in words)
        ]  # fmt: skip


class KnownForm(forms.Form):
    """One row of the catalogue."""

    name_sv = forms.CharField(label=gettext_lazy("Namn"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Namn på engelska"), max_length=120, required=False)
    text_sv = forms.CharField(
        label=gettext_lazy("Vad den går ut på"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Slag"), choices=MeasureKind.choices)
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("Verkar på"), choices=Cause.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    horizon = forms.ChoiceField(label=gettext_lazy("När kan det märkas?"), choices=Horizon.choices)
    cost = forms.ChoiceField(label=gettext_lazy("Kostnad"), choices=Cost.choices)
    grade = forms.ChoiceField(label=gettext_lazy("Stöd i forskning"), choices=Evidence.choices)
    source = forms.CharField(label=gettext_lazy("Källa"), max_length=300, required=False)
    presence = forms.BooleanField(label=gettext_lazy("Någon ska vara på plats"), required=False)
    active = forms.BooleanField(label=gettext_lazy("Visas i listan"), required=False)


@members_who(*MAY_LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """List what is known, filtered; with how it went here, as numbers only."""
    member = request.member
    chosen = KnownFilter(request.GET)
    seen = Measure.objects.visible_to(member)
    rows = chosen.rows(KnownMeasure.objects.visible_to(member).in_use().with_experience(seen))
    decides = member.may(Permission.DECIDE_MEASURES)
    context = {
        "form": chosen, "rows": [_shown(row) for row in sorted(rows, key=lambda row: sort_key(named(row)))],
        "ways": ways(request, "kanda"), "decides": decides,
        "missing": missing_here(member.municipality) if member.may(Permission.MANAGE_SETTINGS) else 0,
        "off": KnownMeasure.objects.visible_to(member).filter(active=False).order_by("name_sv") if decides else [],
        "new": KnownForm(initial={"active": True}) if decides else None,
    }  # fmt: skip
    return render(request, "measures/known.html", context)


def _shown(row: Any) -> dict[str, Any]:
    symbol, kind = GRADES.get(row.grade, ("circle", ""))
    text = row.text_sv if named(row) == row.name_sv or not row.text_en else row.text_en
    return {
        "known": row, "symbol": symbol, "kind": kind, "text": text,
        "causes": [str(Cause(each).label) for each in row.causes if each in Cause.values],
    }  # fmt: skip


@members_who(Permission.MANAGE_SETTINGS)
@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """Copy the shipped rows that are not here yet."""
    count = add_known_measures(by=request.member)
    told = ngettext("%(n)s känd åtgärd hämtad.", "%(n)s kända åtgärder hämtade.", count) % {"n": count}
    messages.success(request, told)
    return redirect("measures:known", request.member.municipality.slug)


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a row of the municipality's own."""
    form = KnownForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Fyll i namn, slag, tid, kostnad och stöd."))
        add_known_measure(by=request.member, **{**form.cleaned_data, "active": True})
        messages.success(request, _("Åtgärden står nu bland de kända."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("measures:known", request.member.municipality.slug)


@members_who(Permission.DECIDE_MEASURES)
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change a row, or take it off the list."""
    known = get_object_or_404(KnownMeasure.objects.visible_to(request.member), pk=id)
    before = {name: getattr(known, name) for name in KnownForm.base_fields}
    form = KnownForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            change_known_measure(known=known, by=request.member, **form.cleaned_data)
            messages.success(request, _("Ändringen är sparad."))
            return redirect("measures:known", request.member.municipality.slug)
        except Refused as refusal:
            form.add_error("name_sv", refusal.sentence)
    status = 422 if form.errors else 200
    return render(request, "measures/known_one.html", {"known": known, "form": form}, status=status)
