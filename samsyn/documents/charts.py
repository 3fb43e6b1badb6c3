"""Small drawings, made once for screen and paper: pure functions from numbers to SVG text.

The colours stand as presentation attributes, so that a paper can use the drawing as it is; the classes let the
screen's style sheet answer with its own colours (dark theme, forced colours). No style attribute is ever used:
the page's content policy forbids it.
"""

from collections.abc import Callable, Sequence
from html import escape

Numbers = Sequence[float | None]
Scale = Callable[[float], float]

INK = "#211d19"
QUIET = "#6b645b"
LINE = "#cfc8bd"
BAND = "#dfd9cf"
CLASSES = ("#cfe0e1", "#7fb0b6", "#0b5563")
FONT = "Samsyn Sans, Source Sans 3, sans-serif"
DAYS = {
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def sparkline(
    series: Numbers,
    low: Numbers,
    high: Numbers,
    *,
    title: str,
    desc: str = "",
    top: float | None = None,
    width: int = 168,
    height: int = 36,
) -> str:
    """Draw a short series as ink over the expected range as a quiet band; the last value is a dot.

    `top` gives small multiples one scale. The axis starts at zero. Where all values are at most 3 the weeks are
    drawn as dots, since a line through single events promises more than they hold.
    """
    roof = max([top or 0.0, 1.0, *_known(series), *_known(high)]) * 1.04
    xs = _spread(len(series), left=3.0, right=width - 5.0)

    def y_of(value: float) -> float:
        return height - 3.0 - value / roof * (height - 7.0)

    parts = [_hairline(3.0, width - 3.0, y_of(0.0))]
    parts += [
        f'<path class="band" fill="{BAND}" d="{_band(xs, low, high, y_of, run)}"/>' for run in _runs(low, high)
    ]
    if max(_known(series), default=0.0) > 3:
        parts += [
            f'<polyline class="ink-line" fill="none" stroke="{INK}" stroke-width="1.5" stroke-linejoin="round" '
            f'stroke-linecap="round" points="{_points(xs, series, y_of, run)}"/>'
            for run in _runs(series, series)
        ]
    else:
        parts += [_dot(xs[i], y_of(value), 1.5) for i, value in enumerate(series) if value is not None]
    if series and series[-1] is not None:
        parts.append(_dot(xs[-1], y_of(series[-1]), 3.2, kind="now"))
    return _svg("sparkline", width, height, title, desc, parts)


def interval_strip(
    observed: float | None,
    low: float | None,
    high: float | None,
    *,
    top: float,
    title: str,
    expected: float | None = None,
    desc: str = "",
    width: int = 168,
    height: int = 24,
) -> str:
    """Draw one count as a dot on a line from zero, over the range that was expected; the tick is the middle."""
    roof = max(top, observed or 0.0, high or 0.0, 1.0)

    def x_of(value: float) -> float:
        return 5.0 + value / roof * (width - 10.0)

    middle = height / 2
    parts = [_hairline(5.0, width - 5.0, middle)]
    if low is not None and high is not None:
        parts.append(
            f'<rect class="band" fill="{BAND}" x="{x_of(low):.1f}" y="{middle - 6:.1f}" '
            f'width="{max(x_of(high) - x_of(low), 2.0):.1f}" height="12" rx="2"/>'
        )
    if expected is not None:
        x = x_of(expected)
        parts.append(
            f'<line class="tick" stroke="{QUIET}" stroke-width="1" x1="{x:.1f}" x2="{x:.1f}" '
            f'y1="{middle - 6:.1f}" y2="{middle + 6:.1f}"/>'
        )
    if observed is not None:
        parts.append(_dot(x_of(observed), middle, 4.0, kind="now"))
    return _svg("interval", width, height, title, desc, parts)


def week_matrix(
    counts: Sequence[Sequence[float]],
    *,
    title: str,
    desc: str = "",
    language: str = "sv",
    cell: int = 15,
) -> str:
    """Draw weekday by hour as 7 × 24 cells in three classes; an empty cell is nothing at all."""
    limits = class_limits(counts)
    left, head = 34, 16
    pitch = cell + 1
    parts = []
    for day, name in enumerate(DAYS[language]):
        y = head + day * pitch
        parts.append(_text(left - 6, y + cell * 0.76, name, anchor="end"))
        for hour in range(24):
            level = class_of(counts[day][hour], limits)
            fill = CLASSES[level - 1] if level else "none"
            parts.append(
                f'<rect class="cell c{level}" fill="{fill}" stroke="{LINE}" stroke-width="0.5" '
                f'x="{left + hour * pitch}" y="{y}" width="{cell}" height="{cell}"/>'
            )
    parts += [_text(left + hour * pitch + cell / 2, head - 5, f"{hour:02d}") for hour in range(0, 24, 3)]
    return _svg("matrix", left + 24 * pitch, head + 7 * pitch, title, desc, parts)


def class_limits(counts: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Return the two limits between few, some and most: a third and two thirds of the fullest cell."""
    fullest = max((value for row in counts for value in row), default=0.0)
    return fullest / 3, fullest * 2 / 3


def class_of(value: float, limits: tuple[float, float]) -> int:
    """Return 0 for none, else 1, 2 or 3. What is less than a twentieth of an event counts as none."""
    if value < 0.05:
        return 0
    return 1 + (value > limits[0]) + (value > limits[1])


def _svg(kind: str, width: float, height: float, title: str, desc: str, parts: Sequence[str]) -> str:
    label = escape(f"{title}. {desc}" if desc else title, quote=True)
    described = f"<desc>{escape(desc)}</desc>" if desc else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {kind}" role="img" aria-label="{label}" '
        f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">'
        f"<title>{escape(title)}</title>{described}{''.join(parts)}</svg>"
    )


def _dot(x: float, y: float, radius: float, kind: str = "then") -> str:
    return f'<circle class="dot {kind}" fill="{INK}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def _hairline(left: float, right: float, y: float) -> str:
    ends = f'x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
    return f'<line class="axis" stroke="{LINE}" stroke-width="1" {ends}/>'


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return (
        f'<text class="label" fill="{QUIET}" font-family="{FONT}" font-size="11" text-anchor="{anchor}" '
        f'x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
    )


def _known(values: Numbers) -> list[float]:
    return [float(value) for value in values if value is not None]


def _spread(count: int, left: float, right: float) -> list[float]:
    return [left + (right - left) * i / max(count - 1, 1) for i in range(count)]


def _runs(first: Numbers, second: Numbers) -> list[list[int]]:
    """Return the stretches of positions where both series have a value."""
    runs: list[list[int]] = [[]]
    for i, (one, other) in enumerate(zip(first, second, strict=False)):
        if one is None or other is None:
            runs.append([])
        else:
            runs[-1].append(i)
    return [run for run in runs if run]


def _points(xs: Sequence[float], series: Numbers, y_of: Scale, run: Sequence[int]) -> str:
    return " ".join(f"{xs[i]:.1f},{y_of(float(series[i] or 0)):.1f}" for i in run)


def _band(xs: Sequence[float], low: Numbers, high: Numbers, y_of: Scale, run: Sequence[int]) -> str:
    over = [f"{xs[i]:.1f} {y_of(float(high[i] or 0)):.1f}" for i in run]
    under = [f"{xs[i]:.1f} {y_of(float(low[i] or 0)):.1f}" for i in reversed(run)]
    return f"M{' L'.join(over + under)} Z"
