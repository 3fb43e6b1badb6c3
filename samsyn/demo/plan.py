"""What a town's plan consists of; the towns themselves stand in granvik.py and lillskog.py."""

from __future__ import annotations

from dataclasses import dataclass

XY = tuple[float, float]
Corners = tuple[XY, ...]


@dataclass(frozen=True, slots=True)
class Street:
    """A street drawn by hand: the ones people know by name. Rank: major, main, street or rural."""

    name: str
    rank: str
    corners: Corners


@dataclass(frozen=True, slots=True)
class Quarter:
    """A piece of town built at one time in one manner, with its own net of streets."""

    area: str
    manner: str  # perimeter, slab, court, villa, row, works
    edge: Corners
    along_m: float
    across_m: float
    turned: float
    bent_m: float
    wave_m: float
    gaps: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is drawn by hand; the rest grows from it by rule and seed."""

    slug: str
    name: str
    origin: XY  # SWEREF 99 TM, east and north, of the point (0, 0)
    seed: int
    shore: Corners
    border: Corners
    river: Corners
    river_width_m: tuple[float, float]
    railway: Corners
    urban_edge: Corners
    dividers: tuple[Corners, ...]
    area_seeds: tuple[tuple[str, str, XY, int], ...]
    streets: tuple[Street, ...]
    paths: tuple[tuple[str, Corners], ...]
    quarters: tuple[Quarter, ...]
    parks: tuple[tuple[str, Corners], ...]
    landmarks: tuple[tuple[str, float, float, float, float, float], ...]
    pitches: tuple[tuple[str, float, float, float], ...]
    allotments: tuple[tuple[str, Corners], ...]
    town_woods: tuple[Corners, ...]
    quays: tuple[tuple[float, float, float, float, float], ...]
    jetties: tuple[tuple[float, float, float, float, float], ...]
    lakes: tuple[tuple[XY, float], ...]
    islands: tuple[tuple[XY, float], ...]
    farms: Corners
    squares: tuple[tuple[str, float, float, float, float, float], ...]
    stations: tuple[tuple[str, float, float], ...]
