"""The verbs of priorities: weigh an area, a place or a problem, set a period's weights, choose what comes first."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.merged import refuse_merged
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.problems.models import Priority, Problem
from samsyn.method.problems.weighing import CRITERIA, HEAVIEST, HIGHEST, LOWEST, NO, YES

LONGEST = 300


class PriorityRefused(Refused):
    """A priority was not stored; the sentence says why."""


class PriorityOvertaken(PriorityRefused):
    """Somebody else weighed it in between: `theirs` is the reason that stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


class Weighed(NamedTuple):
    """What a group says of one area or place; levels 1–5 by hand, None = as the answers say."""

    answers: Mapping[str, int]
    need: int | None = None
    influence: int | None = None
    chosen: bool = False
    reason: str = ""
    audience: str = Priority.Audience.PARTIES


@transaction.atomic
def take_up(
    *, period: str, area: Area | None = None, place: Place | None = None, problem: Problem | None = None, today: date,
    by: Any,
) -> Priority:  # fmt: skip
    """Put an area, a place or a problem among those that are weighed in the period; the same one twice is one row."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, area, place, problem)
    refuse_merged(place, refused=PriorityRefused)
    if sum(thing is not None for thing in (area, place, problem)) != 1:
        raise PriorityRefused(_("Välj ett område, en plats eller ett problem."))
    others = Priority.objects.filter(municipality=by.municipality, period=period)
    shown = problem.shown_to if problem is not None else Priority.Audience.PARTIES
    weights: dict[str, int] = next((each.weights for each in others), {})
    priority, made = Priority.objects.get_or_create(
        municipality=by.municipality, period=period, area=area, place=place, problem=problem,
        defaults={"weighed_on": today, "weights": weights, "audience": shown},
    )  # fmt: skip
    if made:
        note("priority.taken_up", by=by, subject=priority, changed={"period": period})
    return priority


@transaction.atomic
def weigh(*, priority: Priority, said: Weighed, version: int, today: date, by: Any) -> Priority:
    """Store what the group says; departing from the order of the answers needs a reason, and the reason is kept.

    To choose what is not among the first, to choose more than the municipality has set, to deselect what was chosen,
    to pass over what comes before something chosen, or to set a level by hand departs from it.
    """
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, priority)
    held: Priority = Priority.objects.select_for_update().get(pk=priority.pk)
    if held.version != version:
        sentence = _("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla.")
        raise PriorityOvertaken(sentence, theirs=held.reason, mine=said.reason)
    if any(code not in CRITERIA or not NO <= value <= YES for code, value in said.answers.items()):
        raise PriorityRefused(_("Svara nej, delvis eller ja."))
    if any(level is not None and not LOWEST <= level <= HIGHEST for level in (said.need, said.influence)):
        raise PriorityRefused(_("Välj ett steg från 1 till 5."))
    if problem := why_not_stored(said.reason):
        raise PriorityRefused(problem)
    was_chosen = held.chosen
    held.answers = dict(said.answers)
    held.need_by_hand, held.influence_by_hand = said.need, said.influence
    held.chosen, held.reason, held.audience = said.chosen, said.reason.strip()[:LONGEST], said.audience
    if not held.reason and (_departs(held) or (was_chosen and not held.chosen)):
        raise PriorityRefused(_("Skriv varför ni gör något annat än det som svaren visar."))
    held.weighed_on, held.version = today, version + 1
    held.save()
    changed = {"period": held.period, "chosen": held.chosen, "product": held.product}
    note("priority.weighed", by=by, subject=held, changed=changed)
    return held


def _departs(held: Priority) -> bool:
    if held.need_by_hand is not None or held.influence_by_hand is not None:
        return True
    others = list(Priority.objects.filter(municipality=held.municipality_id, period=held.period).exclude(pk=held.pk))
    most = setting(held.municipality, "priority_count")
    chosen = [each.product for each in others if each.chosen]
    if held.chosen:
        return held.product < _least_of_first(others, most=most) or len(chosen) >= most
    return len(chosen) >= most and held.product > min(chosen)


def _least_of_first(others: Iterable[Priority], *, most: int) -> int:
    """Return the product that something must reach to be among the first."""
    products = sorted((each.product for each in others), reverse=True)
    return products[most - 1] if len(products) >= most else 0


@transaction.atomic
def set_weights(*, period: str, weights: Mapping[str, int], by: Any) -> int:
    """Set how much each question weighs in a period (0 = nothing, 3 = most); returns how many rows it concerns."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    if any(code not in CRITERIA or not 0 <= weight <= HEAVIEST for code, weight in weights.items()):
        raise PriorityRefused(_("En fråga väger 0, 1, 2 eller 3."))
    rows = list(Priority.objects.select_for_update().filter(municipality=by.municipality, period=period))
    for row in rows:
        row.weights, row.version = dict(weights), row.version + 1
        row.save(update_fields=["weights", "version"])
    note("priority.weights", by=by, changed={"period": period, "rows": len(rows)})
    return len(rows)
