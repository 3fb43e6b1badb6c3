"""The forms of the map: what is shown, what is done to many at once, and a name for a saved view."""

from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.method.observations.models import Audience, Kind
from samsyn.web.map.choice import ANY_STATE, DEFAULT_PERIOD, EVERYTHING, NO_AREA, PERIODS, STATES, WAITING, Box, Choice
from samsyn.web.map.names import Names
from samsyn.web.templatetags.samsyn import week_words

WEEKS_OFFERED = 26
FIRST_YEAR, LAST_YEAR = 1900, 2199
FOLDED = ("state", "kind", "severity", "audience", "source", "first", "last")
SEVERITIES = [("", _("Alla")), ("2", _("2 och uppåt")), ("3", _("3 och uppåt")), ("4", _("bara 4"))]
SHOWN_TO = [choice for choice in Audience.choices if choice[0] != Audience.GROUP]


def periods(today: date, chosen: str) -> list[tuple[str, Any]]:
    """Return the periods on offer: the latest weeks together, then week by week."""
    this = Week.containing(today)
    offered = [(this - back).address for back in range(WEEKS_OFFERED)]
    weeks = [(address, week_words(Week.parse(address))) for address in offered]
    if chosen and chosen not in offered and chosen not in PERIODS and chosen != EVERYTHING:
        weeks += [(chosen, week_words(chosen))] if _is_week(chosen) else []
    together = [(key, words()[:1].upper() + words()[1:]) for key, words in PERIODS.items()]
    return [*together, (EVERYTHING, _("Hela tiden")), (_("En vecka"), weeks)]


def _is_week(text: str) -> bool:
    try:
        return Week.parse(text).address == text and _has_happened_or_may(Week.parse(text).first_day)
    except ValueError:
        return False


def _has_happened_or_may(day: date) -> bool:
    """Say whether a day is one that reports can be of; the ends of the calendar cannot be counted from."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


class QuickSelect(forms.Select):
    """A select drawn in one go: a template for each of two hundred options takes longer than all else on the page."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the element with its groups and options."""
        parts = []
        for group, options, _index in self.optgroups(name, self.format_value(value), attrs):
            drawn = format_html_join("", '<option value="{}"{}>{}</option>', [
                (one["value"], mark_safe(" selected") if one["selected"] else "", one["label"]) for one in options
            ])  # fmt: skip
            parts.append(format_html('<optgroup label="{}">{}</optgroup>', group, drawn) if group else drawn)
        own = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", own, mark_safe("".join(parts)))


class ChoiceForm(forms.Form):
    """Period, area, category and a word to look for; the rest lies folded away."""

    q = forms.CharField(
        label=_("Sök"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    period = forms.ChoiceField(label=_("Period"), required=False, widget=QuickSelect)
    area = forms.ChoiceField(label=_("Område"), required=False, widget=QuickSelect)
    category = forms.ChoiceField(label=_("Kategori"), required=False, widget=QuickSelect)
    state = forms.ChoiceField(label=_("Granskning"), required=False, widget=QuickSelect)
    kind = forms.ChoiceField(label=_("Slag"), required=False, widget=QuickSelect)
    severity = forms.ChoiceField(label=_("Allvar"), required=False, choices=SEVERITIES, widget=QuickSelect)
    audience = forms.ChoiceField(
        label=_("Visas för"), required=False, choices=[("", _("Alla")), *Audience.choices], widget=QuickSelect
    )  # fmt: skip
    source = forms.ChoiceField(
        label=_("Källa"), required=False, widget=QuickSelect,
        choices=[("", _("Alla")), *Organisation.Kind.choices, ("import", _("inläst"))],
    )  # fmt: skip
    first = forms.DateField(label=_("Från och med"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Till och med"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    box = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    run = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, names: Names, today: date) -> None:
        """Offer what the municipality has; the period is always one of those on offer."""
        filled = data.copy()
        filled.setdefault("period", DEFAULT_PERIOD)
        super().__init__(filled, auto_id="val_%s")
        self.fields["period"].choices = periods(today, filled["period"])
        areas = [(area.code, area.name) for area in names.areas]
        self.fields["area"].choices = [("", _("Hela kommunen")), *areas, (NO_AREA, _("Utan område"))]
        groups = [
            (group.name, [(group.code, _("Allt inom %s") % group.name), *((one.code, one.name) for one in within)])
            for group, within in names.grouped()
        ]
        self.fields["category"].choices = [("", _("Alla")), *groups]
        states = [(state.value, state.label.capitalize()) for state in STATES]
        waiting, every = (WAITING, _("Att granska")), (ANY_STATE, _("Alla"))
        self.fields["state"].choices = [("", _("Gällande")), waiting, *states, every]
        kinds = [(kind.value, kind.label.capitalize()) for kind in Kind]
        self.fields["kind"].choices = [("", _("Alla")), *kinds, ("open", _("Öppna tillstånd"))]

    def clean_box(self) -> Box | None:
        """Read west,south,east,north; anything else means no box."""
        try:
            west, south, east, north = (float(edge) for edge in self.cleaned_data["box"].split(","))
        except ValueError:
            return None
        fits = -180 <= west < east <= 180 and -90 <= south < north <= 90
        return (round(west, 5), round(south, 5), round(east, 5), round(north, 5)) if fits else None

    def clean_run(self) -> str:
        """Name the import whose reports are shown; as text, since a choice is an address."""
        return str(self.cleaned_data["run"] or "")

    def clean_first(self) -> date | None:
        """Leave out a day that cannot be counted from."""
        return self._day("first")

    def clean_last(self) -> date | None:
        """Leave out a day that cannot be counted to."""
        return self._day("last")

    def _day(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        return day if day and _has_happened_or_may(day) else None

    def choice(self) -> Choice:
        """Return what was chosen; a field that makes no sense is as if it were not there."""
        self.is_valid()
        return Choice(**{name: value for name, value in self.cleaned_data.items() if value not in ("", None)})

    @property
    def always(self) -> list[Any]:
        return [self[name] for name in ("q", "period", "area", "category")]

    @property
    def folded(self) -> list[Any]:
        return [self[name] for name in FOLDED]


class ManyForm(forms.Form):
    """What is done to the marked reports."""

    action = forms.ChoiceField(
        choices=[("accept", ""), ("category", ""), ("audience", ""), ("place", ""), ("same", "")]
    )  # fmt: skip
    ids = forms.CharField(required=False)
    everything = forms.BooleanField(required=False)
    category = forms.CharField(required=False, max_length=12)
    audience = forms.ChoiceField(required=False, choices=[("", ""), *SHOWN_TO])
    place = forms.CharField(required=False, max_length=120)
    keep = forms.UUIDField(required=False)
    confirmed = forms.BooleanField(required=False)


class ViewForm(forms.Form):
    """A name for what is shown now."""

    name = forms.CharField(label=_("Namn på vyn"), max_length=80)
