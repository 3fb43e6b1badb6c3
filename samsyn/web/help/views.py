"""The help page: short answers, one page, findable by its headings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samsyn.web.guard import open_to_all


@open_to_all
def show(request: HttpRequest) -> HttpResponse:
    """Show the help."""
    return render(request, "help/page.html")
