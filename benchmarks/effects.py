"""How long do the designs of effect take?

    python -m benchmarks.effects [--record]

CPU milliseconds, the best of five. Anchors, measured on the reference machine and not rerun: tfcausalimpact 0.0.19 on
260 weeks 30.6 s (goal 1/200), pysyncon 1.7.0 with 39 donors and 104 weeks 0.11 s at best (goal 1/5), glm.nb of MASS
10 ms; where they cannot be had their figures are scaled by the yardstick.
"""

import sys

import numpy as np

from benchmarks.alarms import best_ms
from benchmarks.figures import Measured, Sheet
from benchmarks.yardstick import REFERENCE_S, machine, yardstick_s
from samsyn.analysis.interrupted import series_columns
from samsyn.analysis.level_model import level_effect
from samsyn.analysis.regression import NEGATIVE_BINOMIAL, fit_counts
from samsyn.analysis.synthetic_control import synthetic_control


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
    for name, anchor, work in (
        ("level model, 260 weeks, 3 regressors", 30_600, lambda: level_effect(place, start=208, regressors=regressors)),
        ("synthetic control, 39 donors × 104 weeks, all placebos", 110,
         lambda: synthetic_control(donors[:, 0] + 1.0, donors=donors, start=80)),
        ("negative binomial regression, 260 weeks, 7 columns", 10,
         lambda: fit_counts(counts, columns=columns, family=NEGATIVE_BINOMIAL)),
    ):
        spent = best_ms(work)
        sheet.add(what=name, cpu_ms=round(spent, 2), anchor_ms=anchor, of_anchor=round(anchor * factor / spent, 1))


if __name__ == "__main__":
    main()
