"""What is filled in about a follow-up: the comparison, and one look back of each kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.method.followups.states import QUESTIONS, Answer, Conclusion
from samsyn.web.measures.forms import where_choices

WEEKS = [("8", _("två månader")), ("13", _("ett kvartal")), ("26", _("ett halvår")), ("52", _("ett år"))]


class ComparisonForm(forms.Form):
    """What the measure is compared with, for how long, and what is to be different."""

    where = forms.ChoiceField(
        label=_("Jämför med"), required=False,
        help_text=_("En plats eller ett område som liknar det här, men dit åtgärden inte når."),
    )  # fmt: skip
    weeks = forms.ChoiceField(label=_("Så länge"), choices=WEEKS, initial="26")
    aim = forms.CharField(
        label=_("Vad ska vara annorlunda då?"), max_length=200, required=False,
        help_text=_("Ett mål som går att mäta, till exempel hälften så många rapporter om mörker."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = [("", _("Ingen jämförelse")), *where_choices(member)[1:]]


class LookBackForm(forms.Form):
    """One look back: its questions, a text, what others can learn, and what is done next."""

    def __init__(self, *args: Any, kind: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{kind}_%s", **kwargs)
        for name, words in QUESTIONS[kind].items():
            self.fields[name] = forms.ChoiceField(
                label=words, choices=Answer.choices, widget=forms.RadioSelect,
                error_messages={"required": _("Svara på frågan. ”Vet inte” är också ett svar.")},
            )  # fmt: skip
        self.fields["text"] = forms.CharField(
            label=_("Vad såg ni?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["lesson"] = forms.CharField(label=_("Vad kan andra lära?"), max_length=300, required=False)
        self.fields["conclusion"] = forms.ChoiceField(
            label=_("Vad gör ni nu?"), choices=Conclusion.choices, widget=forms.RadioSelect,
            error_messages={"required": _("Välj vad ni gör nu.")},
        )  # fmt: skip
        self.questions = list(QUESTIONS[kind])

    def answers(self) -> dict[str, str]:
        """Return the answers to the questions of the kind."""
        return {name: self.cleaned_data[name] for name in self.questions}
