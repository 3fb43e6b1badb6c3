"""The page of assessments: how every area is in a week, and what it was before."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Seat
from samsyn.ground.permissions import Permission
from samsyn.method.pictures.assessment_models import Assessment
from samsyn.method.pictures.assessment_querysets import sees_drafts
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.assessment.playbooks import with_playbooks
from samsyn.web.assessment.rows import checks_of, levels_of, rows_of, weeks_as_table
from samsyn.web.guard import members_who
from samsyn.web.templatetags.samsyn import named, week_words

MAY_LOOK = (Permission.SEE_PICTURE, Permission.COMPILE_PICTURE, Permission.LEAD_MEETING)
DECIDES = (Permission.LEAD_MEETING, Permission.LOCK_PICTURE)


@members_who(*MAY_LOOK)
def show(request: HttpRequest, week: Week) -> HttpResponse:
    """Show how the areas are."""
    return page_of(request, week)


def page_of(
    request: HttpRequest, week: Week, *, refused: str = "", kept: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Show the page; `kept` is what was filled in for the area that was refused."""
    member = request.member
    levels = levels_of(member)
    rows = rows_of(member, week, levels)
    with_playbooks(member, rows)
    decides = any(member.may(each) for each in DECIDES)
    home = f"/{member.municipality.slug}/lagesbild"
    now = Week.containing(timezone.localdate())
    context = {
        "week": week, "levels": levels, "rows": rows, "decides": decides, "sees_drafts": sees_drafts(member),
        "left": sum(not row["decided"] for row in rows), "may_keep": any(row["may_keep"] for row in rows),
        "weeks": weeks_as_table(rows, week), "checks": checks_of(member, week) if sees_drafts(member) else [],
        "address": f"{home}/{week.address}/bedomning", "refused": refused, "kept": kept or {},
        "picture": SituationalPicture.objects.visible_to(member).of_week(week).first(),
        "function": function_of(member), "functions": functions_of(member), "audiences": Assessment.Audience.choices,
        "week_short": week_words(week), "before": f"{home}/{(week - 1).address}/bedomning",
        "after": f"{home}/{(week + 1).address}/bedomning" if week < now else "",
    }  # fmt: skip
    return render(request, "assessment/page.html", context, status=status)


def function_of(member: Any) -> str:
    """Name the function that would decide: the member's first role."""
    return named(member.memberships[0].role) if member.memberships else ""


def functions_of(member: Any) -> list[str]:
    """Return the functions that have a seat in some group, to choose from."""
    seats = Seat.objects.visible_to(member).values_list("function", flat=True)
    return sorted(set(seats))
