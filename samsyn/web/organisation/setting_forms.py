"""One field for each declared setting, after its shape; what is typed is checked by the door that reads it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from samsyn.ground.tenancy.defaults import Key, SettingRefused, clean, setting

SHORT = {"class": "short"}
LONGEST_SHOWN = 4


def said(key: Key, value: Any) -> str:
    """Return a value in words."""
    if key.shape == "yes_no":
        return str(_("ja") if value else _("nej"))
    if value in ("", None) or value == [] or value == ():
        return str(_("inget"))
    if key.shape == "choice":
        return str(dict(key.choices).get(value, value))
    if key.shape == "several":
        return ", ".join(str(words) for one, words in key.choices if one in value)
    if key.shape == "hours":
        return _("%(first)s–%(last)s") % {"first": f"{value[0]:02}", "last": f"{value[1]:02}"}
    if key.shape == "pairs":
        return ", ".join(sv for sv, _en in value)
    return ", ".join(value) if key.shape == "lines" else str(value)


def typed(key: Key, value: Any) -> Any:
    """Return a value as it is typed in its field."""
    if key.shape == "lines":
        return "\n".join(value)
    if key.shape == "hours":
        return "–".join(str(one) for one in value)
    if key.shape == "pairs":
        return "\n".join(sv if sv == en else f"{sv} = {en}" for sv, en in value)
    return value


def read(key: Key, given: Any) -> Any:
    """Return what was typed in the shape that the door wants."""
    lines = [line.strip() for line in given.splitlines() if line.strip()] if isinstance(given, str) else []
    if key.shape == "lines":
        return lines
    if key.shape == "pairs":
        return [(sv.strip(), (en.strip() or sv.strip())) for sv, _is, en in (line.partition("=") for line in lines)]
    if key.shape == "hours":
        parts = [part.strip() for part in given.replace("–", "-").split("-") if part.strip()]
        return [int(part) if part.isdecimal() else part for part in parts]
    return given


def field_of(key: Key) -> forms.Field:
    """Return the field that asks for a setting."""
    more = {"label": key.title, "help_text": key.sentence}
    if key.shape == "yes_no":
        return forms.BooleanField(required=False, **more)
    if key.shape in ("whole", "hour"):
        least, most = (0, 23) if key.shape == "hour" else (key.least, key.most)
        return forms.IntegerField(min_value=least, max_value=most, widget=forms.NumberInput(attrs=SHORT), **more)
    if key.shape == "choice":
        return forms.TypedChoiceField(choices=key.choices, coerce=type(key.default), **more)
    if key.shape == "several":
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=key.choices, required=False, widget=boxes, **more)
    if key.shape in ("lines", "pairs"):
        return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 5}), **more)
    if key.shape == "day":
        return forms.CharField(required=False, widget=forms.DateInput({"type": "date"}), **more)
    return forms.CharField(required=False, **more)


class SettingsForm(forms.Form):
    """The settings of one section."""

    def __init__(self, *args: Any, keys: list[Key], municipality: Any, **kwargs: Any) -> None:
        self.keys = {key.name: key for key in keys}
        now = {key.name: typed(key, setting(municipality, key.name)) for key in keys}
        super().__init__(*args, initial=now, **kwargs)
        for key in keys:
            self.fields[key.name] = field_of(key)

    def clean(self) -> dict[str, Any]:
        """Let the door itself say what suits; its sentence stands at the field."""
        given = super().clean() or {}
        for name, key in self.keys.items():
            if name in given:
                try:
                    given[name] = clean(name, read(key, given[name]))
                except SettingRefused as refusal:
                    self.add_error(name, refusal.sentence)
        return given
