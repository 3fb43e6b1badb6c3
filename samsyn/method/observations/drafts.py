"""What somebody wants to submit, and the rules it must keep; the same for one report and for a file of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.places.locate import AreaIndex, area_coded, index_of, locate, valid_on, working_sets
from samsyn.ground.refusals import Refused
from samsyn.method.observations.dwellings import at_a_dwelling, hide_door
from samsyn.method.observations.guard import NUMBERS, place_words_of, why_not_stored
from samsyn.method.observations.models import Audience, Category, Kind, Observation, Precision, SeenDuring

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
CLOCKS_MAY_DIFFER = timedelta(minutes=10)
LONGEST_TEXT = 2000
CHOICES = {
    "kind": (set(Kind.values), "slag av rapport"),
    "precision": (set(Precision.values), "mått på hur väl platsen är känd"),
    "seen_during": (set(SeenDuring.values), "sätt att vara på plats"),
    "audience": (set(Audience.values), "val av vilka som ser"),
}
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
MOST_LETTERS = {"place_type": 30, "source_kind": 20, "people_count": 6, "fault_number": 40, "external_key": 120}
LABELS = {
    "place_type": "Platsens slag", "source_kind": "Slaget av källa", "people_count": "Antalet",
    "fault_number": "Felanmälans nummer", "external_key": "Id i källan",
}  # fmt: skip


class ObservationRefused(Refused):
    """The observation was not taken in; the sentence says what to do."""

    @property
    def kind(self) -> str:
        """What the words were refused for: "warn" may be answered, "block" and "stop" may not; else empty."""
        return str(getattr(self.args[0], "level", "")) if self.args else ""


@dataclass(slots=True, kw_only=True)
class Draft:
    """One observation as its writer left it. Required: category, observed_to, and a place, a point or an area."""

    category: Category
    observed_to: datetime
    id: UUID | None = None
    observed_from: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    precision: str = Precision.EXACT
    place: Any = None
    area: Any = None
    area_code: str | None = None
    place_type: str = ""
    kind: str = ""
    severity: int | None = None
    seen_during: str = "ordinary"
    owner: Any = None
    source_kind: str = ""
    audience: str = ""
    audience_group: Any = None
    text: str = ""
    people_count: str = ""
    same_as_id: UUID | None = None
    ended_on: date | None = None
    fault_number: str = ""
    source: str = ""
    external_key: str = ""
    received_at: datetime | None = None
    clock_skew_minutes: int = 0
    warnings_answered: bool = True  # an import cannot be asked; form and API say no until the writer has answered


@dataclass(slots=True)
class Ready:
    """A draft that keeps the rules, as the columns of its row."""

    index: int
    row: dict[str, Any]


def prepared(
    drafts: Sequence[Draft], *, by: Any, now: datetime, guard_text: bool = True
) -> tuple[list[Ready], list[tuple[int, str]]]:
    """Return (ready rows, refusals as (index, sentence)). Nothing is read from the drafts' rows in the database."""
    ready: list[Ready] = []
    refused: list[tuple[int, str]] = []
    zone = by.municipality.zone
    coordinator = by.may(Permission.REVIEW_ALL)
    for index, draft in enumerate(drafts):
        problem = _why_refused(draft, by=by, now=now, coordinator=coordinator, guard_text=guard_text)
        if problem:
            refused.append((index, problem))
        else:
            ready.append(Ready(index, _row_of(draft, by=by, now=now, zone=zone)))
    lost = _set_areas(ready, by=by, drafts=drafts)
    refused += [(item.index, _nowhere(by)) for item in lost]
    gone = {item.index for item in lost}
    kept = [item for item in ready if item.index not in gone]
    astray = _pointing_astray(kept, by=by)
    refused += [(index, "Rapporten som den hör ihop med finns inte här. Skriv en ny rapport.") for index in astray]
    return [item for item in kept if item.index not in astray], sorted(refused)


def _pointing_astray(ready: Sequence[Ready], *, by: Any) -> set[int]:
    """Return the rows whose same_as is neither a report that `by` may see nor a row that comes in beside them.

    What a report that may be seen is the same as, is known through it. An id that is guessed is answered as one that
    does not exist, and nobody ties an own report to a hidden one.
    """
    wanted = {item.row["same_as_id"] for item in ready} - {None}
    if not wanted:
        return set()
    stored = set(Observation.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    seen = Observation.objects.visible_to(by)
    here = {pk for name in ("pk", "same_as")
            for pk in seen.filter(**{f"{name}__in": wanted}).values_list(name, flat=True)}  # fmt: skip
    astray: set[int] = set()
    while True:     # a row that points at a refused row is refused too
        left = [item for item in ready if item.index not in astray]
        beside = here | ({item.row["id"] for item in left} - stored)
        more = {
            item.index for item in left
            if item.row["same_as_id"] not in beside | {None} or item.row["same_as_id"] == (item.row["id"] or "new")
        }  # fmt: skip
        if not more:
            return astray
        astray |= more


def _why_refused(draft: Draft, *, by: Any, now: datetime, coordinator: bool, guard_text: bool) -> str | None:
    category = draft.category
    if category.municipality_id != by.municipality.pk or not category.active:
        return "Kategorin används inte här. Välj en annan."
    if category.coordinator_only and not coordinator:
        return "Den kategorin används bara av samordnaren. Välj en annan."
    return _wrong_time(draft, now) or _wrong_place(draft, by) or _wrong_choice(draft) or _wrong_words(draft, guard_text)


def _wrong_choice(draft: Draft) -> str | None:
    """What a file writes in its columns is not always one of our words; the database would stop the whole batch."""
    if draft.severity is not None and not 1 <= draft.severity <= 4:
        return f"Allvar är {draft.severity}. Det ska vara 1, 2, 3 eller 4."
    for name, (words, label) in CHOICES.items():
        value = getattr(draft, name)
        if value and value not in words:
            return f"”{value}” är inget {label}. Välj {', '.join(sorted(words))}."
    told = [(name, value) for name in MOST_LETTERS if (value := getattr(draft, name))]
    if _cannot_be_stored("".join([draft.text, *(value for _name, value in told)])):
        return "Raden innehåller tecken som inte går att lagra. Spara filen på nytt som text."
    long = next((name for name, value in told if len(value) > MOST_LETTERS[name]), None)
    return f"{LABELS[long]} är längre än {MOST_LETTERS[long]} tecken. Korta." if long else None


def _cannot_be_stored(text: str) -> bool:
    """Say whether a text holds what no database takes: a null, or half of a character (JSON may carry one)."""
    return "\x00" in text or not text.isascii() and HALF_A_CHARACTER.search(text) is not None


def _wrong_time(draft: Draft, now: datetime) -> str | None:
    if draft.observed_to.tzinfo is None or (draft.observed_from is not None and draft.observed_from.tzinfo is None):
        return "Tiden saknar tidszon."
    if draft.observed_to > now + CLOCKS_MAY_DIFFER:
        return "Tiden ligger i framtiden. Ändra när det hände."
    if draft.observed_to < EARLIEST or (draft.observed_from is not None and draft.observed_from < EARLIEST):
        return "Tiden ligger före 1990. Kontrollera datumet."
    if draft.observed_from is not None and draft.observed_from > draft.observed_to:
        return "Det började efter att det slutade. Byt plats på tiderna."
    return None


def _wrong_place(draft: Draft, by: Any) -> str | None:
    here = by.municipality
    for thing in (draft.place, draft.area, draft.owner, draft.audience_group):
        if thing is not None and thing.municipality_id != here.pk:
            return "Platsen eller organisationen hör till en annan kommun."
    if (draft.lon is None) != (draft.lat is None):
        return "Bara den ena koordinaten finns. Ange båda eller ett område."
    if draft.lon is not None and draft.lat is not None and not here.holds(lon=draft.lon, lat=draft.lat):
        return f"Punkten {draft.lat:.5f}, {draft.lon:.5f} ligger utanför {here.name}."
    known = draft.lon is not None or draft.place is not None or draft.area is not None or draft.area_code
    if not known and draft.precision != Precision.MUNICIPALITY:
        return "Plats saknas. Ange en plats, en punkt på kartan eller ett område."
    return None


def _wrong_words(draft: Draft, guard_text: bool) -> str | None:
    if len(draft.text) > LONGEST_TEXT:
        return f"Texten är längre än {LONGEST_TEXT} tecken. Korta den."
    if draft.audience == Audience.GROUP and draft.audience_group is None:
        return "Välj vilken grupp som ska se rapporten."
    if not guard_text:
        return None
    number = why_not_stored(draft.fault_number, only=NUMBERS) if draft.fault_number else None
    return number or (_wrong_in_text(draft) if draft.text else None)


def _wrong_in_text(draft: Draft) -> str | None:
    problem = why_not_stored(draft.text, answered=draft.warnings_answered)
    if problem is None or problem.level != "warn":
        return problem
    # The names of places here are only asked for when something looks like a person's.
    return why_not_stored(draft.text, answered=False, place_words=place_words_of(draft.category.municipality))


def _nowhere(by: Any) -> str:
    return f"Området finns inte bland områdena i {by.municipality.name}. Läs in områdena först eller rätta koden."


def _row_of(draft: Draft, *, by: Any, now: datetime, zone: Any) -> dict[str, Any]:
    category, place = draft.category, draft.place
    if place is not None and place.merged_into_id is not None:
        place = place.merged_into               # a phone may still know the place by its old row
    local_day, received = draft.observed_to.astimezone(zone).date(), draft.received_at or now
    received_on = local_day if received is draft.observed_to else received.astimezone(zone).date()
    lon, lat, precision = draft.lon, draft.lat, draft.precision
    area_id = draft.area.pk if draft.area is not None else None
    if place is not None and lon is None:
        lon, lat = place.lon, place.lat
    if place is not None and area_id is None:
        area_id = place.area_id
    # Security weaknesses and social signals are never pinned; a coarse place is shown as its area and never says why.
    coarse = category.area_level or (place is not None and place.show_coarse)
    if lon is None and precision in (Precision.EXACT, Precision.WITHIN_100M):
        precision = Precision.AREA
    row = {
        "id": draft.id, "municipality_id": by.municipality.pk, "category_id": category.pk,
        "kind": draft.kind or category.observation_kind or Kind.EVENT, "observed_from": draft.observed_from,
        "observed_to": draft.observed_to, "observed_on": local_day, "iso_week": Week.containing(local_day).iso,
        "received_on": received_on, "lon": lon, "lat": lat,
        "precision": precision, "area_id": area_id, "place_id": place.pk if place is not None else None,
        "place_type": draft.place_type, "severity": draft.severity or category.severity,
        "seen_during": draft.seen_during, "owner_id": draft.owner.pk if draft.owner is not None else None,
        "source_kind": draft.source_kind or (draft.owner.kind if draft.owner is not None else "other"),
        "audience": draft.audience or category.audience,
        "audience_group_id": draft.audience_group.pk if draft.audience_group is not None else None,
        "text": draft.text, "search_text": draft.text.casefold(), "people_count": draft.people_count,
        "same_as_id": draft.same_as_id, "ended_on": draft.ended_on, "fault_number": draft.fault_number,
        "source": draft.source, "external_key": draft.external_key, "clock_skew_minutes": draft.clock_skew_minutes,
        "created_at": received, "door": "", "_coarse": coarse,
        "_dwelling": at_a_dwelling(category=category, place_type=draft.place_type),
    }  # fmt: skip
    return row


def _set_areas(ready: Iterable[Ready], *, by: Any, drafts: Sequence[Draft]) -> list[Ready]:
    """Set each row's working area from its point or area code; return those whose area is not known."""
    lost: list[Ready] = []
    by_set: dict[Any, list[Ready]] = {}
    sets = working_sets(by.municipality)     # a file has few sets and many days
    for item in ready:
        by_set.setdefault(valid_on(sets, item.row["observed_on"]), []).append(item)
    for area_set, items in by_set.items():
        index = index_of(area_set) if area_set is not None else None
        _locate_points(area_set, index, items)
        coded: dict[str, Any] = {}
        for item in items:
            code = drafts[item.index].area_code
            if code and item.row["area_id"] is None:
                if code not in coded:
                    day = item.row["observed_on"]
                    coded[code] = area_coded(by.municipality, code, on=day, working=area_set)
                item.row["area_id"] = coded[code]
                if coded[code] is None:
                    lost.append(item)
            is_dwelling = item.row.pop("_dwelling")
            if item.row.pop("_coarse"):
                item.row.update(lon=None, lat=None, place_id=None, precision=Precision.AREA)
            elif is_dwelling:
                hide_door(item.row, place=drafts[item.index].place, municipality=by.municipality)
    return lost


def _locate_points(area_set: Any, index: AreaIndex | None, items: list[Ready]) -> None:
    if area_set is None or index is None:
        return
    pointed = [item for item in items if item.row["lon"] is not None]
    if not pointed:
        return
    at = locate(
        area_set, np.array([i.row["lon"] for i in pointed]), np.array([i.row["lat"] for i in pointed])
    )
    for item, position in zip(pointed, at.tolist(), strict=True):
        if position >= 0:
            item.row["area_id"] = index.ids[position]
