"""The year as a ring: months around, what comes back as arcs in rings by kind, today as a line. Own SVG, no script."""

import math
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import NamedTuple

SIZE = 640.0
MIDDLE = SIZE / 2
OUTER, MONTHS, RINGS, STEP, WIDTH = 300.0, 268.0, 250.0, 27.0, 19.0
LEAST_DAYS = 5.0                        # a single day is drawn so wide that it is seen
SHORT_DAYS = 9                          # shorter than so is a dot, not an arc


class Arc(NamedTuple):
    """A stretch of days with its number in the list, its name, and which ring it lies in."""

    number: int
    name: str
    first_day: date
    last_day: date
    ring: int
    kind: str


def wheel(arcs: Sequence[Arc], *, year: int, months: Sequence[str], today: date | None, title: str, desc: str) -> str:
    """Draw a year: January begins at the top and the year goes clockwise."""
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    parts = [f'<circle class="rim" cx="{MIDDLE:g}" cy="{MIDDLE:g}" r="{OUTER:g}" fill="none" stroke="#cfc8bd"/>']
    for number, name in enumerate(months):
        starts = (date(year, number + 1, 1) - date(year, 1, 1)).days
        ends = (date(year + number // 11, number % 11 + 2 if number < 11 else 1, 1) - date(year, 1, 1)).days
        x1, y1, x2, y2 = *_at(starts / days, 96.0), *_at(starts / days, OUTER)
        parts.append(f'<line class="spoke" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#cfc8bd"/>')
        x, y = _at((starts + ends) / 2 / days, (OUTER + MONTHS) / 2)
        parts.append(f'<text class="month" x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="15" '
                     f'fill="#6b645b">{escape(name)}</text>')  # fmt: skip
    for arc in arcs:
        parts += _arc(arc, year=year, days=days)
    if today is not None and today.year == year:
        x1, y1 = _at((today - date(year, 1, 1)).days / days, 90.0)
        x2, y2 = _at((today - date(year, 1, 1)).days / days, OUTER + 8)
        parts.append(f'<line class="today" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#211d19" '
                     'stroke-width="2.5"/>')  # fmt: skip
    parts.append(f'<text class="year" x="{MIDDLE:g}" y="{MIDDLE + 12:g}" text-anchor="middle" font-size="38" '
                 f'fill="#211d19">{year}</text>')  # fmt: skip
    return (
        f'<svg class="year-wheel" viewBox="0 0 {SIZE:g} {SIZE:g}" role="img" aria-labelledby="wheel-title wheel-desc" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="wheel-title">{escape(title)}</title>'
        f'<desc id="wheel-desc">{escape(desc)}</desc>{"".join(parts)}</svg>'
    )


def _at(share: float, radius: float) -> tuple[float, float]:
    angle = 2.0 * math.pi * share
    return MIDDLE + radius * math.sin(angle), MIDDLE - radius * math.cos(angle)


def _arc(arc: Arc, *, year: int, days: int) -> list[str]:
    begins = max((arc.first_day - date(year, 1, 1)).days, 0)
    ends = min((arc.last_day - date(year, 1, 1)).days + 1, days)
    middle, half = (begins + ends) / 2, max((ends - begins) / 2, LEAST_DAYS / 2)
    first, last = (middle - half) / days, (middle + half) / days
    radius = RINGS - arc.ring * STEP
    x1, y1, x2, y2 = *_at(first, radius), *_at(last, radius)
    large = 1 if last - first > 0.5 else 0
    x, y = _at(middle / days, radius)
    is_short = ends - begins < SHORT_DAYS
    path = (
        f'<path class="arc {arc.kind}" d="M{x1:.1f} {y1:.1f}A{radius:g} {radius:g} 0 {large} 1 {x2:.1f} {y2:.1f}" '
        f'fill="none" stroke="#0b5563" stroke-width="{WIDTH:g}"/>'
    )
    return [
        "" if is_short else path,
        f'<circle class="pin {arc.kind}{" short" if is_short else ""}" cx="{x:.1f}" cy="{y:.1f}" r="10.5" '
        f'fill="#ffffff" stroke="#0b5563"><title>{escape(arc.name)}</title></circle>'
        f'<text class="number" x="{x:.1f}" y="{y + 4.6:.1f}" text-anchor="middle" font-size="12.5" fill="#211d19">'
        f"{arc.number}</text>",
    ]
