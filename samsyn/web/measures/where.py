"""The map of measures: numbers where they are, and the same as a table beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samsyn.ground.tenancy.background import background_of
from samsyn.method.measures.models import Measure
from samsyn.web.guard import members_who
from samsyn.web.map.background import allowing
from samsyn.web.map.views import SEES_MAP
from samsyn.web.measures.forms import FilterForm
from samsyn.web.measures.views import MAY_LOOK, shown
from samsyn.web.measures.ways import ways

MOST = 200
MOST_NUMBERS = 3
EDGE_DEGREES = 0.004


@members_who(*MAY_LOOK)
def on_the_map(request: HttpRequest) -> HttpResponse:
    """Show where the chosen measures are; one for a whole area stands in its middle."""
    member, today = request.member, timezone.localdate()
    chosen = FilterForm(request.GET, member=member)
    rows = chosen.rows(Measure.objects.visible_to(member), today=today).with_names().in_order()[: MOST + 1]
    measures = [shown(one, today=today) for one in rows]
    points = [_point(each) for each in measures[:MOST]]
    context = {
        "form": chosen, "rows": measures[:MOST], "too_many": len(measures) > MOST, "ways": ways(request, "karta"),
        "shapes": _collection([point for point in points if point], member.municipality),
        "sees_map": any(member.may(each) for each in SEES_MAP), "without": sum(point is None for point in points),
    }  # fmt: skip
    answer = render(request, "measures/map.html", context)
    sheet = background_of(member.municipality)
    return allowing(answer, sheet.origin if sheet else "")


def _point(row: dict[str, Any]) -> dict[str, Any] | None:
    """Return a measure as a point: of its place where that is shown, else of the middle of its area."""
    measure = row["measure"]
    place, area = measure.place, measure.area or (measure.place.area if measure.place is not None else None)
    exact = place is not None and not place.show_coarse and place.lon is not None
    lon, lat = (place.lon, place.lat) if exact else (area.centre_lon, area.centre_lat) if area else (None, None)
    if lon is None:
        return None
    words = f"{measure.what} · {measure.organisation} · {measure.where}"
    return {"number": measure.number, "words": words, "lon": lon, "lat": lat, "exact": exact}


def _collection(points: list[dict[str, Any]], here: Any) -> dict[str, Any]:
    """Return one dot for each spot, with the numbers of all that stand there."""
    spots: dict[tuple[float, float], list[dict[str, Any]]] = {}
    for point in points:
        spots.setdefault((point["lon"], point["lat"]), []).append(point)
    features = [_spot(key, spot, told) for key, (spot, told) in enumerate(spots.items(), start=1)]
    lons, lats = ([spot[axis] for spot in spots] for axis in (0, 1))
    bounds = [here.west, here.south, here.east, here.north]
    if features:
        low, high = -EDGE_DEGREES, EDGE_DEGREES
        bounds = [min(lons) + low, min(lats) + low, max(lons) + high, max(lats) + high]
    return {"type": "FeatureCollection", "features": features, "bounds": bounds}


def _spot(key: int, at: tuple[float, float], told: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = [each["number"] for each in told]
    label = ", ".join(str(number) for number in numbers[:MOST_NUMBERS]) + ("…" if len(numbers) > MOST_NUMBERS else "")
    properties = {
        "key": key, "label": label, "numbers": numbers, "words": [each["words"] for each in told],
        "exact": all(each["exact"] for each in told),
    }  # fmt: skip
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": list(at)}}
