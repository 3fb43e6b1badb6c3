"""What leaves the group on paper: security weaknesses by area alone, whoever the paper is for.

A list of broken locks by address is a burglar's map, and paper travels. On the screen the place stands; on paper, in
text documents, slides and workbooks only the area does. The tables are made so before any paper sees them.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.tables import whole_picture

# Locks and doors, dark and deserted places, sabotage of alarms and door closers. A municipality's own categories say so
# themselves (area_level).
WEAKNESSES = ("I4", "I5", "E6")
Table = dict[str, Any]


def weaknesses_of(municipality: Municipality) -> frozenset[str]:
    """Return the codes of the categories that stand on paper by area alone."""
    found = Category.objects.filter(municipality=municipality).filter(
        Q(area_level=True) | Q(default_code__in=WEAKNESSES) | Q(code__in=WEAKNESSES)
    )
    return frozenset(found.values_list("code", flat=True))


def picture_that_leaves(picture: SituationalPicture, audience: str) -> Table:
    """Return everything the picture holds for an audience, as it may stand on paper."""
    whole = whole_picture(picture, audience)
    weak = weaknesses_of(picture.municipality)
    return {**whole, "tables": tables_that_leave(whole["tables"], weak=weak)}


def tables_that_leave(tables: Mapping[str, Any], *, weak: frozenset[str]) -> Table:
    """Return the tables with weaknesses by area: no place, no fault number, no place's own list of them, no pattern."""
    kept = dict(tables)
    kept["conditions"] = [
        {**row, "place": "", "fault_number": None} if row["category"] in weak else row
        for row in tables.get("conditions", [])
    ]
    for name in ("places", "usual_places"):
        kept[name] = [_without(row, weak) for row in tables.get(name, [])]
    if "to_look_at" in tables:
        kept["to_look_at"] = [row for row in tables["to_look_at"] if not weak & set(row["asked"]["categories"])]
    return kept


def _without(row: Mapping[str, Any], weak: frozenset[str]) -> Table:
    return {**row, "categories": [each for each in row["categories"] if each["code"] not in weak]}
