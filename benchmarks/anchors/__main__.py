"""Run the anchors beside ours and print the ratios."""

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np

from benchmarks.anchors import ROOT, Anchor, beside, install
from benchmarks.figures import Measured, Sheet
from benchmarks.yardstick import REFERENCE_S, machine, yardstick_s
from samsyn.analysis.density import surface
from samsyn.analysis.emerging import emerging_places, mann_kendall
from samsyn.analysis.grids import Grid, counts_on, window_sums
from samsyn.analysis.local_statistics import getis_ord, window_excess
from samsyn.analysis.profiles import hour_profile

GRID = Grid(660_000.0, 6_560_000.0, 100.0, 300, 300)
DATA = ROOT.parent / "shared" / "analysis" / "synthetic_events.py"

R_DENSITY = """
suppressMessages(library(spatstat.explore)); d <- read.csv(FILE)
p <- suppressWarnings(spatstat.geom::ppp(d$x, d$y, c(660000,690000), c(6560000,6590000)))
invisible(density(p, 300, dimyx=300)); t <- proc.time(); invisible(density(p, 300, dimyx=300))
cat(sum((proc.time() - t)[c(1,2)]))
"""
P_KDEPY = """
import time, numpy as np
from KDEpy import FFTKDE
d = np.load(FILE); p = np.column_stack([d["x"], d["y"]]); k = FFTKDE(kernel="gaussian", bw=300)
k.fit(p).evaluate((300, 300)); t = time.process_time(); k.fit(p).evaluate((300, 300)); print(time.process_time() - t)
"""
R_GI = """
suppressMessages(library(spdep)); d <- read.csv(FILE)
cells <- floor((d$y-6560000)/100)*300 + floor((d$x-660000)/100)
x <- as.numeric(tabulate(cells+1, 90000))
t <- proc.time(); nb <- include.self(cell2nb(300, 300, type="queen")); w <- nb2listw(nb, style="B")
invisible(localG(x, w)); cat(sum((proc.time() - t)[c(1,2)]))
"""
P_GI = """
import time, numpy as np, warnings; warnings.simplefilter("ignore")
from esda.getisord import G_Local
from libpysal.weights import lat2W
d = np.load(FILE); c = (np.floor((d["y"]-6560000)/100)*300 + np.floor((d["x"]-660000)/100)).astype(int)
x = np.bincount(c, minlength=90000).astype(float)
t = time.process_time(); w = lat2W(300, 300, rook=False)
G_Local(x, w, transform="B", star=True, permutations=0); print(time.process_time() - t)
"""
P_MK = """
import time, numpy as np, pymannkendall as mk
x = np.random.default_rng(1).poisson(2.0, (200, 104)).astype(float)
t = time.process_time()
for row in x: mk.hamed_rao_modification_test(row)
print((time.process_time() - t) * 50)
"""

ANCHORS = (
    Anchor("spatstat density.ppp", "density", "r", R_DENSITY, 0.356, 40),
    Anchor("KDEpy FFTKDE", "density", "python", P_KDEPY, 0.041, 5),
    Anchor("spdep localG with weights", "gi", "r", R_GI, 28.7, 1000),
    Anchor("esda G_Local with weights", "gi", "python", P_GI, 2.93, 1000),
    Anchor("pymannkendall, Hamed–Rao, 10 000 × 104", "trend", "python", P_MK, 16.4, 500),
    Anchor("sfdep (400 cells × 52 weeks took over 240 s)", "emerging", "none", "", 12_000.0, 1000),
    Anchor("R aoristic (10 000 events took 9.2 s)", "hours", "none", "", 92.0, 1000),
)


def ours(events: dict[str, np.ndarray]) -> dict[str, Callable[[], object]]:
    """The same work done by us."""
    x, y = events["x"], events["y"]
    window, ones = partial(window_sums, reach=1), np.ones(GRID.shape)
    counts = counts_on(GRID, x_m=x, y_m=y)
    rng = np.random.default_rng(1)
    cube = rng.poisson(0.3, (104, 100, 100))
    series = rng.poisson(2.0, (10_000, 104)).astype(float)
    began = np.datetime64("2022-01-03", "us")
    start, end = (began + (events[name] * 86_400e6).astype("timedelta64[us]") for name in ("t", "te"))
    return {
        "density": lambda: surface(GRID, x_m=x, y_m=y, bandwidth_m=300),
        "gi": lambda: getis_ord(counts, sums=window(counts), sizes=window(ones)),
        "exact tails": lambda: window_excess(counts, window=window),
        "trend": lambda: mann_kendall(series),
        "emerging": lambda: emerging_places(cube, window=window),
        "hours": lambda: hour_profile(start, to_local=end),
    }


def best_of(work: Callable[[], object], times: int = 5) -> float:
    """The quickest of some runs, CPU seconds; the first is not counted."""
    work()
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def synthetic(path: Path, n: int) -> dict[str, np.ndarray]:
    """The events that every benchmark runs on."""
    spec = importlib.util.spec_from_file_location("synthetic_events", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"{path.name} is needed: --data says where it lies")
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names = ("x", "y", "t", "te", "cat", "sev", "org")
    return dict(zip(names, module.make(n), strict=True))


PAGES = {"density": "density", "gi": "local", "exact tails": "local", "trend": "emerging", "emerging": "emerging",
         "hours": "profiles"}


def sheets(keep: bool) -> dict[str, Sheet]:
    """One table for each page."""
    measured = Measured("python -m benchmarks.anchors", "1")
    return {page: Sheet(f"{page}.time", measured, keep=keep) for page in dict.fromkeys(PAGES.values())}


def main() -> int:
    """Print one line per anchor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--heavy", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    if args.install:
        install(heavy=args.heavy)
    events, slower = synthetic(args.data, 100_000), yardstick_s() / REFERENCE_S
    print(machine())
    told = sheets(args.record)
    with tempfile.TemporaryDirectory() as folder:
        npz, table = Path(folder) / "events.npz", Path(folder) / "events.csv"
        np.savez(npz, **events)
        np.savetxt(table, np.column_stack([events["x"], events["y"]]), delimiter=",", header="x,y", comments="")
        for name, work in ours(events).items():
            if args.only not in name:
                continue
            for each in [each for each in ANCHORS if each.method == name] or [None]:
                spent = best_of(work)
                row = {"work": name, "cpu_s": round(spent, 5), "anchor": "–", "anchor_s": None, "of_anchor": None,
                       "goal": None}
                if each is not None:
                    took = beside(each, data=table if each.language == "r" else npz, slower=slower)
                    row |= {"anchor": each.name, "anchor_s": took.cell(), "of_anchor": round(took.seconds / spent),
                            "goal": int(each.goal)}
                told[PAGES[name]].add(**row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
