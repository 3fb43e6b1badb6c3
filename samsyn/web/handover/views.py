"""Överlämning: what runs and waits, what is open, when to meet, whom to call, what was decided, and who has access."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Membership, Seat
from samsyn.ground.permissions import Permission
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.plans.models import PlanDocument
from samsyn.method.problems.models import Problem
from samsyn.method.publications.models import Recipient
from samsyn.web.guard import members_who
from samsyn.web.measures.views import shown
from samsyn.web.start import week as my_week

# As much as is read in five minutes and stands on two sheets: the rest is a press away.
MEASURES, MEETINGS, DECISIONS, PROBLEMS, ENDING = 12, 4, 8, 8, 8
ENDING_DAYS, REVIEW_DAYS = 120, 60


@members_who(Permission.LEAD_MEETING, Permission.COMPILE_PICTURE)
def show(request: HttpRequest) -> HttpResponse:
    """Show the page; printed it is the paper that lies on the desk."""
    member, today = request.member, timezone.localdate()
    week = Week.containing(today)
    latest = my_week.latest_picture(member)
    found = Measure.objects.visible_to(member).open()
    measures = list(found.with_names().in_order()[: MEASURES + 1])
    problems = list(Problem.objects.visible_to(member).exclude(state="closed").order_by("number"))
    context = {
        "today": today, "week": week, "latest": latest, "replies": my_week.replies(member, week - 1),
        "picture_is_missing": my_week.picture_is_missing(member, week - 1, latest),
        "coming": my_week.coming_days(member, today), "review": my_week.to_review(member),
        "requests": ReleaseRequest.objects.visible_to(member).pending().count(),
        "documents": PlanDocument.objects.visible_to(member).to_review(until=today + timedelta(days=REVIEW_DAYS)),
        "problems": problems[:PROBLEMS], "more_problems": max(0, len(problems) - PROBLEMS),
        "measures": [shown(one, today=today) for one in measures[:MEASURES]],
        "more": max(0, found.count() - MEASURES) if len(measures) > MEASURES else 0,
        "meetings": Meeting.objects.visible_to(member).coming().with_names()[:MEETINGS],
        "decisions": _decided(member), "functions": _functions(member), **_access(member, today),
    }  # fmt: skip
    return render(request, "handover/page.html", context)


def _decided(member: Any) -> list[dict[str, Any]]:
    """Return what the latest closed meetings decided, below each its day, the latest first."""
    closed = Meeting.objects.visible_to(member).filter(closed_at__isnull=False).latest_first()[:2]
    rows = Decision.objects.visible_to(member).filter(meeting__in=[each.pk for each in closed]).exclude(choice="")
    found = rows.select_related("meeting", "measure").order_by("-meeting__held_on", "meeting", "position")[:DECISIONS]
    return [{"meeting": meeting, "rows": list(of)} for meeting, of in groupby(found, key=lambda row: row.meeting)]


def _functions(member: Any) -> list[dict[str, Any]]:
    """Return whom to call: each group's functions, with the function's mailbox where the distribution list has one."""
    mailboxes = {
        (each.organisation_id, each.function.casefold()): each.email
        for each in Recipient.objects.visible_to(member).filter(active=True)
    }
    seats = Seat.objects.visible_to(member).select_related("group", "organisation").order_by("group__name", "function")
    groups: dict[str, list[dict[str, Any]]] = {}
    for seat in seats:
        mailbox = mailboxes.get((seat.organisation_id, seat.function.casefold()), "")
        of = str(seat.organisation or "")
        told = {"seat": seat, "mailbox": mailbox, "of": "" if of in seat.function else of}
        groups.setdefault(seat.group.name, []).append(told)
    return [{"group": name, "seats": rows} for name, rows in groups.items()]


def _access(member: Any, today: date) -> dict[str, Any]:
    """Return the substitutes' seats, and whose access ends soon; for those who look after the users."""
    if not member.may(Permission.MANAGE_PEOPLE):
        return {"substitutes": [], "ending": []}
    seats = Seat.objects.visible_to(member).exclude(substitute=None)
    soon = Membership.objects.visible_to(member).in_force(on=today)
    soon = soon.filter(ends_on__lte=today + timedelta(days=ENDING_DAYS))
    return {
        "substitutes": list(seats.select_related("group", "substitute").order_by("group__name", "function")),
        "ending": list(soon.select_related("user", "role", "organisation").order_by("ends_on", "user__name")[:ENDING]),
    }
