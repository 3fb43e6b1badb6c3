"""What is filled in in the library: a search, a case, and how coarsely it is shared."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.places.models import PlaceType
from samsyn.method.followups.sentences import GRADES
from samsyn.method.library.actions import FUNCTION, LONGEST, TITLE, Told
from samsyn.method.library.disclosing import Coarseness
from samsyn.method.library.finding import Sought
from samsyn.method.library.models import Case
from samsyn.method.measures.models import KnownMeasure
from samsyn.method.measures.states import Cause
from samsyn.method.observations.models import Audience, Category
from samsyn.method.problems.models import Problem
from samsyn.web.organisation.forms import day_field
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import named

ANY = ("", _("Alla"))
SHOWN_TO = [choice for choice in Audience.choices if choice[0] in ("parties", "authorities", "coordinator")]


def place_types(member: Any) -> list[tuple[str, str]]:
    """Return the kinds of place that a case may tell of."""
    rows = PlaceType.objects.visible_to(member).filter(never_stored=False, active=True)
    return [(row.code, named(row)) for row in in_order(rows, by=named)]


def categories(member: Any) -> list[tuple[str, str]]:
    """Return the categories that every municipality begins with, by their codes there."""
    rows = Category.objects.visible_to(member).filter(parent__isnull=False, active=True).exclude(default_code="")
    return [(row.default_code, named(row)) for row in in_order(rows, by=named)]


class SearchForm(forms.Form):
    """What is looked for."""

    ord = forms.CharField(label=_("Ord"), required=False, max_length=60)
    plats = forms.ChoiceField(label=_("Platstyp"), required=False)
    kategori = forms.ChoiceField(label=_("Kategori"), required=False)
    orsak = forms.ChoiceField(label=_("Orsak hos"), required=False, choices=[ANY, *Cause.choices])
    kand = forms.ChoiceField(label=_("Känd åtgärd"), required=False)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plats"].choices = [ANY, *place_types(member)]
        self.fields["kategori"].choices = [ANY, *categories(member)]
        known = KnownMeasure.objects.visible_to(member).in_use()
        self.fields["kand"].choices = [ANY, *((row.code, named(row)) for row in in_order(known, by=named))]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def sought(self) -> Sought:
        """Return what was asked for."""
        told = self.cleaned_data if self.is_valid() else {}
        several = {"categories": told.get("kategori"), "sides": told.get("orsak")}
        return Sought(
            words=told.get("ord", ""), place_type=told.get("plats", ""), known=told.get("kand", ""),
            **{name: (value,) if value else () for name, value in several.items()},
        )  # fmt: skip


def _text(label: Any, *, help_text: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class CaseForm(forms.Form):
    """A case or a story: situation, cause, measure, result and lesson; and what it can be found by."""

    title = forms.CharField(label=_("Rubrik"), max_length=TITLE)
    situation = _text(_("Läget"), required=True, help_text=_("Hur det var, för vilka och hur länge."))
    cause = _text(_("Orsaken"), help_text=_("Vad ni trodde låg bakom, och vad ni byggde det på."))
    measure = _text(_("Insatsen"), help_text=_("Också det som inte hjälpte."))
    result = _text(_("Resultatet"), help_text=_("Med förbehållen. Inget resultat är också ett resultat."))
    lesson = _text(_("Lärdomen"), help_text=_("Vad skulle ni säga till någon som börjar i dag?"))
    ended_on = day_field(_("Avslutat"), required=True)
    place_type = forms.ChoiceField(label=_("Platstyp"), required=False)
    categories = forms.MultipleChoiceField(
        label=_("Kategorier"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    sides = forms.MultipleChoiceField(
        label=_("Orsakerna låg hos"), required=False, choices=Cause.choices, widget=forms.CheckboxSelectMultiple
    )
    known = forms.MultipleChoiceField(
        label=_("Kända åtgärder som prövades"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    grade = forms.TypedChoiceField(
        label=_("Hur säkert är resultatet?"), required=False, coerce=int, empty_value=None,
        choices=[("", _("inte bedömt")), *((str(key), words) for key, words in GRADES.items())],
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("Visas för"), choices=SHOWN_TO, required=False, initial=Audience.PARTIES)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place_type"].choices = [("", _("Inte valt")), *place_types(member)]
        self.fields["categories"].choices = categories(member)
        known = KnownMeasure.objects.visible_to(member).in_use()
        self.fields["known"].choices = [(row.code, named(row)) for row in in_order(known, by=named)]

    def told(self, problem: Problem | None) -> Told:
        """Return what was written, in the shape of the verb."""
        found = dict(self.cleaned_data)
        several = {name: tuple(found.pop(name)) for name in ("categories", "sides", "known")}
        return Told(**found | several | {"audience": found["audience"] or Audience.PARTIES}, problem=problem)


NAMES = ("title", "situation", "cause", "measure", "result", "lesson", "ended_on", "place_type", "categories", "sides",
         "known", "grade", "audience")  # fmt: skip


def written(case: Case | Told) -> dict[str, Any]:
    """Return a case (or a draft of one) as it stands in the form."""
    return {name: getattr(case, name) for name in NAMES}


class ShareForm(forms.Form):
    """How coarsely a case is told."""

    year_only = forms.BooleanField(label=_("Bara året, inte årstiden"), required=False)
    hide_place_type = forms.BooleanField(label=_("Utan platstyp"), required=False)
    group_only = forms.BooleanField(label=_("Bara huvudgruppen, inte kategorin"), required=False)
    leave_out = forms.MultipleChoiceField(
        label=_("Kategorier som inte berättas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, case: Case, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(categories(member))
        self.fields["leave_out"].choices = [(code, names.get(code, code)) for code in case.categories]
        if not case.categories:
            del self.fields["leave_out"], self.fields["group_only"]

    def coarse(self) -> Coarseness:
        """Return what was chosen."""
        return _coarseness(self.cleaned_data if self.is_valid() else {})


def _coarseness(told: Mapping[str, Any]) -> Coarseness:
    steps = {name: bool(told.get(name)) for name in ("year_only", "hide_place_type", "group_only")}
    return Coarseness(**steps, leave_out=tuple(sorted(told.get("leave_out") or ())))


def coarse_address(coarse: Coarseness) -> str:
    """Return the query that asks for a preview told so coarsely."""
    told = [(name, "on") for name in ("year_only", "hide_place_type", "group_only") if getattr(coarse, name)]
    return "?" + urlencode([*told, *(("leave_out", code) for code in coarse.leave_out)])


class ApproveForm(ShareForm):
    """The approval: by which function, of just the preview that was looked at."""

    function = forms.CharField(
        label=_("Godkänns av"), max_length=FUNCTION, help_text=_("Funktionen, aldrig ett namn."),
        error_messages={"required": _("Skriv vilken funktion som godkänner, aldrig ett namn.")},
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def coarse(self) -> Coarseness:
        return _coarseness(self.cleaned_data)
