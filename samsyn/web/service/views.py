"""The checklist before the municipality goes live, and the step itself."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.jobs.going_live.actions import back_to_practice, demands, go_live
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import carry_out, show_below

settings_only = members_who(Permission.MANAGE_SETTINGS)


@settings_only
def show(request: HttpRequest) -> HttpResponse:
    """Show what must hold, how it stands, and what to do."""
    here = request.member.municipality
    found = demands(here, now=timezone.now())
    context = {"demands": found, "ready": all(demand.holds for demand in found), "here": here}
    return show_below(request, "service/page.html", section="service", **context)


@require_POST
def _step(request: HttpRequest) -> HttpResponse:
    """Go live, or back to practice."""
    if request.POST.get("till") == "ovning":
        return carry_out(
            request, lambda: back_to_practice(by=request.member), to="skarp-drift",
            done=_("Kommunen är i övning igen. Det som har skrivits finns kvar."),
        )  # fmt: skip
    return carry_out(
        request, lambda: go_live(now=timezone.now(), by=request.member), to="skarp-drift",
        done=_("Kommunen är i skarp drift."),
    )  # fmt: skip


step = settings_only(_step)
