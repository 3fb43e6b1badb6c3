"""One observation on screen, and the review: accept, ask back, wrong channel, merge, mended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.method.observations.actions import (
    accept_observation,
    accept_observations,
    end_condition,
    merge_observations,
    refuse_observation,
    send_back_observation,
)
from samsyn.method.observations.models import Observation
from samsyn.web.guard import members_only
from samsyn.web.observation.doing import button, found
from samsyn.web.observation.showing import may_review, page_of
from samsyn.web.observation.stamps import seen_before


@members_only
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show one observation, its history, who sees it, and what the member may do with it."""
    return page_of(request, found(request, id))


def _reason(request: HttpRequest) -> str:
    return str(request.POST.get("reason", ""))


def _seen(request: HttpRequest) -> str:
    """Return the stamp of what was on the screen; a form without one has shown nothing and decides nothing."""
    return str(request.POST.get("stamp", ""))


def _merge(request: HttpRequest, observation: Observation) -> Any:
    into = get_object_or_404(Observation.objects.visible_to(request.member), id=request.POST.get("into"))
    return merge_observations(observation=observation, into=into, by=request.member, seen=_seen(request))


accept = button(
    lambda request, observation: accept_observation(
        observation=observation, now=timezone.now(), by=request.member, seen=_seen(request)
    ),
    _("Godkänd. Rapporten räknas nu i lägesbilden."),
)
send_back = button(
    lambda request, observation: send_back_observation(
        observation=observation, reason=_reason(request), by=request.member, seen=_seen(request)
    ),
    _("Frågan är skickad till den som rapporterade."),
)
refuse = button(
    lambda request, observation: refuse_observation(
        observation=observation, reason=_reason(request), by=request.member, seen=_seen(request)
    ),
    _("Texten är låst för alla. Rapporten räknas inte."),
)
merge = button(_merge, _("Sammanslagen. Händelsen räknas en gång."))
mended = button(
    lambda request, observation: end_condition(observation=observation, on=timezone.localdate(), by=request.member),
    _("Noterat: åtgärdat i dag."),
)


@members_only
@require_POST
def accept_all(request: HttpRequest) -> HttpResponse:
    """Accept what waits for this member and stood on the page: what has come or changed since stays."""
    member, seen = request.member, seen_before(request.POST.get("seen", ""))
    waiting = Observation.objects.visible_to(member).waiting_for_review().filter(pk__in=seen).select_related("owner")
    mine = [one for one in waiting if may_review(member, one) and one.stamp == seen[one.pk]]
    count = accept_observations(observations=mine, now=timezone.now(), by=member)
    words = ngettext("%(n)s rapport godkändes.", "%(n)s rapporter godkändes.", count) % {"n": count}
    messages.success(request, words)
    if left := len(seen) - count:
        words = ngettext(
            "%(n)s rapport hade ändrats sedan du läste. Läs den igen.",
            "%(n)s rapporter hade ändrats sedan du läste. Läs dem igen.", left,
        ) % {"n": left}  # fmt: skip
        messages.warning(request, words)
    return redirect(f"/{member.municipality.slug}/")
