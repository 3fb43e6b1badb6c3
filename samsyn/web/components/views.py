"""The page that shows the shared pieces."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samsyn.web.components.icons import ICONS
from samsyn.web.components.sample import sample
from samsyn.web.guard import open_to_all


@open_to_all
def show(request: HttpRequest) -> HttpResponse:
    """Show every component with real content."""
    return render(request, "components/page.html", {**sample(), "icon_names": list(ICONS)})
