"""Where mapped rows go: each target hands its rows to the verbs of the room that owns them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.utils.text import slugify

from samsyn.exchange.casting import to_local
from samsyn.exchange.mapping import Mapping
from samsyn.ground.places.actions import count_inhabitants
from samsyn.ground.places.models import Place, PlaceAlias
from samsyn.ground.records import uuid_from
from samsyn.ground.refusals import Refused
from samsyn.method.indicators.actions import (
    FiguresRefused,
    define_indicator,
    record_outside_events,
    record_readings,
)
from samsyn.method.indicators.matching import vintage_of
from samsyn.method.indicators.models import Indicator
from samsyn.method.indicators.never import flattened, is_never
from samsyn.method.observations.actions import submit_observations
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Category, Observation

if TYPE_CHECKING:
    from uuid import UUID

    import pyarrow as pa


class ImportRefused(Refused):
    """An import that could not begin or go on; the sentence says what to do."""


class Stored(NamedTuple):
    """What came of some rows; refusals are (row in the table, reason)."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[tuple[int, str], ...] = ()


class Target(Protocol):
    """Takes mapped rows batch by batch."""

    def store(self, table: pa.Table, *, keys: list[str], superseded: list[bool]) -> Stored:
        """Store the rows of one batch."""


class Going(NamedTuple):
    """What every target needs to know about the run."""

    mapping: Mapping
    source: str
    batch: UUID
    by: Any
    now: datetime
    accept: bool = True


def target_of(going: Going) -> Target:
    """Give the target that the mapping names."""
    made = {"observations": Observations, "readings": Readings, "outside_events": OutsideEvents}
    if going.mapping.target not in made:
        raise ImportRefused(
            "Områden och platser läses in med samsyn areas import och samsyn places import, "
            "utsatta områden med samsyn areas import --classes."
        )
    return made[going.mapping.target](going)


class Observations:
    """Observations, through the plural of the verb that the phone uses."""

    def __init__(self, going: Going) -> None:
        self.going = going
        self.categories = {c.code: c for c in Category.objects.visible_to(going.by).filter(parent__isnull=False)}
        self.places = self._known_places() if "place_name" in going.mapping.columns else {}
        self.opened: set[UUID] = set()

    def store(self, table: pa.Table, *, keys: list[str], superseded: list[bool]) -> Stored:
        """Submit the rows; an earlier row with the same id becomes a version, but only the first time."""
        drafts, at, refused, skipped = [], [], [], 0
        ids = [uuid_from(self.going.by.municipality.code, self.going.source, key) for key in keys]
        passed = self._passed(ids, superseded)
        for number, row in enumerate(_rows(table)):
            category = self.categories.get(row["category"])
            if category is None:
                refused.append((number, f"Kategorin ”{row['category']}” finns inte i kommunen."))
            elif number in passed:
                skipped += 1
            else:
                drafts.append(self._draft(row, category, id=ids[number], key=keys[number]))
                at.append(number)
        done = submit_observations(
            drafts, by=self.going.by, now=self.going.now, batch=self.going.batch, accept=self.going.accept
        )
        refused += [(at[index], sentence) for index, sentence in done.refused]
        return Stored(done.created, done.changed, done.unchanged + skipped, tuple(refused))

    def _passed(self, ids: list[UUID], superseded: list[bool]) -> set[int]:
        """Rows that a later one supersedes and that an earlier run has already seen: they change nothing."""
        older = [number for number, late in enumerate(superseded) if late and ids[number] not in self.opened]
        if not older:
            return set()
        mine = Observation.objects.visible_to(self.going.by)
        known = set(mine.filter(pk__in=[ids[number] for number in older]).values_list("pk", flat=True))
        self.opened |= {ids[number] for number in older} - known
        return {number for number in older if ids[number] in known}

    def _draft(self, row: dict[str, Any], category: Category, *, id: UUID, key: str) -> Draft:
        until = _utc(row["until"])
        published = row.get("published")
        return Draft(
            id=id, category=category, observed_to=until, observed_from=_utc(row.get("from")), lon=row.get("lon"),
            lat=row.get("lat"), precision=row["precision"], area_code=row.get("area_code"),
            place=self._place(row), kind=row.get("kind") or "", text=row.get("text") or "",
            severity=int(row["severity"]) if row.get("severity") else None,
            seen_during=row.get("seen_during") or "ordinary", source_kind=row.get("source_kind") or "import",
            fault_number=(row.get("fault_number") or "")[:40], source=self.going.source, external_key=key[:120],
            received_at=_utc(published) if published is not None else until,
            ended_on=self._local_day(row.get("ended")),
        )  # fmt: skip

    def _local_day(self, microseconds: int | None) -> date | None:
        return None if microseconds is None else _utc(microseconds).astimezone(self.going.by.municipality.zone).date()

    def _place(self, row: dict[str, Any]) -> Place | None:
        name = row.get("place_name")
        return self.places.get(name.casefold()) if name else None

    def _known_places(self) -> dict[str, Place]:
        standing = Place.objects.visible_to(self.going.by).standing()
        by_id = {place.pk: place for place in standing}
        names = {place.name.casefold(): place for place in by_id.values()}
        for alias in PlaceAlias.objects.visible_to(self.going.by).filter(place__in=standing):
            names.setdefault(alias.name.casefold(), by_id[alias.place_id])
        return names


class Readings:
    """Figures per area and period, never mixed with observations; one indicator, or as many as a column names."""

    def __init__(self, going: Going) -> None:
        self.going = going
        self.indicators: dict[str, Indicator | str] = {}
        if "indicator" not in going.mapping.columns:
            try:
                self.indicators[""] = self._defined(str(going.mapping.constants.get("indicator", going.source)), {})
            except FiguresRefused as refusal:
                raise ImportRefused(refusal.sentence) from refusal

    def _defined(self, code: str, names: dict[str, str]) -> Indicator:
        given, mapping = self.going.mapping.constants, self.going.mapping
        name = names.get("name_sv") or str(given.get("indicator_sv", mapping.title))
        kind, scale = str(given.get("kind", "other")), str(given.get("scale", "count"))
        if _counts_people(given, name):
            kind, scale = "population", "count"
        return define_indicator(
            code=code, name_sv=name[:120], name_en=(names.get("name_en") or str(given.get("indicator_en", name)))[:120],
            unit_sv=str(given.get("unit_sv", "")), unit_en=str(given.get("unit_en", "")),
            source=str(given.get("source", mapping.title or self.going.source)), licence=mapping.licence[:80],
            period=str(given.get("period", "day")), kind=kind,
            scale="share" if scale in ("count", "amount") and "%" in name else scale,
            for_likeness=_by_likeness(given, name), retrieved_on=self.going.now.date(), by=self.going.by,
            in_picture=bool(given.get("in_picture", True)),
        )  # fmt: skip

    def _indicator(self, name: str) -> Indicator | str:
        """Return the indicator that a row names, or the sentence why there can be none."""
        if name not in self.indicators:
            try:
                self.indicators[name] = self._defined(
                    slugify(f"{self.going.source}-{name}".replace("–", "-"))[:60].strip("-"),
                    {"name_sv": name, "name_en": name},
                )
            except FiguresRefused as refusal:
                self.indicators[name] = str(refusal.sentence)
        return self.indicators[name]

    def store(self, table: pa.Table, *, keys: list[str], superseded: list[bool]) -> Stored:
        """Record the readings."""
        zone = self.going.by.municipality.time_zone
        rows: dict[str, list[dict[str, Any]]] = {}
        refused = []
        days = {name: to_local(table.column(name).combine_chunks(), zone=zone) for name in ("from", "until")
                if name in table.column_names}  # fmt: skip
        first = _days(days.get("from", days["until"]))
        named = "indicator" in self.going.mapping.columns
        for number, (row, begins, ends) in enumerate(zip(_rows(table), first, _days(days["until"]), strict=True)):
            name = str(row["indicator"]) if named else ""
            indicator = self._indicator(name)
            if isinstance(indicator, str):
                refused.append((number, indicator))
            elif "area_code" in row and not row["area_code"] and not self.going.mapping.constants.get("whole"):
                refused.append((number, "Raden saknar områdeskod."))
            elif is_never(row.get("group") or ""):
                refused.append((number, "Svar delas aldrig upp efter ursprung, medborgarskap, religion eller språk."))
            else:
                rows.setdefault(name, []).append(self._row(row, begins, ends))
        return self._recorded(rows, tuple(refused))

    def _recorded(self, rows: dict[str, list[dict[str, Any]]], refused: tuple[tuple[int, str], ...]) -> Stored:
        created = changed = unchanged = 0
        for name, mine in rows.items():
            indicator = self.indicators[name]
            assert not isinstance(indicator, str)
            done = record_readings(indicator=indicator, rows=mine, batch=self.going.batch, by=self.going.by)
            created, changed = created + done.created, changed + done.changed
            unchanged += done.unchanged
            if self.going.mapping.constants.get("area_population") or indicator.kind == Indicator.Kind.POPULATION:
                figures = {(row["area_code"], row["first_on"].year): round(row["value"]) for row in mine}
                count_inhabitants(figures=figures, by=self.going.by)
        return Stored(created, changed, unchanged, refused)

    def _row(self, row: dict[str, Any], begins: date, ends: date) -> dict[str, Any]:
        code, vintage = vintage_of(row.get("area_code") or "")
        if code == self.going.by.municipality.code:
            code = ""
        told = vintage or str(self.going.mapping.constants.get("vintage", ""))
        return {
            "area_code": code, "vintage": told if code else "", "first_on": begins, "last_on": ends,
            "value": row["value"],
            "n": _whole(row.get("sample_size")), "invited": _whole(row.get("invited")), "low": row.get("low"),
            "high": row.get("high"), "group_sv": row.get("group") or "",
            "preliminary": str(row.get("preliminary") or "").casefold() in ("ja", "true", "1", "p", "prel", "*"),
        }  # fmt: skip


def _counts_people(given: Any, name: str) -> bool:
    """Return whether a figure of a source of conditions is the number of inhabitants."""
    names = ("folkmangd", "befolkning", "antal invanare")
    return given.get("kind") == "conditions" and flattened(name).startswith(names)


def _by_likeness(given: Any, name: str) -> bool:
    """Return whether areas are compared by it: the source says so, for all or by name."""
    told = given.get("for_likeness", False)
    return name in told if isinstance(told, list) else bool(told)


def _whole(value: Any) -> int | None:
    return None if value is None or value != value else int(value)


class OutsideEvents:
    """What others tell of: text and day, never a point."""

    def __init__(self, going: Going) -> None:
        self.going = going

    def store(self, table: pa.Table, *, keys: list[str], superseded: list[bool]) -> Stored:
        """Record the events; every edited version becomes a version."""
        days = _days(to_local(table.column("until").combine_chunks(), zone=self.going.by.municipality.time_zone))
        rows = [
            {
                "external_id": row["external_id"], "type": row["kind"], "title": row.get("title"),
                "text": row.get("text"), "happened_at": _utc(row["until"]), "happened_on": day,
                "published_at": _utc(row.get("published")), "area_name": row.get("area_name"),
                "is_summary": row.get("is_summary") is not None,
            }
            for row, day in zip(_rows(table), days, strict=True)
        ]  # fmt: skip
        done = record_outside_events(source=self.going.source, rows=rows, batch=self.going.batch, by=self.going.by)
        return Stored(done.created, done.changed, done.unchanged)


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    """Give the rows as dicts; times as whole microseconds, since thousands of zone look-ups would cost more."""
    import pyarrow as pa

    columns = {}
    for name in table.column_names:
        column = table.column(name)
        columns[name] = (column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column).to_pylist()
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _utc(microseconds: int | None) -> Any:
    return None if microseconds is None else datetime.fromtimestamp(microseconds / 1_000_000, UTC)


def _days(local: pa.Array) -> list[date]:
    import pyarrow.compute as pc

    return list(pc.cast(local, "date32", safe=False).to_pylist())

