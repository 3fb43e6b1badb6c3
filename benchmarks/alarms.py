"""How long do unusual weeks take?

    python -m benchmarks.alarms [--record]

Times the flexible Farrington model and the whole of `unusual_weeks` on 10, 100 and 1 000 series of eight years: CPU
milliseconds per series, the best of five. The anchor, surveillance 1.20.3 `farringtonFlexible` with the same settings
(b = 5, w = 3, ten periods, nbPlugin), needs 9.1 ms per series and week on the reference machine; where R is not at hand
it is not rerun, and its figure is scaled by the yardstick. Goal: at most 1/50.
"""

import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks.figures import Measured, Sheet
from benchmarks.yardstick import REFERENCE_S, machine, yardstick_s
from samsyn.analysis.alarms import unusual_weeks
from samsyn.analysis.farrington import fit_seasons, forecast, plug_in_bounds, seasons

ANCHOR_MS, GOAL = 9.1, 1 / 50
WEEKS = 416


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
    factor = yardstick_s() / REFERENCE_S
    sheet = Sheet("alarms.time", Measured("python -m benchmarks.alarms", "1"), keep="--record" in sys.argv)
    rng = np.random.default_rng(1)
    for series in (10, 100, 1000):
        season = np.exp(0.3 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18))
        counts = rng.poisson(rng.gamma(2, 2, (series, 1)) * season, (series, WEEKS)).astype(float)
        model = best_ms(lambda counts=counts: plug_in(counts)) / series
        whole = best_ms(lambda counts=counts: unusual_weeks(counts, window=slice(WEEKS - 1, WEEKS))) / series
        sheet.add(series=series, model_ms=round(model, 4), of_anchor=round(ANCHOR_MS * factor / model),
                  whole_ms=round(whole, 4))


if __name__ == "__main__":
    main()
