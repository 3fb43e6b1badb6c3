"""What was found as drawings (SVG text) and as shapes for the map."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.analysis.geometry import degrees
from samsyn.documents.charts import INK, LINE, QUIET, interval_strip, sparkline, week_matrix
from samsyn.method.pictures.pattern_sentences import MONTHS
from samsyn.method.pictures.sentences import figure

Drawing = tuple[str, SafeString]         # what it is called, and the drawing
WIDE, HIGH, EDGE = 640, 200, 34
CORNERS = 24
DOT_M = 60.0
MOST_SERIES = 40


def drawings_of(found: Mapping[str, Any], language: str) -> list[Drawing]:
    """Return the drawings of what was found; methods that only have places have a map instead."""
    rows = found.get("rows") or {}
    if "hour" in rows:
        return [("", _hours(rows, language))]
    if "week" in rows:
        return _weeks(rows, language)
    if "usual_at_most" in rows:
        return _strips(rows, language)
    if "month" in rows:
        names = [MONTHS[language][int(each) - 1][:3] for each in rows["month"]]
        return [("", line(rows["events_per_day"], names, title=_("Händelser per dag och månad"), language=language))]
    if "share_of_places" in rows:
        return [("", _lorenz(rows, language))]
    return []


def _hours(rows: Mapping[str, Any], language: str) -> SafeString:
    values = rows.get("level") or rows["events"]
    table = [list(values[day * 24:(day + 1) * 24]) for day in range(7)]
    return mark_safe(week_matrix(table, title=_("När det hände, veckodag och timme"), language=language))


def _weeks(rows: Mapping[str, Any], language: str) -> list[Drawing]:
    weeks = sorted(set(rows["week"]))
    place = {week: at for at, week in enumerate(weeks)}
    series: dict[str, list[float | None]] = {}
    names = dict(zip(rows["series"], rows[f"series_{language}"], strict=True))
    for code, week, events in zip(rows["series"], rows["week"], rows["events"], strict=True):
        series.setdefault(code, [0.0] * len(weeks))[place[week]] = events
    if set(series) == {""}:
        labels = [f"v. {week[-2:]}" if language == "sv" else f"w {week[-2:]}" for week in weeks]
        return [("", line(series[""], labels, title=_("Händelser per vecka"), language=language))]
    top = max((value or 0.0 for each in series.values() for value in each), default=1.0)
    none = [None] * len(weeks)
    return [(names[code], mark_safe(sparkline(series[code], none, none, title=names[code], top=top, width=260,
                                              height=44)))
            for code in sorted(series, key=lambda code: names[code].casefold())[:MOST_SERIES]]


def _strips(rows: Mapping[str, Any], language: str) -> list[Drawing]:
    names = rows[f"series_{language}"]
    known = [each or 0.0 for each in (*rows["events"], *rows["usual_at_most"])]
    top = max(known, default=1.0)
    each_row = zip(names, rows["events"], rows["expected"], rows["usual_at_most"], strict=True)
    return [(name, mark_safe(interval_strip(events, 0.0, limit, expected=expected, top=top, title=name, width=260)))
            for name, events, expected, limit in list(each_row)[:MOST_SERIES]]


def _lorenz(rows: Mapping[str, Any], language: str) -> SafeString:
    side = HIGH + 60.0
    inner = side - EDGE - 12

    def at(across: float, up: float) -> str:
        return f"{EDGE + across * inner:.1f},{12 + (1 - up) * inner:.1f}"

    points = " ".join(at(*each) for each in zip(rows["share_of_places"], rows["share_of_events"], strict=True))
    even = f'<polyline class="axis" fill="none" stroke="{LINE}" stroke-dasharray="4 3" points="{at(0, 0)} {at(1, 1)}"/>'
    curve = f'<polyline class="ink-line" fill="none" stroke="{INK}" stroke-width="1.75" points="{points}"/>'
    frame = f'<polyline class="axis" fill="none" stroke="{LINE}" points="{at(0, 1)} {at(0, 0)} {at(1, 0)}"/>'
    words = [_text(EDGE - 5, 12 + 5, "100 %", "end"), _text(EDGE - 5, 12 + inner, "0", "end"),
             _text(EDGE + inner / 2, side - 4, _("andel av rutorna")),
             _text(EDGE + inner, 12 + inner * 0.4, _("andel av händelserna"), "end")]
    return _svg("lorenz", side, side, _("Andel av händelserna efter andel av rutorna"), [frame, even, curve, *words])


def line(values: Sequence[float | None], labels: Sequence[str], *, title: str, language: str) -> SafeString:
    """Draw a series from zero, with its largest value and some labels; a value that is not shown is a gap."""
    top = max([1.0, *(value for value in values if value is not None)])
    inner, base = WIDE - EDGE - 12, HIGH - 26
    step = inner / max(len(values) - 1, 1)
    spots = [(EDGE + at * step, 12 + (1 - value / top) * (base - 12)) if value is not None else None
             for at, value in enumerate(values)]
    parts = [f'<line class="axis" stroke="{LINE}" x1="{EDGE}" x2="{WIDE - 12}" y1="{y:.1f}" y2="{y:.1f}"/>'
             for y in (12.0, float(base))]
    parts += [_text(EDGE - 6, y + 4, words, "end")
              for y, words in ((12.0, figure(top, language=language, decimals=0 if top >= 10 else 1)), (base, "0"))]
    parts += [f'<polyline class="ink-line" fill="none" stroke="{INK}" stroke-width="1.5" stroke-linejoin="round" '
              f'points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>' for run in _runs(spots)]
    if len(values) <= 60:
        parts += [f'<circle class="dot" fill="{INK}" cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="2.5"/>'
                  for spot in spots if spot]
    every = max(len(labels) // 8, 1)
    parts += [_text(EDGE + at * step, HIGH - 8, label) for at, label in enumerate(labels) if at % every == 0]
    return _svg("series", WIDE, HIGH, title, parts)


def _runs(spots: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return [run for run in runs if len(run) > 1]


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return (f'<text class="label" fill="{QUIET}" font-size="12" text-anchor="{anchor}" x="{x:.1f}" '
            f'y="{y:.1f}">{escape(words)}</text>')


def _svg(kind: str, width: float, height: float, title: str, parts: Sequence[str]) -> SafeString:
    label = escape(title, quote=True)
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {kind}" role="img" aria-label="{label}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">{"".join(parts)}</svg>')


# --- the map ------------------------------------------------------------------------------------------------------


def shapes_of(found: Mapping[str, Any], *, crs: int, words: Sequence[str]) -> dict[str, Any] | None:
    """Return the places as GeoJSON: squares where the method has cells, circles where it has radii; None without."""
    rows = found.get("rows") or {}
    if not rows.get("x_m"):
        return None
    x_m, y_m = (np.array(rows[name], np.float64) for name in ("x_m", "y_m"))
    across, up = _outline(found, x_m.size)
    lon, lat = degrees((x_m[:, None] + across).ravel(), y_m=(y_m[:, None] + up).ravel(), crs=crs)
    rings = np.round(np.stack([lon, lat], axis=1), 6).reshape(x_m.size, -1, 2)
    features = [
        {"type": "Feature", "id": at + 1, "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]},
         "properties": {"number": at + 1, "level": level, "words": word, "lon": rows["lon"][at],
                        "lat": rows["lat"][at]}}
        for at, (ring, level, word) in enumerate(zip(rings, _levels(rows), words, strict=True))
    ]
    bounds = [float(each) for each in (lon.min(), lat.min(), lon.max(), lat.max())]
    return {"type": "FeatureCollection", "features": features, "bounds": bounds}


def _outline(found: Mapping[str, Any], count: int) -> tuple[Any, Any]:
    """Offsets in metres of each place's closed outline, shape (places, corners)."""
    rows, cell_m = found["rows"], found["settings"].get("cell_m")
    if "radius_m" not in rows and cell_m:
        half = float(cell_m) / 2
        return np.tile([-half, half, half, -half, -half], (count, 1)), np.tile([-half, -half, half, half, -half],
                                                                                (count, 1))
    radius = np.maximum(np.array(rows.get("radius_m", [DOT_M] * count), np.float64), DOT_M)[:, None]
    turn = np.linspace(0.0, 2 * np.pi, CORNERS + 1)
    return radius * np.cos(turn), radius * np.sin(turn)


def _levels(rows: Mapping[str, Any]) -> list[int]:
    """How strongly each place is drawn, 1 to 3."""
    if "class" in rows:
        return [3 if int(each) == 2 else 1 for each in rows["class"]]
    if "pattern" in rows:
        fading = {"diminishing", "historical"}
        return [1 if less or each in fading else 3 if each in ("new", "intensifying") else 2
                for each, less in zip(rows["pattern"], rows.get("fewer", [False] * len(rows["pattern"])), strict=True)]
    return [3 if at < 10 else 2 for at in range(len(rows["x_m"]))]
