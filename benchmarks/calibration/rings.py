"""How often is a problem said to have moved, or a benefit to have spread, where nothing happens round the place?

    python -m benchmarks.calibration.rings [--runs 1000] [--record]

Draws places of different levels (a gamma distribution), five of them in the ring and sixty farther away, over half a
year before and half a year after; nothing happens. Weeks are Poisson, overdispersed, in bursts, seasonal, with a level
that wanders for all, or with places that each wander by themselves. Told is what the screens would tell
(`samsyn.analysis.rings`, 95 % limits, at least five reports in the ring). Beside it the rule that was used before:
all reports' weekly variance over their mean alone. Last a ring that wanders as one, which no count of the ring can tell
from displacement. Then what is found where the ring has half as many again, twice or three times as many. Prints
markdown; ends with 1 where a rate is above 5 % at the 99 % level.
"""

import argparse
import sys
from typing import NamedTuple

import numpy as np

from benchmarks.calibration.effects import within_level
from benchmarks.figures import Measured, Sheet, hits
from benchmarks.yardstick import machine
from samsyn.analysis.effects import Effect, compared
from samsyn.analysis.rings import Nearby, ring_change

COMMAND = "python -m benchmarks.calibration.rings"
INSIDE, FARTHER, WEEKS = 5, 60, 26
FEWEST = 5
SIZES = (5, 10, 20, 60, 200)


class Noise(NamedTuple):
    """What the weeks are like."""

    name: str
    season: float = 0.0
    spread: float = 0.0          # of each week and place by itself
    wandering: float = 0.0       # per week, of a level common to all
    own: float = 0.0             # per week, of each place's own level
    ring: float = 0.0            # per week, of the ring's level as one


NOISES = (Noise("Poisson"), Noise("overdispersed", spread=0.3), Noise("in bursts", spread=1.4),
          Noise("seasonal", season=0.4), Noise("wandering level", wandering=0.03),
          Noise("each place wanders", own=0.03))  # fmt: skip
BLIND = Noise("the ring wanders as one", ring=0.03)


def drawn(rng: np.random.Generator, noise: Noise, size: float, more: float = 1.0) -> tuple[Nearby, Nearby]:
    """Draw the ring, which holds about `size` reports before, and all places farther away."""
    places = INSIDE + FARTHER
    rate = size / WEEKS / INSIDE * rng.gamma(2.0, 0.5, (places, 1)) * np.ones((1, 2 * WEEKS))
    week = np.arange(2 * WEEKS)
    rate = rate * (1 + noise.season * np.sin(2 * np.pi * (week / 52.18 + rng.random())))
    for share, shape in ((noise.wandering, (1, 2 * WEEKS)), (noise.own, rate.shape)):
        if share:
            rate = rate * np.exp(np.cumsum(rng.normal(0, share, shape), axis=1))
    if noise.ring:
        rate[:INSIDE] *= np.exp(np.cumsum(rng.normal(0, noise.ring, 2 * WEEKS)))
    rate[:INSIDE, WEEKS:] *= more
    if noise.spread:
        rate = rate * rng.gamma(noise.spread**-2, noise.spread**2, rate.shape)
    counts = rng.poisson(rate).astype(float)
    parts = [Nearby(each[:, :WEEKS].sum(1), each[:, WEEKS:].sum(1), each[:, :WEEKS].sum(0))
             for each in (counts[:INSIDE], counts[INSIDE:])]  # fmt: skip
    return parts[0], parts[1]


def by_weeks_alone(ring: Nearby, farther: Nearby) -> Effect:
    """Return the ring's change as it was judged before."""
    weekly = np.asarray(ring.weekly) + np.asarray(farther.weekly)
    return compared(ring.pair, comparison=farther.pair,
                    dispersion=max(1.0, float(weekly.var()) / max(float(weekly.mean()), 1e-9)))  # fmt: skip


def counted(runs: int, noise: Noise, size: int, more: float = 1.0) -> dict[str, int]:
    """Count the runs in which there was enough to judge, and what was told."""
    told = {"judged": 0, "moved": 0, "spread": 0, "before": 0}
    for run in range(runs):
        ring, farther = drawn(np.random.default_rng([run, size]), noise, size, more)
        if sum(ring.pair) < FEWEST:
            continue
        told["judged"] += 1
        found, old = ring_change(ring, farther=farther), by_weeks_alone(ring, farther)
        told["moved"] += found.low > 1.0
        told["spread"] += found.high < 1.0
        told["before"] += old.low > 1.0 or old.high < 1.0
    return told


def noise_table(args: argparse.Namespace) -> bool:
    """Print how often anything is told of a ring where nothing happens."""
    sheet = Sheet("effects.ring", Measured(COMMAND, "[run, reports in the ring]"), keep=args.record)
    fine = True
    for noise in (*NOISES, BLIND):
        for size in SIZES:
            told = counted(args.runs, noise, size)
            all_told, judged = told["moved"] + told["spread"], told["judged"]
            fine &= sheet.add(
                what=noise.name, size=size, moved=hits(told["moved"], judged), spread=hits(told["spread"], judged),
                told=hits(all_told, judged), before=hits(told["before"], judged),
                within=noise is BLIND or within_level(all_told, judged),
            )  # fmt: skip
    return fine


def power_table(args: argparse.Namespace) -> None:
    """Print how often a ring that has more is found to have more."""
    sheet = Sheet("effects.ring-power", Measured(COMMAND, "[run, reports in the ring]"), keep=args.record)
    for noise in NOISES[:2]:
        for size in SIZES:
            found = {f"times_{name}": hits(counted(args.power_runs, noise, size, more)["moved"], args.power_runs)
                     for name, more in (("half", 1.5), ("two", 2.0), ("three", 3.0))}  # fmt: skip
            sheet.add(what=noise.name, size=size, **found)


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--power-runs", type=int, default=300)
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    print(machine())
    fine = noise_table(args)
    power_table(args)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
