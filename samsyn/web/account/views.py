"""Signing in and out, the own account, and the way from the bare address to the own municipality."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from samsyn.ground.people.actions import change_password, change_preferences
from samsyn.ground.people.members import municipalities_of
from samsyn.ground.people.shifts.actions import device_with, has_pin, may_use_a_shared_phone, set_pin
from samsyn.ground.refusals import Refused
from samsyn.letters.actions import forget_browser
from samsyn.web.account import tries
from samsyn.web.account.forms import AccountForm, NewPasswordForm, SignInForm
from samsyn.web.frame import THEME_COOKIE
from samsyn.web.guard import open_to_all, signed_in
from samsyn.web.invite.forms import PinForm
from samsyn.web.shared import COOKIE

A_YEAR = 365 * 24 * 3600


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the only municipality, or let the member choose among several."""
    found = municipalities_of(request.user, on=timezone.localdate())
    if len(found) == 1:
        return redirect(f"/{found[0].slug}/")
    return render(request, "account/municipalities.html", {"municipalities": found})


@open_to_all
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with e-mail (or sign-in name) and password; a shared phone has a page of its own."""
    if request.user.is_authenticated:
        return redirect("/")
    if device_with(request.COOKIES.get(COOKIE, ""), now=timezone.now()):
        return redirect(f"/skift?{request.GET.urlencode()}")
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and tries.too_many(request):
        messages.error(request, _("För många försök. Vänta en kvart och försök igen."))
        return render(request, "account/sign_in.html", {"form": SignInForm(request), "next": ""}, status=429)
    if request.method == "POST" and not form.is_valid():
        tries.note_failure(request)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        tries.forget(request)
        login(request, user)
        request.session["several_towns"] = len(municipalities_of(user, on=timezone.localdate())) > 1
        return _remember(redirect(_next_page(request)), language=user.language, theme=user.theme)
    after = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "account/sign_in.html", {"form": form, "next": after})


def _next_page(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=here, require_https=request.is_secure())
    return address if safe else "/"


def _remember(response: HttpResponse, *, language: str, theme: str | None = None) -> HttpResponse:
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax")
    if theme is not None:
        response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax")
    return response


@require_POST
def _sign_out(request: HttpRequest) -> HttpResponse:
    shared = getattr(request, "shift_device", None)
    if request.user.is_authenticated and (endpoint := request.POST.get("endpoint", "")):
        forget_browser(user=request.user, endpoint=endpoint)
    logout(request)
    messages.success(request, _("Du är utloggad."))
    return redirect("/skift" if shared else settings.LOGOUT_REDIRECT_URL)


sign_out = open_to_all(_sign_out)


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Name, language and theme; the way to a new password."""
    user = request.user
    before = {"name": user.name, "language": user.language, "theme": user.theme}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        change_preferences(user=user, **chosen)
        with translation.override(chosen["language"]):
            messages.success(request, _("Dina val är sparade."))
        return _remember(redirect("/konto"), language=chosen["language"], theme=chosen["theme"])
    found = municipalities_of(user, on=timezone.localdate())
    shares = may_use_a_shared_phone(user, on=timezone.localdate())
    context = {"form": form, "municipalities": found, "has_pin": shares and has_pin(user), "shares": shares}
    return render(request, "account/page.html", context)


@signed_in
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; other sessions are signed out."""
    form = NewPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Lösenordet är bytt. Andra enheter har loggats ut."))
        return redirect("/konto")
    return render(request, "account/password.html", {"form": form})


def _changed(request: HttpRequest, form: NewPasswordForm) -> bool:
    """Change the password; a refusal becomes a sentence on the form."""
    try:
        change_password(user=request.user, password=form.cleaned_data["new_password1"])
    except Refused as refusal:
        form.add_error("new_password1", refusal.sentence)
        return False
    return True


@signed_in
@sensitive_post_parameters()
def pin(request: HttpRequest) -> HttpResponse:
    """Choose a PIN for shared phones; the password is asked for, so that an open screen is not enough."""
    form = PinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and tries.too_many_of(request.user):
        form.add_error(None, _("För många försök. Vänta en kvart och försök igen."))
    elif request.method == "POST" and form.is_valid():
        if not request.user.check_password(form.cleaned_data["password"]):
            tries.note_failure_of(request.user)
            form.add_error("password", _("Lösenordet stämmer inte."))
        elif _pin_set(request, form):
            messages.success(request, _("PIN-koden är sparad."))
            return redirect("/konto")
    context = {"form": form, "has_one": has_pin(request.user)}
    return render(request, "account/pin.html", context, status=422 if form.errors else 200)


def _pin_set(request: HttpRequest, form: PinForm) -> bool:
    """Store the PIN; a refusal becomes a sentence on the form."""
    try:
        set_pin(user=request.user, pin=form.cleaned_data["pin"])
    except Refused as refusal:
        form.add_error("pin", refusal.sentence)
        return False
    return True


@open_to_all
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language before signing in."""
    chosen = "en" if request.GET.get("till") == "en" else "sv"
    return _remember(redirect("/logga-in"), language=chosen)
