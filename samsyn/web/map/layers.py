"""What the map draws: areas with names, tiles of reports, points as GeoJSON, and the card of what was pointed at."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from samsyn.ground.places.models import Area, BaseMap
from samsyn.ground.tenancy.background import background_of
from samsyn.method.observations.points import map_stamp, plain, sight_of, stored_values
from samsyn.method.observations.querysets import ObservationQuerySet
from samsyn.web.guard import members_who
from samsyn.web.map.kept import SHELF, Kept, key_of, points_for
from samsyn.web.map.listing import page_of
from samsyn.web.map.views import SEES_MAP, chosen
from samsyn.web.noting import shown as note_shown

MOST_POINTS = 4000
POINT = ("pk", "lon", "lat", "category_id", "observed_on", "kind", "ended_on")
ON_A_CARD = 8
HERE_DEGREES = 0.00002  # what counts as the same spot when a finger points at it: about two metres
DEEPEST = 16


@members_who(*SEES_MAP)
def ground(request: HttpRequest) -> HttpResponse:
    """Return the areas with their names, and where the base map lies."""
    import shapely

    today, here = timezone.localdate(), request.member.municipality
    areas = list(Area.objects.visible_to(request.member).in_working_set(on=today).order_by("code"))
    shapes = shapely.from_wkb([bytes(area.polygon) if area.polygon else None for area in areas])
    features = [
        {
            "type": "Feature",
            "properties": {"code": area.code, "name": area.name},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for area, shape in zip(areas, shapely.set_precision(shapes, 1e-6, mode="pointwise"), strict=True)
        if shape is not None
    ]
    base = BaseMap.objects.visible_to(request.member).order_by("-created_at").first()
    shown = {"base": _base(base, here), "sheet": _sheet(here)}
    return JsonResponse({"areas": _collection(features), "labels": _labels(areas), **shown})


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _labels(areas: list[Area]) -> list[dict[str, Any]]:
    known = [area for area in areas if area.centre_lon is not None]
    return [{"id": area.pk.hex, "name": area.name, "lon": area.centre_lon, "lat": area.centre_lat} for area in known]


def _base(base: BaseMap | None, here: Any) -> dict[str, Any]:
    address = reverse("map:base_map", args=[here.slug])
    if base is None:
        return {"kind": "none", "words": ""}
    words = ", ".join(part for part in (base.source, base.licence) if part)
    return {"kind": base.kind, "url": f"{address}?v={base.digest[:12]}", "words": words}


def _sheet(here: Any) -> dict[str, Any] | None:
    found = background_of(here)
    return {"tiles": [found.address], "words": found.words, "deepest": found.deepest} if found else None


def kept_for(request: HttpRequest) -> tuple[Kept, str]:
    """Return the points of what is chosen, and the stamp that says when they were true."""
    member, today = request.member, timezone.localdate()
    stamp = map_stamp(member.municipality, now=timezone.now())
    asked = (member.municipality.pk, sight_of(member), request.GET.urlencode(), today, stamp)
    found = SHELF.known(asked)
    if found is None:
        _form, choice, names = chosen(request)
        found = points_for(choice, member, today=today, stamp=stamp, names=names)
        SHELF.know(asked, key_of(choice, member, today=today, stamp=stamp))
    return found, stamp


def _all_of(points: Any) -> int:
    return int(points.reports.sum()) + sum(points.only_area.values())


@members_who(*SEES_MAP)
def now_shown(request: HttpRequest) -> HttpResponse:
    """Return where the chosen reports lie, and how many are known only to their area."""
    kept, stamp = kept_for(request)
    points = kept.points
    note_shown(request, _all_of(points))
    shown = {"stamp": stamp, "bounds": points.bounds, "drawn": int(points.reports.sum()), "only_area": points.only_area}
    return JsonResponse(shown)


@members_who(*SEES_MAP)
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Return one tile of the chosen reports that the member may see."""
    kept, stamp = kept_for(request)
    note_shown(request, _all_of(kept.points))       # one line an hour stands for every tile of the choice
    mark = f'"{hash((stamp, sight_of(request.member), request.GET.urlencode())):x}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    content = kept.tile(z, x, y) if z <= DEEPEST else b""
    SHELF.trim()
    return HttpResponse(content, content_type="application/vnd.mapbox-vector-tile", headers={"ETag": mark})


@members_who(*SEES_MAP)
def points(request: HttpRequest) -> HttpResponse:
    """Return the newest of the chosen reports that have a point, as GeoJSON: at most 4 000, and how many there are."""
    _form, choice, names = chosen(request)
    rows = choice.rows(request.member, today=timezone.localdate(), names=names).with_point()
    codes = {one.id.hex: json.dumps(one.code) for one in names.categories}
    found = [row for part in stored_values(rows.latest_first()[: MOST_POINTS + 1], *POINT) for row in part]
    features = ",".join(
        f'{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lon:.6f},{lat:.6f}]}},"properties":'
        f'{{"id":"{plain(id)}","category":{codes.get(plain(category), "null")},"on":"{on}","open":'
        f'{"true" if kind == "condition" and ended is None else "false"}}}}}'
        for id, lon, lat, category, on, kind, ended in found[:MOST_POINTS]
    )
    note_shown(request, min(len(found), MOST_POINTS))
    whole = "false" if len(found) > MOST_POINTS else "true"
    content = f'{{"type":"FeatureCollection","complete":{whole},"features":[{features}]}}'
    return HttpResponse(content, content_type="application/geo+json")


@members_who(*SEES_MAP)
def card(request: HttpRequest) -> HttpResponse:
    """Return the card of one report, or of the reports that stand on the same spot."""
    _form, choice, names = chosen(request)
    rows = choice.without_box().rows(request.member, today=timezone.localdate(), names=names)
    rows = _pointed_at(rows, request.GET)
    if rows is None:
        return HttpResponse(status=400)
    found = page_of(rows, request.member, after=None, before=None)
    note_shown(request, len(found.rows[:ON_A_CARD]))
    return render(request, "map/card.html", {"rows": found.rows[:ON_A_CARD], "more": found.count - ON_A_CARD})


def _pointed_at(rows: ObservationQuerySet, asked: QueryDict) -> ObservationQuerySet | None:
    """Keep the one with this id, or those on this spot; None when nothing that makes sense was pointed at."""
    try:
        if "id" in asked:
            return rows.filter(pk=UUID(asked["id"]))
        lon, lat = (float(value) for value in asked.get("at", "").split(","))
    except ValueError:
        return None
    west, east, south, north = lon - HERE_DEGREES, lon + HERE_DEGREES, lat - HERE_DEGREES, lat + HERE_DEGREES
    return rows.with_point().in_box(west=west, south=south, east=east, north=north)
