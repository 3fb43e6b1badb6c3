"""The four drawings of one list of causes, for screen and paper: pure functions from plain rows to SVG text.

Triangle, fishbone, tree and chain are drawn from the same rows. On screen (`live`) every cause can be reached with the
keyboard and every zone taken hold of; on paper the same lines are still. Colours are presentation attributes, as in
`charts`, so that the screen's style sheet may answer with its own.
"""

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from samsyn.documents.charts import FONT, INK, LINE, QUIET

PAPER, SUNKEN, ACTION = "#ffffff", "#f2eee7", "#0b5563"
SIZE, SMALL, LETTER, STEP = 14.0, 12.0, 7.0, 17.0
INSET, GAP = 10.0, 10.0
SIDES = ("offender", "victim", "place")


class Node(NamedTuple):
    """A cause to draw: what it says, where it hangs, a quiet line under it, and whether it can be influenced."""

    id: str
    text: str
    side: str
    parent: str = ""
    step: str = ""
    under: str = ""
    fixed: bool = False                 # nobody can do anything about it: drawn with a dashed edge


class Step(NamedTuple):
    """A step of the chain of events."""

    id: str
    text: str
    break_point: bool = False


class Words(NamedTuple):
    """What stands on a drawing beside the causes."""

    title: str
    problem: str
    sides: Mapping[str, str]
    break_point: str
    no_step: str
    nothing: str


class _Box(NamedTuple):
    svg: str
    x: float
    y: float
    wide: float
    high: float

    @property
    def middle(self) -> float:
        return self.y + self.high / 2


def _lines(text: str, wide: float, letter: float = LETTER) -> list[str]:
    return textwrap.wrap(text, max(int((wide - 2 * INSET) / letter), 6)) or [""]


def _text(x: float, y: float, words: str, kind: str = "words", *, anchor: str = "start", bold: bool = False) -> str:
    size, fill = (SMALL, QUIET) if kind == "under" else (SIZE, INK)
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text class="{kind}" fill="{fill}" font-family="{FONT}" font-size="{size:g}"{weight} text-anchor="{anchor}" '
        f'x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
    )


def _line(points: Iterable[tuple[float, float]], kind: str = "bone", *, thick: float = 1.5) -> str:
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{kind}" fill="none" stroke="{QUIET}" stroke-width="{thick:g}" points="{told}"/>'


def _rect(x: float, y: float, size: tuple[float, float], kind: str, *, fill: str = PAPER, dashed: bool = False) -> str:
    more = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<rect class="{kind}" fill="{fill}" stroke="{LINE if kind == "zone" else QUIET}" stroke-width="1.2"{more} '
        f'rx="4" x="{x:.1f}" y="{y:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}"/>'
    )


def _box(node: Node, x: float, y: float, wide: float, *, live: bool) -> _Box:
    lines = _lines(node.text, wide)
    under = _lines(node.under, wide, LETTER * 0.9) if node.under else []
    high = 2 * INSET - 4 + STEP * len(lines) + (STEP - 2) * len(under)
    parts = [_rect(x, y, (wide, high), "box", dashed=node.fixed)]
    parts += [_text(x + INSET, y + INSET + 9 + STEP * at, line) for at, line in enumerate(lines)]
    foot = y + INSET + 8 + STEP * len(lines)
    parts += [_text(x + INSET, foot + (STEP - 2) * at, line, "under") for at, line in enumerate(under)]
    label = escape(f"{node.text}. {node.under}" if node.under else node.text, quote=True)
    handle = f' data-cause="{escape(node.id, quote=True)}" tabindex="0" role="button" aria-label="{label}"'
    return _Box(f'<g class="cause"{handle if live else ""}>{"".join(parts)}</g>', x, y, wide, high)


def _zone(name: str, value: str, place: tuple[float, float], size: tuple[float, float], *, live: bool) -> str:
    """A place where a cause may be put down; on paper it is nothing."""
    if not live:
        return ""
    drawn = _rect(*place, size, "zone", fill=SUNKEN)
    return f'<g data-zone="{name}" data-value="{escape(value, quote=True)}">{drawn}</g>'


def _svg(parts: Sequence[str], wide: float, high: float, *, title: str, kind: str, live: bool) -> str:
    label = escape(title, quote=True)
    role = "group" if live else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="causes {kind}" role="{role}" aria-label="{label}" '
        f'viewBox="0 0 {wide:g} {high:.0f}">{"" if live else f"<title>{escape(title)}</title>"}{"".join(parts)}</svg>'
    )


def in_order(nodes: Sequence[Node], chosen: Callable[[Node], bool] = bool) -> list[tuple[Node, int]]:
    """Return the chosen causes, each followed by those behind it, with how deep each lies among the chosen.

    >>> rows = [Node("a", "A", "place"), Node("b", "B", "place"), Node("c", "C", "place", parent="a")]
    >>> [(node.id, depth) for node, depth in in_order(rows)]
    [('a', 0), ('c', 1), ('b', 0)]
    """
    kept = [node for node in nodes if chosen(node)]
    here = {node.id for node in kept}
    found: list[tuple[Node, int]] = []

    def add(node: Node, depth: int) -> None:
        found.append((node, depth))
        for below in kept:
            if below.parent == node.id and depth < 8:
                add(below, depth + 1)

    for node in kept:
        if node.parent not in here:
            add(node, 0)
    return found


def _column(
    rows: Sequence[tuple[Node, int]], x: float, y: float, wide: float, *, live: bool, indent: float = 18.0,
) -> tuple[list[_Box], float]:  # fmt: skip
    """Stack causes, those behind others set in; return the boxes and where the column ends."""
    boxes = []
    for node, depth in rows:
        set_in = indent * min(depth, 3)
        boxes.append(_box(node, x + set_in, y, wide - set_in, live=live))
        y += boxes[-1].high + (GAP if depth == 0 else GAP * 0.8)
    return boxes, y


def _even(rows: Sequence[tuple[Node, int]], columns: int) -> list[list[tuple[Node, int]]]:
    """Share out whole families of causes over columns, each to the shortest so far."""
    shared: list[list[tuple[Node, int]]] = [[] for _each in range(columns)]
    lengths = [0] * columns
    at = 0
    for node, depth in rows:
        if depth == 0:
            at = lengths.index(min(lengths))
        shared[at].append((node, depth))
        lengths[at] += 2 + len(node.text) // 30
    return shared


def triangle(nodes: Sequence[Node], *, words: Words, live: bool = False) -> str:
    """Draw the crime triangle: offender above, who is exposed to the left, place or object to the right."""
    wide, side, high_zone = 960.0, 320.0, 260.0
    by_side = {name: in_order(nodes, lambda node, name=name: node.side == name) for name in SIDES}  # type: ignore[misc]
    boxes: list[_Box] = []
    foot = 34.0
    for at, rows in enumerate(_even(by_side["offender"], 3)):
        made, end = _column(rows, 10 + at * 315, 34, 300, live=live)
        boxes += made
        foot = max(foot, end)
    foot = max(foot, 80.0)
    top, ends = foot + 24, []
    for name, x in (("victim", 10.0), ("place", wide - side + 10)):
        made, end = _column(by_side[name], x, top + 34, side - 20, live=live)
        boxes += made
        ends.append(end)
    high = max(*ends, top + high_zone) + 6
    zones = [
        _zone("side", "offender", (2, 2), (wide - 4, foot - 2), live=live),
        _zone("side", "victim", (2, top), (side - 4, high - top), live=live),
        _zone("side", "place", (wide - side + 2, top), (side - 4, high - top), live=live),
    ]
    heads = [
        _text(wide / 2, 22, words.sides["offender"], anchor="middle", bold=True),
        _text(10, top + 22, words.sides["victim"], bold=True),
        _text(wide - side + 10, top + 22, words.sides["place"], bold=True),
    ]
    corner = [(wide / 2, top + 12), (wide - side - 16, top + 222), (side + 16, top + 222), (wide / 2, top + 12)]
    said = _lines(words.problem, 190)[:5]
    middle = [
        _text(wide / 2, top + 150 + STEP * (at - len(said) / 2 + 1), line, anchor="middle", bold=True)
        for at, line in enumerate(said)
    ]
    parts = [*zones, _line(corner, thick=3), *heads, *middle, *(box.svg for box in boxes)]
    return _svg(parts, wide, high + 4, title=words.title, kind="triangle", live=live)


def fishbone(nodes: Sequence[Node], *, words: Words, live: bool = False) -> str:
    """Draw the fishbone: one bone each for offender, victim and place, the problem at the head."""
    wide, box = 1020.0, 262.0
    by_side = {name: in_order(nodes, lambda node, name=name: node.side == name) for name in SIDES}  # type: ignore[misc]
    above = {"offender": 376.0, "victim": 756.0}
    heights = {name: _column(by_side[name], 0, 0, box, live=False)[1] for name in above}
    top, tall = 30.0, max(*heights.values(), 110.0) + 16
    spine = top + tall + 14
    parts = [_line([(10, spine), (wide - 172, spine)], "bone spine", thick=4)]
    for name, foot in above.items():
        zone = _zone("side", name, (foot - box - 108, 2), (box + 150, spine - 8), live=live)
        boxes, _end = _column(by_side[name], foot - box - 96, top + 8, box, live=live)
        parts += [zone, *_bone(boxes, (foot, spine), (foot - 70, top), left=True)]
        parts.append(_text(foot - 70, top - 8, words.sides[name], anchor="middle", bold=True))
    foot, low = 480.0, spine + 20
    left, right = _even(by_side["place"], 2)
    ends = [_column(rows, 0, low, box, live=False)[1] for rows in (left, right)]
    bottom = max(*ends, low + 90.0) + 6
    parts.append(_zone("side", "place", (foot - box - 110, spine + 8), (2 * box + 190, bottom - spine + 18), live=live))
    left_boxes, _end = _column(left, foot - box - 96, low, box, live=live)
    right_boxes, _end = _column(right, foot + 26, low, box, live=live)
    parts += _bone(left_boxes, (foot, spine), (foot - 70, bottom), left=True)
    parts += _bone(right_boxes, (foot, spine), (foot - 70, bottom), left=False)[:-1]
    parts.append(_text(foot - 70, bottom + 18, words.sides["place"], anchor="middle", bold=True))
    said = _lines(words.problem, 160)[:6]
    head = 30 + STEP * len(said)
    parts.append(_rect(wide - 172, spine - head / 2, (168, head), "head", fill=SUNKEN))
    parts += [
        _text(wide - 88, spine - head / 2 + 28 + STEP * at, line, anchor="middle", bold=True)
        for at, line in enumerate(said)
    ]  # fmt: skip
    return _svg(parts, wide, bottom + 28, title=words.title, kind="fishbone", live=live)


def _bone(boxes: Sequence[_Box], foot: tuple[float, float], end: tuple[float, float], *, left: bool) -> list[str]:
    """Draw a bone from the spine to its end, and a twig from each cause to it; the bone comes last."""
    lean = (foot[0] - end[0]) / (foot[1] - end[1])
    parts = []
    for box in boxes:
        at = foot[0] - (foot[1] - box.middle) * lean
        edge = box.x + box.wide if left else box.x
        parts += [_line([(edge, box.middle), (at, box.middle)], "bone twig"), box.svg]
    return [*parts, _line([foot, end], thick=3)]


def tree(nodes: Sequence[Node], *, words: Words, live: bool = False) -> str:
    """Draw the cause tree from the problem to the right: direct causes, and those behind them."""
    root, box, between = 150.0, 222.0, 36.0
    known = {node.id for node in nodes}
    parts: list[str] = []
    reach = [0]

    def lay(node: Node, depth: int, y: float) -> tuple[_Box, float]:
        reach[0] = max(reach[0], depth)
        x = root + between + depth * (box + between)
        own = _box(node, x, y, box, live=live)
        at, behind = y, []
        for below in nodes:
            if below.parent == node.id and depth < 8:
                made, at = lay(below, depth + 1, at)
                behind.append(made)
        end = max(y + own.high + GAP, at)
        if behind:
            middle = max(y, min((behind[0].middle + behind[-1].middle - own.high) / 2, end - own.high - GAP))
            own = _box(node, x, middle, box, live=live)
        parts.extend(_elbow(own.x + own.wide, own.middle, each) for each in behind)
        parts.append(own.svg)
        return own, end

    y, first = 10.0, []
    for node in nodes:
        if node.parent not in known:
            made, y = lay(node, 0, y)
            first.append(made)
    high = max(y, 90.0)
    said = _lines(words.problem, root)[:7]
    head = 26 + STEP * len(said)
    middle = (first[0].middle + first[-1].middle) / 2 if first else high / 2
    top = min(max(middle - head / 2, 4.0), max(high - head - 4, 4.0))
    parts += [_elbow(root, top + head / 2, each) for each in first]
    parts.append(_rect(2, top, (root - 2, head), "head", fill=SUNKEN))
    parts += [_text(12, top + 26 + STEP * at, line, bold=True) for at, line in enumerate(said)]
    wide = root + between + (reach[0] + 1) * (box + between)
    zone = _zone("parent", "", (root + 4, 2), (wide - root - 8, high + 4), live=live)
    return _svg([zone, *parts], max(wide, 960.0), max(high, top + head) + 10, title=words.title, kind="tree", live=live)


def _elbow(x: float, y: float, box: _Box) -> str:
    bend = (x + box.x) / 2
    return _line([(x, y), (bend, y), (bend, box.middle), (box.x, box.middle)], "bone twig")


def chain(nodes: Sequence[Node], steps: Sequence[Step], *, words: Words, live: bool = False) -> str:
    """Draw the chain of events: steps from left to right, four a row, the causes of each below it."""
    wide, column, between = 986.0, 214.0, 34.0
    parts: list[str] = []
    y = 10.0
    for first in range(0, len(steps), 4):
        y = _chain_row(steps[first:first + 4], nodes, (first, y, len(steps)), words=words, live=live, parts=parts)
    known = {step.id for step in steps}
    loose = [(node, 0) for node in nodes if node.step not in known]
    if loose or not steps:
        top, ends = y + 6, [y + 70]
        boxes: list[_Box] = []
        for at, rows in enumerate(_even(loose, 4)):
            made, end = _column(rows, 10 + at * (column + between - 10), top + 32, column, live=live)
            boxes += made
            ends.append(end)
        parts.append(_zone("step", "", (2, top), (wide - 4, max(ends) - top + 2), live=live))
        parts += [_text(10, top + 22, words.no_step if steps else words.nothing, bold=True)]
        parts += [box.svg for box in boxes]
        y = max(ends) + 8
    return _svg(parts, wide, y + 4, title=words.title, kind="chain", live=live)


def _chain_row(
    steps: Sequence[Step], nodes: Sequence[Node], at: tuple[int, float, int], *, words: Words, live: bool,
    parts: list[str],
) -> float:  # fmt: skip
    """Draw up to four steps beside each other; returns where the row ends."""
    first, top, count = at
    column, between = 214.0, 34.0
    high = max(24 + STEP * len(_lines(f"{first + n + 1}. {step.text}", column)) for n, step in enumerate(steps))
    high += 18 if any(step.break_point for step in steps) else 0
    ends, drawn = [top + high + 24], []
    for n, step in enumerate(steps):
        x = 4 + n * (column + between)
        drawn.append(_rect(x, top, (column, high), "head", fill=SUNKEN))
        said = _lines(f"{first + n + 1}. {step.text}", column)
        drawn += [_text(x + INSET, top + 22 + STEP * row, line, bold=True) for row, line in enumerate(said)]
        if step.break_point:
            drawn.append(_cut(x, top + high - 8, words.break_point))
        if first + n + 1 < count:
            drawn += _arrow(x + column + 4, x + column + between - 4, top + high / 2)
        boxes, end = _column(
            [(node, 0) for node in nodes if node.step == step.id], x, top + high + 10, column, live=live
        )
        drawn += [box.svg for box in boxes]
        ends.append(end)
    end = max(ends)
    for n, step in enumerate(steps):
        x = n * (column + between)
        parts.append(_zone("step", step.id, (x, top - 4), (column + 8, end - top + 6), live=live))
    parts += drawn
    return end + 12


def _cut(x: float, y: float, words: str) -> str:
    """Two strokes across and a word: here the chain can be broken."""
    strokes = "".join(
        f'<line class="cut" stroke="{ACTION}" stroke-width="3" x1="{x + INSET + at:.1f}" x2="{x + INSET + at + 6:.1f}" '
        f'y1="{y + 1:.1f}" y2="{y - 11:.1f}"/>'
        for at in (0, 7)
    )
    return strokes + _text(x + INSET + 20, y, words, "under")


def _arrow(start: float, end: float, y: float) -> list[str]:
    return [_line([(start, y), (end, y)], thick=2), _line([(end - 7, y - 5), (end, y), (end - 7, y + 5)], thick=2)]
