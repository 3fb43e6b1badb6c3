"""The review queue: read, decide, next. One hand on the keyboard is enough."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.people.actions import forget_view, save_view
from samsyn.ground.people.models import Organisation, SavedView
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused
from samsyn.method.observations.actions import (
    accept_observation,
    change_observations,
    held_for_review,
    merge_observations,
    refuse_observation,
    send_back_observation,
)
from samsyn.method.observations.models import Audience, Category, Inquiry, Observation
from samsyn.method.observations.photos.actions import photos_of
from samsyn.method.observations.review.actions import deal_with_correction, lower_to_area, mark_for_picture
from samsyn.web.guard import members_who
from samsyn.web.noting import shown as note_shown
from samsyn.web.review.choice import SCREEN, Wanted, saved_by
from samsyn.web.review.queue import alike_of, audiences, card_of, corrections_for, queue_of, talk_of

reviewers = members_who(Permission.REVIEW_ALL, Permission.REVIEW_OWN)


@reviewers
def show(request: HttpRequest) -> HttpResponse:
    """Show what waits, the gravest first."""
    member, wanted = request.member, Wanted.read(request.GET)
    parties = list(Organisation.objects.visible_to(member).order_by("name").values_list("id", "name"))
    cards, waiting = queue_of(member, wanted=wanted, parties={str(pk) for pk, _name in parties})
    groups = Category.objects.visible_to(member).filter(parent=None, active=True).order_by("position")
    note_shown(request, len(cards))
    context = {
        "cards": cards, "waiting": waiting, "audiences": audiences(), "wanted": wanted, "address": wanted.address(),
        "areas": Area.objects.visible_to(member).in_working_set(on=timezone.localdate()).order_by("name"),
        "groups": groups, "parties": [(str(pk), name) for pk, name in parties], "saved": saved_by(member),
        "corrections": corrections_for(member), "chooses_party": member.may(Permission.REVIEW_ALL),
    }  # fmt: skip
    return render(request, "review/page.html", context)


def _one(request: HttpRequest, id: UUID) -> Observation:
    found = Observation.objects.visible_to(request.member).with_names().select_related("category__parent")
    return get_object_or_404(found, id=id)


def _decide(
    request: HttpRequest, id: UUID, verb: Callable[..., Any], words: str, *, stays: bool = False
) -> HttpResponse:
    """Carry out a decision on what the reviewer had before the eyes; answer with the card as it stands now.

    `stays` = the report goes on waiting, so the card keeps its buttons.
    """
    wrong = ""
    try:
        verb(observation=_one(request, id), by=request.member, seen=request.POST.get("stamp", ""))
    except Refused as refusal:
        words, wrong = "", refusal.sentence
    if request.headers.get("X-Samsyn-Part") != "card":
        (messages.error if wrong else messages.success)(request, wrong or words)
        return redirect(f"/{request.member.municipality.slug}/granska")
    row = _one(request, id)
    talk = talk_of([row], request.member).get(row.pk, [])
    card = card_of(
        row, request.member, talk=talk, alike=alike_of([row], request.member).get(row.pk), wrong=wrong,
        words="" if stays else words,
    ) | {"said": words if stays else "", "photos": photos_of(row, seen_by=request.member)}  # fmt: skip
    if wrong:
        card |= {"typed": request.POST.get("reason", ""), "tried": request.path.rpartition("/")[2]}
    return render(request, "review/card.html", {"card": card, "audiences": audiences()}, status=409 if wrong else 200)


@require_POST
def _accept(request: HttpRequest, id: UUID) -> HttpResponse:
    def verb(*, observation: Observation, by: Any, seen: str | None) -> None:
        wanted = request.POST.get("audience", observation.audience)
        with transaction.atomic():
            if wanted != observation.audience and wanted in Audience.values and wanted != Audience.GROUP:
                # What is accepted must be what was read, also when its audience is changed in the same step.
                observation = held_for_review(observation=observation, by=by, seen=seen)
                change_observations(observations=[observation], by=by, audience=wanted)
                seen = observation.stamp
            accept_observation(observation=observation, now=timezone.now(), by=by, seen=seen)

    return _decide(request, id, verb, _("Godkänd"))


@require_POST
def _ask(request: HttpRequest, id: UUID) -> HttpResponse:
    def verb(**on: Any) -> None:
        send_back_observation(reason=request.POST.get("reason", ""), **on)

    return _decide(request, id, verb, _("Frågan är skickad"))


@require_POST
def _refuse(request: HttpRequest, id: UUID) -> HttpResponse:
    def verb(**on: Any) -> None:
        refuse_observation(reason=request.POST.get("reason", ""), **on)

    return _decide(request, id, verb, _("Fel kanal: texten är låst för alla"))


@require_POST
def _merge(request: HttpRequest, id: UUID) -> HttpResponse:
    into = get_object_or_404(Observation.objects.visible_to(request.member), id=request.POST.get("into"))

    def verb(**on: Any) -> None:
        merge_observations(into=into, **on)

    return _decide(request, id, verb, _("Sammanslagen: räknas en gång"))


@require_POST
def _mark(request: HttpRequest, id: UUID) -> HttpResponse:
    marked = request.POST.get("mark") == "yes"

    def verb(**on: Any) -> None:
        mark_for_picture(marked=marked, **on)

    words = _("Tas upp när lägesbilden gås igenom") if marked else _("Tas inte upp")
    return _decide(request, id, verb, words, stays=True)


@require_POST
def _save(request: HttpRequest) -> HttpResponse:
    address = Wanted.read(QueryDict(request.POST.get("choice", ""))).address()
    save_view(screen=SCREEN, name=request.POST.get("name", ""), query=address, by=request.member)
    messages.success(request, _("Urvalet är sparat."))
    return redirect(f"/{request.member.municipality.slug}/granska?{address}")


@require_POST
def _forget(request: HttpRequest, id: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView.objects.visible_to(request.member).of_screen(SCREEN), id=id)
    forget_view(view=view, by=request.member)
    return redirect(f"/{request.member.municipality.slug}/granska")


@require_POST
def _coarse(request: HttpRequest, id: UUID) -> HttpResponse:
    return _decide(request, id, lower_to_area, _("Bara området visas nu"), stays=True)


@require_POST
def _handled(request: HttpRequest, id: UUID) -> HttpResponse:
    inquiry = get_object_or_404(Inquiry.objects.visible_to(request.member).select_related("observation"), id=id)
    deal_with_correction(inquiry=inquiry, by=request.member)
    messages.success(request, _("Rättelsen är omhändertagen."))
    return redirect(f"/{request.member.municipality.slug}/granska")


accept, ask, refuse, merge, coarse, handled = map(reviewers, (_accept, _ask, _refuse, _merge, _coarse, _handled))
mark, save, forget = map(reviewers, (_mark, _save, _forget))
