"""How long do density clusters take?

    python -m benchmarks.clusters [--data synthetic_events.py] [--sizes 10000 100000 1000000] [--record]

DBSCAN with 100 m and at least 10 events, ST-DBSCAN with 200 m, 14 days and at least 10, CPU seconds, the best of three.
The anchor, R dbscan, is run beside it where it is installed, and must find as many clusters and lonely events; else its
figure of November 2026 is scaled by the yardstick and marked "not rerun". Goal: at most 1/2 of it at 100 000.
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
from samsyn.analysis.clusters import density_clusters

R_DBSCAN = """
suppressMessages(library(dbscan)); d <- as.matrix(read.csv(FILE)[, c("x", "y")])
t <- proc.time(); f <- dbscan(d, eps = 100, minPts = 10); s <- sum((proc.time() - t)[c(1, 2)])
write(paste(max(f$cluster), sum(f$cluster == 0)), stderr())
stopifnot(max(f$cluster) == CLUSTERS, sum(f$cluster == 0) == LONELY); cat(s)
"""
EARLIER_S = {10_000: 0.009, 100_000: 0.232, 1_000_000: 23.3}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    slower = yardstick_s() / REFERENCE_S
    print(f"{machine()}; kernels: {kernels.variant() or 'none'}\n")
    sheet = Sheet("clusters.time", Measured("python -m benchmarks.clusters", "1"), keep=args.record)
    for number in args.sizes:
        events = synthetic(args.data, number)
        x, y, day = events["x"], events["y"], np.floor(events["t"])
        found = density_clusters(x, y_m=y, near_m=100.0, least=10)
        spent = best_of(lambda x=x, y=y: density_clusters(x, y_m=y, near_m=100.0, least=10), 3)
        in_time = best_of(lambda x=x, y=y, day=day: density_clusters(
            x, y_m=y, day=day, near_m=200.0, near_days=14.0, least=10), 1)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        lonely = int((found.label < 0).sum())
        code = R_DBSCAN.replace("CLUSTERS", str(found.size.size)).replace("LONELY", str(lonely))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "events.csv"
            np.savetxt(file, np.column_stack([x, y]), delimiter=",", header="x,y", comments="", fmt="%.17g")
            took = seconds(Anchor("R dbscan", "clusters", "r", code, EARLIER_S.get(number, np.nan), 2), data=file)
        anchor = EARLIER_S.get(number, np.nan) * slower if took is None else took
        told = float(f"{anchor:.3g}")
        sheet.add(events=number, clusters=int(found.size.size), in_none=lonely, dbscan_s=float(f"{spent:.2g}"),
                  st_dbscan_s=float(f"{in_time:.2g}"), of_anchor=round(anchor / spent, 1), peak_mb=round(peak),
                  r_dbscan_s=told if took is not None else {"value": told, "note": "not rerun"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
