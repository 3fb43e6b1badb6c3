"""Real content for the page that shows the components: an invented town's ordinary week."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

WEEKS = [f"2026-W{week:02d}" for week in range(22, 48)]
CENTRUM = [9, 11, 8, 7, 10, 6, 5, 7, 9, 12, 10, 11, 9, 8, 12, 10, 9, 11, 13, 10, 12, 9, 11, 10, 13, 16]
HAMNEN = [1, 0, 2, 1, 0, 0, 3, 1, 1, 0, 2, 0, 1, 1, 0, 2, 1, 0, 0, 1, 2, 0, 1, 0, 1, 1]


def _area(name: str, series: list[int], low: int, high: int, verdict: str, categories: str) -> dict[str, Any]:
    return {
        "name": name, "events": series[-1], "low": low, "high": high, "expected": (low + high) / 2, "verdict": verdict,
        "series": series, "band_low": [low] * 26, "band_high": [high] * 26, "weeks": WEEKS, "categories": categories,
    }  # fmt: skip


AREAS = [
    _area("Centrum", CENTRUM, 6, 14, "more", "Otrygghetsskapande samling, skadegörelse"),
    _area("Almhöjden", [max(0, v - 4) for v in CENTRUM], 3, 9, "usual", "Häng i trapphus"),
    _area("Hamnen", HAMNEN, 0, 3, "too_little", "Klotter"),
]
COUNTS = [
    [round(max(0.0, 2.4 - abs(hour - peak) * 0.55) * weight, 2) for hour in range(24)]
    for peak, weight in ((8, 0.9), (17, 0.6), (17, 0.7), (18, 0.8), (21, 1.3), (22, 1.2), (1, 0.5))
]
TABS = [
    {"name": _("Att granska"), "address": "#flikar", "here": True, "count": 7},
    {"name": _("Godkända"), "address": "?visa=godkanda#flikar", "here": False, "count": 1284},
    {"name": _("Fel kanal"), "address": "?visa=fel#flikar", "here": False, "count": 3},
]
FACTS = [
    {"name": _("Kategori"), "words": "Skadegörelse på byggnad"},
    {"name": _("Plats"), "words": "Almgatan 14, uppgång C"},
    {"name": _("När"), "words": "fre 13 nov 15.00 – mån 16 nov 06.45 (upptäckt)"},
    {"name": _("Visas för"), "words": "alla parter"},
]


class SampleForm(forms.Form):
    """One field of each kind, the second of them wrong."""

    place = forms.CharField(label=_("Var?"), help_text=_("Gata, port eller det namn ni brukar använda."))
    email = forms.EmailField(label=_("E-post"))
    category = forms.ChoiceField(
        label=_("Vad?"), choices=[("E1", "Skadegörelse på byggnad"), ("I4", "Trasig dörr eller lås")]
    )
    kind = forms.ChoiceField(
        label=_("Vad är det?"),
        choices=[("event", _("Något hände")), ("condition", _("Något är trasigt eller mörkt"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Beskriv kort"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Skriv inte namn, personnummer eller lägenhet."),
    )  # fmt: skip
    again = forms.BooleanField(label=_("Det är fortfarande så"), required=False)
    file = forms.FileField(label=_("Fil att läsa in"), required=False, help_text=_("CSV, Excel, GeoJSON, GeoPackage."))


class SampleChooser(forms.Form):
    """Period, area and category, as every screen chooses them."""

    period = forms.ChoiceField(label=_("Period"), choices=[("2026-v47", "v. 47 2026"), ("2026-v46", "v. 46 2026")])
    area = forms.ChoiceField(label=_("Område"), choices=[("", _("Hela kommunen")), ("1", "Centrum"), ("2", "Hamnen")])
    category = forms.ChoiceField(label=_("Kategori"), choices=[("", _("Alla")), ("E", "Skadegörelse och klotter")])


def sample() -> dict[str, Any]:
    """Return everything the page shows."""
    wrong = SampleForm({"place": "Pressbyråhörnan", "email": "anna@", "category": "I4", "kind": "condition"})
    wrong.is_valid()
    return {
        "areas": AREAS, "top": 16, "counts": COUNTS, "tabs": TABS, "facts": FACTS, "form": wrong,
        "chooser": SampleChooser(), "page": Paginator(range(4812), 100).page(3),
        "crumbs": [{"name": _("Min vecka"), "address": "#"}, {"name": _("Lägesbild"), "address": "#"}],
        "verdicts": ["more", "fewer", "usual", "too_little", "none"],
    }  # fmt: skip
