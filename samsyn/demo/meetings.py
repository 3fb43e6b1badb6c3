"""What Granvik has decided: two stories of measures, and some weekly ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.demo.followed import more_of, plan_ahead
from samsyn.demo.found import Founded
from samsyn.method.measures.actions import Line, decide_measure, follow_up_measure, revise_measure, start_measure
from samsyn.method.measures.models import Measure
from samsyn.method.observations.models import Observation

THURSDAY = 3
MOST_REPORTS = 12

# Place, who, function, weeks ago when decided, weeks until followed up, how it went, what was said; each tries again.
STAIRWELL = (
    ("almgatan 12", "ordningsvakter", "Gruppchef ordningsvakt", 37, 2, "no_effect", True,
     "Ronder i trapphuset torsdag till lördag kväll", "Lugnt medan de var där, lika mycket veckan efter."),
    ("almgatan 12", "ordningsvakter", "Gruppchef ordningsvakt", 32, 3, "no_effect", True,
     "Ronder två veckor till, med samtal i stället för avvisning", "Samma sak igen när ronderna slutade."),
    ("almgatan 12", "granvikshem", "Fastighetschef", 24, 2, "no_effect", False,
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
