"""Figures over years and months as drawings: axes from zero, every value told, one source in each."""

from collections.abc import Sequence
from html import escape

from samsyn.documents.charts import BAND, FONT, INK, LINE, QUIET

WIDTH, HEIGHT = 640.0, 190.0
LEFT, RIGHT, TOP, FOOT = 14.0, 14.0, 24.0, 26.0
MOST_LABELS = 16


def series_chart(
    labels: Sequence[str], values: Sequence[float | None], *, said: Sequence[str], title: str,
    expected: tuple[float, float] | None = None,
) -> str:  # fmt: skip
    """Draw one series as bars from zero with its values above; `expected` is the range the last one was judged by.

    `said` are the values in words. Where there are many, every second or third label is left out.
    """
    known = [value for value in values if value is not None]
    roof = max([1.0, *known, *(expected or ())]) * 1.05
    pitch = (WIDTH - LEFT - RIGHT) / max(len(values), 1)
    width = min(pitch * 0.66, 46.0)
    ground = HEIGHT - FOOT

    def y_of(value: float) -> float:
        return ground - value / roof * (ground - TOP)

    every = -(-len(values) // MOST_LABELS)
    parts = [f'<line stroke="{LINE}" stroke-width="1" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{ground}" y2="{ground}"/>']
    for at, (label, value, words) in enumerate(zip(labels, values, said, strict=True)):
        middle = LEFT + pitch * (at + 0.5)
        last = at == len(values) - 1
        if last and expected is not None:
            low, high = y_of(expected[0]), y_of(expected[1])
            parts.append(f'<rect fill="{BAND}" x="{middle - pitch * 0.46:.1f}" y="{high:.1f}" '
                         f'width="{pitch * 0.92:.1f}" height="{max(low - high, 2.0):.1f}"/>')
        if value is not None:
            fill = INK if last else QUIET
            parts.append(f'<rect fill="{fill}" x="{middle - width / 2:.1f}" y="{y_of(value):.1f}" '
                         f'width="{width:.1f}" height="{max(ground - y_of(value), 0.8):.1f}"/>')
        if (len(values) - 1 - at) % every == 0:
            parts.append(_text(middle, ground + 16, label, QUIET))
            if value is not None:
                parts.append(_text(middle, y_of(value) - 5, words, INK))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart years" role="img" '
        f'aria-label="{escape(title, quote=True)}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"><title>{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, words: str, fill: str) -> str:
    return (f'<text fill="{fill}" font-family="{FONT}" font-size="11" text-anchor="middle" x="{x:.1f}" y="{y:.1f}">'
            f"{escape(words)}</text>")
