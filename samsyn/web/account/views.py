"""Signing in and out, the own account, and the way from the bare address to the own municipality."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from samsyn.ground.people.actions import change_password, change_preferences
from samsyn.ground.people.entrance import WAY, towns_open_to
from samsyn.ground.people.members import municipalities_of
from samsyn.ground.people.models import Directory, OpenSession
from samsyn.ground.people.security.actions import has_second_step
from samsyn.ground.people.sessions.actions import forget_session
from samsyn.ground.people.shifts.actions import device_with, has_pin, may_use_a_shared_phone, set_pin
from samsyn.ground.refusals import Refused
from samsyn.letters.actions import forget_browser
from samsyn.web.account import second_step, tries
from samsyn.web.account.forms import AccountForm, NewPasswordForm, SignInForm
from samsyn.web.entering import LEAVE, LEFT, follow, let_in, remember, safe_way_on
from samsyn.web.guard import open_to_all, signed_in
from samsyn.web.invite.forms import PinForm
from samsyn.web.shared import COOKIE


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the only municipality, or let the member choose among several."""
    found = towns_open_to(request.session, municipalities_of(request.user, on=timezone.localdate()))
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
        return _sign_in_page(request, SignInForm(request), status=429)
    if request.method == "POST" and not form.is_valid():
        tries.note_failure(request)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        tries.forget(request)
        way_on = safe_way_on(request, request.POST.get("next"))
        if has_second_step(user):
            return second_step.ask(request, user, way_on=way_on)
        let_in(request, user, way=OpenSession.Way.PASSWORD)
        return remember(redirect(way_on), language=user.language, theme=user.theme)
    return _sign_in_page(request, form)


def _sign_in_page(request: HttpRequest, form: SignInForm, *, status: int = 200) -> HttpResponse:
    after = request.POST.get("next") or request.GET.get("next", "")
    context = {"form": form, "next": after, "directories": list(Directory.objects.published()),
               "left": request.session.pop(LEFT, None)}  # fmt: skip
    return render(request, "account/sign_in.html", context, status=status)


@require_POST
def _sign_out(request: HttpRequest) -> HttpResponse:
    shared = getattr(request, "shift_device", None)
    if request.user.is_authenticated and (endpoint := request.POST.get("endpoint", "")):
        forget_browser(user=request.user, endpoint=endpoint)
    forget_session(key=request.session.session_key or "")
    through = request.session.get(WAY) == OpenSession.Way.DIRECTORY
    leave = request.session.get(LEAVE) if through else None
    logout(request)
    if leave:
        request.session[LEFT] = leave
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
        return remember(redirect("/konto"), language=chosen["language"], theme=chosen["theme"])
    found = towns_open_to(request.session, municipalities_of(user, on=timezone.localdate()))
    shares = may_use_a_shared_phone(user, on=timezone.localdate())
    context = {"form": form, "municipalities": found, "has_pin": shares and has_pin(user), "shares": shares}
    return render(request, "account/page.html", context)


@signed_in
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; other sessions are signed out."""
    form = NewPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        old = request.session.session_key
        update_session_auth_hash(request, request.user)
        follow(request, old=str(old))
        messages.success(request, _("Lösenordet är bytt. Andra enheter har loggats ut."))
        return redirect("/konto")
    return render(request, "account/password.html", {"form": form})


def _changed(request: HttpRequest, form: NewPasswordForm) -> bool:
    """Change the password; a refusal becomes a sentence on the form."""
    try:
        key = request.session.session_key or ""
        change_password(user=request.user, password=form.cleaned_data["new_password1"], staying_in=key)
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
    return remember(redirect("/logga-in"), language=chosen)
