"""What the one who reported may still do: change the words, take it back, say that it goes on or is over."""

import hashlib
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Observation
from samsyn.method.observations.own.actions import (
    change_own_observation,
    say_over_now,
    say_still_so,
    withdraw_observation,
)
from samsyn.web.guard import members_only
from samsyn.web.observation.doing import button, found
from samsyn.web.observation.showing import may_do_with_own, page_of


def draft_with_text(observation: Observation, text: str, *, answered: bool) -> Draft:
    """Return the report as a draft with other words; `answered` = its writer says that they point nobody out."""
    return Draft(
        id=observation.pk, category=observation.category, kind=observation.kind, text=text.strip(),
        observed_from=observation.observed_from, observed_to=observation.observed_to, lon=observation.lon,
        lat=observation.lat, precision=observation.precision, place=observation.place, area=observation.area,
        place_type=observation.place_type, severity=observation.severity, seen_during=observation.seen_during,
        owner=observation.owner, source_kind=observation.source_kind, audience=observation.audience,
        audience_group=observation.audience_group, people_count=observation.people_count,
        same_as_id=observation.same_as_id, ended_on=observation.ended_on, fault_number=observation.fault_number,
        warnings_answered=answered,
    )  # fmt: skip


def answer_about(text: str) -> str:
    """Return what the button "it points nobody out" sends: it is about exactly these words."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@members_only
@require_POST
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change the words; what looks like a person is asked about once, with the words still in the box."""
    observation, text = found(request, id), request.POST.get("text", "")
    answer = answer_about(text)
    draft = draft_with_text(observation, text, answered=request.POST.get("answered") == answer)
    try:
        change_own_observation(observation=observation, draft=draft, now=timezone.now(), by=request.member)
    except Refused as refusal:
        if not may_do_with_own(observation, request.member)["change"]:
            messages.error(request, refusal.sentence)
            return redirect(f"/{request.member.municipality.slug}/rapporter/{id}")
        question = answer if getattr(refusal, "kind", "") == "warn" else ""
        return page_of(
            request, observation, status=422, typed=text, question=question, refused_text=refusal.sentence
        )
    messages.success(request, _("Ändrat. Tack, det blir granskat på nytt."))
    return redirect(f"/{request.member.municipality.slug}/rapporter/{id}")


withdraw = button(
    lambda request, observation: withdraw_observation(observation=observation, by=request.member),
    gettext_lazy("Rapporten är tillbakatagen. Den räknas inte."),
)
still_so = button(
    lambda request, observation: say_still_so(
        observation=observation, id=None, now=timezone.now(), by=request.member
    ),
    gettext_lazy("Tack! Noterat att det fortfarande är så i dag."),
)
over_now = button(
    lambda request, observation: say_over_now(observation=observation, on=timezone.localdate(), by=request.member),
    gettext_lazy("Tack! Noterat att det är över."),
)
