"""The verbs of a measure's log: note what was done, take a line away; set a step on the way, say that it is reached."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.ground.records import free_id, sent_before
from samsyn.ground.refusals import whole
from samsyn.method.measures.actions import MeasureRefused, require_carry_out, require_follow_up, without_persons
from samsyn.method.measures.models import Measure, MeasureEntry, Milestone
from samsyn.method.measures.states import State

MOST_TIMES, MOST_HOURS, MOST_REACHED = 500, Decimal(9999), 1_000_000
LONGEST, LONGEST_NAME = 200, 120


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done one day: how many times (0 = not at all), working hours, people reached, and a line."""

    on: date
    times: int = 1
    hours: Decimal | None = None
    reached: int | None = None
    text: str = ""
    deviates: bool = False


def _checked(done: Done, measure: Measure, today: date) -> None:
    if done.on > today:
        raise MeasureRefused(_("Dagen har inte varit än."))
    within = 0 <= done.times <= MOST_TIMES and 0 <= (done.hours or 0) <= MOST_HOURS
    if not within or not 0 <= (done.reached or 0) <= MOST_REACHED:
        raise MeasureRefused(_("Skriv rimliga tal för gånger, timmar och hur många ni nådde."))
    if measure.state == State.CANCELLED:
        raise MeasureRefused(_("Åtgärden är inställd."))
    if done.deviates and not done.text.strip():
        raise MeasureRefused(_("Skriv vad som blev annorlunda."))
    without_persons(done.text)


@transaction.atomic
def note_done(*, measure: Measure, done: Done, today: date, by: Any, key: UUID | None = None) -> MeasureEntry:
    """Add a line to the log; a planned measure has thereby begun, on the day of the line.

    `key` is the writer's own id of the line: the same line sent twice is one.
    """
    require_here(by, measure)
    require_carry_out(measure=measure, by=by)
    _checked(done, measure, today)
    held = Measure.objects.select_for_update().get(pk=measure.pk)
    said = {"done_on": done.on, "times": done.times, "text": done.text.strip()}
    again: MeasureEntry | None = sent_before(measure.entries.all(), key, **said)
    if again is not None:
        return again
    entry = MeasureEntry.objects.create(
        id=free_id(MeasureEntry, key),
        municipality=measure.municipality, measure=measure, done_on=done.on, times=done.times, hours=done.hours,
        reached=done.reached, text=whole(done.text, most=LONGEST, refused=MeasureRefused), deviates=done.deviates,
    )  # fmt: skip
    if held.state == State.PLANNED and done.times:
        require_follow_up(held)
        held.state, held.started_on = State.STARTED, done.on
        held.version += 1
        held.save(update_fields=["state", "started_on", "version"])
    changed = {"number": measure.number, "times": done.times, "deviates": done.deviates}
    note("measure.done_noted", by=by, subject=measure, changed=changed)
    return entry


@transaction.atomic
def take_back_entry(*, entry: MeasureEntry, by: Any) -> None:
    """Take a line out of the log again: it was written by mistake."""
    require_here(by, entry)
    require_carry_out(measure=entry.measure, by=by)
    note("measure.done_taken_back", by=by, subject=entry.measure, changed={"number": entry.measure.number})
    entry.delete()


@transaction.atomic
def set_milestone(*, measure: Measure, name: str, due_on: date, by: Any) -> Milestone:
    """Set a step on the way with its day."""
    require_here(by, measure)
    require_carry_out(measure=measure, by=by)
    if not measure.is_open:
        raise MeasureRefused(_("Åtgärden är redan avslutad."))
    if not name.strip():
        raise MeasureRefused(_("Skriv vad som ska vara klart."))
    without_persons(name)
    milestone = Milestone.objects.create(
        municipality=measure.municipality, measure=measure, name=name.strip()[:LONGEST_NAME], due_on=due_on
    )
    note("measure.milestone_set", by=by, subject=measure, changed={"number": measure.number})
    return milestone


@transaction.atomic
def reach_milestone(*, milestone: Milestone, on: date, by: Any) -> Milestone:
    """Say that a step is reached, or, the second time, that it was not."""
    require_here(by, milestone)
    require_carry_out(measure=milestone.measure, by=by)
    held = Milestone.objects.select_for_update().get(pk=milestone.pk)
    held.reached_on = None if held.reached_on else on
    held.save(update_fields=["reached_on"])
    changed = {"number": milestone.measure.number, "reached": held.reached_on is not None}
    note("measure.milestone_reached", by=by, subject=milestone.measure, changed=changed)
    return held
