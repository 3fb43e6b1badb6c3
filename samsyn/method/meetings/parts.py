"""The parts that an agenda is made of, and the agenda that is there without anybody having made one."""

from typing import Any, TypedDict

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_PARTS = 16


class Part(TextChoices):
    """What a group can go through. A part of its own has its title written by the group."""

    ATTENDANCE = "attendance", _("Vilka är med?")
    SINCE_LAST = "since_last", _("Sedan sist")
    LOCAL = "local", _("Från de lokala grupperna")
    ROUND = "round", _("Laget runt: bara det som avviker")
    PLACES = "places", _("Veckans platser och områden")
    COMING = "coming", _("Kommande vecka")
    ASSESSMENT = "assessment", _("Bedömning")
    DECISIONS = "decisions", _("Beslut och fokus")
    OUTWARD = "outward", _("Vad vi säger utåt")
    DEEPEN = "deepen", _("Att fördjupa")
    OWN = "own", _("Egen punkt")


class Item(TypedDict):
    """A part of one agenda; an empty title is the part's own."""

    kind: str
    title: str
    minutes: int


def item(kind: str, minutes: int, title: str = "") -> Item:
    """Return a part of an agenda.

    >>> item("round", 10)
    {'kind': 'round', 'title': '', 'minutes': 10}
    """
    return {"kind": str(kind), "title": title, "minutes": minutes}


# Thirty minutes, everything within reach; what a group does not use takes no time.
USUAL = [
    item("attendance", 1), item("since_last", 5), item("round", 6), item("places", 10), item("coming", 2),
    item("assessment", 2), item("decisions", 2), item("outward", 1), item("deepen", 1),
]  # fmt: skip


def agenda_with_titles(items: list[Any]) -> list[dict[str, Any]]:
    """Return the parts as a screen shows them: key (unique in the agenda), kind, title in words, minutes, number."""
    shown = []
    for number, each in enumerate(items or USUAL, start=1):
        kind = each["kind"]
        key = f"own{number}" if kind == Part.OWN else kind
        title = each["title"] or str(Part(kind).label)
        shown.append({"key": key, "kind": kind, "title": title, "minutes": each["minutes"], "number": number})
    return shown


def total_minutes(items: list[Any]) -> int:
    """Return how long the parts take together."""
    return sum(int(each["minutes"]) for each in items)
