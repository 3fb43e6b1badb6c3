"""Methods of the catalogue that ask when, and whether a week is unusual."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from samsyn.analysis.alarms import compared_strata, unusual_weeks
from samsyn.analysis.catalogue.events import (
    Events,
    Method,
    Option,
    Result,
    Setting,
    TooLittle,
    number,
    weekly_counts,
    whole,
)
from samsyn.analysis.counts import Coded
from samsyn.analysis.forecast import allowed_rows, back_test, forecast_map
from samsyn.analysis.grids import grid_over
from samsyn.analysis.profiles import hour_profile, month_profile
from samsyn.analysis.weeks import Week

Settings = Mapping[str, Setting]


def chosen_series(events: Events, by: str) -> Coded:
    """Return what the events are divided by: nothing, area, category or organisation."""
    one = Coded(np.zeros(events.x_m.size, np.int64), [""])
    return {"all": one, "area": events.area, "category": events.category, "organisation": events.organisation}[by]


def _until(events: Events, last_week: str) -> Events:
    """Events up to and with a week; the last week of a file is often not whole."""
    if not last_week:
        return events
    dated = events.only(events.dated)
    return dated.only(dated.weeks() <= Week.parse(last_week).running)


def _counts(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    by = chosen_series(events, str(settings["by"]))
    cube, first = weekly_counts(events, by)
    series, step = np.nonzero(cube)
    labels = np.array([*by.labels], dtype=str)
    weeks = np.array([Week.from_running(first + int(each)).label for each in range(cube.shape[1])], dtype=str)
    return Result({"events": int(cube.sum()), "series": len(by.labels), "weeks": cube.shape[1],
                   "left_out": int(events.x_m.size - cube.sum())},
                  {"series": labels[series], "week": weeks[step], "events": cube[series, step].astype(np.int64)},
                  "counts.table", "counted")


def _unusual(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    events = _until(events, str(settings["last_week"]))
    by = chosen_series(events, str(settings["by"]))
    first = weekly_counts(events, by)[1]
    chosen = events.dated & (by.code >= 0)
    week = events.only(chosen).weeks() - first
    weeks, window = int(week.max()) + 1, whole(settings, "weeks")
    if weeks < 12 + window:
        raise TooLittle("short_history")
    sources = np.unique(events.sources[chosen], return_inverse=True)[1]     # decided presence is a source of its own
    shape = (len(by.labels), int(sources.max()) + 1, weeks)
    flat = (by.code[chosen] * shape[1] + sources) * weeks + week
    reports = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)
    live = np.ones(weeks, bool)
    last = slice(weeks - window, weeks)
    strata = compared_strata(reports, live=live, window=last)
    found = unusual_weeks(strata.counts, window=last, live=live, exposure=strata.exposure, aside=strata.aside)
    verdict = np.array(found.verdict, dtype=str)
    more = int((verdict == "more").sum())
    return Result(
        {"series": shape[0], "weeks": window, "last_week": Week.from_running(first + weeks - 1).label,
         "more": more, "reporting": int((verdict == "reporting").sum()), "basis": found.basis},
        {"series": np.array([*by.labels], dtype=str), "events": found.counted, "expected": found.expected,
         "usual_at_most": found.limit, "p": found.p_value, "q": found.q, "verdict": verdict,
         "from_new_sources": strata.aside, "ratio_noticed": found.ratio},
        "unusual.some" if more else "unusual.none", "one_budget")


def _hours(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    found = hour_profile(events.from_local, to_local=events.to_local, certain_hours=number(settings, "certain_hours"))
    if not found.n:
        raise TooLittle("no_events")
    day, hour = np.divmod(np.arange(168), 24)
    top = int(np.argmax(found.counts))
    return Result({"events": found.n, "uncertain_share": found.uncertain_share, "top_weekday": top // 24 + 1,
                   "top_hour": top % 24, "top_share": float(found.counts.max() / found.n)},
                  {"weekday": day + 1, "hour": hour, "events": found.counts.ravel()}, "hours.profile", "spread_times")


def _months(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    dated = events.only(events.dated)
    if not dated.x_m.size:
        raise TooLittle("no_events")
    first, last = (edge.astype("datetime64[D]").item() for edge in (dated.to_local.min(), dated.to_local.max()))
    if last - first < timedelta(days=360):
        raise TooLittle("less_than_a_year")
    per_day = month_profile(dated.from_local, to_local=dated.to_local, first_day=first, last_day=last)
    return Result({"events": int(dated.x_m.size), "first_day": first.isoformat(), "last_day": last.isoformat(),
                   "top_month": int(np.nanargmax(per_day)) + 1},
                  {"month": np.arange(1, 13), "events_per_day": per_day}, "months.profile", "spread_times")


def _forecast(events: Events, settings: Settings, rng: np.random.Generator) -> Result:
    """Next week's cells, with its back-test; the command line alone."""
    gatherings = {code for code in str(settings["gatherings"]).split(",") if code}
    labels = np.array([*events.category.labels, ""], dtype=str)[events.category.code]
    allowed = allowed_rows(labels, seen_during=np.where(events.decided, "decided", ""), gatherings=gatherings)
    used = events.only(events.placed & events.dated & allowed)
    if used.x_m.size < 100:
        raise TooLittle("few_places")
    grid = grid_over(used.x_m, y_m=used.y_m, cell_m=number(settings, "cell_m"))
    week = used.weeks()
    weeks, cells = int(week.max() - week.min()) + 1, grid.rows * grid.columns
    if weeks < 65:
        raise TooLittle("less_than_a_year")
    flat = (week - week.min()) * cells + grid.cells_of(used.x_m, y_m=used.y_m)
    maps = np.bincount(flat, minlength=weeks * cells).reshape(weeks, *grid.shape)
    tested = back_test(maps, share=number(settings, "share"), rng=rng, tested=min(weeks - 52, 52))
    predicted = forecast_map(maps).ravel()
    chosen = np.argsort(-predicted, kind="stable")[:max(int(number(settings, "share") * cells), 1)]
    x_m, y_m = (axis.ravel() for axis in np.meshgrid(*grid.centres()))
    return Result({**tested._asdict(), "events": int(used.x_m.size), "left_out": int(events.x_m.size - used.x_m.size)},
                  {"x_m": x_m[chosen], "y_m": y_m[chosen], "expected": predicted[chosen]},
                  "forecast.better" if tested.better else "forecast.no_better", "back_tested")


_BY = Option("by", "all", among=("all", "area", "category", "organisation"))
METHODS = (
    Method("counts", ("time",), (_BY,), _counts, "counts"),
    Method("unusual", ("time",), (_BY, Option("weeks", 1, 1, 4), Option("last_week", "")), _unusual, "alarms",
           up_to=60_000),
    Method("hours", ("time",), (Option("certain_hours", 4.0, 0.0, 168.0),), _hours, "profiles"),
    Method("months", ("time",), (), _months, "profiles"),
    Method("forecast", ("place", "time"), (Option("cell_m", 250.0, 10.0, 10_000.0), Option("share", 0.01, 0.0001, 0.2),
                                           Option("gatherings", "G1,G2,G5,G6")), _forecast, "forecast",
           draws=True, in_product=False),
)
