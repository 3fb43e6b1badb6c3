"""How often does the near-repeat table see repeats in pure chance, and what does it find?

    python -m benchmarks.calibration.repeats [--runs 1000] [--permutations 99] [--only TEXT] [--record]

The town of `benchmarks.calibration.scan`; rows 0, (0, 100), [100, 200), [200, 400) m, columns 0–7, 8–14, 15–28 days. A
false alarm is any cell of the table with a whole-table p ≤ 5 %. One row shows what strata are for and is not judged.
Then planted repeats. Prints markdown
(`--record`: keeps it, see docs/statistics/figures); ends with 1 where a rate is above 5 % at the 99 % level.
"""

import argparse
import sys
import time

import numpy as np

from benchmarks.calibration.places import most_allowed
from benchmarks.calibration.scan import Events, reporters, town
from benchmarks.figures import Measured, Sheet, hits
from benchmarks.yardstick import machine
from samsyn.analysis.repeats import NearRepeats, near_repeats

COMMAND = "python -m benchmarks.calibration.repeats --runs {0.runs} --permutations {0.permutations}"
PER_YEAR = (52, 104, 260, 520, 1_040, 2_080, 4_680, 10_000, 100_000)


def table(events: Events, rng: np.random.Generator, permutations: int, *, strata: bool = False) -> NearRepeats:
    """The table of a year, with days at random within the weeks."""
    day = events.week * 7 + rng.integers(0, 7, events.week.size)
    return near_repeats(events.x_m, y_m=events.y_m, day=day, edges_m=[100, 200, 400], edges_days=[8, 15, 29], rng=rng,
                        stratum=events.organisation if strata else None, permutations=permutations, threads=1)


def planted(rng: np.random.Generator, number: int, share: float, permutations: int) -> NearRepeats:
    """A share of the events is followed by another within 50 m and a week."""
    plain = town(rng, number)
    again = rng.permutation(number)[:int(number * share)]
    x_m, y_m = (np.r_[axis, axis[again] + rng.normal(size=again.size) * 25] for axis in plain[:2])
    day = np.r_[plain.week, plain.week[again]] * 7 + rng.integers(0, 7, number + again.size)
    return near_repeats(x_m, y_m=y_m, day=day, edges_m=[100, 200, 400], edges_days=[8, 15, 29], rng=rng,
                        permutations=permutations, threads=1)


ROWS = (
    ("constant", lambda r, n, k: table(town(r, n), r, k), PER_YEAR, True),
    ("season ± 40 %, uneven weeks", lambda r, n, k: table(town(r, n, season=0.4, uneven=0.3), r, k), PER_YEAR, True),
    ("new reporters, strata", lambda r, n, k: table(reporters(r, n), r, k, strata=True), PER_YEAR, True),
    ("new reporters, no strata", lambda r, n, k: table(reporters(r, n), r, k), (520, 2_080, 4_680), False),
)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--permutations", type=int, default=99)
    parser.add_argument("--only", default="")
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    print(f"{machine()}\n\n{args.permutations} permutations", flush=True)
    measured = Measured(COMMAND.format(args), "[run, events, 13]")
    sheet, kept = Sheet("repeats.false-alarms", measured, keep=args.record), True
    for name, ask, sizes, judged in ROWS:
        for number in sizes if args.only in name else ():
            began, alarms = time.process_time(), 0
            runs = args.runs if number <= 10_000 else min(args.runs, 200)
            for run in range(runs):
                found = ask(np.random.default_rng([run, number, 13]), number, args.permutations)
                alarms += bool((found.p_of_any <= 0.05).any())
            within = alarms <= most_allowed(runs) or not judged
            kept &= sheet.add(what=name, events_a_year=number, runs=runs, false_alarms=hits(alarms, runs),
                              cpu_s=round(time.process_time() - began, 1), within=within,
                              **({} if judged else {"judged": False}))
    if args.only in "power":
        print_power(args.runs // 5, args)
    return 0 if kept else 1


def print_power(runs: int, args: argparse.Namespace) -> None:
    """Print how often planted repeats are found within 100 m and a week."""
    measured = Measured(COMMAND.format(args), "[run, events, 100 × share]")
    sheet = Sheet("repeats.power", measured, keep=args.record)
    for number in (52, 104, 260, 520, 1_040, 4_680):
        found = {}
        for share in (0.02, 0.05, 0.1, 0.2):
            percent = int(share * 100)
            tables = (planted(np.random.default_rng([run, number, percent]), number, share, args.permutations)
                      for run in range(runs))
            found[f"share_{percent}"] = hits(sum(bool((each.p_of_any[:2, 0] <= 0.05).any()) for each in tables), runs)
        sheet.add(events_a_year=number, **found)


if __name__ == "__main__":
    sys.exit(main())
