"""How long do unusual weeks take?

    python -m benchmarks.alarms [--record]

Times the flexible Farrington model and the whole of `unusual_weeks` on 10, 100 and 1 000 series of eight years: CPU
milliseconds per series, the best of five. The anchor, surveillance 1.20.3 `farringtonFlexible` with the same settings
(b = 5, w = 3, ten periods, nbPlugin), is run on series of the same kind where R has it; else its 9.1 ms per series and
week on the reference machine are scaled by the yardstick and marked "not rerun". Goal: at most 1/50.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.anchors import Anchor, beside
from benchmarks.figures import Measured, Sheet
from benchmarks.yardstick import REFERENCE_S, machine, yardstick_s
from samsyn.analysis.alarms import unusual_weeks
from samsyn.analysis.farrington import fit_seasons, forecast, plug_in_bounds, seasons

WEEKS = 416
R_FARRINGTON = """
suppressMessages(library(surveillance)); set.seed(1); n <- 100; w <- 416
x <- sapply(rgamma(n, 2, 0.5), function(m) rpois(w, m * exp(0.3 * sin(2 * pi * (1:w) / 52.18))))
s <- new("sts", observed = x, epoch = 1:w, start = c(2015, 1), freq = 52)
how <- list(range = w, b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, trend = TRUE, pThresholdTrend = 0.05,
            noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin", alpha = 0.01, verbose = FALSE)
t <- proc.time(); invisible(suppressWarnings(farringtonFlexible(s, how)))
cat(sum((proc.time() - t)[c(1, 2)]) / n)
"""
ANCHOR = Anchor("surveillance farringtonFlexible, one series and week", "alarms", "r", R_FARRINGTON, 0.0091, 50)


def best_ms(work: Callable[[], object], turns: int = 5) -> float:
    """Return the smallest CPU time of a piece of work, in milliseconds."""
    spent = []
    for _ in range(turns):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent) * 1000


def plug_in(counts: np.ndarray) -> np.ndarray:
    """Do what the anchor does: trend, ten seasons, reweighting, the bound of the last week."""
    now = WEEKS - 1
    cut = seasons(now, weeks=WEEKS)
    terms = ((np.arange(WEEKS) - now) / 52.0)[:, None]
    model = fit_seasons(counts[:, cut.weeks], season=cut.season, season_count=cut.groups, terms=terms[cut.weeks])
    return plug_in_bounds(forecast(model, terms=terms[now:]))


def main() -> None:
    """Measure and print."""
    print(machine())
    anchor = beside(ANCHOR, data=Path("-"), slower=yardstick_s() / REFERENCE_S)
    sheet = Sheet("alarms.time", Measured("python -m benchmarks.alarms", "1"), keep="--record" in sys.argv)
    rng = np.random.default_rng(1)
    for series in (10, 100, 1000):
        season = np.exp(0.3 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18))
        counts = rng.poisson(rng.gamma(2, 2, (series, 1)) * season, (series, WEEKS)).astype(float)
        model = best_ms(lambda counts=counts: plug_in(counts)) / series
        whole = best_ms(lambda counts=counts: unusual_weeks(counts, window=slice(WEEKS - 1, WEEKS))) / series
        sheet.add(series=series, model_ms=round(model, 4), anchor_ms=anchor.cell(per=0.001),
                  of_anchor=round(anchor.seconds * 1000 / model), whole_ms=round(whole, 4))


if __name__ == "__main__":
    main()
