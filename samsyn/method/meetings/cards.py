"""The picture's cards that somebody has said shall be taken up: points of a meeting until a group has decided."""

from collections.abc import Sequence
from typing import Any

from samsyn.ground.people.models import Group
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.meetings.states import Choice
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.findings.telling import card_of
from samsyn.method.pictures.models import PictureAudience

OF_THE_MAP = (Finding.Kind.PLACE, Finding.Kind.AREA)


def cards_for(meeting: Meeting, *, audience: str, among: Any = None) -> list[Finding]:
    """Return the cards to take up that no group has decided on since, told to the audience, the newest first.

    Each has `response`, the id of the answer that took it up. A group with areas of its own gets the cards about them;
    what is about the whole municipality goes to groups without areas, where there is any. `among` are the findings
    that may be seen; nothing else chosen, all of the municipality's.
    """
    cards = waiting_cards(meeting, among=among)
    own = {area.pk for area in meeting.group.areas.all()} if meeting.group is not None and cards else set()
    wide = not own or not Group.objects.filter(municipality=meeting.municipality_id, areas=None).exists()
    return [
        card for card in cards
        if told_to(card, audience) and (not own or card.area_id in own or card.area_id is None and wide)
    ]  # fmt: skip


def waiting_cards(meeting: Meeting, *, among: Any = None) -> list[Finding]:
    """Return all cards to take up by the meeting's week that no group has decided on, whoever they are told to."""
    here = Finding.objects.filter(municipality=meeting.municipality_id) if among is None else among
    cards = list(here.for_meeting(meeting.week).in_order())
    answers: list[Any] = [card.response for card in cards]
    decided = set()
    if cards:
        said = Decision.objects.filter(answer__in=answers).exclude(choice__in=["", Choice.POSTPONED])
        decided = set(said.values_list("answer", flat=True))
    return [card for card in cards if card.response not in decided]


def told_to(card: Finding, audience: str) -> bool:
    """Whether the card has a reason for those who meet."""
    return bool(card.authorities if audience == PictureAudience.AUTHORITIES else card.parties)


def with_cards(points: Sequence[Decision], cards: Sequence[Any], *, audience: str) -> list[Decision]:
    """Return the unsaved points with the cards among them: one that is a point already remembers its card."""
    known = {(point.kind, point.about): point for point in points}
    carried = {
        one.answer.finding_id: point for point in points for one in (point, point.carried_from)
        if one is not None and one.answer is not None
    }  # fmt: skip
    made = []
    for card in cards:
        point = carried.get(card.pk) or (known.get((card.kind, card.about)) if card.kind in OF_THE_MAP else None)
        if point is None:
            point = _point_of(card, audience)
            made.append(point)
        point.answer_id = card.response
    return [*points, *made]


def _point_of(card: Finding, audience: str) -> Decision:
    if card.kind not in OF_THE_MAP:
        return Decision(kind=Decision.About.CARD, about=card.about)
    told = card_of(card, audience) or {}
    where = {name: told.get(name) for name in ("lon", "lat", "radius_m")}
    return Decision(kind=card.kind, about=card.about, area=card.area, place=card.place, **where)
