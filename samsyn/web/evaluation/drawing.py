"""The ring round a place as a small drawing: the place in the middle, what is near by at its distance and bearing."""

from collections.abc import Mapping
from math import cos, radians
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SIZE, MIDDLE, EDGE = 240, 120, 100
DEGREE_M = 111_320.0
SMALLEST, LARGEST = 3.0, 12.0


def ring_map(ring: Mapping[str, Any], *, lon: float, lat: float, title: str) -> SafeString:
    """Draw the ring with its places: filled where it became more, hollow where fewer; the table says the same."""
    scale = EDGE / ring["ring_m"]
    most = max((spot["before"] + spot["after"] for spot in ring["spots"]), default=1)
    dots = []
    for spot in ring["spots"]:
        east = (spot["lon"] - lon) * DEGREE_M * cos(radians(lat)) * scale
        north = (spot["lat"] - lat) * DEGREE_M * scale
        way = "more" if spot["after"] > spot["before"] else "fewer" if spot["after"] < spot["before"] else "same"
        size = SMALLEST + (LARGEST - SMALLEST) * (spot["before"] + spot["after"]) / most
        dots.append((way, round(MIDDLE + east, 1), round(MIDDLE - north, 1), round(size, 1),
                     f"{spot['name']}: {spot['before']} → {spot['after']}"))  # fmt: skip
    circles = format_html_join(
        "", '<circle class="spot {}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>', dots
    )
    return format_html(
        '<svg class="ring-map" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><circle class="ring-edge" cx="{2}" '
        'cy="{2}" r="{3}"/><path class="middle" d="M{2} {4}v12M{5} {2}h12" stroke="currentColor" stroke-width="2"/>'
        "{6}</svg>",
        SIZE, title, MIDDLE, EDGE, MIDDLE - 6, MIDDLE - 6, circles,
    )  # fmt: skip
