"""So it went: what has come of a report that exists today, gathered from the logbook, the locked pictures and the talk.

A later step of the method tells of itself without anything here knowing it: its verb writes a line in the logbook whose
subject is the report (a measure that it led to, a decision), and one name is added to HAPPENED with one sentence to the
screen. A number of others is told only from three on (practice A1): fewer could say who they are.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from math import cos, hypot, radians
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, UUIDField

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import Permission
from samsyn.method.observations.models import Audience, Inquiry, Observation, ReporterLink
from samsyn.method.observations.states import State
from samsyn.method.pictures.models import PictureAudience, SituationalPicture
from samsyn.method.pictures.tables import audience_of, tables_of

ENOUGH = 3
METRES_A_DEGREE = 111_320
# Lines of the logbook about the report itself. The state of the row says which of them still holds.
HAPPENED = {
    "observation.accepted": "accepted",
    "observation.refused": "refused",
    "observation.sent_back": "asked",
    "observation.stands_again": "counts_again",
    "observation.corrected": "corrected",
    "condition.ended": "ended",
    "measure.arose": "measure",
    "measure.carried_out": "measure_done",
    "measure.came_to_nothing": "measure_off",
    "decision.taken_up": "taken_up",
}
# A later step says itself on which day it was decided: the line may be written afterwards.
DATED = {"measure", "measure_done", "measure_off", "taken_up"}
COUNTED = {State.ACCEPTED, State.MERGED}
HOLDS = {"refused": {State.REFUSED}, "asked": {State.SENT_BACK}, "accepted": COUNTED}
HOLDS |= dict.fromkeys(DATED, COUNTED)


class Outcome(NamedTuple):
    """One thing that came of a report: which, on what day, with which numbers and words, and where more stands."""

    kind: str
    on: date | None
    told: dict[str, Any]
    path: str = ""


def outcomes_of(observations: Sequence[Observation], *, member: Any) -> dict[UUID, list[Outcome]]:
    """Return what came of each of the member's own reports, in the order it happened; as many queries for one as for
    a hundred. `observations` must be the member's own, with their names."""
    found: dict[UUID, list[Outcome]] = defaultdict(list)
    if not observations:
        return {}
    kept = _kept(observations)
    _from_the_logbook(observations, member, found)
    _from_the_talk(observations, member, found)
    _seen_by_others(kept, member, found)
    _mended(kept, found)
    _in_pictures(kept, member, found)
    return {pk: sorted(each, key=lambda one: (one.on is None, one.on or date.max)) for pk, each in found.items()}


def pictures_of(observation: Observation, *, member: Any) -> list[Outcome]:
    """Return the locked pictures that one report stands in, as outcomes; as far as the member's audience goes."""
    found: dict[UUID, list[Outcome]] = defaultdict(list)
    _in_pictures(_kept([observation]), member, found)
    return found[observation.pk]


def _kept(observations: Sequence[Observation]) -> dict[UUID, tuple[Observation, Observation]]:
    """Return (own report, the one that is counted for it): itself, or what it was merged into."""
    ids = {one.merged_into_id for one in observations if one.merged_into_id}
    into = Observation.objects.with_names().in_bulk(ids) if ids else {}
    return {one.pk: (one, into.get(one.merged_into_id, one)) for one in observations}


def _from_the_logbook(observations: Sequence[Observation], member: Any, found: dict[UUID, list[Outcome]]) -> None:
    rows = {str(one.pk): one for one in observations}
    lines = Event.objects.filter(
        municipality=member.municipality, subject_id__in=list(rows), happening__in=HAPPENED
    ).order_by("created_at", "id")
    last: dict[tuple[UUID, str], Outcome] = {}
    for line in lines:
        row, kind = rows[line.subject_id], HAPPENED[line.happening]
        own = line.by_kind == "machine"         # what its writer did stands without a name
        if row.state not in HOLDS.get(kind, {row.state}) or kind == "ended" or (kind == "corrected" and own):
            continue
        moment = row.accepted_at if kind == "accepted" and row.accepted_at else line.created_at
        on = moment.astimezone(member.municipality.zone).date()
        on = date.fromisoformat(line.changed["on"]) if kind in DATED and "on" in line.changed else on
        last[row.pk, kind] = Outcome(kind, on, {"reason": row.state_reason if kind == "refused" else ""})
    for (pk, _kind), outcome in last.items():
        found[pk].append(outcome)


def _from_the_talk(observations: Sequence[Observation], member: Any, found: dict[UUID, list[Outcome]]) -> None:
    """A question that was answered, and a correction that the reviewer has dealt with."""
    said = Inquiry.objects.visible_to(member).filter(observation__in=observations).order_by("created_at")
    for line in said:
        on = line.created_at.astimezone(member.municipality.zone).date()
        if line.kind == Inquiry.Kind.CORRECTION and line.handled:
            found[line.observation_id].append(Outcome("correction", on, {}))
        elif line.kind == Inquiry.Kind.ANSWER:
            found[line.observation_id].append(Outcome("answered", on, {}))


def _seen_by_others(
    kept: dict[UUID, tuple[Observation, Observation]], member: Any, found: dict[UUID, list[Outcome]]
) -> None:
    """How many other people told of the same thing: merged into the same, or said later that it still is so.

    The same person is one, however often; what the member's parties may not see is not counted for them either.
    """
    ids = {counted.pk for _own, counted in kept.values()}
    same = Observation.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids) | Q(same_as__in=ids)).exclude(pk__in=kept)
    same = same.filter(audience__in=_open_to(member)).exclude(state__in=[State.REFUSED, State.WITHDRAWN])
    writer = ReporterLink.objects.filter(observation=OuterRef("pk")).order_by("created_at").values("user")[:1]
    sent_by = Subquery(writer, output_field=UUIDField())
    whose: dict[UUID, set[UUID]] = defaultdict(set)
    for pk, into, as_one, user in same.values_list("pk", "merged_into", "same_as", sent_by):
        for counted in {pk, into, as_one} & ids:
            whose[counted].add(user or pk)
    for pk, (own, one) in kept.items():
        others = len(whose[one.pk] - {member.user.pk})
        if others and own.state in (State.ACCEPTED, State.MERGED):
            found[pk].append(Outcome("shared", None, {"others": others if others >= ENOUGH else 0}))


def _open_to(member: Any) -> set[str]:
    """Return the audiences that the member's parties belong to."""
    authority = audience_of(member) == PictureAudience.AUTHORITIES
    return {Audience.PARTIES, Audience.AUTHORITIES} if authority else {Audience.PARTIES}


def _mended(kept: dict[UUID, tuple[Observation, Observation]], found: dict[UUID, list[Outcome]]) -> None:
    for pk, (own, counted) in kept.items():
        ended = own.ended_on or counted.ended_on
        if ended and own.state in (State.ACCEPTED, State.MERGED):
            found[pk].append(Outcome("ended", ended, {"fault": bool(own.fault_number or counted.fault_number)}))


def _in_pictures(
    kept: dict[UUID, tuple[Observation, Observation]], member: Any, found: dict[UUID, list[Outcome]]
) -> None:
    """In which locked picture it stands, and whether its place stood out there."""
    audience = audience_of(member)
    open_to = _open_to(member)
    counted = {pk: one for pk, (_own, one) in kept.items() if one.state == State.ACCEPTED and one.audience in open_to}
    if not counted:
        return
    weeks = [one.iso_week for one in counted.values()]
    last = Week.parse(max(weeks)) + 1
    pictures = SituationalPicture.objects.filter(municipality=member.municipality, iso_week__gte=min(weeks))
    pictures = pictures.locked().filter(iso_week__lte=last.iso).order_by("iso_week")
    places = {picture.pk: tables_of(picture, audience).get("places", []) for picture in pictures}
    may_read = member.may(Permission.SEE_PICTURE)
    for pk, one in counted.items():
        week = Week.parse(one.iso_week)
        picture = next((each for each in pictures if each.week - (each.weeks - 1) <= week <= each.week), None)
        if picture is None or picture.locked_at is None or one.accepted_at is None:
            continue
        if one.accepted_at > picture.compiled_at:
            continue            # it came too late for that one
        path = f"lagesbild/{picture.week.address}" if may_read else ""
        on = picture.locked_at.astimezone(member.municipality.zone).date()
        place = next((row for row in places[picture.pk] if _is_there(one, row)), None)
        if place is None:
            found[pk].append(Outcome("picture", on, {"week": picture.week}, path))
            continue
        enough = place["events"] >= ENOUGH + 1 and place["sources"] >= ENOUGH
        told = {"week": picture.week, "place": place["name"], "events": place["events"] if enough else 0}
        found[pk].append(Outcome("stood_out", on, told, path))


def _is_there(one: Observation, row: dict[str, Any]) -> bool:
    """Whether the report lies at a place of the picture: the known place itself, or inside the circle."""
    if one.place is not None:
        return bool(row["name"]) and row["name"] == one.place.name
    if one.lon is None or one.lat is None or row["lon"] is None:
        return False
    east = (one.lon - row["lon"]) * METRES_A_DEGREE * cos(radians(one.lat))
    return hypot(east, (one.lat - row["lat"]) * METRES_A_DEGREE) <= row["radius_m"]
