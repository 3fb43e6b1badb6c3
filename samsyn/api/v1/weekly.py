"""What the phone knows of the week: which replies are expected, and what the own checklist looks for."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Area
from samsyn.method.observations.checklists.choosing import own_list
from samsyn.method.observations.models import Checklist, ChecklistRow, Observation, PeriodReply, ReportingDuty

REPORTED = PeriodReply.Answer.REPORTED


def own_checklist(member: Any, organisations: Sequence[Any]) -> list[str]:
    """Return the codes of the own checklist in its order."""
    if not organisations:
        return []
    lists = list(Checklist.objects.visible_to(member).in_use())
    chosen = own_list(lists, organisations[0], on=timezone.localdate())
    rows = ChecklistRow.objects.visible_to(member).filter(checklist=chosen, category__active=True)
    return list(rows.order_by("position").values_list("category__code", flat=True)) if chosen else []


def asked_weeks() -> list[Week]:
    """Return the weeks that a reply may be about: the last and this one."""
    now = Week.containing(timezone.localdate())
    return [now - 1, now]


def expected_replies(member: Any, organisations: Sequence[Any]) -> list[dict[str, Any]]:
    """Return a line for each organisation, area and week (the last and this one), with what has been answered.

    The areas are those the organisation has promised to answer for; without any, those of the member's own unit; else
    the line is about everywhere. A week with an own report needs no reply.
    """
    weeks = asked_weeks()
    lines = [(one, area, week) for one in organisations for area in _areas(member, one) for week in weeks]
    if not lines:
        return []
    replies = PeriodReply.objects.visible_to(member).filter(iso_week__in=[week.iso for week in weeks])
    replies = replies.filter(organisation__in=organisations)
    said = {(reply.organisation_id, reply.area_id, reply.iso_week): reply.answer for reply in replies}
    seen = Observation.objects.visible_to(member).between_weeks(weeks[0], weeks[-1]).filter(owner__in=organisations)
    reported = set(seen.order_by().values_list("owner", "area", "iso_week").distinct())
    whole = {(owner, None, week) for owner, _area, week in reported}
    return [
        {
            "organisation": str(one.pk), "name": one.name, "area": area.code if area else None,
            "area_name": area.name if area else "", "week": week.address, "number": week.number,
            "said": REPORTED if (one.pk, area.pk if area else None, week.iso) in reported | whole
            else said.get((one.pk, area.pk if area else None, week.iso), ""),
        }
        for one, area, week in lines
    ]  # fmt: skip


def _areas(member: Any, organisation: Any) -> list[Area | None]:
    duties = ReportingDuty.objects.visible_to(member).filter(organisation=organisation).select_related("area")
    promised = [duty.area for duty in duties if duty.area is not None]
    units = [m.unit for m in member.memberships if m.organisation_id == organisation.pk and m.unit is not None]
    own = promised or [area for unit in units for area in unit.areas.all()]
    return sorted({area.pk: area for area in own}.values(), key=lambda area: area.name) or [None]
