"""The verbs of follow-up: fix a comparison, and look back at a measure in one of three ways."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.merged import refuse_merged
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused, whole
from samsyn.method.followups.effects import effect_of
from samsyn.method.followups.models import EvaluationPlan, FollowUp
from samsyn.method.followups.planned import power_of
from samsyn.method.followups.seen import counted_for
from samsyn.method.followups.states import QUESTIONS, Answer, Conclusion, FollowUpKind
from samsyn.method.measures.actions import require_carry_out, without_persons
from samsyn.method.measures.models import Measure, MeasureEntry
from samsyn.method.measures.states import State
from samsyn.method.observations.counted import told_to
from samsyn.method.observations.models import Audience

LONGEST_TEXT, LONGEST_LESSON, LONGEST_AIM = 500, 300, 200
LEAST_WEEKS, MOST_WEEKS = 4, 52
RINGS_M = (0, 150, 300, 500)


class FollowUpRefused(Refused):
    """The follow-up or the plan was not stored; the sentence says why."""


@transaction.atomic
def fix_comparison(
    *, measure: Measure, today: date, by: Any, place: Place | None = None, area: Area | None = None, weeks: int = 26,
    aim: str = "", ring_m: int | None = None,
) -> EvaluationPlan:  # fmt: skip
    """Choose what a measure is to be compared with (or nothing), and for how long. A new choice gets a new day.

    `ring_m`: how far round the place it is asked whether the problem moved; None leaves it as it was. What could be
    seen with so many reports is kept with the plan. One that is made on the day of the start or later is marked as
    chosen afterwards.
    """
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    require_here(by, measure, place, area)
    _require_apart(measure, place, area)
    if not LEAST_WEEKS <= weeks <= MOST_WEEKS:
        raise FollowUpRefused(_("Välj mellan 4 och 52 veckor."))
    if ring_m is not None and ring_m not in RINGS_M:
        raise FollowUpRefused(_("Välj ett av avstånden i listan."))
    without_persons(aim)
    chosen = {"comparison_place": place, "comparison_area": area if place is None else None}
    before = EvaluationPlan.objects.select_for_update().filter(measure=measure).first()
    same = before is not None and all(getattr(before, name) == value for name, value in chosen.items())
    if not same:
        refuse_merged(place, refused=FollowUpRefused)
    wide = ring_m if ring_m is not None else before.ring_m if before is not None else 0
    same = same and before is not None and before.weeks == weeks and before.ring_m == wide
    kept = before if same and before is not None and before.power else None
    counted = counted_for(measure, member=by)
    plan, _made = EvaluationPlan.objects.update_or_create(
        municipality=by.municipality, measure=measure,
        defaults={
            **chosen, "weeks": weeks, "ring_m": wide,
            "power": kept.power if kept is not None else _power(counted, chosen, weeks, today),
            "shown_to": kept.shown_to if kept is not None else told_to(counted.audience),
            "aim": whole(aim, most=LONGEST_AIM, refused=FollowUpRefused),
            "fixed_on": before.fixed_on if same and before is not None else today,
        },
    )  # fmt: skip
    note("follow_up.comparison_fixed", by=by, subject=measure,
         changed={"number": measure.number, "before_start": plan.is_before(measure.begins_on)})  # fmt: skip
    return plan


def _power(measure: Measure, chosen: dict[str, Any], weeks: int, today: date) -> dict[str, Any]:
    return power_of(
        measure, place=chosen["comparison_place"], area=chosen["comparison_area"], weeks=weeks, today=today
    )


def _require_apart(measure: Measure, place: Place | None, area: Area | None) -> None:
    """A comparison that holds the measure's own place compares it with itself."""
    own_area = measure.area or (measure.place.area if measure.place is not None else None)
    if place is not None and place == measure.place or area is not None and area == own_area:
        raise FollowUpRefused(_("Välj en annan plats eller ett annat område än åtgärdens eget."))
    if place is not None and measure.place is None and place.area == own_area:
        raise FollowUpRefused(_("Platsen ligger i åtgärdens eget område. Välj en som ligger utanför."))


@transaction.atomic
def follow_up(
    *, measure: Measure, kind: str, answers: Mapping[str, str], conclusion: str, today: date, by: Any, text: str = "",
    lesson: str = "",
) -> FollowUp:  # fmt: skip
    """Look back at a measure: the answers as given, the figures as they are today (they are never changed later)."""
    require_here(by, measure)
    require_carry_out(measure=measure, by=by)
    if kind not in FollowUpKind.values:
        raise FollowUpRefused(_("Välj vad som följs upp."))
    if measure.state == State.CANCELLED:
        raise FollowUpRefused(_("Åtgärden är inställd."))
    if conclusion not in Conclusion.values:
        raise FollowUpRefused(_("Välj vad ni gör nu: fortsätter, ändrar eller avslutar."))
    asked = QUESTIONS[FollowUpKind(kind)]
    kept = {name: answers.get(name, "") for name in asked}
    if any(answer not in Answer.values for answer in kept.values()):
        raise FollowUpRefused(_("Svara på varje fråga. ”Vet inte” är också ett svar."))
    without_persons(text, lesson)
    counted = counted_for(measure, member=by)
    shown = told_to(counted.audience) if kind == FollowUpKind.EFFECT else Audience.PARTIES
    made = FollowUp.objects.create(
        municipality=by.municipality, measure=measure, kind=kind, made_on=today, answers=kept,
        figures=_figures(counted, kind, today), shown_to=shown,
        text=whole(text, most=LONGEST_TEXT, refused=FollowUpRefused),
        lesson=whole(lesson, most=LONGEST_LESSON, refused=FollowUpRefused), conclusion=conclusion,
    )  # fmt: skip
    note("follow_up.made", by=by, subject=measure, changed={"number": measure.number, "kind": kind})
    return made


def _figures(measure: Measure, kind: str, today: date) -> dict[str, Any]:
    if kind == FollowUpKind.EFFECT:
        plan = EvaluationPlan.objects.filter(measure=measure).with_names().first()
        return effect_of(measure, plan=plan, today=today)
    sums = MeasureEntry.objects.filter(measure=measure).sums()
    return {**sums, "hours": float(sums["hours"]) if sums["hours"] is not None else None}


def answered_already(municipality: Any) -> set[Any]:
    """Return the measures that somebody has asked of whether they helped."""
    rows = FollowUp.objects.filter(municipality=municipality, kind=FollowUpKind.EFFECT)
    return set(rows.values_list("measure", flat=True))
