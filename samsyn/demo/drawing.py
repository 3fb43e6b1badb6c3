"""Pen strokes for drawing a town: smooth lines, bent street nets, blocks and the houses in them. Metres throughout."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely import LineString, Polygon
    from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]


def smooth(corners: Sequence[tuple[float, float]] | Points, *, rounds: int = 3, closed: bool = False) -> Points:
    """Return the corners rounded by Chaikin's corner cutting; an open line keeps its two ends."""
    points = np.asarray(corners, dtype=float)
    for _ in range(rounds):
        following = np.roll(points, -1, axis=0) if closed else points[1:]
        here = points if closed else points[:-1]
        cut = np.empty((2 * len(here), 2))
        cut[0::2] = 0.75 * here + 0.25 * following
        cut[1::2] = 0.25 * here + 0.75 * following
        points = cut if closed else np.vstack([points[:1], cut, points[-1:]])
    return points


def line(*corners: tuple[float, float], rounds: int = 3) -> LineString:
    """Return a smooth open line through the neighbourhood of the corners."""
    from shapely import LineString

    return LineString(smooth(corners, rounds=rounds))


def blob(*corners: tuple[float, float], rounds: int = 3) -> Polygon:
    """Return a smooth closed shape."""
    from shapely import Polygon

    return Polygon(smooth(corners, rounds=rounds, closed=True))


def frayed(points: Points, *, rng: np.random.Generator, step_m: float, amplitude_m: float) -> Points:
    """Return the line with small correlated bends, as a shore or a forest edge has; its ends stay."""
    from shapely import LineString

    stroke = LineString(points)
    count = max(int(stroke.length // step_m), 3)
    along = np.array([stroke.interpolate(k / count, normalized=True).coords[0] for k in range(count + 1)])
    noise = rng.normal(size=along.shape)
    kernel = np.array([1.0, 3.0, 4.0, 3.0, 1.0]) / 12
    for axis in (0, 1):
        noise[:, axis] = np.convolve(noise[:, axis], kernel, mode="same")
    noise[0] = noise[-1] = 0.0
    return along + amplitude_m * noise


def irregular(centre: tuple[float, float], *, radius_m: float, rng: np.random.Generator, corners: int = 9) -> Polygon:
    """Return a field-like shape around a point."""
    from shapely import Polygon

    angles = np.sort(rng.uniform(0, 2 * math.pi, corners))
    reach = radius_m * rng.uniform(0.55, 1.25, corners)
    ring = np.column_stack([centre[0] + reach * np.cos(angles), centre[1] + reach * np.sin(angles)])
    return Polygon(smooth(ring, rounds=2, closed=True)).buffer(0)


def _bend(points: Points, *, strength_m: float, wave_m: float, phase: float) -> Points:
    """Return the points pushed sideways by slow waves, so that a straight net becomes one that was walked first."""
    if not strength_m:
        return points
    x, y = points[:, 0], points[:, 1]
    turn = 2 * math.pi / wave_m
    dx = np.sin(turn * y + phase) + 0.5 * np.sin(1.7 * turn * x + 2.1 * phase)
    dy = np.sin(turn * x + 1.3 * phase) + 0.5 * np.sin(2.3 * turn * y - phase)
    return points + strength_m * np.column_stack([dx, dy])


def _spread(reach_m: float, spacing_m: float, rng: np.random.Generator) -> Points:
    """Return uneven line positions from -reach to +reach."""
    steps = spacing_m * rng.uniform(0.82, 1.18, int(2 * reach_m / spacing_m) + 2)
    return -reach_m + np.cumsum(steps)


def street_net(
    zone: Polygon,
    *,
    along_m: float,
    across_m: float,
    turned: float,
    bent_m: float,
    wave_m: float,
    gaps: float,
    rng: np.random.Generator,
) -> list[tuple[int, LineString]]:
    """Return (street number, piece of street) for a bent net within the zone.

    ``along_m`` and ``across_m`` are the block's sides, ``turned`` degrees against east, ``gaps`` the share of pieces
    left out so that blocks join and dead ends appear.
    """
    from shapely import LineString

    centre = np.array(zone.centroid.coords[0])
    reach = 0.75 * math.hypot(*(np.array(zone.bounds[2:]) - np.array(zone.bounds[:2])))
    us, vs = _spread(reach, along_m, rng), _spread(reach, across_m, rng)
    angle = math.radians(turned)
    rotation = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    phase = rng.uniform(0, 2 * math.pi)

    def placed(uv: Points) -> Points:
        return _bend(uv @ rotation + centre, strength_m=bent_m, wave_m=wave_m, phase=phase)

    pieces: list[tuple[int, LineString]] = []
    for number, (fixed, others, upright) in enumerate([*((u, vs, True) for u in us), *((v, us, False) for v in vs)]):
        for start, stop in zip(others[:-1], others[1:], strict=True):
            if rng.random() < gaps:
                continue
            along = np.linspace(start, stop, 5 if bent_m else 2)
            still = np.full_like(along, fixed)
            piece = LineString(placed(np.column_stack([still, along] if upright else [along, still])))
            if zone.intersects(piece):
                pieces.append((number, piece))
    return pieces


def fitted(
    pieces: Iterable[tuple[int, LineString]], *, zone: Polygon, beside: BaseGeometry, distance_m: float = 42.0
) -> list[tuple[int, LineString]]:
    """Return the pieces cut to the zone, without those that would run beside an existing street or end in a stump."""
    from shapely import get_parts

    near = beside.intersection(zone.buffer(distance_m)).buffer(distance_m, quad_segs=2)
    kept = []
    for number, piece in pieces:
        for part in get_parts(piece.intersection(zone)):
            if part.length < 30 or part.intersection(near).length > 0.72 * part.length:
                continue
            kept.append((number, part))
    return kept


def box_at(x: float, y: float, *, long_m: float, wide_m: float, turned: float) -> Polygon:
    """Return a rectangle around a point; ``turned`` in radians."""
    from shapely import Polygon

    half = np.array([[-long_m, -wide_m], [long_m, -wide_m], [long_m, wide_m], [-long_m, wide_m]]) / 2
    cos, sin = math.cos(turned), math.sin(turned)
    return Polygon(half @ np.array([[cos, sin], [-sin, cos]]) + [x, y])


def long_side(shape: Polygon) -> float:
    """Return the direction (radians) of the longer side of the tightest rectangle around the shape."""
    corners = np.array(shape.minimum_rotated_rectangle.exterior.coords)
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    way = first if math.hypot(*first) >= math.hypot(*second) else second
    return math.atan2(way[1], way[0])


def _cells(block: Polygon, *, long_m: float, wide_m: float, turned: float) -> Iterable[tuple[float, float]]:
    """Yield the middles of a grid laid over the block in the given direction."""
    x, y = block.centroid.coords[0]
    reach = 0.5 * math.hypot(block.bounds[2] - block.bounds[0], block.bounds[3] - block.bounds[1])
    cos, sin = math.cos(turned), math.sin(turned)
    columns, rows = int(reach // long_m) + 1, int(reach // wide_m) + 1
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            u, v = column * long_m, row * wide_m
            yield x + u * cos - v * sin, y + u * sin + v * cos


def perimeter_block(block: Polygon, *, rng: np.random.Generator) -> list[Polygon]:
    """Return houses in a closed ring along the streets with a yard inside and a gateway or two."""
    from shapely import get_parts

    outer = block.buffer(-8, join_style="mitre")
    if outer.is_empty or outer.area < 500:
        return []
    ring = outer.difference(outer.buffer(-12.5, join_style="mitre"))
    edge = (
        outer.exterior if outer.geom_type == "Polygon" else max(get_parts(outer), key=lambda part: part.area).exterior
    )
    for share in np.sort(rng.random(rng.integers(2, 5))):
        gate = edge.interpolate(share, normalized=True)
        ring = ring.difference(gate.buffer(rng.uniform(6, 16), quad_segs=1))
    yard = outer.buffer(-26)
    inside = (
        [box_at(*yard.centroid.coords[0], long_m=22, wide_m=10, turned=long_side(block))] if yard.area > 900 else []
    )
    return [part.simplify(1.5) for part in [*get_parts(ring), *inside] if part.area > 90]


def slab_block(block: Polygon, *, rng: np.random.Generator, turned: float | None = None) -> list[Polygon]:
    """Return parallel slabs with wide lawns between, as they were built in the sixties."""
    direction = (long_side(block) if turned is None else turned) + rng.normal(0, 0.04)
    if rng.random() < 0.35:
        direction += math.pi / 2
    inside = block.buffer(-13)
    length = rng.choice([52.0, 64.0, 76.0])
    houses = [
        box_at(x, y, long_m=length, wide_m=11.5, turned=direction)
        for x, y in _cells(block, long_m=length + 16, wide_m=37, turned=direction)
    ]
    return [house for house in houses if inside.contains(house) and rng.random() > 0.06]


def court_block(block: Polygon, *, rng: np.random.Generator) -> list[Polygon]:
    """Return three- and four-sided yards of low houses."""
    direction = long_side(block)
    inside = block.buffer(-11)
    cos, sin = math.cos(direction), math.sin(direction)
    houses = []
    for x, y in _cells(block, long_m=88, wide_m=78, turned=direction):
        open_side = rng.integers(0, 5)
        for side, (u, v, long_m, turn) in enumerate(
            [(0, 28, 58, 0.0), (0, -28, 58, 0.0), (33, 0, 34, math.pi / 2), (-33, 0, 34, math.pi / 2)]
        ):
            if side != open_side:
                middle = (x + u * cos - v * sin, y + u * sin + v * cos)
                houses.append(box_at(*middle, long_m=long_m, wide_m=11, turned=direction + turn))
    return [house for house in houses if inside.contains(house)]


def villa_block(block: Polygon, *, rng: np.random.Generator, plot_m: float = 25.0, row_of: int = 1) -> list[Polygon]:
    """Return detached houses along the block's streets, or short rows where ``row_of`` is above one."""
    edge = block.buffer(-14, join_style="mitre")
    if edge.is_empty or edge.geom_type != "Polygon" or edge.area < 300:
        return []
    houses: list[Polygon] = []
    way, at = edge.exterior, rng.uniform(0, plot_m)
    while at < way.length:
        (x, y), (nx, ny) = way.interpolate(at).coords[0], way.interpolate(min(at + 2, way.length)).coords[0]
        turned = math.atan2(ny - y, nx - x) + rng.normal(0, 0.05)
        long_m = 8.5 * row_of if row_of > 1 else rng.uniform(10, 14.5)
        house = box_at(x, y, long_m=long_m, wide_m=rng.uniform(8, 10), turned=turned)
        if rng.random() > 0.07 and not any(house.distance(other) < 5 for other in houses[-3:] + houses[:2]):
            houses.append(house)
        at += (plot_m if row_of == 1 else long_m + 9) * rng.uniform(0.92, 1.1)
    return [house for house in houses if block.contains(house)]


def works_block(block: Polygon, *, rng: np.random.Generator) -> list[Polygon]:
    """Return halls and sheds of uneven size."""
    direction = long_side(block)
    inside = block.buffer(-8)
    halls = [
        box_at(x, y, long_m=rng.uniform(26, 62), wide_m=rng.uniform(18, 34), turned=direction)
        for x, y in _cells(block, long_m=74, wide_m=48, turned=direction)
    ]
    return [hall for hall in halls if inside.contains(hall) and rng.random() > 0.15]
