"""What is filled in about a measure: one line, how it went, and which ones are shown."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import LEVELS, Group, Organisation
from samsyn.ground.places.models import Area, Place
from samsyn.method.measures.actions import Line
from samsyn.method.measures.models import KnownMeasure, Measure
from samsyn.method.measures.states import Horizon, MeasureKind, Outcome
from samsyn.method.observations.models import Audience
from samsyn.web.map.forms import QuickSelect
from samsyn.web.organisation.forms import choices_of, day_field
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import named

SHOWN = [
    ("", _("Öppna")), ("overdue", _("Försenade")), ("closed", _("Avslutade")), ("all", _("Alla")),
]  # fmt: skip


def areas_of(member: Any) -> Any:
    """Return the areas that something may be placed in."""
    return Area.objects.visible_to(member).filter(area_set__working=True)


def where_choices(member: Any, *, with_measures: bool = False) -> list[Any]:
    """Return areas and known places, as choices in two groups; a place shown coarse is offered as its area only.

    `with_measures` leaves out places without a measure that the member sees: who only reads needs no register.
    """
    areas = [(f"area:{one.pk}", one.name) for one in in_order(areas_of(member))]
    places = Place.objects.visible_to(member).standing().filter(show_coarse=False)
    if with_measures:
        places = places.filter(pk__in=Measure.objects.visible_to(member).filter(place__isnull=False).values("place"))
    known = [(f"place:{one.pk}", one.name) for one in in_order(places, by=lambda one: one.name)]
    return [("", _("Välj")), (_("Områden"), areas), (_("Platser"), known)]


def audience_choices(member: Any) -> list[Any]:
    """Return for whom a measure may be shown; each group is a choice of its own."""
    plain = [each for each in Audience.choices if each[0] != Audience.GROUP]
    groups = [(f"group:{one.pk}", one.name) for one in in_order(Group.objects.visible_to(member))]
    return [("", _("Som vanligt")), *plain, *groups]


class LineForm(forms.Form):
    """A measure in one line: what, who, when, where; and what lies behind "mer"."""

    what = forms.CharField(label=_("Vad"), max_length=200, error_messages={"required": _("Skriv vad som ska göras.")})
    organisation = forms.ModelChoiceField(
        label=_("Vem"), queryset=Organisation.objects.none(), error_messages={"required": _("Välj vem som gör det.")}
    )
    due_on = day_field(_("Klart senast"), required=True)
    where = forms.ChoiceField(label=_("Var"), required=False, widget=QuickSelect)
    function = forms.CharField(
        label=_("Funktion"), max_length=120, required=False, help_text=_("Funktionen, aldrig ett namn.")
    )
    presence = forms.BooleanField(
        label=_("Någon ska vara på plats"), required=False,
        help_text=_("Väktare, fältare eller vandringar. Visas då för myndigheter, om du inte väljer något annat."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Visas för"), required=False,
        help_text=_("Den som ansvarar ser sin egen åtgärd. Det styr vem som ser. Det gör inte uppgiften hemlig."),
    )  # fmt: skip

    kind = forms.ChoiceField(
        label=_("Slag"), required=False, choices=[("", _("Inte valt")), *MeasureKind.choices]
    )
    horizon = forms.ChoiceField(
        label=_("När kan det märkas?"), required=False, choices=[("", _("Inte valt")), *Horizon.choices]
    )
    level = forms.ChoiceField(label=_("Nivå"), required=False, choices=[("", _("Inte valt")), *LEVELS])
    extent = forms.CharField(
        label=_("Planerad omfattning"), max_length=200, required=False,
        help_text=_("Hur mycket, till exempel sex kvällar eller tio lampor."),
    )  # fmt: skip
    follow_up_on = day_field(_("Fråga om det hjälpte, dag"))
    known = forms.ModelChoiceField(queryset=KnownMeasure.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Any, today: date, needs_where: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].queryset = KnownMeasure.objects.visible_to(member)
        parties = Organisation.objects.visible_to(member).open_on(today)
        self.fields["organisation"].queryset = parties
        self.fields["organisation"].choices = choices_of(parties, empty=_("Välj"))
        self.fields["where"].choices = where_choices(member)
        self.fields["where"].required = needs_where
        wrong = _("Välj ett område eller en plats.")
        self.fields["where"].error_messages |= {"required": wrong, "invalid_choice": wrong}
        self.fields["audience"].choices = audience_choices(member)
        self.member = member

    def line(self) -> Line:
        """Return what was written, in the shape of the verb."""
        told = self.cleaned_data
        kind, _colon, found = told["where"].partition(":")
        audience, _colon, group = told["audience"].partition(":")
        member = self.member
        return Line(
            what=told["what"], organisation=told["organisation"], due_on=told["due_on"], function=told["function"],
            area=areas_of(member).get(pk=found) if kind == "area" else None,
            place=Place.objects.visible_to(member).get(pk=found) if kind == "place" else None,
            presence=told["presence"], audience=audience,
            audience_group=Group.objects.visible_to(member).get(pk=group) if group else None,
            kind=told["kind"], horizon=told["horizon"], extent=told["extent"], follow_up_on=told["follow_up_on"],
            known=told["known"], level=told["level"],
        )  # fmt: skip


def written(measure: Any) -> dict[str, Any]:
    """Return a measure as it stands in the form."""
    group = f"group:{measure.audience_group_id}" if measure.audience_group_id else measure.audience
    place = measure.place if measure.place is not None and not measure.place.show_coarse else None
    return {
        "what": measure.what, "organisation": measure.organisation_id, "due_on": measure.due_on,
        "where": f"place:{place.pk}" if place else f"area:{measure.area_id}", "function": measure.function,
        "presence": measure.presence, "audience": group, "kind": measure.kind, "horizon": measure.horizon,
        "extent": measure.extent, "follow_up_on": measure.follow_up_on, "known": measure.known_id,
        "level": measure.level,
    }  # fmt: skip


def taken_from(known: Any) -> dict[str, Any]:
    """Return what a known measure fills in of the line."""
    return {
        "what": named(known)[:200], "kind": known.kind, "horizon": known.horizon, "presence": known.presence,
        "known": known.pk,
    }  # fmt: skip


class FollowUpForm(forms.Form):
    """How it went: done or not, in one line."""

    outcome = forms.ChoiceField(label=_("Hur gick det?"), choices=Outcome.choices, widget=forms.RadioSelect)
    line = forms.CharField(label=_("En rad om hur det gick"), max_length=200, required=False)
    due_on = day_field(_("Ny dag, om den inte är gjord"))


class FilterForm(forms.Form):
    """Which measures are shown."""

    state = forms.ChoiceField(label=_("Läge"), choices=SHOWN, required=False)
    organisation = forms.ChoiceField(label=_("Vem"), required=False)
    area = forms.ChoiceField(label=_("Område"), required=False)
    level = forms.ChoiceField(label=_("Nivå"), required=False, choices=[("", _("Alla")), *LEVELS])

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = choices_of(Organisation.objects.visible_to(member), empty=_("Alla"))
        self.fields["area"].choices = choices_of(areas_of(member), empty=_("Alla"))

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def rows(self, found: Any, *, today: date) -> Any:
        """Return the chosen ones of the measures found, in the order of the list."""
        told = self.cleaned_data if self.is_valid() else {}
        narrow = {
            "": lambda rows: rows.open(), "overdue": lambda rows: rows.overdue(today=today),
            "closed": lambda rows: rows.closed(), "all": lambda rows: rows,
        }  # fmt: skip
        rows = narrow[told.get("state", "")](found)
        if told.get("organisation"):
            rows = rows.of([told["organisation"]])
        if told.get("level"):
            rows = rows.on_level(told["level"])
        return rows.within([told["area"]]) if told.get("area") else rows


class WhoWhereForm(forms.Form):
    """Whose measures, and where: the same choice on board, calendar and map."""

    organisation = forms.ChoiceField(label=_("Vem"), required=False)
    area = forms.ChoiceField(label=_("Område"), required=False)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = choices_of(Organisation.objects.visible_to(member), empty=_("Alla"))
        self.fields["area"].choices = choices_of(areas_of(member), empty=_("Alla"))

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def rows(self, found: Any) -> Any:
        """Return the chosen ones of the measures found."""
        told = self.cleaned_data if self.is_valid() else {}
        rows = found.of([told["organisation"]]) if told.get("organisation") else found
        return rows.within([told["area"]]) if told.get("area") else rows
