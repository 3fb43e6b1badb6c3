"""What do the anchors find of the same planted effects, and how often do they call out where nothing happens?

    python -m benchmarks.anchors.power [--runs 100] [--only local|alarms|repeats|emerging] [--record]

The same draws are given to ours and to the anchor as its own manual uses it: maps with a rise in one window (esda's
Getis & Ord with normal tails and Benjamini–Hochberg), weeks with a rise in one area (surveillance's
`farringtonFlexible` with the settings of Noufaily 2013, each series by itself), repeats within 50 m and a week
(pointpats' Knox, one cell × 99), a trend in a series with correlated weeks (pymannkendall, Hamed & Rao). Beside what
is found stands the share of draws without any effect in which something is called out: a program that calls out
everything finds everything.

SaTScan, scanstatistics and sfdep are in neither PyPI nor the distribution and are not run: for the scan theirs is the
same statistic to print precision and the same way of drawing, so the power is the same but for the number of
replications; sfdep's share on pure noise (38 % of the cells) stands in the page of emerging places.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.anchors import FOLDERS
from benchmarks.calibration import alarms, places, repeats
from benchmarks.calibration.scan import town
from benchmarks.figures import Measured, Sheet, hits
from benchmarks.yardstick import machine
from samsyn.analysis.alarms import unusual_weeks
from samsyn.analysis.emerging import mann_kendall
from samsyn.analysis.grids import window_sums
from samsyn.analysis.local_statistics import window_excess

COMMAND = "python -m benchmarks.anchors.power --runs {0.runs}"
Draws = dict[str, np.ndarray]
Found = list[tuple[bool, bool]]      # of each draw: anything at all, and what was planted

P_GI = """
import sys, numpy as np, warnings; warnings.simplefilter("ignore")
from esda.getisord import G_Local
from libpysal.weights import lat2W
from scipy.stats import false_discovery_control
w = lat2W(60, 60, rook=False)
for x in np.load(FILE)["maps"]:
    g = G_Local(x.ravel().astype(float), w, transform="B", star=True, permutations=0)
    q = false_discovery_control(np.where(g.Zs > 0, g.p_norm, 1.0))
    print(int(q.min() < 0.05), int(q[31 * 60 + 31] < 0.05))
"""
P_KNOX = """
import numpy as np, warnings; warnings.simplefilter("ignore")
from pointpats import Knox
d = np.load(FILE); np.random.seed(1)
for name in sorted(d.files):
    e = d[name]
    p = Knox(e[:, :2], e[:, 2:], delta=100.0, tau=7.0, permutations=99).p_sim
    print(int(p <= 0.05), int(p <= 0.05))
"""
P_TREND = """
import numpy as np, pymannkendall as mk
for row in np.load(FILE)["series"]:
    p = mk.hamed_rao_modification_test(row).p
    print(int(p < 0.05), int(p < 0.05))
"""
R_FARRINGTON = """
suppressMessages(library(surveillance)); w <- 312
for (file in sort(Sys.glob(paste0(FILE, "/*.csv")))) {
  x <- as.matrix(read.csv(file, header = FALSE))
  s <- new("sts", observed = x, epoch = 1:w, start = c(2019, 1), freq = 52)
  how <- list(range = w, b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, trend = TRUE, pThresholdTrend = 0.05,
              noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin", alpha = 0.01, verbose = FALSE)
  a <- suppressWarnings(farringtonFlexible(s, how))@alarm
  cat(as.integer(any(a)), as.integer(a[1, min(3, ncol(x))]), "\\n")
}
"""


def asked(code: str, draws: Draws) -> Found | None:
    """Give the draws to the anchor; None where it is not installed."""
    is_r = code.startswith("\nsuppress")
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder) / "draws.npz", Path(folder) / "ask"
        if is_r:
            for name, each in draws.items():
                np.savetxt(Path(folder) / f"{name}.csv", each.T, fmt="%d", delimiter=",")
        else:
            np.savez(data, **draws)
        script.write_text(code.replace("FILE", repr(folder if is_r else str(data))), encoding="utf-8")
        runner = ["Rscript", "--vanilla"] if is_r else [str(FOLDERS["python"] / "bin" / "python")]
        try:
            done = subprocess.run([*runner, str(script)], capture_output=True, text=True, timeout=900, check=True)
        except (FileNotFoundError, subprocess.SubprocessError) as problem:
            print(f"not run: {getattr(problem, 'stderr', '') or problem}"[-400:], flush=True)
            return None
    lines = [line.split() for line in done.stdout.strip().splitlines()]
    return [(any_at_all == "1", planted == "1") for any_at_all, planted in lines]


def local(runs: int, size: int, rise: float) -> tuple[Found, Found | None]:
    """Maps of 60 × 60 cells; `size` is what a window of nine expects."""
    maps = []
    for run in range(runs):
        rng = np.random.default_rng([run, size, int(rise * 10)])
        counts = places.town(rng, size * 400, True)
        counts[30:33, 30:33] += rng.poisson(size * (rise - 1) / 9, (3, 3))
        maps.append(counts)
    q = [window_excess(each, window=partial(window_sums, reach=1)).q for each in maps]
    return [(bool(each.min() < 0.05), bool(each[31, 31] < 0.05)) for each in q], asked(P_GI, {"maps": np.stack(maps)})


def weeks(runs: int, size: int, rise: float) -> tuple[Found, Found | None]:
    """Six years of weeks, `size` reports each; without a rise all 27 series are judged, else the area of the rise."""
    mine, draws = [], {}
    for run in range(runs):
        rng = np.random.default_rng([run, size, 7])
        counts, free = alarms.municipality(rng, alarms.NOISES[3], size, rise)
        verdict = unusual_weeks(counts, window=slice(311, 312), holidays=free).verdict
        mine.append(("more" in verdict, verdict[2] == "more"))
        draws[f"{run:05d}"] = counts if rise == 1 else counts[:3]
    return mine, asked(R_FARRINGTON, draws)


def near(runs: int, size: int, share: float) -> tuple[Found, Found | None]:
    """A year with `size` events, a share of them followed by another within 50 m and a week."""
    mine, draws = [], {}
    for run in range(runs):
        rng = np.random.default_rng([run, size, int(share * 100)])
        plain = town(rng, size)
        again = rng.permutation(size)[:int(size * share)]
        x_m, y_m = (np.r_[axis, axis[again] + rng.normal(size=again.size) * 25] for axis in plain[:2])
        day = np.r_[plain.week, plain.week[again]] * 7 + rng.integers(0, 7, size + again.size)
        found = repeats.near_repeats(x_m, y_m=y_m, day=day, edges_m=[100, 200, 400], edges_days=[8, 15, 29], rng=rng,
                                     permutations=99, threads=1).p_of_any <= 0.05
        mine.append((bool(found.any()), bool(found[:2, 0].any())))
        draws[f"{run:05d}"] = np.column_stack([x_m, y_m, day])
    return mine, asked(P_KNOX, draws)


def trend(runs: int, size: int, rise: float) -> tuple[Found, Found | None]:
    """`size` steps that hang together (AR 0.5) and rise by so many of their own standard deviations in all."""
    series = np.zeros((runs, size))
    for run in range(runs):
        step = np.random.default_rng([run, size, int(rise * 10)]).normal(size=size + 50)
        for at in range(1, step.size):
            step[at] += 0.5 * step[at - 1]
        series[run] = step[50:] / np.sqrt(4 / 3) + rise * np.linspace(0, 1, size)
    mine = [(bool(each < 0.05), bool(each < 0.05)) for each in mann_kendall(series).p]
    return mine, asked(P_TREND, {"series": series})


METHODS: Mapping[str, tuple[str, Callable[[int, int, float], tuple[Found, Found | None]], tuple[int, ...],
                            tuple[float, ...], float]] = {
    "local": ("esda 2.9.0", local, (2, 5, 20), (2.0, 3.0, 5.0), 1.0),
    "alarms": ("surveillance 1.20.3", weeks, (5, 20, 90), (2.0, 3.0, 4.0), 1.0),
    "repeats": ("pointpats 2.5.5", near, (104, 520, 1_040), (0.02, 0.05, 0.1), 0.0),
    "emerging": ("pymannkendall 1.4.3", trend, (26, 52, 104), (1.0, 2.0, 3.0), 0.0),
}  # fmt: skip


def rows_of(name: str, runs: int) -> Iterator[dict[str, Any]]:
    """One row for ours and one for the anchor, of each size."""
    anchor, draw, sizes, rises, nothing = METHODS[name]
    for size in sizes:
        quiet = draw(runs, size, nothing)
        planted = [draw(runs, size, rise) for rise in rises]
        for who, at in (("ours", 0), (anchor, 1)):
            found = [each[at] for each in (quiet, *planted)]
            shares = [None if each is None else hits(sum(pair[bool(turn)] for pair in each), runs)
                      for turn, each in enumerate(found)]
            yield {"size": size, "program": who} | dict(zip(("nothing", "small", "middle", "large"), shares,
                                                            strict=True))


def main() -> None:
    """Print one table for each method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--only", default="")
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    print(machine())
    for name in METHODS:
        if args.only in name:
            sheet = Sheet(f"{name}.power-beside", Measured(COMMAND.format(args), "[run, size, effect]"),
                          keep=args.record)
            for row in rows_of(name, args.runs):
                sheet.add(**row)


if __name__ == "__main__":
    main()
