"""Methods of the catalogue that ask where."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from samsyn.analysis.catalogue.events import Events, Method, Option, Result, Setting, TooLittle, number, whole
from samsyn.analysis.concentration import concentration, lorenz
from samsyn.analysis.density import likelihood_bandwidth, surface, three_classes
from samsyn.analysis.emerging import emerging_places
from samsyn.analysis.grids import Grid, counts_on, grid_over, window_sums
from samsyn.analysis.local_statistics import family_wise, getis_ord, steadiness, window_excess
from samsyn.analysis.progress import Progress
from samsyn.analysis.weeks import Week

Settings = Mapping[str, Setting]
TELLING_SHARE = 0.05            # so large a part from new sources is said in the sentence
_CELL = Option("cell_m", 250.0, 10.0, 10_000.0)
_REACH = Option("reach_cells", 1, 0, 20)


def _gridded(events: Events, settings: Settings, *, least: int = 1) -> tuple[Events, Grid]:
    placed = events.only(events.placed)
    if placed.x_m.size < least:
        raise TooLittle("few_places")
    return placed, grid_over(placed.x_m, y_m=placed.y_m, cell_m=number(settings, "cell_m"))


def _hot(
    events: Events, settings: Settings, rng: np.random.Generator, *, progress: Progress | None = None
) -> Result:
    """Windows that hold more than their share of all events."""
    placed, grid = _gridded(events, settings, least=20)
    counts = counts_on(grid, x_m=placed.x_m, y_m=placed.y_m)
    window = partial(window_sums, reach=whole(settings, "reach_cells"))
    found = window_excess(counts, window=window)
    share = number(settings, "false_share")
    hot = found.q < share
    rows = np.flatnonzero(hot.ravel())
    rows = rows[np.argsort(found.p.ravel()[rows], kind="stable")]
    x_m, y_m = (axis.ravel() for axis in np.meshgrid(*grid.centres()))

    def is_hot(across: np.ndarray, up: np.ndarray, cell: float) -> np.ndarray:
        shifted = grid_over(across, y_m=up, cell_m=cell)
        excess = window_excess(counts_on(shifted, x_m=across, y_m=up), window=window)
        return np.asarray(excess.q.ravel()[shifted.cells_of(across, y_m=up)] < share)

    steady = np.full(counts.size, np.nan)
    if rows.size:
        sizes = (grid.cell_m, grid.cell_m * 1.5)
        of_point = steadiness(placed.x_m, y_m=placed.y_m, cells_m=sizes, shifts=2, is_hot=is_hot)
        cell = grid.cells_of(placed.x_m, y_m=placed.y_m)
        held = np.bincount(cell, minlength=counts.size)
        with np.errstate(invalid="ignore", divide="ignore"):
            steady = np.bincount(cell, of_point, counts.size) / held
    family = family_wise(found, window=window, exposure=np.ones(counts.shape), total=int(counts.sum()), rng=rng,
                         replications=whole(settings, "replications"), progress=progress)
    names = ("events", "expected", "p", "q")
    return Result(
        {"events": int(counts.sum()), "cells": counts.size, "hot_cells": int(rows.size), "false_share": share,
         "surest_p": float(family.p.min())},
        {"x_m": x_m[rows], "y_m": y_m[rows], **{name: getattr(found, name).ravel()[rows] for name in names},
         "family_p": family.p.ravel()[rows], "low": found.ratio.low.ravel()[rows],
         "high": found.ratio.high.ravel()[rows], "steady": steady[rows]},
        "hot.some" if rows.size else "hot.none", "exact_fdr")


def _gi(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    """Getis and Ord's G* as the literature has it; not for conclusions."""
    placed, grid = _gridded(events, settings, least=20)
    counts = counts_on(grid, x_m=placed.x_m, y_m=placed.y_m)
    window = partial(window_sums, reach=whole(settings, "reach_cells"))
    z = getis_ord(counts, sums=window(counts), sizes=window(np.ones(counts.shape)))
    x_m, y_m = (axis.ravel() for axis in np.meshgrid(*grid.centres()))
    return Result({"events": int(counts.sum()), "cells": counts.size},
                  {"x_m": x_m, "y_m": y_m, "events": counts.ravel(), "z": z.ravel()}, "gi.table", "normal_tail")


def _density(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    placed, grid = _gridded(events, {**settings, "cell_m": max(number(settings, "cell_m"), 100.0)}, least=20)
    bandwidth = number(settings, "bandwidth_m")
    at_the_end = False
    if not bandwidth:
        choice = likelihood_bandwidth(grid, x_m=placed.x_m, y_m=placed.y_m,
                                      tried_m=np.geomspace(max(grid.cell_m / 2, 50.0), 3000.0, 16))
        bandwidth, at_the_end = choice.bandwidth_m, choice.at_the_end
    found = surface(grid, x_m=placed.x_m, y_m=placed.y_m, bandwidth_m=bandwidth)
    classes = three_classes(found, grid=grid).ravel()
    x_m, y_m = (axis.ravel() for axis in np.meshgrid(*grid.centres()))
    kept = np.flatnonzero(classes > 0)
    return Result(
        {"events": int(placed.x_m.size), "bandwidth_m": round(bandwidth, 1), "bandwidth_at_the_end": at_the_end,
         "cells_with_half": int((classes == 2).sum()), "cells": classes.size},
        {"x_m": x_m[kept], "y_m": y_m[kept], "class": classes[kept],
         "events_per_km2": found.per_m2.ravel()[kept] * 1e6}, "density.classes", "no_test")


def _emerging(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    both = events.only(events.placed & events.dated)
    placed, grid = _gridded(both, settings, least=50)
    step_weeks = whole(settings, "step_weeks")
    week = placed.weeks()
    step = (week - week.max() - 1) // step_weeks
    steps = int(-step.min())
    if steps < 8:
        raise TooLittle("few_steps")
    last_week = Week.from_running(int(week.max())).label
    new, decided = _new_sources(placed, step, steps), placed.decided
    kept_rows = ~(new | decided)
    left_out = {"from_new_sources": int(new.sum()), "from_decided_presence": int((decided & ~new).sum())}
    placed, step = placed.only(kept_rows), step[kept_rows]
    if placed.x_m.size < 50:
        raise TooLittle("few_places")
    cell = grid.cells_of(placed.x_m, y_m=placed.y_m)
    cube = np.bincount((step + steps) * grid.rows * grid.columns + cell, minlength=steps * grid.rows * grid.columns)
    window = partial(window_sums, reach=whole(settings, "reach_cells"))
    found = emerging_places(cube.reshape(steps, *grid.shape), window=window)
    kept = np.flatnonzero(found.pattern != "none")
    x_m, y_m = (axis.ravel() for axis in np.meshgrid(*grid.centres()))
    return Result(
        {"events": int(placed.x_m.size), "steps": steps, "cells": int(cell.size and grid.rows * grid.columns),
         "with_pattern": int(kept.size), "last_week": last_week, **left_out},
        {"x_m": x_m[kept], "y_m": y_m[kept], "pattern": found.pattern[kept], "fewer": found.cold[kept],
         "hot_steps": found.hot_steps[kept].sum(1), "tau": found.trend.tau[kept], "trend_q": found.trend_q[kept]},
        _emerging_says(bool(kept.size), left_out["from_new_sources"] >= TELLING_SHARE * placed.x_m.size), "exact_fdr")


def _emerging_says(some: bool, new_sources: bool) -> str:
    """A new reporter is told of as a change of reporting; its places are not called new."""
    if new_sources:
        return "emerging.some_reporting" if some else "emerging.none_reporting"
    return "emerging.some" if some else "emerging.none"


def _new_sources(events: Events, step: np.ndarray, steps: int) -> np.ndarray:
    """Which events come from an organisation whose first report lies in the second half of the time."""
    code = events.organisation.code
    first = np.full(len(events.organisation.labels) + 1, steps)
    np.minimum.at(first, code, step + steps)
    return np.asarray((code >= 0) & (first[code] > steps // 2))


def _concentration(
    events: Events, settings: Settings, rng: np.random.Generator, *, progress: Progress | None = None
) -> Result:
    placed, grid = _gridded(events, settings, least=20)
    counts = counts_on(grid, x_m=placed.x_m, y_m=placed.y_m).ravel()
    found = concentration(counts, rng=rng, replications=whole(settings, "replications"), progress=progress)
    curve = lorenz(counts)
    points = np.unique(np.searchsorted(curve.events, np.linspace(0.0, 1.0, 21)))
    half, quarter, spread = found.holding_half, found.holding_quarter, found.generalised_gini
    return Result(
        {"events": found.events, "places": found.places, "half_in": half.observed, "half_by_chance": half.by_chance,
         "half_low": half.low, "half_high": half.high, "quarter_in": quarter.observed,
         "quarter_by_chance": quarter.by_chance, "gini": spread.observed, "gini_by_chance": spread.by_chance,
         "beyond_chance": half.beyond_chance},
        {"share_of_places": curve.places[points], "share_of_events": curve.events[points]},
        "concentration.beyond" if half.beyond_chance else "concentration.chance", "simulated")


METHODS = (
    Method("hotspots", ("place",), (_CELL, _REACH, Option("false_share", 0.05, 0.001, 0.5),
                                    Option("replications", 199, 19, 9999)), _hot, "local", draws=True, tells=True,
           up_to=1_000_000),
    Method("gi", ("place",), (_CELL, _REACH), _gi, "local", in_product=False),
    Method("density", ("place",), (_CELL, Option("bandwidth_m", 0.0, 0.0, 20_000.0)), _density, "density"),
    Method("emerging", ("place", "time"), (_CELL, _REACH, Option("step_weeks", 4, 1, 52)), _emerging, "emerging",
           up_to=100_000),
    Method("concentration", ("place",), (_CELL, Option("replications", 199, 19, 9999)), _concentration,
           "concentration", draws=True, tells=True, up_to=100_000),
)
