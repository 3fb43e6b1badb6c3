"""What is shown when something cannot be: in the reader's language, with a next step, and nothing about the inside."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the member may not; the sentence says what."""
    return render(request, "errors/not_allowed.html", {"sentence": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not for you; the two are not told apart."""
    return render(request, "errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page needs neither the session nor the database."""
    return HttpResponseServerError(render_to_string("errors/broken.html"))


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose secret has grown old: signing in again helps."""
    return render(request, "errors/form_too_old.html", status=403)
