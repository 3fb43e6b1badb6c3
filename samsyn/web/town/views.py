"""The page behind the door "Kommunen"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samsyn.web.guard import members_who
from samsyn.web.town.links import OPENED_BY, shelves_for


@members_who(*OPENED_BY)
def show(request: HttpRequest) -> HttpResponse:
    """Show what the member may open, in shelves."""
    return render(request, "town/page.html", {"shelves": shelves_for(request.member)})
