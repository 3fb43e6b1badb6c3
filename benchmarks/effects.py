"""How long do the designs of effect take?

    python -m benchmarks.effects [--record]

CPU milliseconds, the best of five. Anchors: tfcausalimpact on 260 weeks (goal 1/200), pysyncon with 39 donors and 104
weeks, which makes the weights of one area and no placebos (goal 1/5), glm.nb of MASS. They are run where
`python -m benchmarks.anchors --install --heavy` and R have them; else their figures of November 2026 are scaled by the
yardstick and marked "not rerun".
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.alarms import best_ms
from benchmarks.anchors import Anchor, beside
from benchmarks.figures import Measured, Sheet
from benchmarks.yardstick import REFERENCE_S, machine, yardstick_s
from samsyn.analysis.interrupted import series_columns
from samsyn.analysis.level_model import level_effect
from samsyn.analysis.regression import NEGATIVE_BINOMIAL, fit_counts
from samsyn.analysis.synthetic_control import synthetic_control

P_IMPACT = """
import time, warnings; warnings.simplefilter("ignore")
import numpy as np, pandas as pd
from causalimpact import CausalImpact
d = np.load(FILE); frame = pd.DataFrame(np.column_stack([d["place"], d["regressors"]]), columns=list("yabc"))
frame.index = pd.date_range("2019-01-06", periods=260, freq="W")
periods = [[frame.index[0], frame.index[207]], [frame.index[208], frame.index[259]]]
t = time.process_time(); CausalImpact(frame, *periods); print(time.process_time() - t)
"""
P_SYNTHETIC = """
import time, warnings; warnings.simplefilter("ignore")
import numpy as np
from pysyncon import Synth
import pandas as pd
d = np.load(FILE)["donors"]; donors = pd.DataFrame(d); treated = pd.Series(d[:, 0] + 1.0, name="place")
before = slice(0, 80)
t = time.process_time()
Synth().fit(X0=donors.iloc[before], X1=treated.iloc[before], Z0=donors.iloc[before], Z1=treated.iloc[before],
            custom_V=np.ones(80))
print(time.process_time() - t)
"""
R_NEGATIVE_BINOMIAL = """
suppressMessages(library(MASS)); d <- read.csv(FILE); invisible(glm.nb(counts ~ . - 1, data = d))
t <- proc.time(); for (k in 1:20) invisible(glm.nb(counts ~ . - 1, data = d)); cat(sum((proc.time() - t)[c(1, 2)]) / 20)
"""
ANCHORS = (
    Anchor("tfcausalimpact", "level model, 260 weeks, 3 regressors", "heavy", P_IMPACT, 30.6, 200),
    Anchor("pysyncon", "synthetic control, 39 donors × 104 weeks, all placebos", "heavy", P_SYNTHETIC, 0.11, 5),
    Anchor("MASS glm.nb", "negative binomial regression, 260 weeks, 7 columns", "r", R_NEGATIVE_BINOMIAL, 0.01, 1),
)


def main() -> None:
    """Measure and print."""
    print(machine())
    factor = yardstick_s() / REFERENCE_S
    rng = np.random.default_rng(1)
    level = 40 + np.cumsum(rng.normal(0, 1, 260))
    regressors = level[:, None] + rng.normal(0, 3, (260, 3))
    place = 0.8 * level + rng.normal(0, 3, 260)
    donors = 30 + np.cumsum(rng.normal(0, 1, (104, 39)), axis=0)
    counts = rng.poisson(rng.gamma(8, 5, 260)).astype(float)
    columns = series_columns(260, start=208)
    sheet = Sheet("effects.time", Measured("python -m benchmarks.effects", "1"), keep="--record" in sys.argv)
    ours = (
        lambda: level_effect(place, start=208, regressors=regressors),
        lambda: synthetic_control(donors[:, 0] + 1.0, donors=donors, start=80),
        lambda: fit_counts(counts, columns=columns, family=NEGATIVE_BINOMIAL),
    )
    with tempfile.TemporaryDirectory() as folder:
        npz, table = Path(folder) / "series.npz", Path(folder) / "series.csv"
        np.savez(npz, place=place, regressors=regressors, donors=donors)
        head = ",".join(["counts", *(f"x{number}" for number in range(columns.shape[1]))])
        np.savetxt(table, np.column_stack([counts, columns]), delimiter=",", header=head, comments="")
        for each, work in zip(ANCHORS, ours, strict=True):
            spent, took = best_ms(work), beside(each, data=table if each.language == "r" else npz, slower=factor)
            sheet.add(what=each.method, cpu_ms=round(spent, 2), anchor=each.name, anchor_ms=took.cell(per=0.001),
                      of_anchor=round(took.seconds * 1000 / spent, 1), goal=int(each.goal))


if __name__ == "__main__":
    main()
