"""samsyn basemap import: the municipality's own background map, from PMTiles, GeoJSON or GeoPackage."""

import argparse
import gzip
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from samsyn.cli.said import say
from samsyn.ground.people.actions import founder
from samsyn.ground.places.actions import PlaceRefused, store_base_map
from samsyn.ground.spoken import said as _
from samsyn.ground.tenancy.models import Municipality

# Words in the name of a layer or a field → how the map draws it. The first that fits decides.
DRAWN_AS = {
    "water": ("vatten", "water", "sjö", "sjo", "hav", "sea"),
    "built": ("byggn", "build", "hus"),
    "rail": ("järnv", "jarnv", "rail"),
    "path": ("gång", "gang", "cykel", "path", "stig", "foot"),
    "street": ("väg", "vag", "road", "street", "gata", "transport", "highway"),
    "forest": ("skog", "forest", "wood"),
    "park": ("park", "grön", "gron", "green", "grass"),
    "border": ("gräns", "grans", "border", "bound"),
    "field": ("mark", "land", "field", "åker", "aker"),
}
OWN = {"sea", "land", "allotment", "pitch", "quay", "square", "label", *DRAWN_AS}
DEGREES = 4326
DIGITS = 1e-5                   # about a metre: enough for what lies behind
LARGEST = 30_000_000            # bytes as sent; above it tiles are the right thing


def add_commands(subparsers: Any) -> None:
    """Add `samsyn basemap import`."""
    basemap = subparsers.add_parser("basemap", help=_("bakgrundskarta")).add_subparsers(dest="what", required=True)
    one = basemap.add_parser("import", help=_("läs in en fil som bakgrundskarta (PMTiles, GeoJSON, GeoPackage)"))
    one.add_argument("file", type=Path, help=_("kartan"))
    one.add_argument("--municipality", required=True, metavar="SLUG", help=_("kommunens adress, till exempel orebro"))
    one.add_argument("--source", default="", help=_("vem som gjort kartan; står under den"))
    one.add_argument("--licence", default="", help=_("villkoren för att använda den"))
    one.set_defaults(run=import_)


def import_(args: argparse.Namespace) -> int:
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise PlaceRefused("Kommunen {municipality} finns inte.", municipality=args.municipality)
    if not args.file.is_file():
        raise PlaceRefused("Filen {file} finns inte.", file=args.file)
    kind = args.file.suffix.lower().removeprefix(".").replace("json", "geojson").replace("geogeo", "geo")
    if kind not in READERS:
        raise PlaceRefused("Läs in PMTiles, GeoJSON eller GeoPackage (.pmtiles, .geojson, .gpkg).")
    stored_as, content = READERS[kind](args.file, municipality)
    facts = {"source": args.source, "licence": args.licence}
    base = store_base_map(content=content, kind=stored_as, by=founder(municipality), **facts)
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    say(f"{municipality.name} har en ny bakgrundskarta: {base.kind}, {size / 1e6:.1f} MB.")
    return 0


def _outside(municipality: Municipality) -> PlaceRefused:
    return PlaceRefused("Kartan ligger utanför {name}. Kontrollera koordinatsystemet.", name=municipality.name)


def _overlaps(municipality: Municipality, west: float, south: float, east: float, north: float) -> bool:
    here = municipality
    return west < here.east and east > here.west and south < here.north and north > here.south


def tiles(path: Path, municipality: Municipality) -> tuple[str, Path]:
    """Check the head of a PMTiles file (version 3): what it is and where it lies; the rest is not read."""
    with path.open("rb") as file:
        head = file.read(127)
    if len(head) < 127 or head[:7] != b"PMTiles" or head[7] != 3:
        raise PlaceRefused("Filen är inte en PMTiles-fil i version 3.")
    edges = [edge / 1e7 for edge in struct.unpack_from("<4i", head, 102)]
    if not _overlaps(municipality, *edges):
        raise _outside(municipality)
    return "pmtiles", path


def layer_of(*names: str) -> str | None:
    """Say how something is drawn, after the name of its layer or kind; None = not at all.

    >>> layer_of("Byggnader"), layer_of("by_04", "vattenyta"), layer_of("okänt")
    ('built', 'water', None)
    """
    for name in (name.casefold() for name in names):
        if name in OWN:
            return name
        for layer, words in DRAWN_AS.items():
            if any(word in name for word in words):
                return layer
    return None


def drawing(path: Path, municipality: Municipality) -> tuple[str, bytes]:
    """Read a drawing (GeoJSON or GeoPackage), cut it at the municipality's extent and sort it into layers."""
    import shapely

    here = municipality
    frame = shapely.box(here.west - 0.02, here.south - 0.02, here.east + 0.02, here.north + 0.02)
    features = [_feature("land", frame, {})]
    for layer, shape, properties in _shapes(path):
        cut = shapely.intersection(shape, frame) if shape is not None else None
        if cut is not None and not cut.is_empty:
            features.append(_feature(layer, shapely.set_precision(cut, DIGITS, mode="pointwise"), properties))
    if len(features) == 1:
        raise _outside(municipality)
    if any(feature["properties"]["layer"] == "land" for feature in features[1:]):
        features = features[1:]
    content = gzip.compress(json.dumps({"type": "FeatureCollection", "features": features}).encode(), mtime=0)
    if len(content) > LARGEST:
        raise PlaceRefused("Kartan är för stor att skicka hel. Gör den till PMTiles, eller ta med färre lager.")
    return "geojson", content


def _feature(layer: str, shape: Any, properties: dict[str, Any]) -> dict[str, Any]:
    import shapely

    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": {"layer": layer, **properties}, "geometry": geometry}


def _shapes(path: Path) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Yield layer, shape in degrees, and name; shapes that we do not know how to draw are left out."""
    import pyogrio
    import shapely
    from pyogrio import raw

    for name in pyogrio.list_layers(path)[:, 0]:
        meta, _ids, shapes, columns = raw.read(path, layer=name)
        fields = dict(zip(meta["fields"], columns, strict=True))
        turned = shapely.transform(shapely.force_2d(shapely.from_wkb(shapes)), _to_degrees(meta["crs"]))
        for at, shape in enumerate(turned):
            said = [str(fields[key][at]) for key in ("layer", "type", "kind", "objekttyp", "class") if key in fields]
            layer = layer_of(*said, str(name))
            if layer:
                called = fields["name"][at] if "name" in fields else None
                yield layer, shape, {"name": str(called)} if called else {}


def _to_degrees(crs: str | None) -> Any:
    from pyproj import Transformer

    if not crs or crs == f"EPSG:{DEGREES}":
        return lambda points: points
    there = Transformer.from_crs(crs, DEGREES, always_xy=True)
    return lambda points: np.column_stack(there.transform(points[:, 0], points[:, 1]))


READERS = {"pmtiles": tiles, "geojson": drawing, "gpkg": drawing}
