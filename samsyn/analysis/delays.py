"""Reports that have not come yet: how much of the latest weeks can be known when the picture is made."""

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.significance import odds_ratio_p_value

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


def delay_changed(
    received: NDArray[np.datetime64], *, week: Ints, chosen: Bools, recent_from: int, within_days: int = 7,
    level: float = 0.01,
) -> int:
    """Say whether reports now come later (+1), sooner (-1) or as before (0) than they did.

    Compared are the shares of reports received within `within_days` of the end of their week, before and from week
    `recent_from` (running numbers; leave out weeks that are younger than that many days), by Fisher's exact test at
    `level`. A change of pace looks like fewer, or more, events in the latest weeks, and must be told as what it is.

    >>> day, weeks = np.datetime64("1970-01-04", "D"), np.repeat(np.arange(60), 10)
    >>> slow = np.where(weeks >= 52, 12, 2)
    >>> delay_changed(day + weeks * 7 + slow, week=weeks, chosen=weeks >= 0, recent_from=52)
    1
    """
    ends = (week * 7 + 3).astype("datetime64[D]").astype(received.dtype)
    days = ((received - ends) / np.timedelta64(1, "D"))[chosen]
    late = days > within_days
    now = week[chosen] >= recent_from
    counts = [float(((late == each) & (now == when)).sum())
              for each in (True, False) for when in (False, True)]
    if odds_ratio_p_value((counts[0], counts[1]), comparison=(counts[2], counts[3])) >= level:
        return 0
    before, after = counts[0] / max(counts[0] + counts[2], 1.0), counts[1] / max(counts[1] + counts[3], 1.0)
    return 1 if after > before else -1
