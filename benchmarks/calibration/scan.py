"""How often does the space-time scan see a cluster in pure chance, and what does it find?

    python -m benchmarks.calibration.scan [--runs 1000] [--replications 99] [--only TEXT] [--record]

Towns of 15 × 15 km with uneven places, a year of 52 weeks, cells of 250 m, circles to 1 km, the last 1–4 weeks
(prospective). Nothing happens but what the row says: a season, uneven weeks, points snapped to addresses, organisations
with places and starting dates of their own, bursts (several reports of one happening). A false alarm is a strongest
cluster with p ≤ 5 %. Then planted rises. Prints markdown; ends with 1 where a rate is above 5 % at the 99 % level, but
for the two rows that show what strata and counting happenings once are for.
"""

import argparse
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from benchmarks.calibration.places import most_allowed
from benchmarks.figures import Measured, Sheet, hits
from benchmarks.yardstick import machine
from samsyn.analysis.scan import Cluster, Design, Scan, scan_bernoulli, scan_permutation, scan_poisson
from samsyn.analysis.scan_again import scan_again
from samsyn.analysis.scan_windows import zones_of_points

SIDE_M, WEEKS = 15_000.0, 52
DESIGN = Design(longest=4, radius_m=1000.0)
COMMAND = "python -m benchmarks.calibration.scan --runs {0.runs} --replications {0.replications}"
PER_WEEK = (5, 10, 20, 40, 90, 192, 1_923)


class Events(NamedTuple):
    """Points, weeks and organisations."""

    x_m: np.ndarray
    y_m: np.ndarray
    week: np.ndarray
    organisation: np.ndarray


def town(rng: np.random.Generator, number: int, *, season: float = 0.0, uneven: float = 0.0) -> Events:
    """Events round 60 places of very different size, a fifth of them anywhere, 60 % snapped to 25 m."""
    middle, reach = rng.uniform(500, SIDE_M - 500, (60, 2)), rng.uniform(80, 600, 60)
    share = 1.0 / np.arange(1, 61)
    place = rng.choice(60, number, p=share / share.sum())
    at = middle[place] + rng.normal(size=(number, 2)) * reach[place, None]
    anywhere = rng.random(number) < 0.2
    at[anywhere] = rng.uniform(0, SIDE_M, (int(anywhere.sum()), 2))
    snapped = rng.random(number) < 0.6
    at[snapped] = np.floor(at[snapped] / 25) * 25 + 12.5
    level = 1 + season * np.sin(2 * np.pi * np.arange(WEEKS) / WEEKS)
    if uneven:
        level = level * rng.gamma(1 / uneven**2, uneven**2, WEEKS)
    return Events(at[:, 0], at[:, 1], rng.choice(WEEKS, number, p=level / level.sum()), np.zeros(number, int))


def reporters(rng: np.random.Generator, number: int) -> Events:
    """Six organisations with places of their own; two joined in the last quarter of the year, one in the last weeks."""
    start = np.array([0, 0, 0, 30, 40, 49])
    parts = [town(rng, int(each)) for each in rng.multinomial(number, np.array([0.3, 0.25, 0.2, 0.1, 0.1, 0.05]))]
    x_m, y_m = (np.concatenate([part[k] for part in parts]) for k in range(2))
    weeks = [first + part.week * (WEEKS - first) // WEEKS for first, part in zip(start, parts, strict=True)]
    return Events(x_m, y_m, np.concatenate(weeks), np.repeat(np.arange(6), [part.week.size for part in parts]))


def bursts(rng: np.random.Generator, number: int) -> Events:
    """A fifth of the happenings are reported more than once, on the spot and the same week."""
    plain = town(rng, max(int(number / 1.4), 2))
    size = plain.week.size
    again = np.repeat(np.arange(size), np.where(rng.random(size) < 0.2, rng.integers(2, 5, size), 1))
    return Events(*(axis[again] for axis in plain))


def once(events: Events) -> Events:
    """Count each spot once a week."""
    kept = np.unique(np.stack([events.x_m, events.y_m, events.week]), axis=1, return_index=True)[1]
    return Events(*(axis[kept] for axis in events))


def scan(events: Events, rng: np.random.Generator, replications: int, *, strata: bool = False) -> Scan:
    """Scan the last weeks."""
    zones, zone = zones_of_points(events.x_m, y_m=events.y_m, size_m=250.0)
    return scan_permutation(zones, zone=zone, step=events.week, steps=WEEKS, design=DESIGN, rng=rng, threads=1,
                            stratum=events.organisation if strata else None, replications=replications, most_clusters=1)


def cubes(events: Events) -> tuple[object, np.ndarray]:
    """Zones, and counts (zones, weeks)."""
    zones, zone = zones_of_points(events.x_m, y_m=events.y_m, size_m=250.0)
    return zones, np.bincount(zone * WEEKS + events.week, minlength=len(zones.at_m) * WEEKS).reshape(-1, WEEKS)


def poisson(rng: np.random.Generator, number: int, replications: int) -> Scan:
    """Counts that are what is expected."""
    zones, counts = cubes(town(rng, number, season=0.3))
    expected = np.outer(counts.sum(axis=1) + 0.5, counts.sum(axis=0) + 0.5)
    drawn = rng.multinomial(number, (expected / expected.sum()).ravel()).reshape(expected.shape)
    return scan_poisson(zones, cases=drawn, expected=expected, design=DESIGN, rng=rng, replications=replications,
                        threads=1, most_clusters=1)


def bernoulli(rng: np.random.Generator, number: int, replications: int) -> Scan:
    """A fifth of all reports are of one kind, at random."""
    zones, points = cubes(town(rng, number * 5, season=0.3))
    drawn = rng.permutation(np.repeat(np.arange(points.size), points.ravel()))[:number]
    cases = np.bincount(drawn, minlength=points.size).reshape(points.shape)
    return scan_bernoulli(zones, cases=cases, controls=points - cases, design=DESIGN, rng=rng,
                          replications=replications, threads=1, most_clusters=1)


def stopped(rng: np.random.Generator, number: int, _: int) -> Scan:
    """999 simulations that end with the fiftieth as strong as the strongest."""
    events = town(rng, number)
    zones, zone = zones_of_points(events.x_m, y_m=events.y_m, size_m=250.0)
    return scan_permutation(zones, zone=zone, step=events.week, steps=WEEKS, design=DESIGN, rng=rng, threads=1,
                            replications=999, stop_after=50, most_clusters=1)


class Next(NamedTuple):
    """What is found when the first cluster has been taken out."""

    clusters: list[Cluster]


def after_one(rng: np.random.Generator, number: int, replications: int) -> Next:
    """One place with 30 events more in the last two weeks: what is told of the rest?"""
    events = town(rng, number, season=0.3)
    at = rng.uniform(1000, SIDE_M - 1000, (2, 1)) + rng.normal(size=(2, 30)) * 60
    zones, zone = zones_of_points(np.r_[events.x_m, at[0]], y_m=np.r_[events.y_m, at[1]], size_m=250.0)
    found = scan_again(zones, zone=zone, step=np.r_[events.week, rng.integers(50, 52, 30)], steps=WEEKS, design=DESIGN,
                       rng=rng, replications=replications, most=2, threads=1)
    return Next(found[1:])


Asked = Callable[[np.random.Generator, int, int], Scan | Next]
ROWS: tuple[tuple[str, Asked, tuple[int, ...], bool], ...] = (
    ("constant", lambda r, n, k: scan(town(r, n), r, k), PER_WEEK, True),
    ("season ± 40 %, uneven weeks", lambda r, n, k: scan(town(r, n, season=0.4, uneven=0.3), r, k), PER_WEEK, True),
    ("new reporters, strata", lambda r, n, k: scan(reporters(r, n), r, k, strata=True), PER_WEEK, True),
    ("new reporters, no strata", lambda r, n, k: scan(reporters(r, n), r, k), (10, 40, 90), False),
    ("bursts, each report counted", lambda r, n, k: scan(bursts(r, n), r, k), (10, 40, 90), False),
    ("bursts, each happening once", lambda r, n, k: scan(once(bursts(r, n)), r, k), (10, 40, 90, 192), True),
    ("one true cluster, scanned again without it", after_one, (10, 40, 90, 192), True),
    ("constant, 999 replications stopped early", stopped, (10, 40, 90), True),
    ("Poisson model", poisson, (10, 90), True),
    ("Bernoulli model", bernoulli, (10, 90), True),
)


def rate(ask: Asked, number: int, runs: int, replications: int) -> int:
    """Return in how many runs the strongest cluster has p ≤ 5 %."""
    alarms = 0
    for run in range(runs):
        found = ask(np.random.default_rng([run, number, 11]), number, replications)
        alarms += bool(found.clusters) and found.clusters[0].p_value <= 0.05
    return alarms


def power(rng: np.random.Generator, per_week: int, extra: int, replications: int) -> bool:
    """Whether `extra` events within 200 m in the last two weeks are called out, and rightly placed."""
    events = town(rng, per_week * WEEKS)
    spot = np.array([events.x_m[rng.integers(events.x_m.size)], events.y_m[rng.integers(events.x_m.size)]])
    at = spot[:, None] + rng.normal(size=(2, extra)) * 100
    more = Events(np.r_[events.x_m, at[0]], np.r_[events.y_m, at[1]], np.r_[events.week, rng.integers(50, 52, extra)],
                  np.zeros(events.week.size + extra, int))
    found = scan(more, rng, replications)
    if not found.clusters or found.clusters[0].p_value > 0.05:
        return False
    zones, zone = zones_of_points(more.x_m, y_m=more.y_m, size_m=250.0)
    return bool(np.isin(zone[-extra:], found.clusters[0].zones).mean() >= 0.5)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--replications", type=int, default=99)
    parser.add_argument("--only", default="")
    parser.add_argument("--record", action="store_true", help="keep the rows (docs/statistics/figures)")
    args = parser.parse_args()
    print(f"{machine()}\n\n{args.replications} replications", flush=True)
    sheet = Sheet("scan.false-alarms", Measured(COMMAND.format(args), "[run, events, 11]"), keep=args.record)
    kept = True
    for name, ask, sizes, judged in ROWS:
        for per_week in sizes if args.only in name else ():
            runs, began = args.runs if per_week < 1000 else min(args.runs, 200), time.process_time()
            alarms = rate(ask, per_week * WEEKS, runs, args.replications)
            kept &= sheet.add(what=name, per_week=per_week, a_year=per_week * WEEKS, runs=runs,
                              false_alarms=hits(alarms, runs), cpu_s=round(time.process_time() - began, 1),
                              within=alarms <= most_allowed(runs) or not judged,
                              **({} if judged else {"judged": False}))
    if args.only in "power":
        print_power(args.runs // 5, args)
    return 0 if kept else 1


def print_power(runs: int, args: argparse.Namespace) -> None:
    """Print how often planted events are found."""
    measured = Measured(COMMAND.format(args), "[run, events a week, extra]")
    sheet = Sheet("scan.power", measured, keep=args.record)
    for per_week in (5, 10, 20, 40, 90):
        found = {}
        for extra in (3, 5, 8, 12):
            seen = [power(np.random.default_rng([run, per_week, extra]), per_week, extra, args.replications)
                    for run in range(runs)]
            found[f"extra_{extra}"] = hits(sum(seen), runs)
        sheet.add(per_week=per_week, **found)


if __name__ == "__main__":
    sys.exit(main())
