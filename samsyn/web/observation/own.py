"""What the one who reported may still do: change the words, take it back, say that it goes on or is over."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Observation
from samsyn.method.observations.own.actions import (
    change_own_observation,
    say_over_now,
    say_still_so,
    withdraw_observation,
)
from samsyn.method.observations.states import State
from samsyn.web.guard import members_only
from samsyn.web.observation.doing import done, found


def may_do_with_own(observation: Observation, member: Any) -> dict[str, bool]:
    """Return what the member may do with the report as its writer; nothing at all with somebody else's."""
    own = Observation.objects.visible_to(member).sent_by(member).filter(pk=observation.pk).exists()
    is_open = observation.state in (State.NEW, State.SENT_BACK)
    lasts = observation.is_open_condition and observation.state == State.ACCEPTED
    return {"own": own, "change": own and is_open, "last": own and lasts, "any": own and (is_open or lasts)}


def draft_with_text(observation: Observation, text: str) -> Draft:
    """Return the report as a draft with other words."""
    return Draft(
        id=observation.pk, category=observation.category, kind=observation.kind, text=text.strip(),
        observed_from=observation.observed_from, observed_to=observation.observed_to, lon=observation.lon,
        lat=observation.lat, precision=observation.precision, place=observation.place, area=observation.area,
        place_type=observation.place_type, severity=observation.severity, seen_during=observation.seen_during,
        owner=observation.owner, source_kind=observation.source_kind, audience=observation.audience,
        audience_group=observation.audience_group, people_count=observation.people_count,
        same_as_id=observation.same_as_id, ended_on=observation.ended_on, fault_number=observation.fault_number,
    )  # fmt: skip


@require_POST
def _change(request: HttpRequest, id: UUID) -> HttpResponse:
    observation, member = found(request, id), request.member
    draft = draft_with_text(observation, request.POST.get("text", ""))
    words = _("Ändrat. Tack, det blir granskat på nytt.")
    return done(
        request,
        observation,
        lambda: change_own_observation(observation=observation, draft=draft, now=timezone.now(), by=member),
        words,
    )


@require_POST
def _withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    observation = found(request, id)
    words = _("Rapporten är tillbakatagen. Den räknas inte.")
    return done(request, observation, lambda: withdraw_observation(observation=observation, by=request.member), words)


@require_POST
def _still_so(request: HttpRequest, id: UUID) -> HttpResponse:
    observation = found(request, id)
    words = _("Tack! Noterat att det fortfarande är så i dag.")
    return done(
        request,
        observation,
        lambda: say_still_so(observation=observation, id=None, now=timezone.now(), by=request.member),
        words,
    )


@require_POST
def _over_now(request: HttpRequest, id: UUID) -> HttpResponse:
    observation = found(request, id)
    words = _("Tack! Noterat att det är över.")
    return done(
        request,
        observation,
        lambda: say_over_now(observation=observation, on=timezone.localdate(), by=request.member),
        words,
    )


change, withdraw, still_so, over_now = (members_only(view) for view in (_change, _withdraw, _still_so, _over_now))
