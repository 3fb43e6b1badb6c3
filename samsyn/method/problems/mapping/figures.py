"""The figures of a mapping, each with n, period, source and response; reports and offences are always apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from samsyn.analysis.profiles import hour_profile
from samsyn.analysis.repeats import repeat_places
from samsyn.analysis.significance import history_p_values
from samsyn.analysis.weeks import Week, week_range
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.indicators.models import Indicator, Reading
from samsyn.method.observations.counted import is_decided, reports_at
from samsyn.method.observations.duties.answers import kept_by, replies_for, reports_as_answers
from samsyn.method.observations.models import Category, Kind, Observation, ReportingDuty
from samsyn.method.problems.problem_models import Problem

READ = (
    "observed_on", "observed_from", "observed_to", "category__code", "category__name_sv", "category__name_en", "place",
    "place__name", "place__lon", "place__lat", "place__show_coarse", "seen_during", "kind", "ended_on",
)  # fmt: skip
YEAR = timedelta(weeks=52)
MOST_ROWS, REPEATS_WITHIN_DAYS, ALPHA = 12, 30, 0.05
FEWEST_COMPARED = 5
OUTSIDE = (Indicator.Kind.OFFENCES, Indicator.Kind.SURVEY, Indicator.Kind.RESCUE)
Row = tuple[Any, ...]


def figures_of(problem: Problem, *, first: date, last: date) -> dict[str, Any]:
    """Return every figure of the problem between two days, from the rows that the problem's audience may see.

    All who see the problem see the same figures. Plain values only: they are frozen as they are.
    """
    here = problem.municipality
    found = _counted(problem)
    rows = list(found.filter(observed_on__range=(first, last)).values_list(*READ))
    return {
        "audience": problem.shown_to, "first": first.isoformat(), "last": last.isoformat(), "n": len(rows),
        "response": _response(here, area_of(problem), first=first, last=last),
        "decided": sum(is_decided(row[11]) for row in rows),
        "weeks": _by_week(rows, first=first, last=last),
        "before": _before(found, problem, now=len(rows), days=(first, last)),
        "hours": _hours(rows, here), "categories": _categories(rows), **_places(rows),
        "open_conditions": sum(row[12] == Kind.CONDITION and row[13] is None for row in rows),
        "outside": outside_figures(here, area_of(problem), first=first, last=last),
    }  # fmt: skip


def area_of(problem: Problem) -> Area | None:
    """Return the problem's area, or the one that its place lies in."""
    return problem.area or (problem.place.area if problem.place is not None else None)


def _counted(problem: Problem) -> Any:
    rows = reports_at(problem.place, area=problem.area, audience=problem.audience)
    if not problem.categories:
        return rows
    wanted = Category.objects.filter(municipality=problem.municipality_id, code__in=problem.categories)
    return rows.filter(category__in=wanted)


def _by_week(rows: Sequence[Row], *, first: date, last: date) -> dict[str, Any]:
    weeks = week_range(Week.containing(first), Week.containing(last))
    counts = Counter(Week.containing(row[0]).iso for row in rows)
    return {"first": weeks[0].iso, "last": weeks[-1].iso, "counts": [counts[week.iso] for week in weeks]}


def _before(found: Any, problem: Problem, *, now: int, days: tuple[date, date]) -> dict[str, Any] | None:
    """Return the same days a year before and whether the difference is more than chance usually gives.

    Two one-sided exact binomial tests at 2.5 percent each (`history_p_values`); None where nobody reported then.
    """
    first, last = (day - YEAR for day in days)
    if not Observation.objects.filter(municipality=problem.municipality_id, observed_on__lte=first).exists():
        return None
    before = found.filter(observed_on__range=(first, last)).count()
    verdict = "too_little"
    if now + before >= FEWEST_COMPARED:
        more = float(history_p_values(now, before=before, exposure_ratio=1.0))
        fewer = float(history_p_values(before, before=now, exposure_ratio=1.0))
        verdict = "more" if more < ALPHA / 2 else "fewer" if fewer < ALPHA / 2 else "same"
    return {"first": first.isoformat(), "last": last.isoformat(), "n": before, "verdict": verdict}


def _hours(rows: Sequence[Row], here: Municipality) -> dict[str, Any]:
    """Return weekday × hour; what has an uncertain time is spread over it, and its share is told."""
    known = [row for row in rows if row[2] is not None]

    def local(moment: Any) -> Any:
        return np.datetime64(moment.astimezone(here.zone).replace(tzinfo=None) if moment else "NaT", "us")

    profile = hour_profile(
        np.array([local(row[1]) for row in known], "datetime64[us]"),
        to_local=np.array([local(row[2]) for row in known], "datetime64[us]"),
    )
    counts = np.round(profile.counts, 2).tolist()
    return {"counts": counts, "n": profile.n, "uncertain_share": profile.uncertain_share if profile.n else None}


def _categories(rows: Sequence[Row]) -> list[dict[str, Any]]:
    counts = Counter(row[3:6] for row in rows)
    most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_ROWS]
    return [{"code": code, "name_sv": sv, "name_en": en, "n": n} for (code, sv, en), n in most]


def _places(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the known places by their reports, and how much comes back to the same place; coarse ones stay unnamed."""
    named = [row for row in rows if row[6] is not None and not row[10]]
    counts = Counter((row[7], row[8], row[9]) for row in named)
    codes = {key: number for number, key in enumerate(sorted(counts, key=str))}
    repeats = repeat_places(
        [codes[row[7], row[8], row[9]] for row in named], day=[row[0].toordinal() for row in named],
        within_days=REPEATS_WITHIN_DAYS,
    )  # fmt: skip
    most = sorted(counts.items(), key=lambda each: (-each[1], each[0][0]))
    return {
        "places": [{"name": name, "lon": lon, "lat": lat, "n": n} for (name, lon, lat), n in most[:MOST_ROWS]],
        "places_in_all": len(counts), "at_places": len(named), "repeat_places": len(repeats.place),
        "repeat_share": repeats.within_share if named else None,
    }


def _response(here: Municipality, area: Area | None, *, first: date, last: date) -> dict[str, int] | None:
    """Return how many of the weekly promises for the area were kept, of how many; None where nobody has promised."""
    weeks = week_range(Week.containing(first), Week.containing(last))
    promised = ReportingDuty.objects.filter(municipality=here).in_force(first, last).select_related("area")
    duties = [duty for duty in promised if duty.area_id is None or (area is not None and duty.area_id == area.pk)]
    if not duties:
        return None
    sent = Observation.objects.filter(municipality=here).between_weeks(weeks[0], weeks[-1])
    by_week: dict[int, list[Any]] = {}
    for answer in replies_for(here, weeks) + reports_as_answers(here, sent):
        by_week.setdefault(answer.iso_week, []).append(answer)
    due = [(duty, week) for duty in duties for week in weeks if _in_force(duty, week) and duty.is_due(week, week)]
    kept = sum(bool(kept_by(duty, by_week.get(week.iso, ()))) for duty, week in due)
    return {"kept": kept, "of": len(due)} if due else None


def _in_force(duty: ReportingDuty, week: Week) -> bool:
    return duty.starts_on <= week.last_day and (duty.ends_on is None or duty.ends_on >= week.first_day)


def outside_figures(here: Municipality, area: Area | None, *, first: date, last: date) -> list[dict[str, Any]]:
    """Return offences, surveys and call-outs of the area, indicator by indicator: never added, never on one axis."""
    if area is None:
        return []
    rows = Reading.objects.filter(
        municipality=here, area=area, group_sv="", last_on__gte=first - YEAR, first_on__lte=last,
        indicator__kind__in=OUTSIDE,
    ).select_related("indicator").order_by("indicator__kind", "indicator__code", "first_on")  # fmt: skip
    return [_indicator(indicator, list(readings)) for indicator, readings in _grouped(rows)]


def _grouped(rows: Iterable[Reading]) -> list[tuple[Indicator, list[Reading]]]:
    groups: dict[Any, tuple[Indicator, list[Reading]]] = {}
    for row in rows:
        groups.setdefault(row.indicator_id, (row.indicator, []))[1].append(row)
    return list(groups.values())


def _indicator(indicator: Indicator, readings: list[Reading]) -> dict[str, Any]:
    told = [
        {"first": row.first_on.isoformat(), "last": row.last_on.isoformat(), "value": row.value, "n": row.n,
         "low": row.low, "high": row.high, "response_share": row.response_share, "preliminary": row.preliminary}
        for row in readings[-MOST_ROWS:]
    ]  # fmt: skip
    return {
        "kind": indicator.kind, "code": indicator.code, "name_sv": indicator.name_sv, "name_en": indicator.name_en,
        "unit_sv": indicator.unit_sv, "unit_en": indicator.unit_en, "source": indicator.source,
        "licence": indicator.licence, "rows": told,
    }  # fmt: skip
