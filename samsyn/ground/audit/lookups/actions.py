"""Writing who has read or taken out what."""

from collections.abc import Mapping
from typing import Any

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.permissions import Actor

LONGEST_ABOUT = 60


def note_lookup(
    what: str, *, kind: str, by: Actor, about: str = "", choice: Mapping[str, Any] | None = None,
    rows: int | None = None,
) -> Lookup:  # fmt: skip
    """Write one line in the log of readings: one insert, no question. `choice` never holds what was searched for."""
    return Lookup.objects.create(
        municipality=by.municipality, by=by.name_in_logbook.partition(":")[2], kind=kind, what=what,
        about=about[:LONGEST_ABOUT], choice=dict(choice or {}), rows=rows,
    )  # fmt: skip
