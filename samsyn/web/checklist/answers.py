"""What the checklists said in a week: for those who see all reports, every answer counted and every comment read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.method.observations.checklists.tallies import tallies
from samsyn.method.observations.models import ChecklistAnswer, ReportingDuty
from samsyn.web.checklist.week import asked_week
from samsyn.web.guard import members_who


@members_who(Permission.SEE_ALL)
def answers(request: HttpRequest) -> HttpResponse:
    """Show the week's answers per area and row, with how many answered and who of those that promised has not."""
    member, week = request.member, asked_week(request.GET.get("vecka", ""))
    given = ChecklistAnswer.objects.visible_to(member).in_week(week)
    now = Week.containing(timezone.localdate())
    context = {
        "week": week, "earlier": week - 1, "later": week + 1 if week < now else None, "areas": _areas(given),
        "promised": _promised(member, week, given),
    }  # fmt: skip
    return render(request, "checklist/answers.html", context)


def _areas(given: Any) -> list[dict[str, Any]]:
    """Return the areas that were answered for, each with its counted rows and its comments."""
    areas: dict[str, dict[str, Any]] = {}
    for each in tallies(given):
        area = areas.setdefault(each.area, {"name": each.area_name, "rows": [], "told": []})
        names = {"name_sv": each.name_sv, "name_en": each.name_en}
        area["rows"].append({**names, "n": each.n, "parties": len(each.parties), **each.answers})
    worded = given.exclude(comment="", place=None).select_related("area", "category", "place", "organisation")
    for one in worded.order_by("category__code", "received_on", "id"):
        areas[one.area.code]["told"].append(one)
    return sorted(areas.values(), key=lambda area: str(area["name"]))


def _promised(member: Any, week: Week, given: Any) -> dict[str, Any]:
    """Return how many parties handed a list in, and of those that promised one who did and who did not."""
    duties = ReportingDuty.objects.visible_to(member).filter(checklist__isnull=False)
    duties = duties.in_force(week.first_day, week.last_day).select_related("organisation")
    due = {duty.organisation_id: duty.organisation.name for duty in duties if duty.is_due(week, week)}
    answered = set(given.order_by().values_list("organisation", flat=True).distinct())
    missing = sorted(name for pk, name in due.items() if pk not in answered)
    return {"parties": len(answered), "due": len(due), "kept": len(due) - len(missing), "missing": missing}
