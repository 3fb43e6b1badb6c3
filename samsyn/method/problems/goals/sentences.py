"""The words about a goal's starting point and how far it has come."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samsyn.method.pictures.sentences import figure
from samsyn.method.problems.goal_states import Said
from samsyn.method.problems.goals.cautions import Caution

# What is said: the words on the tag, its symbol and its colour.
SAYS: dict[str, tuple[object, str, str]] = {
    "reached": (gettext_lazy("nått"), "check", "green"),
    "looks_reached": (gettext_lazy("ser ut att vara nått"), "check", "green"),
    "closer": (gettext_lazy("närmare"), "up", "green"),
    "unclear": (gettext_lazy("går inte att skilja från slump"), "question", "yellow"),
    "further": (gettext_lazy("längre bort"), "down", "red"),
    "too_early": (gettext_lazy("för tidigt att säga"), "clock", ""),
    "too_little": (gettext_lazy("för lite underlag"), "question", ""),
    "no_baseline": (gettext_lazy("inget utgångsläge än"), "question", ""),
    "no_target": (gettext_lazy("inget mål i siffror"), "question", ""),
    "no_new_reading": (gettext_lazy("inget nytt värde än"), "clock", ""),
    "reading_reached": (gettext_lazy("nått, enligt måttet"), "check", "green"),
    "reading_closer": (gettext_lazy("närmare, enligt måttet"), "up", "green"),
    "reading_not_closer": (gettext_lazy("inte närmare, enligt måttet"), "question", "yellow"),
    "unsaid": (gettext_lazy("inte bedömt än"), "question", ""),
    "said_reached": (Said.REACHED.label, "check", "green"),
    "said_closer": (Said.CLOSER.label, "up", "green"),
    "said_same": (Said.SAME.label, "circle", "yellow"),
    "said_further": (Said.FURTHER.label, "down", "red"),
}  # fmt: skip


def _plain(value: float, decimals: int = 1) -> str:
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    whole = abs(value - round(value)) < 0.05
    return figure(value, language=language, decimals=0 if whole or value >= 10 else decimals)


def _day(iso: str) -> str:
    english = (get_language() or "sv").startswith("en")
    return date_format(date.fromisoformat(iso), "j M Y" if english else "j b Y")


def baseline_sentence(baseline: Mapping[str, Any]) -> str:
    """Say where the goal starts: the figure, its period, what it rests on and its source."""
    if not baseline:
        return ""
    told = {"value": _plain(baseline["value"]), "first": _day(baseline["first_on"]), "last": _day(baseline["last_on"]),
            "n": baseline.get("n"), "source": baseline["source"]}  # fmt: skip
    if baseline["source"] == "reports":
        return _("%(value)s rapporter %(first)s – %(last)s. Källa: rapporterna här, utan beslutad närvaro.") % told
    if told["n"]:
        return _("%(value)s, %(first)s – %(last)s, n = %(n)s. Källa: %(source)s.") % told
    return _("%(value)s, %(first)s – %(last)s. Källa: %(source)s, som inte anger hur säkert värdet är.") % told


def caution_sentence(caution: Caution) -> str:
    """Say what must be said beside the goal, with its figures and what can be done about it."""
    told = caution.told
    if caution.key == "at_peak":
        values = {"n": told["n"], "usual": _plain(told["usual"])}
        return _("Utgångsläget var ovanligt högt: %(n)s rapporter mot ungefär %(usual)s på lika lång tid året före. "
                 "Det som är på sin topp går oftast ner av sig självt. Räkna målet från det vanliga i stället, eller "
                 "jämför med en annan plats.") % values  # fmt: skip
    values = {name: _day(told[f"{name}_on"]) for name in ("first", "last", "due", "same")}
    return _("Utgångsläget är från %(first)s – %(last)s, men målet gäller tiden fram till %(due)s, en annan del av "
             "året. Skillnaden kan vara årstid. Samma tid på året är %(same)s.") % values  # fmt: skip


def progress_sentence(found: Mapping[str, Any]) -> str:
    """Say how far it has come, with its uncertainty; nothing where there is nothing to add to the tag."""
    if "low" in found:
        told = {"count": found["count"], "weeks": found["weeks"], "value": _plain(found["value"]),
                "low": _plain(found["low"]), "high": _plain(found["high"]), "before": found["before"]}  # fmt: skip
        return _("%(count)s rapporter på %(weeks)s veckor, vilket motsvarar %(value)s på lika lång tid som "
                 "utgångsläget (%(before)s). Med slumpen inräknad: %(low)s–%(high)s.") % told  # fmt: skip
    if found["says"] == "too_early":
        return _("Det behövs minst fyra hela veckor efter utgångsläget.")
    if found["says"].startswith("reading"):
        told = {"value": _plain(found["value"]), "before": _plain(found["before"]), "last": _day(found["last_on"]),
                "n": found["n"]}  # fmt: skip
        said = _("%(value)s (till och med %(last)s), mot %(before)s i utgångsläget.") % told
        doubt = _("Värdet bygger på %(n)s svar.") % told if found["n"] else _(
            "Källan anger inte hur säkert värdet är, så en liten skillnad kan vara slump.")  # fmt: skip
        return f"{said} {doubt}"
    return str(found.get("text") or "")
