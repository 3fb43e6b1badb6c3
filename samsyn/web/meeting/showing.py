"""What each part of a meeting shows: gathered once for the page, nothing that not everybody there may see."""

from typing import Any

from django.utils import timezone

from samsyn.ground.calendar.days import coming_week
from samsyn.ground.permissions import Permission
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.agenda import candidates_for
from samsyn.method.meetings.models import Decision, Meeting, MeetingNote, Rhythm
from samsyn.method.meetings.parts import Part, agenda_with_titles
from samsyn.method.meetings.states import Choice
from samsyn.method.pictures.assessment_models import Assessment
from samsyn.method.pictures.findings.telling import card_of
from samsyn.method.pictures.tables import tables_of
from samsyn.web.measures.views import shown
from samsyn.web.picture.drawing import map_of
from samsyn.web.sorting import in_order, sort_key
from samsyn.web.templatetags.samsyn import named

TAGS = {
    Choice.MEASURE: ("flag", "green"), Choice.WATCH: ("eye", ""), Choice.NONE: ("none", ""),
    Choice.DECIDED: ("check", ""), Choice.POSTPONED: ("clock", "yellow"),
}  # fmt: skip
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_LOCAL = 12
ONE_NOTE = (Part.COMING, Part.ASSESSMENT, Part.OUTWARD, Part.DECISIONS, Part.LOCAL, Part.OWN)


def everything(meeting: Meeting, member: Any, *, line: Any) -> dict[str, Any]:
    """Return what the page of a meeting needs, by the parts of its agenda; `line` = a measure's form for who leads."""
    agenda = agenda_with_titles(meeting.agenda)
    kinds = {part["kind"] for part in agenda}
    notes = notes_of(meeting, member)
    tables = tables_for(meeting)
    points = points_of(meeting, member, tables)
    seats = list(meeting.attendance.in_order())
    found = {
        "agenda": [{**part, "template": f"meeting/parts/{part['kind']}.html", "note": notes.get((part["key"], None)),
                    "has_note": part["kind"] in ONE_NOTE} for part in agenda],
        "seats": seats, "here": sum(seat.present for seat in seats), "points": points,
        "has_points": any(each["decision"].is_point for each in points),
        "left": sum(each["decision"].is_point and each["decision"].is_undecided for each in points),
    }  # fmt: skip
    if Part.SINCE_LAST in kinds:
        found |= before(meeting, member)
    if Part.ROUND in kinds:
        found["round"] = round_of(meeting, member, notes, seats)
    if Part.LOCAL in kinds:
        found["local"] = local_of(meeting, member)
    if Part.PLACES in kinds:
        found["map"] = map_of(meeting.picture, tables, audience=meeting.audience, member=member) if tables else None
    if Part.COMING in kinds:
        found["coming"] = coming_week(meeting.municipality, meeting.week)
    if Part.ASSESSMENT in kinds:
        found["states"] = states_of(meeting, member)
    if Part.DEEPEN in kinds:
        known = {each["decision"].about for each in points if each["decision"].kind == Decision.About.DEEPEN}
        found["candidates"] = [one for one in candidates_for(meeting) if one["about"] not in known]
    if line is not None:
        found["raisable"] = can_be_raised(points, tables, line.fields["where"].choices)
    return found


def tables_for(meeting: Meeting) -> dict[str, Any]:
    """Return the picture's tables that everybody at the meeting may see; the places with their letters on the map."""
    tables = tables_of(meeting.picture, meeting.audience) if meeting.picture is not None else {}
    for letter, row in zip(LETTERS, tables.get("places", []), strict=False):
        row["letter"] = letter
    return tables


def before(meeting: Meeting, member: Any) -> dict[str, Any]:
    """Return what the group decided last time, and what is late since, as far as everybody there may see it."""
    today = timezone.localdate()
    others = Meeting.objects.visible_to(member).of_group(meeting.group).exclude(pk=meeting.pk)
    last = others.filter(held_on__lte=meeting.held_on).held().latest_first().first()
    rows = Decision.objects.visible_to(member).of_meeting(last).in_order() if last is not None else []
    followed = [one.measure_id for one in rows if one.measure_id]
    visible = Measure.objects.visible_to(member)
    due = visible.open().filter(pk__in=followed) | visible.overdue(today=today)
    common = due.shown_to_audience(meeting.audience)
    shared = [shown(one, today=today) for one in common.with_names().in_order()]
    return {
        "last": last, "to_follow": shared, "hidden": due.count() - len(shared),
        "last_decisions": [told(one, meeting) for one in rows if not (one.measure and one.measure.is_open)],
    }  # fmt: skip


def points_of(meeting: Meeting, member: Any, tables: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the points of the agenda with the picture's figures and what was said about each."""
    usual = {("place", row["name"] or ""): row for row in tables.get("usual_places", [])}
    figures = usual | {("place", row["name"] or ""): row for row in tables.get("places", [])}
    figures |= {("area", row["name"]): row for row in tables.get("areas", [])}
    return [
        {**told(one, meeting), "row": figures.get((one.kind, one.about)) or card_at(one, meeting),
         "card": card_at(one, meeting)}
        for one in Decision.objects.visible_to(member).of_meeting(meeting).in_order()
    ]


def card_at(decision: Decision, meeting: Meeting) -> dict[str, Any] | None:
    """Return the card that was taken up as the meeting's audience reads it; None for a point that is no card."""
    return card_of(decision.answer.finding, meeting.audience) if decision.answer is not None else None


def told(decision: Decision, meeting: Meeting) -> dict[str, Any]:
    """Return a decision in words; a measure that is not for everybody there is named by its number alone."""
    symbol, kind = TAGS.get(decision.choice, ("", ""))
    wide = {"authorities": {"parties", "authorities"}}.get(meeting.audience, {"parties"})
    measure = decision.measure
    return {
        "decision": decision, "symbol": symbol, "kind": kind, "measure": measure,
        "word": decision.get_choice_display() if decision.choice else "",
        "open_to_all": measure is not None and measure.audience in wide,
    }  # fmt: skip


def notes_of(meeting: Meeting, member: Any) -> dict[tuple[str, Any], MeetingNote]:
    """Return what is written down, by part and party."""
    rows = MeetingNote.objects.visible_to(member).filter(meeting=meeting)
    return {(one.part, one.organisation_id): one for one in rows}


def round_of(meeting: Meeting, member: Any, notes: Any, seats: list[Any]) -> list[dict[str, Any]]:
    """Return one line for each party with a seat, in Swedish order, and whether the member may write it."""
    parties = {seat.organisation_id: seat.organisation for seat in seats if seat.organisation is not None}
    own = {each.pk for each in member.organisations_that(Permission.SEE_MEASURES)}
    leads = member.may(Permission.LEAD_MEETING)
    unlocked = meeting.is_open or meeting.is_coming
    return [
        {"party": party, "note": notes.get((Part.ROUND, party.pk)), "writes": unlocked and (leads or party.pk in own)}
        for party in in_order(parties.values())
    ]


def local_of(meeting: Meeting, member: Any) -> list[dict[str, Any]]:
    """Return the latest meeting of each group that reports to this one, with what it decided, as far as all may see."""
    groups = Rhythm.objects.visible_to(member).filter(reports_to=meeting.group_id).with_names()
    seen = Meeting.objects.visible_to(member).held().filter(group__in=[each.group_id for each in groups])
    seen = seen.filter(held_on__lte=meeting.held_on)
    open_ones = seen if meeting.audience == "authorities" else seen.filter(audience="parties")
    latest: dict[Any, Meeting] = {}
    for one in open_ones.with_names().order_by("held_on", "created_at"):
        latest[one.group_id] = one
    said: dict[Any, list[dict[str, Any]]] = {one.pk: [] for one in latest.values()}
    rows = Decision.objects.visible_to(member).filter(meeting__in=said).exclude(choice__in=["", Choice.POSTPONED])
    for decision in rows.in_order():
        if decision.kind != Decision.About.OUTWARD:
            said[decision.meeting_id].append(told(decision, meeting))
    listed = sorted(groups, key=lambda each: sort_key(each.group.name))
    return [
        {"group": each.group, "meeting": latest.get(each.group_id),
         "decisions": said[latest[each.group_id].pk][:MOST_LOCAL] if each.group_id in latest else []}
        for each in listed
    ]  # fmt: skip


def states_of(meeting: Meeting, member: Any) -> list[dict[str, Any]]:
    """Return how each of the group's areas was judged last; a motivation only where everybody there may read it."""
    rows = Assessment.objects.visible_to(member).current(meeting.week).select_related("area", "level")
    own = {area.pk for area in meeting.group.areas.all()} if meeting.group is not None else set()
    return [
        {
            "area": one.area, "word": named(one.level), "symbol": one.level.symbol, "colour": one.level.colour,
            "week": one.week,
            "motivation": one.motivation if meeting.audience == "authorities" or one.audience == "parties" else "",
        }
        for one in in_order(rows, by=lambda one: one.area.name) if not own or one.area_id in own
    ]  # fmt: skip


def can_be_raised(points: list[dict[str, Any]], tables: dict[str, Any], where: list[Any]) -> list[dict[str, Any]]:
    """Return what may be put on the agenda by hand: the picture's usual places first, then areas and known places.

    `where` = the choices of a measure's form: nothing, the areas, the known places.
    """
    known = {each["decision"].about for each in points if each["decision"].is_point}
    usual = {row["name"] for row in tables.get("usual_places", []) if row["name"]}
    areas, places = ([each for each in choices if each[1] not in known] for _word, choices in where[1:])
    groups = {
        "usual": [each for each in places if each[1] in usual], "areas": areas,
        "places": [each for each in places if each[1] not in usual],
    }  # fmt: skip
    return [{"kind": kind, "choices": choices} for kind, choices in groups.items() if choices]
