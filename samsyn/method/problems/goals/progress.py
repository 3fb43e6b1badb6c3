"""How far a goal has come: the figure now beside the starting point and the target, with its uncertainty.

Reports are counted over whole weeks, as evenly as the starting point: what is counted over fewer weeks is drawn out to
the same length. The interval is the exact one of a count, widened by the weeks' own unevenness. Keys and figures come
out; the words stand in `sentences`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from samsyn.analysis.significance import mid_p_ratio_interval, poisson_interval
from samsyn.analysis.weeks import Week
from samsyn.method.indicators.models import Reading
from samsyn.method.observations.counted import reports_at
from samsyn.method.observations.models import Category
from samsyn.method.problems.goal_models import Goal
from samsyn.method.problems.goal_states import MeasuredBy
from samsyn.method.problems.goals.cautions import usual_of
from samsyn.method.problems.problem_models import Problem

LEAST_WEEKS = 4
FEWEST = 5
YEAR_WEEKS = 52
Found = dict[str, Any]


def weekly_counts(problem: Problem, *, first: int, last: int, audience: str) -> np.ndarray:
    """Return the reports about the problem in each running week from `first` to `last`, decided presence left out."""
    counts = np.zeros(max(last - first + 1, 0))
    rows = reports_at(problem.place, area=problem.area, audience=audience).exclude(seen_during="decided")
    if problem.categories:
        chosen = Category.objects.filter(municipality=problem.municipality_id, code__in=problem.categories)
        rows = rows.about(chosen)
    span = Week.from_running(first), Week.from_running(last)
    for iso in rows.between_weeks(*span).order_by().values_list("iso_week", flat=True):
        counts[Week.parse(iso).running - first] += 1
    return counts


def baseline_of(problem: Problem, *, weeks: int, today: date) -> Found:
    """Return the starting point by reports: how many in the last whole weeks, which weeks, how uneven.

    Beside them what so many weeks usually hold, by the year before them.
    """
    last = Week.containing(today).running - 1
    all_counts = weekly_counts(problem, first=last - YEAR_WEEKS - weeks + 1, last=last, audience=problem.shown_to)
    counts = all_counts[-YEAR_WEEKS:]
    n, uneven = int(counts[-weeks:].sum()), _unevenness(counts)
    span = Week.from_running(last - weeks + 1), Week.from_running(last)
    return {
        "value": float(n), "n": n, "weeks": weeks,
        "first_on": span[0].first_day.isoformat(), "last_on": span[1].last_day.isoformat(), "source": "reports",
        "dispersion": round(uneven, 2),
        **usual_of(all_counts[:YEAR_WEEKS], count=n, weeks=weeks, dispersion=_unevenness(all_counts[:YEAR_WEEKS])),
    }  # fmt: skip


def reading_of(goal: Goal, *, until: date | None = None) -> Reading | None:
    """Return the newest reading of the goal's indicator for the problem's area, else for the whole municipality."""
    rows = Reading.objects.filter(municipality=goal.municipality_id, indicator=goal.indicator_id)
    if until is not None:
        rows = rows.filter(last_on__lte=until)
    area = goal.problem.area_id
    for chosen in (rows.filter(area=area), rows.filter(area=None, area_code="")) if area else (rows.filter(area=None),):
        if (found := chosen.order_by("-last_on").first()) is not None:
            return found
    return None


def read_as(reading: Reading) -> Found:
    """Return a reading as a starting point or as what stands now."""
    return {
        "value": reading.value, "n": reading.n, "first_on": reading.first_on.isoformat(),
        "last_on": reading.last_on.isoformat(), "source": reading.indicator.source, "area": reading.area_code,
    }  # fmt: skip


def _unevenness(counts: np.ndarray) -> float:
    mean = float(counts.mean()) if counts.size else 0.0
    return max(1.0, float(counts.var()) / mean) if mean > 0 else 1.0


def progress_of(goal: Goal, *, today: date) -> Found:
    """Return how far a goal has come today. `says` is one of the keys of `sentences.SAYS`."""
    if goal.measured_by == MeasuredBy.WORDS:
        return {"says": f"said_{goal.said}" if goal.said else "unsaid", "on": goal.said_on, "text": goal.said_text}
    if not goal.is_frozen:
        return {"says": "no_baseline"}
    if goal.measured_by == MeasuredBy.READING:
        return _by_reading(goal)
    return _by_reports(goal, today)


def _by_reading(goal: Goal) -> Found:
    reading = reading_of(goal)
    before = goal.baseline
    if reading is None or reading.last_on.isoformat() <= before["last_on"]:
        return {"says": "no_new_reading", "before": before["value"]}
    found: Found = {**read_as(reading), "before": before["value"]}
    if goal.target is None:
        return {**found, "says": "no_target"}
    better = (reading.value >= goal.target) if goal.more_is_better else (reading.value <= goal.target)
    moved = (reading.value - before["value"]) * (1 if goal.more_is_better else -1)
    says = "reading_reached" if better else "reading_closer" if moved > 0 else "reading_not_closer"
    return {**found, "says": says}


def _by_reports(goal: Goal, today: date) -> Found:
    before: Mapping[str, Any] = goal.baseline
    last = Week.containing(today).running - 1
    start = Week.containing(date.fromisoformat(before["last_on"]) + timedelta(days=1)).running
    weeks = min(last - start + 1, goal.weeks)
    if weeks < LEAST_WEEKS:
        return {"says": "too_early", "before": before["n"], "weeks": max(weeks, 0)}
    counts = weekly_counts(goal.problem, first=last - weeks + 1, last=last, audience=goal.shown_to)
    return {**judged(int(counts.sum()), weeks=weeks, goal=goal), "first_week": Week.from_running(last - weeks + 1).iso,
            "last_week": Week.from_running(last).iso}  # fmt: skip


def judged(count: int, *, weeks: int, goal: Goal) -> Found:
    """Judge a count over so many weeks against the goal's starting point and target.

    value and limits = count (and its exact limits, widened by the unevenness φ: those of count / φ, times φ) × weeks of
    the starting point / weeks. Reached for sure when the whole interval is on the right side of the target.
    """
    before, uneven = goal.baseline, max(float(goal.baseline.get("dispersion", 1.0)), 1.0)
    longer = goal.weeks / weeks
    limits = poisson_interval(count / uneven)
    low, high = float(limits.low) * uneven * longer, float(limits.high) * uneven * longer
    found: Found = {
        "count": count, "weeks": weeks, "value": count * longer, "low": low, "high": high, "before": before["n"],
    }  # fmt: skip
    if before["n"] < FEWEST and count < FEWEST:
        return {**found, "says": "too_little"}
    if goal.target is None:
        return {**found, "says": "no_target"}
    sure, likely = (low >= goal.target, count * longer >= goal.target) if goal.more_is_better else (
        high <= goal.target, count * longer <= goal.target)  # fmt: skip
    if sure or likely:
        return {**found, "says": "reached" if sure else "looks_reached"}
    return {**found, "says": _direction(count, weeks, goal, uneven)}


def _direction(count: int, weeks: int, goal: Goal, uneven: float) -> str:
    """Say whether the change from the starting point is more than chance, and which way."""
    ratio = mid_p_ratio_interval(
        count / uneven, before=goal.baseline["n"] / uneven, exposure_ratio=weeks / goal.weeks
    )
    if float(ratio.high) < 1.0:
        return "further" if goal.more_is_better else "closer"
    if float(ratio.low) > 1.0:
        return "closer" if goal.more_is_better else "further"
    return "unclear"
