"""Invitations: make links as QR codes on slips, see what became of them, take one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.ground.people.invitations.actions import (
    MadeInvitation,
    make_invitation,
    make_renewal,
    revoke_invitation,
    state_of,
)
from samsyn.ground.people.models import Invitation, User
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.web.guard import members_who
from samsyn.web.invite import qr
from samsyn.web.organisation.asking import carry_out, home, show
from samsyn.web.organisation.forms import InvitationForm

people_only = members_who(Permission.MANAGE_PEOPLE)
MOST_SHOWN = 100


def states() -> dict[str, tuple[str, str]]:
    """Return each state's word and symbol."""
    return {
        "open": (_("väntar"), "circle"), "used": (_("använd"), "check"), "revoked": (_("återtagen"), "cross"),
        "expired": (_("har gått ut"), "lock"), "closed": (_("uppdraget har slutat"), "lock"),
    }  # fmt: skip


def _crumbs(request: HttpRequest) -> list[dict[str, str]]:
    return [{"name": _("Inbjudningar"), "address": f"{home(request)}inbjudningar"}]


@people_only
def listed(request: HttpRequest) -> HttpResponse:
    """List invitations, the newest first, with what became of them."""
    now, words = timezone.now(), states()
    found = Invitation.objects.visible_to(request.member).select_related(
        "municipality", "organisation", "unit", "role", "renews"
    )
    rows = [
        {"one": one, "state": (state := state_of(one, now=now)), "word": words[state][0], "symbol": words[state][1]}
        for one in found.order_by("-created_at")[:MOST_SHOWN]
    ]
    return show(request, "invitations.html", section="invitations", rows=rows)


@people_only
def add(request: HttpRequest) -> HttpResponse:
    """Ask whom the invitations are for, and show the links once."""
    form = InvitationForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        count, role_ends_on = data.pop("count"), data.pop("ends_on")
        try:
            made = [
                make_invitation(**data, role_ends_on=role_ends_on, now=timezone.now(), by=request.member)
                for _n in range(count)
            ]
            return _slips(request, made)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return show(
        request, "form.html", section="invitations", form=form, title=_("Bjud in"), submit=_("Gör inbjudan"),
        crumbs=_crumbs(request), back=f"{home(request)}inbjudningar", status=422 if form.errors else 200,
        lede=_("En länk som QR-kod. Den som öppnar den gör sitt eget konto; ingen e-post behövs. Den gäller en gång."),
    )  # fmt: skip


@never_cache
def _slips(request: HttpRequest, made: list[MadeInvitation]) -> HttpResponse:
    """Show each link once, as a code on screen and on a slip to print; it is stored nowhere in readable form."""
    slips = [{"one": one.invitation, **_link(request, one.token)} for one in made]
    return show(request, "links.html", section="invitations", slips=slips, crumbs=_crumbs(request))


def _link(request: HttpRequest, token: str) -> dict[str, Any]:
    address = request.build_absolute_uri(f"/inbjudan/{token}")
    return {"address": address, "code": qr.drawn(address)}


@require_POST
def _revoke(request: HttpRequest, pk: object) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.visible_to(request.member).select_related("organisation"), pk=pk)
    return carry_out(
        request, lambda: revoke_invitation(invitation=found, now=timezone.now(), by=request.member),
        done=_("Inbjudan är återtagen."), to="inbjudningar",
    )  # fmt: skip


revoke = people_only(_revoke)


@require_POST
def _renew(request: HttpRequest, pk: object) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.member), pk=pk)
    try:
        return _slips(request, [make_renewal(user=user, now=timezone.now(), by=request.member)])
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{home(request)}anvandare/{user.pk}")


renew = people_only(_renew)

