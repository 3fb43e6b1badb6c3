"""Methods of the catalogue that ask whether something helped, and who could be recognised in an extract."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.catalogue.events import Events, Method, Option, Result, Setting, TooLittle, number, whole
from samsyn.analysis.disclosure import k_anonymity
from samsyn.analysis.effects import Effect, compared, presence_changed
from samsyn.analysis.estimates import Sample, weighted_mean, weighted_share
from samsyn.analysis.interrupted import interrupted_series
from samsyn.analysis.weeks import Week

Settings = Mapping[str, Setting]
Bools = NDArray[np.bool_]
YEAR_WEEKS = 52


def _figures(effect: Effect) -> dict[str, float | int | str | bool | None]:
    told = effect.grade.may_be_told
    return {
        "ratio": effect.ratio if told else None, "low": effect.low if told else None,
        "high": effect.high if told else None, "p": effect.p_value if told else None,
        "observed": effect.observed, "expected": effect.expected if told else None,
        "grade": effect.grade.level, "because": ", ".join(effect.grade.because), "in_percent": effect.in_percent,
    }


def _says(effect: Effect) -> str:
    if not effect.grade.may_be_told or not np.isfinite(effect.ratio):
        return "effect.not_told"
    if effect.high < 1.0:
        return "effect.fewer"
    return "effect.more" if effect.low > 1.0 else "effect.unclear"


def _start(settings: Settings, week: NDArray[np.int64]) -> int:
    """Return the step of the week in which something began. Raises ValueError for a date that is none."""
    return Week.containing(date.fromisoformat(str(settings["start"]))).running - int(week.min())


def _in_area(events: Events, code: str) -> Bools:
    if code not in events.area.labels:
        raise TooLittle("no_such_area")
    return events.area.code == events.area.labels.index(code)


def _effect(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    """The same weeks a year before and after a start, in the place and in its comparison."""
    dated = events.only(events.dated)
    if not dated.x_m.size:
        raise TooLittle("no_events")
    week = dated.weeks()
    start, weeks = _start(settings, week), whole(settings, "weeks")
    step, steps = week - week.min(), int(week.max() - week.min()) + 1
    if start < YEAR_WEEKS or start + weeks > steps:
        raise TooLittle("less_than_a_year")
    place = _in_area(dated, str(settings["area"]))
    other = ~place if settings["comparison"] == "" else _in_area(dated, str(settings["comparison"]))
    before, after = (
        (step >= at) & (step < at + weeks) for at in (start - YEAR_WEEKS, start))
    pairs = [[float((where & period).sum()) for period in (before, after)] for where in (place, other)]
    weekly = np.bincount(step[(place | other) & (step < start)], minlength=start)
    uneven = float(weekly.var() / max(weekly.mean(), 1e-9))
    seen = [(float((place & dated.decided & period).sum()), float((place & ~dated.decided & period).sum()))
            for period in (before, after)]
    planned = bool(whole(settings, "planned"))
    faults = ("presence_changed",) if presence_changed(seen[0], after=seen[1]) else ()
    if not planned:
        faults = (*faults, "comparison_chosen_after")
    found = compared((pairs[0][0], pairs[0][1]), comparison=(pairs[1][0], pairs[1][1]), dispersion=max(uneven, 1.0),
                     faults=faults, planned=planned)
    return Result(
        {**_figures(found), "weeks": weeks, "dispersion": round(max(uneven, 1.0), 3)},
        {"where": np.array(["place", "comparison"]), "before": np.array([pairs[0][0], pairs[1][0]]),
         "after": np.array([pairs[0][1], pairs[1][1]])}, _says(found), "graded")


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
        _START, Option("area", ""), Option("comparison", ""), Option("weeks", 26, 4, 52), Option("planned", 0, 0, 1)),
        _effect, "effects", in_product=False),
    Method("interrupted", ("time",), (_START, Option("area", "")), _interrupted, "effects",
           in_product=False),
    Method("estimate", (), (Option("of", "mean", among=("mean", "share")), Option("invited", 0, 0, 10_000_000)),
           _estimate, "estimates", in_product=False),
    Method("alike", ("time",), (Option("weeks", 1, 1, 52), Option("cell_m", 0.0, 0.0, 10_000.0),
                                Option("least", 5, 2, 100)), _alike, "disclosure", in_product=False),
)
