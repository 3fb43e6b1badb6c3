"""The shapes of what is filled in when a file is read."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.exchange.mapping import Mapping
from samsyn.exchange.readers.crs import SYSTEMS
from samsyn.web.organisation.forms import day_field

KINDS = ".csv,.tsv,.txt,.xlsx,.geojson,.gpkg,.zip,.parquet,.json"
KINDS_IN_WORDS = _("CSV, Excel, GeoJSON, GeoPackage, Shapefile (som zip), Parquet eller JSON.")
NO_FILE = {"required": _("Välj en fil."), "empty": _("Filen är tom. Välj en annan.")}
WHEN = r"datum|tidpunkt|^tid|date|time|händ|inkom"
# What an observation can be given by a column, in the order that people think of it.
FIELDS = {
    "category": _("Kategori"), "text": _("Beskrivning"), "place_name": _("Platsens namn"),
    "severity": _("Allvar, 1–4"), "external_id": _("Id i källan"), "fault_number": _("Felanmälans nummer"),
}  # fmt: skip
FORMATS = [
    ("iso", _("2025-11-30 eller 2025-11-30 14:05")), ("%d/%m/%Y %H:%M", "30/11/2025 14:05"),
    ("%d.%m.%Y %H:%M", "30.11.2025 14:05"), ("%Y%m%d", "20251130"), ("%Y-%m-%d %H.%M", "2025-11-30 14.05"),
    ("%m/%d/%Y %I:%M:%S %p", "11/30/2025 02:05:00 PM"), ("epoch_s", _("sekunder sedan 1970")),
    ("epoch_ms", _("millisekunder sedan 1970")),
]  # fmt: skip


class FileField(forms.FileField):
    """A file to read in."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": KINDS})
        super().__init__(label=_("Fil"), help_text=KINDS_IN_WORDS, error_messages=NO_FILE, widget=widget, **kwargs)


class ChooseForm(forms.Form):
    """A file, and where it comes from."""

    source = forms.ChoiceField(label=_("Var kommer filen ifrån?"))
    file = FileField()

    def __init__(self, *args: Any, choices: list[Any], megabytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = choices
        self.megabytes = megabytes

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.megabytes * 1024 * 1024:
            raise forms.ValidationError(
                _("Filen är större än %(n)s megabyte. Dela den, eller be driften använda kommandot samsyn import.")
                % {"n": self.megabytes}
            )
        return file


class ColumnsForm(forms.Form):
    """Which column is what, how times are written and where the places stand."""

    def __init__(self, *args: Any, names: list[str], has_shape: bool, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_shape, self.zone = has_shape, zone
        self.columns = [("", _("–"))] + [(name, name) for name in names]
        for field, label in FIELDS.items():
            self._column(field, label, required=field == "category")
        self._column("until", _("När hände det? (eller: när slutade det)"), required=True)
        self._column("from", _("Började"))
        self._column("clock", _("Klockslag, om det står för sig"))
        self.fields["format"] = forms.ChoiceField(label=_("Så här skrivs tiderna"), choices=self._formats())
        self.fields["zone"] = forms.ChoiceField(
            label=_("Tidszon"), choices=[(zone, zone), ("UTC", "UTC")], initial=zone,
            help_text=_("Gäller tider utan egen tidszon."),
        )  # fmt: skip
        self._column("longitude", _("Longitud, X eller öst"))
        self._column("latitude", _("Latitud, Y eller nord"))
        systems = [("", _("Hitta själv (kontrolleras mot kommunens gräns)"))] + list(SYSTEMS.items())
        self.fields["crs"] = forms.ChoiceField(label=_("Koordinatsystem"), choices=systems, required=False)
        self._column("area_code", _("Områdeskod, om punkt saknas"))

    def _column(self, name: str, label: Any, *, required: bool = False) -> None:
        wrong = {"required": _("Välj kolumn för ”%(label)s”.") % {"label": label}}
        self.fields[name] = forms.ChoiceField(
            label=label, choices=self.columns, required=required, error_messages=wrong
        )

    def _formats(self) -> list[tuple[Any, Any]]:
        now = self.initial.get("format", "iso")
        return [*([] if now in dict(FORMATS) else [(now, now)]), *FORMATS]

    def groups(self) -> list[tuple[Any, list[Any], list[Any]]]:
        """Return the parts of the page: name, fields in use, and fields that lie folded since nothing is chosen."""
        place = ["longitude", "latitude", "crs", "area_code"]
        parts = [
            (_("Vad"), list(FIELDS)),
            (_("När"), ["until", "from", "clock", "format", "zone"]),
            (_("Var"), place[2:] if self.has_shape else place),
        ]
        return [
            (label, [self[name] for name in names if self._in_use(name)],
             [self[name] for name in names if not self._in_use(name)])
            for label, names in parts
        ]  # fmt: skip

    def _in_use(self, name: str) -> bool:
        own = self.zone if name == "zone" else ""
        needed = self.fields[name].required and name != "zone"
        return needed or name in self.errors or self[name].value() not in (own, None)

    def columns_in_use(self) -> set[str]:
        """Return the file's columns that some field reads."""
        return {str(self[name].value()) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("longitude")) != bool(data.get("latitude")):
            self.add_error("longitude", _("Välj båda koordinaterna, eller ingen."))
        if not (data.get("longitude") or data.get("area_code") or self.has_shape):
            self.add_error("longitude", _("Välj koordinater eller områdeskod, annars vet ingen var det var."))
        return data

    def as_mapping(self, before: dict[str, Any], *, days: set[str]) -> Mapping:
        """Return the mapping that the choices make; what the form does not ask about is kept as it was.

        `days` names the columns that hold a date without a clock: something that happened some time that day.
        """
        data = self.cleaned_data
        whole = {name: before[name] for name in ("read", "categories", "constants", "name", "title") if name in before}
        day = data["clock"] or data["until"] in days
        time = {"date" if day else "until": data["until"], "format": data["format"]}
        time |= {name: data[name] for name in ("from", "clock") if data[name]}
        if data["zone"] != self.zone:
            time["zone"] = data["zone"]
        place = {name: data[name] for name in ("longitude", "latitude", "area_code") if data.get(name)}
        kept = before.get("place", {})
        place |= {name: kept[name] for name in ("precision", "without_point", "strip") if name in kept}
        if self.has_shape and not data.get("longitude"):
            place["geometry"] = True
        if data["crs"]:
            place["crs"] = int(data["crs"])
        columns = {name: data[name] for name in FIELDS if data[name]}
        return Mapping(target="observations", columns=columns, time=time, place=place, **whole)


def columns_before(whole: dict[str, Any], *, names: list[str]) -> dict[str, Any]:
    """Return a mapping's sections as the form's first values; a time not guessed is looked for by its name."""
    columns, time, place = whole.get("columns", {}), whole.get("time", {}), whole.get("place", {})
    first = {name: value for name, value in columns.items() if isinstance(value, str)}
    form = time.get("format", "iso")
    return {
        **first, "until": time.get("until") or time.get("date") or _named(WHEN, names), "from": time.get("from", ""),
        "clock": time.get("clock", ""), "format": form if isinstance(form, str) else form[0],
        "longitude": place.get("longitude", ""), "latitude": place.get("latitude", ""),
        "crs": place.get("crs", ""), "area_code": place.get("area_code", ""),
    } | ({"zone": time["zone"]} if "zone" in time else {})  # fmt: skip


def _named(pattern: str, names: list[str]) -> str:
    return next((name for name in names if re.search(pattern, name.lower())), "")


class StartForm(forms.Form):
    """Under which name the source is remembered."""

    title = forms.CharField(
        label=_("Vad kallar ni källan?"), max_length=120,
        help_text=_("Till exempel ”Felanmälan Hyreshus AB”. Samma namn nästa gång gör att samma rader känns igen."),
        error_messages={"required": _("Skriv vad ni kallar källan.")},
    )  # fmt: skip


class TextForm(forms.Form):
    """A mapping as TOML."""

    toml = forms.CharField(
        label=_("Mappningen som text (TOML)"), widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
        help_text=_("Här kan allt ställas in, också det som sidorna inte frågar om."), strip=False,
    )  # fmt: skip


class AreasForm(forms.Form):
    """A file of areas."""

    file = FileField()
    set_name = forms.CharField(
        label=_("Indelningens namn"), max_length=80,
        help_text=_("Till exempel Stadsdelar, DeSO eller Polisens områden."),
        error_messages={"required": _("Skriv vad indelningen heter.")},
    )  # fmt: skip
    valid_from = day_field(_("Gäller från"), required=True)
    kind = forms.ChoiceField(
        label=_("Slag"),
        choices=[("own", _("kommunens egna områden")), ("deso", "DeSO"), ("regso", "RegSO"),
                 ("police", _("polisens områden")), ("other", _("annat"))],
    )  # fmt: skip
    working = forms.BooleanField(label=_("Rapporter räknas i de här områdena"), required=False)


class PlacesForm(forms.Form):
    """A file of places."""

    file = FileField()
