"""A form that is sent twice is carried out once, on every screen: the second gets the answer of the first.

A button is pressed twice where the network is slow, or somebody reloads the answer. The page's own masked secret
against forged forms is new each time the page is made, so the same secret with the same words from the same person to
the same address is the same form. It is taken in, carried out and remembered in one transaction: whoever comes second
waits for the first. After some minutes it counts as a form of its own. A form that was refused may be sent again; so
may one that was changed. Scripts have their own ids.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.ground.people.sent.actions import led_to, not_carried_out, take_in
from samsyn.web.guard import NEW_PASSWORD, NEW_STEP

SECRET = "csrfmiddlewaretoken"
SOMETHING_BROKE = 500


class SentOnce:
    """Carry a form out once, however often it is sent. Innermost, so that what a view raised is an answer here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not _is_a_form(request) or not request.user.is_authenticated:
            return self.get_response(request)
        with transaction.atomic():
            row = take_in(digest=digest_of(request))
            if row.address:
                messages.info(request, _(
                    "Det här hade redan skickats, och är inte sparat en gång till. Så här står det nu."))  # fmt: skip
                return redirect(row.address)
            answer = self.get_response(request)
            if _is_done(request, answer):
                led_to(row=row, address=answer["Location"])
            elif answer.status_code >= SOMETHING_BROKE:
                transaction.set_rollback(True)
            else:
                not_carried_out(row=row)
        return answer


def _is_a_form(request: HttpRequest) -> bool:
    """Say whether a page's own form was sent by the browser, and not by a script."""
    how = request.headers.get("Sec-Fetch-Mode", "")
    navigates = how == "navigate" or (not how and request.headers.get("Accept", "").startswith("text/html"))
    return navigates and SECRET in request.POST


def digest_of(request: HttpRequest) -> str:
    """Return the digest of a sent form: who, where to, every field in order, every file's name and content."""
    told: list[Any] = [request.user.pk, request.get_full_path()]
    told += [(name, value) for name, values in request.POST.lists() for value in values]
    told += [(name, each.name, _content(each)) for name, files in request.FILES.lists() for each in files]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _content(file: Any) -> str:
    """Return the digest of what is in a sent file, which is left to be read from its beginning."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _is_done(request: HttpRequest, answer: HttpResponse) -> bool:
    """Say whether it was carried out: it led on to a page, not to a door, and no refusal is to be read there."""
    if not isinstance(answer, HttpResponseRedirect) or answer.url.startswith((NEW_PASSWORD, NEW_STEP)):
        return False
    # What has been said in this request has no public list: reading the messages would take them away.
    said = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    return not any(each.level >= messages.ERROR for each in said)
