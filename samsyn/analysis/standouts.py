"""Which places the picture names: those that stand out, and the busy ones that are as usual."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.change import history_weights
from samsyn.analysis.counts import Rows
from samsyn.analysis.findings import PlaceFinding, Settings
from samsyn.analysis.frame import Compared, Frame
from samsyn.analysis.hotspots import (
    Located,
    PlaceTests,
    candidate_windows,
    centres,
    judge_windows,
    members,
    place_dispersion,
    place_threshold,
    strongest_apart,
)
from samsyn.analysis.significance import largest_short_counts, smallest_alarming_counts
from samsyn.analysis.trends import SHARES, most_common

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PLACE_SHARE = 1.0 - sum(SHARES.values())


class PlaceFindings(NamedTuple):
    """The places named, and what their part of the budget allowed."""

    standing_out: list[PlaceFinding]
    usual: list[PlaceFinding]
    tests: int
    threshold: float


class _Limits(NamedTuple):
    low: Floats
    high: Floats


def place_findings(
    rows: Rows, *, frame: Frame, compared: Compared, level: Floats, settings: Settings,
) -> PlaceFindings:
    """Judge all places over the longer window; names them strongest first, the usual ones by number of events."""
    alpha = settings.alarm_share * PLACE_SHARE
    located = located_rows(rows, frame=frame, compared=compared, level=level, settings=settings)
    if frame.history_weeks < settings.least_weeks or not located.shown.any():
        return PlaceFindings([], [], 0, alpha)
    windows = candidate_windows(located)
    block = int(frame.live[frame.window].sum())
    tests = judge_windows(located, windows=windows, dispersion=place_dispersion(
        located, live=frame.live, history=frame.history, block_weeks=block))
    threshold = place_threshold(tests, alpha=alpha)
    x_m, y_m, radius = centres(windows, located=located)
    out = np.flatnonzero((tests.p_value <= threshold.each) & (windows.now >= settings.shown_least))
    named = strongest_apart(out[np.lexsort((-windows.now[out], tests.p_value[out]))], x_m=x_m, y_m=y_m, radius_m=radius)
    quiet = np.flatnonzero((tests.p_value > threshold.each) & (windows.shown >= settings.shown_least)
                           & (windows.reach < 2))
    usual = strongest_apart(quiet[np.lexsort((windows.reach[quiet], -windows.shown[quiet]))], x_m=x_m, y_m=y_m,
                            radius_m=radius, taken=named, most=settings.usual_places)
    both = np.concatenate([named, usual])
    q = np.minimum(tests.p_value[both] / threshold.each * settings.alarm_share, 1.0)
    told = _tell(rows, frame=frame, compared=compared, tests=tests, chosen=both, radius=radius[both], q=q,
                 limits=_limits(tests, both, threshold.each), weeks=block)
    return PlaceFindings(told[:named.size], told[named.size:], threshold.testable, threshold.each)


def located_rows(rows: Rows, *, frame: Frame, compared: Compared, level: Floats, settings: Settings) -> Located:
    """Return the compared rows with a precise point; a row of a source that joined late weighs more.

    worth = season weight of its week × Σ level of all weeks / Σ level of the weeks its source was active.
    """
    history = frame.history
    weights = history_weights(first_week=frame.first_week, live=frame.live, now=frame.window,
                              years_back=settings.years_back)
    weighted = weights[history] * level[history]
    active = compared.sources.active[:, history] @ weighted
    exposure = np.where(active > 0, weighted.sum() / np.where(active > 0, active, 1.0), 0.0)
    in_window = compared.step >= frame.window.start
    chosen = np.flatnonzero(rows.precise & compared.counted & (compared.compared | in_window))
    step, same = compared.step[chosen], compared.compared[chosen]
    shown = in_window[chosen]
    worth = np.where(shown, 0.0, weights[step] * exposure[compared.organisation[chosen]])
    return Located(rows.x_m[chosen], rows.y_m[chosen], rows.place.code[chosen], step, worth, shown & same, shown)


def _limits(tests: PlaceTests, chosen: Ints, threshold: float) -> _Limits:
    expected, variance = tests.expected[chosen], tests.variance[chosen]
    high = smallest_alarming_counts(expected=expected, expected_variance=variance,
                                    largest_weight=tests.weight[chosen], threshold=threshold,
                                    dispersion=tests.dispersion) - 1.0
    low = largest_short_counts(expected=expected, expected_variance=variance, threshold=threshold,
                               dispersion=tests.dispersion) + 1.0
    return _Limits(low, high)


def _tell(
    rows: Rows, *, frame: Frame, compared: Compared, tests: PlaceTests, chosen: Ints, radius: Floats, q: Floats,
    limits: _Limits, weeks: int,
) -> list[PlaceFinding]:
    counted = np.flatnonzero(compared.counted & rows.precise & (compared.step >= frame.window.start))
    here = (rows.place.code[counted], rows.x_m[counted], rows.y_m[counted])
    found = []
    for number, each in enumerate(chosen.tolist()):
        inside = counted[members(tests.windows, which=each, place=here[0], x_m=here[1], y_m=here[2])]
        aside = float(inside.size - tests.windows.now[each])
        expected = float(tests.expected[each]) + aside
        out = q[number] <= 0 or limits.high[number] < tests.windows.now[each]
        found.append(_place(rows, inside, compared=compared, out=bool(out), weeks=weeks, expected=expected,
                            before=float(tests.windows.before[each]), q=float(q[number]),
                            low=float(limits.low[number]) + aside, high=float(limits.high[number]) + aside,
                            radius_m=float(radius[number])))
    return found


def _place(
    rows: Rows, inside: Ints, *, compared: Compared, out: bool, weeks: int, expected: float, before: float, q: float,
    low: float, high: float, radius_m: float,
) -> PlaceFinding:
    """Describe one place by its rows; it is named after the known place that most of them lie at."""
    place, share = _commonest(rows.place.code[inside])
    known = place >= 0 and share >= 0.5
    at_place = inside[rows.place.code[inside] == place] if known else inside
    name, _ = _commonest(rows.place_name.code[at_place])
    area, _ = _commonest(rows.area.code[inside])
    category = rows.category.code[inside]
    counts = np.bincount(category[category >= 0], minlength=len(rows.category.labels))
    reason = "place.usual" if not out else "place.more" if before > 0 else "place.new"
    return PlaceFinding(
        place=rows.place.labels[place] if known else "",
        name=rows.place_name.labels[name] if known and name >= 0 else "",
        area=rows.area.labels[area] if area >= 0 else "",
        lon=round(float(rows.lon[inside].mean()), 4), lat=round(float(rows.lat[inside].mean()), 4),
        x_m=round(float(rows.x_m[inside].mean()), -1), y_m=round(float(rows.y_m[inside].mean()), -1),
        radius_m=round(radius_m), events=int(inside.size), expected=expected, low=low, high=high,
        ratio=inside.size / expected if expected > 0 else np.nan, q=q, window_weeks=weeks,
        categories=most_common(counts, labels=rows.category.labels), reason=reason,
        decided_presence=int(compared.decided[inside].sum()),
        sources=int(np.unique(compared.organisation[inside]).size))


def _commonest(codes: Ints) -> tuple[int, float]:
    """Return the most common code that is not empty (-1 if none) and its share of all."""
    known = codes[codes >= 0]
    if not known.size:
        return -1, 0.0
    counts = np.bincount(known)
    return int(counts.argmax()), float(counts.max()) / codes.size
