"""The shape of a report: what, where and when; everything else may be left."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.method.observations.drafts import LONGEST_TEXT, Draft
from samsyn.method.observations.dwellings import DWELLING, without_number
from samsyn.method.observations.models import Audience, Category, SeenDuring
from samsyn.web.templatetags.samsyn import named

SEVERITIES = [
    ("", _("Som kategorin brukar")),
    ("1", _("1 – Mindre")),
    ("2", _("2 – Märkbar")),
    ("3", _("3 – Allvarlig")),
    ("4", _("4 – Mycket allvarlig")),
]
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ReportForm(forms.Form):
    """What, where, when; then what one may add."""

    category = forms.ChoiceField(
        label=_("Vad såg du?"), widget=forms.RadioSelect, error_messages={"required": _("Välj vad du såg.")}
    )
    place = forms.CharField(
        label=_("Plats"), required=False, max_length=120,
        help_text=_("Gata, port eller det namn ni brukar använda."),
        widget=forms.TextInput(attrs={"list": "kanda-platser", "autocomplete": "off"}),
    )  # fmt: skip
    dwelling = forms.BooleanField(
        label=_("Det gäller en bostad"), required=False,
        help_text=_("Andra ser bara gatan. Dörren ser bara den som granskar."),
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Område"), required=False, help_text=_("Räcker om du inte vet exakt plats."))
    seen_on = forms.DateField(label=_("Datum"), widget=DATE, error_messages={"required": _("Fyll i vilken dag.")})
    seen_at = forms.TimeField(label=_("Klockan"), widget=TIME, error_messages={"required": _("Fyll i klockslag.")})
    begun_on = forms.DateField(label=_("Var som vanligt senast, datum"), required=False, widget=DATE)
    begun_at = forms.TimeField(label=_("Klockan"), required=False, widget=TIME)
    text = forms.CharField(
        label=_("Beskriv kort"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Vad du såg, inte vem. Inga namn, nummer eller lägenheter."),
    )  # fmt: skip
    severity = forms.ChoiceField(label=_("Hur allvarligt?"), required=False, choices=SEVERITIES)
    seen_during = forms.ChoiceField(
        label=_("Vad gjorde du där?"), choices=SeenDuring.choices, initial=SeenDuring.ORDINARY, required=False
    )
    fault_number = forms.CharField(label=_("Felanmälans nummer"), required=False, max_length=40)
    owner = forms.ChoiceField(label=_("Du rapporterar för"), required=False)
    source_kind = forms.ChoiceField(
        label=_("Registrerar du åt någon annan?"),
        required=False,
        help_text=_("Bara slaget av källa, aldrig ett namn."),
    )
    audience = forms.ChoiceField(
        label=_("Visas för"), required=False,
        help_text=_("Styr vem som ser. Det gör inte uppgiften hemlig. Skriv som om den kan begäras ut."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, member: Any, categories: Sequence[Category], areas: Sequence[Any], now: datetime
    ) -> None:
        local = timezone.localtime(now)
        super().__init__(data, initial={"seen_on": local.date(), "seen_at": local.time().replace(second=0)})
        self.member = member
        self.by_id = {str(category.pk): category for category in categories}
        self.areas = {str(area.pk): area for area in areas}
        self.fields["category"].choices = [(key, named(category)) for key, category in self.by_id.items()]
        self.fields["area"].choices = [("", _("Välj område")), *((key, area.name) for key, area in self.areas.items())]
        self._choose_source()
        shown = [choice for choice in Audience.choices if choice[0] != Audience.GROUP]
        self.fields["audience"].choices = [("", _("Som kategorin brukar")), *shown]

    def _choose_source(self) -> None:
        """Ask for whom one reports only where there are several, and for another source only of those who may."""
        self.owners = {str(one.pk): one for one in self.member.organisations_that(Permission.REPORT)}
        self.fields["owner"].choices = [(key, one.name) for key, one in self.owners.items()]
        if len(self.owners) < 2:
            del self.fields["owner"]
        self.fields["source_kind"].choices = [("", _("Nej, jag såg det själv")), *Organisation.Kind.choices]
        if not self.member.may(Permission.REPORT_FOR_OTHERS):
            del self.fields["source_kind"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        words = found.get("place", "").strip()
        found["known_place"] = self._known(words) if words else None
        if not words and not found.get("area"):
            self.add_error("place", _("Skriv en plats eller välj ett område."))
        elif words and found["known_place"] is None and not found.get("area"):
            self.add_error("area", _("Vi känner inte igen platsen. Välj också området den ligger i."))
        return found

    def _known(self, words: str) -> Place | None:
        places = Place.objects.visible_to(self.member).standing()
        exact = places.filter(name__iexact=words).first()
        if exact is not None:
            return exact
        several = list(places.called(words)[:2])
        return several[0] if len(several) == 1 else None

    def draft(self) -> Draft:
        """Return what was filled in as a draft; a place we do not know opens the text instead."""
        found, place = self.cleaned_data, self.cleaned_data["known_place"]
        words = "" if place else found["place"].strip()
        if found["dwelling"]:
            words = without_number(words)
        return Draft(
            category=self.by_id[found["category"]],
            observed_to=_moment(found["seen_on"], found["seen_at"]),
            observed_from=_moment(found.get("begun_on"), found.get("begun_at")),
            place=place,
            place_type=DWELLING if found["dwelling"] else "",
            area=self.areas.get(found["area"]) if place is None else None,
            text="\n".join(part for part in (words, found["text"].strip()) if part),
            severity=int(found["severity"]) if found["severity"] else None,
            seen_during=found["seen_during"] or SeenDuring.ORDINARY,
            fault_number=found["fault_number"],
            audience=found["audience"],
            owner=self.owners.get(found.get("owner", "")),
            source_kind=found.get("source_kind", ""),
            precision="exact" if place else "area",
            warnings_answered=self.data.get("answered") == self.answer(),
        )

    def answer(self) -> str:
        """Return what the button "it points nobody out" sends: it is about exactly these words."""
        words = f"{self.cleaned_data['place']}\n{self.cleaned_data['text']}"
        return hashlib.sha256(words.encode()).hexdigest()[:16]


def _moment(day: Any, clock: Any) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, clock or datetime.min.time(), tzinfo=timezone.get_current_timezone())
