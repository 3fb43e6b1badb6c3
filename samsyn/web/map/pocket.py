"""The map in a reporter's pocket: the areas, the edges and the base map of the own municipality; no report."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area, BaseMap
from samsyn.web.guard import members_who
from samsyn.web.map.files import path_of

KEPT_AT_MOST = 8_000_000        # bytes of base map that a phone keeps; a larger one is only drawn with a network
ABOUT_A_METRE = 1e-5


@members_who(Permission.REPORT, Permission.REPORT_FOR_OTHERS)
@require_safe
def pocket(request: HttpRequest) -> HttpResponse:
    """Return what the phone's map is drawn from; the same for everybody in the municipality."""
    import shapely

    here = request.member.municipality
    areas = Area.objects.visible_to(request.member).in_working_set(on=timezone.localdate()).order_by("code")
    drawn = [area for area in areas if area.polygon is not None]
    shapes = shapely.set_precision(
        shapely.from_wkb([bytes(area.polygon) for area in drawn]), ABOUT_A_METRE, mode="pointwise")
    features = [
        {"type": "Feature", "properties": {"code": area.code, "name": area.name},
         "geometry": json.loads(shapely.to_geojson(shape))}
        for area, shape in zip(drawn, shapes, strict=True)
    ]  # fmt: skip
    return JsonResponse({
        "bounds": [here.west, here.south, here.east, here.north],
        "areas": {"type": "FeatureCollection", "features": features},
        "base": _base(request.member),
    })  # fmt: skip


def _base(member: Any) -> dict[str, Any]:
    found = BaseMap.objects.visible_to(member).order_by("-created_at").first()
    path = path_of(found) if found is not None else None
    if found is None or path is None:
        return {"kind": "none", "words": "", "keep": True}
    address = reverse("map:base_map", args=[member.municipality.slug])
    return {
        "kind": found.kind, "url": f"{address}?v={found.digest[:12]}", "keep": path.stat().st_size <= KEPT_AT_MOST,
        "words": ", ".join(part for part in (found.source, found.licence) if part),
    }  # fmt: skip
