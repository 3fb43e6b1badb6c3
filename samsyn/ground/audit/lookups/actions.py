"""Writing who has read, taken out or printed what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.permissions import Actor

LONGEST_ABOUT, LATEST = 60, 50


def note_lookup(
    what: str, *, kind: str, by: Actor, about: str = "", choice: Mapping[str, Any] | None = None,
    rows: int | None = None, at: datetime | None = None,
) -> Lookup:  # fmt: skip
    """Write one line in the log of readings: one insert, no question. `choice` never holds what was searched for.

    `at` = when it was, where that is not now.
    """
    return Lookup.objects.create(
        municipality=by.municipality, by=by.name_in_logbook.partition(":")[2], kind=kind, what=what,
        about=about[:LONGEST_ABOUT], choice=dict(choice or {}), rows=rows,
        **({"created_at": at} if at is not None else {}),
    )  # fmt: skip


def note_print(what: str, *, by: Actor, about: str, choice: Mapping[str, Any], since: datetime) -> Lookup | None:
    """Write that a page is being printed, with as many rows as when it was read; None where nobody noted its reading.

    `since` = when the reader's session can have begun: what was read in an earlier one is not on the screen.
    So what leaves no line when it is read (the own reports, what is for all parties) leaves none when it is printed.
    """
    told = {"what": what, "about": about[:LONGEST_ABOUT], "by": by.name_in_logbook.partition(":")[2]}
    read = Lookup.objects.filter(municipality=by.municipality, kind=Lookup.Kind.READ, **told)
    seen = list(read.filter(created_at__gte=since).latest_first()[:LATEST])
    if not seen:
        return None
    same = next((each for each in seen if each.choice == dict(choice)), None)
    rows = same.rows if same is not None else None
    return note_lookup(what, kind=Lookup.Kind.PRINT, by=by, about=about, choice=choice, rows=rows)
