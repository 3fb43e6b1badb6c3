"""How often would the detectors cry wolf on this very history, if nothing ever happened in it?"""

from collections.abc import Iterable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.alarms import unusual_weeks
from samsyn.analysis.catalogue.events import Events, Method, Option, Result, Setting, TooLittle, number, whole
from samsyn.analysis.catalogue.times import chosen_series
from samsyn.analysis.counts import cube
from samsyn.analysis.emerging import emerging_places
from samsyn.analysis.grids import grid_over, window_sums
from samsyn.analysis.progress import Progress, part_of, told
from samsyn.analysis.scan import monte_carlo_interval, scan_permutation
from samsyn.analysis.scan_windows import Design, zones_of_points

Settings = Mapping[str, Setting]
Ints = NDArray[np.int64]
SEASON_WEEKS = 13
PARTS = ((0.0, 0.1), (0.1, 0.8), (0.8, 1.0))     # how much of the time each detector takes, about


def shuffled_weeks(week: Ints, *, rng: np.random.Generator) -> Ints:
    """Return which week each week of a history gives place to: weeks change places within their own season.

    `week` are running week numbers, whole weeks in order. A week of the spring takes the place of another week of some
    spring, so the season stays and every real event is somewhere else.

    >>> places = shuffled_weeks(np.arange(52), rng=np.random.default_rng(1))
    >>> sorted(places.tolist()) == list(range(52)), bool((places // 13 == np.arange(52) // 13).all())
    (True, True)
    """
    place = np.arange(week.size)
    season = (week % 52) // SEASON_WEEKS
    for each in np.unique(season):
        among = np.flatnonzero(season == each)
        place[among] = among[rng.permutation(among.size)]
    return place


def _calibration(
    events: Events, settings: Settings, rng: np.random.Generator, *, progress: Progress | None = None
) -> Result:
    """Run the detectors on permuted histories and count the runs with any alarm."""
    dated = events.only(events.dated)
    if not dated.x_m.size:
        raise TooLittle("no_events")
    week = dated.weeks() - dated.weeks().min()
    steps = int(week.max()) + 1
    if steps < 65:
        raise TooLittle("less_than_a_year")
    runs = whole(settings, "runs")
    own, of_scan, of_emerging = (part_of(progress, first=first, last=last) for first, last in PARTS)
    found = {"unusual": _unusual_alarms(dated, settings, rng, told(range(runs), of=runs, progress=own))}
    placed = dated.only(dated.placed)
    if placed.x_m.size >= 50:
        found["scan"] = _scan_alarms(placed, settings, rng, told(range(runs), of=runs, progress=of_scan))
        found["emerging"] = _emerging_alarms(placed, settings, rng, told(range(runs), of=runs, progress=of_emerging))
    names = sorted(found)
    limits = [monte_carlo_interval(found[name], of=runs) for name in names]
    per_year = {"unusual": 52.0, "scan": 52.0, "emerging": 13.0}
    above = [name for name, limit in zip(names, limits, strict=True) if limit[0] > 0.05]
    return Result(
        {"events": int(dated.x_m.size), "weeks": steps, "runs": runs, "above_five_percent": ", ".join(above)},
        {"detector": np.array(names), "runs_with_alarm": np.array([found[name] for name in names]),
         "share": np.array([found[name] / runs for name in names]),
         "low": np.array([low for low, _ in limits]), "high": np.array([high for _, high in limits]),
         "a_year": np.array([found[name] / runs * per_year[name] for name in names])},
        "calibration.above" if above else "calibration.kept", "simulated")


def _unusual_alarms(events: Events, settings: Settings, rng: np.random.Generator, runs: Iterable[int]) -> int:
    week = events.weeks() - events.weeks().min()
    steps = int(week.max()) + 1
    by = chosen_series(events, str(settings["by"]))
    if not by.labels:
        raise TooLittle("no_series")
    first = int(events.weeks().min())
    counts = cube(by.code, week=week, first_week=0, weeks=steps, series_count=len(by.labels))
    alarms = 0
    for _ in runs:
        shuffled = counts[:, shuffled_weeks(np.arange(first, first + steps), rng=rng)]
        alarms += "more" in unusual_weeks(shuffled, window=slice(steps - 1, steps)).verdict
    return alarms


def _scan_alarms(events: Events, settings: Settings, rng: np.random.Generator, runs: Iterable[int]) -> int:
    zones, zone = zones_of_points(events.x_m, y_m=events.y_m, size_m=number(settings, "cell_m"))
    step = events.weeks() - events.weeks().min()
    design = Design(longest=4, radius_m=4.0 * number(settings, "cell_m"))
    alarms = 0
    for _ in runs:
        scanned = scan_permutation(zones, zone=zone, step=rng.permutation(step), steps=int(step.max()) + 1,
                                   design=design, rng=rng, replications=99, most_clusters=1)
        alarms += bool(scanned.clusters and scanned.clusters[0].p_value <= 0.05)
    return alarms


def _emerging_alarms(events: Events, settings: Settings, rng: np.random.Generator, runs: Iterable[int]) -> int:
    grid = grid_over(events.x_m, y_m=events.y_m, cell_m=number(settings, "cell_m"))
    cell, step = grid.cells_of(events.x_m, y_m=events.y_m), (events.weeks() - events.weeks().min()) // 4
    blocks, cells = int(step.max()) + 1, grid.rows * grid.columns
    own = np.bincount(cell, minlength=cells).reshape(grid.shape).astype(np.float64)
    window = partial(window_sums, reach=1)
    alarms = 0
    for _ in runs:
        table = np.bincount(rng.permutation(step) * cells + cell, minlength=blocks * cells)
        found = emerging_places(table.reshape(blocks, *grid.shape), window=window, exposure=own)
        alarms += bool((found.pattern != "none").any())
    return alarms


METHODS = (
    Method("calibration", ("time",), (
        Option("runs", 200, 20, 10_000), Option("by", "all", among=("all", "area", "category", "organisation")),
        Option("cell_m", 250.0, 10.0, 10_000.0)), _calibration, "calibration", draws=True, in_product=False,
        tells=True),
)
