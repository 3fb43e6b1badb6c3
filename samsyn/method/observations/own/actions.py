"""The verbs of the one who reported: change or withdraw until reviewed, say that it goes on or is over."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.people.members import Machine
from samsyn.method.observations.actions import rewrite, submit_observation, unnamed, without_persons
from samsyn.method.observations.drafts import Draft, ObservationRefused
from samsyn.method.observations.dwellings import keep_door
from samsyn.method.observations.merged.actions import let_the_next_stand
from samsyn.method.observations.models import Inquiry, Kind, Observation, ReporterLink
from samsyn.method.observations.states import State, may_become

KEPT_OF_A_HOME = ("lon", "lat", "place_type", "place_id", "area_id", "door")
STILL_OPEN_TO_ITS_WRITER = {State.NEW, State.SENT_BACK}


def _own(observation: Observation, by: Any) -> Observation:
    """Return the row, held for this transaction; raises ObservationRefused unless `by` sent it."""
    sent_by = ReporterLink.objects.filter(observation=observation, user=by.user)
    if by.user is None or observation.municipality_id != by.municipality.pk or not sent_by.exists():
        raise ObservationRefused("Det är inte din rapport.")
    return Observation.objects.select_for_update().get(pk=observation.pk)


@transaction.atomic
def change_own_observation(*, observation: Observation, draft: Draft, now: datetime, by: Any) -> Observation:
    """Change the own report until somebody has reviewed it; how it was is kept. One sent back goes to review again."""
    kept = _own(observation, by)
    if kept.state not in STILL_OPEN_TO_ITS_WRITER:
        raise ObservationRefused("Rapporten är redan granskad. Lägg till en rättelse i stället.")
    rewrite(observation=kept, draft=replace(draft, id=kept.pk), now=now, by=by, reason="", told_as=unnamed(by))
    if kept.state == State.SENT_BACK:
        kept.state = State.UNDER_REVIEW
        kept.save(update_fields=["state"])
        note("observation.answered", by=unnamed(by), subject=kept)
    return kept


@transaction.atomic
def withdraw_observation(*, observation: Observation, by: Any) -> Observation:
    """Take the own report back before it is reviewed; its text and photos are locked away and go by disposal."""
    kept = _own(observation, by)
    if kept.state == State.WITHDRAWN:
        return kept
    if not may_become(kept.state, State.WITHDRAWN):
        raise ObservationRefused("Rapporten är redan granskad och kan inte tas tillbaka. Lägg till en rättelse.")
    kept.state = State.WITHDRAWN
    kept.save(update_fields=["state"])
    note("observation.withdrawn", by=unnamed(by), subject=kept)
    let_the_next_stand(gone=kept, by=Machine(name="sammanslagning", municipality=by.municipality))
    return kept


@transaction.atomic
def say_still_so(*, observation: Observation, id: UUID | None, now: datetime, by: Any) -> Observation:
    """Say in one tap that the own earlier report still holds: a report of now that adds a source, not a count."""
    before = _own(observation, by)
    if before.kind != Kind.CONDITION:
        raise ObservationRefused("Bara det som är trasigt, mörkt eller skräpigt kan fortsätta. Skriv en ny rapport.")
    again = Draft(
        id=id, category=before.category, observed_to=now, kind=before.kind, place=before.place, area=before.area,
        lon=before.lon, lat=before.lat, precision=before.precision, severity=before.severity, owner=before.owner,
        audience=before.audience, audience_group=before.audience_group, same_as_id=before.same_as_id or before.pk,
        place_type=before.place_type,
    )  # fmt: skip
    return _behind_the_same_door(submit_observation(draft=again, now=now, by=by), before=before)


def _behind_the_same_door(made: Observation, *, before: Observation) -> Observation:
    """Put what is kept of a home, for its reviewers, on the report that says that it goes on."""
    row = {name: getattr(made, name) for name in KEPT_OF_A_HOME}
    keep_door(row, before=before)
    changed = [name for name in KEPT_OF_A_HOME if row[name] != getattr(made, name)]
    for name in changed:
        setattr(made, name, row[name])
    if changed:
        made.save(update_fields=changed)
    return made


@transaction.atomic
def say_over_now(*, observation: Observation, on: date, by: Any) -> Observation:
    """Say in one tap that the condition of the own earlier report is mended."""
    kept = _own(observation, by)
    if kept.kind != Kind.CONDITION:
        raise ObservationRefused("En händelse är redan över.")
    if kept.ended_on is None:
        kept.ended_on = max(on, kept.observed_on)
        kept.save(update_fields=["ended_on"])
        note("condition.ended", by=unnamed(by), subject=kept, changed={"on": kept.ended_on.isoformat()})
    return kept


@transaction.atomic
def answer_question(*, observation: Observation, text: str, by: Any) -> Inquiry:
    """Answer the reviewer's question on the own report; the report goes to review again."""
    kept = _own(observation, by)
    if kept.state != State.SENT_BACK:
        raise ObservationRefused("Det finns ingen fråga att svara på. Lägg till en rättelse i stället.")
    answer = _said(kept, Inquiry.Kind.ANSWER, text, by)
    kept.state = State.UNDER_REVIEW
    kept.save(update_fields=["state"])
    note("observation.answered", by=unnamed(by), subject=kept)
    return answer


@transaction.atomic
def add_correction(*, observation: Observation, text: str, by: Any) -> Inquiry:
    """Add a correction to the own report after it was reviewed; the reviewer decides what it changes."""
    kept = _own(observation, by)
    if kept.state not in {State.ACCEPTED, State.MERGED, State.UNDER_REVIEW}:
        raise ObservationRefused("Ändra rapporten i stället. Den är inte granskad än.")
    correction = _said(kept, Inquiry.Kind.CORRECTION, text, by)
    note("observation.correction_added", by=unnamed(by), subject=kept)
    return correction


def _said(observation: Observation, kind: str, text: str, by: Any) -> Inquiry:
    if not text.strip():
        raise ObservationRefused("Skriv något först.")
    without_persons(text)
    return Inquiry.objects.create(
        municipality=by.municipality, observation=observation, kind=kind, text=text.strip()[:500]
    )
