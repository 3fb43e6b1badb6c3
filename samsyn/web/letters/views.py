"""Choosing which letters one wants, and declining one from the letter itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samsyn.letters.actions import LinkRefused, behind_the_link, choose_letters, decline_letter, declined_by
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
        user, municipality, kind = behind_the_link(token)
    except LinkRefused:
        raise Http404 from None
    if request.method == "POST":
        decline_letter(user=user, municipality=municipality, kind=kind)
    context = {"what": kind.label, "where": municipality, "done": request.method == "POST"}
    return render(request, "letters/decline.html", context)
