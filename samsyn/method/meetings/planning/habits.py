"""Habits to begin with: how pilots have arranged their meetings. Once copied they are rows like any others.

Sources: the example collection of Malmö University (2019) as summarised in the method; weekday, hour and length can all
be changed on screen.
"""

from datetime import time
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from samsyn.method.meetings.parts import Item, item

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
ONE_PER_AREA = "{area}"


class GroupHabit(NamedTuple):
    """One group of a habit; a name with {area} in it gives one group for each area."""

    name: str
    kind: str
    template: str
    weekday: int
    begins_at: time
    minutes: int
    every_weeks: int = 1
    reports_to: str = ""


class Habit(NamedTuple):
    """A way to arrange meetings: a name, what it is like, its groups and its agendas by name."""

    name: object
    words: object
    groups: list[GroupHabit]
    templates: dict[str, list[Item]]


CALL, TUESDAY_TABLE, LOCAL_TABLE = "Telefonmöte", "Tisdagsgrupp", "Lokalt möte"
TOWN_TABLE, HUB_TABLE, FORUM_TABLE = "Gemensamt möte", "Navmöte", "Fastighetsägarforum"
PARTIES_TABLE = "Samordnarmöte"
TOWN = "EST-gruppen"

HABITS: dict[str, Habit] = {
    "call": Habit(
        _("Telefonmöte på torsdagar"),
        _("En halvtimme i telefon. Varje part skriver sin rad före mötet, och bara det som avviker tas upp."),
        [GroupHabit(TOWN, "EST-grupp", CALL, THURSDAY, time(9), 30)],
        {CALL: [
            item("attendance", 1), item("since_last", 5), item("round", 8), item("places", 8), item("decisions", 5),
            item("outward", 2), item("coming", 1),
        ]},
    ),
    "tuesday": Habit(
        _("Tisdagsgrupp med färger"),
        _("En timme runt bordet. Gruppen går igenom sina frågor och bedömer varje område med en färg."),
        [GroupHabit("Tisdagsgruppen", "EST-grupp", TUESDAY_TABLE, TUESDAY, time(9), 60),
         GroupHabit("Fastighetsägarforum", "forum", FORUM_TABLE, TUESDAY, time(13), 60, 6, "Tisdagsgruppen")],
        {TUESDAY_TABLE: [
            item("attendance", 2), item("since_last", 8), item("round", 15), item("assessment", 15),
            item("places", 10), item("coming", 3), item("decisions", 5), item("deepen", 2),
        ], FORUM_TABLE: [
            item("attendance", 2), item("since_last", 10), item("places", 25), item("round", 15), item("decisions", 8),
        ]},
    ),
    "local": Habit(
        _("Lokala grupper och en gemensam"),
        _("En grupp för varje område, varannan vecka. Det de beslutar kommer upp i den gemensamma gruppen."),
        [GroupHabit(TOWN, "EST-grupp", TOWN_TABLE, THURSDAY, time(9), 45),
         GroupHabit(f"Lokal grupp {ONE_PER_AREA}", "lokal EST-grupp", LOCAL_TABLE, TUESDAY, time(14), 45, 2, TOWN)],
        {TOWN_TABLE: [
            item("attendance", 1), item("since_last", 6), item("local", 12), item("places", 10), item("coming", 3),
            item("assessment", 5), item("decisions", 5), item("outward", 3),
        ], LOCAL_TABLE: [
            item("attendance", 1), item("since_last", 7), item("round", 12), item("places", 15), item("coming", 4),
            item("decisions", 6),
        ]},
    ),
    "parties": Habit(
        _("Samordnare hos flera parter"),
        _("Kommun, polis och fastighetsägare har var sin samordnare som sammanfattar sitt. De ses kort varje vecka."),
        [GroupHabit("Samordnarna", "samordnargrupp", PARTIES_TABLE, WEDNESDAY, time(13), 30),
         GroupHabit(TOWN, "EST-grupp", TOWN_TABLE, THURSDAY, time(9), 45, 2)],
        {PARTIES_TABLE: [
            item("attendance", 1), item("since_last", 4), item("round", 12), item("places", 8), item("decisions", 3),
            item("outward", 2),
        ], TOWN_TABLE: [
            item("attendance", 1), item("since_last", 6), item("local", 10), item("places", 12), item("coming", 3),
            item("assessment", 5), item("decisions", 5), item("outward", 3),
        ]},
    ),
    "hub": Habit(
        _("Nav med fastighetsskötare"),
        _("De som är ute varje dag rapporterar allt som avviker. Navet ses kort och fördelar det i linjen."),
        [GroupHabit("Navet", "EST-grupp", HUB_TABLE, WEDNESDAY, time(8, 15), 20)],
        {HUB_TABLE: [
            item("attendance", 1), item("since_last", 4), item("places", 8),
            item("own", 5, "Vem i linjen tar det?"), item("decisions", 2),
        ]},
    ),
}  # fmt: skip
