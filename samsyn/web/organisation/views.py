"""The overview of the administration: what there is, what needs somebody, and the municipality's own settings."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.ground.people.actions import change_settings
from samsyn.ground.people.models import Group, Membership, Organisation, User
from samsyn.ground.permissions import Permission
from samsyn.ground.places.locate import working_set
from samsyn.ground.places.models import Area, Place
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import PEOPLE, PLACES, SETTINGS, ask, home, show, tabs
from samsyn.web.organisation.place_forms import MunicipalityForm

SOON = timedelta(days=30)


@members_who(PEOPLE, PLACES, SETTINGS)
def overview(request: HttpRequest) -> HttpResponse:
    """Show what there is, and what somebody needs to look at."""
    member, today = request.member, timezone.localdate()
    needs = []
    if member.may(Permission.MANAGE_PEOPLE):
        needs += _people_needs(member, today)
    if member.may(Permission.MANAGE_PLACES):
        needs += _place_needs(member, today)
    at = home(request)
    facts = [
        {"name": _("Parter"), "count": Organisation.objects.visible_to(member).open_on(today).count(),
         "path": "parter"},
        {"name": _("Användare"), "count": User.objects.visible_to(member).count(), "path": "anvandare"},
        {"name": _("Grupper"), "count": Group.objects.visible_to(member).count(), "path": "grupper"},
        {"name": _("Områden"), "count": Area.objects.visible_to(member).in_working_set(on=today).count(),
         "path": "omraden"},
        {"name": _("Platser"), "count": Place.objects.visible_to(member).standing().count(), "path": "platser"},
    ]  # fmt: skip
    open_to = {tab["address"] for tab in tabs(request, "overview")}
    shown = [fact for fact in facts if at + fact["path"] in open_to]
    return show(request, "page.html", section="overview", needs=needs, facts=shown)


def _people_needs(member: Any, today: Any) -> list[dict[str, Any]]:
    open_here = Membership.objects.visible_to(member).in_force(on=today)
    never = User.objects.visible_to(member).filter(memberships__in=open_here).never_signed_in().distinct().count()
    ending = open_here.filter(ends_on__lte=today + SOON).values("user").distinct().count()
    parties = Organisation.objects.visible_to(member).open_on(today)
    leaving = parties.filter(ends_on__lte=today + SOON).count()
    without = parties.filter(agreement="").exclude(kind=Organisation.Kind.COORDINATOR).count()
    found = [
        (never, "anvandare?visa=aldrig", ngettext("%(n)s användare har aldrig loggat in",
                                                  "%(n)s användare har aldrig loggat in", never)),
        (ending, "anvandare", ngettext("%(n)s användares roll slutar inom 30 dagar",
                                       "%(n)s användares roller slutar inom 30 dagar", ending)),
        (leaving, "parter", ngettext("%(n)s part lämnar inom 30 dagar", "%(n)s parter lämnar inom 30 dagar", leaving)),
        (without, "parter", ngettext("%(n)s part saknar överenskommelse", "%(n)s parter saknar överenskommelse",
                                     without)),
    ]  # fmt: skip
    return [{"words": words % {"n": n}, "path": path} for n, path, words in found if n]


def _place_needs(member: Any, today: Any) -> list[dict[str, Any]]:
    if working_set(member.municipality, on=today) is None:
        return [{"words": _("Det finns inga områden att räkna rapporter i"), "path": "omraden"}]
    lacking = Area.objects.visible_to(member).in_working_set(on=today).filter(polygon=None).count()
    nowhere = Place.objects.visible_to(member).standing().filter(area=None).count()
    found = [
        (lacking, "omraden", ngettext("%(n)s område saknar gräns", "%(n)s områden saknar gräns", lacking)),
        (nowhere, "platser", ngettext("%(n)s plats ligger utanför alla områden",
                                      "%(n)s platser ligger utanför alla områden", nowhere)),
    ]  # fmt: skip
    return [{"words": words % {"n": n}, "path": path} for n, path, words in found if n]


@members_who(Permission.MANAGE_SETTINGS)
def settings(request: HttpRequest) -> HttpResponse:
    """Change the municipality's name, colour, rhythm and languages."""
    here = request.member.municipality
    columns = ("name", "colour", "period_weeks", "languages", "population")
    before = {name: getattr(here, name) for name in columns}
    form = MunicipalityForm(request.POST or None, initial=before)
    return ask(
        request, form=form, section="municipality", title=_("Kommunen"), to="kommunen",
        save=lambda data: change_settings(by=request.member, **data), done=_("Inställningarna är sparade."),
    )  # fmt: skip
