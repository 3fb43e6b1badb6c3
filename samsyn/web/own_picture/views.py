"""A party's own picture: what its reports say, what it wants to say itself, and handing it in."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.observations.duties.cutoff import ends_a_period
from samsyn.method.pictures.models import OwnPicture, OwnPoint, SituationalPicture
from samsyn.method.pictures.own.filling import LEAST, areas_to_choose
from samsyn.method.pictures.own_models import ShownTo, Trend
from samsyn.method.pictures.own_querysets import audiences_of
from samsyn.method.pictures.period import period_of
from samsyn.web.guard import members_who

parties = members_who(Permission.SEE_ACCEPTED)


def due_week(member: Any) -> Week:
    """Return the last week of the latest finished period."""
    week = Week.containing(timezone.localdate()) - 1
    return week if ends_a_period(member.municipality, week) else week - 1


def party_of(request: HttpRequest) -> Organisation:
    """Return the party written for: the one asked for, where the member may, else the member's own."""
    member = request.member
    if not setting(member.municipality, "own_pictures"):
        raise Http404
    own = member.organisations_that(Permission.SEE_ACCEPTED)
    asked = request.POST.get("part") or request.GET.get("part") or ""
    if not asked:
        return own[0]
    for one in Organisation.objects.visible_to(member):
        if str(one.pk) == asked and (one in own or member.may(Permission.COMPILE_PICTURE)):
            return one
    raise Http404


def address_of(request: HttpRequest, week: Week, party: Organisation, below: str = "") -> str:
    """Return the address of a party's picture of a week."""
    own = request.member.organisations_that(Permission.SEE_ACCEPTED)
    asked = f"?part={party.pk}" if party.pk != own[0].pk else ""
    return f"/{request.member.municipality.slug}/egen-bild/{week.address}{asked}{below}"


@parties
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the picture that is due."""
    return redirect(address_of(request, due_week(request.member), party_of(request)))


@parties
def show(request: HttpRequest, week: Week) -> HttpResponse:
    """Show the party's picture: not begun, a draft, or handed in."""
    return page_for(request, week, party_of(request))


def page_for(
    request: HttpRequest, week: Week, party: Organisation, *, conflict: Any = None, status: int = 200
) -> HttpResponse:
    """Show the page; `conflict` holds the point and the two texts where somebody else came first."""
    member = request.member
    seen = OwnPicture.objects.visible_to(member).of_organisation(party)
    own = seen.of_week(week).first()
    period = period_of(member.municipality, week)
    last = seen.filter(iso_week__lt=week.iso).handed_in().filter(nothing_new=False).latest_first().first()
    step = member.municipality.period_weeks
    others = Organisation.objects.visible_to(member).open_on(week.last_day).filter(on_duty=True).order_by("name")
    locked = SituationalPicture.objects.visible_to(member).of_week(week).locked().exists()
    context = {
        "week": week, "period": period, "party": party, "own": own, "conflict": conflict,
        "points": [_shown(point, period, member) for point in own.points.select_related("area").in_order()]
        if own else [],
        "locked": locked, "last": last, "trends": Trend.choices,
        "areas": areas_to_choose(member.municipality, period) if own and not own.is_handed_in else [],
        "audiences": [(one.value, one.label) for one in ShownTo if one.value in audiences_of(member)],
        "before": address_of(request, week - step, party), "after": address_of(request, week + step, party)
        if week + step <= due_week(member) + step else "",
        "here": f"/{member.municipality.slug}/egen-bild/{week.address}", "by_phone": party not in member.organisations,
        "parties": others if member.may(Permission.COMPILE_PICTURE) else [],
    }  # fmt: skip
    return render(request, "own_picture/page.html", context, status=status)


def _shown(point: OwnPoint, period: Any, member: Any) -> dict[str, Any]:
    """Return a point with the figures it began with, and the way to the reports behind them."""
    figures = point.figures or {}
    days = {"first": period.first_day.isoformat(), "last": period.last_day.isoformat()}
    query = urlencode({**days, "area": point.area.code if point.area else "-"})
    return {
        "point": point, "figures": figures, "few": figures.get("events", 0) < LEAST,
        "fixed": bool(figures) and point.audience == ShownTo.AUTHORITIES,
        "reports": f"/{member.municipality.slug}/karta?{query}" if figures else "",
    }  # fmt: skip
