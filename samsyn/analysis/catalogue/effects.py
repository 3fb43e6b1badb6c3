"""Methods of the catalogue that ask whether something helped, and who could be recognised in an extract."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.catalogue.events import Events, Method, Option, Result, Setting, TooLittle, number, whole
from samsyn.analysis.disclosure import k_anonymity
from samsyn.analysis.effects import Effect, before_after, compared, presence_changed
from samsyn.analysis.estimates import Sample, weighted_mean, weighted_share
from samsyn.analysis.interrupted import difference_in_differences, interrupted_series
from samsyn.analysis.regression import NotEstimable
from samsyn.analysis.significance import odds_ratio_p_value
from samsyn.analysis.weeks import Week

Settings = Mapping[str, Setting]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
YEAR_WEEKS = 52
FEWEST_BEFORE = 5                # below it not even all of it gone would be noticed
PEAK_P, TRENDS_DIFFER_P = 0.1, 0.1


def _figures(effect: Effect) -> dict[str, float | int | str | bool | None]:
    told, expected = effect.grade.may_be_told, effect.expected
    return {
        "ratio": effect.ratio if told else None, "low": effect.low if told else None,
        "high": effect.high if told else None, "p": effect.p_value if told else None,
        "observed": effect.observed, "expected": expected if told else None,
        "from_events": effect.low * expected if told else None, "to_events": effect.high * expected if told else None,
        "grade": effect.grade.level, "because": ", ".join(effect.grade.because), "in_percent": effect.in_percent,
        "design": effect.grade.design,
    }


def _says(effect: Effect) -> str:
    if not effect.grade.may_be_told or not np.isfinite(effect.ratio):
        return "effect.not_told"
    if not np.isfinite(effect.high):
        return "effect.unclear"
    if effect.high < 1.0:
        return "effect.fewer"
    return "effect.more" if effect.low > 1.0 else "effect.unclear"


def _start(settings: Settings, week: NDArray[np.int64]) -> int:
    """Return the step of the week in which something began. Raises ValueError for a date that is none."""
    return Week.containing(date.fromisoformat(str(settings["start"]))).running - int(week.min())


def _in_area(events: Events, code: str) -> Bools:
    """Which events are in an area, or in any of several with commas between."""
    wanted = code.split(",")
    if not set(wanted) <= set(events.area.labels):
        raise TooLittle("no_such_area")
    chosen = np.array([label in wanted for label in events.area.labels] + [False])
    return np.asarray(chosen[events.area.code])


class _Weekly(NamedTuple):
    """Ordinary reports by week, those from decided presence apart; the window is `weeks` long from `start`."""

    place: Floats
    other: Floats
    sent: Floats                 # the place's reports from decided presence
    start: int
    weeks: int

    def sums(self, row: Floats) -> tuple[float, float]:
        """Return a row's sum in the same weeks a year before, and in the window."""
        before, after = (float(row[at:at + self.weeks].sum()) for at in (self.start - YEAR_WEEKS, self.start))
        return before, after

    @property
    def at_peak(self) -> bool:
        """Whether the weeks it is compared with held more of the place than all other weeks before the start."""
        peak = np.zeros(self.start, bool)
        peak[self.start - YEAR_WEEKS:self.start - YEAR_WEEKS + self.weeks] = True
        if peak.all():
            return False
        parts = [(float(self.place[:self.start][where].sum()), float(self.other[:self.start][where].sum()))
                 for where in (peak, ~peak)]
        (mine, theirs), (usual, usual_theirs) = parts
        higher = mine * max(usual_theirs, 1.0) > usual * max(theirs, 1.0)
        return higher and odds_ratio_p_value((usual, mine), comparison=(usual_theirs, theirs)) < PEAK_P


def _weekly(events: Events, settings: Settings) -> _Weekly:
    dated = events.only(events.dated)
    if not dated.x_m.size:
        raise TooLittle("no_events")
    week = dated.weeks()
    start, weeks = _start(settings, week), whole(settings, "weeks")
    step, steps = week - week.min(), int(week.max() - week.min()) + 1
    if start < YEAR_WEEKS or start + weeks > steps:
        raise TooLittle("less_than_a_year")
    place = _in_area(dated, str(settings["area"]))
    other = ~place if settings["comparison"] == "" else _in_area(dated, str(settings["comparison"])) & ~place
    rows = [np.bincount(step[where], minlength=steps).astype(np.float64)
            for where in (place & ~dated.decided, other & ~dated.decided, place & dated.decided)]
    return _Weekly(rows[0], rows[1], rows[2], start, weeks)


def _effect(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    """The same weeks a year before and after a start, in the place and in its comparison.

    Reports from decided presence are no part of it. Where the weeks before were the place's peak, all weeks before
    stand in for them, and the answer is a hint at best: a place at its peak falls back by itself.
    """
    weekly, design = _weekly(events, settings), str(settings["design"])
    mine, theirs = weekly.sums(weekly.place), weekly.sums(weekly.other)
    if mine[0] < FEWEST_BEFORE or (design != "alone" and min(theirs) < FEWEST_BEFORE):
        raise TooLittle("few_for_effect")
    faults = _faults(weekly, settings, mine)
    uneven = _unevenness(weekly)
    try:
        trends = difference_in_differences(weekly.place[:weekly.start + weekly.weeks], start=weekly.start,
                                           comparison=weekly.other[:weekly.start + weekly.weeks], faults=faults)
    except NotEstimable:
        trends = None
    if design != "alone" and trends is not None and trends.trend_p_value < TRENDS_DIFFER_P:
        faults = (*faults, "trends_differ")
    found = _judged(design, weekly, faults, uneven, bool(whole(settings, "planned")))
    if design == "differences" and trends is not None:
        found = trends.effect
    return Result(
        {**_figures(found), "weeks": weekly.weeks, "dispersion": round(uneven, 3), "before": mine[0],
         "from_decided_presence": float(sum(weekly.sums(weekly.sent))),
         "trends_p": round(trends.trend_p_value, 4) if trends is not None else None},
        {"where": np.array(["place", "comparison"]), "before": np.array([mine[0], theirs[0]]),
         "after": np.array([mine[1], theirs[1]])}, _says(found), "graded")


def _faults(weekly: _Weekly, settings: Settings, mine: tuple[float, float]) -> tuple[str, ...]:
    """Return what lowers the grade. A comparison that somebody chose is chosen after; all other areas are not."""
    sent = weekly.sums(weekly.sent)
    chosen_after = bool(settings["comparison"]) and not whole(settings, "planned")
    return (
        *(["presence_changed"] if sum(sent) and presence_changed((sent[0], mine[0]), after=(sent[1], mine[1])) else []),
        *(["comparison_chosen_after"] if chosen_after and settings["design"] != "alone" else []),
        *(["chosen_at_peak"] if weekly.at_peak else []),
    )


def _unevenness(weekly: _Weekly) -> float:
    """Return how much more the weeks before vary than chance alone would have them; at least 1."""
    before = (weekly.place + weekly.other)[:weekly.start]
    return max(1.0, float(before.var() / max(before.mean(), 1e-9)))


def _judged(design: str, weekly: _Weekly, faults: tuple[str, ...], uneven: float, planned: bool) -> Effect:
    """Compare by the chosen design; at a peak all weeks before the start stand for the weeks a year before."""
    peak = "chosen_at_peak" in faults
    mine, theirs = ((float(row[:weekly.start].sum()), weekly.sums(row)[1]) if peak else weekly.sums(row)
                    for row in (weekly.place, weekly.other))
    if design == "alone":
        return before_after(mine[0], after=mine[1], faults=faults,
                            exposure_ratio=weekly.weeks / weekly.start if peak else 1.0)
    return compared(mine, comparison=theirs, dispersion=uneven, faults=faults, planned=planned)


def _interrupted(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    """One series with season and trend, before and after a start; a weak design."""
    dated = events.only(events.dated)
    if not dated.x_m.size:
        raise TooLittle("no_events")
    chosen = dated if settings["area"] == "" else dated.only(_in_area(dated, str(settings["area"])))
    week = dated.weeks()
    start, steps = _start(settings, week), int(week.max() - week.min()) + 1
    if start < 26 or steps - start < 8:
        raise TooLittle("short_history")
    counts = np.bincount(chosen.weeks() - week.min(), minlength=steps).astype(np.float64)
    found = interrupted_series(counts, start=start, waves=2 if start >= 2 * YEAR_WEEKS else 1)
    label = np.array([Week.from_running(int(week.min()) + each).label for each in range(steps)])
    return Result(
        {**_figures(found.effect), "dispersion": found.dispersion, "serial_p": found.serial_p_value, "weeks": steps},
        {"week": label, "events": counts, "after": np.arange(steps) >= start}, _says(found.effect), "graded")


def _alike(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    """How many rows of an extract look the same by area, category and week: who stands out may be recognised."""
    dated = events.only(events.dated)
    if not dated.x_m.size:
        raise TooLittle("no_events")
    columns = [dated.weeks() // whole(settings, "weeks"), dated.category.code, dated.area.code]
    if number(settings, "cell_m") and dated.placed.any():
        columns += [np.floor(np.nan_to_num(axis) / number(settings, "cell_m")) for axis in (dated.x_m, dated.y_m)]
    found = k_anonymity(*columns, least=whole(settings, "least"))
    return Result(
        {"rows": int(dated.x_m.size), "smallest": found.smallest, "groups": found.groups,
         "alone": found.rows_alone, "below": found.rows_below, "share_below": found.share_below},
        {"row": np.flatnonzero(events.dated)[found.which] + 1},
        "alike.enough" if not found.rows_below else "alike.some_below", "counted")


def _estimate(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    """A weighted share or mean of answers, for all and by area."""
    if not events.value.size:
        raise TooLittle("no_values")
    weights = events.weight if events.weight.size else np.ones(events.value.size)
    sample, asked = Sample(weights), whole(settings, "invited") or None
    known = events.value[~np.isnan(events.value)]
    of = weighted_share if str(settings["of"]) == "share" else weighted_mean
    if of is weighted_share and not np.isin(known, (0.0, 1.0)).all():
        raise TooLittle("not_yes_and_no")
    every = of(events.value, sample=sample, invited=asked)
    groups = [of(events.value, sample=sample, among=events.area.code == code)
              for code in range(len(events.area.labels))]
    shown = [np.isfinite(each.value) and "estimate.few_answers" not in each.keys for each in groups]
    numbers = {
        name: np.array([getattr(each, name) if ok else np.nan for each, ok in zip(groups, shown, strict=True)], float)
        for name in ("value", "low", "high", "effective_answers")}
    return Result(
        {"value": every.value, "low": every.low, "high": every.high, "answers": every.answers,
         "effective_answers": every.effective_answers, "notes": ", ".join(every.keys)},
        {"series": np.array([*events.area.labels], str), "answers": np.array([each.answers for each in groups], int),
         **numbers}, "estimate.table", "sampled")


_START = Option("start", "")
METHODS = (
    Method("effect", ("time", "area"), (
        _START, Option("area", ""), Option("comparison", ""), Option("weeks", 26, 4, 52), Option("planned", 0, 0, 1),
        Option("design", "comparison", among=("comparison", "differences", "alone"))), _effect, "effects",
           up_to=780_000),
    Method("interrupted", ("time",), (_START, Option("area", "")), _interrupted, "effects",
           in_product=False),
    Method("estimate", (), (Option("of", "mean", among=("mean", "share")), Option("invited", 0, 0, 10_000_000)),
           _estimate, "estimates", in_product=False),
    Method("alike", ("time",), (Option("weeks", 1, 1, 52), Option("cell_m", 0.0, 0.0, 10_000.0),
                                Option("least", 5, 2, 100)), _alike, "disclosure", in_product=False),
)
