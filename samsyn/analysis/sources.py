"""Who reports: which sources can be compared over time, which are new, which have fallen silent.

A new source makes more reports, not more events. Such a source is set aside on both sides of every comparison, and a
source that joined during the history counts only from the week it joined (methods: reporter as stratum).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SURPRISING_SILENCE = 7.0       # reports missed: exp(-7) = 0.1 % by chance


class Sources(NamedTuple):
    """For every source: what it did in the weeks, and how it may be used. Weeks are steps from the first of history."""

    first: Ints                 # step of its first report, -1 without any
    last: Ints                  # step of its latest report
    new: Bools                  # joined too late to have a history
    silent: Bools               # has reported before, but long not now
    comparable: Bools           # neither new nor silent
    active: Bools               # (sources, weeks): could have reported


def source_activity(reports: Floats, *, live: Bools, now: slice, least_weeks: int = 8) -> Sources:
    """Say of every source whether and from when it may be compared.

    `reports` is counts by source and week (all reports, not events), `live` marks the weeks that are not paused, `now`
    the steps that are looked at. A source *joined* at its first report when it would have sent at least 7 reports in
    the live weeks before, had it kept its later pace (by chance: exp(-7)); otherwise it is taken to have been there
    all along. It is *new* if it joined fewer than `least_weeks` live weeks before `now`, and *silent* if at its earlier
    pace at least 7 reports are missing since its last.

    >>> reports = np.zeros((3, 60))
    >>> reports[0] = 1; reports[1, 55:] = 8; reports[2, :40] = 1
    >>> found = source_activity(reports, live=np.ones(60, bool), now=slice(56, 60))
    >>> found.new.tolist(), found.silent.tolist()
    ([False, True, False], [False, False, True])
    """
    any_report: Bools = np.asarray(reports.any(axis=1))
    weeks = reports.shape[1]
    first = np.where(any_report, (reports > 0).argmax(axis=1), -1)
    last = np.where(any_report, weeks - 1 - (reports[:, ::-1] > 0).argmax(axis=1), -1)
    lived = np.r_[0, np.cumsum(live)]                       # live weeks before each step
    total = reports.sum(axis=1)
    end = now.stop
    pace = total / np.maximum(lived[end] - lived[np.maximum(first, 0)], 1)
    joined = any_report & (pace * lived[np.maximum(first, 0)] >= _SURPRISING_SILENCE)
    start = np.where(joined, first, 0)
    earlier_pace = total / np.maximum(lived[last + 1] - lived[start], 1)
    missing = earlier_pace * (lived[end] - lived[last + 1])
    silent = any_report & (last < now.start) & (missing >= _SURPRISING_SILENCE)
    new = joined & (lived[now.start] - lived[np.minimum(start, now.start)] < least_weeks) & ~silent
    steps = np.arange(weeks)
    active = any_report[:, None] & (steps >= start[:, None]) & (~silent[:, None] | (steps <= last[:, None]))
    return Sources(first, last, new, silent, any_report & ~new & ~silent, active)


def coverage(counts: Floats, *, sources: Sources, live: Bools, history: slice) -> Floats:
    """Return for every series and week which share of its usual sources could have reported, shape (series, weeks).

    `counts` is (series, sources), summed over the history: how much each source usually gives each series. Share =
    Σ pace of the comparable sources active that week / Σ pace of all comparable sources; 1 where nothing is known.

    >>> reports = np.zeros((2, 60)); reports[0] = 1; reports[1, 30:] = 1
    >>> found = source_activity(reports, live=np.ones(60, bool), now=slice(56, 60))
    >>> coverage(np.array([[56.0, 26.0]]), sources=found, live=np.ones(60, bool),
    ...          history=slice(0, 56))[0, [0, 59]].tolist()
    [0.5, 1.0]
    """
    used = sources.active & live & sources.comparable[:, None]
    active_weeks = np.maximum(used[:, history].sum(axis=1), 1)
    pace = counts * sources.comparable / active_weeks
    whole = pace.sum(axis=1, keepdims=True)
    return np.where(whole > 0, pace @ sources.active.astype(np.float64) / np.where(whole > 0, whole, 1.0), 1.0)
