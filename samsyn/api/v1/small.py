"""What the phone sends and asks beside reports: practice, course, the week's reply, a photo, what may be the same."""

import base64
import binascii
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.api.guard import members_who, said
from samsyn.api.v1.shapes import ShapeRefused, draft_of, id_of, sound
from samsyn.api.v1.weekly import asked_weeks
from samsyn.ground.people.course.actions import take_course
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.method.observations.actions import hand_in_reply
from samsyn.method.observations.drafts import ObservationRefused, prepared
from samsyn.method.observations.likely import likely_same
from samsyn.method.observations.models import Observation, PeriodReply
from samsyn.method.observations.photos.actions import attach_photo

LARGEST_PHOTO = 2_200_000     # a photo of 1.5 megabytes, as text
TOO_EARLY = 425


def _receipt(request: HttpRequest, **more: Any) -> JsonResponse:
    """Answer with the id that was sent: then the phone lets go of it, and keeps nothing."""
    sent = id_of(request.body_json, "id")
    if sent is None:
        raise ShapeRefused("Det som skickades saknar nummer.")
    return JsonResponse({"id": str(sent), "status": "received", **more})


@members_who(Permission.REPORT)
@require_POST
def practise(request: HttpRequest) -> JsonResponse:
    """Look through a practice report as if it were one, and store nothing: no row, no line, no count."""
    now = timezone.now()
    draft = draft_of(request.body_json, member=request.member, now=now)
    _ready, refused = prepared([draft], by=request.member, now=now)
    if refused:
        raise ObservationRefused(refused[0][1])
    return _receipt(request, practice=True)


@members_who(Permission.REPORT)
@require_POST
def course_taken(request: HttpRequest) -> JsonResponse:
    """Note that the member has taken the course; it may have been taken without a network."""
    take_course(on=timezone.localdate(), by=request.member)
    return _receipt(request)


@members_who(Permission.REPORT)
@require_POST
def week_reply(request: HttpRequest) -> JsonResponse:
    """Take the week's reply for one organisation and area; the same once more changes nothing."""
    body, member = request.body_json, request.member
    own = {str(one.pk): one for one in member.organisations_that(Permission.REPORT)}
    organisation = own.get(str(body.get("organisation")))
    if organisation is None:
        raise ShapeRefused("Du svarar inte längre för den organisationen.")
    try:
        week = Week.parse(str(body.get("week")))
    except ValueError:
        raise ShapeRefused("Veckan kan inte läsas.") from None
    today = timezone.localdate()
    if week not in asked_weeks():
        raise ShapeRefused("Svara för den här veckan eller den förra.")
    if body.get("answer") not in (PeriodReply.Answer.NOTHING, PeriodReply.Answer.ABSENT):
        raise ShapeRefused("Svaret kan inte läsas.")
    area = _area(body, member, week)
    unit = next((m.unit for m in member.memberships if m.organisation_id == organisation.pk), None) if area else None
    given = {"organisation": organisation, "unit": unit, "area": area, "answer": body["answer"]}
    if not PeriodReply.objects.visible_to(member).in_week(week).filter(**given).exists():
        hand_in_reply(**given, week=week, received_on=today, by=member)
    return _receipt(request)


def _area(body: dict[str, Any], member: Any, week: Week) -> Area | None:
    code = sound(body.get("area"))
    if not code:
        return None
    found = Area.objects.visible_to(member).in_working_set(on=week.last_day).with_code(code).first()
    if found is None:
        raise ShapeRefused("Området finns inte längre.")
    return found


@members_who(Permission.REPORT)
@require_POST
def likely(request: HttpRequest) -> JsonResponse:
    """Say what a report under way may be the same as: category and hour of what its writer may see anyway."""
    draft = draft_of(request.body_json, member=request.member, now=timezone.now())
    found = likely_same(draft, seen_by=request.member)
    return JsonResponse(
        {
            "likely": [
                {"id": str(one.id), "category": one.category.code, "hour": one.seen_at.strftime("%Y-%m-%dT%H:00Z")}
                for one in found
            ]
        }
    )


@members_who(Permission.REPORT, largest=LARGEST_PHOTO)
@require_POST
def photo(request: HttpRequest, id: UUID) -> JsonResponse:
    """Take a photo of the own report. Before its report has come the phone is asked to wait."""
    own = Observation.objects.visible_to(request.member).sent_by(request.member)
    observation = own.filter(pk=id).first()
    if observation is None:
        return said("Rapporten har inte kommit än.", status=TOO_EARLY, kind="early")
    wanted = id_of(request.body_json, "id")
    if wanted is None:
        raise ShapeRefused("Fotot saknar nummer.")
    try:
        content = base64.b64decode(str(request.body_json.get("jpeg") or ""), validate=True)
    except (binascii.Error, ValueError):
        raise ShapeRefused("Fotot kunde inte läsas.") from None
    attach_photo(observation=observation, id=wanted, content=content, by=request.member)
    return _receipt(request)
