"""The verbs of meetings: open, note who is there, write, decide, close; nothing locks one whose time is up."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Group, Organisation, Seat
from samsyn.ground.permissions import NotAllowed, Permission, require, require_here
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.measures.actions import Line, decide_measure, without_persons
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.agenda import agenda_items, agenda_of, audience_of_group, reports_behind
from samsyn.method.meetings.cards import cards_for, with_cards
from samsyn.method.meetings.models import Attendance, Decision, Meeting, MeetingNote
from samsyn.method.meetings.querysets import POINTS
from samsyn.method.meetings.states import MAY_SAY, Choice, State
from samsyn.method.observations.models import Audience
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.findings.actions import ANSWERS_THEM
from samsyn.method.pictures.models import PictureAudience, SituationalPicture

LONGEST = 300
LONGEST_NOTE = 1000
PLACES = (Decision.About.PLACE, Decision.About.AREA)


class Where(NamedTuple):
    """The place or area that something said in a meeting is about; `name` as the screen says it."""

    name: str
    area: Area | None = None
    place: Place | None = None


NOWHERE = Where("")


class MeetingRefused(Refused):
    """The meeting was not opened or changed; the sentence says why."""


class MeetingOvertaken(MeetingRefused):
    """Somebody else decided in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


@transaction.atomic
def open_meeting(
    *, week: Week, held_on: date, now: datetime, by: Any, group: Group | None = None, planned: Meeting | None = None
) -> Meeting:  # fmt: skip
    """Open the group's meeting on a week's picture; one that is already going on is returned as it is.

    A meeting planned for the day is the one that is opened (another day's, where it is named). Everything that was
    postponed comes up again; the seats stand empty until somebody says who is there.
    """
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, group, planned)
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)     # two who open at once open the same one
    own = Meeting.objects.filter(municipality=by.municipality).of_group(group)
    going_on = own.going_on().first()
    if going_on is not None:
        return going_on
    before = own.held().latest_first().first()
    meeting = planned or own.coming().filter(held_on=held_on).first() or Meeting(
        municipality=by.municipality, group=group
    )  # fmt: skip
    if planned is not None and not planned.is_coming:
        raise MeetingRefused(_("Mötet är redan öppnat, avslutat eller inställt."))
    picture = SituationalPicture.objects.filter(municipality=by.municipality).of_week(week).first()
    if picture is not None and not (picture.is_locked or picture.shared_at):
        raise MeetingRefused(_("Lägesbilden är ett utkast. Lås den, eller skicka den på avstämning, före mötet."))
    meeting.picture = picture
    meeting.iso_week, meeting.held_on, meeting.opened_at, meeting.state = week.iso, held_on, now, State.OPEN
    meeting.audience, meeting.agenda = audience_of_group(group), agenda_items(group)
    meeting.save()
    _seat(meeting)
    Decision.objects.bulk_create(agenda_of(meeting, before))
    note("meeting.opened", by=by, subject=meeting, changed={"week": week.iso})
    return meeting


def _seat(meeting: Meeting) -> None:
    """Lay out the group's seats by function."""
    if meeting.group is None:
        return
    Attendance.objects.bulk_create([
        Attendance(
            municipality=meeting.municipality, meeting=meeting, function=seat.function, organisation=seat.organisation
        )
        for seat in Seat.objects.filter(group=meeting.group).select_related("organisation")
    ])  # fmt: skip


def _require_open(meeting: Meeting, by: Any) -> Meeting:
    """Hold the meeting for this transaction and count that something is written in it. Raises MeetingRefused."""
    require_here(by, meeting)
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    held: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not held.is_open:
        raise MeetingRefused(_("Mötet är inte öppet. Ett avslutat mötes protokoll står fast."))
    _count(held)
    return held


def _count(held: Meeting) -> None:
    held.revision += 1
    held.save(update_fields=["revision"])


@transaction.atomic
def note_attendance(*, meeting: Meeting, present: Collection[UUID], by: Any) -> Meeting:
    """Note which functions are there, all at once."""
    _require_open(meeting, by)
    for seat in meeting.attendance.all():
        seat.present = seat.pk in present
        seat.save(update_fields=["present"])
    note("meeting.attended", by=by, subject=meeting, changed={"present": len(present)})
    return meeting


@transaction.atomic
def note_seat(*, seat: Attendance, present: bool, by: Any) -> Attendance:
    """Note that one function is there or not; what somebody else ticks meanwhile stands."""
    _require_open(seat.meeting, by)
    seat.present = present
    seat.save(update_fields=["present"])
    present_count = seat.meeting.attendance.present().count()
    note("meeting.attended", by=by, subject=seat.meeting, changed={"present": present_count})
    return seat


@transaction.atomic
def attend_as_last(*, meeting: Meeting, by: Any) -> int:
    """Fill the seats as at the group's last meeting, those already filled left as they are; returns how many are."""
    _require_open(meeting, by)
    last = Meeting.objects.filter(municipality=by.municipality).of_group(meeting.group).held().latest_first().first()
    there = set(last.attendance.present().values_list("function", flat=True)) if last is not None else set()
    meeting.attendance.filter(function__in=there).update(present=True)
    count: int = meeting.attendance.present().count()
    note("meeting.attended", by=by, subject=meeting, changed={"present": count})
    return count


@transaction.atomic
def write_note(
    *, meeting: Meeting, part: str, text: str, version: int, organisation: Organisation | None = None, by: Any
) -> MeetingNote:  # fmt: skip
    """Write under a part of the agenda: whoever leads writes anywhere, a party its own line in the round.

    A line may be written before the meeting. The same words again change nothing; other words on an older version
    raise MeetingOvertaken with both texts.
    """
    require_here(by, meeting, organisation)
    if not by.may(Permission.LEAD_MEETING, within=by.municipality) and not may_write(
        meeting=meeting, organisation=organisation, by=by
    ):
        require(by, Permission.LEAD_MEETING, within=by.municipality)
    if len(text.strip()) > LONGEST_NOTE:
        raise MeetingRefused(_("Texten är för lång: högst 1 000 tecken."))
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state not in (State.OPEN, State.PLANNED):
        raise MeetingRefused(_("Mötet är avslutat och protokollet står fast."))
    without_persons(text)
    mine = {"municipality": by.municipality, "meeting": held, "part": part[:20], "organisation": organisation}
    known = MeetingNote.objects.filter(**mine).first()
    written = known or MeetingNote(**mine, version=0)
    if written.text == text.strip():
        return written
    if written.version != version:
        sentence = _("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla.")
        raise MeetingOvertaken(sentence, theirs=written.text, mine=text)
    written.text, written.version = text.strip(), version + 1
    written.save()
    _count(held)
    note("meeting.noted", by=by, subject=held, changed={"part": mine["part"]})
    return written


def may_write(*, meeting: Meeting, organisation: Organisation | None, by: Any) -> bool:
    """Whether a member may write a party's own line: one of its people who may see what meetings decide."""
    if organisation is None or not Meeting.objects.visible_to(by).filter(pk=meeting.pk).exists():
        return False
    seated = Seat.objects.filter(group=meeting.group_id, organisation=organisation).exists()
    return seated and organisation in by.organisations_that(Permission.SEE_MEASURES)


def _held(decision: Decision, *, by: Any, version: int, mine: str) -> Decision:
    """Return the row, held for this transaction; raises MeetingOvertaken where another version stands there now."""
    _require_open(decision.meeting, by)
    held: Decision = Decision.objects.select_for_update().get(pk=decision.pk)
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
    held.choice, held.text = choice, whole(text, most=LONGEST, refused=MeetingRefused)
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
        audience=_no_wider(line.audience, held.meeting),
    )  # fmt: skip
    measure = decide_measure(line=told, today=today, by=by)
    held.choice, held.text, held.measure = Choice.MEASURE, "", measure
    _save(held, by)
    return measure


def _no_wider(audience: str, meeting: Meeting) -> str:
    """What stood out in the authorities' picture is not told to all parties by the measure that answers it."""
    if meeting.audience == PictureAudience.AUTHORITIES and audience in ("", Audience.PARTIES):
        return Audience.AUTHORITIES
    return audience


def _save(held: Decision, by: Any) -> None:
    held.version += 1
    held.save()
    note("decision.made", by=by, subject=held, changed={"choice": held.choice})


@transaction.atomic
def add_decision(
    *, meeting: Meeting, text: str, by: Any, kind: str = Decision.About.FREE, where: Where = NOWHERE,
    key: UUID | None = None,
) -> Decision:  # fmt: skip
    """Write a decision of its own in one line: free, the week's focus, what is said outwards, or a candidate.

    Focus and candidates are about a place or an area. `key` is the writer's own id of the line, so that a line sent
    twice over a bad network is written once.
    """
    _require_open(meeting, by)
    again = _same(meeting, key)
    if again is not None:
        return again
    is_about = kind in (Decision.About.FOCUS, Decision.About.DEEPEN)
    if kind in POINTS or kind not in Decision.About:
        raise MeetingRefused(_("Välj vad beslutet gäller."))
    if is_about and where == NOWHERE:
        raise MeetingRefused(_("Välj ett område eller en plats."))
    if not is_about and not text.strip():
        raise MeetingRefused(_("Skriv vad ni beslutade."))
    without_persons(text)
    return _added(
        meeting, by, key=key, kind=kind, choice=Choice.DECIDED,
        text=whole(text, most=LONGEST, refused=MeetingRefused), area=where.area,
        place=where.place, about=where.name,
    )  # fmt: skip


@transaction.atomic
def raise_point(*, meeting: Meeting, where: Where, key: UUID | None = None, by: Any) -> Decision:
    """Put a usual place, an area or something to look at on the agenda by hand; the same one twice is one point."""
    _require_open(meeting, by)
    if where == NOWHERE:
        raise MeetingRefused(_("Välj ett område eller en plats."))
    require_here(by, where.area, where.place)
    known = meeting.decisions.filter(kind__in=PLACES, about=where.name).first() or _same(meeting, key)
    if known is not None:
        return known
    kind = Decision.About.AREA if where.place is None else Decision.About.PLACE
    point = {"lon": where.place.lon, "lat": where.place.lat} if where.place is not None else {}
    return _added(
        meeting, by, key=key, happening="raised", kind=kind, area=where.area, place=where.place, about=where.name,
        raised=True, **point,
    )  # fmt: skip


@transaction.atomic
def bring_card(*, finding: Finding, by: Any) -> int:
    """Put a card that was just taken up on the agenda of the meetings that go on; returns how many.

    Those that open later find it themselves. Whoever may answer cards may do it.
    """
    if not any(by.may(each, within=by.municipality) for each in ANSWERS_THEM):
        raise NotAllowed(_("Du har inte behörighet att svara på det här."))
    require_here(by, finding)
    count = 0
    for meeting in Meeting.objects.select_for_update().filter(municipality=by.municipality).going_on():
        cards: list[Any] = [card for card in cards_for(meeting, audience=meeting.audience) if card.pk == finding.pk]
        known = list(meeting.decisions.points().select_related("carried_from__answer", "answer").in_order())
        laid = with_cards(known, cards, audience=meeting.audience) if cards else []
        point = next((one for one in laid if one.answer_id == cards[0].response), None)
        if point is None:
            continue
        if point not in known:
            point.municipality, point.meeting, point.position = meeting.municipality, meeting, len(known)
        point.save()
        note("decision.raised", by=by, subject=point, changed={"choice": point.choice})
        _count(meeting)
        count += 1
    return count


@transaction.atomic
def add_measure(*, meeting: Meeting, line: Line, today: date, by: Any, key: UUID | None = None) -> Measure:
    """Decide on a measure that answers none of the picture's places."""
    _require_open(meeting, by)
    again = _same(meeting, key)
    if again is not None and again.measure is not None:
        return again.measure
    measure = decide_measure(line=replace(line, picture=meeting.picture), today=today, by=by)
    _added(meeting, by, key=key, kind=Decision.About.FREE, choice=Choice.MEASURE, measure=measure)
    return measure


def _same(meeting: Meeting, key: UUID | None) -> Decision | None:
    """Return the line that was already written with the writer's own id, in this very meeting."""
    return meeting.decisions.filter(pk=key).first() if key is not None else None


def _added(meeting: Meeting, by: Any, *, key: UUID | None = None, happening: str = "made", **more: Any) -> Decision:
    if key is not None and not Decision.objects.filter(pk=key).exists():
        more["id"] = key
    added = Decision.objects.create(
        municipality=meeting.municipality, meeting=meeting, position=meeting.decisions.count(), **more
    )
    note(f"decision.{happening}", by=by, subject=added, changed={"choice": added.choice})
    return added


@transaction.atomic
def close_meeting(*, meeting: Meeting, now: datetime, by: Any) -> Meeting:
    """Close the meeting. What nobody came to is postponed to the next one, and counted; nothing stands in the way."""
    _require_open(meeting, by)
    held = Meeting.objects.get(pk=meeting.pk)
    left = Decision.objects.filter(meeting=held).points().undecided()
    held.postponed_count = left.update(choice=Choice.POSTPONED)
    held.state, held.closed_at = State.CLOSED, now
    held.save(update_fields=["state", "closed_at", "postponed_count"])
    changed = {"decisions": held.decisions.exclude(choice=Choice.POSTPONED).count(), "postponed": held.postponed_count}
    note("meeting.closed", by=by, subject=held, changed=changed)
    return held
