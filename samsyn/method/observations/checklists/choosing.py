"""Which checklist is an organisation's own: the one it has promised, else the one of its kind or of one like it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from samsyn.method.observations.models import Checklist, ReportingDuty

AS_OTHERS = {"coordinator": "housing", "youth": "school", "library": "civil", "rescue": "guards", "other": "civil"}


def own_list(
    lists: Sequence[Checklist], organisation: Any, *, on: date, unit: Any = None, area: Any = None
) -> Checklist | None:
    """Return the list that the organisation has promised, the unit's and the area's own first; else its usual one."""
    duties = ReportingDuty.objects.filter(
        municipality=organisation.municipality_id, organisation=organisation, checklist__in=lists
    )
    units, areas = {None, getattr(unit, "pk", None)}, {None, getattr(area, "pk", None)}
    mine = [duty for duty in duties.in_force(on, on) if duty.unit_id in units and duty.area_id in areas]
    mine.sort(key=lambda duty: (duty.area_id is None, duty.unit_id is None, str(duty.pk)))
    promised = {one.pk: one for one in lists}
    return promised[mine[0].checklist_id] if mine else usual_list(lists, organisation)


def usual_list(lists: Sequence[Checklist], organisation: Any) -> Checklist | None:
    """Return the organisation's usual checklist among those in use, else the first; None where there is none."""
    usual = AS_OTHERS.get(organisation.kind, organisation.kind)
    return next((one for one in lists if one.code == usual), lists[0] if lists else None)
