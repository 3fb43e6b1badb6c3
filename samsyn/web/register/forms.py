"""The dense form for one observation told by somebody else, and the same row in a pasted shift report."""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.ground.records import uuid7
from samsyn.method.observations.drafts import LONGEST_TEXT, Draft
from samsyn.method.observations.models import Precision
from samsyn.web.register.known import Known
from samsyn.web.register.sources import SOURCES

DATE = {"type": "date"}
TIME = {"type": "time"}
LONGEST_SHIFT = 20_000


class SeenForm(forms.Form):
    """What, where, when and a text, each in words that are looked up among what is known here."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = forms.CharField(
        label=_("Vad"), max_length=140, error_messages={"required": _("Skriv vad som hände.")},
        widget=forms.TextInput(attrs={"list": "kategorier", "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Plats"), max_length=120, error_messages={"required": _("Skriv en plats eller ett område.")},
        widget=forms.TextInput(attrs={"list": "kanda-platser", "autocomplete": "off"}),
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Område"), required=False)
    seen_on = forms.DateField(
        label=_("Dag"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"required": _("Fyll i vilken dag.")},
    )  # fmt: skip
    seen_from = forms.TimeField(label=_("Från"), required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    seen_at = forms.TimeField(
        label=_("Klockan"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        error_messages={"required": _("Fyll i klockslag.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, known: Known, **more: Any) -> None:
        super().__init__(data, **more)
        self.known = known
        areas = [(key, area.name) for key, area in known.areas.items()]
        self.fields["area"].choices = [("", _("efter platsen")), *areas]

    def clean_what(self) -> Any:
        found = self.known.category(self.cleaned_data["what"])
        if found is None:
            raise forms.ValidationError(_("Kategorin finns inte, eller flera passar. Välj en i listan."))
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        words = found.get("place", "")
        found["where"] = self.known.where(words)
        if words and found["where"] == (None, None) and not found.get("area"):
            self.add_error("area", _("Vi känner inte igen platsen. Välj också området den ligger i."))
        return found

    def draft(self, *, source_kind: str) -> Draft:
        """Return what was filled in as a draft; a place nobody knows opens the text instead."""
        found, where = self.cleaned_data, self.cleaned_data["where"]
        words = found["place"].strip() if where == (None, None) else ""
        ends = _moment(found["seen_on"], found["seen_at"])
        begins = _moment(found["seen_on"], found["seen_from"]) if found.get("seen_from") else None
        if begins is not None and begins > ends:
            begins = _moment(found["seen_on"] - timedelta(days=1), found["seen_from"])
        return Draft(
            id=found.get("key"), category=found["what"], observed_to=ends, observed_from=begins, place=where.place,
            area=None if where.place is not None else where.area or self.known.areas.get(found["area"]),
            text="\n".join(part for part in (words, found["text"].strip()) if part), source_kind=source_kind,
            precision=Precision.EXACT if where.place is not None else Precision.AREA,
            warnings_answered=self.data.get(self.add_prefix("answered")) == answer_about(found["place"], found["text"]),
        )  # fmt: skip


def answer_about(place: str, text: str) -> str:
    """Return what "it points nobody out" sends: it is about exactly these words."""
    return hashlib.sha256(f"{place.strip()}\n{text.strip()}".encode()).hexdigest()[:16]


class ToldForm(SeenForm):
    """One observation told by somebody else."""

    source_kind = forms.ChoiceField(label=_("Vem berättade"), choices=[("", _("Välj slag av källa")), *SOURCES],
                                    error_messages={"required": _("Välj vem som berättade.")})  # fmt: skip
    field_order = ("key", "what", "place", "area", "seen_on", "seen_at", "source_kind", "text")

    def __init__(self, data: Any = None, *, known: Known, now: datetime) -> None:
        local = timezone.localtime(now)
        first = {"key": uuid7(), "seen_on": local.date(), "seen_at": local.time().replace(second=0, microsecond=0)}
        super().__init__(data, known=known, initial=first)
        del self.fields["seen_from"]
        self.fields["what"].widget.attrs["autofocus"] = True


class ShiftForm(forms.Form):
    """A pasted shift report: the day it began, who wrote it, and the text."""

    began_on = forms.DateField(
        label=_("Passet började"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"required": _("Fyll i vilken dag.")},
    )  # fmt: skip
    source_kind = forms.ChoiceField(label=_("Vem skrev passet"), choices=SOURCES, initial="guards")
    shift = forms.CharField(
        label=_("Skiftpasset"), max_length=LONGEST_SHIFT, error_messages={"required": _("Klistra in texten.")},
        help_text=_("En händelse per rad. Klockslag, punkter och tomma rader delar texten."),
        widget=forms.Textarea(attrs={"rows": 12, "autofocus": True}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, now: datetime) -> None:
        local = timezone.localtime(now)
        began = local.date() if local.hour >= 12 else local.date() - timedelta(days=1)
        super().__init__(data, initial={"began_on": began})


class RowForm(SeenForm):
    """One line of a pasted shift report, which may be left out."""

    keep = forms.BooleanField(label=_("Ta med"), required=False)


def row_of(part: Any, *, began_on: date, known: Known) -> dict[str, Any]:
    """Return how a part of a shift first stands in the table."""
    category = known.categories.get((part.category or "").casefold())
    days, minutes = divmod(part.ends, 24 * 60) if part.ends is not None else (0, None)
    return {
        "key": uuid7(), "keep": not part.heading, "what": known.words_for(category) if category else "",
        "place": part.place or "", "seen_on": began_on + timedelta(days=days), "seen_from": _clock(part.begins),
        "seen_at": _clock(minutes), "text": part.text[:LONGEST_TEXT],
    }  # fmt: skip


def _clock(minutes: int | None) -> time | None:
    return None if minutes is None else time(*divmod(minutes % (24 * 60), 60))


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
