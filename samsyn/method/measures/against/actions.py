"""The verbs between measures and a problem: aim a measure at causes, or let it go from the problem."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.method.measures.actions import MeasureRefused, require_follow_up
from samsyn.method.measures.models import Measure
from samsyn.method.measures.states import State
from samsyn.method.problems.models import Cause, Problem


@transaction.atomic
def aim_measure(*, measure: Measure, problem: Problem, causes: Iterable[Cause], version: int, by: Any) -> Measure:
    """Say which of a problem's causes a measure is against; one that was not on a problem comes to it."""
    held = _held(measure, version=version, by=by)
    chosen = list(causes)
    require_here(by, problem, *chosen)
    if not problem.is_open:
        raise MeasureRefused(_("Problemet är avslutat."))
    if held.problem_id not in (None, problem.pk):
        raise MeasureRefused(_("Åtgärden hör redan till ett annat problem."))
    if any(cause.problem_id != problem.pk for cause in chosen):
        raise MeasureRefused(_("Välj bland problemets egna orsaker."))
    if not (held.kind and held.horizon and held.extent):
        raise MeasureRefused(_("Fyll först i åtgärdens slag, omfattning och när det kan märkas."))
    held.problem = problem
    if held.state not in (State.PLANNED, State.CANCELLED):
        require_follow_up(held)
    return _saved(held, chosen, by)


@transaction.atomic
def let_go(*, measure: Measure, version: int, by: Any) -> Measure:
    """Take a measure off a problem that it was put on by mistake; the measure itself stays."""
    held = _held(measure, version=version, by=by)
    if held.problem is None or not held.problem.is_open:
        raise MeasureRefused(_("Problemet är avslutat."))
    held.problem = None
    return _saved(held, [], by)


def _held(measure: Measure, *, version: int, by: Any) -> Measure:
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    require_here(by, measure)
    held: Measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if held.version != version:
        raise MeasureRefused(_("Någon annan ändrade åtgärden under tiden. Läs vad som står nu och spara igen."))
    return held


def _saved(measure: Measure, causes: list[Cause], by: Any) -> Measure:
    measure.version += 1
    measure.save()
    measure.causes.set(causes)
    changed = {"number": measure.number, "problem": measure.problem.number if measure.problem else None}
    note("measure.aimed", by=by, subject=measure, changed={**changed, "causes": len(causes)})
    return measure
