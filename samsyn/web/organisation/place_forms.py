"""The shapes of what is filled in about areas, places, the calendar, categories and the municipality itself."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.calendar.models import YearEvent
from samsyn.ground.people.models import Organisation
from samsyn.ground.places.models import Area, Place, PlaceType
from samsyn.method.observations.models import Audience
from samsyn.web.organisation.forms import day_field
from samsyn.web.templatetags.samsyn import named

WEEKDAYS = [(1, _("måndag")), (2, _("tisdag")), (3, _("onsdag")), (4, _("torsdag")), (5, _("fredag"))]
SEVERITIES = [(1, _("1 – liten")), (2, _("2 – märkbar")), (3, _("3 – allvarlig")), (4, _("4 – mycket allvarlig"))]
AUDIENCE_HELP = _("Detta styr vem som ser. Det gör inte uppgiften hemlig. Skriv som om den kan begäras ut.")


class AreaSetForm(forms.Form):
    """A set of areas: its name, how long it is valid, where it comes from."""

    name = forms.CharField(label=_("Namn"), max_length=80)
    valid_from = day_field(_("Gäller från"), required=True)
    valid_to = day_field(_("Gäller till"), help_text=_("Tomt = gäller tills vidare."))
    working = forms.BooleanField(
        label=_("Rapporter räknas i de här områdena"), required=False,
        help_text=_("En indelning i taget. Den senaste som gäller på rapportens dag används."),
    )  # fmt: skip
    source = forms.CharField(label=_("Källa"), max_length=200, required=False)
    licence = forms.CharField(label=_("Licens"), max_length=80, required=False)


class AreaForm(forms.Form):
    """One area's name and inhabitants."""

    name = forms.CharField(label=_("Namn"), max_length=120, error_messages={"required": _("Skriv områdets namn.")})
    population = forms.IntegerField(label=_("Invånare"), required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["population"].widget.attrs["class"] = "short"


class _Coordinate(forms.FloatField):
    """Degrees, with comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "short", "inputmode": "decimal"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> float | None:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class PlaceForm(forms.Form):
    """A known place."""

    place_type = forms.ModelChoiceField(
        label=_("Slag av plats"), queryset=PlaceType.objects.none(), required=False, empty_label=_("Inget särskilt")
    )
    address = forms.CharField(label=_("Adress"), max_length=160, required=False)
    lat = _Coordinate(label=_("Latitud"), help_text=_("Grader, till exempel 62,41."))
    lon = _Coordinate(label=_("Longitud"), help_text=_("Grader, till exempel 17,15."))
    area = forms.ModelChoiceField(
        label=_("Område"), queryset=Area.objects.none(), required=False, empty_label=_("Följer av punkten"),
        help_text=_("Behövs bara när punkten saknas."),
    )  # fmt: skip
    show_coarse = forms.BooleanField(
        label=_("Visa bara området, aldrig punkten"), required=False,
        help_text=_("För platser nära någons hem. Skälet skrivs aldrig ner."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place_type"].queryset = PlaceType.objects.visible_to(member).for_new_places()
        self.fields["place_type"].label_from_instance = named
        self.fields["area"].queryset = Area.objects.visible_to(member).in_working_set(on=on).order_by("name")


class NewPlaceForm(PlaceForm):
    """A new place with its names."""

    name = forms.CharField(label=_("Namn"), max_length=120, error_messages={"required": _("Skriv platsens namn.")})
    aliases = forms.CharField(
        label=_("Andra namn"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Det folk säger, ett namn per rad: blå lekan, Pressbyråhörnan, port 14."),
    )  # fmt: skip

    field_order = ["name", "aliases", "place_type", "address", "lat", "lon", "area", "show_coarse"]

    def clean_aliases(self) -> list[str]:
        return self.cleaned_data["aliases"].splitlines()


class ChangePlaceForm(PlaceForm):
    """A known place, which may also be taken out of use."""

    active = forms.BooleanField(
        label=_("Platsen används"), required=False, help_text=_("Avstängda platser föreslås inte i nya rapporter.")
    )


class PlaceNameForm(forms.Form):
    """A place's new name."""

    name = forms.CharField(
        label=_("Nytt namn"), max_length=120, error_messages={"required": _("Skriv det nya namnet.")}
    )


class AliasesForm(forms.Form):
    """The other names of a place, one on each line."""

    aliases = forms.CharField(
        label=_("Andra namn"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ett namn per rad."),
    )  # fmt: skip

    def clean_aliases(self) -> list[str]:
        return self.cleaned_data["aliases"].splitlines()


class MergeForm(forms.Form):
    """The place that is kept."""

    into = forms.ModelChoiceField(
        label=_("Slå ihop med"), queryset=Place.objects.none(), empty_label=_("Välj plats"),
        help_text=_("Den platsen behålls och får alla namn."), error_messages={"required": _("Välj en plats.")},
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Place.objects.visible_to(member).standing().exclude(pk=place.pk)
        self.fields["into"].queryset = others.order_by("name")


class PlaceCareForm(forms.Form):
    """Who looks after a place, and from when."""

    organisation = forms.ModelChoiceField(
        label=_("Part"), queryset=Organisation.objects.none(), empty_label=_("Välj part")
    )
    starts_on = day_field(_("Från och med"))

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(member).order_by("name")


class YearEventForm(forms.Form):
    """A date in the calendar."""

    kind = forms.ChoiceField(
        label=_("Slag"), widget=forms.RadioSelect, initial="event",
        choices=[
            (YearEvent.Kind.EVENT, _("Händer i kommunen: marknad, match, valborg …")),
            (YearEvent.Kind.SCHOOL_BREAK, _("Skollov")),
            (YearEvent.Kind.PAUSE, _("Uppehåll: inga påminnelser, inga uteblivna besked")),
        ],
    )  # fmt: skip
    name_sv = forms.CharField(label=_("Vad?"), max_length=120, error_messages={"required": _("Skriv vad det är.")})
    name_en = forms.CharField(label=_("Vad, på engelska"), max_length=120, required=False)
    first_on = day_field(_("Första dag"), required=True)
    last_on = day_field(_("Sista dag"), required=True)


class CategoryForm(forms.Form):
    """A category's words, default severity and audience, and whether it is used."""

    name_sv = forms.CharField(label=_("Namn"), max_length=120)
    name_en = forms.CharField(label=_("Namn på engelska"), max_length=120)
    help_sv = forms.CharField(label=_("Hjälptext"), max_length=300, required=False)
    help_en = forms.CharField(label=_("Hjälptext på engelska"), max_length=300, required=False)
    severity = forms.TypedChoiceField(label=_("Allvar från början"), choices=SEVERITIES, coerce=int)
    audience = forms.ChoiceField(
        label=_("Visas för från början"), choices=[c for c in Audience.choices if c[0] != Audience.GROUP],
        help_text=AUDIENCE_HELP,
    )  # fmt: skip
    active = forms.BooleanField(
        label=_("Används"), required=False,
        help_text=_("En avstängd kategori kan inte väljas. Gamla rapporter finns kvar."),
    )  # fmt: skip


class MunicipalityForm(forms.Form):
    """The municipality's own settings."""

    name = forms.CharField(label=_("Kommunens namn"), max_length=80)
    colour = forms.RegexField(
        label=_("Färg"), regex=r"^#[0-9a-f]{6}$", widget=forms.TextInput(attrs={"type": "color", "class": "short"}),
        help_text=_("Syns överst på varje skärm och papper, så att ingen tar fel på kommun."),
        error_messages={"invalid": _("Välj en färg, till exempel #1f5f5b.")},
    )  # fmt: skip
    period_weeks = forms.TypedChoiceField(
        label=_("Lägesbild"), choices=[(1, _("varje vecka")), (2, _("varannan vecka"))], coerce=int
    )
    languages = forms.ChoiceField(
        label=_("Språk"), choices=[("sv,en", _("svenska och engelska")), ("sv", _("bara svenska"))]
    )
    population = forms.IntegerField(label=_("Invånare"), required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["population"].widget.attrs["class"] = "short"
