"""What is filled in when a measure is chosen for a problem."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.method.measures.actions import Line
from samsyn.method.measures.models import KnownMeasure
from samsyn.method.measures.states import Cost, Evidence, Horizon
from samsyn.method.problems.models import Cause, Problem
from samsyn.web.measures.forms import LineForm, taken_from

ALL = ("", _("Alla"))
ASKED_AFTER = timedelta(weeks=26)
DUE_AFTER = timedelta(weeks=4)


class KnownFilter(forms.Form):
    """Which known measures are shown: against which cause, with what support, cost and horizon."""

    orsak = forms.ChoiceField(label=_("Mot orsaken"), required=False)
    grade = forms.ChoiceField(label=_("Stöd i forskning"), required=False, choices=[ALL, *Evidence.choices])
    cost = forms.ChoiceField(label=_("Kostnad"), required=False, choices=[ALL, *Cost.choices])
    horizon = forms.ChoiceField(label=_("När kan det märkas?"), required=False, choices=[ALL, *Horizon.choices])

    def __init__(self, *args: Any, causes: list[Cause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.causes = {str(cause.pk): cause for cause in causes}
        self.fields["orsak"].choices = [ALL, *((pk, cause.text) for pk, cause in self.causes.items())]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    @property
    def cause(self) -> Cause | None:
        return self.causes.get(self.cleaned_data.get("orsak", "")) if self.is_valid() else None

    def rows(self, found: Any) -> list[KnownMeasure]:
        """Return the rows that work on the cause's side, in its own sphere first, and fit the rest of the choice."""
        told = self.cleaned_data if self.is_valid() else {}
        for name in ("grade", "cost", "horizon"):
            found = found.filter(**{name: told[name]}) if told.get(name) else found
        cause = self.cause
        rows = [row for row in found if cause is None or cause.side in row.causes]
        return sorted(rows, key=lambda row: (_away(row, cause), GRADES.index(row.grade), row.position))


GRADES = [*Evidence.values, ""]             # what nobody has graded comes last
SPHERES = {"social": ("social",), "situational": ("situational", "physical")}


def _away(row: KnownMeasure, cause: Cause | None) -> int:
    """Return 0 for a measure of the cause's own sphere (social or situational), 1 for others."""
    return int(cause is not None and bool(cause.nature) and row.kind not in SPHERES[cause.nature])


class ProblemLineForm(LineForm):
    """A measure on a problem: says what kind, how much, when it can be seen and when it is asked about."""

    causes = forms.MultipleChoiceField(
        label=_("Mot vilka orsaker?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("En åtgärd utan orsak går att välja, men syns som ett frågetecken."),
    )  # fmt: skip

    def __init__(self, *args: Any, problem: Problem, causes: list[Cause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problem, self.known_causes = problem, {str(cause.pk): cause for cause in causes}
        self.fields["causes"].choices = [(pk, cause.text) for pk, cause in self.known_causes.items()]
        for name in ("kind", "horizon", "extent", "follow_up_on"):
            self.fields[name].required = True

    @property
    def shown_fields(self) -> list[Any]:
        names = ("what", "organisation", "function", "where", "due_on", "causes", "kind", "horizon", "level",
                 "extent", "follow_up_on", "presence", "audience")  # fmt: skip
        return [self[name] for name in names]

    def line(self) -> Line:
        """Return what was written, with the problem and its causes."""
        chosen = [self.known_causes[pk] for pk in self.cleaned_data["causes"]]
        return replace(super().line(), problem=self.problem, causes=chosen)


def first_of(problem: Problem, *, known: KnownMeasure | None, cause: Cause | None, today: date) -> dict[str, Any]:
    """Return what is filled in beforehand: where the problem is, and what the known measure says."""
    place = problem.place if problem.place is not None and not problem.place.show_coarse else None
    return {
        "where": f"place:{place.pk}" if place else f"area:{problem.area_id}", "due_on": today + DUE_AFTER,
        "follow_up_on": today + ASKED_AFTER, "causes": [str(cause.pk)] if cause else [],
        "audience": problem.audience if problem.audience == "authorities" else "",
        **(taken_from(known) if known is not None else {}),
    }  # fmt: skip
