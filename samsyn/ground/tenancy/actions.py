"""The verbs of tenancy. (`people.found_municipality` puts a whole new municipality in place.)"""

from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality


class MunicipalityRefused(Refused):
    """The municipality could not be added or changed; the sentence says what to do."""


@transaction.atomic
def add_municipality(
    *, slug: str, name: str, code: str, extent: tuple[float, float, float, float], **more: Any
) -> Municipality:
    """Add a municipality; extent is (west, south, east, north) in degrees. Raises MunicipalityRefused."""
    west, south, east, north = extent
    zone = more.get("time_zone", "UTC")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise MunicipalityRefused("Tidszonen {zone} finns inte. Skriv som Europe/Stockholm.", zone=zone) from None
    municipality = Municipality(
        slug=slug, name=name, code=code, west=west, south=south, east=east, north=north, **more
    )
    try:
        municipality.full_clean(exclude=["extent", "settings"])
        municipality.save(force_insert=True)
    except (ValidationError, IntegrityError) as problem:
        raise MunicipalityRefused("Kommunen kunde inte läggas till: {problem}", problem=problem) from problem
    return municipality


@transaction.atomic
def change_municipality(*, municipality: Municipality, **changes: Any) -> Municipality:
    """Change a municipality's own facts. Raises MunicipalityRefused."""
    for name, value in changes.items():
        setattr(municipality, name, value)
    try:
        municipality.full_clean(exclude=["extent", "settings"])
    except ValidationError as problem:
        raise MunicipalityRefused("Ändringen kunde inte sparas: {problem}", problem=problem) from problem
    municipality.save(update_fields=list(changes))
    return municipality
