"""Weeks in which nothing happens but chance: a municipality with places, seasons, uneven sources and uneven weeks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.weeks import Week

AREAS = [f"0{number}" for number in range(1, 7)]
CATEGORIES = [f"{letter}{number}" for letter in "EFGI" for number in range(1, 6)]
WEEK = Week(2025, 40)
SIZE_M = 8_000.0


class Town(NamedTuple):
    """What does not change: where the places are and how much each holds (Zipf), which area each lies in."""

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    reach_m: NDArray[np.float64]
    share: NDArray[np.float64]
    area: NDArray[np.int64]


class Planted(NamedTuple):
    """A change that is really there: the place (or area) and how many times more happens in the last four weeks."""

    ratio: float
    place: int | None = None
    area: int | None = None


def make_town(rng: np.random.Generator, *, places: int = 60) -> Town:
    """Draw a town of 8 × 8 km with six areas (3 × 2) and places of 15–250 m."""
    x_m, y_m = rng.uniform(300, SIZE_M - 300, (2, places))
    share = 1.0 / np.arange(1, places + 1)
    area = (x_m // (SIZE_M / 3)).astype(int) + 3 * (y_m // (SIZE_M / 2)).astype(int)
    return Town(x_m, y_m, rng.uniform(15, 250, places), share / share.sum(), area)


def _rates(rng: np.random.Generator, *, per_week: float, weeks: int) -> NDArray[np.float64]:
    """Draw each week's rate: a season of ± 25 % and weeks that are uneven beyond chance (coefficient 0.15)."""
    season = 1.0 + 0.25 * np.sin(2 * np.pi * (np.arange(weeks) / 52.18 - 0.1))
    return per_week * season * rng.gamma(1 / 0.15**2, 0.15**2, weeks)


def noise_table(
    rng: np.random.Generator, *, per_week: float, weeks: int = 108, town: Town | None = None,
    planted: Planted | None = None, sources: int = 12, late: bool = False,
) -> dict[str, object]:
    """Return observations of `weeks` weeks ending with `WEEK`, as columns; nothing changes but what is planted.

    60 % of the points are snapped to addresses 25 m apart; 8 % repeat another event at the same spot within ten days;
    every source misses 5 % of its weeks; two categories have strong seasons of their own; 15 % of the rows lack a
    point. With `late`, three in ten come 1–3 weeks late, and the table is as it was on the Tuesday after.
    """
    town = town or make_town(rng)
    rates = _rates(rng, per_week=per_week, weeks=weeks)
    week = np.repeat(np.arange(weeks), rng.poisson(rates))
    place = rng.choice(town.share.size, week.size, p=town.share)
    if planted:
        places = np.flatnonzero(town.area == planted.area) if planted.place is None else np.array([planted.place])
        share = town.share[places]
        more = rng.poisson((planted.ratio - 1.0) * rates[-4:] * share.sum())
        week = np.r_[week, np.repeat(np.arange(weeks - 4, weeks), more)]
        place = np.r_[place, rng.choice(places, int(more.sum()), p=share / share.sum())]
    x_m = town.x_m[place] + rng.normal(size=week.size) * town.reach_m[place] / 2
    y_m = town.y_m[place] + rng.normal(size=week.size) * town.reach_m[place] / 2
    snapped = rng.random(week.size) < 0.6
    x_m[snapped], y_m[snapped] = (np.floor(axis[snapped] / 25) * 25 + 12.5 for axis in (x_m, y_m))
    day = week * 7 + rng.integers(0, 7, week.size)
    repeat = np.flatnonzero(rng.random(week.size) < 0.08)
    origin = rng.integers(0, week.size, repeat.size)
    x_m[repeat], y_m[repeat] = x_m[origin], y_m[origin]
    day[repeat] = np.minimum(day[origin] + rng.exponential(5, repeat.size).astype(int), weeks * 7 - 1)
    place[repeat] = place[origin]
    table = _columns(rng, town, weeks, sources, day, place, x_m, y_m)
    return _on_tuesday(rng, table) if late else table


def _on_tuesday(rng: np.random.Generator, table: dict) -> dict:
    size = len(table["observed_on"])
    delay = np.where(rng.random(size) < 0.3, rng.integers(5, 20, size), 0)
    received = table["observed_on"] + delay.astype("timedelta64[D]")
    come = received <= np.datetime64(WEEK.last_day) + 2
    return {name: column[come] for name, column in (table | {"received_on": received}).items()}


def _columns(rng, town, weeks, sources, day, place, x_m, y_m):
    size = day.size
    weights = 1.0 / np.arange(1, sources + 1)
    source = rng.choice(sources, size, p=weights / weights.sum())
    kept = rng.random((sources, weeks))[source, day // 7] > 0.05
    share = 1.0 / np.arange(1, len(CATEGORIES) + 1)
    category = rng.choice(len(CATEGORIES), size, p=share / share.sum())
    wave = np.sin(2 * np.pi * day / 365.25)
    for number, sign in ((3, 1), (7, -1)):
        kept &= ~((category == number) & (rng.random(size) > 0.5 + sign * 0.5 * wave))
    x_m, y_m, place, source, category, day = (each[kept] for each in (x_m, y_m, place, source, category, day))
    unplaced = rng.random(day.size) < 0.15
    start = np.datetime64((WEEK - (weeks - 1)).first_day)
    observed = start + day.astype("timedelta64[D]")
    minute = rng.integers(0, 1440, day.size)
    return {
        "observed_on": observed, "area": np.array(AREAS)[town.area[place]],
        "category": np.array(CATEGORIES)[category], "category_kind": np.full(day.size, "O"),
        "kind": np.full(day.size, "event"),
        "organisation": np.array([f"s{number}" for number in range(sources)])[source],
        "x_m": np.where(unplaced, np.nan, x_m), "y_m": np.where(unplaced, np.nan, y_m),
        "lon": 15 + x_m / 57_000, "lat": 59 + y_m / 111_320, "precision": np.where(unplaced, "area", "exact"),
        "to_local": observed.astype("datetime64[us]") + minute.astype("timedelta64[m]"), "received_on": observed,
        "seen_during": np.full(day.size, "ordinary"),
    }
