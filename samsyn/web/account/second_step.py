"""The second step of signing in, signing in with a passkey alone, and proving once more who one is."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from samsyn.ground.people.entrance import STEPPED, town_remembered
from samsyn.ground.people.models import Directory, OpenSession, User
from samsyn.ground.people.security.actions import (
    check_code,
    has_second_step,
    second_steps_of,
    see_passkey,
    user_waiting,
)
from samsyn.ground.tenancy.models import Municipality
from samsyn.web.account import tries
from samsyn.web.account.forms import CodeForm, ProofForm
from samsyn.web.entering import PROVED, let_in, remember, safe_way_on
from samsyn.web.guard import open_to_all, signed_in
from samsyn.web.invite import brakes
from samsyn.web.whence import address_of

WAITING, LONGEST_WAIT_SECONDS = "waiting_for_step", 600
GUESSING = "passkey"
LARGEST_ANSWER = 20_000


def ask(
    request: HttpRequest, user: User, *, way_on: str, way: str = "password", only_in: Municipality | None = None
) -> HttpResponse:
    """Remember who is on the way in and lead to the second step; nobody is signed in yet."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": str(user.pk), "since": timezone.now().timestamp(), "way_on": way_on, "way": way,
        "only_in": str(only_in.pk) if only_in else "", "proof": user.get_session_auth_hash(),
    }  # fmt: skip
    return redirect("/logga-in/steg")


def _waiting(request: HttpRequest) -> tuple[User | None, dict[str, Any]]:
    """Return who is on the way in; nobody after ten minutes or with another password."""
    kept = request.session.get(WAITING) or {}
    if timezone.now().timestamp() - kept.get("since", 0) > LONGEST_WAIT_SECONDS:
        return None, {}
    return user_waiting(kept.get("user", ""), proof=kept.get("proof", "")), kept


@open_to_all
@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code in the phone, one from paper, or a passkey."""
    user, kept = _waiting(request)
    if user is None:
        messages.error(request, _("Det tog för lång tid. Börja om."))
        return redirect("/logga-in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if tries.too_many_of(user):
            form.add_error(None, _("För många försök. Vänta en kvart och försök igen."))
        elif kind := _right(request, user, form):
            return _in(request, user, kept, kind)
    context = {"form": form, "steps": second_steps_of(user), "options": _options(request, user)}
    return render(request, "account/second_step.html", context, status=422 if form.errors else 200)


def _in(request: HttpRequest, user: User, kept: dict[str, Any], kind: str) -> HttpResponse:
    town = town_remembered(kept["only_in"])
    request.session.pop(WAITING, None)
    let_in(request, user, way=kept["way"], stepped=True, only_in=town)
    if kind == "recovery_codes":
        messages.warning(request, _("Du använde en kod från papper. Den gäller inte igen."))
    return remember(redirect(kept["way_on"]), language=user.language, theme=user.theme)


def _right(request: HttpRequest, user: User, form: CodeForm) -> str:
    """Return the kind of what was right; a wrong one is counted and becomes a sentence."""
    if answer := form.cleaned_data["passkey"]:
        kind = "webauthn" if _passkey_right(request, user, answer) else ""
    else:
        kind = check_code(user=user, code=form.cleaned_data["code"], now=timezone.now())
    if not kind:
        tries.note_failure_of(user)
        form.add_error("code", _("Koden stämmer inte. Vänta på nästa i appen och försök igen."))
    return kind


def _options(request: HttpRequest, user: User | None) -> dict[str, Any] | None:
    """Return what the browser needs to ask for a passkey; None where the person has none."""
    from allauth.mfa.webauthn.internal.auth import begin_authentication

    if user is not None and not second_steps_of(user)["passkeys"]:
        return None
    return json.loads(json.dumps(begin_authentication(user), default=str)) | {}


def _passkey_right(request: HttpRequest, user: User, answer: dict[str, Any]) -> bool:
    from allauth.mfa.webauthn.internal.auth import complete_authentication

    try:
        see_passkey(row=complete_authentication(user, answer))
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


@open_to_all
@never_cache
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it proves both the machine and, by finger, face or code, the person."""
    from allauth.mfa.webauthn.internal.auth import extract_user_from_response

    if request.user.is_authenticated:
        return redirect("/")
    whose = address_of(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and brakes.too_many(GUESSING, whose=whose):
        form.add_error(None, _("För många försök. Vänta en kvart och försök igen."))
    elif request.method == "POST" and form.is_valid() and (answer := form.cleaned_data["passkey"]):
        try:
            user: Any = extract_user_from_response(answer)
        except (ValidationError, ValueError, TypeError, AttributeError):
            user = None
        if user is not None and user.is_active and _passkey_right(request, user, answer):
            let_in(request, user, way=OpenSession.Way.PASSKEY, stepped=True)
            way_on = safe_way_on(request, request.POST.get("next"))
            return remember(redirect(way_on), language=user.language, theme=user.theme)
        brakes.note_failure(GUESSING, whose=whose)
        form.add_error(None, _("Passkeyn känns inte igen här. Logga in på ett annat sätt."))
    after = request.POST.get("next") or request.GET.get("next", "")
    context = {"form": form, "next": after, "options": _options(request, None)}
    return render(request, "account/passkey.html", context, status=422 if form.errors else 200)


@signed_in
@never_cache
@sensitive_post_parameters()
def prove(request: HttpRequest) -> HttpResponse:
    """Ask once more who it is, before something is changed that decides who can come in."""
    user, way_on = request.user, safe_way_on(request, request.POST.get("next") or request.GET.get("next"))
    steps = has_second_step(user)
    if not steps and not user.has_usable_password():
        return render(request, "account/prove_elsewhere.html", {"directories": Directory.objects.published()})
    form = ProofForm(request.POST if request.method == "POST" else None, steps=steps)
    if request.method == "POST" and form.is_valid():
        if tries.too_many_of(user):
            form.add_error(None, _("För många försök. Vänta en kvart och försök igen."))
        elif _proved(request, form, steps=steps):
            request.session[PROVED] = timezone.now().timestamp()
            request.session[STEPPED] = steps or request.session.get(STEPPED, False)
            return redirect(way_on)
    context = {"form": form, "next": way_on, "options": _options(request, user) if steps else None}
    return render(request, "account/prove.html", context, status=422 if form.errors else 200)


def _proved(request: HttpRequest, form: ProofForm, *, steps: bool) -> bool:
    if steps:
        return bool(_right(request, request.user, form))
    if request.user.check_password(form.cleaned_data["password"]):
        return True
    tries.note_failure_of(request.user)
    form.add_error("password", _("Lösenordet stämmer inte."))
    return False
