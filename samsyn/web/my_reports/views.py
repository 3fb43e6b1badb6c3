"""My reports, as the server knows them; the phone adds what it has not sent yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samsyn.ground.permissions import Permission
from samsyn.method.observations.models import Observation
from samsyn.web.guard import members_who
from samsyn.web.phone.views import around

MOST = 100


@members_who(Permission.REPORT)
def mine(request: HttpRequest) -> HttpResponse:
    """List the own reports with their state in words."""
    own = Observation.objects.visible_to(request.member).sent_by(request.member).latest_first().with_names()
    context = {"reports": own[:MOST], **around(request.member.municipality, screen="mine")}
    return render(request, "my_reports/page.html", context)


@members_who(Permission.REPORT)
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Show my reports as the phone keeps them without a network: what waits there, and nothing from the server."""
    return render(request, "my_reports/shell.html", around(request.member.municipality, screen="mine"))
