"""One observation on screen, and the review: accept, ask back, wrong channel, merge, mended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.method.observations.actions import (
    accept_observation,
    accept_observations,
    end_condition,
    merge_observations,
    refuse_observation,
    send_back_observation,
)
from samsyn.method.observations.models import Observation
from samsyn.method.observations.states import State
from samsyn.web.guard import members_only
from samsyn.web.observation.doing import done, found
from samsyn.web.observation.facts import alike, facts_of, seen_by_words, shape_of, versions_of
from samsyn.web.observation.own import may_do_with_own

REVIEWERS = (Permission.REVIEW_ALL, Permission.REVIEW_OWN)


@members_only
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show one observation, its history, who sees it, and what the member may do with it."""
    observation = found(request, id)
    reviews = _may_review(request.member, observation)
    return render(
        request,
        "observation/page.html",
        {
            "observation": observation,
            "shape": shape_of(observation),
            "facts": facts_of(observation, request.member),
            "seen_by": seen_by_words(observation),
            "versions": versions_of(observation) if reviews else [],
            "reviews": reviews,
            "mine": may_do_with_own(observation, request.member),
            "open": observation.state in (State.NEW, State.UNDER_REVIEW),
            "alike": alike(observation, request.member) if reviews and observation.state != State.MERGED else [],
        },
    )


def _may_review(member: Any, observation: Observation) -> bool:
    if member.may(Permission.REVIEW_ALL):
        return True
    return observation.owner is not None and member.may(Permission.REVIEW_OWN, within=observation.owner)


@require_POST
def _accept(request: HttpRequest, id: UUID) -> HttpResponse:
    observation = found(request, id)
    words = _("Godkänd. Rapporten räknas nu i lägesbilden.")
    return done(
        request,
        observation,
        lambda: accept_observation(observation=observation, now=timezone.now(), by=request.member),
        words,
    )


@require_POST
def _send_back(request: HttpRequest, id: UUID) -> HttpResponse:
    observation, reason = found(request, id), request.POST.get("reason", "")
    words = _("Frågan är skickad till den som rapporterade.")
    return done(
        request,
        observation,
        lambda: send_back_observation(observation=observation, reason=reason, by=request.member),
        words,
    )


@require_POST
def _refuse(request: HttpRequest, id: UUID) -> HttpResponse:
    observation, reason = found(request, id), request.POST.get("reason", "")
    words = _("Texten är låst för alla. Rapporten räknas inte.")
    return done(
        request,
        observation,
        lambda: refuse_observation(observation=observation, reason=reason, by=request.member),
        words,
    )


@require_POST
def _merge(request: HttpRequest, id: UUID) -> HttpResponse:
    observation = found(request, id)
    into = get_object_or_404(Observation.objects.visible_to(request.member), id=request.POST.get("into"))
    words = _("Sammanslagen. Händelsen räknas en gång.")
    return done(
        request, observation, lambda: merge_observations(observation=observation, into=into, by=request.member), words
    )


@require_POST
def _mended(request: HttpRequest, id: UUID) -> HttpResponse:
    observation = found(request, id)
    words = _("Noterat: åtgärdat i dag.")
    return done(
        request,
        observation,
        lambda: end_condition(observation=observation, on=timezone.localdate(), by=request.member),
        words,
    )


@require_POST
def _accept_all(request: HttpRequest) -> HttpResponse:
    member = request.member
    waiting = Observation.objects.visible_to(member).waiting_for_review().select_related("owner")
    mine = [one for one in waiting if _may_review(member, one)]
    count = accept_observations(observations=mine, now=timezone.now(), by=member)
    words = ngettext("%(n)s rapport godkändes.", "%(n)s rapporter godkändes.", count) % {"n": count}
    messages.success(request, words)
    return redirect(f"/{member.municipality.slug}/")


accept, send_back, refuse, merge, mended, accept_all = (
    members_only(view) for view in (_accept, _send_back, _refuse, _merge, _mended, _accept_all)
)
