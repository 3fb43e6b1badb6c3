"""The verbs of observations: submit (one or many), review, correct, answer for a period."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction
from django.db.models import Exists, F, Field, OuterRef

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.people.actions import add_default_roles
from samsyn.ground.people.ended import refuse_ended
from samsyn.ground.people.members import Machine
from samsyn.ground.people.models import Organisation, Unit
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.actions import add_place_types
from samsyn.ground.places.models import Area
from samsyn.ground.records import uuid7, uuid_from
from samsyn.method.observations.drafts import Draft, ObservationRefused, Ready, prepared
from samsyn.method.observations.dwellings import hidden_by, hidden_when_changed, keep_door
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.observations.merged.actions import let_the_next_stand
from samsyn.method.observations.models import (
    Audience,
    Category,
    Checklist,
    ChecklistRow,
    Inquiry,
    Observation,
    ObservationVersion,
    PeriodReply,
    Precision,
    ReporterLink,
    ReportingDuty,
)
from samsyn.method.observations.states import MAY_BECOME, READ_IN, State, may_become
from samsyn.method.observations.words.actions import count_guard_hits

MOST_IN_A_TRANSACTION = 2000
TAXONOMY = Path(__file__).with_name("taxonomy.toml")
CHECKLISTS = Path(__file__).with_name("checklists.toml")
# What a repeated file or draft is compared by; the rest is set by the server.
COMPARED = [
    "kind", "category_id", "observed_from", "observed_to", "lon", "lat", "precision", "area_id", "place_id",
    "place_type", "door", "severity", "seen_during", "text", "people_count", "same_as_id", "ended_on", "fault_number",
]  # fmt: skip
REWRITTEN = [*COMPARED, "observed_on", "iso_week", "search_text", "version", "batch"]


class Submitted(NamedTuple):
    """What came of a batch: how many rows were new, changed or already there, and which were refused and why."""

    created: int
    changed: int
    unchanged: int
    refused: list[tuple[int, str]]


def submit_observation(*, draft: Draft, now: datetime, by: Any, unit: Unit | None = None) -> Observation:
    """Take in one observation. The same id from the same writer twice is one. Raises ObservationRefused.

    What the guard finds is counted whether the report is refused or its writer answers that nobody is pointed out.
    """
    try:
        observation = _submit_one(draft=draft, now=now, by=by, unit=unit)
    except ObservationRefused as refusal:
        if refusal.kind:
            count_guard_hits(text=draft.text, field="text", now=now, by=by)
        raise
    except IntegrityError:
        # The same report came twice at the same moment, and the other was stored first.
        known = Observation.objects.filter(pk=draft.id).first() if draft.id else None
        if known is None:
            raise
        return _the_same_again(known, by=by)
    if draft.text:
        count_guard_hits(text=draft.text, field="text", now=now, by=by)
    return observation


@transaction.atomic
def _submit_one(*, draft: Draft, now: datetime, by: Any, unit: Unit | None) -> Observation:
    draft.owner = draft.owner or _own_organisation(by)
    require_here(by, unit)
    ready, refused = prepared([draft], by=by, now=now)
    if refused:
        raise ObservationRefused(refused[0][1])
    row = ready[0].row
    known = Observation.objects.filter(pk=row["id"]).first() if row["id"] else None
    if known is not None:
        return _the_same_again(known, by=by)
    require(by, Permission.REPORT, within=draft.owner or by.municipality)
    row["id"] = row["id"] or uuid7()
    observation = Observation(**row)
    observation.save(force_insert=True)
    if by.user is not None:
        ReporterLink.objects.create(municipality=by.municipality, observation=observation, user=by.user, unit=unit)
    note("observation.submitted", by=unnamed(by), subject=observation)
    return observation


def unnamed(by: Any) -> Any:
    """Return who stands in the logbook for a reporter: it is kept for ever, and the link to the writer is not."""
    return by if by.user is None else Machine(name="rapportör", municipality=by.municipality)


def _own_organisation(by: Any) -> Organisation | None:
    return by.organisations_that(Permission.REPORT)[0] if by.user and by.organisations_that(Permission.REPORT) else None


def _the_same_again(known: Observation, *, by: Any) -> Observation:
    own = by.user is not None and ReporterLink.objects.filter(observation=known, user=by.user).exists()
    if known.municipality_id == by.municipality.pk and own:
        return known
    raise ObservationRefused("Rapporten kunde inte tas emot. Börja om med en ny rapport.")


def submit_observations(
    drafts: Sequence[Draft], *, by: Any, now: datetime, batch: UUID | None = None, accept: bool = True,
    guard_text: bool = True,
) -> Submitted:  # fmt: skip
    """Take in many observations by the same rules as one: at most 2 000 rows a transaction, one logbook line each.

    A draft with an id that is known here updates that row and keeps how it was; without change nothing is written, nor
    where a person has corrected the row: a file read again never brings back what somebody took away.
    Every refused draft comes back as (its index, a sentence). `accept` skips the review, for those who may review.
    """
    require(by, Permission.IMPORT, within=by.municipality)
    created = changed = unchanged = 0
    refused: list[tuple[int, str]] = []
    for start in range(0, len(drafts), MOST_IN_A_TRANSACTION):
        part = drafts[start : start + MOST_IN_A_TRANSACTION]
        done = _submit_part(part, by=by, now=now, batch=batch, accept=accept, guard_text=guard_text)
        created, changed, unchanged = created + done.created, changed + done.changed, unchanged + done.unchanged
        refused += [(start + index, sentence) for index, sentence in done.refused]
    return Submitted(created, changed, unchanged, refused)


@transaction.atomic
def _submit_part(
    drafts: Sequence[Draft], *, by: Any, now: datetime, batch: UUID | None, accept: bool, guard_text: bool
) -> Submitted:
    ready, refused = prepared(drafts, by=by, now=now, guard_text=guard_text)
    for item in ready:
        item.row["id"] = item.row["id"] or uuid7()
    last = {item.row["id"]: item for item in ready}  # the same key twice in a file: the last wins
    known = Observation.objects.in_bulk(list(last))
    foreign = {pk for pk, row in known.items() if row.municipality_id != by.municipality.pk}
    refused += [(last[pk].index, "Raden kunde inte tas emot.") for pk in foreign]
    new = [item for pk, item in last.items() if pk not in known]
    before = [(known[pk], last[pk]) for pk in known if pk not in foreign]
    by_hand = set(Observation.objects.filter(pk__in=known).corrected_by_hand().values_list("pk", flat=True))
    differ = [(row, item) for row, item in before if row.pk not in by_hand and _differs(row, item.row)]
    _create(new, batch=batch, accept=accept, now=now)
    _change(differ, by=by, batch=batch, reason=READ_IN)
    if new or differ:
        counts = {"new": len(new), "changed": len(differ), "batch": str(batch or "")}
        note("observations.submitted", by=by, changed=counts)
    return Submitted(len(new), len(differ), len(before) - len(differ) + len(ready) - len(last), sorted(refused))


def _create(items: Iterable[Ready], *, batch: UUID | None, accept: bool, now: datetime) -> None:
    state = {"state": State.ACCEPTED, "accepted_at": now} if accept else {"state": State.NEW}
    _insert([{**item.row, "batch": batch, **state} for item in items])


def _insert(rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert new rows column by column: bulk_create prepares every value by itself, which was half of an import."""
    if not rows:
        return
    fields = Observation._meta.concrete_fields
    columns = [_prepared_column(field, rows) for field in fields]
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        table = quote(Observation._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(zip(*columns, strict=True)))


PLAIN, EXACT = {type(None), str, int, float}, {type(None), datetime, date, UUID}


def _prepared_column(field: Field[Any, Any], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    name, base = field.attname, connections[DEFAULT_DB_ALIAS]       # the proxy of it looks up its thread each time
    if name not in rows[0]:
        return [field.get_db_prep_save(field.get_default(), base)] * len(rows)
    values = [row[name] for row in rows]
    if (kinds := {*map(type, values)}) <= PLAIN:
        return values
    # By which object it is: many rows share one, and to compare two ids or times costs more than to look.
    ready = {id(value): field.get_db_prep_value(value, base, prepared=kinds <= EXACT) for value in values}
    return [ready[id(value)] for value in values]


def _differs(row: Observation, new: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != new[name] for name in COMPARED)


def _as_json(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str) else str(value)


def _change(
    pairs: Sequence[tuple[Observation, Ready]], *, by: Any, batch: UUID | None, reason: str = ""
) -> None:
    versions = []
    for row, item in pairs:
        before = {name: _as_json(getattr(row, name)) for name in COMPARED if getattr(row, name) != item.row[name]}
        versions.append(
            ObservationVersion(
                municipality_id=row.municipality_id, observation=row, number=row.version, before=before,
                by=by.name_in_logbook, batch=batch, reason=reason,
            )
        )  # fmt: skip
        for name in [*COMPARED, "observed_on", "iso_week"]:
            setattr(row, name, item.row[name])
        row.search_text = _searchable(row)
        row.version += 1
        row.batch = batch or row.batch
    ObservationVersion.objects.bulk_create(versions, batch_size=500)
    Observation.objects.bulk_update([row for row, _item in pairs], REWRITTEN, batch_size=200)


def _searchable(row: Observation) -> str:
    """What a search may find: a refused text cannot even be searched for."""
    return "" if row.state == State.REFUSED else row.text.casefold()


@transaction.atomic
def correct_observation(*, observation: Observation, draft: Draft, reason: str, now: datetime, by: Any) -> Observation:
    """Correct what was submitted; how it was is kept as a version. Raises ObservationRefused."""
    _require_review(observation, by)
    without_persons(reason)
    if not MAY_BECOME[observation.state]:
        raise ObservationRefused("Rapporten är {state} och kan inte rättas.", state=observation.get_state_display())
    return rewrite(observation=observation, draft=draft, reason=reason, now=now, by=by)


def rewrite(
    *, observation: Observation, draft: Draft, reason: str, now: datetime, by: Any, told_as: Any = None
) -> Observation:
    """Write a draft over a row and keep how it was; who may do so, and is named, is asked by the verb that calls."""
    ready, refused = prepared([draft], by=by, now=now)
    if refused:
        raise ObservationRefused(refused[0][1])
    keep_door(ready[0].row, before=observation)
    if _differs(observation, ready[0].row):
        _change([(observation, ready[0])], by=told_as or by, batch=None, reason=reason)
        if observation.audience != (stricter := _stricter(observation.audience, draft.category)):
            observation.audience = stricter
            observation.save(update_fields=["audience"])
        note("observation.corrected", by=told_as or by, subject=observation)
    return observation


OPENNESS = [Audience.PARTIES, Audience.AUTHORITIES, Audience.GROUP, Audience.OWN, Audience.COORDINATOR]


def _stricter(audience: str, category: Category) -> str:
    """Return who may see a report that gets another category: never more than the category is meant for."""
    return max(audience, category.audience, key=[str(one) for one in OPENNESS].index)


def without_persons(reason: str) -> None:
    """A reason is shown to its reader and kept: it points out nobody, just as a report does not."""
    problem = why_not_stored(reason) if reason else None
    if problem:
        raise ObservationRefused(problem)


def _require_review(observation: Observation, by: Any) -> None:
    require_here(by, observation)
    if by.may(Permission.REVIEW_ALL, within=by.municipality):
        return
    if observation.owner is None:
        require(by, Permission.REVIEW_ALL, within=by.municipality)
    require(by, Permission.REVIEW_OWN, within=observation.owner)


def held_for_review(*, observation: Observation, by: Any, seen: str | None = None) -> Observation:
    """Return the row, held for this transaction, for one who may review it.

    `seen` is the stamp that the reviewer had before the eyes: another one means that somebody came between.
    """
    _require_review(observation, by)
    held = Observation.objects.select_for_update().get(pk=observation.pk)
    if seen is not None and seen != held.stamp:
        state = held.get_state_display()
        raise ObservationRefused(
            "Någon annan hann före: rapporten är {state}. Läs den igen innan du bestämmer.", state=state,
        )
    return held


def _move(
    observation: Observation, to: str, *, by: Any, reason: str = "", seen: str | None = None, **changes: Any
) -> Observation:
    observation = held_for_review(observation=observation, by=by, seen=seen)
    if not may_become(observation.state, to):
        raise ObservationRefused(
            "Rapporten är redan {state} och kan inte ändras så.", state=observation.get_state_display(),
        )
    observation.state, observation.state_reason = to, reason
    for name, value in changes.items():
        setattr(observation, name, value)
    observation.save(update_fields=["state", "state_reason", *changes])
    note(f"observation.{to}", by=by, subject=observation)
    return observation


@transaction.atomic
def accept_observation(*, observation: Observation, now: datetime, by: Any, seen: str | None = None) -> Observation:
    """Accept an observation: from now on it counts."""
    return _move(observation, State.ACCEPTED, by=by, seen=seen, accepted_at=now)


@transaction.atomic
def accept_observations(*, observations: Iterable[Observation], now: datetime, by: Any) -> int:
    """Accept many at once as they were read; those that cannot be accepted, or that somebody has changed meanwhile,
    are left as they are. Returns how many were accepted."""
    accepted = 0
    for observation in observations:
        with suppress(ObservationRefused):
            accept_observation(observation=observation, now=now, by=by, seen=observation.stamp)
            accepted += 1
    return accepted


@transaction.atomic
def send_back_observation(*, observation: Observation, reason: str, by: Any, seen: str | None = None) -> Observation:
    """Send an observation back to its writer with a question; the question stays in their talk."""
    if not reason.strip():
        raise ObservationRefused("Skriv vad du behöver veta.")
    without_persons(reason)
    asked = reason.strip()[:200]
    Inquiry.objects.create(
        municipality=by.municipality, observation=observation, kind=Inquiry.Kind.QUESTION, text=asked
    )
    return _move(observation, State.SENT_BACK, by=by, seen=seen, reason=asked)


@transaction.atomic
def refuse_observation(*, observation: Observation, reason: str, by: Any, seen: str | None = None) -> Observation:
    """Refuse an observation (wrong channel, points out a person): its text is locked away from every view at once."""
    if not reason.strip():
        raise ObservationRefused("Skriv varför, så att den som rapporterade vet.")
    without_persons(reason)
    gone = _move(observation, State.REFUSED, by=by, seen=seen, reason=reason.strip()[:200], search_text="")
    let_the_next_stand(gone=gone, by=by)
    return gone


@transaction.atomic
def merge_observations(
    *, observation: Observation, into: Observation, by: Any, seen: str | None = None
) -> Observation:
    """Merge a duplicate into the one that is kept; it keeps its id and points there."""
    if into.pk == observation.pk or not MAY_BECOME[into.state] or into.municipality_id != observation.municipality_id:
        raise ObservationRefused("Välj en annan rapport att slå ihop med.")
    return _move(observation, State.MERGED, by=by, seen=seen, merged_into=into)


@transaction.atomic
def end_condition(*, observation: Observation, on: date, by: Any) -> Observation:
    """Say that a condition is mended, and when."""
    _require_review(observation, by)
    observation.ended_on = on
    observation.save(update_fields=["ended_on"])
    note("condition.ended", by=by, subject=observation, changed={"on": on.isoformat()})
    return observation


def _column(name: str) -> str:
    return str(getattr(Observation._meta.get_field(name), "attname", name))


def _from_json(name: str, value: Any) -> Any:
    """Turn a version's stored value back into the column's own type."""
    if value is None or name.endswith("_id"):
        return value and UUID(value)
    field: Any = Observation._meta.get_field(name)
    return field.to_python(value)


CHANGED_TOGETHER = {"category", "audience", "place", "same_as", "fault_number"}
COARSE: dict[str, Any] = {"lon": None, "lat": None, "place": None, "precision": Precision.AREA}


@transaction.atomic
def change_observations(
    *, observations: Sequence[Observation], by: Any, batch: UUID | None = None, **changes: Any
) -> int:
    """Change category, audience, place, same_as or fault number of many at once; versions are kept.

    A row that gets a category of area level loses its point and its place. `batch` makes it possible to undo.
    """
    unknown = set(changes) - CHANGED_TOGETHER
    if unknown:
        raise ObservationRefused(
            "Det går inte att ändra {unknown} på flera på en gång.", unknown=', '.join(sorted(unknown)),
        )
    if any(getattr(value, "municipality_id", by.municipality.pk) != by.municipality.pk for value in changes.values()):
        raise ObservationRefused("Det du valde hör till en annan kommun.")
    if "audience" in changes and changes["audience"] not in set(Audience.values) - {Audience.GROUP}:
        raise ObservationRefused("Välj vilka som ska se rapporterna.")
    changes |= COARSE if getattr(changes.get("category"), "area_level", False) else {}
    names = list(dict.fromkeys([*changes, *(["audience"] if "category" in changes else []), *hidden_by(changes)]))
    versions = []
    for row in observations:
        _require_review(row, by)
        before = {name: _as_json(getattr(row, _column(name))) for name in names}
        versions.append(
            ObservationVersion(
                municipality_id=row.municipality_id, observation=row, number=row.version, before=before,
                by=by.name_in_logbook, batch=batch,
            )
        )  # fmt: skip
        if "category" in changes:
            row.audience = _stricter(row.audience, changes["category"])
        for name, value in {**changes, **hidden_when_changed(row, changes)}.items():
            setattr(row, name, value)
        row.version += 1
    ObservationVersion.objects.bulk_create(versions, batch_size=500)
    Observation.objects.bulk_update(observations, [*names, "version"], batch_size=200)
    note("observations.changed", by=by, changed={"rows": len(versions), "fields": sorted(changes)})
    return len(versions)


@transaction.atomic
def undo_changes(*, batch: UUID, by: Any) -> int:
    """Take one's own change of many back; a row that has been changed again since stays. Returns how many went back."""
    versions = ObservationVersion.objects.filter(
        municipality=by.municipality, batch=batch, by=by.name_in_logbook, number=F("observation__version") - 1
    ).select_related("observation__owner")
    used = list(versions)
    names: set[str] = set()
    for version in used:
        _require_review(version.observation, by)
        for name, value in version.before.items():
            setattr(version.observation, _column(name), _from_json(_column(name), value))
        version.observation.version = version.number
        names |= set(version.before)
    Observation.objects.bulk_update([version.observation for version in used], [*names, "version"], batch_size=200)
    ObservationVersion.objects.filter(pk__in=[version.pk for version in used]).delete()
    note("observations.changed", by=by, changed={"taken_back": len(used)})
    return len(used)


@transaction.atomic
def undo_batch(*, batch: UUID, by: Any) -> tuple[int, int]:
    """Take an import back: rows it made go, rows it changed become as before. Returns (removed, restored).

    What people have corrected or merged since stays as they left it.
    """
    require(by, Permission.IMPORT, within=by.municipality)
    mine = Observation.objects.filter(municipality=by.municipality)
    restored = _restore(batch, by=by)
    made = mine.filter(batch=batch, versions=None, merged=None).exclude(pk__in=[row.pk for row in restored])
    removed = made.count()
    made.delete()
    note("observations.undone", by=by, changed={"batch": str(batch), "removed": removed, "restored": len(restored)})
    return removed, len(restored)


def _restore(batch: UUID, *, by: Any) -> list[Observation]:
    mine = ObservationVersion.objects.filter(municipality=by.municipality)
    later = mine.filter(observation=OuterRef("observation"), number__gt=OuterRef("number")).exclude(batch=batch)
    versions = mine.filter(batch=batch).exclude(Exists(later)).order_by("-number")
    rows: dict[Any, Observation] = {}
    used = []
    for version in versions.select_related("observation").iterator(chunk_size=500):
        row = rows.setdefault(version.observation_id, version.observation)
        for name, value in version.before.items():
            setattr(row, name, _from_json(name, value))
        row.version, row.batch = version.number, None
        used.append(version.pk)
    for row in rows.values():
        day = row.observed_to.astimezone(by.municipality.zone).date()
        row.observed_on, row.iso_week, row.search_text = day, Week.containing(day).iso, _searchable(row)
    Observation.objects.bulk_update(list(rows.values()), REWRITTEN, batch_size=200)
    ObservationVersion.objects.filter(pk__in=used).delete()
    return list(rows.values())


# --- replies and duties ------------------------------------------------------------------------------------------


@transaction.atomic
def hand_in_reply(
    *, organisation: Organisation, week: Week, answer: str, received_on: date, unit: Unit | None = None,
    area: Area | None = None, by: Any,
) -> PeriodReply:  # fmt: skip
    """Answer for one period: reports were sent, nothing to report, or nobody was there. The last answer stands."""
    if week.first_day > received_on:
        raise ObservationRefused("Veckan har inte börjat än. Välj en annan vecka.")
    require(by, Permission.REPORT, within=organisation)
    require_here(by, unit, area)
    parts = [str(organisation.pk), str(unit.pk if unit else ""), str(area.pk if area else ""), str(week.iso)]
    reply, _made = PeriodReply.objects.update_or_create(
        id=uuid_from("reply", *parts), defaults={
            "municipality": by.municipality, "organisation": organisation, "unit": unit, "area": area,
            "iso_week": week.iso, "answer": answer, "received_on": received_on,
        },
    )  # fmt: skip
    note("reply.handed_in", by=unnamed(by), subject=reply, changed={"answer": answer, "week": week.iso})
    return reply


@transaction.atomic
def set_reporting_duty(
    *, organisation: Organisation, starts_on: date, ends_on: date | None = None, unit: Unit | None = None,
    area: Area | None = None, every_weeks: int = 1, checklist: Checklist | None = None, by: Any,
) -> ReportingDuty:  # fmt: skip
    """Agree that an organisation (or one unit) answers from a date, how often, and with which checklist if any."""
    require(by, Permission.MANAGE_PEOPLE, within=organisation)
    require_here(by, unit, area, checklist)
    refuse_ended(organisation, refused=ObservationRefused, today=starts_on)
    facts = {"starts_on": starts_on, "ends_on": ends_on, "every_weeks": every_weeks, "checklist": checklist}
    which = {"municipality": by.municipality, "organisation": organisation, "unit": unit, "area": area}
    Organisation.objects.select_for_update().get(pk=organisation.pk)       # of two at once the second changes the first
    duty, _made = ReportingDuty.objects.update_or_create(**which, defaults=facts)
    note("duty.set", by=by, subject=duty)
    return duty


# --- categories --------------------------------------------------------------------------------------------------


def default_taxonomy() -> dict[str, Any]:
    """Return the shipped taxonomy: version, buttons (with the EMBRACE crosswalk), groups, categories, place_types."""
    return tomllib.loads(TAXONOMY.read_text(encoding="utf-8"))


@transaction.atomic
def add_default_categories(*, by: Any) -> dict[str, Category]:
    """Copy the shipped categories and kinds of place to a municipality; rows already there are left as they are."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    shipped = default_taxonomy()
    version, here = shipped["version"], by.municipality
    groups = [
        Category(municipality=here, position=n * 1000, default_code=g["code"], default_version=version, **g)
        for n, g in enumerate(shipped["groups"])
    ]
    Category.objects.bulk_create(groups, ignore_conflicts=True)
    parents = {c.code: c for c in Category.objects.filter(municipality=here, parent=None)}
    rows = []
    for n, category in enumerate(shipped["categories"]):
        group = parents[category.pop("group")]
        row = {"icon": group.icon, "default_code": category["code"], "default_version": version, **category}
        rows.append(Category(municipality=here, parent=group, position=group.position + n, **row))
    Category.objects.bulk_create(rows, ignore_conflicts=True)
    add_place_types(rows=shipped["place_types"], by=by)
    note("categories.added", by=by, changed={"version": version})
    return {c.code: c for c in Category.objects.filter(municipality=here, parent__isnull=False)}


@transaction.atomic
def change_category(*, category: Category, by: Any, **changes: Any) -> Category:
    """Change a category's labels, default severity or audience, or switch it on or off; never delete it."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, category)
    allowed = {"name_sv", "name_en", "help_sv", "help_en", "severity", "audience", "active", "position", "button"}
    for name, value in changes.items():
        if name in allowed:
            setattr(category, name, value)
    category.save(update_fields=sorted(allowed & set(changes)))
    note("category.changed", by=by, subject=category, changed={"fields": sorted(allowed & set(changes))})
    return category


@transaction.atomic
def add_default_checklists(*, by: Any) -> None:
    """Copy the shipped checklists, one per profession; those already there are left as they are."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    here, shipped = by.municipality, tomllib.loads(CHECKLISTS.read_text(encoding="utf-8"))["checklists"]
    there = set(Checklist.objects.filter(municipality=here).values_list("code", flat=True))
    categories = {c.code: c for c in Category.objects.filter(municipality=here, parent__isnull=False)}
    rows = []
    for n, each in enumerate(one for one in shipped if one["code"] not in there):
        codes = each.pop("categories")
        checklist = Checklist.objects.create(municipality=here, position=n, **each)
        rows += [
            ChecklistRow(municipality=here, checklist=checklist, category=categories[code], position=position)
            for position, code in enumerate(codes) if code in categories
        ]  # fmt: skip
    ChecklistRow.objects.bulk_create(rows)
    if rows:
        note("checklists.added", by=by, changed={"rows": len(rows)})


def equip_municipality(*, by: Any) -> None:
    """Give a new municipality what it begins with: the default roles, categories and kinds of place."""
    add_default_roles(by=by)
    add_default_categories(by=by)
    add_default_checklists(by=by)
