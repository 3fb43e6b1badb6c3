"""Questions that a group puts to its reports: mostly on weekend nights, mostly at one place, more when it is dark?

Every question has the same shape. Each event lies inside or outside a window and has a known chance of lying inside if
the window meant nothing: 16 of the week's 168 hours, the share of the period's days that are in a school break, how
often it is dark at the event's own time of day. The number inside is then a sum of independent trials (a Poisson
binomial), whose tails are worked out exactly, not approximated. Three things keep the answer honest:

* Events that come in heaps (ten reports of one evening) are not ten: what goes together counts less.
* When somebody looked is laid beside it: if other reports lie in the window as often, it may be the looking.
* The more questions a group asks, the less often one of them may say yes by chance: the 5 % are spent on them in order,
  a half on the first, a sixth on the second, 1 / (k (k + 1)) on the k:th, so that all together never reach 5 %.
"""

from datetime import date, tzinfo
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.significance import odds_ratio_p_value
from samsyn.analysis.weeks import local_from_utc

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Moments = NDArray[np.datetime64]

FALSE_SHARE = 0.05              # spent on all the questions of one problem together
LEAST_EVENTS = 10
LEAST_LOOKS = 20                # other reports below which nothing is said of when somebody looked
CERTAIN_HOURS = 4.0             # an event known less exactly than this has no hour
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
CIVIL_DUSK_DEGREES = -6.0       # the sun lower than this: lamps are needed
WEEK_HOURS = 168


class Answer(NamedTuple):
    """What the events say of a window: counts, shares with 95 % limits, what was expected, and a verdict by key."""

    verdict: str                # more, fewer, as_looked, as_expected, too_little, no_window
    n: int
    inside: int
    share: float                # NaN when n is 0
    low: float
    high: float
    expected_share: float       # where the window means nothing
    p_value: float              # two-sided, of "the window means nothing", heaps allowed for
    alpha: float                # what it is judged against
    dispersion: float           # how many events stand for one, 1 = every event by itself
    looks: int                  # other reports beside, and how many of them lie in the window
    looks_inside: int
    looks_p_value: float        # of "the events lie there as often as the other reports"; NaN with too few


class Looks(NamedTuple):
    """How often somebody looked, in all and within the window."""

    all: int = 0
    inside: int = 0


NOBODY_LOOKED = Looks()


def answer(
    inside: ArrayLike, *, chance: ArrayLike, cluster: ArrayLike, looks: Looks = NOBODY_LOOKED, asked: int = 1,
    chosen_among: int = 1,
) -> Answer:  # fmt: skip
    """Judge how many events lie inside a window, each with its chance (0–1) of doing so if the window means nothing.

    `cluster` numbers what belongs together (the day): φ events then stand for one, and counts are divided by it.
    `asked` is how many questions the problem has had, this one included: alpha = 5 % / (asked (asked + 1)), divided
    again by `chosen_among`, how many windows this one was picked from as the fullest. Events that cannot but lie inside
    or outside are left out.

    >>> weekend = answer([True] * 14 + [False] * 17, chance=[16 / 168] * 31, cluster=range(31))
    >>> weekend.verdict, weekend.inside, round(weekend.share, 2), round(weekend.low, 2), round(weekend.high, 2)
    ('more', 14, 0.45, 0.27, 0.64)
    >>> answer([True, False], chance=[0.5, 0.5], cluster=[0, 1]).verdict
    'too_little'
    """
    chance_all = np.asarray(chance, np.float64)
    open_ = (chance_all > 1e-9) & (chance_all < 1 - 1e-9)
    held, odds = np.asarray(inside, np.bool_)[open_], chance_all[open_]
    n, k, order = int(held.size), int(held.sum()), max(asked, 1)
    alpha = FALSE_SHARE / (order * (order + 1)) / max(chosen_among, 1)
    if n == 0:
        verdict = "no_window" if chance_all.size >= LEAST_EVENTS else "too_little"
        no = np.nan
        return Answer(verdict, 0, 0, no, no, no, no, no, alpha, 1.0, looks.all, looks.inside, no)
    spread = _dispersion(held, np.unique(np.asarray(cluster)[open_], return_inverse=True)[1])
    p_value, surest = _two_sided(odds, k, spread), min(_two_sided(odds, each, spread) for each in (0, n))
    expected = float(odds.mean())
    low, high = _limits(k / spread, n / spread)
    against = (
        odds_ratio_p_value((n - k, k), comparison=(looks.all - looks.inside, looks.inside), mid_p=False)
        if looks.all >= LEAST_LOOKS else np.nan
    )  # fmt: skip
    found = Answer("", n, k, k / n, low, high, expected, p_value, alpha, spread, looks.all, looks.inside, against)
    return found._replace(verdict="too_little" if n < LEAST_EVENTS or surest > alpha else _verdict(found))


def _verdict(found: Answer) -> str:
    if found.p_value > found.alpha:
        return "as_expected"
    if np.isfinite(found.looks_p_value):
        looked_share = found.looks_inside / found.looks
        same_way = (found.share > looked_share) == (found.share > found.expected_share)
        if found.looks_p_value > found.alpha or not same_way:
            return "as_looked"
    return "more" if found.share > found.expected_share else "fewer"


def _dispersion(inside: Bools, cluster: Ints) -> float:
    """Return how many events stand for one: 1 + (Σ m² / n - 1) ρ, with m events in a cluster and ρ their likeness.

    ρ is the correlation of pairs within clusters around the observed share (so that it is not fed by the answer), at
    least 0; where all lie on one side it cannot be seen and is taken to be 1 (Kish 1965: the design effect).
    """
    n, k = inside.size, int(inside.sum())
    sizes = np.bincount(cluster).astype(np.float64)
    heap = float((sizes**2).sum()) / n - 1.0
    pairs = float((sizes * (sizes - 1)).sum()) / 2
    if pairs == 0 or heap <= 0:
        return 1.0
    if k in (0, n):
        return 1.0 + heap
    share = k / n
    away = inside - share
    together = (np.bincount(cluster, away) ** 2 - np.bincount(cluster, away**2)).sum() / 2
    likeness = float(together) / (pairs * share * (1 - share))
    return 1.0 + heap * min(max(likeness, 0.0), 1.0)


def _sum_of_trials(chance: Floats) -> Floats:
    """Return P(0), P(1), … of a sum of independent trials: exact, equal chances taken together as a binomial."""
    from scipy.special import gammaln

    pmf = np.ones(1)
    for p, n in zip(*np.unique(chance.round(12), return_counts=True), strict=True):
        count = np.arange(n + 1.0)
        ways = gammaln(n + 1) - gammaln(count + 1) - gammaln(n - count + 1)
        pmf = np.convolve(pmf, np.exp(ways + count * np.log(p) + (n - count) * np.log1p(-p)))
    return pmf


def _two_sided(chance: Floats, k: int, spread: float) -> float:
    """Return twice the smaller tail of k inside; in heaps, of the binomial with k / φ of n / φ (smooth in both)."""
    from scipy.special import betainc

    if spread > 1.0:
        inside, outside, p = k / spread, (chance.size - k) / spread, float(chance.mean())
        upper = float(betainc(inside, outside + 1.0, p)) if k > 0 else 1.0
        lower = 1.0 - float(betainc(inside + 1.0, outside, p)) if k < chance.size else 1.0
    else:
        pmf = _sum_of_trials(chance)
        lower, upper = float(pmf[: k + 1].sum()), float(pmf[k:].sum())
    return min(1.0, 2.0 * min(lower, upper))


def _limits(inside: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Return the Clopper–Pearson (1934) limits of a share; the counts may be parts where events come in heaps."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(inside, n - inside + 1, tail)) if inside > 0 else 0.0
    high = float(betaincinv(inside + 1, n - inside, 1 - tail)) if inside < n else 1.0
    return low, high


def sure_moments(from_local: Moments, *, to_local: Moments, certain_hours: float = CERTAIN_HOURS) -> Moments:
    """Return the middle of each interval, NaT where it is longer than `certain_hours`; without a start, its end.

    >>> start, end = (np.array([each], "datetime64[us]") for each in ("2025-10-03T22:00", "2025-10-03T23:00"))
    >>> str(sure_moments(start, to_local=end)[0])[:16]
    '2025-10-03T22:30'
    """
    end = to_local.astype("datetime64[us]")
    start = np.where(np.isnat(from_local) | (from_local > end), end, from_local).astype("datetime64[us]")
    length = end - start
    middle = start + length / 2
    return np.where(length <= np.timedelta64(int(certain_hours * 3600), "s"), middle, np.datetime64("NaT"))


def on_weekend_nights(local: Moments) -> Bools:
    """Return which local times lie in the nights to Saturday and to Sunday, 22–06.

    >>> times = np.array(["2025-10-03T22:30", "2025-10-04T05:59", "2025-10-05T22:30"], "datetime64[us]")
    >>> on_weekend_nights(times).tolist()
    [True, True, False]
    """
    hours = local.astype("datetime64[h]").astype(np.int64)
    weekday, hour = (hours // 24 + 3) % 7, hours % 24
    late, early = hour >= NIGHT_BEGINS, hour < NIGHT_ENDS
    return (late & ((weekday == 4) | (weekday == 5))) | (early & ((weekday == 5) | (weekday == 6)))


WEEKEND_NIGHT_SHARE = 2 * (24 - NIGHT_BEGINS + NIGHT_ENDS) / WEEK_HOURS


def sun_height_degrees(utc: Moments, *, lon: float, lat: float) -> Floats:
    """Return how high the sun stands, degrees above the horizon, without refraction; good to about 0.3 degrees.

    Declination and the equation of time from the day of the year (Spencer 1971).

    >>> noon = np.array(["2025-06-21T11:00", "2025-12-21T11:00"], "datetime64[us]")
    >>> sun_height_degrees(noon, lon=15.0, lat=60.0).round(0).tolist()
    [53.0, 7.0]
    """
    hours = utc.astype("datetime64[s]").astype(np.int64) / 3600.0
    day_of_year = (utc.astype("datetime64[D]") - utc.astype("datetime64[Y]")).astype(np.int64)
    turn = 2 * np.pi * (day_of_year + (hours % 24 - 12) / 24) / 365
    tilt = (0.006918 - 0.399912 * np.cos(turn) + 0.070257 * np.sin(turn) - 0.006758 * np.cos(2 * turn)
            + 0.000907 * np.sin(2 * turn) - 0.002697 * np.cos(3 * turn) + 0.00148 * np.sin(3 * turn))
    late_minutes = 229.18 * (0.000075 + 0.001868 * np.cos(turn) - 0.032077 * np.sin(turn)
                             - 0.014615 * np.cos(2 * turn) - 0.040849 * np.sin(2 * turn))
    angle = np.radians((hours % 24 - 12) * 15 + lon + late_minutes / 4)
    north = np.radians(lat)
    return np.degrees(np.arcsin(np.sin(north) * np.sin(tilt) + np.cos(north) * np.cos(tilt) * np.cos(angle)))


class Darkness(NamedTuple):
    """Hour by hour of a period in local time: whether it was dark; and how often at each hour of the clock (24)."""

    hours: Moments
    dark: Bools
    by_clock: Floats


def darkness(first_day: date, last_day: date, *, lon: float, lat: float, zone: tzinfo) -> Darkness:
    """Return when it was dark (the sun more than 6° below the horizon) in a period, judged at every half hour.

    >>> from zoneinfo import ZoneInfo
    >>> found = darkness(date(2025, 12, 1), date(2025, 12, 7), lon=15.0, lat=60.0, zone=ZoneInfo("Europe/Stockholm"))
    >>> found.by_clock[[3, 12, 18]].tolist()
    [1.0, 0.0, 1.0]
    """
    utc = np.arange(np.datetime64(first_day, "h"), np.datetime64(last_day, "h") + 25) - np.timedelta64(1, "h")
    local = local_from_utc(utc.astype("datetime64[us]"), zone=zone).astype("datetime64[h]")
    height = sun_height_degrees(utc.astype("datetime64[m]") + 30, lon=lon, lat=lat)
    hours, first = np.unique(local, return_index=True)
    kept = (hours >= np.datetime64(first_day, "h")) & (hours < np.datetime64(last_day, "h") + 24)
    hours, dark = hours[kept], (height < CIVIL_DUSK_DEGREES)[first][kept]
    clock = hours.astype(np.int64) % 24
    all_ = np.maximum(np.bincount(clock, minlength=24), 1)
    return Darkness(hours, dark, np.bincount(clock, dark, 24) / all_)


def in_the_dark(local: Moments, *, of: Darkness) -> tuple[Bools, Floats]:
    """Return which times were dark, and how often it is dark at the same hour of the clock in the period.

    A time outside the period is not dark and has the chance 0, so that it says nothing.
    """
    hours = local.astype("datetime64[h]")
    at = np.clip(np.searchsorted(of.hours, hours), 0, of.hours.size - 1)
    known = of.hours[at] == hours
    return of.dark[at] & known, np.where(known, of.by_clock[hours.astype(np.int64) % 24], 0.0)


class Halves(NamedTuple):
    """Two stretches of equal length that are compared: first days, and the day after the last of the later one."""

    before: date
    after: date
    end: date
    same_season: bool


def halves(first_day: date, last_day: date) -> Halves:
    """Return the two stretches that "is it rising?" compares: a year and the year before where the period allows it.

    From two years on the last 52 weeks and the 52 before; shorter periods are cut in the middle, and then the seasons
    may differ.

    >>> halves(date(2024, 1, 1), date(2024, 12, 29)).same_season
    False
    """
    end = np.datetime64(last_day) + 1
    days = int((end - np.datetime64(first_day)).astype(np.int64))
    year = 52 * 7
    length = year if days >= 2 * year else days // 2
    before, after = end - 2 * length, end - length
    return Halves(before.astype(date), after.astype(date), end.astype(date), days >= 2 * year)


def fullest(squares: ArrayLike) -> tuple[int, int]:
    """Return the label that occurs most (the lowest on a tie) and how often; squares are whole numbers.

    >>> fullest([4, 7, 7, 4, 4])
    (4, 3)
    """
    labels, counts = np.unique(np.asarray(squares, np.int64), return_counts=True)
    at = int(counts.argmax())
    return int(labels[at]), int(counts[at])
