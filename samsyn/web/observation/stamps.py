"""What stood on a page, carried by its form: many reports with the stamp of each, in one short text."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

MOST = 500


def seen_now(rows: "QuerySet[Any]") -> list[str]:
    """Return "id:state:version" of each row, the oldest first; at most five hundred."""
    found = rows.order_by("observed_on", "id").values_list("pk", "state", "version")[:MOST]
    return [f"{pk.hex}:{state}:{version}" for pk, state, version in found]


def seen_before(text: str) -> dict[UUID, str]:
    """Return the stamp of each report that a form says stood on the page; what cannot be read is left out.

    >>> seen_before("00000000000000000000000000000001:new:2 nonsense")
    {UUID('00000000-0000-0000-0000-000000000001'): 'new:2'}
    """
    seen = {}
    for part in text.split()[:MOST]:
        name, _colon, stamp = part.partition(":")
        try:
            seen[UUID(name)] = stamp
        except ValueError:
            continue
    return seen
