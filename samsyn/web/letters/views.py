"""Choosing which letters one wants and when, being told in this browser, and declining from the letter itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.letters.actions import (
    LinkRefused,
    behind_the_link,
    choose_letters,
    choose_quiet_hours,
    decline_letter,
    declined_by,
    send_feedback,
    turn_off_push,
    turn_on_push,
)
from samsyn.letters.feedback import key_of, to_be_told, weeks_of
from samsyn.letters.kinds import AUTOMATIC, may_ever_get
from samsyn.letters.models import Channel, LetterKind
from samsyn.letters.push import public_key
from samsyn.letters.quiet import quiet_hours_of
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.guard import members_only, members_who, open_to_all
from samsyn.web.letters.answers import latest_locked, own_answers

FIELDS = {Channel.EMAIL: "brev", Channel.PUSH: "notis"}


@members_only
def choose(request: HttpRequest) -> HttpResponse:
    """Show the kinds of letter and store which ones the member wants from this municipality, and in which hours."""
    member: Any = request.member
    if getattr(member, "device", None) is not None:
        return redirect(f"/{member.municipality.slug}/rapportera")
    if request.method == "POST":
        return _stored(request)
    declined = {channel: declined_by(member, channel=channel) for channel in FIELDS}
    kinds = [
        {
            "label": label,
            "ways": [
                {"name": name, "value": value, "word": channel.label, "wanted": value not in declined[channel]}
                for channel, name in FIELDS.items()
            ],
        }
        for value, label in LetterKind.choices
        if value not in _not_asked_about(member)
    ]
    begins, ends = quiet_hours_of(member.user, member.municipality)
    context = {"kinds": kinds, "hours": range(24), "begins": begins, "ends": ends, "key": public_key()}
    return render(request, "letters/choose.html", context)


def _not_asked_about(member: Any) -> set[str]:
    """Kinds that the member's roles and seats never give: there is nothing to choose."""
    return set(LetterKind.values) - may_ever_get(member)


def _stored(request: HttpRequest) -> HttpResponse:
    member = request.member
    for channel, name in FIELDS.items():
        unseen = _not_asked_about(member) - declined_by(member, channel=channel)
        chosen = set(request.POST.getlist(name)) & set(LetterKind.values)
        choose_letters(wanted=chosen | unseen, by=member, channel=channel)
    begins, ends = request.POST.get("fran", ""), request.POST.get("till", "")
    try:
        if begins.isdecimal() and ends.isdecimal():
            choose_quiet_hours(begins=int(begins), ends=int(ends), by=member)
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"/{member.municipality.slug}/brev")


@members_only
@require_POST
def browser(request: HttpRequest) -> HttpResponse:
    """Turn notices on or off in the browser that asks."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "public_key", "secret")}
    try:
        if request.POST.get("on") == "yes":
            turn_on_push(**given, by=request.member)
        else:
            turn_off_push(endpoint=given["endpoint"], by=request.member)
    except Refused as refusal:
        return JsonResponse({"wrong": refusal.sentence}, status=400)
    return JsonResponse({"on": request.POST.get("on") == "yes"})


@members_who(Permission.REPORT)
def answers(request: HttpRequest) -> HttpResponse:
    """Show what came of one's own reports."""
    return render(request, "letters/answers.html", {"answers": own_answers(request.member)})


@members_who(Permission.LOCK_PICTURE)
def feedback(request: HttpRequest) -> HttpResponse:
    """Show who may be told of the latest locked picture's answer, and let the coordinator tell them in one click."""
    member = request.member
    picture = latest_locked(member)
    if request.method == "POST" and picture is not None:
        return _told(request, picture)
    context = {
        "picture": picture, "rows": to_be_told(picture) if picture else [],
        "automatic": setting(member.municipality, "feedback") == AUTOMATIC,
    }  # fmt: skip
    return render(request, "letters/feedback.html", context)


def _told(request: HttpRequest, picture: SituationalPicture) -> HttpResponse:
    member, wanted = request.member, request.POST.get("till", "")
    rows = [row for row in to_be_told(picture) if not row["told"]]
    whole = [row for row in rows if row["unit"] is None]
    chosen = whole if wanted == "alla" else [row for row in rows if wanted == key_of(row)]
    try:
        for row in chosen:
            send_feedback(organisation=row["organisation"], unit=row["unit"], weeks=weeks_of(picture), by=member)
        messages.success(request, _("Skickat. De som rapporterat får veta att det finns ett svar att läsa."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"/{member.municipality.slug}/aterkoppling")


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
