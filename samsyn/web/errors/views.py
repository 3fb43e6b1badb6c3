"""What is shown when something cannot be: in the reader's language, with a next step, and nothing about the inside."""

import errno
import sys

from django.db.utils import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the member may not; the sentence says what."""
    return render(request, "errors/not_allowed.html", {"sentence": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not for you; the two are not told apart."""
    return render(request, "errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 where the database or the disk does not do its part. Needs neither session nor database."""
    passing = _passes(sys.exc_info()[1])
    sentence = _("Samsyn kan inte läsa eller spara just nu. Det som är sparat finns kvar. Försök igen om en stund.")
    if "/api/" in request.path:
        own = _("Något gick fel hos oss. Försök igen om en stund.")
        answer: HttpResponse = JsonResponse({"status": "broken", "sentence": sentence if passing else own}, status=500)
    else:
        page = render_to_string("errors/broken.html", {"sentence": sentence if passing else ""})
        answer = HttpResponseServerError(page)
    if passing:
        answer.status_code = 503
        answer["Retry-After"] = "30"
    return answer


def _passes(problem: BaseException | None) -> bool:
    """Whether the fault is one that passes: the database away, locked or read only, or no room on the disk."""
    full = isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    return full or isinstance(problem, (OperationalError, InterfaceError, InternalError))


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose secret has grown old: signing in again helps."""
    return render(request, "errors/form_too_old.html", status=403)
