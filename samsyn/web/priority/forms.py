"""What is filled in about one area or place that is weighed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.method.problems.actions import LONGEST, Weighed
from samsyn.method.problems.models import Priority
from samsyn.method.problems.weighing import ANSWERS, CRITERIA

LEVELS = [("", _("som svaren visar")), *((str(level), str(level)) for level in range(1, 6))]


def _level(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=LEVELS, required=False, coerce=int, empty_value=None)


class WeighForm(forms.Form):
    """The nine questions, the two axes, chosen or not, and why."""

    need = _level(_("Behov, 1–5"))
    influence = _level(_("Möjlighet att påverka, 1–5"))
    chosen = forms.BooleanField(label=_("Prioriteras den här perioden"), required=False)
    reason = forms.CharField(
        label=_("Varför, eller varför inte"), max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("Behövs om ni gör något annat än det som svaren visar. Skälet sparas."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Visas för"), choices=Priority.Audience.choices, required=False, initial=Priority.Audience.PARTIES
    )

    def __init__(self, *args: Any, priority: Priority, **kwargs: Any) -> None:
        answers = {f"q_{code}": str(value) for code, value in priority.answers.items()}
        before = {
            "need": priority.need_by_hand, "influence": priority.influence_by_hand, "chosen": priority.chosen,
            "reason": priority.reason, "audience": priority.audience,
        }  # fmt: skip
        super().__init__(*args, initial={**before, **answers}, **kwargs)
        for code, criterion in CRITERIA.items():
            self.fields[f"q_{code}"] = forms.ChoiceField(
                label=criterion.words, required=False, widget=forms.RadioSelect,
                choices=[*((str(value), word) for value, word in ANSWERS.items()), ("", _("vet inte"))],
            )  # fmt: skip

    def questions(self) -> list[Any]:
        """Return the fields of the nine questions, in order."""
        return [self[f"q_{code}"] for code in CRITERIA]

    def said(self) -> Weighed:
        """Return what was filled in, in the shape of the verb."""
        data = self.cleaned_data
        answers = {code: int(data[f"q_{code}"]) for code in CRITERIA if data[f"q_{code}"]}
        audience = data["audience"] or Priority.Audience.PARTIES
        return Weighed(answers, data["need"], data["influence"], data["chosen"], data["reason"], audience)
