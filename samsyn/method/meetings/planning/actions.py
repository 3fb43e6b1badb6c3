"""The verbs of planning: a group's rhythm and agenda, planned days, an extra meeting, the call, a move, calling off."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.people.actions import add_group, change_group
from samsyn.ground.people.models import Group
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import Area
from samsyn.method.meetings.actions import MeetingRefused
from samsyn.method.meetings.agenda import audience_of_group
from samsyn.method.meetings.models import AgendaTemplate, Meeting, Rhythm
from samsyn.method.meetings.parts import MOST_PARTS, Item, Part
from samsyn.method.meetings.planning.habits import HABITS, ONE_PER_AREA, GroupHabit
from samsyn.method.meetings.planning.rhythm import Proposal, proposals
from samsyn.method.meetings.states import State

LONGEST_MINUTES, SHORTEST_MINUTES = 480, 5
MOST_WEEKS = 26


class When(NamedTuple):
    """When and how a group meets; weekday 0 = Monday."""

    weekday: int
    begins_at: time
    minutes: int
    every_weeks: int
    first_on: date


def _require_leader(by: Any, *things: Any) -> None:
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, *things)


@transaction.atomic
def save_template(*, name: str, items: Iterable[Item], template: AgendaTemplate | None = None, by: Any) -> Any:
    """Store an agenda: its parts in order, each with its minutes. Meetings already opened keep the old one."""
    _require_leader(by, template)
    parts = [Item(kind=Part(each["kind"]).value, title=each["title"].strip()[:80], minutes=each["minutes"])
             for each in items]  # fmt: skip
    if not name.strip() or not 0 < len(parts) <= MOST_PARTS:
        raise MeetingRefused(_("Ge dagordningen ett namn och minst en punkt."))
    own = [each["kind"] for each in parts if each["kind"] != Part.OWN]
    if len(set(own)) < len(own):
        raise MeetingRefused(_("Samma punkt står två gånger. Ta bort den ena."))
    if any(each["kind"] == Part.OWN and not each["title"] for each in parts):
        raise MeetingRefused(_("Skriv vad den egna punkten heter."))
    same = AgendaTemplate.objects.filter(municipality=by.municipality, name=name.strip())
    if template is not None and same.exclude(pk=template.pk).exists():
        raise MeetingRefused(_("Det finns redan en dagordning med det namnet."))
    stored = template or same.first() or AgendaTemplate(municipality=by.municipality)
    stored.name, stored.items = name.strip()[:80], parts
    stored.save()
    note("agenda.changed", by=by, subject=stored, changed={"parts": len(parts)})
    return stored


@transaction.atomic
def set_rhythm(
    *, group: Group, when: When, template: AgendaTemplate | None = None, reports_to: Group | None = None,
    where: tuple[str, str] = ("", ""), by: Any,
) -> Rhythm:  # fmt: skip
    """Say when a group meets, by which agenda, and whose meeting hears of it; `where` = (room, video link).

    Days that are already planned stay as they are. A group never hears of itself, by however many steps.
    """
    _require_leader(by, group, template, reports_to)
    if not (0 <= when.weekday <= 6 and SHORTEST_MINUTES <= when.minutes <= LONGEST_MINUTES and when.every_weeks > 0):
        raise MeetingRefused(_("Välj en veckodag, en längd på 5–480 minuter och hur ofta gruppen ses."))
    if reports_to is not None and group.pk in _hearing(reports_to):
        raise MeetingRefused(_("Grupperna skulle höra av varandra i en ring. Välj en annan grupp."))
    if group.rhythm_weeks != when.every_weeks:
        change_group(group=group, rhythm_weeks=when.every_weeks, by=by)
    rhythm, _made = Rhythm.objects.update_or_create(
        group=group,
        defaults={
            "municipality": by.municipality, "template": template, "weekday": when.weekday, "minutes": when.minutes,
            "begins_at": when.begins_at, "first_on": when.first_on, "reports_to": reports_to,
            "location": where[0][:120], "video_link": where[1],
        },
    )  # fmt: skip
    note("meeting.rhythm", by=by, subject=group, changed={"weekday": when.weekday, "every_weeks": when.every_weeks})
    return rhythm


def _hearing(group: Group) -> set[Any]:
    """Return the group and all that hear of it, upwards."""
    heard: set[Any] = set()
    step: Any = group.pk
    while step is not None and step not in heard:
        heard.add(step)
        step = Rhythm.objects.filter(group=step).values_list("reports_to", flat=True).first()
    return heard


@transaction.atomic
def skip_week(*, rhythm: Rhythm, week: Week, skipped: bool, by: Any) -> Rhythm:
    """Take a week out of the rhythm, or put it back."""
    _require_leader(by, rhythm)
    held = Rhythm.objects.select_for_update().get(pk=rhythm.pk)
    weeks = set(held.skipped) - {week.iso} | ({week.iso} if skipped else set())
    rhythm.skipped = sorted(weeks)
    rhythm.save(update_fields=["skipped"])
    note("meeting.rhythm", by=by, subject=rhythm.group, changed={"skipped": len(weeks)})
    return rhythm


@transaction.atomic
def plan_meetings(*, rhythm: Rhythm, since: date, weeks: int, by: Any) -> list[Meeting]:
    """Plan what the rhythm gives for some weeks: red days moved, pauses left out, days already planned untouched."""
    _require_leader(by, rhythm)
    Rhythm.objects.select_for_update().get(pk=rhythm.pk)        # two who plan at once plan each day once
    until = since + timedelta(weeks=min(weeks, MOST_WEEKS))
    taken = set(Meeting.objects.of_group(rhythm.group).between(since - timedelta(days=7), until + timedelta(days=7))
                .values_list("usual_on", "held_on"))  # fmt: skip
    busy = {day for pair in taken for day in pair if day}
    fresh = [each for each in proposals(rhythm, since=since, until=until) if each.on and each.usual_on not in busy]
    planned = [_planned(rhythm, each, by) for each in fresh if each.on not in busy]
    if planned:
        note("meeting.planned", by=by, subject=rhythm.group, changed={"meetings": len(planned)})
    return planned


def _planned(rhythm: Rhythm, proposal: Proposal, by: Any) -> Meeting:
    on = proposal.on or proposal.usual_on
    moved = {"usual_on": proposal.usual_on, "moved_because": proposal.because.name_sv if proposal.because else ""}
    return _make(
        rhythm.group, begins_at=datetime.combine(on, rhythm.begins_at, tzinfo=by.municipality.zone), by=by,
        minutes=rhythm.minutes, location=rhythm.location, video_link=rhythm.video_link,
        **(moved if proposal.is_moved else {}),
    )  # fmt: skip


def _make(group: Group | None, *, begins_at: datetime, by: Any, **more: Any) -> Meeting:
    on = begins_at.astimezone(by.municipality.zone).date()
    return Meeting.objects.create(
        municipality=by.municipality, group=group, iso_week=(Week.containing(on) - 1).iso, held_on=on,
        begins_at=begins_at, state=State.PLANNED, audience=audience_of_group(group), **more,
    )  # fmt: skip


@transaction.atomic
def plan_extra(*, group: Group, begins_at: datetime, minutes: int, video_link: str, now: datetime, by: Any) -> Meeting:
    """Plan a meeting beside the rhythm and call to it at once."""
    _require_leader(by, group)
    if begins_at < now:
        raise MeetingRefused(_("Den tiden har redan varit."))
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise MeetingRefused(_("Ett möte är 5–480 minuter."))
    rhythm = Rhythm.objects.filter(group=group).first()
    link = video_link or (rhythm.video_link if rhythm else "")
    location = rhythm.location if rhythm else ""
    made = _make(
        group, begins_at=begins_at, by=by, minutes=minutes, video_link=link, location=location, is_extra=True
    )
    note("meeting.planned", by=by, subject=group, changed={"meetings": 1, "extra": True})
    return call_meeting(meeting=made, now=now, by=by)


def _held_planned(meeting: Meeting, by: Any) -> Meeting:
    _require_leader(by, meeting)
    held: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not held.is_coming:
        raise MeetingRefused(_("Mötet är redan öppnat, avslutat eller inställt."))
    return held


@transaction.atomic
def call_meeting(*, meeting: Meeting, now: datetime, by: Any) -> Meeting:
    """Send the invitation to everybody who holds a seat or stands in; the letters read the line."""
    held = _held_planned(meeting, by)
    if held.called_at is not None:
        raise MeetingRefused(_("Kallelsen är redan skickad. En ändring skickas när du ändrar mötet."))
    held.called_at = now
    held.save(update_fields=["called_at"])
    note("meeting.called", by=by, subject=held, changed={"on": held.held_on.isoformat()})
    return held


@transaction.atomic
def change_planned(
    *, meeting: Meeting, begins_at: datetime, minutes: int, location: str, video_link: str, now: datetime, by: Any
) -> Meeting:
    """Move a planned meeting, or change its room or link; who was called is told of the change."""
    held = _held_planned(meeting, by)
    if begins_at < now:
        raise MeetingRefused(_("Den tiden har redan varit."))
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise MeetingRefused(_("Ett möte är 5–480 minuter."))
    on = begins_at.astimezone(by.municipality.zone).date()
    if on != held.held_on:
        held.usual_on, held.moved_because = held.usual_on or held.held_on, ""
    held.begins_at, held.held_on, held.minutes = begins_at, on, minutes
    held.location, held.video_link = location[:120], video_link
    held.iso_week = (Week.containing(on) - 1).iso
    _tell(held, "meeting.moved", by)
    return held


@transaction.atomic
def call_off(*, meeting: Meeting, by: Any) -> Meeting:
    """Call a planned meeting off; who was called is told, and the calendar takes it away."""
    held = _held_planned(meeting, by)
    held.state = State.CANCELLED
    _tell(held, "meeting.called_off", by)
    return held


def _tell(held: Meeting, happening: str, by: Any) -> None:
    """Store a change; whoever has the meeting in the calendar gets a newer one, nobody else hears of it."""
    if held.called_at is not None:
        held.sequence += 1
    held.save()
    note(happening, by=by, subject=held, changed={"on": held.held_on.isoformat(), "sequence": held.sequence})


@transaction.atomic
def set_up_habit(*, code: str, first_on: date, by: Any) -> list[Rhythm]:
    """Copy a habit: its agendas, its groups (one for each area where it says so) and their rhythms."""
    _require_leader(by)
    habit = HABITS.get(code)
    if habit is None:
        raise MeetingRefused(_("Välj ett sätt att mötas."))
    templates = {name: save_template(name=name, items=items, by=by) for name, items in habit.templates.items()}
    groups: dict[str, Group] = {}
    made = []
    for each in habit.groups:
        for name, areas in _names(each, by):
            known = Group.objects.filter(municipality=by.municipality, name=name).first()
            group = known or add_group(name=name, kind=each.kind, areas=areas, rhythm_weeks=each.every_weeks, by=by)
            groups[name] = group
            when = When(each.weekday, each.begins_at, each.minutes, each.every_weeks, first_on)
            made.append(
                set_rhythm(
                    group=group, when=when, template=templates[each.template], by=by,
                    reports_to=groups.get(each.reports_to),
                )
            )  # fmt: skip
    return made


def _names(each: GroupHabit, by: Any) -> list[tuple[str, list[Area]]]:
    if ONE_PER_AREA not in each.name:
        return [(each.name, [])]
    areas = Area.objects.filter(municipality=by.municipality, area_set__working=True, parent=None).order_by("code")
    return [(each.name.replace(ONE_PER_AREA, area.name), [area]) for area in areas]
