"""The one way in: whoever has proved who it is gets a session that says how, and that can be ended from afar."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from samsyn.ground.people.entrance import BEGAN, ONLY_IN, STEPPED, WAY, towns_open_to
from samsyn.ground.people.members import municipalities_of, takes_two_steps
from samsyn.ground.people.models import OpenSession, User
from samsyn.ground.people.sessions.actions import begin_session, move_session
from samsyn.ground.tenancy.models import Municipality
from samsyn.web.frame import THEME_COOKIE
from samsyn.web.idle import IDLE, NOTED, SEEN

A_YEAR = 365 * 24 * 3600
LEAVE, LEFT = "leave_at", "left_at"             # where one signs out of the directory that one came through
PROVED, FRESH_SECONDS = "proved_at", 600
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
MACHINES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def let_in(
    request: HttpRequest, user: User, *, way: str, stepped: bool = False, only_in: Municipality | None = None
) -> None:
    """Begin a session for somebody who has proved who it is, and remember that it is open."""
    now, today = timezone.now(), timezone.localdate()
    login(request, user)
    request.session[WAY], request.session[STEPPED] = way, stepped
    request.session[ONLY_IN] = str(only_in.pk) if only_in else None
    request.session[BEGAN] = request.session[SEEN] = request.session[NOTED] = now.timestamp()
    request.session[IDLE] = _idle_seconds(user, on=today, way=way)
    towns = towns_open_to(request.session, municipalities_of(user, on=today))
    request.session["several_towns"] = len(towns) > 1
    # A directory that vouches for somebody who also works elsewhere does not open the account's own settings.
    everywhere = only_in is None or len(municipalities_of(user, on=today)) <= 1
    request.session[PROVED] = now.timestamp() if everywhere and way != OpenSession.Way.SHIFT else 0
    request.session.save()
    begin_session(user=user, key=str(request.session.session_key), way=way, device=device_of(request), now=now)


def is_fresh(request: HttpRequest) -> bool:
    """Say whether somebody has proved lately who it is."""
    return bool(timezone.now().timestamp() - request.session.get(PROVED, 0) < FRESH_SECONDS)


def follow(request: HttpRequest, *, old: str) -> None:
    """Keep the list of open sessions right after the session at hand has been given another key."""
    request.session.save()
    move_session(old=old, new=str(request.session.session_key))


def _idle_seconds(user: User, *, on: date, way: str) -> int:
    """Return after how long without a touch the session ends: only for those whose role takes two steps."""
    if way == OpenSession.Way.SHIFT or not takes_two_steps(user, on=on):
        return 0
    return settings.IDLE_MINUTES * 60


def device_of(request: HttpRequest) -> str:
    """Return the kind of browser and machine in two words; nothing that tells one machine from another."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    machine = next((name for sign, name in MACHINES if sign in agent), "")
    return " · ".join(word for word in (browser, machine) if word)


def safe_way_on(request: HttpRequest, address: Any) -> str:
    """Return the address if it is one of ours, else the start."""
    here = {request.get_host()}
    wanted = str(address or "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=here, require_https=request.is_secure())
    return wanted if safe else "/"


def remember(response: HttpResponse, *, language: str, theme: str | None = None) -> HttpResponse:
    """Let the browser remember language and theme."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax")
    if theme is not None:
        response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax")
    return response
