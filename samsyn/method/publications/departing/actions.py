"""The verb that keeps what a leaving party was given."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.method.publications.models import Departure


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the protocol tells of a departure."""

    last_day: date
    reference: str
    decided_by: str
    heir: Organisation | None = None
    given: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def keep_departure(
    *, organisation: Organisation, facts: Facts, digest: str, size_bytes: int, now: datetime, by: Any
) -> Departure:
    """Keep that a party left, with the digest of what it was given."""
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    require_here(by, organisation, facts.heir)
    row = Departure.objects.create(
        municipality=by.municipality, organisation=organisation, digest=digest, size_bytes=size_bytes, made_at=now,
        **{name: getattr(facts, name) for name in Facts.__dataclass_fields__},
    )  # fmt: skip
    note("party.left", by=by, subject=organisation, changed={"decision": facts.reference, "digest": digest})
    return row
