"""How often do the methods that ask "where" see something in pure chance, and what do they find?

    python -m benchmarks.calibration.places [--runs 1000] [--only TEXT] [--record]

Towns of 15 × 15 km where events fall anywhere with the same chance, as points and snapped to a 25 m lattice, from five
events to a million: windows with exact tails (`window_excess`, Benjamini–Hochberg) beside Getis & Ord's z with normal
tails and the same correction; the family-wise p-values; patterns of emerging places; concentration; relative risk with
labels at random. Then a planted rise in a window. Prints markdown; ends with 1 where a false-alarm rate is above 5 %
at the 99 % level (the z-scores, which nothing is decided by, are left out of that).
"""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.figures import Measured, Sheet, hits
from benchmarks.yardstick import machine
from samsyn.analysis.concentration import concentration
from samsyn.analysis.density import relative_risk
from samsyn.analysis.emerging import emerging_places
from samsyn.analysis.grids import Grid, counts_on, window_sums
from samsyn.analysis.local_statistics import family_wise, getis_ord, permuted_tails, window_excess
from samsyn.analysis.significance import benjamini_hochberg

SIDE_M, CELL_M = 15_000.0, 250.0
GRID = Grid(0.0, 0.0, CELL_M, 60, 60)
SIZES = (5, 10, 20, 40, 90, 260, 1_000, 4_680, 10_000, 100_000, 1_000_000)
ALARM_SHARE, LEVEL = 0.05, 0.01
COMMAND = "python -m benchmarks.calibration.places --runs {0.runs}"


def most_allowed(runs: int) -> int:
    """Return the largest number of alarms in so many runs that a true rate of 5 % passes with 99 %."""
    from scipy.special import bdtrc

    return next(k for k in range(runs + 1) if bdtrc(k, runs, ALARM_SHARE) <= LEVEL)


def town(rng: np.random.Generator, events: int, snapped: bool) -> np.ndarray:
    """Counts per cell of events that fall anywhere."""
    x, y = rng.uniform(0, SIDE_M, (2, events))
    if snapped:
        x, y = (np.floor(axis / 25) * 25 + 12.5 for axis in (x, y))
    return counts_on(GRID, x_m=x, y_m=y)


def windows(rng: np.random.Generator, events: int, snapped: bool, reach: int) -> tuple[bool, int]:
    """Whether exact tails called anything out, and how many cells z with normal tails called out."""
    from scipy.special import ndtr

    counts, window = town(rng, events, snapped), partial(window_sums, reach=reach)
    found = window_excess(counts, window=window)
    z = getis_ord(counts, sums=window(counts), sizes=window(np.ones(counts.shape)))
    normal = benjamini_hochberg(ndtr(-np.nan_to_num(z.ravel())))
    return bool(found.q.min() < ALARM_SHARE), int((normal < ALARM_SHARE).sum())


def family(rng: np.random.Generator, events: int) -> bool:
    """Whether the family-wise p-value of any window is at most 5 %."""
    counts, window = town(rng, events, True)[:30, :30], partial(window_sums, reach=1)
    total = int(counts.sum())
    found = window_excess(counts, window=window)
    whole = family_wise(found, window=window, exposure=np.ones(counts.shape), total=total, rng=rng, replications=99)
    return bool(whole.p.min() <= ALARM_SHARE)


def shuffled(rng: np.random.Generator, _: int) -> bool:
    """Whether any window of skewed values that lie anywhere is called out."""
    window = partial(window_sums, reach=1)
    return bool(permuted_tails(rng.exponential(size=(30, 30)), window=window, rng=rng, replications=99).p.min() <= 0.05)


def patterns(rng: np.random.Generator, per_week: int) -> bool:
    """Whether any cell gets a pattern in a year of weeks with a season."""
    level = per_week * (1 + 0.4 * np.sin(2 * np.pi * np.arange(52) / 52))
    cube = np.stack([np.bincount(rng.integers(0, 900, rng.poisson(each)), minlength=900) for each in level])
    steps = cube.reshape(13, 4, 30, 30).sum(1)
    return bool((emerging_places(steps, window=partial(window_sums, reach=1)).pattern != "none").any())


def spread(rng: np.random.Generator, events: int) -> bool:
    """Whether events that fall on 500 places at random are said to be concentrated beyond chance."""
    counts = np.bincount(rng.integers(0, 500, events), minlength=500)
    return concentration(counts, rng=rng, replications=99).holding_half.beyond_chance


def labels(rng: np.random.Generator, events: int) -> bool:
    """Whether two kinds of events in the same heaps are said to differ somewhere."""
    middle = rng.uniform(200, 1800, (6, 2))
    points = middle[rng.integers(0, 6, events)] + rng.normal(0, 120, (events, 2))
    case = rng.random(events) < 0.4
    found = relative_risk(
        Grid(0.0, 0.0, 100.0, 20, 20), cases=(points[case, 0], points[case, 1]),
        controls=(points[~case, 0], points[~case, 1]), bandwidth_m=150, rng=rng, replications=99)
    return bool(np.isfinite(found.p).any() and np.nanmin(found.p) <= ALARM_SHARE)


OTHERS: tuple[tuple[str, str, Callable[[np.random.Generator, int], bool], tuple[int, ...]], ...] = (
    ("local", "family-wise p-values", family, (20, 260, 10_000, 100_000)),
    ("local", "shuffled values (no counts)", shuffled, (900,)),
    ("emerging", "emerging places, events a week", patterns, (5, 10, 20, 40, 90, 1_000, 1_923)),
    ("concentration", "concentration beyond chance (nominal 2.5 %)", spread, (20, 90, 260, 1_000, 10_000, 100_000)),
    ("density", "relative risk, labels at random", labels, (90, 260, 1_000, 10_000, 100_000)),
)

MOST_FULL = {"local": 10_000, "emerging": 1_000, "concentration": 10_000, "density": 1_000}   # above it 200 runs do


def chance_rows(args: argparse.Namespace) -> bool:
    """Print the windows; return whether each row keeps its level."""
    measured = Measured(COMMAND.format(args), "[run, events, snapped]")
    sheet, kept = Sheet("local.windows", measured, keep=args.record), True
    for snapped in (False, True):
        name = "snapped to 25 m" if snapped else "anywhere"
        for events in SIZES if not args.only or args.only in f"windows {name}" else ():
            number = args.runs if events <= 10_000 else min(args.runs, 200)
            began, alarms, cells, maps = time.process_time(), 0, 0, 0
            for run in range(number):
                alarm, normal = windows(np.random.default_rng([run, events, snapped]), events, snapped, 1)
                alarms, cells, maps = alarms + alarm, cells + normal, maps + (normal > 0)
            kept &= sheet.add(what=name, events=events, runs=number, false_alarms=hits(alarms, number),
                              z_maps=hits(maps, number), z_cells=round(cells / number, 1),
                              cpu_s=round(time.process_time() - began, 1), within=alarms <= most_allowed(number))
    return kept


def other_rows(args: argparse.Namespace) -> bool:
    """Print the other methods; return whether each row keeps its level."""
    kept = True
    for table, column in (("local", "events"), ("emerging", "per_week"), ("concentration", "events"),
                          ("density", "events")):
        sheet = Sheet(f"{table}.false-alarms", Measured(COMMAND.format(args), "[run, events, 7]"), keep=args.record)
        for name, asks, sizes in (each[1:] for each in OTHERS if each[0] == table and args.only in each[1]):
            for events in sizes:
                began = time.process_time()
                runs = args.runs if events <= MOST_FULL[table] else min(args.runs, 200)
                alarms = sum(asks(np.random.default_rng([run, events, 7]), events) for run in range(runs))
                kept &= sheet.add(**{column: events}, what=name, runs=runs, false_alarms=hits(alarms, runs),
                                  cpu_s=round(time.process_time() - began, 1), within=alarms <= most_allowed(runs))
    return kept


def power_rows(runs: int, args: argparse.Namespace) -> None:
    """Print how often a window with more than its share is found, by what it expects."""
    window = partial(window_sums, reach=1)
    sheet = Sheet("local.power", Measured(COMMAND.format(args), "[run, expected, 10 × rise]"), keep=args.record)
    for expected in (2, 5, 10, 20, 50):
        events, found = int(expected * 400), {}
        for rise in (1.5, 2, 3, 5):
            number = 0
            for run in range(runs):
                rng = np.random.default_rng([run, expected, int(rise * 10)])
                counts = town(rng, events, True)
                counts[30:33, 30:33] += rng.poisson(expected * (rise - 1) / 9, (3, 3))
                number += bool(window_excess(counts, window=window).q[31, 31] < ALARM_SHARE)
            found[f"times_{rise:g}".replace(".", "_")] = hits(number, runs)
        sheet.add(expected=expected, **found)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--only", default="")
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    print(machine())
    kept = chance_rows(args) & other_rows(args)
    if not args.only:
        power_rows(200, args)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
