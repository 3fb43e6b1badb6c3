"""The own account's safety: a second step, codes on paper, and where one is signed in."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.ground.people.entrance import STEPPED
from samsyn.ground.people.members import takes_two_steps
from samsyn.ground.people.security.actions import (
    add_passkey,
    add_totp,
    has_second_step,
    new_paper_codes,
    new_totp_secret,
    remove_second_step,
    second_steps_of,
    totp_address,
)
from samsyn.ground.people.sessions.actions import end_session, end_sessions, sessions_of
from samsyn.ground.refusals import Refused
from samsyn.web.account.forms import AppForm, PasskeyForm
from samsyn.web.entering import is_fresh
from samsyn.web.guard import View, signed_in
from samsyn.web.invite import qr

SECRET = "new_app_secret"


def proved(view: Callable[..., HttpResponse]) -> View:
    """Whoever changes how one comes in has proved within ten minutes who it is."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        way_on = request.path if request.method == "GET" else "/konto/sakerhet"
        return redirect(f"/konto/bevisa?{urlencode({'next': way_on})}")

    return signed_in(asked)


@signed_in
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Show the second steps, and where one is signed in."""
    now, key = timezone.now(), request.session.session_key
    rows = [{"session": row, "here": row.key == key} for row in sessions_of(request.user, now=now)]
    wanted = takes_two_steps(request.user, on=timezone.localdate())
    context = {"steps": second_steps_of(request.user), "sessions": rows, "wanted": wanted,
               "stopped": wanted and not request.session.get(STEPPED)}  # fmt: skip
    return render(request, "account/security.html", context)


def _stepped(request: HttpRequest, *, first: bool) -> HttpResponse:
    """The session at hand has shown the new step; with the first one come codes on paper."""
    request.session[STEPPED] = True
    if first:
        return _show_paper(request)
    messages.success(request, _("Klart. Nästa gång du loggar in kan du använda den."))
    return redirect("/konto/sakerhet")


def _show_paper(request: HttpRequest) -> HttpResponse:
    return render(request, "account/paper_codes.html", {"codes": new_paper_codes(user=request.user)})


@proved
@never_cache
def add_app(request: HttpRequest) -> HttpResponse:
    """Show the square that the app in the phone reads, and take the first code from it."""
    first = not has_second_step(request.user)
    secret = request.session.setdefault(SECRET, new_totp_secret())
    form = AppForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_totp(user=request.user, secret=secret, code=form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            del request.session[SECRET]
            return _stepped(request, first=first)
    spaced = " ".join(secret[n:n + 4] for n in range(0, len(secret), 4))
    context = {"form": form, "code": qr.drawn(totp_address(request.user, secret=secret)), "secret": spaced}
    return render(request, "account/add_app.html", context, status=422 if form.errors else 200)


@proved
@never_cache
def add_key(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey, and keep it."""
    from allauth.mfa.webauthn.internal.auth import begin_registration

    first = not has_second_step(request.user)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _keep_key(request, form)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _stepped(request, first=first)
    options = json.loads(json.dumps(begin_registration(request.user, passwordless=True), default=str))
    context = {"form": form, "options": options}
    return render(request, "account/add_passkey.html", context, status=422 if form.errors else 200)


def _keep_key(request: HttpRequest, form: PasskeyForm) -> None:
    from allauth.mfa.webauthn.internal.auth import complete_registration

    credential = form.cleaned_data["passkey"]
    try:
        complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        raise Refused(_("Passkeyn kunde inte läsas. Försök igen."))
    add_passkey(user=request.user, name=form.cleaned_data["name"], credential=credential)


@require_POST
def _paper(request: HttpRequest) -> HttpResponse:
    """Make new codes for paper and show them this once."""
    if not has_second_step(request.user):
        return redirect("/konto/sakerhet")
    return _show_paper(request)


@require_POST
def _remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take away one of the own second steps."""
    try:
        remove_second_step(user=request.user, pk=number)
        messages.success(request, _("Borttagen."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("/konto/sakerhet")


@require_POST
def _end(request: HttpRequest) -> HttpResponse:
    """Sign out one session from afar, or all but the one at hand."""
    chosen = request.POST.get("session", "")
    try:
        if chosen:
            end_session(user=request.user, pk=chosen)
            messages.success(request, _("Utloggad där."))
        else:
            end_sessions(user=request.user, but=request.session.session_key or "")
            messages.success(request, _("Utloggad överallt utom här."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    if chosen and not request.session.exists(request.session.session_key):
        logout(request)
        return redirect("/logga-in")
    return redirect("/konto/sakerhet")


paper, remove, end = proved(_paper), proved(_remove), signed_in(_end)
