"""Areas, places, borders and the police's classes: files in, through the verbs of places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from samsyn.exchange.applying import Applied, Applier
from samsyn.exchange.keys import plain_keys
from samsyn.exchange.mapping import Mapping
from samsyn.exchange.readers import GEOMETRY, Batch, ReadRefused, open_files
from samsyn.exchange.readers.crs import Extent
from samsyn.exchange.sources import ready_mapping
from samsyn.ground.files.passing import place_in_passing
from samsyn.ground.places.actions import PlaceRefused, add_area_set, add_place, classify_areas, rename_place
from samsyn.ground.places.models import Area, AreaClass, AreaSet, Place, PlaceType
from samsyn.ground.records import uuid_from

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

CODE = "desokod|regsokod|deso|regso|omrade_kod|områdeskod|do_kod|kod|code|id|"
NAME = "regsonamn|omrade_namn|områdesnamn|delomrade|namn|name|kommun_namn|kommun|desokod|"
SENSITIVE = re.compile(
    r"kvinnojour|tjejjour|skyddat boende|skyddsboende|\bhvb\b|\bsis\b|\blss\b|gruppbost|gruppboende|stödboende|"
    r"asylboende|flyktingförlägg|härbärge|äldreboende|vårdboende|omsorgsboende",
    re.IGNORECASE,
)
# Only where the file does not say what kind of place it is: a school may be named after a church.
WORSHIP = re.compile(
    r"kyrkan?\b|\bkapell(?:et)?\b|moskén?\b|synagogan?\b|\btempel\b|församlingshem", re.IGNORECASE
)
ORDER = {"Utsatt område": 1, "Riskområde": 2, "Särskilt utsatt område": 3}
SCHEME = "Polisens utsatta områden"


@dataclass
class ReadIn:
    """What came of a file of areas or places."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, dict[str, Any], str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


class _Mapped(NamedTuple):
    batch: Batch
    applied: Applied
    mapping: Mapping


def _mapped(path: Path, mapping: Mapping, *, by: Any, done: ReadIn, extent: bool = True) -> Iterator[_Mapped]:
    here = by.municipality
    box = Extent(here.west, here.south, here.east, here.north) if extent else None
    for _member, source in open_files(path, options=mapping.read_options, beside=place_in_passing()):
        if source is None:
            continue
        applier = Applier(mapping, zone=here.time_zone, extent=box, crs=source.crs)
        for batch in source.batches():
            applied = applier.apply(batch)
            names = [name for name in batch.table.column_names if name != GEOMETRY]
            at = {int(line): number for number, line in enumerate(batch.lines)}
            for line, reason in applied.refused:
                row = batch.table.select(names).slice(at[line], 1).to_pylist()[0]
                done.refused.append((line, row, reason))
            yield _Mapped(batch, applied, applier.mapping)


# --- areas -------------------------------------------------------------------------------------------------------


def read_areas(
    path: Path, *, set_name: str, valid_from: date, kind: str = "own", working: bool = False,
    code_column: str | None = None, name_column: str | None = None, layer: str | None = None, crs: int | None = None,
    only: tuple[str, str] | None = None, by: Any,
) -> ReadIn:  # fmt: skip
    """Read an area set; rows of one code become one area, areas of other municipalities are left out."""
    mapping = Mapping(
        target="areas", columns={"code": code_column or CODE, "name": name_column or NAME, "parent": "regsokod|"},
        place={"geometry": True, **({"crs": crs} if crs else {})}, read={"layer": layer} if layer else {},
    )  # fmt: skip
    if not code_column:
        mapping.columns["parent"] = "regsokod|" if kind == "deso" else ""
    done, rows = ReadIn(), {}
    for mapped in _mapped(path, mapping, by=by, done=done):
        kept = _only(mapped, only)
        for row in kept:
            area = _area(row, kind=kind, by=by, done=done)
            if area is not None:
                rows.setdefault(area["code"], []).append(area)
    areas = [_joined(parts) for _code, parts in sorted(rows.items())]
    if not areas:
        raise ReadRefused("Filen har inga områden i kommunen. Kontrollera filen, kolumnerna och kommunen.")
    _store(areas, set_name=set_name, valid_from=valid_from, kind=kind, working=working, by=by, done=done)
    return done


def _only(mapped: _Mapped, only: tuple[str, str] | None) -> list[dict[str, Any]]:
    rows = mapped.applied.table.to_pylist()
    if only is None:
        return rows
    if only[0] not in mapped.batch.table.column_names:
        raise ReadRefused(f"Filen saknar kolumnen ”{only[0]}”.")
    values = [str(value) for value in mapped.batch.table.column(only[0]).to_pylist()]
    wanted = {int(line) for line, value in zip(mapped.batch.lines, values, strict=True) if value == only[1]}
    return [row for row in rows if row["line"] in wanted]


def _area(row: dict[str, Any], *, kind: str, by: Any, done: ReadIn) -> dict[str, Any] | None:
    import shapely

    shape = shapely.from_wkb(row["polygon"]) if row.get("polygon") else None
    code = row.get("code") or row["name"]
    statistical = kind in ("deso", "regso")
    if statistical and not code.startswith(by.municipality.code):
        done.left_out["annan kommun"] += 1
        return None
    if shape is not None and not statistical and not _is_here(shape, by.municipality, mostly=kind != "own"):
        done.left_out["annan kommun"] += 1
        return None
    parent = row.get("parent")
    return {"code": code[:40], "name": (row.get("name") or code)[:120], "shape": shape,
            "parent": parent if parent != code else None}  # fmt: skip


def _is_here(shape: BaseGeometry, here: Any, *, mostly: bool) -> bool:
    """Say whether a shape touches the municipality, or `mostly` lies within its border (where known) or extent.

    The municipality's own areas may reach out in the water, beyond a coarsely drawn border.
    """
    import shapely

    if not mostly:
        return bool(shapely.intersects(shape, shapely.box(here.west, here.south, here.east, here.north)))
    border = shapely.from_wkb(bytes(here.extent)) if here.extent else None
    whole = border if border is not None else shapely.box(here.west, here.south, here.east, here.north)
    return bool(shapely.area(shapely.intersection(shape, whole)) >= 0.5 * shapely.area(shape))


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    import shapely

    shapes = [part["shape"] for part in parts if part["shape"] is not None]
    area = {name: parts[0][name] for name in ("code", "name", "parent")}
    if not shapes:
        return {**area, "polygon": None, "centre_lon": None, "centre_lat": None}
    shape = shapely.union_all(shapes) if len(shapes) > 1 else shapes[0]
    centre = shapely.point_on_surface(shape)
    return {**area, "polygon": shapely.to_wkb(shape), "centre_lon": float(centre.x), "centre_lat": float(centre.y)}


def _store(
    areas: list[dict[str, Any]], *, set_name: str, valid_from: date, kind: str, working: bool, by: Any, done: ReadIn,
    valid_to: date | None = None,
) -> AreaSet:  # fmt: skip
    """Store what is new or changed; the same file again changes nothing."""
    area_set = AreaSet.objects.visible_to(by).filter(name=set_name, valid_from=valid_from).first()
    found = Area.objects.visible_to(by).filter(area_set=area_set) if area_set else []
    before = {area.code: (area.name, bytes(area.polygon) if area.polygon else None) for area in found}
    new = [area for area in areas if area["code"] not in before]
    changed = [a for a in areas if a["code"] in before and before[a["code"]] != (a["name"], a["polygon"])]
    done.created += len(new)
    done.changed += len(changed)
    done.unchanged += len(areas) - len(new) - len(changed)
    if area_set is not None and not new and not changed:
        if (area_set.kind, area_set.working, area_set.valid_to) == (kind, working, valid_to):
            return area_set
    return add_area_set(
        name=set_name, valid_from=valid_from, valid_to=valid_to, areas=areas, kind=kind, working=working, by=by
    )


# --- the police's classes ----------------------------------------------------------------------------------------


def read_classes(path: Path, *, mapping: Mapping, set_name: str, valid_from: date, by: Any) -> ReadIn:
    """Read the police's classes: one area set per year, each area with its class and how it moved since last time."""
    done, by_year = ReadIn(), defaultdict(dict)
    for mapped in _mapped(path, mapping, by=by, done=done):
        for row in mapped.applied.table.to_pylist():
            area = _area(row, kind="police", by=by, done=done)
            if area is not None:
                year = int(row["year"]) if row.get("year") else valid_from.year
                by_year[year].setdefault(area["code"], []).append((area, row["class"]))
    years = sorted(by_year)
    for number, year in enumerate(years):
        until = date(years[number + 1], 1, 1) - timedelta(days=1) if number + 1 < len(years) else None
        _store_year(by_year[year], year=year, until=until, set_name=set_name, by=by, done=done)
    return done


def _store_year(
    rows: dict[str, list[tuple[dict[str, Any], str]]], *, year: int, until: date | None, set_name: str, by: Any,
    done: ReadIn,
) -> None:  # fmt: skip
    areas = [_joined([area for area, _class in parts]) for _code, parts in sorted(rows.items())]
    area_set = _store(
        areas, set_name=f"{set_name} {year}", valid_from=date(year, 1, 1), kind="police", working=False, by=by,
        done=done, valid_to=until,
    )  # fmt: skip
    by_code = {area.code: area for area in Area.objects.visible_to(by).filter(area_set=area_set)}
    earlier = AreaClass.objects.visible_to(by).filter(scheme=SCHEME, year__lt=year).order_by("year")
    last = dict(earlier.values_list("area__code", "name"))
    same_year = AreaClass.objects.visible_to(by).filter(area__area_set=area_set, year=year)
    known = set(same_year.values_list("area__code", "name", "trend"))
    new = []
    for code, parts in rows.items():
        name = max((name for _area, name in parts), key=lambda each: ORDER.get(each, 0))
        trend = _trend(last.get(code), name)
        if (code, name, trend) not in known:
            new.append({"area": by_code[code], "year": year, "name": name, "trend": trend})
    if new:
        classify_areas(rows=new, scheme=SCHEME, source="Polisens öppna data", by=by)


def _trend(before: str | None, now: str) -> str:
    if before is None:
        return ""
    step = ORDER.get(now, 0) - ORDER.get(before, 0)
    return "up" if step > 0 else "down" if step < 0 else "same"


# --- places ------------------------------------------------------------------------------------------------------


def read_places(path: Path, *, mapping: Mapping | None, now: datetime, by: Any) -> ReadIn:
    """Read known places with their other names; sensitive kinds are dropped with a count, never kept as a list."""
    mapping = mapping or ready_mapping("platser")
    types = {each.code: each for each in PlaceType.objects.visible_to(by)}
    today = now.astimezone(by.municipality.zone).date()
    done = ReadIn()
    for mapped in _mapped(path, mapping, by=by, done=done):
        keys = dict(zip(mapped.batch.lines.tolist(), _place_keys(mapped), strict=True))
        rows = mapped.applied.table.to_pylist()
        parts = (by.municipality.code, mapping.name or "platser")
        ids = {row["line"]: uuid_from(*parts, keys[row["line"]]) for row in rows}
        known = Place.objects.visible_to(by).in_bulk(list(ids.values()))
        for row in rows:
            _place(row, id=ids[row["line"]], known=known, types=types, on=today, by=by, done=done)
    _drop_sensitive(done, types)
    return done


def _place_keys(mapped: _Mapped) -> list[str]:
    if "external_id" in mapped.mapping.columns:
        return plain_keys(mapped.batch.table, mapping=mapped.mapping)
    table = mapped.batch.table
    told = [name for name in table.column_names if name in {*mapped.mapping.columns_used(), GEOMETRY}]
    rows = zip(*(table.column(name).to_pylist() for name in told), strict=True)
    return ["\x1f".join(value.hex() if isinstance(value, bytes) else str(value) for value in row) for row in rows]


def _place(
    row: dict[str, Any], *, id: Any, known: dict[Any, Place], types: dict[str, PlaceType], on: date, by: Any,
    done: ReadIn,
) -> None:  # fmt: skip
    place_type = types.get(row.get("place_type") or "")
    if _is_sensitive(row, place_type):
        done.left_out["känsliga slag av platser, lagras aldrig"] += 1
    elif id in known:
        if known[id].name != row["name"][:120] and known[id].merged_into_id is None:
            rename_place(place=known[id], name=row["name"][:120], on=on, by=by)
            done.changed += 1
        else:
            done.unchanged += 1
    else:
        aliases = re.split(r"[;|]|, ", row.get("aliases") or "")
        try:
            known[id] = add_place(
                id=id, name=row["name"][:120], place_type=place_type, lon=row.get("lon"), lat=row.get("lat"),
                address=(row.get("address") or "")[:160], aliases=aliases, on=on, by=by,
            )  # fmt: skip
            done.created += 1
        except PlaceRefused as refusal:
            shown = {name: row[name] for name in ("name", "address", "lon", "lat") if name in row}
            done.refused.append((row["line"], shown, refusal.sentence))


def _is_sensitive(row: dict[str, Any], place_type: PlaceType | None) -> bool:
    if place_type is None or place_type.code == "other":
        return bool(SENSITIVE.search(row["name"]) or WORSHIP.search(row["name"]))
    return place_type.never_stored or bool(SENSITIVE.search(row["name"]))


def _drop_sensitive(done: ReadIn, types: dict[str, PlaceType]) -> None:
    """A refused row that names a sensitive place must not live on in the file of refused rows."""
    kept = []
    for line, row, reason in done.refused:
        if SENSITIVE.search(" ".join(str(value) for value in row.values())):
            done.left_out["känsliga slag av platser, lagras aldrig"] += 1
        else:
            kept.append((line, row, reason))
    done.refused = kept


# --- the border of a municipality --------------------------------------------------------------------------------


def read_extent(
    text: str, *, only: tuple[str, str] | None = None
) -> tuple[tuple[float, float, float, float], bytes | None]:
    """Give a municipality's extent: four numbers "west,south,east,north", or a border read from a map file."""
    numbers = text.split(",")
    if len(numbers) == 4:
        try:
            west, south, east, north = (float(number) for number in numbers)
        except ValueError as error:
            raise ReadRefused("Skriv utbredningen som väst,syd,öst,norr i grader: 14.9,59.0,15.8,59.5.") from error
        return (west, south, east, north), None
    return _border(Path(text), only)


def _border(path: Path, only: tuple[str, str] | None) -> tuple[tuple[float, float, float, float], bytes | None]:
    import shapely

    mapping = Mapping(target="areas", columns={"name": NAME, "code": CODE}, place={"geometry": True})
    shapes = []
    for _member, source in open_files(path, beside=place_in_passing()):
        if source is None:
            continue
        applier = Applier(mapping, zone="UTC", extent=None, crs=source.crs)
        for batch in source.batches():
            rows = _only(_Mapped(batch, applier.apply(batch), applier.mapping), only)
            shapes += [shapely.from_wkb(row["polygon"]) for row in rows if row.get("polygon")]
    if not shapes:
        raise ReadRefused("Ingen gräns hittades. Kontrollera filen och --only KOLUMN=VÄRDE.")
    border = shapely.union_all(np.array(shapes, object))
    west, south, east, north = (float(value) for value in border.bounds)
    return (west, south, east, north), bytes(shapely.to_wkb(border))
