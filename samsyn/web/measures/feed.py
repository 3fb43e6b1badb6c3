"""The own dates in an own calendar: a secret address, made and taken back here; items say a number and nothing more."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from samsyn.documents.calendars import FeedItem, feed
from samsyn.ground.people.feeds.actions import make_calendar_key, revoke_calendar_key
from samsyn.ground.people.models import CalendarKey, Seat
from samsyn.ground.permissions import Permission
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Meeting
from samsyn.method.meetings.states import State
from samsyn.web.guard import by_secret, members_who
from samsyn.web.measures.views import MAY_LOOK
from samsyn.web.noting import shown as note_shown

BACK = timedelta(days=60)


@members_who(*MAY_LOOK)
def mine(request: HttpRequest) -> HttpResponse:
    """Say whether there is an address, until when, and let the member make one or take it back."""
    return _page(request)


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    now = timezone.now()
    key = CalendarKey.objects.visible_to(request.member).in_force(now=now).order_by("-created_at").first()
    answer = render(request, "measures/feed.html", {"key": key, "address": address})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@members_who(*MAY_LOOK)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make a new address and show it this once; an earlier one stops working."""
    secret = make_calendar_key(now=timezone.now(), by=request.member)
    return _page(request, f"{settings.SAMSYN_ADDRESS}/{request.member.municipality.slug}/kalender/{secret}.ics")


@members_who(*MAY_LOOK)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take the address back."""
    revoke_calendar_key(now=timezone.now(), by=request.member)
    messages.success(request, _("Adressen är återtagen. Kalendern slutar få nya datum."))
    return redirect("measures:calendar_key", request.member.municipality.slug)


@by_secret
def as_feed(request: HttpRequest) -> HttpResponse:
    """Send the dates of the own parties' measures and of the own groups' meetings: no what, no where, nobody's name."""
    member, now = request.member, timezone.now()
    if not any(member.may(each) for each in MAY_LOOK):
        items: list[FeedItem] = []
    else:
        with override(member.user.language):
            items = items_of(member, now) + meetings_of(member, now)
    note_shown(request, len(items))
    content = feed(items, name=f"Samsyn, {member.municipality.name}", stamped_at=now)
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def items_of(member: Any, now: Any) -> list[FeedItem]:
    """Return the dates of open measures of the member's own parties, and when to ask whether one helped.

    Measures of presence are never among them: a calendar is read over somebody's shoulder and tells where nobody is.
    """
    own = member.organisations_that(Permission.CARRY_OUT_MEASURES)
    rows = Measure.objects.visible_to(member).of(own).filter(presence=False).exclude(state="cancelled")
    since = now.date() - BACK
    link = f"{settings.SAMSYN_ADDRESS}/{member.municipality.slug}/atgarder/"
    items = []
    for measure in rows.prefetch_related("milestones"):
        days = {"klart": measure.due_on if measure.is_open else None, "hjalpte": measure.follow_up_on}
        days |= {f"steg-{step.pk}": step.due_on for step in measure.milestones.all() if not step.reached_on}
        for name, on in days.items():
            if on is not None and on >= since:
                items.append(FeedItem(
                    uid=f"{measure.pk}-{name}@samsyn", on=on, changed_at=now, link=f"{link}{measure.number}",
                    summary=_("Åtgärd %(number)s, se Samsyn") % {"number": measure.number},
                ))  # fmt: skip
    return items


def meetings_of(member: Any, now: Any) -> list[FeedItem]:
    """Return the planned meetings of the groups where the member sits, stands in or belongs, and those called off.

    An item says that there is a meeting and when; which group, where and about what stands in Samsyn.
    """
    own = Q(holder=member.user) | Q(substitute=member.user)
    seats = Seat.objects.visible_to(member).filter(own)
    groups = {*seats.values_list("group", flat=True), *member.group_ids}
    rows = Meeting.objects.visible_to(member).filter(group__in=groups, held_on__gte=now.date() - BACK)
    link = f"{settings.SAMSYN_ADDRESS}/{member.municipality.slug}/mote/"
    return [
        FeedItem(
            uid=f"{meeting.pk}-mote@samsyn", on=meeting.begins_at or meeting.held_on, minutes=meeting.minutes,
            changed_at=now, link=f"{link}{meeting.pk}", summary=_("Möte, se Samsyn"),
            done=meeting.state == State.CANCELLED,
        )
        for meeting in rows.order_by("held_on", "created_at")
    ]  # fmt: skip
