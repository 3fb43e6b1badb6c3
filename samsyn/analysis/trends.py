"""The municipality, its areas and its categories, each against its own history, on one budget of alarms."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.change import (
    RISE_SHARE,
    Design,
    Expectation,
    Fit,
    Judgement,
    dispersions,
    expectation,
    fit_history,
    history_weights,
    judge,
    season_design,
    weekly_band,
)
from samsyn.analysis.counts import Rows, cube, pairs
from samsyn.analysis.delays import completeness
from samsyn.analysis.findings import AreaFinding, CategoryFinding, Power, Settings
from samsyn.analysis.frame import Compared, Frame
from samsyn.analysis.significance import detectable_ratios, excess_p_values, tarone_threshold
from samsyn.analysis.sources import coverage

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# How the week's budget is shared; what is left is for places (standouts.py).
SHARES = {"total": 0.05, "areas": 0.33, "categories": 0.17}
_TOO_BLUNT = 5.0                 # where only a rise beyond this would be noticed, nothing is said
_BAND_LEVEL = 0.95


class SeriesFindings(NamedTuple):
    """What came of the series, and the municipality's level that places are measured by."""

    total: AreaFinding
    areas: list[AreaFinding]
    categories: list[CategoryFinding]
    power: Power
    tests: dict[str, int]
    thresholds: dict[str, float]
    level: Floats                # relative level of every week, all sources reporting
    complete: float              # share of the last week's reports that usually has come by now


class _Table(NamedTuple):
    """Series (the municipality, areas, categories) × weeks."""

    compared: Floats
    counted: Floats
    new: Floats
    decided: Floats
    areas: slice
    categories: slice


class _Group(NamedTuple):
    """One kind of series, judged on its part of the budget; arrays by series."""

    window_weeks: Ints
    counts: dict[str, Ints]      # counted, new, decided and in the period
    against: Expectation
    judgement: Judgement
    q: Floats
    ratio: Floats                # smallest rise that would be found
    tests: int
    threshold: float


def series_findings(rows: Rows, *, frame: Frame, compared: Compared, settings: Settings) -> SeriesFindings:
    """Judge all series of the week; the thresholds are the largest p-values that are called out."""
    table = _table(rows, frame=frame, compared=compared)
    design = season_design(first_week=frame.first_week, live=frame.live, now=frame.window, holidays=frame.holidays)
    weights = history_weights(first_week=frame.first_week, live=frame.live, now=frame.window,
                              years_back=settings.years_back)
    complete = completeness(rows.received, week=rows.week, chosen=compared.compared, first_week=frame.first_week,
                            window=frame.window)
    covered = complete * coverage(_by_source(rows, frame=frame, compared=compared), sources=compared.sources,
                                  live=frame.live, history=frame.history)
    fit = fit_history(table.compared * frame.live, coverage=covered, weights=weights, design=design)
    parts = {"total": slice(0, 1), "areas": table.areas, "categories": table.categories}
    groups = {name: _group(table, part, fit=fit, design=design, frame=frame, settings=settings,
                           alpha=settings.alarm_share * SHARES[name], sparse=name == "categories")
              for name, part in parts.items()}
    bands = _bands(table, fit=fit, frame=frame, settings=settings)
    mixes = _mixes(rows, compared=compared, frame=frame, groups=groups)
    tables = [_area_rows([""], groups["total"], mixes[:1], table.counted[:1], bands, 0, frame, settings),
              _area_rows(rows.area.labels, groups["areas"], mixes[1:], table.counted[table.areas], bands, 1, frame,
                         settings)]
    return SeriesFindings(
        tables[0][0], tables[1], _category_rows(rows.category.labels, groups["categories"], frame, settings),
        _power(groups), {name: each.tests for name, each in groups.items()},
        {name: each.threshold for name, each in groups.items()}, fit.unit[0] / np.maximum(covered[0], 1e-9),
        float(complete[-1]))


def _table(rows: Rows, *, frame: Frame, compared: Compared) -> _Table:
    areas, categories = len(rows.area.labels), len(rows.category.labels)
    weeks = frame.live.size

    def by_week(chosen: Bools) -> Floats:
        parts = [cube(np.where(chosen, code, -1), week=compared.step, first_week=0, weeks=weeks, series_count=count)
                 for code, count in ((np.zeros(chosen.size, np.int64), 1), (rows.area.code, areas),
                                     (rows.category.code, categories))]
        return np.concatenate(parts)

    return _Table(by_week(compared.compared), by_week(compared.counted), by_week(compared.new),
                  by_week(compared.decided), slice(1, 1 + areas), slice(1 + areas, 1 + areas + categories))


def _by_source(rows: Rows, *, frame: Frame, compared: Compared) -> Floats:
    chosen = compared.compared & (compared.step < frame.history.stop)
    sources = compared.sources.first.size
    who = np.where(chosen, compared.organisation, -1)
    parts = [pairs(code, who, shape=(count, sources)) for code, count in (
        (np.zeros(chosen.size, np.int64), 1), (rows.area.code, len(rows.area.labels)),
        (rows.category.code, len(rows.category.labels)))]
    return np.concatenate(parts).astype(np.float64)


def _group(
    table: _Table, part: slice, *, fit: Fit, design: Design, frame: Frame, settings: Settings, alpha: float,
    sparse: bool,
) -> _Group:
    """Judge the series of one part: over the period where enough is expected, else over the longer window."""
    own = Fit(*(each[part] for each in fit))
    seen = table.compared[part] * frame.live
    windows = (frame.period, frame.window)
    looked = [expectation(own, design=design, window=window, live=frame.live, dispersion=dispersions(
        seen, fit=own, live=frame.live, history=frame.history, block_weeks=int(frame.live[window].sum()) or 1))
        for window in windows]
    weeks = frame.period.stop - frame.period.start
    long = looked[0].expected < settings.few_below * weeks
    against = Expectation(*(np.where(long, later, first) for first, later in zip(*looked, strict=True)))
    count = _chosen(seen, windows, long)
    known = own.events + count > 0
    threshold, tests = alpha / max(int(known.sum()), 1), int(known.sum())
    if sparse:
        rows = seen[:, :frame.history.stop].sum(axis=1) + count
        smallest = excess_p_values(rows, expected=0.0, expected_variance=0.0, largest_weight=against.weight,
                                   dispersion=against.dispersion) / RISE_SHARE
        threshold, tests = tarone_threshold(smallest[known], alpha=alpha)
    judgement = judge(count, against=against, threshold=threshold)
    ratio = detectable_ratios(expected=against.expected, expected_variance=against.variance,
                              largest_weight=against.weight, dispersion=against.dispersion,
                              threshold=threshold * RISE_SHARE, power=settings.power)
    counts = {name: _chosen(each[part], windows, long).astype(np.int64) for name, each in (
        ("counted", table.counted), ("new", table.new), ("decided", table.decided))}
    counts["aside"] = counts["counted"] - count.astype(np.int64)
    counts["period"] = table.counted[part][:, frame.period].sum(axis=1).astype(np.int64)
    live = [int(frame.live[window].sum()) for window in windows]
    q = np.minimum(judgement.p_value / threshold * settings.alarm_share, 1.0)
    return _Group(np.where(long, live[1], live[0]), counts, against, judgement, q, ratio, tests, threshold)


def _chosen(table: Floats, windows: tuple[slice, slice], long: Bools) -> Floats:
    first, later = (table[:, window].sum(axis=1) for window in windows)
    return np.where(long, later, first)


def _bands(table: _Table, *, fit: Fit, frame: Frame, settings: Settings) -> tuple[Floats, Floats]:
    """Return the expected band of each of the last weeks, raised by what is set aside; NaN without history."""
    size = table.categories.start
    own = Fit(*(each[:size] for each in fit))
    seen = table.compared[:size] * frame.live
    weeks = slice(frame.live.size - settings.series_weeks, frame.live.size)
    spread = dispersions(seen, fit=own, live=frame.live, history=frame.history, block_weeks=1)
    low, high = weekly_band(own, dispersion=spread, weeks=weeks, level=_BAND_LEVEL)
    aside = table.counted[:size, weeks] - table.compared[:size, weeks]
    sure = frame.live[weeks] & (frame.history_weeks >= settings.least_weeks)
    return np.where(sure, low + aside, np.nan), np.where(sure, high + aside, np.nan)


def _mixes(
    rows: Rows, *, compared: Compared, frame: Frame, groups: dict[str, _Group],
) -> list[list[tuple[str, int]]]:
    """Return the three most common categories of the municipality and of each area, in its own window."""
    areas, categories = len(rows.area.labels), len(rows.category.labels)
    mixes = []
    for window in (frame.period, frame.window):
        inside = compared.counted & (compared.step >= window.start) & (compared.step < window.stop)
        category = np.where(inside, rows.category.code, -1)
        by_area = pairs(rows.area.code, category, shape=(areas, categories))
        whole = pairs(np.zeros(inside.size, np.int64), category, shape=(1, categories))
        mixes.append(np.concatenate([whole, by_area]))
    weeks = np.concatenate([groups["total"].window_weeks, groups["areas"].window_weeks])
    long = weeks != int(frame.live[frame.period].sum())
    return [most_common(mixes[int(late)][each], labels=rows.category.labels) for each, late in enumerate(long)]


def most_common(counts: Ints, *, labels: list[str], most: int = 3) -> list[tuple[str, int]]:
    """Return the largest counts with their labels, largest first; equal ones in the order of the labels.

    >>> most_common(np.array([2, 0, 5, 2]), labels=["A", "B", "C", "D"], most=2)
    [('C', 5), ('A', 2)]
    """
    order = np.argsort(-counts, kind="stable")[:most]
    return [(labels[each], int(counts[each])) for each in order.tolist() if counts[each] > 0]


def _verdict(group: _Group, each: int, *, enough: bool) -> str:
    called = group.judgement.verdict[each]
    if not enough:
        return "too_little"
    if called != "usual":
        return called
    if group.counts["counted"][each] == 0:
        return "none"
    return "too_little" if group.ratio[each] > _TOO_BLUNT else "usual"


def _scale(group: _Group, each: int, *, enough: bool) -> tuple[float, float, float]:
    """Return expected, low and high on the scale of all that is counted."""
    aside = float(group.counts["aside"][each])
    if not enough:
        return np.nan, np.nan, np.nan
    return (float(group.against.expected[each]) + aside, float(group.judgement.low[each]) + aside,
            float(group.judgement.high[each]) + aside)


def _area_rows(
    codes: list[str], group: _Group, mixes: list[list[tuple[str, int]]], counted: Floats,
    bands: tuple[Floats, Floats], offset: int, frame: Frame, settings: Settings,
) -> list[AreaFinding]:
    enough = frame.history_weeks >= settings.least_weeks
    steps = range(frame.live.size - settings.series_weeks, frame.live.size)
    weeks = [frame.iso_week(step) for step in steps]
    found = []
    for each, code in enumerate(codes):
        expected, low, high = _scale(group, each, enough=enough)
        events, new = int(group.counts["counted"][each]), int(group.counts["new"][each])
        without = float(group.against.expected[each]) if enough else np.nan
        rise = events - without
        found.append(AreaFinding(
            code=code, events=events, events_in_period=int(group.counts["period"][each]), expected=expected, low=low,
            high=high, verdict=_verdict(group, each, enough=enough), window_weeks=int(group.window_weeks[each]),
            q=float(group.q[each]) if enough else 1.0, categories=mixes[each],
            series=counted[each, steps.start:steps.stop].astype(int).tolist(),
            band_low=bands[0][offset + each].tolist(), band_high=bands[1][offset + each].tolist(), weeks=weeks,
            from_new_sources=new, from_decided_presence=int(group.counts["decided"][each]),
            expected_without_new=without, explained_by_new=min(1.0, new / rise) if rise > 0 else 0.0))
    return found


def _category_rows(codes: list[str], group: _Group, frame: Frame, settings: Settings) -> list[CategoryFinding]:
    enough = frame.history_weeks >= settings.least_weeks
    return [CategoryFinding(
        code, int(group.counts["counted"][each]), int(group.counts["period"][each]),
        *_scale(group, each, enough=enough), _verdict(group, each, enough=enough), int(group.window_weeks[each]),
        float(group.q[each]) if enough else 1.0) for each, code in enumerate(codes)]


def _power(groups: dict[str, _Group]) -> Power:
    areas, total = groups["areas"], groups["total"]
    if areas.ratio.size:
        middle = int(np.argsort(areas.ratio, kind="stable")[(areas.ratio.size - 1) // 2])
        expected, ratio = float(areas.against.expected[middle]), float(areas.ratio[middle])
        weeks = int(areas.window_weeks[middle])
    else:
        expected, ratio, weeks = np.nan, np.inf, int(total.window_weeks[0])
    whole = float(total.ratio[0])
    return Power(weeks, expected, ratio, _multiple(ratio), int(total.window_weeks[0]),
                 float(total.against.expected[0]), whole, _multiple(whole))


def _multiple(ratio: float) -> int:
    return int(np.ceil(ratio - 1e-6)) if ratio <= 10.0 else 0
