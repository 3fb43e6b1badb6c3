"""How often do unusual weeks cry wolf where nothing happens, and what do they find?

    python -m benchmarks.calibration.alarms [--runs 1000] [--power-runs 300] [--only TEXT]

Draws municipalities in which nothing changes: one total, six areas and twenty categories, uneven in size, at 5 to 90
reports a week; Poisson, overdispersed and seasonal weeks, holidays, sources that miss weeks; histories of six years,
two years and thirty weeks. The last week (or four) is judged by `unusual_weeks`. Told are the share of weeks with any
false alarm, false alarms a year, what the usual rules call out series by series, and how often a planted rise in one
area is found. Then a new source that adds half
as much again: how often it is called out, with and without the strata. Prints markdown; ends with 1 where the rate is
above 5 % at the 99 % level.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from math import comb
from typing import NamedTuple

import numpy as np

from benchmarks.yardstick import machine
from samsyn.analysis.alarms import compared_strata, ears_bounds, unusual_weeks
from samsyn.analysis.farrington import fit_seasons, forecast, plug_in_bounds, seasons

ALARM_SHARE, LEVEL = 0.05, 0.01
AREA_SHARES = np.array([0.35, 0.2, 0.15, 0.12, 0.1, 0.08])
CATEGORY_SHARES = 1 / np.arange(1, 21) / (1 / np.arange(1, 21)).sum()


class Noise(NamedTuple):
    """What the weeks are like."""

    name: str
    season: float = 0.0          # amplitude of the year
    spread: float = 0.0          # coefficient of variation of a week's level, beyond chance
    weeks: int = 312
    holidays: bool = False


NOISES = (
    Noise("Poisson"), Noise("overdispersed", spread=0.3), Noise("seasonal", season=0.5),
    Noise("seasonal, overdispersed, holidays", 0.4, 0.25, holidays=True),
    Noise("two years of history", 0.3, 0.2, weeks=110), Noise("thirty weeks of history", 0.0, 0.2, weeks=31),
)
RATES = (5, 10, 20, 40, 90)
NOTHING = ("| nothing happens | reports a week | window, weeks | windows with any false alarm | such windows a year "
           "| false alarms a year | CPU ms |\n|---|---|---|---|---|---|---|")
ANCHORS = ("\n| reports a week | Farrington flexible, α 0.05 | α 0.01 | EARS C1 | EARS C2 |\n|---|---|---|---|---|")
RISES = ("\n| reports a week | window, weeks | expected in the area | × 1.5 | × 2 | × 3 | × 4 |\n"
         "|---|---|---|---|---|---|---|")
SOURCES = ("\n| reports a week | called out without strata | with strata | told as a change of reporting |\n"
           "|---|---|---|---|")


def municipality(rng: np.random.Generator, noise: Noise, per_week: float, rise: float = 1.0, window: int = 1) -> tuple:
    """Draw counts of 27 series (total, areas, categories) and the holidays; `rise` multiplies area 1 in the window."""
    week = np.arange(noise.weeks) + rng.integers(52)
    level = per_week * (1 + noise.season * np.sin(2 * np.pi * week / 52.18))
    free = np.where(week % 52 == 25, 0.6, np.where(week % 52 == 51, 0.8, 0.0)) * noise.holidays
    level = level * np.exp(-0.7 * free)
    if noise.spread:
        level = level * rng.gamma(1 / noise.spread**2, noise.spread**2, level.size)
    share = AREA_SHARES[:, None] * CATEGORY_SHARES
    rate = np.repeat(share[:, :, None], noise.weeks, axis=2) * level
    rate[1, :, -window:] *= rise
    counts = rng.poisson(rate).astype(float)
    series = [counts.sum(axis=(0, 1))[None], counts.sum(axis=1), counts.sum(axis=0)]
    return np.concatenate(series), free


def false_alarms(noise: Noise, per_week: float, window: int, runs: int) -> tuple[str, bool]:
    """Return one table row, and whether the rate is not above 5 % at the 99 % level."""
    weeks = alarms = 0
    began = time.process_time()
    for run in range(runs):
        counts, free = municipality(np.random.default_rng([run, per_week, noise.weeks]), noise, per_week)
        found = unusual_weeks(counts, window=slice(noise.weeks - window, noise.weeks), holidays=free)
        number = found.verdict.count("more")
        weeks, alarms = weeks + (number > 0), alarms + number
    spent_ms = (time.process_time() - began) / runs * 1000
    chance = sum(comb(runs, k) * ALARM_SHARE**k * (1 - ALARM_SHARE) ** (runs - k) for k in range(weeks, runs + 1))
    return (f"| {noise.name} | {per_week} | {window} | {100 * weeks / runs:.1f} % | {52 / window * weeks / runs:.1f} "
            f"| {52 / window * alarms / runs:.1f} | {spent_ms:.1f} |", chance >= LEVEL)


def as_they_come(per_week: float, runs: int) -> str:
    """Return one row: weeks with any false alarm by the usual rules, each series judged by itself."""
    noise, hits = NOISES[3], np.zeros(4)
    now = noise.weeks - 1
    cut = seasons(now, weeks=noise.weeks)
    terms = ((np.arange(noise.weeks) - now) / 52.0)[:, None]
    for run in range(runs):
        counts, _ = municipality(np.random.default_rng([run, per_week, 3]), noise, per_week)
        model = fit_seasons(counts[:, cut.weeks], season=cut.season, season_count=cut.groups, terms=terms[cut.weeks])
        expected = forecast(model, terms=terms[now:])
        enough = counts[:, -4:].sum(axis=1) >= 5                    # its own guard: five in four weeks
        limits = [np.where(enough, plug_in_bounds(expected, alpha=each), np.inf) for each in (0.05, 0.01)]
        limits += [ears_bounds(counts, method=each)[:, -1] for each in ("C1", "C2")]
        hits += [(counts[:, -1] > each).any() for each in limits]
    return f"| {per_week} | " + " | ".join(f"{100 * each / runs:.0f} %" for each in hits) + " |"


def power(per_week: float, window: int, runs: int) -> str:
    """Return one row: how often a rise of one area (a fifth of all) is found, by how large it is."""
    noise = NOISES[3]
    found = []
    for rise in (1.5, 2.0, 3.0, 4.0):
        hits = 0
        for run in range(runs):
            counts, free = municipality(np.random.default_rng([run, per_week, 7]), noise, per_week, rise, window)
            judged = unusual_weeks(counts, window=slice(noise.weeks - window, noise.weeks), holidays=free)
            hits += judged.verdict[2] == "more"
        found.append(f"{100 * hits / runs:.0f} %")
    return f"| {per_week} | {window} | {per_week * window * AREA_SHARES[1]:.0f} | {' | '.join(found)} |"


def new_source(per_week: float, runs: int) -> str:
    """Return one row: how often a source that joined three weeks ago and adds half as much raises an alarm."""
    naive = strata = told = 0
    live = np.ones(312, bool)
    for run in range(runs):
        rng = np.random.default_rng([run, per_week, 11])
        shares = np.array([0.4, 0.3, 0.2, 0.1])
        rate = per_week * AREA_SHARES[:, None, None] * np.r_[shares, 0.5][:, None] * np.ones(312)
        rate[:, 4, :309] = 0.0
        reports = rng.poisson(rate).astype(float)
        reports = np.concatenate([reports.sum(axis=0, keepdims=True), reports])
        window = slice(308, 312)
        naive += "more" in unusual_weeks(reports.sum(axis=1), window=window).verdict
        kept = compared_strata(reports, live=live, window=window)
        found = unusual_weeks(kept.counts, window=window, exposure=kept.exposure, aside=kept.aside)
        strata += "more" in found.verdict
        told += "reporting" in found.verdict or bool(kept.sources.new.any())
    return f"| {per_week} | {100 * naive / runs:.0f} % | {100 * strata / runs:.1f} % | {100 * told / runs:.0f} % |"


def rows(runs: int, power_runs: int, only: str) -> Iterator[tuple[str, bool]]:
    """Yield all lines with whether each is within the budget."""
    yield NOTHING, True
    for noise in NOISES:
        for per_week in RATES:
            for window in (1, 4):
                if only in noise.name:
                    yield false_alarms(noise, per_week, window, runs)
    if not only:
        yield ANCHORS, True
        for per_week in RATES:
            yield as_they_come(per_week, power_runs), True
        yield RISES, True
        for per_week in RATES:
            for window in (1, 4):
                yield power(per_week, window, power_runs), True
        yield SOURCES, True
        for per_week in RATES:
            yield new_source(per_week, power_runs), True


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--power-runs", type=int, default=300)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    print(f"`python -m benchmarks.calibration.alarms {' '.join(sys.argv[1:])}`: {machine()}\n")
    fine = True
    for line, within in rows(chosen.runs, chosen.power_runs, chosen.only):
        fine &= within
        print(line + ("" if within else " **above**"), flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
