"""What a party's own picture begins with: its own reports, each area against its own history, and its own figures."""

from collections import Counter, defaultdict
from typing import Any, NamedTuple

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.ground.people.models import Organisation
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.indicators.models import Reading
from samsyn.method.observations.models import Category, Observation
from samsyn.method.pictures.outside import Judged, judge
from samsyn.method.pictures.own_models import ShownTo, Trend
from samsyn.method.pictures.period import Period
from samsyn.method.pictures.sentences import figure

MOST_POINTS = 6
HISTORY_WEEKS = 104
LEAST = 3               # fewer are not counted out loud: behind one report stands one person
# The codes of what a kind of party types each week.
OWN_FIGURES: dict[str, str] = {str(Organisation.Kind.POLICE): "police-weekly-"}
TREND = {"more": Trend.WORSE, "fewer": Trend.CALMER, "usual": Trend.USUAL}


class Begun(NamedTuple):
    """A point as it is pre-filled: where, for whom, what the figures say, and a sentence to go on from."""

    area_id: Any
    audience: str
    trend: str
    text: str
    figures: dict[str, Any]


def begun_points(municipality: Municipality, period: Period, *, organisation: Organisation, by: Any) -> list[Begun]:
    """Return a point for each area where the party itself has reported or given figures in the period, most first.

    Reports shown to authorities alone make points of their own for authorities alone; reports for a group, the own
    organisation or the coordinator make none. A point is never shown to more than the reports it rests on.
    """
    counted: dict[tuple[str, Any], dict[int, int]] = defaultdict(Counter)
    categories: dict[tuple[str, Any], Counter[str]] = defaultdict(Counter)
    weeks = {week.iso for week in period.all_weeks}
    for audience, area, category, week in _rows(municipality, period, organisation=organisation, by=by):
        counted[audience, area][week] += 1
        if week in weeks:
            categories[audience, area][category] += 1
    names = _names(municipality)
    points: list[Begun] = []
    for audience in ShownTo.values:
        series = {area: weekly for (whose, area), weekly in counted.items() if whose == audience}
        points += _points(series, period, audience=audience, categories=categories, names=names)
    most = sorted(points, key=lambda each: -each.figures["events"])[:MOST_POINTS]
    return _with_readings(most, _readings(municipality, period, organisation=organisation, by=by))


def _readings(municipality: Municipality, period: Period, *, organisation: Organisation, by: Any) -> dict[Any, str]:
    """Return the party's own weekly figures by area, in one sentence each; only the police give any so far.

    They stand beside the reports and are never added to them: the same event may be in both.
    """
    own = OWN_FIGURES.get(organisation.kind)
    if own is None:
        return {}
    weeks = [week.iso for week in period.all_weeks]
    rows = Reading.objects.visible_to(by).filter(
        municipality=municipality, indicator__code__startswith=own, iso_week__in=weeks, area__isnull=False, value__gt=0
    )
    at = "indicator__name_en" if get_language() == "en" else "indicator__name_sv"
    summed: dict[Any, Counter[str]] = defaultdict(Counter)
    for area, name, value in rows.order_by("indicator__code").values_list("area_id", at, "value"):
        summed[area][name] += round(value)
    return {
        area: _("Egna siffror: %(figures)s.")
        % {"figures": ", ".join(f"{name.lower()} {figure(value)}" for name, value in values.items())}
        for area, values in summed.items()
    }


def _with_readings(points: list[Begun], readings: dict[Any, str]) -> list[Begun]:
    """Say each area's own figures after what its reports say; an area without reports gets a point of its own."""
    left = dict(readings)
    told = []
    for each in points:
        said = left.pop(each.area_id, "") if each.audience == ShownTo.PARTIES else ""
        told.append(each._replace(text=f"{each.text} {said}".strip()) if said else each)
    return told + [Begun(area, ShownTo.PARTIES, "", said, {}) for area, said in left.items()]


def _rows(municipality: Municipality, period: Period, *, organisation: Organisation, by: Any) -> Any:
    seen = (
        Observation.objects.visible_to(by)
        .filter(municipality=municipality, owner=organisation, audience__in=ShownTo.values, same_as=None)
        .accepted()
        .between_weeks(period.week - (HISTORY_WEEKS - 1), period.week)
        .exclude(kind="mood")
        .exclude(category__area_level=True)
    )
    return seen.order_by().values_list("audience", "area_id", "category__code", "iso_week").iterator(chunk_size=5000)


def _names(municipality: Municipality) -> dict[str, str]:
    at = "name_en" if get_language() == "en" else "name_sv"
    return dict(Category.objects.filter(municipality=municipality).values_list("code", at))


def _points(
    series: dict[Any, dict[int, int]], period: Period, *, audience: str, categories: Any, names: dict[str, str]
) -> list[Begun]:
    if not series:
        return []
    weeks = [(period.week - back).iso for back in range(HISTORY_WEEKS - 1, -1, -1)]
    first = min(min(weekly) for weekly in series.values())
    weeks = [week for week in weeks if week >= first]
    areas = sorted(series, key=str)
    sums = np.array([[series[area].get(week, 0) for week in weeks] for area in areas], np.float64)
    judged = judge(np.vstack([sums.sum(axis=0), sums]), weeks=period.weeks)
    return [
        _begun(area, audience, judged, at, categories[audience, area].most_common(2), names)
        for at, area in enumerate(areas, 1) if judged.value[at] > 0
    ]  # fmt: skip


def _begun(
    area: Any, audience: str, judged: Judged, at: int, most: list[tuple[str, int]], names: dict[str, str]
) -> Begun:
    events, verdict = int(judged.value[at]), judged.verdict[at]
    known = verdict in TREND
    low, high = (float(judged.low[at]), float(judged.high[at])) if known else (None, None)
    figures = {
        "events": events, "low": low, "high": high, "verdict": verdict if known else "too_little",
        "categories": [code for code, _n in most],
    }  # fmt: skip
    kinds = ", ".join(names.get(code, code).lower() for code, _n in most)
    return Begun(area, audience, TREND.get(verdict, "") if events >= LEAST else "", _words(figures, kinds), figures)


def _words(figures: dict[str, Any], kinds: str) -> str:
    """Say the figures in one sentence; fewer than three reports are "några få"."""
    said = {"n": figure(figures["events"]), "kinds": kinds}
    if figures["events"] < LEAST:
        return _("Några få rapporter, om %(kinds)s.") % said
    if figures["low"] is None:
        return _("%(n)s rapporter, mest %(kinds)s.") % said
    usual = {**said, "low": figure(figures["low"]), "high": figure(figures["high"])}
    return {
        "more": _("Ovanligt många: %(n)s rapporter, mot väntat %(low)s–%(high)s. Mest %(kinds)s."),
        "fewer": _("Ovanligt få: %(n)s rapporter, mot väntat %(low)s–%(high)s. Mest %(kinds)s."),
    }.get(figures["verdict"], _("Som vanligt: %(n)s rapporter, väntat %(low)s–%(high)s. Mest %(kinds)s.")) % usual


def areas_to_choose(municipality: Municipality, period: Period) -> Any:
    """Return the areas that a point may be about, in the working set of the period's last day."""
    return Area.objects.filter(municipality=municipality).in_working_set(on=period.last_day).order_by("name")
