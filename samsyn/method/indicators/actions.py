"""The verbs of outside figures: define an indicator, record its readings, record events that others tell of."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Actor, Permission, require, require_here
from samsyn.ground.records import uuid_from
from samsyn.ground.refusals import Refused
from samsyn.method.indicators.earlier import put_aside, take_back
from samsyn.method.indicators.matching import Wanted, areas_meant
from samsyn.method.indicators.models import Indicator, OutsideEvent, Reading
from samsyn.method.indicators.never import is_never

MOST_IN_A_TRANSACTION = 2000
TOLD = ["type", "title", "text", "happened_at", "happened_on", "area_name", "is_summary"]
BESIDE = ["iso_week", "published_at"]
FIGURES = ["value", "n", "area_id", "low", "high", "invited", "preliminary", "vintage"]
LIKELY = ("population", "conditions")       # kinds that areas may be compared by


class FiguresRefused(Refused):
    """Outside figures were not stored; the sentence says why."""


class Recorded(NamedTuple):
    """What came of a batch of rows: how many were new, changed or already there."""

    created: int
    changed: int
    unchanged: int


@transaction.atomic
def define_indicator(*, code: str, name_sv: str, source: str, period: str, by: Actor, **more: Any) -> Indicator:
    """Add an indicator with its unit, source and licence, or bring the one with the same code up to date.

    What speaks of origin, citizenship, faith or language is never taken in.
    """
    require(by, Permission.IMPORT, within=by.municipality)
    facts = {"name_sv": name_sv, "source": source, "period": period, "name_en": name_sv, **more}
    if is_never(code, *(str(value) for name, value in facts.items() if name not in ("kind", "scale"))):
        raise FiguresRefused(
            "”{name}” gäller ursprung, medborgarskap, religion eller språk. Sådant är aldrig ett mått i Samsyn.",
            name=name_sv,
        )
    if facts.get("for_likeness") and facts.get("kind") not in LIKELY:
        raise FiguresRefused(
            "Områden jämförs bara efter befolkning och levnadsvillkor, inte efter ”{name}”.", name=name_sv
        )
    indicator, made = Indicator.objects.update_or_create(municipality=by.municipality, code=code, defaults=facts)
    if made:
        note("indicator.defined", by=by, subject=indicator, changed={"code": code})
    return indicator


@transaction.atomic
def compare_by(*, indicator: Indicator, chosen: bool, by: Actor) -> Indicator:
    """Choose whether areas are compared by this indicator: who lives there and how, never origin."""
    require(by, Permission.IMPORT, within=by.municipality)
    require_here(by, indicator)
    facts = {"kind": indicator.kind, "name_en": indicator.name_en, "unit_sv": indicator.unit_sv,
             "unit_en": indicator.unit_en, "licence": indicator.licence, "for_likeness": chosen}  # fmt: skip
    return define_indicator(
        code=indicator.code, name_sv=indicator.name_sv, source=indicator.source, period=indicator.period, by=by, **facts
    )


@transaction.atomic
def record_readings(
    *, indicator: Indicator, rows: Sequence[Mapping[str, Any]], batch: UUID | None = None, by: Actor
) -> Recorded:
    """Record readings: area_code ("" = the whole municipality), first_on, last_on, value, n. One logbook line.

    Where known also vintage (of the code), group_sv, low, high, invited, preliminary. The same area, period and group
    again updates its value; without change nothing is written. An area that is not known is kept by its code, so that
    it can be joined when its set is read in.
    """
    require(by, Permission.IMPORT, within=by.municipality)
    groups = {str(row.get("group_sv") or "") for row in rows}
    if any(is_never(group) for group in groups):
        raise FiguresRefused("Svar delas aldrig upp efter ursprung, medborgarskap, religion eller språk.")
    areas = areas_meant((_wanted(row) for row in rows), municipality=by.municipality)
    strange = {told.code for told in map(_wanted, rows) if told not in areas}     # a known area may be called anything
    if is_never(*strange):
        raise FiguresRefused("Svar delas aldrig upp efter ursprung, medborgarskap, religion eller språk.")
    wanted: dict[UUID, Reading] = {}
    for row in rows:
        reading = _reading(row, indicator=indicator, areas=areas, batch=batch, by=by)
        wanted[reading.pk] = reading
    known = Reading.objects.filter(municipality=by.municipality).in_bulk(list(wanted))
    new = [reading for pk, reading in wanted.items() if pk not in known]
    changed = [_changed(row, wanted[pk]) for pk, row in known.items() if _differs(row, wanted[pk])]
    Reading.objects.bulk_create(new, batch_size=500)
    Reading.objects.bulk_update(
        changed, [*(name.removesuffix("_id") for name in FIGURES), "batch", "before"], batch_size=200
    )
    if new or changed:
        note("readings.recorded", by=by, subject=indicator, changed={"new": len(new), "changed": len(changed)})
    return Recorded(len(new), len(changed), len(rows) - len(new) - len(changed))


def _wanted(row: Mapping[str, Any]) -> Wanted:
    return Wanted(str(row["area_code"]), str(row.get("vintage") or ""), row["last_on"])


def _reading(
    row: Mapping[str, Any], *, indicator: Indicator, areas: Mapping[Wanted, UUID], batch: UUID | None, by: Actor
) -> Reading:
    code, first, last, group = str(row["area_code"]), row["first_on"], row["last_on"], str(row.get("group_sv") or "")
    parts = [str(indicator.pk), code, first.isoformat(), last.isoformat(), *([group] if group else [])]
    return Reading(
        id=uuid_from("reading", *parts), municipality=by.municipality, indicator=indicator,
        area_id=areas.get(_wanted(row)), area_code=code, first_on=first, last_on=last,
        iso_week=Week.containing(last).iso, value=float(row["value"]), n=row.get("n"),
        vintage=str(row.get("vintage") or ""), group_sv=group[:60],
        low=row.get("low"), high=row.get("high"), invited=row.get("invited"),
        preliminary=bool(row.get("preliminary")), batch=batch,
    )  # fmt: skip


def _differs(stored: Reading, new: Reading) -> bool:
    return any(getattr(stored, name) != getattr(new, name) for name in FIGURES)


def _changed(stored: Reading, new: Reading) -> Reading:
    put_aside(stored, FIGURES)
    for name in [*FIGURES, "batch"]:
        setattr(stored, name, getattr(new, name))
    return stored


@transaction.atomic
def match_readings(*, by: Actor) -> int:
    """Give the figures whose code no area had an area, when its set has been read in since. Returns how many."""
    require(by, Permission.IMPORT, within=by.municipality)
    alone = list(Reading.objects.filter(municipality=by.municipality).without_area())
    asked = {row.pk: Wanted(row.area_code, row.vintage, row.last_on) for row in alone}
    areas = areas_meant(asked.values(), municipality=by.municipality)
    found = [row for row in alone if asked[row.pk] in areas]
    for row in found:
        row.area_id = areas[asked[row.pk]]
    Reading.objects.bulk_update(found, ["area"], batch_size=500)
    if found:
        note("readings.matched", by=by, changed={"rows": len(found)})
    return len(found)


@transaction.atomic
def record_outside_events(
    *, source: str, rows: Sequence[Mapping[str, Any]], batch: UUID | None = None, by: Actor
) -> Recorded:
    """Record what another source tells of; an edited event becomes a new version of itself. One logbook line.

    Each row: external_id, type, happened_on, and where known title, text, happened_at, published_at, area_name,
    is_summary. A version seen before (the same feed read twice) changes nothing, so the order of reading is free.
    """
    require(by, Permission.IMPORT, within=by.municipality)
    wanted: dict[UUID, list[OutsideEvent]] = {}
    for row in rows:
        event = _event(row, source=source, batch=batch, by=by)
        wanted.setdefault(event.pk, []).append(event)
    known = OutsideEvent.objects.filter(municipality=by.municipality).in_bulk(list(wanted))
    new: list[OutsideEvent] = []
    changed: list[OutsideEvent] = []
    told = 0
    for pk, versions in wanted.items():
        current = known.get(pk) or versions[0]
        later = [version for version in versions if _retold(current, version)]
        told += len(later)
        if pk not in known:
            new.append(current)
        elif later:
            changed.append(current)
    OutsideEvent.objects.bulk_create(new, batch_size=500)
    OutsideEvent.objects.bulk_update(
        changed, [*TOLD, *BESIDE, "version", "earlier", "batch", "before"], batch_size=200
    )
    if new or told:
        note("outside_events.recorded", by=by, changed={"source": source, "new": len(new), "changed": told})
    return Recorded(len(new), told, len(rows) - len(new) - told)


def _event(row: Mapping[str, Any], *, source: str, batch: UUID | None, by: Actor) -> OutsideEvent:
    day: date = row["happened_on"]
    return OutsideEvent(
        id=uuid_from(by.municipality.code, source, str(row["external_id"])), municipality=by.municipality,
        source=source, external_id=str(row["external_id"]), type=str(row["type"])[:80],
        title=str(row.get("title") or "")[:200], text=str(row.get("text") or ""), happened_at=row.get("happened_at"),
        happened_on=day, iso_week=Week.containing(day).iso, published_at=row.get("published_at"),
        area_name=str(row.get("area_name") or "")[:120], is_summary=bool(row.get("is_summary")), batch=batch,
    )  # fmt: skip


def _retold(current: OutsideEvent, version: OutsideEvent) -> bool:
    """Make `current` say what a later version says; False when it says so already or said so before."""
    digest = _digest(version)
    if digest == _digest(current) or digest in current.earlier:
        return False
    put_aside(current, [*TOLD, *BESIDE])
    current.earlier = [*current.earlier, _digest(current)]
    current.version += 1
    for name in [*TOLD, *BESIDE, "batch"]:
        setattr(current, name, getattr(version, name))
    return True


def _digest(event: OutsideEvent) -> str:
    told = "\x1f".join(str(getattr(event, name)) for name in TOLD)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def undo_figures(*, batch: UUID, by: Actor) -> tuple[int, int]:
    """Take back what a run wrote: rows it made go, rows it changed say what they said before.

    Where a later run has changed the row again its value stays. Returns (removed, restored).
    """
    require(by, Permission.IMPORT, within=by.municipality)
    removed = restored = 0
    for model in (Reading, OutsideEvent):
        gone, changed = [], []
        for row in _written_by(model, batch, by=by):
            current = row.batch == batch
            left, mine = take_back(row, batch=batch)
            if not left:
                gone.append(row.pk)
                continue
            if isinstance(row, OutsideEvent) and current:
                row.version -= len(mine) + 1
                row.earlier = row.earlier[: -len(mine) - 1]
            restored += current
            changed.append(row)
        told = [name.removesuffix("_id") for name in FIGURES]
        names = [*TOLD, *BESIDE, "version", "earlier"] if model is OutsideEvent else told
        model.objects.bulk_update(changed, [*names, "batch", "before"], batch_size=200)
        model.objects.filter(pk__in=gone).delete()
        removed += len(gone)
    note("figures.undone", by=by, changed={"batch": str(batch), "removed": removed, "restored": restored})
    return removed, restored


def _written_by(model: Any, batch: UUID, *, by: Actor) -> Any:
    """Return the rows that a run wrote, also those that a later run has changed since."""
    here = model.objects.filter(municipality=by.municipality).annotate(pile=Cast("before", TextField()))
    return here.filter(Q(batch=batch) | Q(pile__contains=str(batch))).order_by("pk")
