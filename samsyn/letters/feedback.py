"""Whom the coordinator may tell that there is an answer: parties and units with reports in a picture's weeks."""

from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import Organisation, Unit
from samsyn.method.observations.models import ReporterLink
from samsyn.method.pictures.models import SituationalPicture


def weeks_of(picture: SituationalPicture) -> tuple[Week, Week]:
    """Return the first and the last week of a picture."""
    return picture.week - (picture.weeks - 1), picture.week


def to_be_told(picture: SituationalPicture) -> list[dict[str, Any]]:
    """Return the organisations and units with reports in the picture's weeks, and whether each has been told.

    How many reported is not shown: only that somebody did, and never who.
    """
    first, last = weeks_of(picture)
    links = ReporterLink.objects.filter(
        municipality=picture.municipality, observation__state="accepted", observation__iso_week__gte=first.iso,
        observation__iso_week__lte=last.iso, observation__owner__isnull=False,
    ).values_list("observation__owner", "unit").distinct()  # fmt: skip
    pairs = set(links)
    parties = Organisation.objects.in_bulk({owner for owner, _unit in pairs})
    units = Unit.objects.in_bulk({unit for _owner, unit in pairs if unit})
    lines = Event.objects.filter(municipality=picture.municipality, happening="feedback.sent")
    told = {
        (line.changed["organisation"], line.changed["unit"]) for line in lines if line.changed.get("last") == last.iso
    }
    rows = [(owner, None) for owner in parties] + [(owner, unit) for owner, unit in pairs if unit]
    found = [
        {
            "organisation": parties[owner],
            "unit": units.get(unit),
            "told": (str(owner), str(unit or "")) in told or (str(owner), "") in told,
        }
        for owner, unit in rows
    ]
    for row in found:
        row["key"] = key_of(row)
    return sorted(found, key=lambda row: (row["organisation"].name, str(row["unit"] or "")))


def key_of(row: dict[str, Any]) -> str:
    """Return what the button of a row sends: the organisation, or organisation and unit."""
    return ".".join(str(one.pk) for one in (row["organisation"], row["unit"]) if one is not None)
