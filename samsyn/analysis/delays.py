"""Reports that have not come yet: how much of the latest weeks can be known when the picture is made."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_LONGEST_DAYS = 56               # a report later than this was imported or corrected; it says nothing of delay
_LEAST_ROWS = 50
_LEAST_SHARE = 0.8


def completeness(
    received: NDArray[np.datetime64], *, week: Ints, chosen: Bools, first_week: int, window: slice,
) -> Floats:
    """Return for every week (step from `first_week`) the share of its reports that has come by the latest one received.

    The delay of a report is the days from the end of its week (running number) until it was received, at least 0. The
    share is read from the history's delays: how many of them were at most the days that have passed since. Weeks of
    the history are complete. Where a history was imported (more than a fifth of it later than 56 days), or holds fewer
    than 50 reports, nothing is known and every week is taken as complete.

    >>> day = np.datetime64("1970-01-04", "D")                         # the Sunday of week 0
    >>> weeks = np.repeat(np.arange(60), 10)
    >>> came = day + weeks * 7 + np.tile([0, 0, 0, 0, 0, 0, 0, 2, 3, 9], 60)
    >>> known = came <= day + 59 * 7 + 2                               # Tuesday after the last week
    >>> completeness(came[known], week=weeks[known], chosen=np.ones(known.sum(), bool), first_week=0,
    ...              window=slice(56, 60))[[55, 57, 58, 59]].tolist()
    [1.0, 1.0, 1.0, 0.8]
    """
    step = week - first_week
    inside = chosen & (step >= 0) & (step < window.stop) & ~np.isnat(received)
    days = received[inside].astype("datetime64[D]").astype(np.int64)
    last_day = (week[inside] + 1) * 7 - 4                 # running week 0 began on 1969-12-29
    delay, step = np.maximum(days - last_day, 0), step[inside]
    known = np.sort(delay[(step < window.start) & (delay <= _LONGEST_DAYS)])
    complete = np.ones(window.stop)
    recent = step >= window.start
    if known.size < max(_LEAST_ROWS, _LEAST_SHARE * (step < window.start).sum()) or not recent.any():
        return complete
    weeks = np.arange(window.start, window.stop)
    passed = np.maximum(days[recent].max() - ((weeks + first_week + 1) * 7 - 4), 0)
    complete[weeks] = np.searchsorted(known, passed, side="right") / known.size
    return complete
