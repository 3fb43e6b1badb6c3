"""How often do unusual weeks cry wolf where nothing happens, and what do they find?

    python -m benchmarks.calibration.alarms [--runs 1000] [--power-runs 300] [--only TEXT] [--record]

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
from math import comb
from typing import NamedTuple

import numpy as np

from benchmarks.figures import Measured, Row, Sheet, hits
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
MANY = (192, 1_923)                  # 10 000 and 100 000 a year; the last is beyond what screens offer, and not judged
COMMAND = "python -m benchmarks.calibration.alarms --runs {0.runs} --power-runs {0.power_runs}"


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


def false_alarms(noise: Noise, per_week: float, window: int, runs: int) -> int:
    """Return in how many municipalities anything is called out."""
    number = 0
    for run in range(runs):
        counts, free = municipality(np.random.default_rng([run, per_week, noise.weeks]), noise, per_week)
        found = unusual_weeks(counts, window=slice(noise.weeks - window, noise.weeks), holidays=free)
        number += "more" in found.verdict
    return number


def within(number: int, runs: int) -> bool:
    """Return whether a rate is not above 5 % at the 99 % level."""
    chance = sum(comb(runs, k) * ALARM_SHARE**k * (1 - ALARM_SHARE) ** (runs - k) for k in range(number, runs + 1))
    return chance >= LEVEL


def as_they_come(per_week: float, runs: int) -> Row:
    """Return one row: weeks with any false alarm by the usual rules, each series judged by itself."""
    noise, alarms = NOISES[3], np.zeros(4, int)
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
        alarms += [(counts[:, -1] > each).any() for each in limits]
    names = ("farrington_05", "farrington_01", "ears_c1", "ears_c2")
    return {"per_week": per_week} | {name: hits(each, runs) for name, each in zip(names, alarms, strict=True)}


def power(per_week: float, window: int, runs: int) -> Row:
    """Return one row: how often a rise of one area (a fifth of all) is found, by how large it is."""
    noise, found = NOISES[3], {}
    for rise in (1.5, 2.0, 3.0, 4.0):
        number = 0
        for run in range(runs):
            counts, free = municipality(np.random.default_rng([run, per_week, 7]), noise, per_week, rise, window)
            judged = unusual_weeks(counts, window=slice(noise.weeks - window, noise.weeks), holidays=free)
            number += judged.verdict[2] == "more"
        found[f"times_{rise:g}".replace(".", "_")] = hits(number, runs)
    return {"per_week": per_week, "window_weeks": window, "expected": round(per_week * window * AREA_SHARES[1])} | found


def new_source(per_week: float, runs: int) -> Row:
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
    return {"per_week": per_week, "without_strata": hits(naive, runs), "with_strata": hits(strata, runs),
            "told": hits(told, runs)}


def nothing_happens(args: argparse.Namespace) -> bool:
    """Print the false alarms; return whether all are within the budget."""
    measured = Measured(COMMAND.format(args), "[run, events a week, weeks]")
    sheet, fine = Sheet("alarms.false-alarms", measured, keep=args.record), True
    for noise in NOISES if args.only not in ("power",) else ():
        for per_week in (*RATES, *MANY) if args.only in noise.name else ():
            runs = args.runs if per_week < 1000 else min(args.runs, 200)
            week, four = (false_alarms(noise, per_week, window, runs) for window in (1, 4))
            fine &= sheet.add(what=noise.name, per_week=per_week, week=hits(week, runs),
                              weeks_a_year=round(52 * week / runs, 2), four_weeks=hits(four, runs),
                              windows_a_year=round(13 * four / runs, 2),
                              within=per_week >= 1000 or within(week, runs) and within(four, runs),
                              **({"judged": False} if per_week >= 1000 else {}))
    return fine


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--power-runs", type=int, default=300)
    parser.add_argument("--only", default="", help="noises whose name holds this, or power")
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    print(machine())
    fine = nothing_happens(args)
    for name, ask, seed in (
        ("usual-rules", as_they_come, 3),
        ("power", lambda rate, runs: [power(rate, window, runs) for window in (1, 4)], 7),
        ("new-source", new_source, 11),
    ) if args.only in ("", "power") else ():
        measured = Measured(COMMAND.format(args), f"[run, events a week, {seed}]")
        sheet = Sheet(f"alarms.{name}", measured, keep=args.record)
        for per_week in RATES:
            found = ask(per_week, args.power_runs)
            for row in found if isinstance(found, list) else [found]:
                sheet.add(**row)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
