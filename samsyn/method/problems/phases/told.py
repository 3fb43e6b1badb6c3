"""In which phases areas and problems stood, as plain rows: live for a draft, as they were at the lock afterwards."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.beside import laid_beside
from samsyn.method.problems.phase_models import PhasePlacement

BESIDE = "phases"
AUDIENCES = ("parties", "authorities")
Row = dict[str, Any]


def phases_of_picture(picture: Any, *, on: date, audience: str, reader: Any = None) -> list[Row]:
    """Return the phases that a picture's paper tells of: those `reader` may see, or (None) all of the audience.

    A locked picture has those that were laid beside it, whatever has been placed, renamed or switched off since; one
    locked without has none. Who may read them is asked when they are read.
    """
    if audience not in AUDIENCES:
        return []
    here = picture.municipality
    rows = laid_beside(picture, BESIDE) if picture.is_locked else phases_then(here, on)
    if reader is None:
        return [row for row in rows if audience in row["told"]]
    seen = PhasePlacement.objects.visible_to(reader).filter(pk__in=[row["key"] for row in rows]) if rows else []
    keys = {str(each.pk) for each in seen}
    return [row for row in rows if row["key"] in keys]


def phases_then(here: Municipality, on: date) -> Sequence[Row]:
    """Return where areas and open problems stood on a day, and which audiences' readers may all see it."""
    rows = PhasePlacement.objects.filter(municipality=here)
    stood = rows.standing(on=on)
    if not stood:
        return []
    told = {each: set(rows.told_to(each, of=here).values_list("pk", flat=True)) for each in AUDIENCES}
    return [_row(one, [audience for audience in AUDIENCES if one.pk in told[audience]]) for one in stood]


def _row(one: Any, told: list[str]) -> Row:
    phase, model = one.phase, one.phase.model
    return {
        "key": str(one.pk), "where": one.area.name if one.area is not None else one.problem.title,
        "number": phase.number, "phase_sv": phase.name_sv, "phase_en": phase.name_en, "model_sv": model.name_sv,
        "model_en": model.name_en, "is_example": model.is_example, "since": one.on.isoformat(), "told": told,
    }  # fmt: skip
