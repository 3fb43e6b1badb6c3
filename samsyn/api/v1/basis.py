"""Everything the report form needs without a network, in one answer with an ETag."""

import hashlib
import json
from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from samsyn.api.guard import members_who, writer_key
from samsyn.api.v1.weekly import expected_replies, own_checklist
from samsyn.ground.people.course.actions import course_is_due
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area, Place, PlaceAlias
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.observations.actions import default_taxonomy
from samsyn.method.observations.models import Category, Observation

FAVOURITES = 6
CHANNELS = {
    "concern": "link_concern", "adult": "link_adult", "incident": "link_incident", "fault": "link_fault",
    "fault_phone": "phone_fault", "whistle": "link_whistle",
}  # fmt: skip


@members_who(Permission.REPORT)
@require_GET
def basis(request: HttpRequest) -> HttpResponse:
    """Answer with categories, places, areas and links; 304 when the phone has them already."""
    content = json.dumps(basis_for(request.member), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    tag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(content, content_type="application/json", headers={"ETag": tag, "Cache-Control": "private"})


def basis_for(member: Any) -> dict[str, Any]:
    """Return what the phone needs: nothing in it tells who has reported what, nor where anybody is."""
    here, today = member.municipality, timezone.localdate()
    signed_in, own = member.user.last_login, _own(member)
    return {
        "me": {
            "key": writer_key(member.user), "signed_in": signed_in.isoformat() if signed_in else "",
            "course": course_is_due(member),
        },
        "municipality": {
            "slug": here.slug, "name": here.name, "colour": here.colour, "time_zone": here.time_zone,
            "extent": [here.west, here.south, here.east, here.north],
        },
        "buttons": [{k: b[k] for k in ("code", "name_sv", "name_en", "icon")} for b in default_taxonomy()["buttons"]],
        "categories": _categories(member),
        "favourites": _favourites(member),
        "checklist": own_checklist(member, own),
        "replies": expected_replies(member, own),
        "places": _places(member),
        "areas": list(
            Area.objects.visible_to(member).in_working_set(on=today).order_by("name").values("code", "name")
        ),
        "organisations": [{"id": str(o.pk), "name": o.name} for o in own],
        "links": _links(here),
        "shift_minutes": member.device.idle_minutes if getattr(member, "device", None) else 0,
        "draft_days": setting(here, "draft_days"),
        "photos": setting(here, "photos"),
    }  # fmt: skip


def _links(here: Any) -> dict[str, str]:
    """The municipality's own ways for what is not for here; only those it has filled in."""
    return {name: setting(here, key) for name, key in CHANNELS.items() if setting(here, key)}


def _own(member: Any) -> list[Organisation]:
    return sorted(member.organisations_that(Permission.REPORT), key=lambda o: o.name)


def _categories(member: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": c.code, "button": c.button, "group": c.parent.code, "kind": c.observation_kind,
            "name_sv": c.name_sv, "name_en": c.name_en, "help_sv": c.help_sv, "help_en": c.help_en, "icon": c.icon,
            "severity": c.severity, "area_level": c.area_level, "redirect_sv": c.redirect_sv,
            "redirect_en": c.redirect_en,
        }
        for c in Category.objects.for_reporting(member).select_related("parent")
    ]  # fmt: skip


def _favourites(member: Any) -> list[str]:
    """The member's own most used categories, so that the usual lies first."""
    own = Observation.objects.visible_to(member).sent_by(member).latest_first()
    used = Counter(own.values_list("category__code", flat=True)[:200])
    return [code for code, _n in used.most_common(FAVOURITES)]


def _places(member: Any) -> list[dict[str, Any]]:
    aliases: dict[Any, list[str]] = {}
    for place, name in PlaceAlias.objects.filter(municipality=member.municipality).values_list("place_id", "name"):
        aliases.setdefault(place, []).append(name)
    rows = Place.objects.visible_to(member).standing().order_by("name")
    return [
        {
            "id": str(p["id"]), "name": p["name"], "address": p["address"], "lon": p["lon"], "lat": p["lat"],
            "area": p["area__code"], "aliases": sorted(aliases.get(p["id"], [])),
        }
        for p in rows.values("id", "name", "address", "lon", "lat", "area__code")
    ]  # fmt: skip
