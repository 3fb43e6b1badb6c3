"""How often does the weekly picture cry wolf, and what does it find?

    python -m benchmarks.noise_weeks [--runs 1000] [--large-runs 200] [--power-runs 200]

Makes weeks in which nothing changes (tests/analysis/noise.py: six areas, places after Zipf, a season, uneven weeks and
sources, repeats, addresses), runs the whole of `weekly_findings` on each, and counts the weeks in which anything at all
is called out: the municipality, an area, a category or a place. Then triples and doubles one place and one area with at
least 20 expected events and counts how often it is found. Prints markdown; ends with 1 if the false-alarm rate is above
5 % at the 99 % level anywhere.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from math import comb
from typing import NamedTuple

import numpy as np

from benchmarks.yardstick import machine
from samsyn.analysis.weekly import WeeklyFindings, weekly_findings
from tests.analysis.noise import AREAS, WEEK, Planted, make_town, noise_table

ALARM_SHARE, LEVEL, NEEDED_POWER = 0.05, 0.01, 0.8
LARGE = 400                       # reports a week from which fewer runs are enough
CALLED = {"more", "fewer"}


class Setting(NamedTuple):
    """How many reports a week and how many weeks of data, the looked-at ones included."""

    name: str
    per_week: float
    weeks: int
    late: bool = False            # three in ten come 1–3 weeks late, and the picture is made on the Tuesday after


SETTINGS = (
    Setting("5 a week", 5, 108), Setting("10 a week", 10, 108), Setting("20 a week", 20, 108),
    Setting("40 a week", 40, 108), Setting("90 a week", 90, 108), Setting("n = 1 000 in three years", 1000 / 156, 156),
    Setting("n = 10 000 in three years", 10_000 / 156, 156), Setting("n = 10 000 in one year", 10_000 / 56, 56),
    Setting("40 a week, 20 weeks of data", 40, 20), Setting("1 000 a week", 1000, 108),
    Setting("40 a week, many late", 40, 108, late=True),
)


def called_out(found: WeeklyFindings) -> dict[str, int]:
    """Count what the picture would call out, by kind."""
    return {"municipality": int(found.total.verdict in CALLED), "areas": sum(a.verdict in CALLED for a in found.areas),
            "categories": sum(c.verdict in CALLED for c in found.changes), "places": len(found.places)}


def false_alarms(setting: Setting, runs: int) -> tuple[str, bool]:
    """Return one table row, and whether the rate is within 5 % (not above it at the 99 % level)."""
    weeks, alarms, by_kind = 0, 0, dict.fromkeys(("municipality", "areas", "categories", "places"), 0)
    began = time.process_time()
    for run in range(runs):
        rng = np.random.default_rng([run, int(setting.per_week * 100), setting.weeks])
        table = noise_table(rng, per_week=setting.per_week, weeks=setting.weeks, late=setting.late)
        count = called_out(weekly_findings(table, areas=AREAS, week=WEEK))
        weeks += any(count.values())
        alarms += sum(count.values())
        by_kind = {kind: by_kind[kind] + number for kind, number in count.items()}
    spent_ms = (time.process_time() - began) / runs * 1000
    chance = sum(comb(runs, k) * ALARM_SHARE**k * (1 - ALARM_SHARE) ** (runs - k) for k in range(weeks, runs + 1))
    kinds = " · ".join(f"{number}" for number in by_kind.values())
    return (f"| {setting.name} | {runs} | {100 * weeks / runs:.1f} % | {52 * alarms / runs:.1f} | {kinds} "
            f"| {spent_ms:.0f} |", chance >= LEVEL)


def planted_changes(per_week: float, ratio: float, runs: int) -> Iterator[tuple[str, float, float]]:
    """Return what was planted, its mean expectation over four weeks, and the share of runs that found it."""
    season = 1.0 + 0.25 * np.sin(2 * np.pi * (105.5 / 52.18 - 0.1))
    hits: dict[str, list[bool]] = {"place": [], "area": []}
    expected: dict[str, list[float]] = {"place": [], "area": []}
    for run in range(runs):
        rng = np.random.default_rng([run, int(per_week), int(ratio * 10)])
        town = make_town(rng)
        events = 4 * per_week * season * 0.95 * 0.94 * town.share          # less what sources miss and seasons take
        enough = np.flatnonzero(0.85 * events >= 20)                       # 15 % lack a point
        if enough.size:
            place = int(enough[-1])
            town.reach_m[place] = rng.uniform(15, 100)
            table = noise_table(rng, per_week=per_week, town=town, planted=Planted(ratio, place=place))
            found = weekly_findings(table, areas=AREAS, week=WEEK).places
            hits["place"].append(any(np.hypot(each.x_m - town.x_m[place], each.y_m - town.y_m[place]) < 150
                                     for each in found))
            expected["place"].append(0.85 * events[place])
        by_area = np.bincount(town.area, events, len(AREAS))
        if by_area.max() >= 20:
            area = int(np.where(by_area >= 20, by_area, np.inf).argmin())
            table = noise_table(rng, per_week=per_week, town=town, planted=Planted(ratio, area=area))
            hits["area"].append(weekly_findings(table, areas=AREAS, week=WEEK).areas[area].verdict == "more")
            expected["area"].append(float(by_area[area]))
    for what in ("place", "area"):
        if hits[what]:
            yield what, float(np.mean(expected[what])), float(np.mean(hits[what]))


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--large-runs", type=int, default=200)
    parser.add_argument("--power-runs", type=int, default=200)
    chosen = parser.parse_args()
    print(f"`python -m benchmarks.noise_weeks {' '.join(sys.argv[1:])}`: {machine()}\n")
    print("| pure noise | weeks tried | weeks with any false alarm | false alarms a year "
          "| municipality · areas · categories · places | CPU ms a week |\n|---|---|---|---|---|---|")
    fine = True
    for setting in SETTINGS:
        row, within = false_alarms(setting, chosen.large_runs if setting.per_week > LARGE else chosen.runs)
        fine &= within
        print(row, flush=True)
    print("\n| planted | reports a week | expected in four weeks (mean) | found |\n|---|---|---|---|")
    for ratio, name in ((3.0, "tripling"), (2.0, "doubling")):
        for per_week in (20, 40, 90):
            for what, expected, share in planted_changes(per_week, ratio, chosen.power_runs):
                print(f"| {name} of one {what} | {per_week} | {expected:.0f} | {100 * share:.0f} % |", flush=True)
                fine &= ratio < 3 or share >= NEEDED_POWER
    print(f"\n{machine()}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
