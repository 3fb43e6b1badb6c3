"""How Granvik's measures were followed up: what was really done, steps on the way, a comparison fixed before."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.method.followups.actions import fix_comparison, follow_up
from samsyn.method.followups.states import QUESTIONS, FollowUpKind
from samsyn.method.measures.actions import start_measure
from samsyn.method.measures.catalogue.actions import add_known_measures
from samsyn.method.measures.log.actions import Done, note_done, reach_milestone, set_milestone
from samsyn.method.measures.models import KnownMeasure, Measure
from samsyn.method.measures.reminders.actions import note_the_due

# What stands behind "mer", by the measure's line: kind, horizon, planned extent, known as, weeks until it is asked.
MORE: dict[str, tuple[str, str, str, str, int]] = {
    "Ronder i trapphuset torsdag till lördag kväll": ("police", "short", "Sex ronder i veckan", "narvaro-vaktare", 8),
    "Ronder två veckor till, med samtal i stället för avvisning":
        ("police", "short", "Sex ronder i veckan", "narvaro-vaktare", 8),
    "Ny dörrstängare och nytt lås i port 12": ("physical", "short", "En port", "dorrstangare", 12),
    "Låst entré 18–06 i port 18, och Kajutan öppen längre på fredagar":
        ("situational", "short", "En port varje natt, fyra fredagar", "last-entre", 12),
    "Ny belysning på gångvägen till badet": ("physical", "medium", "Elva stolpar", "belysning", 30),
    "Extra tömning av papperskorgarna torsdag till söndag": ("physical", "short", "Fyra kvällar i veckan",
                                                             "extra-tomning", 6),
    "Laga lampan vid stolpe 3": ("physical", "short", "En lampa", "laga-lampa", 6),
    "Prata med butikerna om fredagskvällarna": ("communication", "short", "Åtta butiker", "butiksdialog", 8),
}  # fmt: skip
LIGHT, ROUNDS, DOOR = (
    "Ny belysning på gångvägen till badet", "Ronder i trapphuset torsdag till lördag kväll",
    "Ny dörrstängare och nytt lås i port 12",
)  # fmt: skip
LOCKED, BINS, SHOPS = (
    "Låst entré 18–06 i port 18, och Kajutan öppen längre på fredagar",
    "Extra tömning av papperskorgarna torsdag till söndag", "Prata med butikerna om fredagskvällarna",
)  # fmt: skip
# What each is compared with, fixed before it began: place, weeks, metres round about, and what is to be different.
COMPARED: dict[str, tuple[str, int, int, str]] = {
    LIGHT: ("angsstigen", 26, 300, "Hälften så många rapporter om mörker och otrygghet på Badstigen"),
    DOOR: ("norrgatan-9", 13, 150, "Lugnt i port 12, och inte stökigare i portarna bredvid"),
}
STEPS = (("Elritning och kostnad klara", 7), ("Kabel nergrävd", 18), ("Elva stolpar tända", 28))
# Days after the decision: times, hours, people reached, a line, whether it went otherwise.
LOGS: dict[str, tuple[tuple[int, int, str, int | None, str, bool], ...]] = {
    ROUNDS: ((1, 3, "9", 18, "Två ronder och ett samtal i port 12.", False), (2, 3, "9", 22, "", False),
             (8, 3, "9", 15, "", False), (9, 0, "0", None, "Inställt: kallade till centrum.", True)),
    LIGHT: ((20, 1, "32", None, "Grävning och kabel.", False), (26, 1, "24", None, "Elva stolpar satta.", False),
            (27, 1, "6", None, "En armatur saknades, kom dagen efter.", True)),
    BINS: ((1, 4, "8", None, "", False), (5, 4, "8", None, "", False)),
    SHOPS: ((1, 5, "4", 5, "Fem butiker, alla vill ha ljuset tänt till 22.", False),
            (6, 3, "2.5", 3, "Två stängda, återkommer.", True)),
}  # fmt: skip
# kind, conclusion, answers that are not "yes", what was seen, what others can learn.
LOOKED_BACK: dict[str, tuple[tuple[str, str, dict[str, str], str, str], ...]] = {
    ROUNDS: (("production", "change", {"all_parts": "partly"}, "Ronderna blev av, men en helg ställdes in.", ""),
             ("process", "change", {"right_place_and_time": "partly", "measurable": "no"},
              "Ungdomarna väntade ut ronden.", "Ronder utan något annat flyttar problemet en timme."),
             ("effect", "change", {}, "", "")),
    LIGHT: (("production", "continue", {"in_time": "partly"}, "Elva av elva lyser.", ""),
            ("process", "continue", {"picture_whole": "partly"},
             "Två förvaltningar delade på kostnaden, det tog längst tid.", "Bestäm en jämförelse innan ljuset tänds."),
            ("effect", "end", {}, "Fler går stigen på kvällen, säger badet.", "")),
    BINS: (("effect", "continue", {}, "För få rapporter för att säga något.", ""),),
    LOCKED: (("production", "continue", {}, "Låst varje natt sedan start.", ""),),
}  # fmt: skip


def more_of(here: Founded, what: str, on: date) -> dict[str, Any]:
    """Return what a measure of the demo has behind "mer"; nothing for those not listed."""
    if what not in MORE:
        return {}
    if not KnownMeasure.objects.filter(municipality=here.municipality).exists():
        add_known_measures(by=here.machine)
    kind, horizon, extent, known, weeks = MORE[what]
    row = KnownMeasure.objects.get(municipality=here.municipality, code=known)
    return {
        "kind": kind, "horizon": horizon, "extent": extent, "known": row, "follow_up_on": on + timedelta(weeks=weeks),
    }  # fmt: skip


def plan_ahead(here: Founded, measure: Measure) -> Measure:
    """Fix what is compared with what, and the lit path's steps, while nothing has begun; rounds begin at once."""
    if measure.presence:
        return start_measure(measure=measure, on=measure.decided_on, version=measure.version, by=here.machine)
    day = measure.decided_on
    if measure.what in COMPARED:
        other, weeks, ring_m, aim = COMPARED[measure.what]
        fix_comparison(measure=measure, place=here.places[other], weeks=weeks, ring_m=ring_m, aim=aim,
                       today=day + timedelta(days=4), by=here.machine)  # fmt: skip
    if measure.what != LIGHT:
        return measure
    for name, days in STEPS:
        step = set_milestone(measure=measure, name=name, due_on=day + timedelta(days=days), by=here.machine)
        reach_milestone(milestone=step, on=day + timedelta(days=days), by=here.machine)
    return measure


def follow_up_measures(here: Founded, *, until: Week) -> None:
    """Write the logs and the follow-ups of the story lines, and remind of what is late."""
    today = until.last_day
    for what, lines in LOGS.items():
        measure = _measure(here, what)
        for days, times, hours, reached, text, deviates in lines:
            on = min(measure.decided_on + timedelta(days=days), today)
            done = Done(on=on, times=times, hours=Decimal(hours), reached=reached, text=text, deviates=deviates)
            note_done(measure=measure, done=done, today=today, by=here.machine)
    for what, looked in LOOKED_BACK.items():
        measure = _measure(here, what)
        for kind, conclusion, answers, text, lesson in looked:
            asked = dict.fromkeys(QUESTIONS[FollowUpKind(kind)], "yes") | answers
            follow_up(
                measure=measure, kind=kind, answers=asked, conclusion=conclusion, text=text, lesson=lesson,
                today=today, by=here.machine,
            )  # fmt: skip
    note_the_due(today=today + timedelta(days=4), by=here.machine)


def _measure(here: Founded, what: str) -> Measure:
    return Measure.objects.filter(municipality=here.municipality, what=what).order_by("number").get()
