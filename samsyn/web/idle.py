"""A session that nobody touches ends by itself, for those whose role takes two steps to sign in with."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from samsyn.ground.people.sessions.actions import see_session
from samsyn.web.shared import is_a_touch

SEEN, IDLE, NOTED = "seen_at", "idle_seconds", "seen_noted_at"
WRITTEN_EVERY_SECONDS, NOTED_EVERY_SECONDS = 60, 300


class Idle:
    """End a session that has been left alone for too long; remember now and then that it is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SEEN in request.session:
            now = timezone.now().timestamp()
            quiet = now - request.session[SEEN]
            if 0 < request.session.get(IDLE, 0) < quiet:
                logout(request)
            elif quiet > WRITTEN_EVERY_SECONDS and is_a_touch(request):
                _touch(request, now)
        return self.get_response(request)


def _touch(request: HttpRequest, now: float) -> None:
    request.session[SEEN] = now
    if now - request.session.get(NOTED, 0) > NOTED_EVERY_SECONDS and request.session.session_key:
        request.session[NOTED] = now
        see_session(key=request.session.session_key, now=timezone.now())
