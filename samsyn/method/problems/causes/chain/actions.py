"""The verbs of the chain of events: write its steps, change and move one, strike one out and take it back."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.method.problems.cause_models import ChainStep, Happened
from samsyn.method.problems.causes.versions.actions import CauseRefused, clean, keep_version, refuse_old, today_in
from samsyn.method.problems.opening.actions import require_open_work
from samsyn.method.problems.problem_models import Problem

STEP, MOST_STEPS = 120, 12


@transaction.atomic
def set_chain_steps(*, problem: Problem, texts: Iterable[str], by: Any) -> list[ChainStep]:
    """Add steps last in the chain, one for each text that says anything."""
    require_open_work(problem=problem, by=by)
    there = ChainStep.objects.of_problem(problem)
    kept = [text for text in (clean(each, most=STEP) for each in texts) if text]
    _not_too_many(there.count() + len(kept))
    first = ChainStep.objects.ever_of(problem).next_position()
    made = [
        ChainStep.objects.create(municipality=problem.municipality, problem=problem, position=first + at, text=text)
        for at, text in enumerate(kept)
    ]  # fmt: skip
    for each in made:
        keep_version(each, happened=Happened.ADDED)
    if made:
        note("cause.chain_set", by=by, subject=problem, changed={"number": problem.number, "steps": len(made)})
    return made


def _not_too_many(count: int) -> None:
    if count > MOST_STEPS:
        raise CauseRefused(_("En händelsekedja har högst tolv steg. Slå ihop några."))


@transaction.atomic
def change_chain_step(
    *, step: ChainStep, text: str, break_point: bool, version: int, places: int = 0, by: Any
) -> ChainStep:
    """Reword a step, say whether the chain can be broken there, and move it along the chain."""
    held = _held(step, version=version, mine=text, by=by)
    held.text = clean(text, most=STEP) or held.text
    held.break_point = break_point
    if places:
        _along(held, places)
    _saved(held, Happened.MOVED if places else Happened.CHANGED)
    note("cause.chain_set", by=by, subject=held.problem, changed={"number": held.problem.number, "steps": 1})
    return held


def _along(held: ChainStep, places: int) -> None:
    """Move a step among those that stand; the struck ones keep their place after the one they stood after.

    All are numbered anew, so that no two have one number and a struck step comes back where it was.
    """
    ever = list(ChainStep.objects.ever_of(held.problem).order_by("position", "created_at"))
    standing = [each.pk for each in ever if each.struck_on is None]
    at = standing.index(held.pk)
    neighbour = standing[min(max(at + places, 0), len(standing) - 1)]
    order = [each.pk for each in ever if each.pk != held.pk]
    if neighbour != held.pk:
        order.insert(order.index(neighbour) + (1 if places > 0 else 0), held.pk)
    else:
        order = [each.pk for each in ever]
    for position, pk in enumerate(order, start=1):
        ChainStep.objects.filter(pk=pk).update(position=position)
    held.position = order.index(held.pk) + 1


@transaction.atomic
def strike_chain_step(*, step: ChainStep, version: int, by: Any) -> ChainStep:
    """Strike a step out of the chain; it is kept, and the causes in it stay in the list without a step."""
    held = _held(step, version=version, by=by)
    held.struck_on = today_in(held.problem)
    _saved(held, Happened.STRUCK)
    for cause in list(held.causes.filter(struck_on=None).select_related("problem__municipality", "parent", "step")):
        cause.step, cause.version = None, cause.version + 1
        cause.save()
        keep_version(cause, happened=Happened.MOVED)
    note("cause.chain_set", by=by, subject=held.problem, changed={"number": held.problem.number, "steps": -1})
    return held


@transaction.atomic
def take_back_chain_step(*, step: ChainStep, version: int, by: Any) -> ChainStep:
    """Put a step that was struck out where it stood in the chain."""
    held = _held(step, version=version, struck=True, by=by)
    _not_too_many(ChainStep.objects.of_problem(held.problem).count() + 1)
    held.struck_on = None
    _saved(held, Happened.BACK)
    note("cause.chain_set", by=by, subject=held.problem, changed={"number": held.problem.number, "steps": 1})
    return held


def _held(step: ChainStep, *, version: int, mine: str = "", struck: bool = False, by: Any) -> ChainStep:
    require_here(by, step)
    require_open_work(problem=step.problem, by=by)
    held: ChainStep = ChainStep.objects.select_for_update().get(pk=step.pk)
    held.problem = step.problem
    if (held.struck_on is not None) != struck:
        raise CauseRefused(_("Steget står redan i kedjan.") if struck else _(
            "Någon annan har strukit steget. Ta tillbaka det för att ändra det."))  # fmt: skip
    refuse_old(held, version=version, mine=mine)
    return held


def _saved(held: ChainStep, happened: Happened) -> None:
    held.version += 1
    held.save()
    keep_version(held, happened=happened)
