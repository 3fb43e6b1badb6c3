"""The verbs of the reviewer beyond accepting: lower to area, mark for the picture, deal with a correction."""

from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.method.observations.actions import held_for_review
from samsyn.method.observations.drafts import ObservationRefused
from samsyn.method.observations.models import Inquiry, Observation, ObservationVersion, Precision
from samsyn.method.observations.states import State

MARKABLE = {State.NEW, State.UNDER_REVIEW, State.ACCEPTED}
POINTED = {"lon", "lat", "place", "place_id", "place_type", "door"}


@transaction.atomic
def lower_to_area(*, observation: Observation, by: Any, seen: str | None = None) -> Observation:
    """Take the point and the place away, so that only the area is left; nothing tells why."""
    held = held_for_review(observation=observation, by=by, seen=seen)
    if held.area_id is None:
        raise ObservationRefused("Rapporten har inget område. Välj ett område först.")
    if held.precision == Precision.AREA and held.lon is None and held.place_id is None and not held.door:
        return held
    # The point itself is kept in no version, neither now nor from before: it is what must not be found again.
    for version in ObservationVersion.objects.filter(observation=held):
        version.before = {name: value for name, value in version.before.items() if name not in POINTED}
        version.save(update_fields=["before"])
    ObservationVersion.objects.create(
        municipality=held.municipality, observation=held, number=held.version, by=by.name_in_logbook,
        before={"precision": held.precision},
    )  # fmt: skip
    held.lon = held.lat = held.place = None
    held.precision, held.place_type, held.door = Precision.AREA, "", ""
    held.version += 1
    held.save(update_fields=["lon", "lat", "place", "precision", "place_type", "door", "version"])
    note("observation.lowered_to_area", by=by, subject=held)
    return held


@transaction.atomic
def mark_for_picture(*, observation: Observation, by: Any, marked: bool = True, seen: str | None = None) -> Observation:
    """Mark a report to be talked about when the picture is gone through, or take the mark away. Nothing is counted."""
    held = held_for_review(observation=observation, by=by, seen=seen)
    if held.state not in MARKABLE:
        raise ObservationRefused("Rapporten är {state} och kan inte tas upp.", state=held.get_state_display())
    if held.taken_up != marked:
        held.taken_up = marked
        held.save(update_fields=["taken_up"])
        note("observation.marked" if marked else "observation.unmarked", by=by, subject=held)
    return held


@transaction.atomic
def deal_with_correction(*, inquiry: Inquiry, by: Any) -> Inquiry:
    """Say that a correction is dealt with; it leaves the queue."""
    held_for_review(observation=inquiry.observation, by=by)
    inquiry.handled = True
    inquiry.save(update_fields=["handled"])
    note("correction.handled", by=by, subject=inquiry)
    return inquiry
