"""The reports of the phone: send, change, withdraw, still so, over now, and the list of one's own."""

from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.api.guard import members_who, said
from samsyn.api.v1.shapes import draft_of, id_of
from samsyn.ground.permissions import Permission
from samsyn.letters.actions import forget_browser
from samsyn.method.observations.actions import submit_observation
from samsyn.method.observations.models import Observation
from samsyn.method.observations.own.actions import (
    change_own_observation,
    say_over_now,
    say_still_so,
    withdraw_observation,
)

MOST_OF_ONES_OWN = 100


def receipt(observation: Observation, *, status: int = 200) -> JsonResponse:
    """Answer with the report's own id; only then may the phone let go of its draft."""
    return JsonResponse(brief(observation) | {"status": "received"}, status=status)


def brief(observation: Observation) -> dict[str, Any]:
    """What the phone keeps after the receipt: category, date and state; never text, place or photo."""
    return {
        "id": str(observation.pk),
        "category": observation.category.code,
        "kind": observation.kind,
        "observed_on": observation.observed_on.isoformat(),
        "state": observation.state,
        "version": observation.version,
        "open": observation.is_open_condition,
    }


@members_who(Permission.REPORT)
@require_POST
def send(request: HttpRequest) -> JsonResponse:
    """Take in a report. The same id twice gives the same answer."""
    before = _received_before(request)
    if before is not None:
        return receipt(before)
    now = timezone.now()
    draft = draft_of(request.body_json, member=request.member, now=now)
    if draft.id is None:
        return said("Rapporten saknar nummer.", status=400, kind="shape")
    return receipt(submit_observation(draft=draft, now=now, by=request.member), status=201)


def _received_before(request: HttpRequest) -> Observation | None:
    """Return the own report with the body's id. The answer may have been lost, and the world changed since then."""
    try:
        wanted = UUID(str(request.body_json.get("id")))
    except ValueError:
        return None
    own = Observation.objects.visible_to(request.member).sent_by(request.member).with_names()
    found: Observation | None = own.filter(pk=wanted).first()
    return found


def whole(observation: Observation) -> dict[str, Any]:
    """The report as its writer left it, for changing it; the phone asks for it and does not keep it."""
    begun = observation.observed_from
    return brief(observation) | {
        "observed_to": observation.observed_to.isoformat(),
        "observed_from": begun.isoformat() if begun else None,
        "place": str(observation.place_id) if observation.place_id else None,
        "area": observation.area.code if observation.area and not observation.place_id else None,
        "lon": observation.lon,
        "lat": observation.lat,
        "precision": observation.precision,
        "severity": observation.severity,
        "text": observation.text,
        "people_count": observation.people_count,
        "seen_during": observation.seen_during,
        "fault_number": observation.fault_number,
    }


@members_who(Permission.REPORT)
@require_GET
def mine(request: HttpRequest) -> JsonResponse:
    """List one's own latest reports, as little of each as the phone may keep."""
    own = Observation.objects.visible_to(request.member).sent_by(request.member).latest_first().with_names()
    return JsonResponse({"reports": [brief(observation) for observation in own[:MOST_OF_ONES_OWN]]})


def _one(request: HttpRequest, id: UUID) -> Observation | None:
    found: Observation | None = Observation.objects.visible_to(request.member).with_names().filter(pk=id).first()
    return found


def _missing() -> JsonResponse:
    return said("Rapporten finns inte.", status=404, kind="not_found")


@members_who(Permission.REPORT)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: UUID) -> JsonResponse:
    """Change one's own report until it is reviewed; GET gives it back to its writer."""
    now, observation = timezone.now(), _one(request, id)
    if observation is None:
        return _missing()
    if request.method == "GET":
        own = Observation.objects.visible_to(request.member).sent_by(request.member).filter(pk=id).exists()
        return JsonResponse(whole(observation)) if own else _missing()
    draft = draft_of(request.body_json, member=request.member, now=now)
    draft.place_type = draft.place_type or observation.place_type
    return receipt(change_own_observation(observation=observation, draft=draft, now=now, by=request.member))


@members_who(Permission.REPORT)
@require_POST
def withdraw(request: HttpRequest, id: UUID) -> JsonResponse:
    """Take one's own report back until it is reviewed."""
    observation = _one(request, id)
    return receipt(withdraw_observation(observation=observation, by=request.member)) if observation else _missing()


@members_who(Permission.REPORT)
@require_POST
def still_so(request: HttpRequest, id: UUID) -> JsonResponse:
    """Say that it goes on; the phone gives the new report's id."""
    observation, new = _one(request, id), id_of(request.body_json, "id")
    if observation is None:
        return _missing()
    again = say_still_so(observation=observation, id=new, now=timezone.now(), by=request.member)
    return receipt(again, status=201)


@members_who(Permission.REPORT)
@require_POST
def over_now(request: HttpRequest, id: UUID) -> JsonResponse:
    """Say that it is over."""
    observation = _one(request, id)
    if observation is None:
        return _missing()
    return receipt(say_over_now(observation=observation, on=timezone.localdate(), by=request.member))


@members_who(Permission.REPORT)
@require_POST
def leave(request: HttpRequest) -> JsonResponse:
    """Sign out from the phone's own screens, which hold no form of the server's."""
    endpoint = request.body_json.get("endpoint")
    if isinstance(endpoint, str) and endpoint:
        forget_browser(user=request.member.user, endpoint=endpoint)
    logout(request)
    return JsonResponse({"status": "signed_out"})
