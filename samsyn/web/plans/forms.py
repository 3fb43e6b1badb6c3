"""What is filled in about a document: its head, its texts, its decision, its rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import Group, Organisation
from samsyn.method.measures.models import Measure
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.plans.actions import LONGEST_TEXT, Facts
from samsyn.method.plans.models import PlanDocument, PlanMeasure, PlanProblem
from samsyn.method.plans.parts import PARTS
from samsyn.method.plans.rows.actions import SaidMeasure, SaidProblem
from samsyn.method.plans.states import DocumentKind
from samsyn.method.problems.models import Problem
from samsyn.web.measures.forms import areas_of
from samsyn.web.sorting import in_order

NONE = ("", _("Inget valt"))


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
                           **more)


class Chosen(forms.Form):
    """A form whose choices are rows that the member may see; `rows` finds them by their id."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: dict[str, dict[str, Any]] = {}

    def offer(self, name: str, found: Any, *, empty: bool = True, words: Any = str) -> None:
        """Let a field be chosen among some rows."""
        self.rows[name] = {str(row.pk): row for row in found}
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*([NONE] if empty else []), *((pk, words(row)) for pk, row in self.rows[name].items())]

    def row(self, name: str) -> Any:
        return self.rows[name].get(self.cleaned_data.get(name, ""))


class HeadForm(Chosen):
    """The head of a document; what does not belong to its kind is left out."""

    title = forms.CharField(label=_("Namn"), max_length=160)
    period_first = _day(_("Första dagen"))
    period_last = _day(_("Sista dagen"))
    by_law = forms.BooleanField(
        label=_("Det här är den som lagen kräver"), required=False,
        help_text=_("Lagen (2023:196) kräver en lägesbild och en åtgärdsplan. Lagkollen räknar med den."),
    )
    based_on = forms.ChoiceField(label=_("Bygger på lägesbilden"), required=False)
    agreement = forms.ChoiceField(label=_("Hör till överenskommelsen"), required=False)
    organisations = forms.MultipleChoiceField(
        label=_("Parter"), required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(label=_("Område"), required=False)
    group = forms.ChoiceField(label=_("Grupp"), required=False)
    audience = forms.ChoiceField(
        label=_("Visas för"), choices=PictureAudience.choices,
        help_text=_("Detta styr vem som ser. Det gör inte uppgiften hemlig. Skriv som om den kan begäras ut."),
    )
    functions = forms.CharField(
        label=_("Skriver under, en funktion per rad"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Funktionen, aldrig ett namn."),
    )

    def __init__(self, *args: Any, document: PlanDocument, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=_head_of(document), **kwargs)
        own = PlanDocument.objects.visible_to(member).exclude(number=document.number)
        self.offer("based_on", own.of_kind(DocumentKind.PICTURE).latest_first()[:20])
        self.offer("agreement", own.of_kind(DocumentKind.AGREEMENT).latest_first()[:20])
        self.offer("organisations", in_order(Organisation.objects.visible_to(member)), empty=False)
        self.offer("area", areas_of(member))
        self.offer("group", in_order(Group.objects.visible_to(member)))
        for name in _not_asked(document.kind):
            del self.fields[name]

    def facts(self) -> Facts:
        """Return what was filled in, in the shape of the verb."""
        data = self.cleaned_data
        parties = [self.rows["organisations"][pk] for pk in data.get("organisations", ())]
        return Facts(
            title=data["title"], audience=data["audience"], by_law=data.get("by_law", False),
            period_first=data["period_first"], period_last=data["period_last"], organisations=parties,
            area=self.row("area"), group=self.row("group"), based_on=self.row("based_on"),
            agreement=self.row("agreement"),
        )  # fmt: skip


def _not_asked(kind: str) -> tuple[str, ...]:
    left_out = {
        DocumentKind.AGREEMENT: ("by_law", "based_on", "agreement", "area"),
        DocumentKind.PICTURE: ("based_on", "agreement", "organisations", "area", "functions"),
        DocumentKind.PLAN: ("organisations",),
        DocumentKind.PLEDGE: ("by_law", "based_on", "organisations"),
    }
    return left_out[DocumentKind(kind)]


def _head_of(document: PlanDocument) -> dict[str, Any]:
    return {
        "title": document.title, "period_first": document.period_first, "period_last": document.period_last,
        "by_law": document.by_law, "based_on": str(document.based_on_id or ""), "area": str(document.area_id or ""),
        "agreement": str(document.agreement_id or ""), "group": str(document.group_id or ""),
        "audience": document.audience, "organisations": [str(each.pk) for each in document.organisations.all()],
        "functions": "\n".join(document.signatures.in_order().values_list("function", flat=True)),
    }  # fmt: skip


class TextsForm(forms.Form):
    """The texts of a document, one field for each heading; those that must be there say so."""

    def __init__(self, *args: Any, document: PlanDocument, afterwards: bool = False, **kwargs: Any) -> None:
        known = dict(document.texts.values_list("key", "text"))
        super().__init__(*args, initial=known, **kwargs)
        for part in PARTS[document.kind]:
            if part.afterwards == afterwards:
                self.fields[part.key] = forms.CharField(
                    label=part.heading, help_text=part.hint, required=False, max_length=LONGEST_TEXT,
                    widget=forms.Textarea({"rows": 4}),
                )  # fmt: skip

    def texts(self) -> dict[str, str]:
        return dict(self.cleaned_data)


class DecideForm(forms.Form):
    """Who decided, when, under which number, and when it is to be looked over."""

    body = forms.CharField(label=_("Vem beslutade"), max_length=120, help_text=_("Till exempel kommunstyrelsen."))
    on = forms.DateField(label=_("Dag för beslutet"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reference = forms.CharField(label=_("Diarienummer"), max_length=80, required=False)
    review_on = _day(_("Ses över senast"), help_text=_("Tomt: lagens två år, eller periodens sista dag."))


class ProblemForm(Chosen):
    """A problem in a document."""

    title = forms.CharField(label=_("Problem"), max_length=160)
    text = forms.CharField(label=_("I korthet"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    area = forms.ChoiceField(label=_("Område"), required=False)
    problem = forms.ChoiceField(label=_("Problem som gruppen arbetar med"), required=False)
    traces_to = forms.ChoiceField(label=_("I lägesbilden"), required=False)
    no_measure_why = forms.CharField(
        label=_("Varför ingen åtgärd behövs"), max_length=300, required=False,
        help_text=_("Bara om planen inte har någon åtgärd mot problemet."),
    )

    def __init__(self, *args: Any, document: PlanDocument, member: Any, row: PlanProblem | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_problem_of(row), **kwargs)
        self.offer("area", areas_of(member))
        self.offer("problem", Problem.objects.visible_to(member).order_by("-number")[:50])
        if document.kind == DocumentKind.PLAN and document.based_on is not None:
            self.offer("traces_to", document.based_on.problems.in_order())
        else:
            del self.fields["traces_to"]
        if document.kind != DocumentKind.PLAN:
            del self.fields["no_measure_why"]

    def said(self) -> SaidProblem:
        data = self.cleaned_data
        return SaidProblem(
            title=data["title"], text=data["text"], area=self.row("area"), problem=self.row("problem"),
            traces_to=self.row("traces_to") if "traces_to" in self.rows else None,
            no_measure_why=data.get("no_measure_why", ""),
        )  # fmt: skip


def _problem_of(row: PlanProblem | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"title": row.title, "text": row.text, "area": str(row.area_id or ""), "problem": str(row.problem_id or ""),
            "traces_to": str(row.traces_to_id or ""), "no_measure_why": row.no_measure_why}


class MeasureForm(Chosen):
    """A measure in a plan."""

    what = forms.CharField(label=_("Vad ska göras"), max_length=200)
    against = forms.ChoiceField(label=_("Mot vilket problem"), required=False)
    organisation = forms.ChoiceField(label=_("Vem"), required=False)
    function = forms.CharField(label=_("Funktion"), max_length=120, required=False, help_text=_("Aldrig ett namn."))
    due_on = _day(_("Klart senast"))
    goal = forms.CharField(label=_("Vad det ska leda till"), max_length=200, required=False)
    measure = forms.ChoiceField(label=_("Åtgärd i systemet"), required=False)

    def __init__(self, *args: Any, document: PlanDocument, member: Any, row: PlanMeasure | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_measure_of(row), **kwargs)
        self.offer("against", document.problems.in_order())
        self.offer("organisation", in_order(Organisation.objects.visible_to(member)))
        found = Measure.objects.visible_to(member).filter(audience="parties").order_by("-number")[:60]
        self.offer("measure", found, words=lambda one: f"{one.number}. {one.what}")

    def said(self) -> SaidMeasure:
        data = self.cleaned_data
        return SaidMeasure(
            what=data["what"], against=self.row("against"), goal=data["goal"], organisation=self.row("organisation"),
            function=data["function"], due_on=data["due_on"], measure=self.row("measure"),
        )  # fmt: skip


def _measure_of(row: PlanMeasure | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "what": row.what, "against": str(row.plan_problem_id or ""), "organisation": str(row.organisation_id or ""),
        "function": row.function, "due_on": row.due_on, "goal": row.goal, "measure": str(row.measure_id or ""),
    }  # fmt: skip
