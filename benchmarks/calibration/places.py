"""How often do the methods that ask "where" see something in pure chance, and what do they find?

    python -m benchmarks.calibration.places [--runs 1000] [--only TEXT]

Towns of 15 × 15 km where events fall anywhere with the same chance, as points and snapped to a 25 m lattice, from five
events to a million: windows with exact tails (`window_excess`, Benjamini–Hochberg) beside Getis & Ord's z with normal
tails and the same correction; the family-wise p-values; patterns of emerging places; concentration; relative risk with
labels at random. Then a planted rise in a window. Prints markdown; ends with 1 where a false-alarm rate is above 5 %
at the 99 % level (the z-scores, which nothing is decided by, are left out of that).
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

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


OTHERS: tuple[tuple[str, Callable[[np.random.Generator, int], bool], tuple[int, ...]], ...] = (
    ("family-wise p-values", family, (20, 260, 10_000)),
    ("shuffled values (no counts)", shuffled, (900,)),
    ("emerging places, events a week", patterns, (5, 10, 20, 40, 90, 1_000)),
    ("concentration beyond chance (nominal 2.5 %)", spread, (20, 90, 260, 1_000, 10_000)),
    ("relative risk, labels at random", labels, (90, 260, 1_000)),
)


def chance_rows(runs: int, only: str) -> Iterator[tuple[str, bool]]:
    """Yield the table rows and whether each keeps its level."""
    for snapped in (False, True):
        for events in SIZES:
            name = "snapped to 25 m" if snapped else "anywhere"
            if only and only not in f"windows {name}":
                continue
            number = runs if events <= 10_000 else 200
            began, alarms, cells, maps = time.process_time(), 0, 0, 0
            for run in range(number):
                alarm, normal = windows(np.random.default_rng([run, events, snapped]), events, snapped, 1)
                alarms, cells, maps = alarms + alarm, cells + normal, maps + (normal > 0)
            spent = time.process_time() - began
            yield (f"| {name} | {events:,} | {number} | {alarms / number:.1%} | {maps / number:.0%} "
                   f"| {cells / number:.0f} | {spent:.0f} |", alarms <= most_allowed(number))


def other_rows(runs: int, only: str) -> Iterator[tuple[str, bool]]:
    """Yield the rows of the other methods."""
    for name, asks, sizes in OTHERS:
        for events in sizes:
            if only and only not in name:
                continue
            began = time.process_time()
            alarms = sum(asks(np.random.default_rng([run, events, 7]), events) for run in range(runs))
            yield (f"| {name} | {events:,} | {runs} | {alarms / runs:.1%} | {time.process_time() - began:.0f} |",
                   alarms <= most_allowed(runs))


def power_rows(runs: int) -> Iterator[str]:
    """Yield how often a window with more than its share is found, by what it expects."""
    window = partial(window_sums, reach=1)
    for expected in (2, 5, 10, 20, 50):
        events, found = int(expected * 400), []
        for rise in (1.5, 2, 3, 5):
            hits = 0
            for run in range(runs):
                rng = np.random.default_rng([run, expected, int(rise * 10)])
                counts = town(rng, events, True)
                counts[30:33, 30:33] += rng.poisson(expected * (rise - 1) / 9, (3, 3))
                hits += bool(window_excess(counts, window=window).q[31, 31] < ALARM_SHARE)
            found.append(f"{hits / runs:.0%}")
        yield f"| {expected} | {' | '.join(found)} |"


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    print(f"{machine()}\n\n| events fall | events | maps | exact tails + BH: maps with a false alarm "
          "| z + BH: maps with a false alarm | … cells a map | CPU s |\n|---|---|---|---|---|---|---|")
    kept = True
    for row, ok in chance_rows(args.runs, args.only):
        print(row, flush=True)
        kept &= ok
    print("\n| method | events | runs | with a false alarm | CPU s |\n|---|---|---|---|---|")
    for row, ok in other_rows(args.runs, args.only):
        print(row, flush=True)
        kept &= ok
    if not args.only:
        print("\n| a window expects | found at × 1.5 | × 2 | × 3 | × 5 |\n|---|---|---|---|---|")
        for row in power_rows(200):
            print(row, flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
