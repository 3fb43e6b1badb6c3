"""The weeks of one comparison: which are history, which are looked at, and which rows may be compared."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.counts import Rows, cube
from samsyn.analysis.findings import Settings
from samsyn.analysis.sources import Sources, source_activity
from samsyn.analysis.weeks import Week

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Frame(NamedTuple):
    """Weeks as steps from `first_week`; the last step is the last week of the period."""

    first_week: int              # running number
    live: Bools                  # neither paused nor before the data begin
    period: slice                # what the picture is about
    window: slice                # the longer stretch used when there are few reports
    holidays: Floats

    @property
    def history(self) -> slice:
        """All steps before the longer window."""
        return slice(0, self.window.start)

    @property
    def history_weeks(self) -> int:
        """How many live weeks of history there are."""
        return int(self.live[self.history].sum())

    def iso_week(self, step: int) -> int:
        """Return the week of a step as 202540."""
        return Week.from_running(self.first_week + int(step)).iso


class Compared(NamedTuple):
    """Which rows count, which of them are compared, and what is known of their sources."""

    step: Ints                   # of every row
    organisation: Ints           # of every row; rows without one share a last code
    counted: Bools
    compared: Bools
    new: Bools                   # counted, by a source that is new
    decided: Bools               # counted, seen during decided presence, by a source that is not new
    sources: Sources


def frame_of(
    rows: Rows, *, week: Week, weeks: int, paused: Collection[int], holidays: Mapping[int, float], settings: Settings,
) -> Frame:
    """Lay out the weeks. The data begin where all but the first hundredth of the reports lie, so that one old stray
    row does not turn years without reports into a history; the longer window holds the last live weeks.
    """
    end = week.running + 1
    reach = 52 * settings.years_back + 10 + settings.few_weeks
    recent = np.sort(rows.week[(rows.week < end) & (rows.week >= end - reach)])
    begins = int(recent[recent.size // 100]) if recent.size else end
    first = min(max(end - reach, begins), end - max(settings.series_weeks, settings.few_weeks, weeks) - 1)
    steps = end - first
    codes = [Week.from_running(first + step).iso for step in range(steps)]
    live = np.array([code not in paused for code in codes]) & (np.arange(first, end) >= begins)
    last = np.flatnonzero(np.array([code not in paused for code in codes]))[-max(settings.few_weeks, weeks):]
    free = np.array([float(holidays.get(code, 0.0)) for code in codes])
    window = slice(min(int(last[0]) if last.size else steps - weeks, steps - weeks), steps)
    return Frame(first, live, slice(steps - weeks, steps), window, free)


def compared_rows(rows: Rows, *, frame: Frame) -> Compared:
    """Say of every row whether it is compared: counted, in a live week, not from decided presence, known source."""
    step = rows.week - frame.first_week
    count = len(rows.organisation.labels) + 1
    organisation = np.where(rows.organisation.code < 0, count - 1, rows.organisation.code)
    reports = cube(organisation, week=step, first_week=0, weeks=frame.live.size, series_count=count)
    sources = source_activity(reports * frame.live, live=frame.live, now=frame.window)
    inside = (step >= 0) & (step < frame.live.size)
    counted = rows.counted & inside
    lively = frame.live[np.where(inside, step, 0)]
    new = counted & sources.new[organisation]
    decided = counted & rows.decided & ~new
    compared = counted & lively & ~rows.decided & sources.comparable[organisation]
    return Compared(step, organisation, counted, compared, new, decided, sources)
