"""A session on a shared phone: bound to the device, and ended by itself when nobody has touched it for a while."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from samsyn.ground.people.models import ShiftDevice
from samsyn.ground.people.shifts.actions import device_with, see_device

COOKIE = "samsyn_shift"
DEVICE, TOUCHED = "shift_device", "shift_touched"
WRITTEN_EVERY_SECONDS = 20


def begin_shift(request: HttpRequest, device: ShiftDevice) -> None:
    """Bind a new session to the device at hand."""
    request.session[DEVICE] = str(device.pk)
    request.session[TOUCHED] = timezone.now().timestamp()


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


def _still_here(request: HttpRequest) -> Any:
    """Return the device that the session is bound to, or None when it is revoked, another one, or left alone."""
    now = timezone.now()
    device = device_with(request.COOKIES[COOKIE], now=now)
    if device is None or str(device.pk) != request.session[DEVICE]:
        return None
    quiet = now.timestamp() - request.session.get(TOUCHED, 0)
    if quiet > device.idle_minutes * 60:
        return None
    if quiet > WRITTEN_EVERY_SECONDS:
        request.session[TOUCHED] = now.timestamp()
    see_device(device=device, now=now)
    return device
