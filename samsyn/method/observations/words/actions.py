"""The verb that counts what the guard finds; it stands outside the refused transaction, so that the count remains."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from samsyn.ground.records import uuid_from
from samsyn.method.observations.guard import hits_for_review
from samsyn.method.observations.models import GuardHit


@transaction.atomic
def count_guard_hits(*, text: str, field: str, now: datetime, by: Any) -> int:
    """Add what is found in a text to the day's counts: kind, field and level. Returns how many things were found.

    Neither the text nor its writer is kept, and a count is not tied to any report.
    """
    here = by.municipality
    day = now.astimezone(here.zone).date()
    found = Counter((hit.kind, hit.level) for hit in hits_for_review(text))
    for (kind, level), number in found.items():
        pk = uuid_from("guard", str(here.pk), kind, level, field, day.isoformat())
        row = {"municipality": here, "kind": kind, "level": level, "field": field, "day": day}
        GuardHit.objects.get_or_create(id=pk, defaults=row)
        GuardHit.objects.filter(pk=pk).update(count=F("count") + number)
    return found.total()
