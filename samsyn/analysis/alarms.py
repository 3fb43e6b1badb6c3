"""Unusual weeks: which series hold more now than their own history lets expect, on one budget of alarms.

The season model is `farrington`; where there is less than a year of history the latest weeks stand in for it. The tail
is the predictive one of `significance`, so that what is uncertain in the expectation is counted, and the municipality's
budget is spent by Benjamini & Hochberg over all series of the week.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.farrington import YEAR_WEEKS, Forecast, Model, fit_seasons, forecast, kept_trends, seasons
from samsyn.analysis.significance import (
    benjamini_hochberg,
    benjamini_yekutieli,
    detectable_ratios,
    excess_p_values,
    smallest_alarming_counts,
)
from samsyn.analysis.sources import Sources, coverage, source_activity

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_LENT_WEEKS = 25.0               # how many weeks the common dispersion weighs against a series' own


class Watch(NamedTuple):
    """How the weeks are watched; the defaults are the calibrated ones (docs/statistics/alarms.md)."""

    alarm_share: float = 0.05    # chance that anything at all is called out in a week where nothing happened
    any_dependence: bool = False  # Benjamini & Yekutieli instead of Hochberg: for series that exclude each other
    years: int = 5               # longest history used
    reach: int = 3               # weeks on each side of the same week of earlier years
    seasons: int = 10
    skipped: int = 26            # latest weeks not learnt from
    least_weeks: int = 12        # history below which nothing is said
    recent_weeks: int = 26       # with less than a year of history, so many of the latest weeks
    quiet_weeks: int = 4         # no series is announced again within so many weeks
    power: float = 0.8


WATCH = Watch()


class Unusual(NamedTuple):
    """What was found of each series; arrays of equal length."""

    counted: Floats              # in the window, of what is compared
    expected: Floats             # NaN where nothing can be said
    p_value: Floats              # chance of at least so many when nothing has changed
    q: Floats                    # against the whole budget: called out when ≤ alarm_share
    limit: Floats                # largest count that is as usual, were this series alone in being unusual
    ratio: Floats                # rise that would be found with the stated power; inf = none
    dispersion: Floats
    verdict: list[str]           # more, usual, reporting (explained by new sources) or too_little
    basis: str                   # season, recent or none


class Strata(NamedTuple):
    """Reports by series and week from sources that can be compared, and what was set aside."""

    counts: Floats               # (series, weeks)
    exposure: Floats             # (series, weeks): share of the usual sources that could have reported
    aside: Floats                # (series,): in the window, from sources that are new
    sources: Sources


def compared_strata(reports: Floats, *, live: Bools, window: slice) -> Strata:
    """Set new and silent sources aside. `reports` is (series, sources, weeks).

    A new source makes more reports, not more events: its reports are counted apart, and a source that joined during the
    history counts only from then on. Reports made during decided presence are best given as series of their own.

    >>> reports = np.zeros((1, 2, 120)); reports[0, 0] = 10; reports[0, 1, 118:] = 8
    >>> strata = compared_strata(reports, live=np.ones(120, bool), window=slice(119, 120))
    >>> strata.counts[0, 119], strata.aside.tolist()
    (np.float64(10.0), [8.0])
    """
    sources = source_activity(reports.sum(axis=0) * live, live=live, now=window)
    kept = reports[:, sources.comparable].sum(axis=1)
    history = slice(0, window.start)
    shares = coverage(reports[:, :, history].sum(axis=2), sources=sources, live=live, history=history)
    aside = reports[:, sources.new][:, :, window].sum(axis=(1, 2))
    return Strata(kept, shares, aside, sources)


def unusual_weeks(
    counts: Floats, *, window: slice, live: Bools | None = None, exposure: Floats | None = None,
    holidays: Floats | None = None, aside: Floats | None = None, settings: Watch = WATCH,
) -> Unusual:
    """Judge the weeks of `window` (one to `reach` + 1 weeks, the last ones) of every series against its own history.

    counts -- (series, weeks), oldest first; later weeks than the window are not looked at.
    live -- (weeks,): weeks with reporting; others are neither history nor counted.
    exposure -- (series, weeks): share of sources that could have reported × share of reports that have come by now.
    holidays -- (weeks,): share of the week's working days that are free.
    aside -- (series,): reports in the window from new sources. A series that is usual without them, and would be called
        out with them, gets the verdict "reporting": the reporting has changed, not what is reported.

    p = `significance.excess_p_values` with the model's mean, its variance and φ. Called out where the q-value over all
    series is at most `alarm_share`; on pure noise that happens in at most that share of weeks.

    >>> rng = np.random.default_rng(5)
    >>> counts = rng.poisson(4.0, (6, 200)).astype(float)
    >>> counts[2, 199] = 17
    >>> unusual_weeks(counts, window=slice(199, 200)).verdict
    ['usual', 'usual', 'more', 'usual', 'usual', 'usual']
    """
    weeks = window.stop
    live = np.ones(weeks, bool) if live is None else live[:weeks]
    seen = counts[:, :weeks] * live
    open_to = (np.ones_like(seen) if exposure is None else exposure[:, :weeks]) * live
    free = np.zeros(weeks) if holidays is None else holidays[:weeks]
    count = seen[:, window].sum(axis=1)
    if live[:window.start].sum() < settings.least_weeks:
        return _nothing(count)
    expected, basis = _expected(seen, window=window, live=live, exposure=open_to, holidays=free, settings=settings)
    return _judged(count, expected, basis, np.zeros(len(count)) if aside is None else aside, settings)


def _nothing(count: Floats) -> Unusual:
    unknown, one = np.full(count.size, np.nan), np.ones(count.size)
    return Unusual(count, unknown, one, one, unknown, np.full(count.size, np.inf), one,
                   ["too_little"] * count.size, "none")


def _judged(count: Floats, expected: Forecast, basis: str, aside: Floats, settings: Watch) -> Unusual:
    variance = expected.mean**2 * expected.relative_variance

    def p_of(number: Floats) -> Floats:
        return excess_p_values(number, expected=expected.mean, expected_variance=variance,
                               largest_weight=expected.weight, dispersion=expected.dispersion)

    adjusted = benjamini_yekutieli if settings.any_dependence else benjamini_hochberg
    p = p_of(count)
    q = adjusted(p)
    alone = settings.alarm_share / max(count.size, 1)
    limit = smallest_alarming_counts(
        expected=expected.mean, expected_variance=variance, largest_weight=expected.weight,
        dispersion=expected.dispersion, threshold=alone) - 1.0
    ratio = detectable_ratios(
        expected=expected.mean, expected_variance=variance, largest_weight=expected.weight,
        dispersion=expected.dispersion, threshold=alone, power=settings.power)
    more = q <= settings.alarm_share
    reporting = ~more & (aside > 0) & (count + aside > limit)
    verdict = np.where(more, "more", np.where(reporting, "reporting", "usual")).tolist()
    return Unusual(count, expected.mean, p, q, limit, ratio, expected.dispersion, verdict, basis)


def _expected(
    seen: Floats, *, window: slice, live: Bools, exposure: Floats, holidays: Floats, settings: Watch,
) -> tuple[Forecast, str]:
    now = window.stop - 1
    years = int((now - settings.reach) / YEAR_WEEKS)
    known = seasons(now, weeks=window.stop, years=settings.years, reach=settings.reach, count=settings.seasons,
                    skipped=settings.skipped, live=live)
    same_season = int((known.season == known.groups - 1).sum())
    if years < 1 or same_season < 2 * settings.reach:
        history = np.flatnonzero(live[:window.start])[-settings.recent_weeks:]
        return _fitted(seen, history, np.zeros(history.size, np.int64), 1, np.zeros((window.stop, 0)), window,
                       exposure)[0], "recent"
    trend = (np.arange(window.stop) - now) / YEAR_WEEKS
    terms = trend[:, None]
    if holidays[known.weeks].any() or holidays[window].any():
        terms = np.stack([trend, holidays], axis=1)
    plain, _ = _fitted(seen, known.weeks, known.season, known.groups, terms[:, 1:], window, exposure)
    if min(years, settings.years) < 3:
        return plain, "season"
    sloping, model = _fitted(seen, known.weeks, known.season, known.groups, terms, window, exposure)
    kept = kept_trends(model, predicted=sloping.mean, counts=seen[:, known.weeks], years=years)
    both = [np.where(kept, steep, flat) for steep, flat in zip(sloping, plain, strict=True)]
    return Forecast(*both), "season"


def _fitted(
    seen: Floats, weeks: NDArray[np.int64], season: NDArray[np.int64], count: int, terms: Floats, window: slice,
    exposure: Floats,
) -> tuple[Forecast, Model]:
    model = fit_seasons(seen[:, weeks], season=season, season_count=count, terms=terms[weeks],
                        exposure=exposure[:, weeks])
    found = forecast(model, terms=terms[window], exposure=exposure[:, window])
    length = window.stop - window.start
    return found._replace(dispersion=_dispersion(seen[:, weeks], model, length)), model


def _dispersion(counts: Floats, model: Model, length: int) -> Floats:
    """Return φ of sums of `length` weeks, leaning on the common one; never below that of single weeks."""
    freedom = float(model.freedom)
    own = np.maximum(model.dispersion, _block_dispersion(counts, model, length)) if length > 1 else model.dispersion
    enough = model.mean.mean(axis=1) >= 1.0
    common = float(own[enough].mean()) if enough.any() else 1.0
    lent = common * (1.0 + 1.0 / np.sqrt(freedom * max(int(enough.sum()), 1)))
    return np.maximum((freedom * own + _LENT_WEEKS * lent) / (freedom + _LENT_WEEKS), 1.0)


def _block_dispersion(counts: Floats, model: Model, length: int) -> Floats:
    used = counts.shape[1] // length * length
    shape = (len(counts), used // length, length)
    seen, meant = ((each[:, -used:] if used else each[:, :0]).reshape(shape).sum(axis=2)
                   for each in (model.weights * counts, model.weights * model.mean))
    square = np.where(meant > 0, (seen - meant) ** 2 / np.where(meant > 0, meant, 1.0), 0.0).sum(axis=1)
    return square / max(model.freedom / length, 1.0)


def announced(alarms: Bools, *, quiet_weeks: int = 4) -> Bools:
    """Return which alarms are told: none of the same series within `quiet_weeks` of the one last told. (series, weeks).

    >>> announced(np.array([[True, True, False, True, True, True]]), quiet_weeks=4).tolist()
    [[True, False, False, False, True, False]]
    """
    told = np.zeros_like(alarms)
    latest = np.full(len(alarms), -quiet_weeks)
    for week in range(alarms.shape[1]):
        told[:, week] = alarms[:, week] & (week - latest >= quiet_weeks)
        latest = np.where(told[:, week], week, latest)
    return told


def false_alarm_share(
    counts: Floats, *, window_weeks: int, rng: np.random.Generator, runs: int = 1000, settings: Watch = WATCH,
) -> tuple[float, float]:
    """Return how often anything is called out in a municipality's own weeks in random order, and false alarms a year.

    All series are permuted together, so that what they share stays; a real rise now lies anywhere. `counts` is
    (series, weeks); the last `window_weeks` are judged each time.

    >>> counts = np.random.default_rng(1).poisson(6.0, (5, 160)).astype(float)
    >>> share, a_year = false_alarm_share(counts, window_weeks=4, rng=np.random.default_rng(2), runs=40)
    >>> share <= 0.1, round(a_year / share if share else 13.0)
    (True, 13)
    """
    weeks = counts.shape[1]
    window = slice(weeks - window_weeks, weeks)
    hits = sum("more" in unusual_weeks(counts[:, rng.permutation(weeks)], window=window, settings=settings).verdict
               for _ in range(runs))
    return hits / runs, hits / runs * 52.0 / window_weeks


def ears_bounds(counts: Floats, *, method: str = "C2", alpha: float = 0.001, baseline: int = 7) -> Floats:
    """Return the bounds of EARS C1, C2 or C3 (Hutwagner et al. 2003), (series, weeks); NaN where history is too short.

    C1: mean + z sd of the `baseline` weeks before; C2: the same, two weeks earlier; C3: Σ max(0, C2 - 1) over this and
    the two weeks before is above z. A count above its bound is an alarm; C3's bound is -1 where the two weeks before
    are enough by themselves. These tails are normal and their own, so no budget holds: with few counts use
    `unusual_weeks`, which falls back on the latest weeks by itself.

    >>> ears_bounds(np.array([[1.0, 0, 2, 1, 0, 1, 2, 3]]), method="C1").round(2).tolist()[0][-1]
    3.52
    """
    from scipy.special import ndtri

    lag = 1 if method == "C1" else 3
    windows = np.lib.stride_tricks.sliding_window_view(counts, baseline, axis=1)
    mean, deviation = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    first = baseline + lag - 1
    count = counts.shape[1] - first
    mean[:, first:] = windows[:, :count].mean(axis=2)
    deviation[:, first:] = windows[:, :count].std(axis=2, ddof=1)
    limit = float(ndtri(1.0 - alpha))
    if method != "C3":
        return mean + limit * deviation
    carried = carried_excess(counts, mean=mean, deviation=deviation)
    return np.where(carried > limit, -1.0, mean + deviation * (1.0 + limit - carried))


def carried_excess(counts: Floats, *, mean: Floats, deviation: Floats) -> Floats:
    """Return what the two weeks before bring into C3: Σ max(0, (count - mean) / sd - 1); NaN where unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = np.maximum((counts - mean) / deviation - 1.0, 0.0)
    carried = np.full(counts.shape, np.nan)
    carried[:, 2:] = excess[:, 1:-1] + excess[:, :-2]
    return carried
