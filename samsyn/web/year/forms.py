"""One thing in the year wheel: what, which rule, and what to check before."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.calendar.models import YearRule
from samsyn.method.observations.guard import why_not_stored
from samsyn.web.year.playbooks import choices_of

FIELDS = ("kind", "name_sv", "name_en", "rule", "first", "last", "every_years", "from_year", "approximate",
          "ahead_days", "checks_sv", "playbook", "checks_en", "source")  # fmt: skip


class RuleForm(forms.Form):
    """Everything about one thing that comes back."""

    name_sv = forms.CharField(label=_("Vad"), max_length=120)
    kind = forms.ChoiceField(label=_("Slag"), choices=YearRule.Kind.choices)
    rule = forms.ChoiceField(label=_("När"), choices=YearRule.Rule.choices)
    first = forms.CharField(
        label=_("Första dag eller vecka"), max_length=6,
        help_text=_("Datum som 04-30, vecka som 44, dagar från påskdagen som -3."),
    )  # fmt: skip
    last = forms.CharField(label=_("Sista dag eller vecka"), max_length=6)
    every_years = forms.IntegerField(label=_("Hur ofta, år"), min_value=1, max_value=10, initial=1)
    from_year = forms.IntegerField(
        label=_("Ett år då det infaller"), required=False, min_value=2000, max_value=2100,
        help_text=_("Behövs när det inte kommer varje år."),
    )  # fmt: skip
    approximate = forms.BooleanField(
        label=_("Ungefärliga dagar"), required=False,
        help_text=_("Kommunens egna datum skrivs i kalendern, med samma namn. De går före."),
    )  # fmt: skip
    ahead_days = forms.IntegerField(
        label=_("Visa kontrollerna så många dagar före"), min_value=0, max_value=60, initial=14
    )
    checks_sv = forms.CharField(
        label=_("Bra att kontrollera före"), required=False, max_length=1500, widget=forms.Textarea({"rows": 4}),
        help_text=_("En fråga per rad. Inga namn på personer."),
    )  # fmt: skip
    playbook = forms.ChoiceField(
        label=_("Vad ni gör då"), required=False,
        help_text=_("Länken i årshjulet: vad ett läge öppnar, en fas eller en känd åtgärd."),
    )  # fmt: skip
    name_en = forms.CharField(label=_("Namn på engelska"), max_length=120, required=False)
    checks_en = forms.CharField(
        label=_("Kontroller på engelska"), required=False, max_length=1500, widget=forms.Textarea({"rows": 3})
    )
    source = forms.CharField(label=_("Källa"), max_length=200, required=False)

    def __init__(self, *args: Any, member: Any, rule: YearRule | None = None, **kwargs: Any) -> None:
        before = {name: getattr(rule, name) for name in FIELDS} if rule else {}
        super().__init__(*args, initial={**before, **kwargs.pop("initial", {})}, **kwargs)
        choices, now = choices_of(member), rule.playbook if rule else ""
        known = {code for _name, group in choices if not isinstance(group, str) for code, _words in group}
        # What has been switched off since stays chosen until somebody chooses otherwise.
        gone = [(now, _("Det som var valt finns inte längre"))] if now and now not in known else []
        self.fields["playbook"].choices = [*choices, *gone]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Let no text that points out a person into the wheel."""
        told = super().clean() or {}
        for name in ("name_sv", "name_en", "checks_sv", "checks_en", "source"):
            if told.get(name) and (problem := why_not_stored(told[name])):
                self.add_error(name, problem)
        return told
