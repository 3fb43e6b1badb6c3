"""The states of an area as small drawings: a strip of weeks, and one mark. Colour, height and shape say the same."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from samsyn.analysis.weeks import Week

Row = Mapping[str, Any]
FILLS = {
    "green": "#3f7d4f", "yellow": "#d9ac1f", "orange": "#c8641a", "red": "#a11f1d", "blue": "#0b5563",
    "grey": "#857c70",
}  # fmt: skip
EDGE = "#211d19"
LINE = "#cfc8bd"
BAR, GAP, TALL = 8, 3, 30
# Each shape within a square of 20 by 20.
SHAPES = {
    "circle": '<circle cx="10" cy="10" r="8"{0}/>',
    "triangle": '<polygon points="10,1.5 19,18 1,18"{0}/>',
    "diamond": '<polygon points="10,0.5 19.5,10 10,19.5 0.5,10"{0}/>',
    "square": '<rect x="2" y="2" width="16" height="16"{0}/>',
    "cross": '<polygon points="7,1 13,1 13,7 19,7 19,13 13,13 13,19 7,19 7,13 1,13 1,7 7,7"{0}/>',
}


def state_mark(colour: str, symbol: str) -> str:
    """Draw one state: its shape filled with its colour, with an edge that holds in black and white."""
    fill = FILLS.get(colour, FILLS["grey"])
    look = f' class="state-{escape(colour)}" fill="{fill}" stroke="{EDGE}" stroke-width="1.2"'
    shape = SHAPES.get(symbol, SHAPES["circle"]).format(look)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20" height="20">{shape}</svg>'


def state_strip(trend: Sequence[Row], *, until: Week, weeks: int, title: str, heaviest: int = 3) -> str:
    """Draw the weeks up to one, oldest first: the heavier the state, the taller the bar; a dash where none was decided.

    trend -- rows with week (2025-W40), colour and weight; weeks without a row were never assessed.
    """
    known = {str(row["week"]): row for row in trend}
    width = weeks * (BAR + GAP) + GAP
    step = (TALL - 8) / max(heaviest, 1)
    parts = [f'<line x1="0" x2="{width}" y1="{TALL - 1}" y2="{TALL - 1}" stroke="{LINE}" stroke-width="1"/>']
    for place in range(weeks):
        row = known.get((until - (weeks - 1 - place)).label)
        left = GAP + place * (BAR + GAP)
        if row is None:
            low = TALL - 4
            parts.append(f'<line x1="{left + 2}" x2="{left + BAR - 2}" y1="{low}" y2="{low}" stroke="{LINE}"/>')
            continue
        high = 6 + min(int(row["weight"]), heaviest) * step
        colour = str(row["colour"])
        parts.append(
            f'<rect class="state-{escape(colour)}" x="{left}" y="{TALL - 1 - high:.1f}" width="{BAR}" '
            f'height="{high:.1f}" fill="{FILLS.get(colour, FILLS["grey"])}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart state-strip" role="img" viewBox="0 0 {width} {TALL}" '
        f'width="{width}" height="{TALL}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )
