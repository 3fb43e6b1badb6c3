"""Methods of the catalogue that ask what goes together in place and time."""

from collections.abc import Mapping

import numpy as np

from samsyn.analysis.catalogue.events import Events, Method, Option, Result, Setting, TooLittle, number, whole
from samsyn.analysis.clusters import density_clusters
from samsyn.analysis.progress import Progress
from samsyn.analysis.repeats import near_repeats, repeat_places
from samsyn.analysis.scan import scan_permutation
from samsyn.analysis.scan_windows import Design, zones_of_points
from samsyn.analysis.weeks import Week

Settings = Mapping[str, Setting]
MANY_EVENTS, ENOUGH_FOR_MANY = 20_000, 199


def _placed_and_dated(events: Events, *, least: int) -> Events:
    both = events.only(events.placed & events.dated)
    if both.x_m.size < least:
        raise TooLittle("few_places")
    return both


def _days(events: Events) -> np.ndarray:
    day = events.to_local.astype("datetime64[D]").astype(np.int64)
    return np.asarray(day - day.min())


def _apart(stratum: np.ndarray, events: Events) -> np.ndarray | None:
    """Return the strata with what was seen during decided presence apart; None where there is only one."""
    found = np.unique(np.stack([stratum, events.decided]), axis=1, return_inverse=True)[1].reshape(-1)
    return found if found.max(initial=0) else None


def _scan(
    events: Events, settings: Settings, rng: np.random.Generator, *, progress: Progress | None = None
) -> Result:
    """Places and weeks that go together more than both explain; the latest weeks, or any."""
    both = _placed_and_dated(events, least=30)
    week = both.weeks()
    step = week - week.min()
    steps, longest = int(step.max()) + 1, whole(settings, "longest_weeks")
    if steps < 4 * longest:
        raise TooLittle("few_steps")
    zones, zone = zones_of_points(both.x_m, y_m=both.y_m, size_m=number(settings, "cell_m"))
    design = Design(longest=longest, radius_m=number(settings, "radius_m"),
                    prospective=bool(whole(settings, "now_only")))
    stratum = {"none": np.zeros(both.x_m.size, np.int64), "organisation": both.organisation.code,
               "category": both.category.code}[str(settings["within"])]
    found = scan_permutation(zones, zone=zone, step=step, steps=steps, design=design, rng=rng,
                             stratum=_apart(stratum, both), replications=whole(settings, "replications"),
                             progress=progress)
    label = [Week.from_running(int(week.min()) + each).label for each in range(steps)]
    clusters = found.clusters
    return Result(
        {"events": found.cases, "zones": found.zones, "weeks": steps, "windows": found.windows,
         "clusters": sum(each.p_value <= 0.05 for each in clusters),
         "surest_p": clusters[0].p_value if clusters else None,
         "recurs_every_weeks": clusters[0].recurrence_steps if clusters else None},
        {"x_m": np.array([zones.at_m[each.centre, 0] for each in clusters], float),
         "y_m": np.array([zones.at_m[each.centre, 1] for each in clusters], float),
         "radius_m": np.array([each.radius_m for each in clusters], float),
         "first_week": np.array([label[each.first_step] for each in clusters], str),
         "last_week": np.array([label[each.last_step] for each in clusters], str),
         **{name: np.array([getattr(each, name) for each in clusters], float) for name in (
             "events", "expected", "ratio", "log_likelihood_ratio", "p_value", "p_low", "p_high")}},
        "scan.some" if any(each.p_value <= 0.05 for each in clusters) else "scan.none", "simulated")


def _near_repeats(
    events: Events, settings: Settings, rng: np.random.Generator, *, progress: Progress | None = None
) -> Result:
    """Whether events near each other are also near in time; for property offences.

    A table of more than twenty thousand events is so even under shuffled days that 199 shuffles say as much.
    """
    both = _placed_and_dated(events, least=50)
    edges_m = np.arange(1, whole(settings, "bands") + 1) * number(settings, "band_m")
    edges_days = np.arange(1, whole(settings, "columns") + 1) * whole(settings, "column_days")
    stratum = {"none": np.zeros(both.x_m.size, np.int64), "area": both.area.code,
               "category": both.category.code}[str(settings["within"])]
    permutations = whole(settings, "permutations")
    if both.x_m.size > MANY_EVENTS:
        permutations = min(permutations, ENOUGH_FOR_MANY)
    found = near_repeats(both.x_m, y_m=both.y_m, day=_days(both), edges_m=edges_m, edges_days=edges_days, rng=rng,
                         stratum=_apart(stratum, both), permutations=permutations, progress=progress)
    rows, columns = found.pairs.shape
    from_m, to_m = np.r_[0.0, 0.0, edges_m[:-1]], np.r_[0.0, edges_m]
    surest = np.unravel_index(int(np.argmin(found.p_of_any)), found.p_of_any.shape)
    some = bool(found.p_of_any[surest] <= 0.05)
    return Result(
        {"events": int(both.x_m.size), "permutations": permutations, "surest_p": float(found.p_of_any[surest]),
         "surest_to_m": float(to_m[surest[0]]), "surest_to_days": int(edges_days[surest[1]]),
         "surest_ratio": float(found.ratio[surest]), "next_door_ratio": float(found.ratio[1, 0])},
        {"from_m": np.repeat(from_m, columns), "to_m": np.repeat(to_m, columns),
         "to_days": np.tile(edges_days, rows), **{
            name: getattr(found, name).ravel() for name in ("pairs", "expected", "ratio", "p_value", "p_of_any")}},
        "near_repeat.some" if some else "near_repeat.none", "simulated")


def _repeat_places(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    both = _placed_and_dated(events, least=20)
    spots, place = np.unique(np.stack([both.x_m, both.y_m], axis=1), axis=0, return_inverse=True)
    found = repeat_places(place.reshape(-1), day=_days(both), within_days=whole(settings, "within_days"))
    at = spots[found.place]
    return Result(
        {"events": found.events, "places": int(len(spots)), "repeat_places": int(found.place.size),
         "repeat_share": found.repeat_share, "within_share": found.within_share,
         "within_days": whole(settings, "within_days")},
        {"x_m": at[:, 0], "y_m": at[:, 1], "events": found.events_at, "shortest_gap_days": found.shortest_gap_days,
         "median_gap_days": found.median_gap_days}, "repeat_places.table", "counted")


def _clusters(events: Events, settings: Settings, _: np.random.Generator) -> Result:
    """Heaps of any shape; a description, not a test."""
    days = whole(settings, "near_days")
    placed = _placed_and_dated(events, least=20) if days else events.only(events.placed)
    if placed.x_m.size < 20:
        raise TooLittle("few_places")
    found = density_clusters(placed.x_m, y_m=placed.y_m, near_m=number(settings, "near_m"),
                             least=whole(settings, "least"), day=_days(placed).astype(float) if days else None,
                             near_days=float(days))
    return Result(
        {"events": int(placed.x_m.size), "clusters": int(found.size.size),
         "in_clusters": int((found.label >= 0).sum()), "alone": int((found.label < 0).sum())},
        {"x_m": found.x_m, "y_m": found.y_m, "events": found.size}, "clusters.table", "no_test")


METHODS = (
    Method("scan", ("place", "time"), (
        Option("cell_m", 250.0, 10.0, 10_000.0), Option("radius_m", 1000.0, 10.0, 50_000.0),
        Option("longest_weeks", 4, 1, 26), Option("now_only", 1, 0, 1),
        Option("within", "none", among=("none", "organisation", "category")),
        Option("replications", 999, 19, 99_999)), _scan, "scan", draws=True, tells=True, up_to=100_000),
    Method("near-repeats", ("place", "time"), (
        Option("band_m", 100.0, 1.0, 10_000.0), Option("bands", 5, 1, 20), Option("column_days", 7, 1, 365),
        Option("columns", 4, 1, 20), Option("within", "none", among=("none", "area", "category")),
        Option("permutations", 999, 19, 99_999)), _near_repeats, "repeats", draws=True,
        tells=True, up_to=10_000),
    Method("repeat-places", ("place", "time"), (Option("within_days", 30, 1, 3650),), _repeat_places, "repeats"),
    Method("clusters", ("place",), (
        Option("near_m", 150.0, 1.0, 10_000.0), Option("least", 5, 2, 10_000), Option("near_days", 0, 0, 3650)),
        _clusters, "clusters"),
)
