"""Dwellings: a report about a home stands at its stretch of street everywhere; only its reviewers see the door.

The row itself is coarse, so that every list, map, tile, file, picture and answer is coarse without doing anything. The
exact point and the place's name are kept in one column, `door`, that only `door_of` reads.
"""

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.method.observations.models import Category, Precision

DWELLING = "dwelling"                    # the kind of place
ALWAYS_AT_A_DWELLING = {"F1"}            # the shipped category of burglary in homes, whatever it is called here
STRETCH_M = 100.0
METRES_A_DEGREE = 111_320.0
PUBLIC = {"square", "shop", "school", "preschool", "leisure", "park", "parking", "path", "stop", "public_room",
          "restaurant", "forest", "beach", "street"}  # fmt: skip
HOUSE_NUMBER = re.compile(r"[\s,]+\d+\s*[A-Za-zÅÄÖåäö]?(?![A-Za-zÅÄÖåäö]).*$")
HIDDEN = ("lon", "lat", "place", "precision", "place_type", "door")


class Door(NamedTuple):
    """Where a report about a dwelling really stands; for its reviewers alone."""

    lon: float | None
    lat: float | None
    place: str

    @property
    def stored(self) -> str:
        """Write it as the column holds it."""
        point = "" if self.lon is None or self.lat is None else f"{self.lon:.6f},{self.lat:.6f}"
        return f"{point}|{self.place}"

    @classmethod
    def read(cls, stored: str) -> "Door | None":
        """Read the column; empty is no door."""
        if not stored:
            return None
        point, _bar, place = stored.partition("|")
        lon, lat = (float(edge) for edge in point.split(",")) if point else (None, None)
        return cls(lon, lat, place)


def at_a_dwelling(*, category: Category, place_type: str) -> bool:
    """Say whether a report is about somebody's home: its kind of place says so, or its category always is."""
    return place_type == DWELLING or (category.default_code or category.code) in ALWAYS_AT_A_DWELLING


def without_number(name: str) -> str:
    """Return the street's name of an address, without number, door or flat.

    >>> without_number("Storgatan 12 B, lgh 1302"), without_number("Karin Boyes plats")
    ('Storgatan', 'Karin Boyes plats')
    """
    return HOUSE_NUMBER.sub("", name).strip()


def stretch_of(lon: float, lat: float, *, municipality: Any) -> tuple[float, float]:
    """Return the middle of the 100-metre square that a point (degrees, WGS 84) lies in; the same for all in it."""
    tall = STRETCH_M / METRES_A_DEGREE
    wide = tall / math.cos(math.radians((municipality.south + municipality.north) / 2))
    return _middle(lon, wide), _middle(lat, tall)


def _middle(at: float, size: float) -> float:
    return round((math.floor(at / size) + 0.5) * size, 6)


def hide_door(row: dict[str, Any], *, place: Place | None, municipality: Any) -> None:
    """Make a row coarse: the middle of its stretch, the street in place of the address, and the door put aside."""
    lon, lat = row["lon"], row["lat"]
    place = place.merged_into or place if place is not None else None
    street = _street_of(place)
    hides_place = place is not None and (street is None or street.pk != place.pk)
    if lon is not None and lat is not None:
        row["lon"], row["lat"] = stretch_of(lon, lat, municipality=municipality)
        row["precision"] = Precision.WITHIN_100M if row["precision"] == Precision.EXACT else row["precision"]
    moved = (row["lon"], row["lat"]) != (lon, lat)
    row["place_id"] = street.pk if street is not None else None
    row["place_type"] = DWELLING
    row["door"] = Door(lon, lat, place.name if hides_place and place else "").stored if moved or hides_place else ""


def _street_of(place: Place | None) -> Place | None:
    """Return the place that may stand on the report: a public one as it is, else the street of its address."""
    if place is None:
        return None
    kind = place.place_type.code if place.place_type is not None else ""
    street = without_number(place.name)
    if street == place.name:
        return place if kind in PUBLIC else None
    known = Place.objects.filter(municipality=place.municipality_id, name__iexact=street)
    return known.standing().order_by("id").first() if street else None


def keep_door(row: dict[str, Any], *, before: Any) -> None:
    """Leave the door as it was when a coarse report is written again by one who only saw the stretch."""
    again, stood = Door.read(row["door"]), (before.lon, before.lat)
    if not before.door or (row["lon"], row["lat"]) != stood or row["place_type"] != before.place_type:
        return
    name = before.place.name if before.place is not None else ""
    if again is None or ((again.lon, again.lat) == stood and again.place in ("", name)):
        # The middle of the stretch may lie on the other side of a border: the area is that of the door, as before.
        row.update(place_id=before.place_id, door=before.door)
        if before.lon is not None:
            row["area_id"] = before.area_id


def hidden_by(changes: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns that a change of many writes beside its own: when it gives a category of dwellings, or a
    place, which may be an address and be given to a report about a home."""
    category = changes.get("category")
    if category is not None and category.area_level:
        return ()
    hides = category is not None and at_a_dwelling(category=category, place_type="")
    return HIDDEN if hides or changes.get("place") is not None else ()


def hidden_when_changed(observation: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return those columns as they become for one row."""
    category = changes.get("category", observation.category)
    if not hidden_by(changes) or not at_a_dwelling(category=category, place_type=observation.place_type):
        return {}
    names = ("lon", "lat", "place_id", "area_id", "precision", "place_type", "door")
    row = {name: getattr(observation, name) for name in names}
    hide_door(row, place=changes.get("place", observation.place), municipality=observation.municipality)
    if "place" in changes:
        row["door"] = _at_another_place(observation.door, now=row["door"])
    else:
        keep_door(row, before=observation)
    return row


def _at_another_place(before: str, *, now: str) -> str:
    """Return a door that has got another place: its name is new, its exact point is the one that was known."""
    old, new = Door.read(before), Door.read(now)
    if old is None or old.lon is None:
        return now
    return Door(old.lon, old.lat, new.place if new is not None else "").stored


def door_of(observation: Any, member: Any) -> Door | None:
    """Return the door to one who reviews the report: a coordinator, or a reviewer of its own organisation."""
    owner = observation.owner
    may = member.may(Permission.REVIEW_ALL) or (
        owner is not None and member.may(Permission.REVIEW_OWN, within=owner))
    return Door.read(observation.door) if may and observation.municipality_id == member.municipality.pk else None
