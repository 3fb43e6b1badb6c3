"""What is filled in about a goal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.method.indicators.models import Indicator
from samsyn.method.problems.goal_states import ASKED, Check, MeasuredBy, Said
from samsyn.method.problems.goals.actions import Aim
from samsyn.method.problems.models import Goal
from samsyn.web.organisation.forms import choices_of, day_field

WEEKS = [("4", _("fyra veckor")), ("13", _("ett kvartal")), ("26", _("ett halvår")), ("52", _("ett år"))]


class GoalForm(forms.Form):
    """A goal: what is to be different, by what that is seen, from where, to where, by when; and three checks."""

    text = forms.CharField(
        label=_("Vad ska vara annorlunda?"), max_length=200,
        error_messages={"required": _("Skriv vad som ska vara annorlunda.")},
        help_text=_("Om läget, inte om det ni gör. Till exempel: hälften så många rapporter om skadegörelse."),
    )  # fmt: skip
    due_on = day_field(_("Nått senast"), required=True)
    measured_by = forms.ChoiceField(
        label=_("Vad visar att målet är nått?"), choices=MeasuredBy.choices, widget=forms.RadioSelect, initial="reports"
    )
    target = forms.FloatField(
        label=_("Mål i siffror"), required=False, min_value=0, localize=True,
        help_text=_("I samma enhet som utgångsläget: så många rapporter på lika lång tid, eller måttets värde."),
    )  # fmt: skip
    weeks = forms.ChoiceField(label=_("Rapporterna räknas över"), choices=WEEKS, initial="13", required=False)
    indicator = forms.ModelChoiceField(label=_("Mått utifrån"), queryset=Indicator.objects.none(), required=False)
    more_is_better = forms.BooleanField(label=_("Högre är bättre"), required=False)
    baseline_words = forms.CharField(label=_("Utgångsläge i ord"), max_length=200, required=False)
    target_words = forms.CharField(label=_("Mål i ord"), max_length=200, required=False)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Indicator.objects.visible_to(member)
        self.fields["indicator"].queryset = rows
        self.fields["indicator"].choices = choices_of(rows, empty=_("Inget valt"))
        for code, words in ASKED.items():
            self.fields[code] = forms.ChoiceField(
                label=words, choices=[("", _("inte besvarat")), *Check.choices], required=False
            )

    @property
    def first_fields(self) -> list[Any]:
        return [self[name] for name in ("text", "due_on", "measured_by", "target")]

    @property
    def more_fields(self) -> list[Any]:
        names = ("weeks", "indicator", "more_is_better", "baseline_words", "target_words", *ASKED)
        return [self[name] for name in names]

    def aim(self) -> Aim:
        """Return what was written, in the shape of the verb."""
        told = self.cleaned_data
        return Aim(
            text=told["text"], due_on=told["due_on"], measured_by=told["measured_by"], indicator=told["indicator"],
            weeks=int(told["weeks"] or 13), more_is_better=told["more_is_better"], target=told["target"],
            baseline_words=told["baseline_words"], target_words=told["target_words"],
            checks={code: told[code] for code in ASKED if told[code]},
        )  # fmt: skip


def written(goal: Goal) -> dict[str, Any]:
    """Return a goal as it stands in the form."""
    names = ("text", "due_on", "measured_by", "target", "indicator", "more_is_better", "baseline_words", "target_words")
    return {**{name: getattr(goal, name) for name in names}, "weeks": str(goal.weeks), **goal.checks}


class SayForm(forms.Form):
    """How far a goal in own words has come."""

    said = forms.ChoiceField(label=_("Hur långt har ni kommit?"), choices=Said.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Vad bygger ni det på?"), max_length=200, required=False)
