"""How long does the space-time scan take?

    python -m benchmarks.scan [--data synthetic_events.py] [--sizes 10000 100000]

The permutation model on the last 52 weeks of the synthetic municipality: cells of 500 m, circles to 2 km, the last 1–4
weeks, 999 replications, one thread and two; then the other models and the retrospective scan. CPU seconds, the best of
three. The anchor, SaTScan 10.3.2 in C++ with the same settings, is not rerun: its figures of November 2026 are scaled
by the yardstick. Goal: 0.35 CPU s at 100 000 events (33 433 in the 52 weeks), 1/10 of SaTScan's.
"""

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.anchors.__main__ import DATA, best_of, synthetic
from benchmarks.figures import Measured, Sheet
from benchmarks.yardstick import REFERENCE_S, machine, yardstick_s
from samsyn.analysis import kernels
from samsyn.analysis.scan import Design, scan_bernoulli, scan_permutation, scan_poisson
from samsyn.analysis.scan_windows import zones_of_points

SATSCAN_S = {1_000: 0.07, 10_000: 0.74, 100_000: 6.19, 1_000_000: 33.0}
WEEKS, DESIGN = 52, Design(longest=4, radius_m=2000.0)


def wall(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(path: Path, number: int, slower: float, sheet: Sheet) -> None:
    """Print one line: the permutation scan beside SaTScan's figure."""
    events = synthetic(path, number)
    week = np.floor(events["t"] / 7).astype(int) - 104
    kept = week >= 0
    x, y, week = events["x"][kept], events["y"][kept], week[kept]

    def work(threads: int = 1) -> object:
        zones, zone = zones_of_points(x, y_m=y, size_m=500.0)
        return scan_permutation(zones, zone=zone, step=week, steps=WEEKS, design=DESIGN, rng=np.random.default_rng(1),
                                threads=threads)

    spent, found = best_of(work, 3), work()
    anchor = SATSCAN_S.get(number, float("nan")) * slower
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    on_clock = wall(lambda: work(2))
    known = number in SATSCAN_S
    sheet.add(events=number, in_52_weeks=int(week.size), zones=found.zones, windows=found.windows,
              cpu_s=round(spent, 3), satscan_s=round(anchor, 2) if known else None,
              of_anchor=round(anchor / spent) if known else None)
    print(f"(two threads: {on_clock:.2f} s by the clock; peak {peak:.0f} MB)")
    if number == 100_000:
        others(x, y, week)


def others(x: np.ndarray, y: np.ndarray, week: np.ndarray) -> None:
    """Print the other models on the same events."""
    zones, zone = zones_of_points(x, y_m=y, size_m=500.0)
    counts = np.bincount(zone * WEEKS + week, minlength=len(zones.at_m) * WEEKS).reshape(-1, WEEKS)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    rng = np.random.default_rng(1)
    cases = rng.binomial(counts, 0.2)
    back = DESIGN._replace(prospective=False)
    words = {"rng": rng, "threads": 1}
    for name, work in {
        "Poisson model": lambda: scan_poisson(zones, cases=counts, expected=expected, design=DESIGN, **words),
        "Bernoulli model": lambda: scan_bernoulli(zones, cases=cases, controls=counts - cases, design=DESIGN, **words),
        "retrospective, 99 replications": lambda: scan_permutation(
            zones, zone=zone, step=week, steps=WEEKS, design=back, replications=99, **words),
        "without kernels, 9 replications": lambda: plain(lambda: scan_permutation(
            zones, zone=zone, step=week, steps=WEEKS, design=DESIGN, replications=9, **words)),
    }.items():
        print(f"(100 000, {name}: {best_of(work, 1):.2f} CPU s)", flush=True)


def plain(work: Callable[[], object]) -> object:
    """Run the numpy twin."""
    with kernels.without():
        return work()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    print(f"{machine()}; kernels: {kernels.variant() or 'none'}\n")
    sheet = Sheet("scan.time", Measured("python -m benchmarks.scan", "1"), keep=args.record)
    slower = yardstick_s() / REFERENCE_S
    for number in args.sizes:
        measure(args.data, number, slower, sheet)


if __name__ == "__main__":
    main()
