"""What is filled in about an evaluation: the plan before the start, and which places were the worst."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.weeks import Week
from samsyn.method.followups.planned import Suggestion
from samsyn.method.followups.worst import LEAST, LEAST_WEEKS, MOST, MOST_WEEKS, Asked, area_of
from samsyn.method.observations.models import Category
from samsyn.method.problems.models import Problem
from samsyn.web.followup.forms import ComparisonForm
from samsyn.web.templatetags.samsyn import named, week_words

RINGS = [("0", _("Nej")), ("150", _("150 meter")), ("300", _("300 meter")), ("500", _("500 meter"))]
WEEKS_BACK = 104


class PlanForm(ComparisonForm):
    """The plan before the start: what it is compared with, for how long, and whether to look round the place."""

    ring = forms.ChoiceField(
        label=_("Se också om problemet flyttar"), choices=RINGS, initial="300", required=False,
        help_text=_("Rapporterna runt platsen räknas, bredvid alla platser längre bort."),
    )  # fmt: skip

    def __init__(self, *args: Any, suggestions: list[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if suggestions:
            first = [(each.key, each.name) for each in suggestions]
            empty, *rest = self.fields["where"].choices
            self.fields["where"].choices = [empty, (_("Liknar platsen här"), first), *rest]
            self.initial.setdefault("where", suggestions[0].key)

    @property
    def shown_fields(self) -> list[Any]:
        return [self[name] for name in ("where", "weeks", "ring", "aim")]


class WorstForm(forms.Form):
    """Which places: how many of those with most reports, from which week, over how many weeks; of what and where."""

    antal = forms.IntegerField(label=_("Antal platser"), min_value=LEAST, max_value=MOST, initial=10)
    fran = forms.ChoiceField(label=_("Valda efter veckorna från och med"))
    veckor = forms.IntegerField(
        label=_("Så många veckor, och lika många efter"), min_value=LEAST_WEEKS, max_value=MOST_WEEKS, initial=13
    )

    kategorier = forms.MultipleChoiceField(
        label=_("Bara om"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Utan kryss räknas allt som problemet handlar om."),
    )  # fmt: skip
    overallt = forms.BooleanField(label=_("Platser i hela kommunen, inte bara i problemets område"), required=False)

    def __init__(self, *args: Any, problem: Problem, member: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = Week.containing(today)
        self.fields["fran"].choices = [((this - back).label, week_words(this - back)) for back in range(WEEKS_BACK)]
        self.fields["fran"].initial = (this - 13).label
        rows = Category.objects.visible_to(member).filter(code__in=problem.categories)
        self.fields["kategorier"].choices = [(row.code, named(row)) for row in rows.order_by("code")]
        if len(self.fields["kategorier"].choices) < 2:
            del self.fields["kategorier"]
        if area_of(problem) is None:
            del self.fields["overallt"]

    def asked(self) -> Asked:
        """Return what was chosen."""
        told = self.cleaned_data
        return Asked(
            told["antal"], Week.parse(told["fran"]), told["veckor"], tuple(told.get("kategorier", ())),
            bool(told.get("overallt")),
        )  # fmt: skip
