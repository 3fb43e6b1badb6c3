"""Dialogues of the demo: a series of evenings in the harbour, and a walk by the places that stand out."""

from __future__ import annotations

from datetime import time, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.method.dialogues.actions import Time, Told, follow_up_dialogue, plan_dialogues, tell_of_dialogue
from samsyn.method.dialogues.route import spots_in

SAID_AT_EVENINGS = (
    (31, "Gångvägen är mörk och bänken är stökig sena kvällar. Unga saknar någonstans att vara när badet stänger.",
     "Lampor på hela gångvägen före hösten, och öppet på ungdomsgården till 22 två kvällar i veckan."),
    (24, "Det är lugnare vid bänken, men mopederna kommer fortfarande. Flera vill veta vem man ringer.",
     "En lapp i varje port med vem som svarar för vad."),
)
CAME_OF = "Lamporna sitter uppe. Ungdomsgården har öppet en kväll till; den andra saknar personal ännu."


def talk(here: Founded, *, until: Week) -> None:
    """A series of evenings in the harbour, one of them ahead, and a walk whose promises were kept."""
    today = until.last_day
    harbour = here.areas["H"]
    times = [
        Time(held_on=today + timedelta(days=days), begins_at=time(18), where=where)
        for days, where in ((-70, "Hamnens bibliotek"), (-28, "Badets servering"), (21, "Hamnens bibliotek"))
    ]
    evenings = plan_dialogues(kind="evening", area=harbour, title="Dialogkväll i Hamnen", times=times,
                              series="Hamnen, ett halvår", by=here.machine)  # fmt: skip
    been = []
    for row, told in zip(evenings, SAID_AT_EVENINGS, strict=False):
        been.append(tell_of_dialogue(dialogue=row, version=row.version, today=today, by=here.machine, told=Told(
            took_part=told[0], said=told[1], promised=told[2], follow_up_on=row.held_on + timedelta(days=35),
        )))  # fmt: skip
    follow_up_dialogue(dialogue=been[0], came_of=CAME_OF, version=been[0].version, on=today - timedelta(days=30),
                       by=here.machine)  # fmt: skip
    places = [spot.place for spot in spots_in(here.areas["C"], today=today)[:4]]
    ahead = Time(held_on=today + timedelta(days=9), begins_at=time(17, 30), where="Biblioteket")
    plan_dialogues(kind="walk", area=here.areas["C"], title="Trygghetsvandring i Centrum", places=places,
                   times=[ahead], by=here.machine)  # fmt: skip
