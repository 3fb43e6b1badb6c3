"""Did it help? The reports at a measure's place, before and after, beside those of its comparison.

The design is fixed, so that nobody can choose among answers: the first whole weeks after the measure was in force
against the same weeks a year before (or, with less history or a younger problem, the weeks just before, which lowers
the grade), beside the same of a comparison. Figures and keys come out; the words stand in `sentences`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Count, Min
from numpy.typing import NDArray

from samsyn.analysis.effects import Effect, before_after, compared, presence_changed
from samsyn.analysis.interrupted import difference_in_differences
from samsyn.analysis.planning import smallest_clear_drop
from samsyn.analysis.regression import NotEstimable
from samsyn.analysis.weeks import Week
from samsyn.method.followups.models import EvaluationPlan
from samsyn.method.measures.models import Measure
from samsyn.method.observations.counted import is_decided, reports_at
from samsyn.method.observations.models import Observation

YEAR_WEEKS = 52
FEWEST_WEEKS = 4
USUAL_WEEKS = 26
TRENDS_DIFFER_BELOW = 0.1
Weekly = NDArray[np.float64]
Found = dict[str, Any]


@dataclass(frozen=True)
class Windows:
    """The weeks that are compared, as running week numbers; `season` says whether they are the same weeks of a year.

    `young`: there are reports from a year before, but the problem is younger than that.
    """

    after: int
    before: int
    weeks: int
    season: bool
    young: bool = False


@dataclass(frozen=True)
class Series:
    """Weekly counts from the first week that is known: ordinary reports, and those from decided presence."""

    first: int
    ordinary: Weekly
    decided: Weekly

    def of(self, at: int, weeks: int, *, decided: bool = False) -> float:
        """Return how many in the weeks from the running week `at`."""
        start = max(at - self.first, 0)
        row = self.decided if decided else self.ordinary
        return float(row[start:max(at - self.first + weeks, 0)].sum())


def effect_of(measure: Measure, *, plan: EvaluationPlan | None, today: date) -> Found:
    """Return what can be said of the measure's effect today: counts, ratio, limits, grade and faults, and a key.

    `says`: not_begun, no_reports, too_short, too_little, not_told, fewer, more or unclear. All are answers.
    """
    compared_with = plan.compared_with if plan else ""
    found: Found = {"says": "not_begun", "at_peak": measure.at_peak, "compared_with": compared_with}
    begins = measure.in_force_on
    if begins is None or begins > today:
        return found
    rows = about_problem(reports_at(measure.place, area=measure.area, audience=measure.audience), measure)
    known = _first_week(measure)
    if known is None:
        return {**found, "says": "no_reports"}
    last = Week.containing(today).running - 1
    windows = _windows(measure, plan, first=known, last=last)
    if windows is None:
        return {**found, "says": "too_short", "fewest_weeks": FEWEST_WEEKS}
    place = _series(rows, known, last)
    other = _series(_comparison_rows(plan, measure), known, last) if plan and compared_with else None
    return {**found, **_judged(measure, plan, windows, place, other)}


def _first_week(measure: Measure) -> int | None:
    """Return the week of the municipality's first report: before it, nobody was looking."""
    rows = Observation.objects.filter(municipality=measure.municipality_id).accepted()
    first = rows.aggregate(first=Min("observed_on"))["first"]
    return Week.containing(first).running + 1 if first else None


def _comparison_rows(plan: EvaluationPlan, measure: Measure) -> Any:
    rows = reports_at(plan.comparison_place, area=plan.comparison_area, audience=measure.audience)
    return about_problem(rows, measure)


def about_problem(rows: Any, measure: Measure) -> Any:
    """Return those of the reports that are about the measure's problem, where it names categories; else all."""
    if measure.problem is None or not measure.problem.categories:
        return rows
    return rows.filter(category__code__in=measure.problem.categories)


def _series(rows: Any, first: int, last: int) -> Series:
    size = max(last - first + 1, 0)
    ordinary, decided = np.zeros(size), np.zeros(size)
    counted = rows.order_by().values_list("iso_week", "seen_during").annotate(count=Count("pk"))
    for iso, seen, count in counted:
        at = Week.parse(iso).running - first
        if 0 <= at < size:
            (decided if is_decided(seen) else ordinary)[at] += count
    return Series(first, ordinary, decided)


def _windows(measure: Measure, plan: EvaluationPlan | None, *, first: int, last: int) -> Windows | None:
    """Return the weeks after and before, or None where fewer than four whole weeks have passed.

    What comes after ends where presence ended, or where the next measure of the chain began: two at once cannot be
    told apart.
    """
    begins = measure.in_force_on
    if begins is None:
        return None
    week = Week.containing(begins)
    start = week.running + (begins > week.first_day)
    ends = [last]
    if measure.presence and measure.started_on and measure.ended_on:
        final = Week.containing(measure.ended_on)
        ends.append(final.running - (measure.ended_on < final.last_day))        # whole weeks of presence only
    later = [one.begins_on for one in measure.revised_by.all()]
    ends += [Week.containing(each).running - 1 for each in later if each is not None]
    weeks = min(min(ends) - start + 1, plan.weeks if plan else USUAL_WEEKS)
    if weeks < FEWEST_WEEKS:
        return None
    if start - YEAR_WEEKS >= max(first, _problem_began(measure)):
        return Windows(start, start - YEAR_WEEKS, weeks, season=True)
    weeks = min(weeks, start - first)
    young = start - YEAR_WEEKS >= first
    return Windows(start, start - weeks, weeks, season=False, young=young) if weeks >= FEWEST_WEEKS else None


def _problem_began(measure: Measure) -> int:
    """Return the week in which the measure's problem began: a year before that says nothing of it."""
    return Week.containing(measure.problem.period_first).running if measure.problem is not None else 0


def _judged(
    measure: Measure, plan: EvaluationPlan | None, windows: Windows, place: Series, other: Series | None
) -> Found:
    """Compare the counts by the calibrated designs of `analysis.effects` and say how far they can be trusted."""
    at = (windows.before, windows.after)
    mine = [place.of(each, windows.weeks) for each in at]
    sent = [place.of(each, windows.weeks, decided=True) for each in at]
    theirs = [other.of(each, windows.weeks) for each in at] if other else None
    faults = _faults(measure, plan, windows, mine, sent)
    beside = _beside(place, other, windows, faults)
    if beside and beside["trends_p"] < TRENDS_DIFFER_BELOW:
        faults = (*faults, "trends_differ")
    planned = plan is not None and plan.is_before(measure.begins_on)
    uneven = _unevenness(place, other, windows)
    if theirs is not None:
        effect = compared((mine[0], mine[1]), comparison=(theirs[0], theirs[1]), dispersion=uneven, faults=faults,
                          planned=planned)
    else:
        effect = before_after(mine[0], after=mine[1], faults=faults)
    clear = smallest_clear_drop(mine[0], comparison=theirs[0] if theirs is not None else None) if mine[0] else np.nan
    return {
        "says": _says(effect, clear), "design": effect.grade.design, "grade": effect.grade.level,
        "because": list(effect.grade.because), "before": int(mine[0]), "after": int(mine[1]),
        "comparison_before": int(theirs[0]) if theirs else None, "comparison_after": int(theirs[1]) if theirs else None,
        "sent_before": int(sent[0]), "sent_after": int(sent[1]), "weeks": windows.weeks, "season": windows.season,
        "first_after": Week.from_running(windows.after).iso, "first_before": Week.from_running(windows.before).iso,
        "expected": plain(effect.expected), "ratio": plain(effect.ratio), "low": plain(effect.low),
        "high": plain(effect.high), "in_percent": effect.in_percent, "clear_drop": plain(float(clear)),
        "planned": planned, "dispersion": round(uneven, 2), "beside": beside,
    }  # fmt: skip


def _faults(
    measure: Measure, plan: EvaluationPlan | None, windows: Windows, mine: list[float], sent: list[float]
) -> tuple[str, ...]:
    """Return what lowers the grade, as the keys of `analysis.effects.FAULTS`."""
    faults = []
    if sum(sent) and presence_changed((sent[0], mine[0]), after=(sent[1], mine[1])):
        faults.append("presence_changed")
    if plan is not None and plan.compared_with and not plan.is_before(measure.begins_on):
        faults.append("comparison_chosen_after")
    if not windows.season:
        faults += ["season_unmatched", *([] if windows.young else ["short_history"]),
                   *(["chosen_at_peak"] if measure.at_peak else [])]  # fmt: skip
    return tuple(faults)


def _unevenness(place: Series, other: Series | None, windows: Windows) -> float:
    """Return how much more the weeks before vary than chance alone would have them; at least 1."""
    weekly = place.ordinary + (other.ordinary if other is not None else 0.0)
    before = weekly[:max(windows.after - place.first, 0)]
    return max(1.0, float(before.var() / max(before.mean(), 1e-9))) if before.size else 1.0


def _beside(place: Series, other: Series | None, windows: Windows, faults: tuple[str, ...]) -> Found | None:
    """Return the same question asked of every week before, for the table; it never takes the first answer's place."""
    if other is None:
        return None
    start = windows.after - place.first
    until = start + windows.weeks
    try:
        found = difference_in_differences(place.ordinary[:until], comparison=other.ordinary[:until], start=start,
                                          faults=faults)
    except NotEstimable:
        return None
    effect = found.effect
    return {"ratio": plain(effect.ratio), "low": plain(effect.low), "high": plain(effect.high),
            "weeks_before": start, "trends_p": round(found.trend_p_value, 4)}  # fmt: skip


def _says(effect: Effect, clear: float) -> str:
    if not effect.grade.may_be_told:
        return "not_told"
    if not np.isfinite(effect.ratio) or (not np.isfinite(clear) and not effect.low > 1.0):
        return "too_little"
    if effect.high < 1.0:
        return "fewer"
    return "more" if effect.low > 1.0 else "unclear"


def plain(value: float) -> float | None:
    """Return a figure to four decimals, or None where there is none: as it is stored."""
    return round(float(value), 4) if np.isfinite(value) else None


def may_be_told(found: Mapping[str, Any]) -> bool:
    """Say whether the figures of ratio and interval may be shown at all."""
    return found.get("grade", 0) > 0 and found["says"] in ("fewer", "more", "unclear")
