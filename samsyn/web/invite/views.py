"""Taking up an invitation: what the link leads to, whatever has become of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from samsyn.ground.people.invitations.actions import (
    accept_invitation,
    invitation_behind,
    join_by_invitation,
    renew_by_invitation,
    state_of,
)
from samsyn.ground.people.models import Invitation, OpenSession
from samsyn.ground.people.shifts.actions import shares_a_phone
from samsyn.ground.refusals import Refused
from samsyn.web.entering import let_in
from samsyn.web.guard import open_to_all
from samsyn.web.invite import brakes
from samsyn.web.invite.forms import NewAccountForm, RenewForm
from samsyn.web.shared import COOKIE
from samsyn.web.whence import address_of

GUESSING = "invitation"


@open_to_all
@never_cache
@sensitive_post_parameters("password", "pin")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the invitation is to and make the account; say kindly why one that no longer opens does not."""
    whose = address_of(request)
    if brakes.too_many(GUESSING, whose=whose):
        return _closed(request, "waiting", status=429)
    found = invitation_behind(token)
    if found is None:
        brakes.note_failure(GUESSING, whose=whose)
        return _closed(request, "unknown", status=404)
    timezone.activate(found.municipality.zone)
    state = state_of(found, now=timezone.now())
    if state != "open":
        return _closed(request, state, status=410)
    if found.renews_id:
        return _renew(request, found)
    if request.user.is_authenticated and COOKIE not in request.COOKIES:
        return _join(request, found)
    return _make_account(request, found)


def _closed(request: HttpRequest, state: str, *, status: int) -> HttpResponse:
    sentences = {
        "used": _("Inbjudan är redan använd. Har du gjort kontot själv loggar du in som vanligt."),
        "revoked": _("Inbjudan har tagits tillbaka. Be den som gav dig den om en ny."),
        "expired": _("Inbjudan har gått ut. Be den som gav dig den om en ny."),
        "closed": _("Uppdraget har slutat, så inbjudan gäller inte längre. Hör av dig till samordnaren i kommunen."),
        "unknown": _("Det finns ingen sådan inbjudan. Kontrollera att hela adressen kom med, eller läs av koden igen."),
        "waiting": _("För många försök. Vänta en kvart och försök igen."),
    }
    return render(request, "invite/closed.html", {"sentence": sentences[state]}, status=status)


def _join(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Whoever has an account takes the role with one button."""
    if request.method == "POST":
        try:
            join_by_invitation(invitation=found, user=request.user, now=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("/")
        messages.success(request, _("Klart. Rollen är din."))
        return redirect(f"/{found.municipality.slug}/")
    return render(request, "invite/join.html", {"invitation": found})


def _renew(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Whoever has forgotten password or PIN chooses new ones; then one signs in as usual."""
    form = RenewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            renew_by_invitation(invitation=found, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Klart. Logga in med det nya."))
            return redirect("/skift" if COOKIE in request.COOKIES else "/logga-in")
    context = {"form": form, "person": found.renews}
    return render(request, "invite/renew.html", context, status=422 if form.errors else 200)


def _make_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    shares = shares_a_phone(found.organisation)
    form = NewAccountForm(request.POST if request.method == "POST" else None, shares_a_phone=shares)
    if request.method == "POST" and form.is_valid():
        try:
            account = form.account()
            user = accept_invitation(invitation=found, account=account, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            if not account.password or COOKIE in request.COOKIES:
                return render(request, "invite/done.html", {"invitation": found, "person": user})
            let_in(request, user, way=OpenSession.Way.INVITATION)
            messages.success(request, _("Välkommen! Kontot är klart."))
            return redirect(f"/{found.municipality.slug}/")
    context = {"invitation": found, "form": form, "here": request.path}
    return render(request, "invite/page.html", context, status=422 if form.errors else 200)
