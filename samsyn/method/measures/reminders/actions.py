"""The verb of reminders: note what is soon due, late, or so late that the group is told. The letters read the lines."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import Permission, require
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.measures.models import Measure

DUE_SOON, OVERDUE, RAISED, ASK = "measure.due_soon", "measure.overdue", "measure.raised", "measure.ask_if_it_helped"
FORGOTTEN_AFTER = timedelta(days=30)     # what was late before the reminders were turned on is no news


@transaction.atomic
def note_the_due(*, today: date, by: Any, asked_already: Collection[UUID] = ()) -> dict[str, int]:
    """Note each open measure whose last day is near or has passed, once for each day that was promised.

    A measure given a new day is reminded of again. Whether one that is done helped is asked on its day of follow-up,
    unless somebody has said it (`asked_already`). Returns how many lines of each kind were written.
    """
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    here = by.municipality
    before, after, raised = (
        setting(here, name) for name in ("measure_days_before", "measure_days_after", "measure_days_to_group")
    )
    still_open = Measure.objects.filter(municipality=here).open()
    recent = still_open.filter(due_on__gte=today - FORGOTTEN_AFTER - timedelta(days=raised))
    soon = still_open.filter(due_on__gte=today, due_on__lte=today + timedelta(days=before)) if before else ()
    late = recent.filter(due_on__lte=today - timedelta(days=after)) if after else ()
    asked = Measure.objects.filter(municipality=here, follow_up_on__lte=today, state="done")
    asked = asked.filter(follow_up_on__gte=today - FORGOTTEN_AFTER).exclude(pk__in=asked_already)
    counted = {
        DUE_SOON: _noted(DUE_SOON, soon, by), OVERDUE: _noted(OVERDUE, late, by), ASK: _noted(ASK, asked, by),
    }  # fmt: skip
    grave = list(recent.filter(due_on__lte=today - timedelta(days=raised), raised_on=None)) if raised else []
    for measure in grave:
        measure.raised_on = today
        measure.save(update_fields=["raised_on"])
    return {**counted, RAISED: _noted(RAISED, grave, by)}


def _noted(happening: str, measures: Any, by: Any) -> int:
    """Write a line for each measure that has none for the same day; returns how many."""
    found = list(measures)
    lines = Event.objects.filter(
        municipality=by.municipality, happening=happening, subject_id__in=[str(one.pk) for one in found]
    )
    known = {(line.subject_id, line.changed.get("day")) for line in lines}
    fresh = [(one, _day(one, happening)) for one in found]
    fresh = [(one, day) for one, day in fresh if (str(one.pk), day) not in known]
    for measure, day in fresh:
        note(happening, by=by, subject=measure, changed={"number": measure.number, "day": day})
    return len(fresh)


def _day(measure: Measure, happening: str) -> str:
    day = measure.follow_up_on if happening == ASK else measure.due_on
    return day.isoformat() if day is not None else ""
