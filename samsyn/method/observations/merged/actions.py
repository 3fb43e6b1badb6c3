"""The verb of the merged: when the one that was kept goes, the next of them stands in its place."""

from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.method.observations.models import Observation
from samsyn.method.observations.states import State


@transaction.atomic
def let_the_next_stand(*, gone: Observation, by: Any) -> Observation | None:
    """Let the first of those merged into a report that is withdrawn or refused stand in its place; the rest follow it.

    What was counted goes on being counted: the next one is accepted if it or the one that went had been. Else it waits
    for review like any other. Nothing is merged into most reports; then nothing happens.
    """
    merged = Observation.objects.select_for_update().filter(merged_into=gone, state=State.MERGED)
    first, *others = list(merged.order_by("observed_to", "created_at", "id")) or [None]
    if first is None:
        return None
    first.accepted_at = first.accepted_at or gone.accepted_at
    first.state = State.ACCEPTED if first.accepted_at else State.UNDER_REVIEW
    first.merged_into = None
    first.save(update_fields=["state", "accepted_at", "merged_into"])
    Observation.objects.filter(pk__in=[other.pk for other in others]).update(merged_into=first)
    note("observation.stands_again", by=by, subject=first, changed={"instead_of": str(gone.pk), "follow": len(others)})
    return first
