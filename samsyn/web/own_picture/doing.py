"""The buttons of a party's own picture: begin, nothing new, copy, add, save, remove, hand in, take back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.models import OwnPicture, OwnPoint
from samsyn.method.pictures.own.actions import (
    PointOvertaken,
    add_point,
    begin_own_picture,
    copy_last_points,
    hand_in_nothing_new,
    hand_in_own_picture,
    remove_point,
    take_back_own_picture,
    write_point,
)
from samsyn.method.pictures.own.filling import areas_to_choose
from samsyn.method.pictures.period import period_of
from samsyn.web.keys import key_of
from samsyn.web.not_lost import with_mine
from samsyn.web.own_picture.views import address_of, page_for, parties, party_of

SAID = {
    "lamna": gettext_lazy("Tack, bilden är lämnad. Samordnaren ser den nu."),
    "inget-nytt": gettext_lazy("Tack, ni har svarat att inget är nytt."),
    "ta-tillbaka": gettext_lazy("Bilden är er egen igen. Lämna den när den är klar."),
}


@parties
@require_POST
def do(request: HttpRequest, week: Week, what: str) -> HttpResponse:
    """Do something with the whole picture of a week."""
    party = party_of(request)
    verbs: dict[str, Callable[[], Any]] = {
        "borja": lambda: _begin(request, week, party),
        "inget-nytt": lambda: hand_in_nothing_new(
            organisation=party, week=week, now=timezone.now(), by=request.member
        ),
        "kopiera": lambda: copy_last_points(own=_own(request, week, party), now=timezone.now(), by=request.member),
        "punkt": lambda: _add(request, week, party),
        "lamna": lambda: _hand_in(request, week, party),
        "ta-tillbaka": lambda: take_back_own_picture(
            own=_own(request, week, party), now=timezone.now(), by=request.member
        ),
    }  # fmt: skip
    if what not in verbs:
        raise Http404
    return _done(request, week, party, verbs[what], said=what)


def _done(
    request: HttpRequest, week: Week, party: Organisation, verb: Callable[[], Any], *, said: str = "", below: str = ""
) -> HttpResponse:
    try:
        verb()
        if said in SAID:
            messages.success(request, SAID[said])
    except PointOvertaken as overtaken:
        conflict = {"theirs": overtaken.theirs, "mine": overtaken.mine, "sentence": overtaken.sentence}
        return page_for(request, week, party, conflict=conflict, status=409)
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, request.POST.get("text", "")))
    return redirect(address_of(request, week, party, below))


def _own(request: HttpRequest, week: Week, party: Organisation) -> OwnPicture:
    return get_object_or_404(OwnPicture.objects.visible_to(request.member).of_week(week), organisation=party)


def _begin(request: HttpRequest, week: Week, party: Organisation) -> None:
    begin_own_picture(organisation=party, week=week, now=timezone.now(), by=request.member)


def _add(request: HttpRequest, week: Week, party: Organisation) -> None:
    code = request.POST.get("omrade", "")
    known = areas_to_choose(request.member.municipality, period_of(request.member.municipality, week))
    area = get_object_or_404(known, code=code) if code else None
    own = _own(request, week, party)
    _save_boxes(request, own)
    add_point(own=own, area=area, now=timezone.now(), key=key_of(request), by=request.member)


def _hand_in(request: HttpRequest, week: Week, party: Organisation) -> None:
    own = _own(request, week, party)
    _save_boxes(request, own)
    hand_in_own_picture(own=own, now=timezone.now(), by=request.member)


def _save_boxes(request: HttpRequest, own: OwnPicture, *, but: OwnPoint | None = None) -> None:
    """Save what the page's boxes hold and was not yet saved by itself: one that is refused keeps no other back."""
    refused: list[Refused] = []
    for point in OwnPoint.objects.visible_to(request.member).filter(own_picture=own):
        if f"text-{point.pk}" in request.POST and point != but:
            try:
                _write(request, point, suffix=f"-{point.pk}")
            except Refused as refusal:
                refused.append(refusal)
    if refused:
        raise refused[0]


def _point(request: HttpRequest, id: UUID) -> OwnPoint:
    found = OwnPoint.objects.visible_to(request.member).select_related("own_picture__organisation")
    return get_object_or_404(found, pk=id)


def _write(request: HttpRequest, point: OwnPoint, suffix: str = "") -> OwnPoint:
    told = request.POST
    version = told.get(f"version{suffix}", "")
    shown = int(version) if version.isdecimal() and len(version) < 9 else -1
    text = told.get(f"text{suffix}", "")
    trend, audience = told.get(f"lage{suffix}", ""), told.get(f"visas{suffix}", str(point.audience))
    if (text.strip(), trend, audience) == (point.text, point.trend, point.audience):
        return point
    return write_point(
        point=point, text=text, trend=trend, audience=audience, version=shown,
        now=timezone.now(), by=request.member,
    )  # fmt: skip


@parties
@require_POST
def save(request: HttpRequest, id: UUID) -> HttpResponse:
    """Save one point; the page's script does so by itself while somebody writes, and gets the new version back."""
    point = _point(request, id)
    if request.headers.get("Accept") != "application/json":
        own = point.own_picture
        below = f"#punkt-{point.pk}"
        return _done(request, own.week, own.organisation, lambda: _write(request, point), below=below)
    try:
        return JsonResponse({"version": _write(request, point).version})
    except PointOvertaken as overtaken:
        return JsonResponse({"sentence": overtaken.sentence, "theirs": overtaken.theirs}, status=409)
    except Refused as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=422)


@parties
@require_POST
def do_with_point(request: HttpRequest, id: UUID, what: str) -> HttpResponse:
    """Take last week's words for a point, or take it away."""
    point = _point(request, id)
    own, now, by = point.own_picture, timezone.now(), request.member
    verbs: dict[str, Callable[[], Any]] = {
        "oforandrat": lambda: copy_last_points(own=own, only=point, now=now, by=by),
        "ta-bort": lambda: remove_point(point=point, now=now, by=by),
    }
    if what not in verbs:
        raise Http404

    def verb() -> None:
        _save_boxes(request, own, but=point)
        verbs[what]()

    return _done(request, own.week, own.organisation, verb, below=f"#punkt-{point.pk}")
