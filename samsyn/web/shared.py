"""A session on a shared phone: bound to the device, and ended by itself when nobody has touched it for a while."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from samsyn.ground.people.models import ShiftDevice
from samsyn.ground.people.shifts.actions import device_with, pin_mark, see_device

COOKIE = "samsyn_shift"
DEVICE, TOUCHED, PIN = "shift_device", "shift_touched", "shift_pin"
WRITTEN_EVERY_SECONDS = 20


def begin_shift(request: HttpRequest, device: ShiftDevice) -> None:
    """Bind a new session to the device at hand and to the PIN that opened it."""
    request.session[DEVICE] = str(device.pk)
    request.session[TOUCHED] = timezone.now().timestamp()
    request.session[PIN] = pin_mark(request.user)  # type: ignore[arg-type]


class SharedPhones:
    """Set request.shift_device in a session that began on a shared phone; end it when the phone may not go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if COOKIE in request.COOKIES and DEVICE in request.session:
            request.shift_device = _still_here(request)  # type: ignore[attr-defined]
            if request.shift_device is None:  # type: ignore[attr-defined]
                logout(request)
        elif DEVICE in getattr(request, "session", {}):
            logout(request)
        return self.get_response(request)


def is_a_touch(request: HttpRequest) -> bool:
    """Say whether somebody did something: sent it, or opened a page. What a page asks for by itself is no touch."""
    if request.method not in ("GET", "HEAD"):
        return True
    mode = request.headers.get("Sec-Fetch-Mode")
    return mode == "navigate" if mode else "text/html" in request.headers.get("Accept", "")


def _still_here(request: HttpRequest) -> Any:
    """Return the device that the session is bound to, or None when it may not go on.

    It is over when the device is revoked or another one, when the PIN is another, and when the phone was left alone.
    """
    now = timezone.now()
    device = device_with(request.COOKIES[COOKIE], now=now)
    if device is None or str(device.pk) != request.session[DEVICE]:
        return None
    if not request.user.is_authenticated or request.session.get(PIN) != pin_mark(request.user):
        return None
    quiet = now.timestamp() - request.session.get(TOUCHED, 0)
    if quiet > device.idle_minutes * 60:
        return None
    if quiet > WRITTEN_EVERY_SECONDS and is_a_touch(request):
        request.session[TOUCHED] = now.timestamp()
    see_device(device=device, now=now)
    return device
