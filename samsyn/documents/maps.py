"""The paper map: own SVG from area borders, the base map's quiet layers and counted points. Never a gradient."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from samsyn.documents.charts import FONT, INK, QUIET

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PAPER = "#fdfcfa"
SEA = "#e3ebee"                     # what a base map leaves bare lies under water
# layer of the base map → how it is drawn, in this order from the ground up. All hold in black and white.
LAYERS: dict[str, dict[str, Any]] = {
    "land": {"fill": "#faf8f4"}, "field": {"fill": "#f5f2ea"}, "forest": {"fill": "#eeeee4"},
    "park": {"fill": "#e8ece0"}, "pitch": {"fill": "#e8ece0"}, "allotment": {"fill": "#eeeee4"},
    "sea": {"fill": "#e3ebee"}, "water": {"fill": "#e3ebee"}, "square": {"fill": "#efe9df"},
    "built": {"fill": "#e6e0d6"}, "quay": {"stroke": "#d8d1c5", "width": 1.5},
    "path": {"stroke": "#e2dcd1", "width": 0.6},
    "street": {"stroke": "#d9d2c6", "width": 1.0}, "rail": {"stroke": "#b9b1a4", "width": 1.0, "dash": "4 2"},
}  # fmt: skip
DETAIL = {"built", "path"}          # left out where the map shows a large country
MOST_KM_WITH_DETAIL = 7.0
INNER_SHARE = 0.96                  # of the events that the frame must hold; the rest are told in words
DOTS_MEET_PX = 11.0
ROOM_FOR_A_NUMBER = 8.0
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Frame(NamedTuple):
    """A rectangle of degrees on a sheet of pixels; a degree east is shortened by the cosine of the latitude."""

    west: float
    north: float
    px_per_lon: float
    px_per_lat: float
    width: int
    height: int

    def x(self, lon: Any) -> Any:
        return (np.asarray(lon) - self.west) * self.px_per_lon

    def y(self, lat: Any) -> Any:
        return (self.north - np.asarray(lat)) * self.px_per_lat

    def holds(self, lon: float, lat: float) -> bool:
        return 0 <= self.x(lon) <= self.width and 0 <= self.y(lat) <= self.height

    @property
    def box(self) -> tuple[float, float, float, float]:
        return (
            self.west, self.north - self.height / self.px_per_lat, self.west + self.width / self.px_per_lon, self.north,
        )  # fmt: skip

    @property
    def px_per_m(self) -> float:
        return self.px_per_lat / 111_320.0


class PaperMap(NamedTuple):
    """The drawing and how many events lie outside its frame."""

    svg: str
    events_outside: int


def paper_map(
    points: Sequence[Mapping[str, Any]], *, places: Sequence[Mapping[str, Any]], areas: Iterable[Mapping[str, Any]],
    base_map: bytes | None, title: str, width: int = 760, height: int = 500,
) -> PaperMap | None:  # fmt: skip
    """Draw the events of the picture; places that stand out get a ring and a letter. None without any point."""
    if not points:
        return None
    frame = frame_around(points, places=places, width=width, height=height)
    inside = [point for point in points if frame.holds(point["lon"], point["lat"])]
    ground = _base_layers(base_map, frame)
    dots = gathered_dots(inside, frame)
    parts = [f'<rect width="{width}" height="{height}" fill="{SEA if ground else PAPER}"/>']
    parts += ground
    parts += _areas(list(areas), frame, dots)
    parts += _dots(dots)
    parts += _rings(places, frame)
    parts.append(_scale(frame))
    parts.append(f'<rect width="{width}" height="{height}" fill="none" stroke="{QUIET}" stroke-width="1"/>')
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart map" role="img" '
        f'aria-label="{escape(title, quote=True)}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"><title>{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )
    return PaperMap(svg, sum(point["events"] for point in points) - sum(point["events"] for point in inside))


def frame_around(
    points: Sequence[Mapping[str, Any]], *, places: Sequence[Mapping[str, Any]], width: int, height: int
) -> Frame:
    """Return a frame that holds nearly all events and every place that stands out, at least two kilometres wide."""
    lon = np.array([point["lon"] for point in points])
    lat = np.array([point["lat"] for point in points])
    weight = np.array([point["events"] for point in points], float)
    west, east = _middle_part(lon, weight)
    south, north = _middle_part(lat, weight)
    for place in places:
        west, east = min(west, place["lon"]), max(east, place["lon"])
        south, north = min(south, place["lat"]), max(north, place["lat"])
    across = math.cos(math.radians((south + north) / 2))
    metre = 1 / 111_320.0
    wide = max((east - west) / metre * across * 1.16, 2_000.0)
    high = max((north - south) / metre * 1.16, 2_000.0 * height / width)
    px_per_m = min(width / wide, height / high)
    px_per_lat = px_per_m / metre
    px_per_lon = px_per_lat * across
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    return Frame(
        middle_lon - width / px_per_lon / 2, middle_lat + height / px_per_lat / 2, px_per_lon, px_per_lat, width, height
    )


def _middle_part(values: Any, weight: Any) -> tuple[float, float]:
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weight[order]) / weight.sum()
    tail = (1 - INNER_SHARE) / 2
    low = values[order][np.searchsorted(share, tail)]
    high = values[order][min(np.searchsorted(share, 1 - tail), len(values) - 1)]
    return float(low), float(high)


def _base_layers(base_map: bytes | None, frame: Frame) -> list[str]:
    """Draw the layers of a GeoJSON base map that we know, clipped to the frame."""
    if not base_map:
        return []
    import shapely
    from shapely.geometry import box, shape

    kilometres = frame.width / frame.px_per_m / 1000
    sheet = box(*frame.box).buffer(20 / frame.px_per_lat)
    drawn: dict[str, list[str]] = {}
    for feature in json.loads(base_map).get("features", []):
        layer = feature["properties"].get("layer", "")
        if layer not in LAYERS or (layer in DETAIL and kilometres > MOST_KM_WITH_DETAIL):
            continue
        whole = shape(feature["geometry"])
        if not whole.intersects(sheet):
            continue
        part = shapely.clip_by_rect(shapely.simplify(whole, 0.4 / frame.px_per_lat), *sheet.bounds)
        drawn.setdefault(layer, []).append(_path(part, frame))
    return [_styled("".join(drawn[layer]), style) for layer, style in LAYERS.items() if layer in drawn]


def _styled(d: str, style: Mapping[str, Any]) -> str:
    if "fill" in style:
        return f'<path fill="{style["fill"]}" fill-rule="evenodd" d="{d}"/>'
    dash = f' stroke-dasharray="{style["dash"]}"' if "dash" in style else ""
    return (
        f'<path fill="none" stroke="{style["stroke"]}" stroke-width="{style["width"]}" stroke-linejoin="round" '
        f'stroke-linecap="round"{dash} d="{d}"/>'
    )


def _path(geometry: "BaseGeometry", frame: Frame) -> str:
    """Return the path of lines and rings, rounded to a tenth of a pixel."""
    if geometry.is_empty:
        return ""
    if geometry.geom_type == "Polygon":
        return "".join(_ring(ring, frame, close=True) for ring in (geometry.exterior, *geometry.interiors))
    if geometry.geom_type in ("LineString", "LinearRing"):
        return _ring(geometry, frame, close=False)
    if hasattr(geometry, "geoms"):
        return "".join(_path(part, frame) for part in geometry.geoms)
    return ""


def _ring(ring: Any, frame: Frame, *, close: bool) -> str:
    import shapely

    coordinates = shapely.get_coordinates(ring)
    xs, ys = frame.x(coordinates[:, 0]).tolist(), frame.y(coordinates[:, 1]).tolist()
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True))
    return f"M{steps}{'Z' if close else ''}"


def _areas(areas: list[Mapping[str, Any]], frame: Frame, dots: Sequence[tuple[float, float, int]]) -> list[str]:
    """Draw borders and names of areas with a polygon; an area without one is not on the map."""
    import shapely
    from shapely.geometry import box

    sheet = box(*frame.box)
    polygons = [(area, shapely.from_wkb(bytes(area["polygon"]))) for area in areas if area["polygon"] is not None]
    polygons = [(area, polygon) for area, polygon in polygons if polygon.intersects(sheet)]
    if not polygons:
        return []
    # Neighbours share a border: drawn once, or the dashes of two would fill each other's gaps.
    lines = [shapely.clip_by_rect(polygon.boundary, *sheet.bounds) for _area, polygon in polygons]
    borders = shapely.line_merge(shapely.union_all(shapely.simplify(lines, 0.3 / frame.px_per_lat)))
    d = _path(borders, frame)
    parts = [f'<path fill="none" stroke="#8d8478" stroke-width="1.2" stroke-dasharray="6 3" d="{d}"/>']
    for area, polygon in polygons:
        where = polygon.intersection(sheet).representative_point()
        if area.get("centre_lon") is not None and frame.holds(area["centre_lon"], area["centre_lat"]):
            where = shapely.Point(area["centre_lon"], area["centre_lat"])
        x, y = float(frame.x(where.x)), float(frame.y(where.y))
        name = str(area["name"])
        y = _free_of_dots(x, y, dots, half_width=len(name) * 3.8)
        parts.append(_label(x, y, name, size=13, colour=QUIET, anchor="middle", spaced=True))
    return parts


def _free_of_dots(x: float, y: float, dots: Sequence[tuple[float, float, int]], *, half_width: float) -> float:
    """Return the height nearest to y where a name covers no dot; y itself where there is none."""
    for step in (0, -14, 14, -26, 26, -38, 38, -50, 50):
        if all(
            abs(dot_x - x) > half_width + _radius(events) + 12 or abs(dot_y - (y + step - 4)) > _radius(events) + 12
            for dot_x, dot_y, events in dots
        ):
            return y + step
    return y


def gathered_dots(points: Sequence[Mapping[str, Any]], frame: Frame) -> list[tuple[float, float, int]]:
    """Return (x, y, events) with points that would cover each other joined into the larger one."""
    dots: list[tuple[float, float, int]] = []
    cells: dict[tuple[int, int], list[int]] = {}
    for point in sorted(points, key=lambda each: (-each["events"], each["lon"], each["lat"])):
        x, y = float(frame.x(point["lon"])), float(frame.y(point["lat"]))
        at = (int(x // DOTS_MEET_PX), int(y // DOTS_MEET_PX))
        near = [n for dx in (-1, 0, 1) for dy in (-1, 0, 1) for n in cells.get((at[0] + dx, at[1] + dy), [])]
        meets = next((n for n in near if math.hypot(dots[n][0] - x, dots[n][1] - y) < DOTS_MEET_PX), None)
        if meets is None:
            cells.setdefault(at, []).append(len(dots))
            dots.append((x, y, int(point["events"])))
        else:
            dots[meets] = (dots[meets][0], dots[meets][1], dots[meets][2] + int(point["events"]))
    return dots


def _radius(events: int) -> float:
    """Return the radius of a dot: its surface grows with the count, up to a size that still lets the map through."""
    return min(2.6 * math.sqrt(events) + 0.6, 16.0)


def _dots(dots: Sequence[tuple[float, float, int]]) -> list[str]:
    """Draw the dots, the largest first; a number stands in a large dot and beside a small one."""
    parts, numbers = [], []
    for x, y, events in sorted(dots, key=lambda dot: -dot[2]):
        radius = _radius(events)
        parts.append(
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{INK}" stroke="#fff" '
            f'stroke-width="1"/>'
        )
        if radius >= ROOM_FOR_A_NUMBER:
            numbers.append(
                f'<text x="{x:.1f}" y="{y + 4:.1f}" fill="#fff" font-family="{FONT}" font-size="11.5" '
                f'font-weight="600" text-anchor="middle">{events}</text>'
            )
        elif events > 1:
            numbers.append(_label(x + radius + 2.5, y + 4, str(events), size=11.5, colour=INK, weight=600))
    return parts + numbers


def _rings(places: Sequence[Mapping[str, Any]], frame: Frame) -> list[str]:
    parts = []
    for letter, place in zip(LETTERS, places, strict=False):
        x, y = float(frame.x(place["lon"])), float(frame.y(place["lat"]))
        radius = min(max(float(place.get("radius_m") or 0) * frame.px_per_m, 19.0), 60.0)
        tag_x, tag_y = x + radius * 0.72, y - radius * 0.72
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke="#fff" stroke-width="4.5"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke="{INK}" stroke-width="2"/>'
            f'<rect x="{tag_x - 8:.1f}" y="{tag_y - 9:.1f}" width="17" height="17" rx="2" fill="{INK}"/>'
            f'<text x="{tag_x + 0.5:.1f}" y="{tag_y + 4:.1f}" fill="#fff" font-family="{FONT}" font-size="13" '
            f'font-weight="700" text-anchor="middle">{letter}</text>'
        )
    return parts


def _scale(frame: Frame) -> str:
    """Draw a bar of a round length, about a fifth of the sheet."""
    wanted = frame.width / 5 / frame.px_per_m
    power = 10 ** math.floor(math.log10(wanted))
    metres = next(step * power for step in (5, 2, 1) if step * power <= wanted)
    length = metres * frame.px_per_m
    words = f"{metres / 1000:g} km".replace(".", ",") if metres >= 1000 else f"{metres:g} m"
    x, y = 14.0, frame.height - 14.0
    d = f"M{x:.1f} {y - 5:.1f}V{y:.1f}H{x + length:.1f}V{y - 5:.1f}"
    return (
        f'<path fill="none" stroke="#fff" stroke-width="4" d="{d}"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="1.4" d="{d}"/>'
        + _label(x + length + 6, y, words, size=12, colour=INK)
    )


def _label(
    x: float, y: float, words: str, *, size: float, colour: str, anchor: str = "start", weight: int = 400,
    spaced: bool = False,
) -> str:  # fmt: skip
    """Write words with a light edge, so that they read over lines and dots."""
    letters = ' letter-spacing="0.6"' if spaced else ""
    both = (
        f'x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}"{letters}'
    )
    return (
        f'<text {both} fill="none" stroke="#fff" stroke-width="3" stroke-linejoin="round">{escape(words)}</text>'
        f'<text {both} fill="{colour}">{escape(words)}</text>'
    )
