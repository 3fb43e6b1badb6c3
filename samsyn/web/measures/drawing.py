"""The time line as a drawing: reports below, measures above, decisions as pins. Pure: from numbers to SVG text."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from samsyn.documents.charts import FONT, INK, LINE, QUIET

WIDE, LEFT, RIGHT = 960.0, 40.0, 16.0
LANE, BARS_HIGH, PINS_HIGH, FOOT = 24.0, 120.0, 26.0, 24.0
MOST_LETTERS = 46
PIN_WIDE, PINS_WIDE = 20.0, 60.0  # of one pin, and of a mark for several: "3–5"


def time_line(
    counts: Sequence[int], *, labels: Sequence[str], lanes: Sequence[Mapping[str, Any]],
    pins: Sequence[Mapping[str, Any]], title: str,
) -> SafeString:  # fmt: skip
    """Draw weekly counts as bars from zero, measures as lines above them, and decisions as pins between.

    `lanes`: first and last (weeks, may be parts), words, open; `pins`: at (weeks), number. Weeks count from 0.
    """
    weeks = max(len(counts), 1)
    step = (WIDE - LEFT - RIGHT) / weeks
    top = LANE * max(len(lanes), 1) + 6
    base = top + PINS_HIGH + BARS_HIGH
    roof = max([*counts, 1])

    def x_of(week: float) -> float:
        return LEFT + max(0.0, min(week, weeks)) * step

    def y_of(value: float) -> float:
        return base - value / roof * (BARS_HIGH - 12)

    parts = [_line(LEFT, WIDE - RIGHT, base), _line(LEFT, WIDE - RIGHT, y_of(roof), dashed=True)]
    parts += [_text(LEFT - 6, base, "0", "end"), _text(LEFT - 6, y_of(roof) + 4, str(roof), "end")]
    parts += [
        f'<rect class="bar" fill="{QUIET}" x="{x_of(at) + step * 0.12:.1f}" y="{y_of(count):.1f}" '
        f'width="{step * 0.76:.1f}" height="{base - y_of(count):.1f}"/>'
        for at, count in enumerate(counts) if count
    ]  # fmt: skip
    for n, lane in enumerate(lanes):
        parts.append(_lane(lane, x_of, LANE * n + LANE / 2 + 4))
    parts += [_pin(group, top + PINS_HIGH / 2) for group in _gathered([(x_of(float(pin["at"])), int(pin["number"]))
                                                                       for pin in pins])]
    every = max(1, round(weeks / 12))
    parts += [_text(x_of(at + 0.5), base + 16, labels[at]) for at in range(0, len(labels), every)]
    return _svg(parts, base + FOOT, title)


def _lane(lane: Mapping[str, Any], x_of: Any, y: float) -> str:
    first, last = x_of(float(lane["first"])), x_of(float(lane["last"]))
    kind = "lane open" if lane["open"] else "lane"
    words = str(lane["words"])
    words = words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS - 1]}…"
    left_of = last > WIDE * 0.6
    where = (first - 8, "end") if left_of else (max(last, first + 6) + 8, "start")
    return (
        f'<line class="{kind}" stroke="{INK}" stroke-width="7" stroke-linecap="round" x1="{first:.1f}" '
        f'x2="{max(last, first + 1):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>' + _text(where[0], y + 4, words, where[1])
    )


def _gathered(pins: Sequence[tuple[float, int]]) -> list[list[tuple[float, int]]]:
    """Put pins together where any two would lie over each other: all within the same stretch of line share a mark."""
    pins = sorted(pins)
    if all(after[0] - before[0] >= PIN_WIDE for before, after in zip(pins, pins[1:], strict=False)):
        return [[pin] for pin in pins]
    stretches: dict[int, list[tuple[float, int]]] = {}
    for pin in pins:
        stretches.setdefault(int(pin[0] // PINS_WIDE), []).append(((pin[0] // PINS_WIDE + 0.5) * PINS_WIDE, pin[1]))
    return list(stretches.values())


def _pin(group: Sequence[tuple[float, int]], y: float) -> str:
    first, last = group[0], group[-1]
    words = str(first[1]) if len(group) == 1 else f"{first[1]}–{last[1]}"
    middle, wide = (first[0] + last[0]) / 2, max(18.0, 7.0 * len(words) + 8)
    return (
        f'<rect class="pin" fill="{INK}" x="{middle - wide / 2:.1f}" y="{y - 9:.1f}" width="{wide:.1f}" height="18" '
        f'rx="9"/><text class="pin-words" fill="#fff" font-family="{FONT}" font-size="11" text-anchor="middle" '
        f'x="{middle:.1f}" y="{y + 4:.1f}">{words}</text>'
    )


def _line(left: float, right: float, y: float, *, dashed: bool = False) -> str:
    more = ' stroke-dasharray="3 4"' if dashed else ""
    ends = f'x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
    return f'<line class="axis" stroke="{LINE}" stroke-width="1"{more} {ends}/>'


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return (
        f'<text class="label" fill="{QUIET}" font-family="{FONT}" font-size="13" text-anchor="{anchor}" '
        f'x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
    )


def _svg(parts: Sequence[str], high: float, title: str) -> SafeString:
    label = escape(title, quote=True)
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart timeline" role="img" aria-label="{label}" '
        f'viewBox="0 0 {WIDE:g} {high:g}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )
