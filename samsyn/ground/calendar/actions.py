"""The verbs of the calendar."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.calendar.models import YearEvent
from samsyn.ground.permissions import Actor, Permission, require, require_here
from samsyn.ground.refusals import Refused


class CalendarRefused(Refused):
    """A date was not stored; the sentence says why."""


@transaction.atomic
def add_year_events(*, rows: Iterable[Mapping[str, Any]], by: Actor) -> int:
    """Add dates to the calendar (kind, name_sv, name_en, first_on, last_on); the same date twice is one."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    events = [YearEvent(municipality=by.municipality, **row) for row in rows]
    require_here(by, *(event.area for event in events))
    for event in events:
        if event.last_on < event.first_on:
            raise CalendarRefused("”{name}” slutar innan det börjar. Byt plats på datumen.", name=event.name_sv)
    YearEvent.objects.bulk_create(
        events, update_conflicts=True, unique_fields=["municipality", "kind", "name_sv", "first_on"],
        update_fields=["last_on", "name_en"],
    )  # fmt: skip
    note("calendar.added", by=by, changed={"dates": len(events)})
    return len(events)


@transaction.atomic
def remove_year_event(*, event: YearEvent, by: Actor) -> None:
    """Take a date out of the calendar."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, event)
    note("calendar.removed", by=by, subject=event, changed={"kind": event.kind})
    event.delete()
