"""Outside figures, apart: each area or type against its own history. Never added to observations, never drawn."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.significance import (
    excess_p_values,
    largest_short_counts,
    shortfall_p_values,
    smallest_alarming_counts,
    tarone_threshold,
)
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.indicators.tables import (
    WeeklySeries,
    indicators_in_picture,
    outside_events_by_week,
    readings_by_week,
)
from samsyn.method.pictures.period import Period
from samsyn.method.pictures.sentences import say

ALARM_SHARE = 0.05          # chance that anything at all of one source is wrongly called out in a period
LEAST_PERIODS = 12          # history below which nothing is said
MOST_PERIODS = 104
SURELY_SOMETHING = 7.0      # exp(-7): where so many are usual, nothing at all means that nothing has come in
SOURCES = {
    "police": ("Polisens händelser", "The police's news feed"),
    "polisen": ("Polisens händelser", "The police's news feed"),
}


class Judged(NamedTuple):
    """Every series of one source against its own earlier periods of the same length."""

    value: NDArray[np.float64]
    usual: NDArray[np.float64]          # the median period
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    verdict: list[str]


def outside_tables(municipality: Municipality, period: Period) -> list[dict[str, Any]]:
    """Return one table for each outside source, in the order of its code: areas, or types of event, by name."""
    first, last = period.history_from, period.week
    readings = readings_by_week(municipality, first=first, last=last)
    events = outside_events_by_week(municipality, first=first, last=last)
    names = _area_names(municipality, readings)
    tables = [
        _table(
            readings[each.code], period, names=names, source=each.source or each.code,
            title=(each.name_sv, each.name_en),
            unit=(each.unit_sv, each.unit_en or each.unit_sv), licence=each.licence,
        )
        for each in indicators_in_picture(municipality) if each.code in readings
    ]  # fmt: skip
    for source, series in sorted(events.items()):
        title = SOURCES.get(source, (source, source))
        unit = ("händelser", "events")
        tables.append(_table(series, period, names=None, source=source, title=title, unit=unit, licence=""))
    return tables


def _area_names(municipality: Municipality, readings: Mapping[str, WeeklySeries]) -> dict[str, str]:
    if not readings:
        return {}
    rows = Area.objects.filter(municipality=municipality).order_by("area_set__valid_from", "area_set__name", "code")
    return dict(rows.values_list("code", "name"))


def _table(
    series: WeeklySeries, period: Period, *, names: Mapping[str, str] | None, source: str, title: tuple[str, str],
    unit: tuple[str, str], licence: str,
) -> dict[str, Any]:  # fmt: skip
    whole = series.sums.sum(axis=0, keepdims=True)
    judged = judge(np.vstack([whole, series.sums]), weeks=period.weeks)
    rows = [_row("", "", judged, 0)]
    for at, code in enumerate(series.codes, 1):
        rows.append(_row("", code, judged, at) if names is None else _row(code, names.get(code, code), judged, at))
    return {
        "source": source, "title_sv": title[0], "title_en": title[1], "unit": unit[0], "unit_en": unit[1],
        "period": period.week.label,
        "rows": rows, "licence": licence,
    }  # fmt: skip


def _row(code: str, name: str, judged: Judged, at: int) -> dict[str, Any]:
    verdict, value = judged.verdict[at], judged.value[at]
    numbers = {"value": value, "low": judged.low[at], "high": judged.high[at]}
    known = {} if verdict in ("too_little", "none", "missing") else numbers
    shown = {**numbers, "value": None} if verdict == "missing" else numbers
    return {
        "area": code, "name": name, "usual": judged.usual[at], **shown, "verdict": verdict,
        "sentence": say(f"outside.{verdict}", **known),
    }  # fmt: skip


def judge(sums: NDArray[np.float64], *, weeks: int) -> Judged:
    """Judge the last period of every series against the earlier ones (series, weeks), with one budget for all.

    Each earlier period of the same length is one unit of exposure: expected = Σ / n, its variance Σ / n²; how much
    more the series vary than chance is estimated from all of them together and used for each.
    """
    periods = _periods(sums, weeks)
    if not periods.shape[1]:        # a source younger than one period
        periods = sums.sum(axis=1, keepdims=True)
    now, before = periods[:, -1], periods[:, :-1][:, -MOST_PERIODS:]
    n = before.shape[1]
    if n < LEAST_PERIODS:
        unknown = np.full(len(now), np.nan)
        return Judged(now, unknown, unknown, unknown, ["too_little"] * len(now))
    expected = before.mean(axis=1)
    variance = expected / n
    dispersion = _dispersion(before, expected)
    given: dict[str, Any] = {"expected": expected, "expected_variance": variance, "dispersion": dispersion}
    more = excess_p_values(now, largest_weight=1 / n, **given)
    fewer = shortfall_p_values(now, **given)
    each = _thresholds(shortfall_p_values(np.zeros_like(expected), **given))
    high = smallest_alarming_counts(largest_weight=1 / n, threshold=each, **given) - 1
    low = largest_short_counts(threshold=each, **given) + 1
    verdict = np.where(more <= each, "more", np.where(fewer <= each, "fewer", "usual"))
    verdict = np.where((now == 0) & (before.sum(axis=1) == 0), "none", verdict)
    if now[0] == 0 and expected[0] >= SURELY_SOMETHING:
        verdict = np.full(len(now), "missing")
    return Judged(now, np.median(before, axis=1), low, high, verdict.tolist())


def _thresholds(nothing: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the largest p-value that is called out: half the budget for the whole, half shared by its parts.

    `nothing` is the chance of a period with nothing at all. An excess can always be large enough, so every part counts
    among the tests; a shortfall only where nothing at all would be short.
    """
    share = ALARM_SHARE / 2
    parts = tarone_threshold(np.concatenate([np.zeros(len(nothing) - 1), nothing[1:]]), alpha=share).each
    return np.r_[share / 2, np.full(len(nothing) - 1, parts)]


def _periods(sums: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Sum weeks to periods that end with the last one; a first part that is not whole is left out."""
    whole = sums.shape[1] // weeks
    kept = sums[:, sums.shape[1] - whole * weeks :]
    return np.round(kept.reshape(sums.shape[0], whole, weeks).sum(axis=2))


def _dispersion(before: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return variance over mean: the whole municipality by itself, its parts by what they have in common."""
    square = ((before - expected[:, None]) ** 2).sum(axis=1) / np.maximum(before.shape[1] - 1, 1)
    whole = square[0] / max(expected[0], 1e-9)
    parts = square[1:].sum() / max(expected[1:].sum(), 1e-9)
    return np.maximum(np.r_[whole, np.full(len(expected) - 1, parts)], 1.0)
