"""Who may call the API. A call is authenticated by the session and by a header that no other site can set."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt

from samsyn.ground.people.entrance import WAY, opens, wants_second_step
from samsyn.ground.people.members import member_of
from samsyn.ground.permissions import NotAllowed, Permission
from samsyn.ground.refusals import NOT_SEEN, Refused
from samsyn.ground.tenancy.models import Municipality

Answer = Callable[..., JsonResponse]
LARGEST_BODY = 64 * 1024
# A stored report cannot hold a CSRF token: it may be sent days later. A page of another site can neither set this
# header nor send the session's cookie (SameSite=Lax) with a POST, so the header does what the token would.
HEADER = "X-Samsyn"
# Whose report it is, as the phone knows the person. Somebody else may have signed in between writing and sending.
WRITER = "X-Samsyn-User"


def writer_key(user: Any) -> str:
    """Return the name by which a phone knows its user: stable, and of no use to anybody else."""
    return salted_hmac("samsyn.phone", str(user.pk), algorithm="sha256").hexdigest()[:32]


def said(sentence: str, *, status: int, kind: str = "", **more: Any) -> JsonResponse:
    """Answer with a sentence that can be shown as it is."""
    return JsonResponse({"status": "refused", "sentence": sentence, "kind": kind, **more}, status=status)


def members_who(*permissions: Permission, largest: int = LARGEST_BODY) -> Callable[[Answer], Answer]:
    """Members of the municipality in the address with any of these permissions; sets request.member and .body_json.

    `largest` is how many bytes the body may have.
    """

    def decorate(view: Answer) -> Answer:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> JsonResponse:
            stopped = _prepare(request, slug, permissions) or _read_body(request, largest)
            if stopped is not None:
                return stopped
            try:
                return view(request, *args, **kwargs)
            except NotAllowed as problem:
                return said(str(problem), status=403, kind="not_allowed")
            except Refused as refusal:
                return said(refusal.sentence, status=400, kind=getattr(refusal, "kind", "") or type(refusal).__name__)

        guarded.guarded_as = "members:" + "|".join(p.value for p in permissions)  # type: ignore[attr-defined]
        return guarded

    return decorate


def _prepare(request: HttpRequest, slug: str, permissions: tuple[Permission, ...]) -> JsonResponse | None:
    if not request.user.is_authenticated:
        return said("Logga in igen. Rapporten ligger kvar i telefonen.", status=401, kind="signed_out")
    if request.method != "GET" and request.headers.get(HEADER) != "1":
        return said("Anropet saknar rubriken X-Samsyn.", status=403, kind="header")
    if request.headers.get(WRITER, writer_key(request.user)) != writer_key(request.user):
        return said("Någon annan är inloggad. Rapporten ligger kvar i telefonen.", status=401, kind="other_user")
    if getattr(request.user, "must_change_password", False) and request.session.get(WAY) != "directory":
        return said("Byt lösenord först. Rapporten ligger kvar i telefonen.", status=403, kind="password")
    municipality = Municipality.objects.filter(slug=slug).first()
    if municipality is not None:
        timezone.activate(municipality.zone)
    device = getattr(request, "shift_device", None)
    member = municipality and member_of(request.user, municipality, on=timezone.localdate(), device=device)
    if not member or not opens(request.session, member.municipality):
        return said("Sidan finns inte.", status=404, kind="not_found")
    if wants_second_step(request.session, member):
        return said("Sätt på tvåfaktor först. Rapporten ligger kvar i telefonen.", status=403, kind="second_step")
    if not any(member.may(permission) for permission in permissions):
        return said("Din roll har inte tillgång till det här.", status=403, kind="not_allowed")
    request.member = member  # type: ignore[attr-defined]
    return None


def _read_body(request: HttpRequest, largest: int) -> JsonResponse | None:
    request.body_json = {}  # type: ignore[attr-defined]
    if request.method == "GET":
        return None
    if len(request.body) > largest:
        return said("Rapporten är för stor.", status=413, kind="size")
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return said("Rapporten kunde inte läsas.", status=400, kind="shape")
    if not isinstance(body, dict):
        return said("Rapporten kunde inte läsas.", status=400, kind="shape")
    request.body_json = _plain(body)  # type: ignore[attr-defined]
    return None


def _plain(value: Any) -> Any:
    """Return what was sent without signs that nobody can see, as the pages' own forms come (web/middleware.py).

    What no database takes, a null or half a character, no hand has typed or pasted: the doors refuse that in words.
    """
    if isinstance(value, str):
        return NOT_SEEN.sub("", value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return {name: _plain(each) for name, each in value.items()} if isinstance(value, dict) else value
