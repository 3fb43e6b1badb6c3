"""What Granvik has decided: two stories of measures, some weekly ones, and the last two meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.demo.fill import locked_at
from samsyn.demo.followed import more_of, plan_ahead
from samsyn.demo.found import Founded
from samsyn.ground.people.models import Group
from samsyn.method.measures.actions import Line, decide_measure, follow_up_measure, revise_measure, start_measure
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.actions import (
    add_decision,
    add_measure,
    close_meeting,
    decide,
    decide_on_measure,
    note_attendance,
    open_meeting,
)
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.observations.models import Observation

THURSDAY = 3
MOST_REPORTS = 12
AWAY = 3  # the last seats in order are empty

# Place, who, function, weeks ago when decided, weeks until followed up, how it went, what was said; each tries again.
STAIRWELL = (
    ("almgatan 12", "ordningsvakter", "Gruppchef ordningsvakt", 37, 2, "no_effect", True,
     "Ronder i trapphuset torsdag till lördag kväll", "Lugnt medan de var där, lika mycket veckan efter."),
    ("almgatan 12", "ordningsvakter", "Gruppchef ordningsvakt", 32, 3, "no_effect", True,
     "Ronder två veckor till, med samtal i stället för avvisning", "Samma sak igen när ronderna slutade."),
    ("almgatan 12", "granvikshem", "Fastighetschef", 24, 4, "no_effect", False,
     "Ny dörrstängare och nytt lås i port 12", "Lugnt i port 12, men det flyttade till port 18."),
    ("almgatan 18", "granvikshem", "Fastighetschef", 10, 4, "done", False,
     "Låst entré 18–06 i port 18, och Kajutan öppen längre på fredagar", "Lugnt i båda portarna sedan dess."),
)  # fmt: skip
LIT_PATH = (
    ("badstigen", "park", "Arbetsledare gata", 34, 4, "done", False,
     "Ny belysning på gångvägen till badet", "Tänt. Ängsstigen har inget nytt ljus och är det vi jämför med."),
)  # fmt: skip
WEEKLY = (
    ("busstorget", "park", "Arbetsledare park", 4, 1, "done", False,
     "Extra tömning av papperskorgarna torsdag till söndag", "Gjort i fyra veckor, fortsätter över jul."),
    ("hasselstigen", "park", "Arbetsledare gata", 3, 1, "not_done", False,
     "Laga lampan vid stolpe 3", "Entreprenören väntar på en del."),
    ("torget", "falt", "Fältsekreterare", 2, 0, "", False,
     "Prata med butikerna om fredagskvällarna", ""),
)  # fmt: skip
SAID = (("watch", "Vi ser om det håller i sig till nästa vecka."),
        ("none", "Det förklaras av att fler rapporterar sedan vaktbolaget kom med."))  # fmt: skip
AT_MEETING = ("Fältarna går förbi fredag och lördag kväll", "Trygghetsvärdarna börjar sitt pass här på fredag")


def decide_measures(here: Founded, *, until: Week) -> None:
    """Decide on the measures of two stories and of the last weeks, and follow them up."""
    for story in (STAIRWELL, LIT_PATH, *((one,) for one in WEEKLY)):
        _chain(here, story, until)


def _chain(here: Founded, story: Iterable[tuple[Any, ...]], until: Week) -> None:
    before: Measure | None = None
    for key, party, function, ago, later, outcome, presence, what, came_of in story:
        place = here.places.get(key)
        if place is None:
            raise KeyError(key)
        on = (until - ago).first_day + timedelta(days=THURSDAY)
        line = Line(
            what=what, organisation=here.parties[party], function=function, due_on=on + timedelta(weeks=max(later, 1)),
            place=place, presence=presence, arises_from=_reports(here, place, on), answers=place.name,
            **more_of(here, what, on),
        )  # fmt: skip
        if before is None:
            measure = decide_measure(line=line, today=on, by=here.machine)
        else:
            measure = revise_measure(measure=before, line=line, today=on, by=here.machine)
        measure = plan_ahead(here, measure)
        before = _followed(here, measure, outcome, came_of, on=on + timedelta(weeks=later))


def _reports(here: Founded, place: Any, before: date) -> list[Observation]:
    found = Observation.objects.filter(municipality=here.municipality, place=place).accepted()
    return list(found.between(before - timedelta(weeks=8), before).latest_first()[:MOST_REPORTS])


def _followed(here: Founded, measure: Measure, outcome: str, came_of: str, *, on: date) -> Measure:
    if not outcome:
        return start_measure(measure=measure, on=on, version=measure.version, by=here.machine)
    return follow_up_measure(
        measure=measure, outcome=outcome, line=came_of, on=on, version=measure.version, by=here.machine
    )


def hold_meetings(here: Founded, *, weeks: Iterable[Week]) -> None:
    """Hold the group's meeting on each of the weeks: a measure, something to watch, something that needs none."""
    group = Group.objects.get(municipality=here.municipality, kind="EST-grupp")
    for week in weeks:
        now = locked_at(week)
        meeting = open_meeting(week=week, held_on=now.date(), now=now, group=group, by=here.machine)
        seats = [seat.pk for seat in meeting.attendance.in_order()]
        note_attendance(meeting=meeting, present=seats[:-AWAY], by=here.machine)
        _decide(here, meeting)
        add_decision(meeting=meeting, text="Vi säger samma sak om ryktet till skolorna och tidningen.", by=here.machine)
        close_meeting(meeting=meeting, now=now + timedelta(minutes=28), by=here.machine)


def _decide(here: Founded, meeting: Meeting) -> None:
    """Decide on the first three points, or on something for a calm week; what is left is postponed by itself."""
    points = list(Decision.objects.filter(meeting=meeting).in_order())
    for point, (choice, text) in zip(points[1:], SAID, strict=False):
        decide(decision=point, choice=choice, text=text, version=point.version, by=here.machine)
    line = Line(
        what=AT_MEETING[meeting.week.number % len(AT_MEETING)], organisation=here.parties["falt"],
        function="Fältsekreterare", due_on=meeting.held_on + timedelta(days=7),
    )  # fmt: skip
    if not points:
        # A calm week: nothing stands out, and the group still agrees on something for the weekend.
        calm = replace(line, place=here.places["busstorget"])
        add_measure(meeting=meeting, line=calm, today=meeting.held_on, by=here.machine)
    for point in points[:1]:
        decide_on_measure(decision=point, line=line, version=point.version, today=meeting.held_on, by=here.machine)
