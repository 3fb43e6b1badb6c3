"""What the weekly checklists said, for those who may read the picture: counts alone, and never one party by itself.

A row of an area is shown where at least three parties answered it. The areas where fewer did are laid together, and
shown where at least three parties answered in those; what is left then is only counted. The groups share no answer, so
nothing can be had by taking one from another. The answers have no audience of their own: authorities and parties
read the same table, and the public none (`public`).
"""

from typing import Any

from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.checklists.tallies import Tally, pooled, tallies
from samsyn.method.observations.models import ChecklistAnswer, ReportingDuty
from samsyn.method.pictures.period import Period
from samsyn.method.pictures.sentences import say

LEAST_PARTIES = 3       # fewer, and a colleague could tell which party said what (practice A1)
Table = dict[str, Any]


def checklist_table(municipality: Municipality, period: Period) -> Table | None:
    """Return the table of the checklists, or None where nobody has handed one in for the period."""
    weeks = [week.iso for week in period.all_weeks]
    answers = ChecklistAnswer.objects.filter(municipality=municipality, iso_week__in=weeks)
    found = tallies(answers)
    if not found:
        return None
    parties = set(answers.order_by().values_list("organisation", flat=True).distinct())
    return {**told(found), **_response(municipality, period, answered=parties)}


def told(found: list[Tally]) -> Table:
    """Return what may be shown of the tallies: areas, then the other areas together, then how much is left."""
    shown = [each for each in found if len(each.parties) >= LEAST_PARTIES]
    others = pooled(each for each in found if len(each.parties) < LEAST_PARTIES)
    together = [each for each in others if len(each.parties) >= LEAST_PARTIES]
    left = sum(each.n for each in others if len(each.parties) < LEAST_PARTIES)
    areas: dict[str, Table] = {}
    for each in shown:
        areas.setdefault(each.area, {"code": each.area, "name": each.area_name, "rows": []})["rows"].append(_row(each))
    return {
        "areas": list(areas.values()), "other_areas": [_row(each) for each in together], "too_few": left,
        "left": say("checklist.too_few", answers=left) if left else None,
    }  # fmt: skip


def _row(each: Tally) -> Table:
    names = {"code": each.category, "name_sv": each.name_sv, "name_en": each.name_en}
    return {**names, "n": each.n, **each.answers, "sentence": answers_sentence(each)}


def answers_sentence(each: Tally) -> Table:
    """Say a tally: "Av 5 svar: 3 som vanligt, 2 mer än vanligt".

    >>> from samsyn.method.pictures.sentences import render
    >>> answers = {"no": 0, "usual": 3, "more": 2, "serious": 0}
    >>> render(answers_sentence(Tally("A", "Alby", "E1", "Klotter", "Graffiti", answers, frozenset())))
    'Av 5\\xa0svar: 3 som vanligt, 2 mer än vanligt.'
    """
    return say("checklist.answers", n=each.n, answered={name: count for name, count in each.answers.items() if count})


def _response(municipality: Municipality, period: Period, *, answered: set[Any]) -> Table:
    """Return how many handed in, and of how many that have promised a checklist for the period."""
    promised = ReportingDuty.objects.filter(municipality=municipality, checklist__isnull=False).in_force(
        period.first_day, period.last_day
    )
    due = {duty.organisation_id for duty in promised if duty.is_due(period.all_weeks[0], period.week)}
    if not due:
        return {"parties": len(answered), "promised": None, "response": say("checklist.parties", parties=len(answered))}
    kept = len(due & answered)
    response = say("checklist.response", parties=len(answered), kept=kept, promised=len(due))
    return {"parties": len(answered), "promised": len(due), "kept": kept, "response": response}
