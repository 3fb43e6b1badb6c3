"""The verbs of meetings: open, note who is there, decide, close; nothing locks a meeting whose time is up."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Group, Seat
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.refusals import Refused
from samsyn.method.measures.actions import Line, decide_measure, without_persons
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.agenda import agenda_of, audience_of_group, reports_behind
from samsyn.method.meetings.models import Attendance, Decision, Meeting
from samsyn.method.meetings.states import MAY_SAY, Choice, State
from samsyn.method.pictures.models import SituationalPicture

LONGEST = 300


class MeetingRefused(Refused):
    """The meeting was not opened or changed; the sentence says why."""


class MeetingOvertaken(MeetingRefused):
    """Somebody else decided in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


@transaction.atomic
def open_meeting(
    *, week: Week, held_on: date, now: datetime, by: Any, group: Group | None = None
) -> Meeting:
    """Open the group's meeting on a week's picture; one that is already going on is returned as it is.

    Seats are filled as they were last time, and everything that was postponed comes up again.
    """
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, group)
    own = Meeting.objects.filter(municipality=by.municipality).of_group(group)
    going_on = own.going_on().first()
    if going_on is not None:
        return going_on
    before = own.latest_first().first()
    picture = SituationalPicture.objects.filter(municipality=by.municipality).of_week(week).first()
    meeting = Meeting.objects.create(
        municipality=by.municipality, group=group, picture=picture, iso_week=week.iso, held_on=held_on, opened_at=now,
        audience=audience_of_group(group),
    )  # fmt: skip
    _seat(meeting, before)
    Decision.objects.bulk_create(agenda_of(meeting, before))
    note("meeting.opened", by=by, subject=meeting, changed={"week": week.iso})
    return meeting


def _seat(meeting: Meeting, before: Meeting | None) -> None:
    """Lay out the group's seats by function, filled as at the meeting before."""
    if meeting.group is None:
        return
    there = set(before.attendance.filter(present=True).values_list("function", flat=True)) if before else set()
    Attendance.objects.bulk_create([
        Attendance(
            municipality=meeting.municipality, meeting=meeting, function=seat.function, organisation=seat.organisation,
            present=seat.function in there,
        )
        for seat in Seat.objects.filter(group=meeting.group).select_related("organisation")
    ])  # fmt: skip


def _require_open(meeting: Meeting, by: Any) -> None:
    require_here(by, meeting)
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    if not Meeting.objects.select_for_update().get(pk=meeting.pk).is_open:
        raise MeetingRefused(_("Mötet är avslutat och protokollet står fast."))


@transaction.atomic
def note_attendance(*, meeting: Meeting, present: Collection[UUID], by: Any) -> Meeting:
    """Note which functions are there."""
    _require_open(meeting, by)
    for seat in meeting.attendance.all():
        seat.present = seat.pk in present
        seat.save(update_fields=["present"])
    note("meeting.attended", by=by, subject=meeting, changed={"present": len(present)})
    return meeting


def _held(decision: Decision, *, by: Any, version: int, mine: str) -> Decision:
    """Return the row, held for this transaction; raises MeetingOvertaken where another version stands there now."""
    _require_open(decision.meeting, by)
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    if held.version != version:
        said = Choice(held.choice).label if held.choice else ""
        written = held.measure.what if held.measure is not None else held.text
        raise MeetingOvertaken(
            _("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla."),
            theirs=": ".join(str(part) for part in (said, written) if part), mine=mine,
        )  # fmt: skip
    if held.measure is not None:
        raise MeetingRefused(_("Här finns redan en åtgärd. Ändra den i åtgärdslistan."))
    return held


@transaction.atomic
def decide(*, decision: Decision, choice: str, text: str, version: int, by: Any) -> Decision:
    """Say that the group watches a place, or takes no measure and why. May be said again until the meeting closes."""
    held = _held(decision, by=by, version=version, mine=text)
    if choice not in MAY_SAY or choice == Choice.MEASURE:
        raise MeetingRefused(_("Välj bevaka eller ingen åtgärd."))
    if choice == Choice.NONE and not text.strip():
        raise MeetingRefused(_("Skriv varför ingen åtgärd behövs."))
    without_persons(text)
    first = held.is_undecided
    held.choice, held.text = choice, text.strip()[:LONGEST]
    _save(held, by)
    if first:
        for observation in reports_behind(held):
            note("decision.taken_up", by=by, subject=observation, changed={"on": held.meeting.held_on.isoformat()})
    return held


@transaction.atomic
def decide_on_measure(*, decision: Decision, line: Line, version: int, today: date, by: Any) -> Measure:
    """Decide on a measure for a place or an area: one line; it remembers the picture and the reports behind it."""
    held = _held(decision, by=by, version=version, mine=line.what)
    told = replace(
        line, area=line.area or held.area, place=line.place or held.place, picture=held.meeting.picture,
        answers=held.about, arises_from=reports_behind(held),
    )  # fmt: skip
    measure = decide_measure(line=told, today=today, by=by)
    held.choice, held.text, held.measure = Choice.MEASURE, "", measure
    _save(held, by)
    return measure


def _save(held: Decision, by: Any) -> None:
    held.version += 1
    held.save()
    note("decision.made", by=by, subject=held, changed={"choice": held.choice})


@transaction.atomic
def add_decision(*, meeting: Meeting, text: str, by: Any) -> Decision:
    """Write a decision of its own: one line."""
    _require_open(meeting, by)
    if not text.strip():
        raise MeetingRefused(_("Skriv vad ni beslutade."))
    without_persons(text)
    return _added(meeting, by, choice=Choice.DECIDED, text=text.strip()[:LONGEST])


@transaction.atomic
def add_measure(*, meeting: Meeting, line: Line, today: date, by: Any) -> Measure:
    """Decide on a measure that answers none of the picture's places."""
    _require_open(meeting, by)
    measure = decide_measure(line=replace(line, picture=meeting.picture), today=today, by=by)
    _added(meeting, by, choice=Choice.MEASURE, measure=measure)
    return measure


def _added(meeting: Meeting, by: Any, **more: Any) -> Decision:
    added = Decision.objects.create(
        municipality=meeting.municipality, meeting=meeting, kind=Decision.About.FREE,
        position=meeting.decisions.count(), **more,
    )  # fmt: skip
    note("decision.made", by=by, subject=added, changed={"choice": added.choice})
    return added


@transaction.atomic
def close_meeting(*, meeting: Meeting, now: datetime, by: Any) -> Meeting:
    """Close the meeting. What nobody came to is postponed to the next one, and counted; nothing stands in the way."""
    _require_open(meeting, by)
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    left = Decision.objects.filter(meeting=held).undecided()
    held.postponed_count = left.update(choice=Choice.POSTPONED)
    held.state, held.closed_at = State.CLOSED, now
    held.save(update_fields=["state", "closed_at", "postponed_count"])
    changed = {"decisions": held.decisions.exclude(choice=Choice.POSTPONED).count(), "postponed": held.postponed_count}
    note("meeting.closed", by=by, subject=held, changed=changed)
    return held
