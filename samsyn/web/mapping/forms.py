"""What is filled in in a mapping: its days, the questions, and which sources it rests on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.method.problems.mapping.actions import LONGEST, NAME, WHY, Written
from samsyn.method.problems.mapping.questions import PARTS, QUESTIONS, SOURCES
from samsyn.method.problems.models import Mapping
from samsyn.web.organisation.forms import day_field

OWN_ROWS = 2
CHOICES = [("", _("inte aktuell")), ("used", _("använd")), ("left", _("bortvald"))]


class MappingForm(forms.Form):
    """One box for each question, one line for each source; `seen` says what the figures show, beside the question."""

    first_on = day_field(_("Siffror från och med"), required=True)
    last_on = day_field(_("Till och med"), help_text=_("Tomt = till i dag."))

    def __init__(self, *args: Any, mapping: Mapping, seen: dict[str, str] | None = None, **kwargs: Any) -> None:
        self.rows = _rows_of(mapping)
        before = {"first_on": mapping.first_on, "last_on": mapping.last_on, **_initial(mapping, self.rows)}
        super().__init__(*args, initial=before, **kwargs)
        for code, question in QUESTIONS.items():
            self.fields[f"q_{code}"] = forms.CharField(
                label=question.words, help_text=(seen or {}).get(code) or question.hint, required=False,
                max_length=LONGEST, widget=forms.Textarea({"rows": 2}),
            )  # fmt: skip
        for number, row in enumerate(self.rows):
            self.fields[f"s_{number}"] = forms.ChoiceField(label=row["name"], choices=CHOICES, required=False)
            self.fields[f"n_{number}"] = forms.CharField(label=_("Annan källa"), max_length=NAME, required=False)
            why = forms.CharField(label=_("Kommentar eller skäl"), max_length=WHY, required=False)
            self.fields[f"w_{number}"] = why

    def parts(self) -> list[dict[str, Any]]:
        """Return the questions in their parts."""
        return [
            {"name": part.name, "fields": [self[f"q_{code}"] for code in part.questions]} for part in PARTS.values()
        ]

    def sources(self) -> list[dict[str, Any]]:
        """Return the rows of sources: a name that is given, or one to write."""
        return [
            {"name": row["name"], "own": not row["given"], "state": self[f"s_{number}"], "written": self[f"n_{number}"],
             "why": self[f"w_{number}"]}
            for number, row in enumerate(self.rows)
        ]  # fmt: skip

    def told(self) -> Written:
        """Return what was written, in the shape of the verb."""
        data = self.cleaned_data
        rows = []
        for number, row in enumerate(self.rows):
            name = row["name"] if row["given"] else data[f"n_{number}"]
            if data[f"s_{number}"] and name:
                rows.append({"name": name, "used": data[f"s_{number}"] == "used", "why": data[f"w_{number}"]})
        answers = {code: data[f"q_{code}"] for code in QUESTIONS}
        return Written(first_on=data["first_on"], last_on=data["last_on"], answers=answers, sources=rows)


def _rows_of(mapping: Mapping) -> list[dict[str, Any]]:
    """Return the usual sources, those written before, and two empty lines."""
    usual = [str(name) for name in SOURCES.values()]
    known = {row["name"] for row in mapping.sources}
    own = [name for name in (row["name"] for row in mapping.sources) if name not in usual]
    given = [{"name": name, "given": True, "known": name in known} for name in (*usual, *own)]
    return given + [{"name": "", "given": False, "known": False}] * OWN_ROWS


def _initial(mapping: Mapping, rows: list[dict[str, Any]]) -> dict[str, Any]:
    told = {row["name"]: row for row in mapping.sources}
    first: dict[str, Any] = {f"q_{code}": text for code, text in mapping.answers.items()}
    for number, row in enumerate(rows):
        if one := told.get(row["name"]):
            first |= {f"s_{number}": "used" if one["used"] else "left", f"w_{number}": one["why"]}
    if not mapping.sources:
        first["s_0"] = "used"       # the reports are always there
    return first
