"""A shared phone: putting it in service, signing in with a PIN, and leaving it to the next."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from samsyn.ground.people.models import OpenSession, ShiftDevice
from samsyn.ground.people.shifts.actions import (
    device_to_register,
    device_with,
    register_shift_device,
    sign_in_on_device,
)
from samsyn.ground.refusals import Refused
from samsyn.web.entering import let_in
from samsyn.web.guard import open_to_all
from samsyn.web.invite import brakes
from samsyn.web.invite.forms import ShiftForm
from samsyn.web.shared import COOKIE, begin_shift
from samsyn.web.whence import address_of

A_YEAR = 365 * 24 * 3600
A_SHIFT = 12 * 3600


@open_to_all
@never_cache
def register(request: HttpRequest, token: str) -> HttpResponse:
    """Put the phone at hand in service as a shared one; the link works once."""
    device, whose = device_to_register(token, now=timezone.now()), address_of(request)
    if device is None or brakes.too_many("device", whose=whose):
        brakes.note_failure("device", whose=whose)
        sentence = _("Länken gäller inte längre. Be den som sköter användarna om en ny.")
        return render(request, "invite/closed.html", {"sentence": sentence}, status=410)
    if request.method != "POST":
        return render(request, "invite/register.html", {"device": device})
    made = register_shift_device(token=token, now=timezone.now())
    logout(request)
    response = redirect("/skift")
    response.set_cookie(
        COOKIE, made.token, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@open_to_all
@never_cache
@sensitive_post_parameters("pin")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in on a shared phone with the own name and PIN."""
    device = device_with(request.COOKIES.get(COOKIE, ""), now=timezone.now())
    if device is None:
        sentence = _("Den här telefonen är inte längre en skifttelefon. Logga in som vanligt, eller be om en ny länk.")
        known = COOKIE in request.COOKIES
        response = render(request, "invite/closed.html", {"sentence": sentence}, status=410 if known else 404)
        response.delete_cookie(COOKIE)
        return response
    if request.user.is_authenticated and getattr(request, "shift_device", None):
        return redirect(_after(request, device))
    form = ShiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if brakes.too_many("pin", whose=str(device.pk)):
            form.add_error(None, _("För många försök. Vänta en kvart och försök igen."))
        elif user := _who(form, device):
            let_in(request, user, way=OpenSession.Way.SHIFT)
            begin_shift(request, device)
            request.session.set_expiry(A_SHIFT)
            return redirect(_after(request, device))
    after = request.POST.get("next") or request.GET.get("next", "")
    context = {"form": form, "device": device, "municipality": device.municipality, "next": after}
    return render(request, "invite/shift.html", context, status=422 if form.errors else 200)


def _who(form: ShiftForm, device: ShiftDevice) -> Any:
    """Return who signs in; a wrong PIN and a refusal become a sentence on the form."""
    try:
        user = sign_in_on_device(device=device, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None
    if user is None:
        brakes.note_failure("pin", whose=str(device.pk))
        form.add_error(None, _("Namnet eller PIN-koden stämmer inte. Kontrollera båda och försök igen."))
    return user


def _after(request: HttpRequest, device: ShiftDevice) -> str:
    home, wanted = f"/{device.municipality.slug}/", request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=False)
    return wanted if safe and wanted.startswith(home) else f"{home}rapportera"


@require_POST
def _end(request: HttpRequest) -> HttpResponse:
    """Leave the phone to the next person; what waits to be sent stays in it under the own key."""
    logout(request)
    messages.success(request, _("Du är utloggad."))
    return redirect("/skift")


end = open_to_all(_end)
