"""The verb that copies what is shipped."""

from typing import Any

from django.db import transaction

from samsyn.ground.tenancy.models import Municipality
from samsyn.method.problems.equipping.shipped import shipped_ways
from samsyn.method.problems.way_models import ReadyItem, TriggerRule


@transaction.atomic
def equip_with_ways(*, municipality: Municipality) -> int:
    """Copy the shipped rows where the municipality has none of that kind; returns how many were made."""
    made = 0
    kinds: tuple[tuple[Any, str], ...] = ((ReadyItem, "ready"), (TriggerRule, "rules"))
    for model, key in kinds:
        if not model.objects.filter(municipality=municipality).exists():
            rows = [model(municipality=municipality, position=n, **row) for n, row in enumerate(shipped_ways()[key])]
            made += len(model.objects.bulk_create(rows))
    return made
