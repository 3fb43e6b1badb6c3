"""The verbs of places: area sets, areas, places, aliases, merge and rename."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Actor, Permission, require, require_here
from samsyn.ground.places.locate import area_at
from samsyn.ground.places.merged import refuse_merged
from samsyn.ground.places.models import Area, AreaClass, AreaSet, BaseMap, Place, PlaceAlias, PlaceType
from samsyn.ground.refusals import Refused


class PlaceRefused(Refused):
    """A place or an area was not stored; the sentence says why."""


@transaction.atomic
def add_area_set(
    *, name: str, valid_from: date, areas: Iterable[Mapping[str, Any]], kind: str = "own", working: bool = False,
    valid_to: date | None = None, source: str = "", licence: str = "", by: Actor,
) -> AreaSet:  # fmt: skip
    """Add a set with its areas, or bring an existing one of the same name and day up to date.

    Each area: code, name, and where known polygon (WKB, WGS 84), centre_lon, centre_lat, parent (code), population,
    population_year. Areas that the new file lacks stay as they are. A new working set ends the one before it.
    """
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    area_set, made = AreaSet.objects.update_or_create(
        municipality=by.municipality, name=name, valid_from=valid_from,
        defaults={"kind": kind, "valid_to": valid_to, "working": working, "source": source, "licence": licence},
    )  # fmt: skip
    if not made:
        AreaSet.objects.filter(pk=area_set.pk).update(version=models.F("version") + 1)
        area_set.refresh_from_db()
    rows = [dict(area) for area in areas]
    parents = {row["code"]: row.pop("parent", None) for row in rows}
    fields = ["name", "polygon", "centre_lon", "centre_lat", "population", "population_year"]
    Area.objects.bulk_create(
        [Area(municipality=by.municipality, area_set=area_set, **row) for row in rows],
        update_conflicts=True, unique_fields=["area_set", "code"], update_fields=fields, batch_size=200,
    )  # fmt: skip
    _join_parents(area_set, {code: parent for code, parent in parents.items() if parent})
    note("areas.imported", by=by, subject=area_set, changed={"areas": len(rows), "kind": kind})
    return area_set


def _join_parents(area_set: AreaSet, parents: Mapping[str, str]) -> None:
    by_code = {area.code: area for area in area_set.areas.all()} if parents else {}
    changed = []
    for code, parent in parents.items():
        if parent in by_code and parent != code:
            by_code[code].parent = by_code[parent]
            changed.append(by_code[code])
    Area.objects.bulk_update(changed, ["parent"], batch_size=500)


@transaction.atomic
def classify_areas(*, rows: Iterable[Mapping[str, Any]], scheme: str, source: str, by: Actor) -> int:
    """Store the police's classes: each row has area (Area), year, name and trend. Returns how many."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    rows = list(rows)
    require_here(by, *(row["area"] for row in rows))
    classes = [AreaClass(municipality=by.municipality, scheme=scheme, source=source, **row) for row in rows]
    AreaClass.objects.bulk_create(
        classes, update_conflicts=True, unique_fields=["area", "scheme", "year"], update_fields=["name", "trend"]
    )
    note("areas.classified", by=by, changed={"scheme": scheme, "areas": len(classes)})
    return len(classes)


def _search_text(place: Place, aliases: Iterable[str]) -> str:
    return " ".join([place.name, place.address, *aliases]).casefold()


def _checked(by: Actor, place_type: PlaceType | None, lon: float | None, lat: float | None) -> None:
    if place_type is not None and place_type.never_stored:
        raise PlaceRefused("Platser av det slaget lagras inte i Samsyn. Rapportera området i stället.")
    if lon is not None and lat is not None and not by.municipality.holds(lon=lon, lat=lat, margin=0.02):
        raise PlaceRefused(
            "Punkten {lat:.5f}, {lon:.5f} ligger utanför {name}. Kontrollera koordinaterna.",
            lat=lat, lon=lon, name=by.municipality.name
        )


@transaction.atomic
def add_place(
    *, name: str, place_type: PlaceType | None = None, lon: float | None = None, lat: float | None = None,
    address: str = "", aliases: Iterable[str] = (), area: Area | None = None, show_coarse: bool = False,
    id: Any = None, on: date, by: Actor,
) -> Place:  # fmt: skip
    """Add a known place with its other names; its working area follows from the point. Raises PlaceRefused."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    require_here(by, place_type, area)
    _checked(by, place_type, lon, lat)
    names = sorted({alias.strip() for alias in aliases if alias.strip() and alias.strip() != name})
    place = Place(
        municipality=by.municipality, name=name.strip(), place_type=place_type, lon=lon, lat=lat, address=address,
        show_coarse=show_coarse, area=area,
    )  # fmt: skip
    if id is not None:
        place.id = id
    if area is None and lon is not None and lat is not None:
        place.area_id = area_at(by.municipality, lon=lon, lat=lat, on=on)
    place.search_text = _search_text(place, names)
    place.save(force_insert=True)
    PlaceAlias.objects.bulk_create(
        [PlaceAlias(municipality=by.municipality, place=place, name=alias) for alias in names]
    )
    note("place.added", by=by, subject=place)
    return place


@transaction.atomic
def rename_place(*, place: Place, name: str, on: date, by: Actor) -> Place:
    """Give a place a new name; the old one stays as an alias with its last day."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    require_here(by, place)
    refuse_merged(place, refused=PlaceRefused)
    if name.strip() == place.name:
        return place
    if not name.strip():
        raise PlaceRefused("Skriv platsens nya namn.")
    PlaceAlias.objects.update_or_create(
        place=place, name=place.name, defaults={"municipality": place.municipality, "former_since": on}
    )
    PlaceAlias.objects.filter(place=place, name=name.strip()).delete()
    place.name = name.strip()
    _refresh_search(place)
    note("place.renamed", by=by, subject=place)
    return place


def _refresh_search(place: Place) -> None:
    place.search_text = _search_text(place, place.aliases.values_list("name", flat=True))
    place.save(update_fields=["name", "search_text"])


@transaction.atomic
def merge_places(*, place: Place, into: Place, on: date, by: Actor) -> Place:
    """Merge a place into another: its names become aliases there, and it points to the kept one."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    require_here(by, place, into)
    if place.pk == into.pk or into.merged_into_id is not None or place.merged_into_id is not None:
        raise PlaceRefused("Välj en annan plats att slå ihop med.")
    names = [place.name, *place.aliases.values_list("name", flat=True)]
    for name in names:
        if name != into.name:
            PlaceAlias.objects.get_or_create(
                place=into, name=name, defaults={"municipality": into.municipality, "former_since": on}
            )
    place.merged_into = into
    place.save(update_fields=["merged_into"])
    _refresh_search(into)
    note("place.merged", by=by, subject=place, changed={"into": str(into.pk)})
    return into


@transaction.atomic
def change_place(*, place: Place, on: date, by: Actor, **changes: Any) -> Place:
    """Change a place's kind, point, address, coarse showing or use; its area follows the point. Raises PlaceRefused."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    allowed = {"place_type", "lon", "lat", "address", "show_coarse", "active", "area"}
    fields = {name: value for name, value in changes.items() if name in allowed}
    require_here(by, place, fields.get("place_type"), fields.get("area"))
    refuse_merged(place, refused=PlaceRefused)
    for name, value in fields.items():
        setattr(place, name, value)
    if (place.lon is None) != (place.lat is None):
        raise PlaceRefused("Bara den ena koordinaten finns. Ange båda eller ingen.")
    _checked(by, place.place_type, place.lon, place.lat)
    if place.lon is not None and place.lat is not None and {"lon", "lat"} & set(fields):
        place.area_id = area_at(by.municipality, lon=place.lon, lat=place.lat, on=on)
    place.save(update_fields=sorted({*fields, "area"}))
    _refresh_search(place)
    note("place.changed", by=by, subject=place, changed={"fields": sorted(fields)})
    return place


@transaction.atomic
def name_place(*, place: Place, aliases: Iterable[str], by: Actor) -> Place:
    """Set the other names people use for a place; former names (with their last day) stay as they are."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    require_here(by, place)
    refuse_merged(place, refused=PlaceRefused)
    wanted = {alias.strip()[:120] for alias in aliases if alias.strip() and alias.strip() != place.name}
    PlaceAlias.objects.filter(place=place, former_since=None).exclude(name__in=wanted).delete()
    PlaceAlias.objects.bulk_create(
        [PlaceAlias(municipality=by.municipality, place=place, name=alias) for alias in sorted(wanted)],
        ignore_conflicts=True,
    )
    _refresh_search(place)
    note("place.named", by=by, subject=place, changed={"names": len(wanted)})
    return place


@transaction.atomic
def change_area_set(*, area_set: AreaSet, by: Actor, **changes: Any) -> AreaSet:
    """Change a set's name, last day, source or licence, or make it the working set."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    require_here(by, area_set)
    allowed = {"name", "valid_from", "valid_to", "working", "source", "licence"}
    for name, value in changes.items():
        if name in allowed:
            setattr(area_set, name, value)
    if area_set.valid_to is not None and area_set.valid_to < area_set.valid_from:
        raise PlaceRefused("Sista dagen ligger före första dagen. Byt plats på datumen.")
    area_set.save(update_fields=sorted(allowed & set(changes)))
    note("areas.changed", by=by, subject=area_set, changed={"fields": sorted(allowed & set(changes))})
    return area_set


@transaction.atomic
def rename_area(*, area: Area, name: str, population: int | None = None, by: Actor) -> Area:
    """Give an area another name or population; its code and polygon stay."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    require_here(by, area)
    if not name.strip():
        raise PlaceRefused("Skriv områdets namn.")
    area.name, area.population = name.strip()[:120], population
    area.save(update_fields=["name", "population"])
    AreaSet.objects.filter(pk=area.area_set_id).update(version=models.F("version") + 1)
    note("area.renamed", by=by, subject=area)
    return area


@transaction.atomic
def count_inhabitants(
    *, figures: Mapping[tuple[str, int], int], taken_back: Iterable[tuple[str, int]] = (), by: Actor
) -> int:
    """Set the population of areas from figures {(code, year): inhabitants}. Returns how many areas were changed.

    A figure fits the areas of sets that were valid some day of its year; a later year's figure stays. Figures that are
    `taken_back` are emptied first, where they still stand.
    """
    require(by, Permission.IMPORT, within=by.municipality)
    gone = set(taken_back)
    codes = {code for code, _year in [*figures, *gone]}
    areas = Area.objects.filter(municipality=by.municipality, code__in=codes).select_related("area_set")
    changed = [area for area in areas if _counted_anew(area, figures=figures, gone=gone)]
    Area.objects.bulk_update(changed, ["population", "population_year"], batch_size=200)
    if changed:
        sets = {area.area_set_id for area in changed}
        AreaSet.objects.filter(pk__in=sets).update(version=models.F("version") + 1)
        note("areas.counted", by=by, changed={"areas": len(changed)})
    return len(changed)


def _counted_anew(area: Area, *, figures: Mapping[tuple[str, int], int], gone: set[tuple[str, int]]) -> bool:
    before, ends = (area.population, area.population_year), area.area_set.valid_to
    if (area.code, area.population_year) in gone:
        area.population = area.population_year = None
    for year in sorted(year for code, year in figures if code == area.code):
        fits = area.area_set.valid_from.year <= year and (ends is None or year <= ends.year)
        if fits and year >= (area.population_year or 0):
            area.population, area.population_year = figures[area.code, year], year
    return (area.population, area.population_year) != before


@transaction.atomic
def add_place_types(*, rows: Iterable[Mapping[str, Any]], by: Actor) -> int:
    """Add the kinds of places that the municipality lacks; kinds already there are left as they are."""
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    types = [PlaceType(municipality=by.municipality, **row) for row in rows]
    PlaceType.objects.bulk_create(types, ignore_conflicts=True)
    return len(types)


@transaction.atomic
def store_base_map(*, content: bytes | Path, kind: str, source: str = "", licence: str = "", by: Actor) -> BaseMap:
    """Keep the municipality's base map (GeoJSON or PMTiles) as a file and make it the one in use.

    `content` is the bytes, or the path of a file that is copied piece by piece. The file before it goes.
    """
    require(by, Permission.MANAGE_PLACES, within=by.municipality)
    digest = _digest_of(content)
    path = Path(by.municipality.slug) / f"basemap-{digest[:12]}.{kind}"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        shutil.copyfile(content, target)
    else:
        target.write_bytes(content)
    before = BaseMap.objects.filter(municipality=by.municipality)
    old = {Path(settings.MEDIA_ROOT) / one.path for one in before} - {target}
    before.delete()
    base_map = BaseMap.objects.create(
        municipality=by.municipality, kind=kind, path=str(path), source=source, licence=licence, digest=digest
    )
    note("base_map.stored", by=by, subject=base_map, changed={"kind": kind})
    transaction.on_commit(lambda: [file.unlink(missing_ok=True) for file in old])
    return base_map


def _digest_of(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
