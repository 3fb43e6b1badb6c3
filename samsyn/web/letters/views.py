"""Choosing which letters one wants, and declining one from the letter itself."""

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samsyn.ground.people.models import User
from samsyn.ground.tenancy.models import Municipality
from samsyn.letters.actions import choose_letters, decline_letter, declined_by
from samsyn.letters.email import read_decline_token
from samsyn.letters.models import LetterKind
from samsyn.web.guard import members_only, open_to_all


@members_only
def choose(request: HttpRequest) -> HttpResponse:
    """Show the kinds of letter and store which ones the member wants from this municipality."""
    member: Any = request.member
    if request.method == "POST":
        choose_letters(wanted=set(request.POST.getlist("brev")) & set(LetterKind.values), by=member)
        messages.success(request, _("Sparat."))
        return redirect(f"/{member.municipality.slug}/brev")
    declined = declined_by(member)
    kinds = [{"value": value, "label": label, "wanted": value not in declined} for value, label in LetterKind.choices]
    return render(request, "letters/choose.html", {"kinds": kinds})


@open_to_all
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Decline one kind of letter without signing in; the signed link knows which and whose."""
    try:
        place, person, kind = read_decline_token(token)
    except (BadSignature, ValueError):
        raise Http404 from None
    municipality = get_object_or_404(Municipality, pk=place)
    if request.method == "POST":
        decline_letter(user=get_object_or_404(User, pk=person), municipality=municipality, kind=kind)
    context = {"what": LetterKind(kind).label, "where": municipality, "done": request.method == "POST"}
    return render(request, "letters/decline.html", context)
