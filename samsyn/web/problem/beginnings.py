"""What a problem may be opened from: a place, a place that stands out, a card, a decision, a priority. As kind:id."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from samsyn.ground.places.models import Place
from samsyn.method.meetings.models import Decision
from samsyn.method.pictures.models import Finding
from samsyn.method.problems.models import Priority
from samsyn.method.problems.states import Trigger
from samsyn.web.measures.forms import areas_of
from samsyn.web.templatetags.samsyn import named


class Beginning(NamedTuple):
    """What the form begins with, what opened it, and where that is found."""

    initial: dict[str, Any]
    trigger: str
    reference: str
    name: str
    address: str


def beginning_of(reference: str, *, member: Any) -> Beginning | None:
    """Return what a reference begins, if the member may see the thing; None where it is nothing or hidden."""
    kind, _colon, told = reference.partition(":")
    if kind not in KINDS:
        return None
    try:
        pk = UUID(told)
    except ValueError:
        return None
    found: Beginning | None = KINDS[kind](pk, member, f"/{member.municipality.slug}")
    return found._replace(reference=f"{kind}:{pk}") if found is not None else None


def _where(place: Any, area: Any) -> str:
    if place is not None and not place.show_coarse:
        return f"place:{place.pk}"
    found = area or (place.area if place is not None else None)
    return f"area:{found.pk}" if found is not None else ""


def _place(pk: UUID, member: Any, _home: str, trigger: str = Trigger.PLACE) -> Beginning | None:
    place = Place.objects.visible_to(member).standing().filter(pk=pk, show_coarse=False).first()
    if place is None:
        return None
    return Beginning({"title": place.name, "where": _where(place, None)}, trigger, "", place.name, "")


def _hotspot(pk: UUID, member: Any, home: str) -> Beginning | None:
    return _place(pk, member, home, Trigger.HOTSPOT)


def _area(pk: UUID, member: Any, _home: str) -> Beginning | None:
    area = areas_of(member).filter(pk=pk).first()
    if area is None:
        return None
    return Beginning({"title": area.name, "where": _where(None, area)}, Trigger.HAND, "", area.name, "")


def _finding(pk: UUID, member: Any, home: str) -> Beginning | None:
    card = Finding.objects.visible_to(member).select_related("place__area", "area").filter(pk=pk).first()
    if card is None:
        return None
    first: dict[str, Any] = {"title": named_card(card), "where": _where(card.place, card.area)}
    if card.kind == Finding.Kind.CATEGORY:
        first["categories"] = [card.subject.partition(":")[2]]
    if not card.parties:
        first["audience"] = "authorities"       # what only they were told stays theirs
    trigger = Trigger.HOTSPOT if card.kind == Finding.Kind.PLACE else Trigger.ALARM
    return Beginning(first, trigger, "", named_card(card), f"{home}/lagesbild/{card.week.address}")


def named_card(card: Finding) -> str:
    """Return what a card is about, in the reader's language."""
    return str(card.place or "") or (card.about if card.kind != Finding.Kind.CATEGORY else _either(card))


def _either(card: Finding) -> str:
    return named({"name_sv": card.about, "name_en": card.name_en or card.about})


def _decision(pk: UUID, member: Any, home: str) -> Beginning | None:
    found = Decision.objects.visible_to(member).select_related("place__area", "area").filter(pk=pk).first()
    if found is None:
        return None
    name = found.about or found.text
    first = {"title": name[:120], "where": _where(found.place, found.area)}
    return Beginning(first, Trigger.MEETING, "", name, f"{home}/mote/{found.meeting_id}")


def _priority(pk: UUID, member: Any, home: str) -> Beginning | None:
    row = Priority.objects.visible_to(member).with_names().filter(pk=pk, problem=None).first()
    if row is None:
        return None
    name = str(row.place or row.area)
    first = {"title": name, "where": _where(row.place, row.area), "audience": row.audience}
    return Beginning(first, Trigger.PRIORITY, "", name, f"{home}/prioritering?period={row.period}")


KINDS: dict[str, Callable[..., Beginning | None]] = {
    "place": _place, "hotspot": _hotspot, "area": _area, "finding": _finding, "decision": _decision,
    "priority": _priority,
}  # fmt: skip
