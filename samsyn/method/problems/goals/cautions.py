"""What must be said beside a goal: its starting point is from another season, or was taken when it was at its worst.

Nothing is stopped: the group may know better. But what falls by itself is no merit of the work.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.significance import history_p_values
from samsyn.method.problems.goal_models import Goal

LEAST_HISTORY_WEEKS = 13
FEWEST = 5
ALPHA = 0.05
SEASON_DAYS = 45                 # so far apart in the year two periods of the same length may lie
WHOLE_YEAR_DAYS = 320


class Caution(NamedTuple):
    """One caution by key (`other_season` or `at_peak`) with what its sentence needs."""

    key: str
    told: dict[str, Any]


def usual_of(before: np.ndarray, *, count: int, weeks: int, dispersion: float) -> dict[str, Any]:
    """Return what so many weeks usually hold, by the weeks before them, and whether these held more (exact, 5 %).

    Both counts are divided by the weeks' own unevenness. Weeks before the first report say nothing; with fewer than
    thirteen left nothing is said.
    """
    seen = np.flatnonzero(before)
    known = before[seen[0]:] if seen.size else before[:0]
    if known.size < LEAST_HISTORY_WEEKS:
        return {}
    p = history_p_values(count / dispersion, before=known.sum() / dispersion, exposure_ratio=weeks / known.size)
    usual = float(known.sum()) * weeks / known.size
    return {"usual": round(usual, 1), "peak": bool(count >= FEWEST and count > usual and float(p) < ALPHA)}


def cautions_of(goal: Goal, *, today: date) -> list[Caution]:
    """Return what must be said beside a goal, worst first; nothing of one that people judge in words."""
    before = goal.baseline
    if not before:
        return []
    found = []
    if before.get("peak") and not goal.more_is_better:
        found.append(Caution("at_peak", {"n": before["n"], "usual": before["usual"]}))
    first, last = (date.fromisoformat(before[name]) for name in ("first_on", "last_on"))
    if (last - first).days < WHOLE_YEAR_DAYS and _apart(last, goal.due_on) > SEASON_DAYS:
        same = _same_time(last, max(today, goal.due_on))
        told = {"first_on": first, "last_on": last, "due_on": goal.due_on, "same_on": same}
        found.append(Caution("other_season", {name: day.isoformat() for name, day in told.items()}))
    return found


def _apart(one: date, other: date) -> int:
    """Return how many days apart in the year two days lie, at most half a year.

    >>> _apart(date(2025, 12, 20), date(2027, 1, 10)), _apart(date(2026, 8, 1), date(2027, 2, 1))
    (21, 181)
    """
    days = abs((other - one).days) % 365
    return min(days, 365 - days)


def _same_time(day: date, after: date) -> date:
    """Return the first day from `after` on at the same time of the year, in whole weeks."""
    while day < after:
        day += timedelta(weeks=52)
    return day
