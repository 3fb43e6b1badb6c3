"""The calendar: school breaks, pauses and coming events as data; red days are known already."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.calendar.actions import add_year_events, remove_year_event
from samsyn.ground.calendar.days import known_days
from samsyn.ground.calendar.models import YearEvent
from samsyn.ground.permissions import Permission
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, carry_out
from samsyn.web.organisation.place_forms import YearEventForm

settings_only = members_who(Permission.MANAGE_SETTINGS)
AHEAD = timedelta(days=365)


@settings_only
def listed(request: HttpRequest) -> HttpResponse:
    """Show the coming year and add to it."""
    member, today = request.member, timezone.localdate()
    own = YearEvent.objects.visible_to(member).order_by("first_on", "name_sv")
    holidays = [day for day in known_days(member.municipality, today, today + AHEAD) if day.kind == "holiday"]
    form = YearEventForm(request.POST or None)
    return ask(
        request, form=form, section="calendar", title=_("Kalender"), template="calendar.html", submit=_("Lägg till"),
        save=lambda data: add_year_events(rows=[data], by=member), to="kalender", done=_("Datumet är tillagt."),
        coming=own.filter(last_on__gte=today), past=own.filter(last_on__lt=today).reverse()[:30], holidays=holidays,
    )  # fmt: skip


@require_POST
def _remove(request: HttpRequest, pk: object) -> HttpResponse:
    event = get_object_or_404(YearEvent.objects.visible_to(request.member), pk=pk)
    return carry_out(
        request, lambda: remove_year_event(event=event, by=request.member), done=_("Datumet är borttaget."),
        to="kalender",
    )  # fmt: skip


remove = settings_only(_remove)
