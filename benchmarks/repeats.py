"""How long does the near-repeat table take?

    python -m benchmarks.repeats [--data synthetic_events.py] [--sizes 1000 10000 100000] [--record]

Ten bands of distance (0, then 100 m to 900 m) × eight of time (7 to 56 days) with 999 permutations, CPU seconds of the
second run; at 100 000 events the table with its exact moments, and 99 permutations. The anchor, pointpats `Knox` (one
cell of the table, 99 permutations), is run beside it where `python -m benchmarks.anchors --install` put it; else its
figure of November 2026 is scaled by the yardstick and marked "not rerun". Goal: 1.0 CPU s at 10 000, at most 300 MB at
100 000.
"""

import argparse
import resource
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.anchors import Anchor, seconds
from benchmarks.anchors.__main__ import DATA, best_of, synthetic
from benchmarks.figures import Measured, Sheet
from benchmarks.yardstick import REFERENCE_S, machine, yardstick_s
from samsyn.analysis import kernels
from samsyn.analysis.repeats import NearRepeats, near_repeats

EDGES_M, EDGES_DAYS = np.arange(1, 10) * 100.0, np.arange(1, 9) * 7
POINTPATS = """
import time, warnings; import numpy as np; warnings.simplefilter("ignore")
from pointpats.spacetime import SpaceTimeEvents, Knox
d = np.load(FILE); s = np.column_stack([d["x"], d["y"]]); t = np.floor(d["t"]).reshape(-1, 1)
b = time.process_time(); Knox(s, t, 100, 7, permutations=99); print(time.process_time() - b)
"""
EARLIER_S = {1_000: 0.087, 10_000: 8.48}


def table(events: dict[str, np.ndarray], permutations: int, threads: int = 1) -> NearRepeats:
    """Make the whole table."""
    return near_repeats(events["x"], y_m=events["y"], day=np.floor(events["t"]).astype(int), edges_m=EDGES_M,
                        edges_days=EDGES_DAYS, rng=np.random.default_rng(1), permutations=permutations, threads=threads)


def anchor(events: dict[str, np.ndarray], number: int, slower: float) -> object:
    """Return what pointpats needs for one cell of the table × 99."""
    if number not in EARLIER_S:
        return "not feasible"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.npz"
        np.savez(file, **events)
        took = seconds(Anchor("pointpats Knox", "repeats", "python", POINTPATS, EARLIER_S[number], 80), data=file)
    earlier = {"value": round(EARLIER_S[number] * slower, 2), "note": "not rerun"}
    return earlier if took is None else round(took, 2)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    slower = yardstick_s() / REFERENCE_S
    print(f"{machine()}; kernels: {kernels.variant() or 'none'}\n")
    sheet = Sheet("repeats.time", Measured("python -m benchmarks.repeats", "1"), keep=args.record)
    for number in args.sizes:
        events = synthetic(args.data, number)
        for permutations in (0, 999) if number < 100_000 else (0, 99):
            spent, found = best_of(lambda e=events, p=permutations: table(e, p), 1), table(events, 0)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            sheet.add(events=number, pairs=int(found.pairs.sum()), permutations=permutations,
                      cpu_s=float(f"{spent:.2g}"), peak_mb=round(peak),
                      pointpats_s=anchor(events, number, slower) if permutations else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
