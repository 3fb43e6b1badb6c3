"""Everything the weekly picture says in numbers, from one table of observations.

The only door that the picture needs: `weekly_findings`. It uses no chance, so the same rows give the same findings.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.change import SEASON_WEEKS
from samsyn.analysis.counts import Rows, among, read_rows
from samsyn.analysis.disclosure import coarse_points
from samsyn.analysis.findings import (
    DEFAULTS,
    AlarmBudget,
    AreaFinding,
    CategoryFinding,
    Head,
    Hours,
    MapPoint,
    Notice,
    PlaceFinding,
    Power,
    Settings,
    WeeklyFindings,
)
from samsyn.analysis.frame import Compared, Frame, compared_rows, frame_of
from samsyn.analysis.profiles import hour_profile, watched_profile
from samsyn.analysis.standouts import place_findings
from samsyn.analysis.trends import series_findings
from samsyn.analysis.weeks import Week, clock_changes

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]

_NEARLY_ALL = 0.95

__all__ = [
    "DEFAULTS", "AlarmBudget", "AreaFinding", "CategoryFinding", "Head", "Hours", "MapPoint", "Notice", "PlaceFinding",
    "Power", "Settings", "WeeklyFindings", "weekly_findings",
]


def weekly_findings(
    observations: "pa.Table | Mapping[str, ArrayLike]", *, areas: Sequence[str], week: Week, weeks: int = 1,
    paused: Collection[int] = (), holidays: Mapping[int, float] | None = None, zone: tzinfo | None = None,
    settings: Settings = DEFAULTS,
) -> WeeklyFindings:
    """Compare a period with its own history and say what stands out, what does not, and what could not be seen.

    observations -- table with the columns of `tables.OBSERVATIONS` (an Arrow table or arrays by name; missing columns
        count as empty): the whole history that may be seen, accepted and with merged rows removed. Rows after the
        period are left out.
    areas -- codes of the areas of the working set; every one gets its row.
    week, weeks -- the period: its last week and how many weeks long it is (2 for a fortnightly group).
    paused -- weeks (202530) with no reporting: left out of history and of windows.
    holidays -- share of working days that are holidays, by week (202552: 0.6); such weeks are judged with their like.
    zone -- the municipality's time zone, so that the hours of clock changes are right in the profile.

    Nothing is drawn by chance, so there is no seed.

    >>> days = np.arange("2025-01-06", "2025-10-06", dtype="datetime64[D]")
    >>> table = {"observed_on": days, "area": ["01"] * days.size, "kind": ["event"] * days.size}
    >>> found = weekly_findings(table, areas=["01", "02"], week=Week(2025, 40))
    >>> found.head.events, found.areas[0].events, found.areas[0].verdict, found.areas[1].verdict
    (7, 28, 'usual', 'none')
    """
    rows = read_rows(observations, areas=areas)
    frame = frame_of(rows, week=week, weeks=weeks, paused=frozenset(paused), holidays=holidays or {}, settings=settings)
    compared = compared_rows(rows, frame=frame)
    series = series_findings(rows, frame=frame, compared=compared, settings=settings)
    places = place_findings(rows, frame=frame, compared=compared, level=series.level, settings=settings)
    budget = AlarmBudget(
        settings.alarm_share, settings.alarm_share * 52.0 / weeks,
        series.tests | {"places": places.tests}, series.thresholds | {"places": places.threshold})
    head = _head(rows, frame=frame, compared=compared)
    return WeeklyFindings(
        head, series.power, budget, series.total, series.areas, places.standing_out, places.usual, series.categories,
        _hours(rows, frame=frame, compared=compared, zone=zone, settings=settings),
        _points(rows, frame=frame, compared=compared),
        [*_data_notices(frame, head=head, complete=series.complete, settings=settings),
         *_source_notices(rows, frame=frame, compared=compared)])


def _head(rows: Rows, *, frame: Frame, compared: Compared) -> Head:
    now = (compared.step >= frame.period.start) & (compared.step < frame.period.stop)
    counted = compared.counted & now
    seen = compared.step < frame.period.stop
    starts = np.datetime64(Week.from_running(frame.first_week + frame.period.start).first_day, "us")
    ends = np.datetime64(Week.from_running(frame.first_week + frame.period.stop).first_day, "us")
    late = (compared.step < frame.period.start) & (rows.received >= starts) & (rows.received < ends)
    return Head(
        counted=int(counted.sum()), events=int((counted & among(rows.kind, "event")).sum()),
        new_conditions=int((counted & among(rows.kind, "condition")).sum()),
        open_conditions=int((rows.still_open & seen).sum()), moods=int((now & among(rows.kind, "mood")).sum()),
        reports=int(now.sum()), sources=int(np.unique(compared.organisation[now]).size),
        unplaced=int((counted & (rows.area.code < 0)).sum()), late=int(late.sum()))


def _hours(rows: Rows, *, frame: Frame, compared: Compared, zone: tzinfo | None, settings: Settings) -> Hours:
    live = np.flatnonzero(frame.live)[-settings.hours_weeks:]
    first = int(live[0]) if live.size else frame.period.start
    recent = (compared.step >= first) & (compared.step < frame.period.stop)
    chosen = recent & compared.counted
    changes = clock_changes(
        Week.from_running(frame.first_week + first - 1).first_day,
        Week.from_running(frame.first_week + frame.period.stop).first_day, zone=zone) if zone else ()
    profile = hour_profile(rows.from_local[chosen], to_local=rows.to_local[chosen], changes=changes)
    watched = watched_profile(compared.organisation[recent], seen_local=rows.to_local[recent])
    return Hours(profile.counts, profile.uncertain_share, watched, profile.n, int(live.size))


def _points(rows: Rows, *, frame: Frame, compared: Compared) -> list[MapPoint]:
    shown = compared.counted & rows.precise & (compared.step >= frame.period.start)
    points = coarse_points(rows.x_m[shown], y_m=rows.y_m[shown], lon=rows.lon[shown], lat=rows.lat[shown],
                           group=rows.place.code[shown])
    area, name = (_lowest(column.code[shown], points.which, points.events.size)
                  for column in (rows.area, rows.place_name))
    areas, labels = [*rows.area.labels, ""], [*rows.place_name.labels, ""]
    return [MapPoint(float(lon), float(lat), int(count), areas[one], labels[called] if grouped else "")
            for lon, lat, count, one, called, grouped in zip(
                points.lon, points.lat, points.events, area, name, points.grouped, strict=True)]


def _lowest(codes: Ints, which: Ints, count: int) -> Ints:
    """Return the lowest code that is not empty in each group, -1 without one, whatever the order of the rows."""
    lowest = np.full(count, np.iinfo(np.int64).max)
    known = codes >= 0
    np.minimum.at(lowest, which[known], codes[known])
    return np.where(lowest == np.iinfo(np.int64).max, -1, lowest)


def _data_notices(frame: Frame, *, head: Head, complete: float, settings: Settings) -> list[Notice]:
    notices = []
    if frame.history_weeks < settings.least_weeks:
        notices.append(Notice("history.short", {"weeks": frame.history_weeks, "least": settings.least_weeks}))
    elif frame.history_weeks < SEASON_WEEKS:
        notices.append(Notice("history.no_season", {"weeks": frame.history_weeks}))
    if complete < _NEARLY_ALL:
        notices.append(Notice("week.incomplete", {"share": complete}))
    if paused := int((~frame.live[frame.window]).sum()):
        notices.append(Notice("weeks.paused", {"weeks": paused}))
    if head.late:
        notices.append(Notice("reports.late", {"reports": head.late}))
    return notices


def _source_notices(rows: Rows, *, frame: Frame, compared: Compared) -> list[Notice]:
    notices = []
    sources, labels = compared.sources, [*rows.organisation.labels, ""]
    in_window = compared.counted & (compared.step >= frame.window.start)
    for each in np.flatnonzero(sources.new | sources.silent).tolist():
        step = sources.first[each] if sources.new[each] else sources.last[each]
        notices.append(Notice("source.joined" if sources.new[each] else "source.silent", {
            "organisation": labels[each], "source_kind": _usual_kind(rows, compared.organisation == each),
            "week": frame.iso_week(int(step)), "events": int((in_window & (compared.organisation == each)).sum()),
            "weeks": int(frame.live.size - step)}))
    return notices


def _usual_kind(rows: Rows, chosen: NDArray[np.bool_]) -> str:
    code = rows.source_kind.code[chosen]
    code = code[code >= 0]
    return rows.source_kind.labels[int(np.bincount(code).argmax())] if code.size else ""
