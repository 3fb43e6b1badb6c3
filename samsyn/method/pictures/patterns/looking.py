"""A question answered: reports → events → a method → what was found, as plain figures."""

import importlib.metadata
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from samsyn.analysis.catalogue import METHODS, Events, Result, TooLittle, analyse, settings_of
from samsyn.analysis.counts import Rows, read_rows
from samsyn.analysis.geometry import degrees
from samsyn.analysis.weeks import Week
from samsyn.ground.places.locate import index_of, locate, working_set
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category
from samsyn.method.observations.tables import observations_table
from samsyn.method.pictures.canonical import plain
from samsyn.method.pictures.patterns.asked import ALWAYS, JUDGES_AREAS, SMALLEST_CELL_M, Asked
from samsyn.method.pictures.rows import made_coarse, without_hidden_originals

if TYPE_CHECKING:
    from samsyn.method.observations.querysets import ObservationQuerySet

SEED = 1
MOST_ROWS = 2000                    # more squares than this no map and no reader can hold
NEAR_M = 150.0                      # a known place this near gives a square its name
MOST_FIRST = {"repeat-places": "events", "clusters": "events", "density": "events_per_km2", "emerging": "hot_steps"}
ONLY_SURE = {"scan": "p_value"}      # what chance gives as easily is no place on a map
ALPHA = 0.05
FEWEST_JUDGED_WEEKS, MOST_JUDGED_WEEKS = 4, 52
MADE_COARSE = {"repeat-places", "clusters", "scan"}
Found = dict[str, Any]
Areas = dict[str, str]               # the names of the working set by code


def look(asked: Asked, seen: "ObservationQuerySet", *, municipality: Municipality) -> Found:
    """Answer a question with the reports among `seen` (already limited to what may be seen), as plain figures.

    Too little to say anything is an answer too, and more than the method has been tried on: its key stands as
    `too_little`.
    """
    areas = areas_on(municipality, asked.last)
    rows = read_rows(_table(asked, seen, municipality), areas=sorted(areas) or [""])
    return answered(asked, events_of(rows), municipality=municipality, areas=areas)


def answered(
    asked: Asked, counted: Events, *, municipality: Municipality, areas: Areas, seed: int = SEED, least: int = 0,
) -> Found:  # fmt: skip
    """Answer a question with events that are already chosen; with fewer than `least` places it says too little."""
    if asked.method == "repeat-places":         # the same place is the same 100 m square
        counted = counted._replace(x_m=_middles(counted.x_m), y_m=_middles(counted.y_m))
    try:
        settings = settings_of(METHODS[asked.method], _settings(asked))
    except TooLittle as nothing:
        settings, refused = {}, nothing.key
    else:
        refused = ""
    found: Found = {
        "asked": asked.plain(), "settings": settings, "seed": seed if METHODS[asked.method].draws else None,
        "program": importlib.metadata.version("samsyn"), "events": int(counted.x_m.size),
        "of": _of(asked, municipality, areas), "in_period": _in_period(counted, asked),
        "placed": int(counted.placed.sum()), "too_little": None,
    }  # fmt: skip
    if found["placed"] < least:
        return {**plain(found), "too_little": "few_for_picture", "least": least}
    if refused:
        return {**plain(found), "too_little": refused}
    if 0 < (most := METHODS[asked.method].up_to) < found["events"]:
        return {**plain(found), "too_little": "too_many", "most": most}
    try:
        result = analyse(asked.method, counted, settings=settings, seed=seed)
    except TooLittle as nothing:
        return {**plain(found), "too_little": nothing.key}
    told = {"says": result.says, "sure": result.sure, "figures": _figures(result)}
    return dict(plain({**found, **told, **_rows(result, asked, municipality, areas)}))


def _figures(result: Result) -> dict[str, Any]:
    """The result's figures, and what its sentence needs besides."""
    figures = dict(result.figures)
    if result.says == "counts.table":
        figures["per_week"] = round(float(figures["events"] or 0) / float(figures["weeks"] or 1), 1)
    return figures


def _table(asked: Asked, seen: "ObservationQuerySet", municipality: Municipality) -> Any:
    table = observations_table(asked.rows(seen, municipality=municipality), municipality=municipality)
    coarse = Place.objects.filter(municipality=municipality, show_coarse=True).values_list("id", flat=True)
    return without_hidden_originals(made_coarse(table, municipality, places={str(place) for place in coarse}))


def events_of(rows: Rows) -> Events:
    """Return what is counted (events, and conditions once) as the catalogue takes it; only precise points have one."""
    rows_x, rows_y = (np.where(rows.precise, axis, np.nan) for axis in (rows.x_m, rows.y_m))
    every = Events(rows_x, rows_y, np.where(np.isnat(rows.from_local), rows.to_local, rows.from_local), rows.to_local,
                   rows.category, rows.area, rows.organisation, rows.decided)
    return every.only(rows.counted)


def _settings(asked: Asked) -> dict[str, Any]:
    """The options with what the period decides: a comparison ends with the period's last whole week."""
    options = {option.name for option in METHODS[asked.method].options}
    chosen = {**dict(asked.settings), **ALWAYS.get(asked.method, {})}
    if asked.method in JUDGES_AREAS:
        return {**chosen, **_judged_weeks(asked)}
    if "last_week" not in options:
        return chosen
    last = Week.containing(asked.last)
    whole = last if asked.last >= last.last_day else last - 1
    return {**chosen, "last_week": whole.label}


def _judged_weeks(asked: Asked) -> dict[str, Any]:
    """What is judged: the chosen areas, from the period's first whole week to its last."""
    if not asked.areas:
        raise TooLittle("no_area_chosen")
    first, last = Week.containing(asked.first), Week.containing(asked.last)
    first, last = first + (asked.first > first.first_day), last - (asked.last < last.last_day)
    weeks = min(last.running - first.running + 1, MOST_JUDGED_WEEKS)
    if weeks < FEWEST_JUDGED_WEEKS:
        raise TooLittle("few_steps")
    return {"start": first.first_day.isoformat(), "weeks": weeks, "area": ",".join(asked.areas)}


def _in_period(events: Events, asked: Asked) -> int:
    days = events.to_local.astype("datetime64[D]")
    chosen = (days >= np.datetime64(asked.first)) & (days <= np.datetime64(asked.last))
    if asked.areas and asked.method in JUDGES_AREAS:
        chosen &= np.array([label in asked.areas for label in events.area.labels] + [False])[events.area.code]
    return int(chosen.sum())


def _of(asked: Asked, municipality: Municipality, known: Areas) -> dict[str, list[str]]:
    """What the question was narrowed to, by name in both languages; empty for everything."""
    areas = [name for code, name in sorted(known.items()) if code in asked.areas]
    if not asked.categories:
        return {"sv": areas, "en": areas}
    chosen = Category.objects.filter(municipality=municipality, code__in=asked.categories).order_by("position", "code")
    rows = list(chosen.values_list("name_sv", "name_en"))
    return {tongue: [*(names[at] for names in rows), *areas] for at, tongue in enumerate(("sv", "en"))}


def areas_on(municipality: Municipality, day: date) -> Areas:
    """Return the names of the working set on a day by code."""
    areas = Area.objects.filter(municipality=municipality).in_working_set(on=day)
    return dict(areas.values_list("code", "name"))


def _rows(result: Result, asked: Asked, municipality: Municipality, areas: Areas) -> dict[str, Any]:
    """The rows with names for their codes and degrees for their metres; the first two thousand of them."""
    whole = len(next(iter(result.rows.values()), ()))
    order = np.arange(whole)
    if asked.method in ONLY_SURE:
        order = np.flatnonzero(result.rows[ONLY_SURE[asked.method]].astype(float) <= ALPHA)
    if asked.method in MOST_FIRST:
        order = np.argsort(-result.rows[MOST_FIRST[asked.method]].astype(float), kind="stable")
    rows: dict[str, Any] = {name: column[order[:MOST_ROWS]] for name, column in result.rows.items()}
    if asked.method in MADE_COARSE:
        rows |= {name: _middles(rows[name]) for name in ("x_m", "y_m")}
    if "series" in rows:
        rows |= _named_series(rows.pop("series").tolist(), asked, municipality, areas)
    if asked.method in JUDGES_AREAS:
        rows["place_or_not"] = rows.pop("where")
    if "x_m" in rows and len(rows["x_m"]):
        rows |= _placed(rows["x_m"], rows["y_m"], asked, municipality, areas)
    return {"rows": {name: list(column) for name, column in rows.items()}, "rows_in_all": int(order.size)}


def _middles(metres: Any) -> Any:
    """The middles of the 100 m squares: a heap of events is never shown on a doorstep."""
    return (np.floor(np.asarray(metres, np.float64) / SMALLEST_CELL_M) + 0.5) * SMALLEST_CELL_M


def _named_series(
    codes: list[str], asked: Asked, municipality: Municipality, areas: Areas
) -> dict[str, list[str]]:
    names: dict[str, tuple[str, str]] = {code: (name, name) for code, name in areas.items()}
    if dict(asked.settings).get("by") == "category":
        rows = Category.objects.filter(municipality=municipality).values_list("code", "name_sv", "name_en")
        names = {code: (swedish, english) for code, swedish, english in rows}
    names[""] = ("Allt i valet", "All of the choice")
    return {"series": codes, **{f"series_{tongue}": [names.get(code, (code, code))[at] for code in codes]
                                for at, tongue in enumerate(("sv", "en"))}}


def _placed(x_m: Any, y_m: Any, asked: Asked, municipality: Municipality, names: Areas) -> dict[str, Any]:
    """Longitude, latitude, and where it is in words: a known place close by, and the area."""
    lon, lat = degrees(x_m, y_m=y_m, crs=municipality.metric_crs)
    of_set = working_set(municipality, on=asked.last)
    at = locate(of_set, lon, lat) if of_set else np.full(len(lon), -1)
    codes = [*index_of(of_set).codes, ""] if of_set else [""]
    near = _nearest(lon, lat, municipality)
    where = [", ".join(part for part in (place, names.get(codes[int(i)], "")) if part)
             for i, place in zip(at, near, strict=True)]
    return {"lon": np.round(lon, 6), "lat": np.round(lat, 6), "where": where}


def _nearest(lon: Any, lat: Any, municipality: Municipality) -> list[str]:
    """The name of the known place within 150 m of each point, or nothing; places shown coarse are no names."""
    known = list(Place.objects.filter(municipality=municipality, show_coarse=False, active=True, lon__isnull=False)
                 .order_by("name").values_list("name", "lon", "lat"))
    if not known:
        return [""] * len(lon)
    place_lon, place_lat = (np.array([place[at] for place in known], np.float64) for at in (1, 2))
    up = (np.asarray(lat)[:, None] - place_lat) * 111_320.0
    across = (np.asarray(lon)[:, None] - place_lon) * 111_320.0 * np.cos(np.radians(np.mean(place_lat)))
    away = np.hypot(across, up)
    first = away.argmin(axis=1)
    return [known[int(i)][0] if away[row, i] <= NEAR_M else "" for row, i in enumerate(first)]

