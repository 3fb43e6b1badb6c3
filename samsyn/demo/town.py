"""The town drawn from its plan: base map, areas and addresses, in metres and as GeoJSON for MapLibre.

``Town.base_map()`` is one FeatureCollection; each feature's ``layer`` is one of sea, land, field, forest, water, park,
pitch, allotment, quay, square, built, rail, street (with ``rank`` and ``name``), path,
border and label (with ``kind``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from samsyn.demo import drawing
from samsyn.demo.granvik import GRANVIK
from samsyn.demo.lillskog import LILLSKOG

if TYPE_CHECKING:
    from shapely import LineString, Polygon
    from shapely.geometry.base import BaseGeometry

    from samsyn.demo.plan import Plan, Quarter

PLANS = {plan.slug: plan for plan in (GRANVIK, LILLSKOG)}
ROAD_WIDTH_M = {"major": 16.0, "main": 13.0, "street": 10.0, "local": 9.0, "rural": 8.0}
METRIC_CRS = "EPSG:3006"


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A street or path: name, rank and its pieces."""

    name: str
    rank: str
    line: BaseGeometry


@dataclass(frozen=True, slots=True)
class TownArea:
    """One of the municipality's own areas."""

    code: str
    name: str
    inhabitants: int
    shape: BaseGeometry


@dataclass(frozen=True)
class Town:
    """A drawn town. All shapes are in metres from its origin until they are asked for in degrees."""

    plan: Plan
    municipality: Polygon
    land: BaseGeometry
    water: BaseGeometry
    areas: tuple[TownArea, ...]
    streets: tuple[NamedLine, ...]
    paths: tuple[NamedLine, ...]
    rail: LineString
    built: tuple[Polygon, ...]
    green: tuple[tuple[str, str, BaseGeometry], ...]  # layer, name, shape

    def address(self, street: str, number: int) -> tuple[float, float]:
        """Return where a house number stands: even numbers on the right, about 24 m between neighbours."""
        from shapely import get_parts, line_merge

        found = next((s for s in (*self.streets, *self.paths) if s.name == street), None)
        assert found is not None, f"ingen gata heter {street}"
        way = max(get_parts(line_merge(found.line)), key=lambda part: part.length)
        along = min(12.0 + 12.0 * number, way.length - 6.0)
        (x, y), (nx, ny) = way.interpolate(along).coords[0], way.interpolate(along + 4.0).coords[0]
        length = math.hypot(nx - x, ny - y) or 1.0
        side = 18.0 if number % 2 == 0 else -18.0
        return x + side * (ny - y) / length, y - side * (nx - x) / length

    def area_of(self, x: float, y: float) -> str | None:
        """Return the code of the area that holds the point; on an edge the lowest code."""
        from shapely import Point

        point = Point(x, y)
        return min((area.code for area in self.areas if area.shape.intersects(point)), default=None)

    def to_metric(self, x: float, y: float) -> tuple[float, float]:
        """Return SWEREF 99 TM east and north."""
        return self.plan.origin[0] + x, self.plan.origin[1] + y

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude, to about a decimetre."""
        lon, lat = _transformer().transform(*self.to_metric(x, y))
        return round(lon, 6), round(lat, 6)

    def base_map(self) -> dict[str, Any]:
        """Return the quiet map under everything else, as one GeoJSON FeatureCollection in degrees."""
        features = [
            feature(layer, self._in_degrees(shape, digits=digits), **properties)
            for layer, shape, digits, properties in self._layers()
            if not shape.is_empty
        ]
        return {"type": "FeatureCollection", "features": features}

    def area_collection(self) -> dict[str, Any]:
        """Return the areas as a GeoJSON FeatureCollection in degrees with code, name and inhabitants."""
        features = [
            {
                "type": "Feature",
                "properties": {"code": area.code, "name": area.name, "inhabitants": area.inhabitants},
                "geometry": geometry(self._in_degrees(area.shape, digits=6)),
            }
            for area in self.areas
        ]
        return {"type": "FeatureCollection", "features": features}

    def border_collection(self) -> dict[str, Any]:
        """Return the municipality's border as a GeoJSON FeatureCollection in degrees."""
        return {
            "type": "FeatureCollection",
            "features": [feature("border", self._in_degrees(self.municipality, digits=6), name=self.plan.name)],
        }

    def _in_degrees(self, shape: BaseGeometry, *, digits: int) -> BaseGeometry:
        import shapely

        def degrees(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            east, north = points[:, 0] + self.plan.origin[0], points[:, 1] + self.plan.origin[1]
            lon, lat = _transformer().transform(east, north)
            return np.round(np.column_stack([lon, lat]), digits)

        turned = shapely.transform(shape, degrees)
        # Rounding can fold a thin bay over itself.
        return turned if shapely.is_valid(turned) else shapely.make_valid(shapely.buffer(turned, 0))

    def _layers(self) -> list[tuple[str, BaseGeometry, int, dict[str, Any]]]:
        from shapely import MultiPolygon, Point

        layers: list[tuple[str, BaseGeometry, int, dict[str, Any]]] = [("land", self.land, 5, {})]
        layers += [(layer, shape, 5, {"name": name} if name else {}) for layer, name, shape in self.green]
        layers.append(("water", self.water, 5, {}))
        layers.append(("built", MultiPolygon(self.built), 5, {}))
        layers.append(("rail", self.rail, 5, {}))
        layers += [("path", path.line, 5, {"name": path.name}) for path in self.paths]
        layers += [("street", way.line, 5, {"name": way.name, "rank": way.rank}) for way in self.streets]
        layers.append(("border", self.municipality.exterior, 5, {"name": self.plan.name}))
        for area in {area.code: area for area in self.areas}.values():
            seed = next(seed for seed in self.plan.area_seeds if seed[0] == area.code)
            layers.append(("label", Point(seed[2]), 5, {"kind": "area", "name": area.name}))
        for name, x, y in self.plan.stations:
            layers.append(("label", Point(x, y), 5, {"kind": "station", "name": name}))
        return layers


def feature(layer: str, shape: BaseGeometry, **properties: Any) -> dict[str, Any]:
    """Return one GeoJSON feature of a layer."""
    return {"type": "Feature", "properties": {"layer": layer, **properties}, "geometry": geometry(shape)}


def geometry(shape: BaseGeometry) -> dict[str, Any]:
    """Return the GeoJSON geometry with lists in place of tuples."""
    from shapely.geometry import mapping

    kind = shape.geom_type.replace("LinearRing", "LineString")  # GeoJSON knows no rings
    return {"type": kind, "coordinates": _lists(mapping(shape)["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(part) for part in value] if isinstance(value, tuple | list) else value


@cache
def _transformer() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(METRIC_CRS, "EPSG:4326", always_xy=True)


@cache
def town(slug: str) -> Town:
    """Return the drawn town of the municipality."""
    return draw(PLANS[slug])


def draw(plan: Plan) -> Town:
    """Draw the town: water first, then streets, then what stands between them."""
    from shapely import LineString, Polygon, unary_union

    rng = np.random.default_rng(plan.seed)
    land, water = _land_and_water(plan, rng)
    rail = drawing.line(*plan.railway)
    streets = _hand_drawn(plan)
    streets += _nets(plan, land.difference(water.buffer(12)), streets, rail, rng)
    paths = tuple(NamedLine(name, "path", drawing.line(*corners)) for name, corners in plan.paths)
    areas = _areas(plan, Polygon(drawing.smooth(plan.border, rounds=2, closed=True)), rail)
    municipality = unary_union([area.shape for area in areas])
    greens = _greens(plan, land)
    built = _houses(plan, streets, land, water, greens, rail, rng)
    roads = unary_union([way.line.buffer(ROAD_WIDTH_M[way.rank] / 2) for way in streets])
    built = [house for house in built if not house.intersects(roads)] + _hand_houses(plan)
    greens = _countryside(plan, land, water, rng) + greens + _open_ground(plan, land)
    clipped = rail.intersection(Polygon(_frame(plan)))
    return Town(
        plan=plan, municipality=municipality, land=land, water=water, areas=areas,
        streets=tuple(streets), paths=paths, rail=LineString(clipped.coords), built=tuple(built), green=tuple(greens),
    )  # fmt: skip


def _frame(plan: Plan) -> list[tuple[float, float]]:
    """Return the corners of the drawn sheet, a good bit beyond the border."""
    xs, ys = [x for x, _ in plan.border], [y for _, y in plan.border]
    west, east, south, north = min(xs) - 2500, max(xs) + 2500, min(ys) - 2500, max(ys) + 2500
    return [(west, south), (east, south), (east, north), (west, north)]


def _land_and_water(plan: Plan, rng: np.random.Generator) -> tuple[BaseGeometry, BaseGeometry]:
    from shapely import Polygon, unary_union

    frame = Polygon(_frame(plan))
    if plan.shore:
        shore = drawing.frayed(drawing.smooth(plan.shore, rounds=3), rng=rng, step_m=45, amplitude_m=16)
        land = Polygon([*shore, (-20_000, -12_500), (-20_000, 12_500)]).buffer(0)
    else:
        land = frame
    islands = [drawing.irregular(centre, radius_m=radius, rng=rng) for centre, radius in plan.islands]
    quays = [drawing.box_at(x, y, long_m=a, wide_m=b, turned=turn) for x, y, a, b, turn in plan.quays]
    land = unary_union([land, *islands, *quays]).intersection(frame)
    river = drawing.frayed(drawing.smooth(plan.river, rounds=3), rng=rng, step_m=60, amplitude_m=9)
    narrow, wide = plan.river_width_m
    steps = [
        np.linspace(narrow, wide, len(river))[k] / 2 for k in range(len(river) - 1)
    ]  # the river widens towards its mouth
    water = unary_union(
        [_stretch(river[k], river[k + 1], width) for k, width in enumerate(steps)]
        + [drawing.irregular(centre, radius_m=radius, rng=rng, corners=11) for centre, radius in plan.lakes]
    )
    return land.difference(water.buffer(0)).simplify(1.0), water.intersection(land.convex_hull).simplify(1.0)


def _stretch(start: Any, stop: Any, half_width_m: float) -> BaseGeometry:
    from shapely import LineString

    return LineString([start, stop]).buffer(half_width_m, quad_segs=2)


def _hand_drawn(plan: Plan) -> list[NamedLine]:
    from shapely import Polygon

    frame = Polygon(_frame(plan))
    return [
        NamedLine(street.name, street.rank, drawing.line(*street.corners).simplify(0.8).intersection(frame))
        for street in plan.streets
    ]


def _zone(quarter: Quarter) -> Polygon:
    return drawing.blob(*quarter.edge, rounds=2).buffer(0)


def _nets(
    plan: Plan, dry: BaseGeometry, drawn: list[NamedLine], rail: LineString, rng: np.random.Generator
) -> list[NamedLine]:
    """Return the small streets of every quarter, joined street by street under their names."""
    from shapely import MultiLineString, unary_union

    ways: list[NamedLine] = []
    for quarter in plan.quarters:
        beside = unary_union([way.line for way in (*drawn, *ways)])
        zone = _zone(quarter).intersection(dry).difference(rail.buffer(22))
        for _, shape in _park_shapes(plan):
            zone = zone.difference(shape.buffer(-4))
        pieces = drawing.street_net(
            zone, along_m=quarter.along_m, across_m=quarter.across_m, turned=quarter.turned, bent_m=quarter.bent_m,
            wave_m=quarter.wave_m, gaps=quarter.gaps, rng=rng,
        )  # fmt: skip
        by_number: dict[int, list[LineString]] = {}
        for number, piece in drawing.fitted(pieces, zone=zone, beside=beside):
            by_number.setdefault(number, []).append(piece)
        longest = sorted(by_number.values(), key=lambda parts: -sum(part.length for part in parts))
        for k, parts in enumerate(longest):
            name = quarter.names[k] if k < len(quarter.names) else ""
            ways.append(NamedLine(name, "local", MultiLineString(parts).simplify(1.0)))
    return ways


def _park_shapes(plan: Plan) -> list[tuple[str, Polygon]]:
    return [(name, drawing.blob(*corners, rounds=2)) for name, corners in plan.parks]


def _greens(plan: Plan, land: BaseGeometry) -> list[tuple[str, str, BaseGeometry]]:
    greens: list[tuple[str, str, BaseGeometry]] = [
        ("forest", "", drawing.blob(*corners).intersection(land)) for corners in plan.town_woods
    ]
    greens += [("park", name, shape.intersection(land)) for name, shape in _park_shapes(plan)]
    greens += [("allotment", name, drawing.blob(*corners, rounds=1)) for name, corners in plan.allotments]
    greens += [
        ("pitch", name, drawing.box_at(x, y, long_m=110, wide_m=70, turned=turn)) for name, x, y, turn in plan.pitches
    ]
    return greens


def _open_ground(plan: Plan, land: BaseGeometry) -> list[tuple[str, str, BaseGeometry]]:
    ground: list[tuple[str, str, BaseGeometry]] = [
        ("square", name, drawing.box_at(x, y, long_m=a, wide_m=b, turned=turn))
        for name, x, y, a, b, turn in plan.squares
    ]
    strips = [*plan.quays, *plan.jetties]
    ground += [("quay", "", drawing.box_at(x, y, long_m=a, wide_m=b, turned=turn)) for x, y, a, b, turn in strips]
    return ground


def _countryside(
    plan: Plan, land: BaseGeometry, water: BaseGeometry, rng: np.random.Generator
) -> list[tuple[str, str, BaseGeometry]]:
    """Return fields around the farms and along the river, and the forest that covers the rest."""
    from shapely import Polygon, unary_union

    town_edge = drawing.blob(*plan.urban_edge)
    fields: list[BaseGeometry] = []
    for x, y in plan.farms:
        for _ in range(4):
            offset = rng.normal(0, 330, 2)
            fields.append(drawing.irregular((x + offset[0], y + offset[1]), radius_m=rng.uniform(200, 520), rng=rng))
    quarters = unary_union([_zone(quarter).buffer(70) for quarter in plan.quarters])
    greens = unary_union([shape for layer, _, shape in _greens(plan, land) if layer != "forest"])
    roads = unary_union([drawing.line(*street.corners).buffer(26) for street in plan.streets])
    lawns = unary_union(
        [drawing.irregular((x, y), radius_m=radius, rng=rng) for x, y, radius in _clearings(plan, town_edge, rng)]
    )
    open_land = unary_union([*fields, quarters, lawns, greens, roads, water.buffer(25), *_hand_houses(plan, 45)])
    field = unary_union(fields).difference(unary_union([quarters, water.buffer(8)])).intersection(land)
    forest = land.intersection(Polygon(_frame(plan))).buffer(-14).difference(open_land.buffer(8))
    forest = forest.buffer(-26).buffer(26).simplify(7)
    return [("field", "", field.simplify(6)), ("forest", "", forest)]


def _clearings(plan: Plan, edge: Polygon, rng: np.random.Generator) -> list[tuple[float, float, float]]:
    """Return open spots inside the town's edge, so that the wood comes in as wedges."""
    west, south, east, north = edge.bounds
    spots = rng.uniform((west, south), (east, north), (26, 2))
    return [(float(x), float(y), float(rng.uniform(90, 240))) for x, y in spots]


def _hand_houses(plan: Plan, margin_m: float = 0.0) -> list[BaseGeometry]:
    return [
        drawing.box_at(x, y, long_m=a, wide_m=b, turned=turn).buffer(margin_m, join_style="mitre")
        for _, x, y, a, b, turn in plan.landmarks
    ]


def _houses(
    plan: Plan,
    streets: list[NamedLine],
    land: BaseGeometry,
    water: BaseGeometry,
    greens: list[tuple[str, str, BaseGeometry]],
    rail: LineString,
    rng: np.random.Generator,
) -> list[Polygon]:
    """Return every house: block by block in the town, farm by farm outside it."""
    from shapely import get_parts, intersection, polygonize, prepare, unary_union

    kept_free = unary_union(
        [water.buffer(14), rail.buffer(16), *_hand_houses(plan, 14), *(shape for _, _, shape in greens)]
        + [drawing.box_at(x, y, long_m=a, wide_m=b, turned=turn) for _, x, y, a, b, turn in plan.squares]
    )
    prepare(kept_free)
    dry = land.buffer(-9)
    net = unary_union([way.line for way in streets])
    houses: list[Polygon] = []
    for quarter in plan.quarters:
        zone = _zone(quarter)
        lines = unary_union([intersection(net, zone.buffer(30)), zone.boundary])
        for block in get_parts(polygonize(get_parts(lines))):
            if zone.contains(block.representative_point()) and block.area > 700:
                houses += _block(quarter.manner, block, rng)
    houses += _farmsteads(plan, rng) + _sheds(plan, rng)
    free = [house for house in houses if dry.contains(house) and not kept_free.intersects(house)]
    return free + _cabins(plan, rng)


def _block(manner: str, block: Polygon, rng: np.random.Generator) -> list[Polygon]:
    if manner == "perimeter":
        return drawing.perimeter_block(block, rng=rng)
    if manner == "slab":
        return drawing.slab_block(block, rng=rng)
    if manner == "court":
        return drawing.court_block(block, rng=rng)
    if manner == "works":
        return drawing.works_block(block, rng=rng)
    return drawing.villa_block(block, rng=rng, row_of=int(rng.integers(3, 7)) if manner == "row" else 1)


def _farmsteads(plan: Plan, rng: np.random.Generator) -> list[Polygon]:
    houses = []
    for x, y in plan.farms:
        turned = rng.uniform(0, math.pi)
        for dx, dy, long_m, wide_m in ((0, 0, 15, 9), (38, 8, 34, 13), (12, 36, 22, 10)):
            houses.append(drawing.box_at(x + dx, y + dy, long_m=long_m, wide_m=wide_m, turned=turned))
    return houses


def _sheds(plan: Plan, rng: np.random.Generator) -> list[Polygon]:
    """Return the houses along country roads and the large single buildings."""
    houses = []
    for street in plan.streets:
        if street.rank == "rural":
            way = drawing.line(*street.corners)
            for at in np.arange(150, way.length - 100, 260):
                if rng.random() < 0.55:
                    spot = way.interpolate(at + rng.uniform(-60, 60))
                    side = rng.choice([-1, 1]) * rng.uniform(22, 48)
                    houses.append(
                        drawing.box_at(spot.x, spot.y + side, long_m=13, wide_m=9, turned=rng.uniform(0, math.pi))
                    )
    return houses


def _cabins(plan: Plan, rng: np.random.Generator) -> list[Polygon]:
    cabins = []
    for _, corners in plan.allotments:
        ground = drawing.blob(*corners, rounds=1)
        for x in np.arange(ground.bounds[0], ground.bounds[2], 24):
            for y in np.arange(ground.bounds[1], ground.bounds[3], 24):
                cabin = drawing.box_at(x + rng.normal(0, 2), y + rng.normal(0, 2), long_m=5.5, wide_m=4, turned=0.3)
                if ground.buffer(-8).contains(cabin):
                    cabins.append(cabin)
    return cabins


def _areas(plan: Plan, municipality: Polygon, rail: LineString) -> tuple[TownArea, ...]:
    """Cut the municipality along its inner borders; faces with the same code become one area, without gaps."""
    from shapely import Point, get_parts, polygonize, set_precision, unary_union

    edge = drawing.blob(*plan.urban_edge, rounds=2)
    inner = [
        rail.intersection(edge.buffer(1)),
        *(drawing.line(*corners, rounds=2).intersection(edge.buffer(1)) for corners in plan.dividers),
    ]
    lines = unary_union([set_precision(shape, 0.1) for shape in (municipality.boundary, edge.boundary, *inner)])
    faces: dict[str, list[Polygon]] = {}
    for face in get_parts(polygonize(get_parts(lines))):
        inside = face.representative_point()
        if not edge.contains(inside):
            code = "L"
        else:
            held = [seed for seed in plan.area_seeds if face.contains(Point(seed[2]))]
            near = min(
                plan.area_seeds, key=lambda seed: face.distance(Point(seed[2])) + 0.2 * inside.distance(Point(seed[2]))
            )
            code = (held or [near])[0][0]
        faces.setdefault(code, []).append(face)
    known = {seed[0]: seed for seed in reversed(plan.area_seeds)}
    return tuple(
        TownArea(code, known[code][1], known[code][3], unary_union(shapes)) for code, shapes in sorted(faces.items())
    )
