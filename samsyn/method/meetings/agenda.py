"""What a meeting has to take a stand on: places that stand out, areas outside their band, what was postponed."""

from datetime import timedelta
from math import cos, hypot, radians
from typing import Any

from django.db.models import Count

from samsyn.ground.people.models import Group, Seat
from samsyn.ground.places.models import Area, Place
from samsyn.method.meetings.cards import cards_for, with_cards
from samsyn.method.meetings.models import Decision, Meeting, Rhythm
from samsyn.method.meetings.parts import USUAL
from samsyn.method.meetings.states import Choice
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import PictureAudience, SituationalPicture
from samsyn.method.pictures.tables import tables_of

METRES_A_DEGREE = 111_320
WINDOW_WEEKS = 4
LOOKED_BACK, OFTEN, MOST_CANDIDATES = 8, 3, 5
OUTSIDE = {"more", "fewer"}


def audience_of_group(group: Group | None) -> str:
    """Return whose tables a group may look at together: of authorities only where no other party has a seat."""
    if group is None:
        return PictureAudience.PARTIES
    seats = list(Seat.objects.filter(group=group).select_related("organisation"))
    all_known = bool(seats) and all(seat.organisation is not None for seat in seats)
    closed = all_known and all(seat.organisation.is_authority for seat in seats if seat.organisation is not None)
    return PictureAudience.AUTHORITIES if closed else PictureAudience.PARTIES


def agenda_items(group: Group | None) -> list[Any]:
    """Return the parts that a group goes through: its template's, else the usual ones."""
    rhythm = Rhythm.objects.filter(group=group).select_related("template").first() if group is not None else None
    return list(rhythm.template.items) if rhythm is not None and rhythm.template is not None else list(USUAL)


def agenda_of(meeting: Meeting, before: Meeting | None) -> list[Decision]:
    """Return the unsaved points of a new meeting, in order: postponed, places, areas, cards that were taken up."""
    points = _points_of_picture(meeting)
    known = {(point.kind, point.about): point for point in points}
    postponed = list(Decision.objects.filter(meeting=before, choice=Choice.POSTPONED).in_order()) if before else []
    cards = cards_for(meeting, audience=meeting.audience)
    waiting = {card.pk for card in cards}
    older = []
    for one in postponed:
        if one.kind == Decision.About.CARD and (one.answer is None or one.answer.finding_id not in waiting):
            continue        # another group has decided on the card, or somebody has answered it in another way
        again = known.get((one.kind, one.about))
        if again is not None:
            again.carried_from = one
            continue
        older.append(Decision(
            kind=one.kind, about=one.about, area=one.area, place=one.place, lon=one.lon, lat=one.lat,
            radius_m=one.radius_m, carried_from=one,
        ))  # fmt: skip
    agenda = [*older, *sorted(points, key=lambda point: point.carried_from is None)]
    agenda = with_cards(agenda, cards, audience=meeting.audience)
    for position, point in enumerate(agenda):
        point.municipality, point.meeting, point.position = meeting.municipality, meeting, position
    return agenda


def _points_of_picture(meeting: Meeting) -> list[Decision]:
    if meeting.picture is None:
        return []
    tables = tables_of(meeting.picture, meeting.audience)
    here = meeting.municipality
    working = Area.objects.filter(municipality=here, area_set__working=True).order_by("created_at")
    areas = {area.name: area for area in working}
    names = [row["name"] for row in tables.get("places", []) if row["name"]]
    places = {place.name: place for place in Place.objects.filter(municipality=here, name__in=names)}
    points = [
        Decision(
            kind=Decision.About.PLACE, about=(row["name"] or "")[:160], area=areas.get(row["area"]),
            place=places.get(row["name"]), lon=row["lon"], lat=row["lat"], radius_m=row["radius_m"],
        )
        for row in tables.get("places", [])
    ]  # fmt: skip
    outside = [row for row in tables.get("areas", []) if row["verdict"] in OUTSIDE]
    kind = Decision.About.AREA
    points += [Decision(kind=kind, about=row["name"], area=areas.get(row["name"])) for row in outside]
    own = {area.pk for area in meeting.group.areas.all()} if meeting.group is not None else set()
    return [point for point in points if not own or point.area_id is None or point.area_id in own]


def reports_behind(point: Decision) -> list[Observation]:
    """Return the accepted reports that made a place stand out: those at it, in the weeks that the picture judged.

    Only rows that the audience of the meeting may see. An area holds too many to say that each of them led somewhere.
    """
    meeting = point.meeting
    picture: SituationalPicture | None = meeting.picture
    if picture is None or point.kind != Decision.About.PLACE:
        return []
    first = (picture.week - (WINDOW_WEEKS - 1)).first_day
    rows = Observation.objects.filter(municipality=meeting.municipality_id).accepted()
    rows = rows.shown_to_audience(meeting.audience).between(first, picture.week.first_day + timedelta(days=6))
    if point.place is not None:
        return list(rows.filter(place=point.place))
    return [one for one in rows.with_point() if _is_within(one, point)]


def _is_within(one: Any, point: Decision) -> bool:
    if point.lon is None or point.lat is None or point.radius_m is None:
        return False
    east = (one.lon - point.lon) * METRES_A_DEGREE * cos(radians(point.lat))
    return hypot(east, (one.lat - point.lat) * METRES_A_DEGREE) <= point.radius_m


def candidates_for(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the places and areas that have come up at several of the group's latest meetings: about, area, times.

    What the group has raised often without an end may need a causal analysis; the group decides, nothing else does.
    """
    held = Meeting.objects.filter(municipality=meeting.municipality_id).of_group(meeting.group_id).held()
    latest = list(held.latest_first().values_list("pk", flat=True)[:LOOKED_BACK])
    rows = Decision.objects.filter(meeting__in=latest, kind__in=["place", "area"]).exclude(about="")
    counted = rows.values("about", "area", "place").annotate(times=Count("meeting", distinct=True))
    found = [each for each in counted if each["times"] >= OFTEN]
    return sorted(found, key=lambda each: (-each["times"], each["about"]))[:MOST_CANDIDATES]
