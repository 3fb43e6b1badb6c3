"""What is filled in about causes, what speaks for and against them, and what is asked of the data."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.method.indicators.models import Indicator
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.problems.cause_models import (
    Basis,
    Cause,
    CauseEvidence,
    ChainStep,
    Influence,
    Nature,
    Side,
    Sureness,
)
from samsyn.method.problems.causes.actions import TEXT, Said, followers
from samsyn.method.problems.causes.asking.actions import EVIDENCE, Grounds
from samsyn.method.problems.causes.asking.looking import QUESTIONS, Asked
from samsyn.method.problems.causes.telling import MEANT, level_words, title_of
from samsyn.method.problems.problem_models import Problem
from samsyn.web.organisation.forms import day_field
from samsyn.web.templatetags.samsyn import named

About = CauseEvidence.About
MOST_CARDS = 12


def _with_none(choices: Any, words: Any) -> list[tuple[str, Any]]:
    return [("", words), *choices]


class CauseForm(forms.Form):
    """A cause: what, on which side, behind what, and how it is sorted."""

    text = forms.CharField(label=gettext_lazy("Orsak"), max_length=TEXT, widget=forms.Textarea({"rows": 2}),
                           help_text=gettext_lazy("Kort, som ett skäl: Porten går inte i lås."))  # fmt: skip
    side = forms.ChoiceField(label=gettext_lazy("Vilken sida av triangeln?"), choices=Side.choices,
                             widget=forms.RadioSelect)  # fmt: skip
    parent = forms.ChoiceField(label=gettext_lazy("Direkt orsak, eller bakom en annan?"), required=False)
    nature = forms.ChoiceField(label=gettext_lazy("Situationell eller social?"), required=False,
                               choices=_with_none(Nature.choices, gettext_lazy("vet inte")),
                               help_text=gettext_lazy("Situationell: det som gör det möjligt just där. Social: hur "
                                                      "människor har det."))  # fmt: skip
    level = forms.TypedChoiceField(label=gettext_lazy("Nivå"), required=False, coerce=int, empty_value=None)
    basis = forms.ChoiceField(label=gettext_lazy("Vad bygger det på?"), choices=Basis.choices, required=False,
                              initial=Basis.ASSUMPTION)  # fmt: skip
    sure = forms.ChoiceField(label=gettext_lazy("Hur säkra är ni?"), choices=Sureness.choices, required=False,
                             initial=Sureness.LOW)  # fmt: skip
    influence = forms.ChoiceField(label=gettext_lazy("Kan ni påverka det?"), required=False,
                                  choices=_with_none(Influence.choices, gettext_lazy("vet inte")))  # fmt: skip
    step = forms.ChoiceField(label=gettext_lazy("Steg i händelsekedjan"), required=False)

    def __init__(
        self, *args: Any, problem: Problem, member: Any, cause: Cause | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.problem = problem
        own = {cause.pk, *(each.pk for each in followers(cause))} if cause is not None else set()
        known = Cause.objects.visible_to(member).of_problem(problem)
        self.causes = {str(each.pk): each for each in known if each.pk not in own}
        self.steps = {str(each.pk): each for each in ChainStep.objects.visible_to(member).of_problem(problem)}
        self.fields["parent"].choices = [
            ("", _("Direkt orsak")), *((pk, f"{_('Bakom')}: {each.text}") for pk, each in self.causes.items()),
        ]  # fmt: skip
        numbered = ((pk, f"{at}. {each.text}") for at, (pk, each) in enumerate(self.steps.items(), start=1))
        self.fields["step"].choices = [("", _("inget steg")), *numbered]
        levels = level_words(problem.municipality)
        self.fields["level"].choices = [("", _("vet inte")), *((str(at), f"{at} {words}") for at, words in enumerate(
            levels, start=1))]  # fmt: skip

    def said(self) -> Said:
        """Return what was filled in, in the shape of the verb."""
        data = self.cleaned_data
        return Said(
            text=data["text"], side=data["side"], parent=self.causes.get(data["parent"]),
            step=self.steps.get(data["step"]), level=data["level"], nature=data["nature"],
            basis=data["basis"] or Basis.ASSUMPTION, sure=data["sure"] or Sureness.LOW, influence=data["influence"],
        )  # fmt: skip


def written(cause: Cause) -> dict[str, Any]:
    """Return a cause as the form shows it."""
    return {
        "text": cause.text, "side": cause.side, "parent": str(cause.parent_id or ""), "nature": cause.nature,
        "level": str(cause.level or ""), "basis": cause.basis, "sure": cause.sure, "influence": cause.influence,
        "step": str(cause.step_id or ""),
    }  # fmt: skip


class GroundsForm(forms.Form):
    """What speaks for or against a cause, and what it rests on."""

    against = forms.TypedChoiceField(
        label=gettext_lazy("Talar det för eller emot?"), widget=forms.RadioSelect, initial="for",
        choices=[("for", gettext_lazy("för")), ("against", gettext_lazy("emot"))],
        coerce=lambda value: value == "against",
    )  # fmt: skip
    rests_on = forms.ChoiceField(label=gettext_lazy("Vad bygger det på?"))
    text = forms.CharField(label=gettext_lazy("Med några ord"), max_length=EVIDENCE, required=False,
                           widget=forms.Textarea({"rows": 2}))  # fmt: skip
    first = day_field(gettext_lazy("Data från och med"))
    last = day_field(gettext_lazy("till och med"))

    def __init__(self, *args: Any, problem: Problem, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readings = [
            (f"{About.READINGS}:{each.code}", named(each))
            for each in Indicator.objects.visible_to(member).order_by("name_sv")
        ]
        cards = Finding.objects.visible_to(member).told_to(problem.shown_to).in_order().select_related("place")
        here = {problem.area_id, problem.place.area_id if problem.place else None}
        found = [
            (f"{About.FINDING}:{each.pk}", f"{each.about or _('hela kommunen')}, {each.week.label}")
            for each in cards[:60] if each.area_id in here or each.kind in ("total", "category")
        ]  # fmt: skip
        choices: list[Any] = [
            (f"{About.WORDS}:{Basis.EXPERIENCE}", _("erfarenhet")),
            (f"{About.WORDS}:{Basis.ASSUMPTION}", _("antagande")),
            (_("Data"), [(f"{About.OBSERVATIONS}:", _("problemets rapporter, räknade")), *found[:MOST_CARDS]]),
        ]
        self.fields["rests_on"].choices = [*choices, (_("Siffror utifrån"), readings)] if readings else choices

    def grounds(self) -> Grounds:
        """Return what was filled in, in the shape of the verb."""
        data = self.cleaned_data
        kind, _colon, reference = data["rests_on"].partition(":")
        of_words = kind == About.WORDS
        return Grounds(
            text=data["text"], against=data["against"], basis=reference if of_words else Basis.DATA, about_kind=kind,
            reference="" if of_words else reference, first=data["first"], last=data["last"],
        )  # fmt: skip


class AskForm(forms.Form):
    """A question to the data, and of which days."""

    question = forms.ChoiceField(label=gettext_lazy("Vad vill ni pröva?"), widget=forms.RadioSelect)
    first = day_field(gettext_lazy("Från och med"), required=True)
    last = day_field(gettext_lazy("Till och med"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [(code, f"{title_of(code)} {MEANT[code]}") for code in QUESTIONS]

    def asked(self) -> Asked:
        """Return what was filled in, in the shape of the verb."""
        return Asked(**self.cleaned_data)


def first_days(problem: Problem, today: date) -> dict[str, date]:
    """Return the days that a question is asked of from the start: the problem's own, at least a year of them."""
    last = min(problem.period_last or today, today)
    return {"first": min(problem.period_first, date(last.year - 1, last.month, min(last.day, 28))), "last": last}
