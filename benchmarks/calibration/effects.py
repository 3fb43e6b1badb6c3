"""How often is an effect told where nothing was done, and how large must one be to be found?

    python -m benchmarks.calibration.effects [--runs 1000] [--power-runs 200] [--record]

Draws a place, its comparison and twelve other areas over three years, the measure starting after two; nothing happens.
Weeks are Poisson, overdispersed, seasonal, or with a level that wanders. Every design judges every series; told is the
share of p below 5 %. A design that is told to be weak for a kind of series (an interrupted series where the level
wanders) is listed with what its own checks say. Then ten places are chosen because they were the worst of 300 and
nothing is done. Then a third of the events are taken away, and it is counted how often that is found. `--part
asked`: the worst places are asked about again and again, each time of other weeks, categories, areas and numbers of
places, until an answer says yes. `--part noise`: the worst places where reports are uneven beyond chance, or levels
drift from period to period. Prints markdown; ends with 1 where a rate is above 5 % at the 99 % level.
"""

import argparse
import sys
from math import comb
from typing import NamedTuple

import numpy as np

from benchmarks.figures import Measured, Sheet, earlier, hits
from benchmarks.yardstick import machine
from samsyn.analysis.effects import before_after, compared, displacement_difference, worst_places
from samsyn.analysis.hypotheses import FALSE_SHARE
from samsyn.analysis.interrupted import difference_in_differences, interrupted_series
from samsyn.analysis.level_model import level_effect
from samsyn.analysis.planning import smallest_clear_drop
from samsyn.analysis.synthetic_control import synthetic_control

ALPHA, LEVEL = 0.05, 0.01
COMMAND = "python -m benchmarks.calibration.effects --part {1}"
KEYS = {"before and after, alone": "alone", "with comparison": "compared", "difference in differences": "differences",
        "interrupted series": "interrupted", "level model, four regressors": "level_model",
        "synthetic control, 24 areas": "synthetic", "WDD": "wdd"}
WEEKS, START, OTHERS = 156, 104, 24
RATES = (5, 10, 20, 40, 90)


class Noise(NamedTuple):
    """What the weeks are like."""

    name: str
    season: float = 0.0
    spread: float = 0.0          # of each week and area by itself
    wandering: float = 0.0       # of a level common to all areas, per week


NOISES = (Noise("Poisson"), Noise("overdispersed", spread=0.3), Noise("seasonal", season=0.4),
          Noise("seasonal, wandering level", season=0.3, wandering=0.03))


def areas(rng: np.random.Generator, noise: Noise, per_week: float, effect: float = 1.0) -> np.ndarray:
    """Draw counts (1 + OTHERS, WEEKS); the first area is the place."""
    week = np.arange(WEEKS)
    level = 1 + noise.season * np.sin(2 * np.pi * (week / 52.18 + rng.random()))
    level = level * np.exp(np.cumsum(rng.normal(0, noise.wandering, WEEKS)))
    rate = per_week * rng.uniform(0.7, 1.5, (OTHERS + 1, 1)) * level
    rate[0] = per_week * level
    rate[0, START:] *= effect
    if noise.spread:
        rate = rate * rng.gamma(noise.spread**-2, noise.spread**2, rate.shape)
    return rng.poisson(rate).astype(float)


def judged(counts: np.ndarray, only: str = "") -> dict[str, tuple[float, bool]]:
    """Return p of the designs whose name holds one of `only`, and whether their own checks had no objection."""
    place, other = counts[0], counts[1:5].sum(axis=0)
    halves = [(float(each[:START].sum()), float(each[START:].sum())) for each in (place, other)]
    yearly = [(float(each[52:START].sum()), float(each[START:].sum())) for each in (place, other)]
    spread = difference_in_differences(place, comparison=other, start=START)
    effects = {
        "before and after, alone": lambda: before_after(yearly[0][0], after=yearly[0][1]),
        "with comparison": lambda: compared(halves[0], comparison=halves[1], dispersion=spread.dispersion),
        "difference in differences": lambda: spread.effect,
        "interrupted series": lambda: interrupted_series(place, start=START).effect,
        "level model, four regressors": lambda: level_effect(place, start=START, regressors=counts[1:5].T).effect,
        "synthetic control, 24 areas": lambda: synthetic_control(place, donors=counts[1:].T, start=START).effect,
    }
    told = {name: work() for name, work in effects.items() if any(each in name for each in only.split(","))}
    found = {name: (each.p_value, not {"weeks_depend", "trends_differ"} & set(each.grade.because))
             for name, each in told.items()}
    if only and "WDD" not in only:
        return found
    difference = displacement_difference(
        yearly[0], comparison=yearly[1], area_weights=(4.0, 1.0, 1.0, 1.0), dispersion=spread.dispersion)
    return found | {"WDD": (difference.p_value, True)}


def within_level(number: int, runs: int, alpha: float = ALPHA) -> bool:
    """Return whether a rate is not above alpha at the 99 % level."""
    chance = sum(comb(runs, k) * alpha**k * (1 - alpha) ** (runs - k) for k in range(number, runs + 1))
    return chance >= LEVEL


def designs(runs: int, effect: float, args: argparse.Namespace) -> bool:
    """Print one table: the share of p < 5 % by noise, rate and design; designs not asked for keep what they had."""
    fine, table = True, "effects.false-alarms" if effect == 1 else "effects.power"
    sheet = Sheet(table, Measured(COMMAND.format(args, "designs" if effect == 1 else "power"), "[run, events a week]"),
                  keep=args.record)
    for noise in NOISES:
        for per_week in args.rates:
            results = [judged(areas(np.random.default_rng([run, per_week]), noise, per_week, effect), args.only)
                       for run in range(runs)]
            row = earlier(table, {"what": noise.name, "per_week": per_week}) if args.record else {}
            for name in results[0]:
                number = sum(each[name][0] < ALPHA for each in results)
                objected = sum(not each[name][1] for each in results) / runs
                row[KEYS[name]] = hits(number, runs) | (
                    {"note": f"doubted {100 * objected:.0f} %"} if objected > 0.3 else {})
                alone = name.startswith("before") or noise.wandering and name.startswith(("interrupted", "WDD"))
                fine &= within_level(number, runs) or effect < 1 or bool(alone)   # no comparison, or of another size
            sheet.add(**row | {"what": noise.name, "per_week": per_week})
    return fine


def worst(args: argparse.Namespace) -> bool:
    """Print how often the ten worst of 300 places seem to get better, or otherwise, when nothing is done."""
    runs, fine = args.runs, True
    sheet = Sheet("effects.worst", Measured(COMMAND.format(args, "worst"), "[run, events a place]"), keep=args.record)
    for kind in ("gamma", "lognormal", "Zipf", "equal", "most nearly empty"):
        for mean in (1, 5, 20):
            bare = guarded = benefit = 0
            for run in range(runs):
                rng = np.random.default_rng([run, mean])
                rates = {"gamma": rng.gamma(2, 0.5, 300), "lognormal": np.exp(rng.normal(0, 1, 300)),
                         "Zipf": 1 / np.arange(1, 301), "equal": np.ones(300),
                         "most nearly empty": np.where(rng.random(300) < 0.6, 0.05, rng.gamma(2, 1, 300))}[kind]
                rates = rates / rates.mean() * mean
                before, after = rng.poisson(rates), rng.poisson(rates * 0.9)
                chosen = np.isin(np.arange(300), np.argsort(-before, kind="stable")[:10])
                found = worst_places(before, after=after, chosen=chosen)
                bare += before_after(before[chosen].sum(), after=after[chosen].sum()).p_value < ALPHA
                guarded += found.p_value < ALPHA
                benefit += found.p_value < ALPHA and found.ratio < 1
            fine &= sheet.add(what=kind, per_place=mean, without_guard=hits(bare, runs), with_guard=hits(guarded, runs),
                              as_benefit=hits(benefit, runs), within=within_level(guarded, runs))
    return fine


def asked(args: argparse.Namespace) -> bool:
    """Print how often asking about the worst places until it says yes gets an effect where nothing is done.

    Two years of 300 places (a gamma distribution), four categories, six areas; each question is about a category or
    all, an area or all, 3 to 30 places and 8 to 26 weeks, drawn at random and judged at its own share of 5 %.
    """
    sheet = Sheet("effects.worst-asked", Measured(COMMAND.format(args, "asked"), "[run, events a place]"),
                  keep=args.record)  # fmt: skip
    fine = True
    for mean in (5, 20, 80):
        for most in (1, 2, 5, 12):
            alone = shared = 0
            for run in range(args.runs):
                told = _asked_once(np.random.default_rng([run, mean]), mean, most)
                alone += any(p < ALPHA for p in told)
                shared += any(p < level_of(order) for order, p in enumerate(told, start=1))
            fine &= sheet.add(per_place=mean, asked=most, alone=hits(alone, args.runs), shared=hits(shared, args.runs),
                              within=within_level(shared, args.runs))  # fmt: skip
    return fine


def level_of(order: int) -> float:
    """The share of five percent that question number `order` of a problem may spend."""
    return FALSE_SHARE / (order * (order + 1))


def _asked_once(rng: np.random.Generator, mean: float, most: int) -> list[float]:
    """Return the p of each of `most` questions put to one town where nothing is done."""
    rates = rng.gamma(2, 0.5, (300, 1, 1)) * rng.dirichlet(np.ones(4), 300)[:, :, None] * mean / 26
    counts = rng.poisson(np.repeat(rates, 104, axis=2))
    area, found = rng.integers(0, 6, 300), []
    for _ in range(most):
        weeks = int(rng.integers(8, 27))
        first = int(rng.integers(0, 104 - 2 * weeks + 1))
        about = slice(None) if rng.random() < 0.5 else slice(*(int(rng.integers(0, 4)) + np.array([0, 1])))
        here = np.ones(300, bool) if rng.random() < 0.5 else area == rng.integers(0, 6)
        before, after = (counts[:, about, at:at + weeks].sum(axis=(1, 2)) for at in (first, first + weeks))
        order = np.lexsort((-before, ~here))[:int(rng.integers(3, 31))]
        chosen = np.isin(np.arange(300), order) & here & (before > 0)
        enough = before[chosen].sum() >= 20 and before[~chosen].sum() >= 20
        found.append(worst_places(before, after=after, chosen=chosen).p_value if enough else 1.0)
    return found


class Uneven(NamedTuple):
    """How places' counts move from period to period by themselves."""

    name: str
    spread: float = 1.0          # variance over mean of a count round its level
    drift: float = 0.0           # standard deviation of a level's logarithm from one period to the next


UNEVEN = (Uneven("Poisson"), Uneven("variance 1.5 × the mean", spread=1.5), Uneven("variance 2 × the mean", spread=2.0),
          Uneven("levels drift 20 %", drift=0.2), Uneven("levels drift 25 %", drift=0.25),
          Uneven("levels drift 40 %", drift=0.4))  # fmt: skip
FIRST_LEVEL = 1 - FALSE_SHARE / 2


def town(rng: np.random.Generator, kind: str, mean: float, noise: Uneven, left: float = 1.0) -> tuple[np.ndarray, ...]:
    """Draw four periods of 100 places and the ten worst of the third; of their fourth only `left` is left."""
    rates = rng.gamma(2, 0.5, 100) if kind == "gamma" else np.exp(rng.normal(0, 1, 100))
    rates, counts = rates / rates.mean() * mean, []
    for _ in range(4):
        own = rng.gamma(rates / (noise.spread - 1), noise.spread - 1) if noise.spread > 1 else rates
        counts.append(rng.poisson(own))
        rates = rates * np.exp(rng.normal(-noise.drift**2 / 2, noise.drift, 100))
    chosen = np.isin(np.arange(100), np.argsort(-counts[2], kind="stable")[:10])
    counts[3] = np.where(chosen, rng.binomial(counts[3], left), counts[3])
    return np.array(counts), chosen


def noisy(args: argparse.Namespace) -> bool:
    """Print how often the first question about the ten worst of 100 places is told fewer, or more, with nothing done.

    Judged as the product does, with two periods before. Beside it how often it is found that half goes away.
    """
    sheet = Sheet("effects.worst-noise", Measured(COMMAND.format(args, "noise"), "[run, events a place]"),
                  keep=args.record)  # fmt: skip
    fine, runs = True, args.runs
    halved = min(runs, args.power_runs)
    for kind in args.only.split(",") if args.only else ("gamma", "lognormal"):
        for noise in UNEVEN:
            for mean in (5, 20):
                told = [_told_of(kind, noise, mean, run) for run in range(runs)]
                fewer, more = (sum(each[way] for each in told) for way in (0, 1))
                found = sum(_told_of(kind, noise, mean, run, left=0.5)[0] for run in range(halved))
                fine &= sheet.add(
                    what=kind, noise=noise.name, per_place=mean, fewer=hits(fewer, runs), more=hits(more, runs),
                    halved=hits(found, halved), within=within_level(fewer + more, runs, 1 - FIRST_LEVEL),
                )  # fmt: skip
    return fine


def _told_of(kind: str, noise: Uneven, mean: int, run: int, *, left: float = 1.0) -> tuple[bool, bool]:
    """Say whether fewer, and whether more, is told of one town."""
    counts, chosen = town(np.random.default_rng([run, mean]), kind, mean, noise, left)
    found = worst_places(counts[2], after=counts[3], chosen=chosen, earlier=counts[:2], level=FIRST_LEVEL)
    return found.high < 1, found.low > 1


def drops(args: argparse.Namespace) -> None:
    """Print which drop must be seen before it is more than chance."""
    sheet = Sheet("effects.clear-drop", Measured(COMMAND.format(args, "power")), keep=args.record)
    for before in (5, 10, 20, 40, 90, 200):
        alone, beside = smallest_clear_drop(before), smallest_clear_drop(before, comparison=before)
        sheet.add(before=before, alone={"share": round(alone, 4)},
                  compared={"share": round(beside, 4)} if beside == beside else "never")


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--power-runs", type=int, default=200)
    parser.add_argument("--part", choices=("all", "designs", "worst", "asked", "noise", "power"), default="all")
    parser.add_argument("--only", default="", help="designs with one of these in the name; for noise: how places vary")
    parser.add_argument("--rates", type=int, nargs="*", default=RATES, help="events a week")
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    print(f"{machine()}\n\nNothing is done:")
    fine = True
    if args.part in ("all", "designs"):
        fine &= designs(args.runs, 1.0, args)
    if args.part in ("all", "worst"):
        fine &= worst(args)
    if args.part in ("all", "asked"):
        fine &= asked(args)
    if args.part in ("all", "noise"):
        fine &= noisy(args)
    if args.part in ("all", "power"):
        print("\nA third goes away:")
        designs(args.power_runs, 2 / 3, args)
        drops(args)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
