"""How often is there a trend where there is none, and how near to the truth do smoothed rates come?

    python -m benchmarks.calibration.rates [--runs 4000] [--record]

Series of normal steps that hang together (AR(1)), without any trend: how often the plain Mann–Kendall test and ours say
one at 5 %. Then sixty areas whose true rates are drawn: how often the 95 % limits hold the truth, and the squared error
of each smoother as a part of the raw rate's. Prints markdown.
"""

import argparse

import numpy as np

from benchmarks.figures import Measured, Sheet, hits
from benchmarks.yardstick import machine
from samsyn.analysis.emerging import mann_kendall
from samsyn.analysis.rates import gamma_poisson_rates, marshall_rates

COMMAND = "python -m benchmarks.calibration.rates --runs {0.runs}"
BURNT = 60                       # steps until a series has forgotten how it began
AREAS, SHAPE, COMMON = 60, 4.0, 0.02


def correlated(runs: int, steps: int, share: float) -> np.ndarray:
    """Draw series without a trend, shape (runs, steps); `share` is the correlation of neighbours."""
    drawn = np.random.default_rng([steps, int(share * 10), 1]).normal(size=(runs, steps + BURNT))
    for at in range(1, steps + BURNT):
        drawn[:, at] += share * drawn[:, at - 1]
    return drawn[:, BURNT:]


def trends(args: argparse.Namespace) -> None:
    """Print how often a trend is seen where there is none."""
    sheet = Sheet("emerging.trend", Measured(COMMAND.format(args), "[steps, 10 × correlation, 1]"), keep=args.record)
    for steps in (26, 60, 104):
        for share in (0.0, 0.3, 0.5, 0.7):
            series = correlated(args.runs, steps, share)
            plain, ours = ((mann_kendall(series, serial=serial).p < 0.05).sum() for serial in (False, True))
            sheet.add(steps=steps, correlation=share, plain=hits(plain, args.runs), ours=hits(ours, args.runs))


def drawn_areas(run: int, largest: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return counts, exposure and true rates of sixty areas."""
    rng = np.random.default_rng(run)
    exposure = rng.uniform(50, largest, AREAS)
    rate = rng.gamma(SHAPE, COMMON / SHAPE, AREAS)
    return rng.poisson(rate * exposure).astype(float), exposure, rate


def smoothing(args: argparse.Namespace) -> None:
    """Print how often the limits hold the truth, and the smoothers' error beside the raw rate's."""
    runs = max(args.runs // 10, 20)
    sheet = Sheet("counts.smoothing", Measured(COMMAND.format(args), "run"), keep=args.record)
    for largest in (100, 600, 3_000):
        inside, error = 0, np.zeros(3)
        for run in range(runs):
            count, exposure, rate = drawn_areas(run, largest)
            ours = gamma_poisson_rates(count, exposure=exposure)
            inside += int(((ours.low <= rate) & (rate <= ours.high)).sum())
            each = (count / exposure, ours.rate, marshall_rates(count, exposure=exposure))
            error += [((found - rate) ** 2).sum() for found in each]
        sheet.add(exposure=largest, within=True, inside=hits(inside, runs * AREAS),
                  gamma_poisson=round(float(error[1] / error[0]), 3), marshall=round(float(error[2] / error[0]), 3))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=4000)
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    print(machine())
    trends(args)
    smoothing(args)


if __name__ == "__main__":
    main()
