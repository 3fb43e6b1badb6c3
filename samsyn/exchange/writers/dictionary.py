"""The data dictionary that goes with every file: what each column is, its type and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa


class Note(NamedTuple):
    """What a column means, in Swedish, and its unit."""

    text: str
    unit: str = ""


class Described(NamedTuple):
    """One row of the dictionary."""

    column: str
    kind: str
    unit: str
    text: str


NOTES: dict[str, Note] = {
    "id": Note("Rapportens id"),
    "category": Note("Kategorins kod, till exempel E1"),
    "category_name": Note("Kategorins namn"),
    "category_kind": Note("B brott, O ordningsstörning, F fysisk miljö, S social signal, K kommande, P positivt"),
    "kind": Note("event = händelse, condition = tillstånd, mood = stämning"),
    "area": Note("Områdets kod i kommunens arbetsindelning"),
    "area_name": Note("Områdets namn"),
    "place": Note("Den kända platsens id"),
    "place_name": Note("Platsens namn"),
    "x_m": Note("Läge österut i kommunens metriska koordinatsystem; tomt när bara området är känt", "meter"),
    "y_m": Note("Läge norrut i kommunens metriska koordinatsystem", "meter"),
    "lon": Note("Longitud, WGS 84; tomt när bara området är känt", "grader"),
    "lat": Note("Latitud, WGS 84", "grader"),
    "precision": Note("exact = exakt, within_100m = inom 100 meter, area = bara området, municipality = bara kommunen"),
    "observed_on": Note("Lokalt datum när det sågs eller upptäcktes"),
    "iso_week": Note("Veckan, 202540 = vecka 40 år 2025"),
    "from_local": Note("Tidigaste lokala tid; tom när bara sluttiden är känd"),
    "to_local": Note("Senaste lokala tid"),
    "received_on": Note("Lokalt datum när rapporten kom in"),
    "severity": Note("Allvar, 1 lindrigt – 4 allvarligt"),
    "source_kind": Note("Slag av källa, aldrig ett namn"),
    "seen_during": Note("ordinary = ordinarie arbete, decided = beslutad insats, tip = kontroll efter tips"),
    "open": Note("Sant om tillståndet består"),
    "ended_on": Note("Lokalt datum när tillståndet var åtgärdat"),
    "same_as": Note("Id för den rapport som redan beskriver samma sak; raden ska då inte räknas"),
    "fault_number": Note("Felanmälans nummer"),
    "text": Note("Rapportens text"),
    "state": Note("Var rapporten är i granskningen"),
    "events": Note("Antal händelser", "antal"),
    "expected": Note("Antal att vänta av historiken", "antal"),
    "low": Note("Nedre gräns för det vanliga", "antal"),
    "high": Note("Övre gräns för det vanliga", "antal"),
    "code": Note("Kod"),
    "name": Note("Namn"),
    "line": Note("Rad i filen"),
    "reason": Note("Varför raden inte kom in"),
}
KINDS = (
    ("is_boolean", "sant/falskt"), ("is_integer", "heltal"), ("is_floating", "tal"), ("is_date", "datum"),
    ("is_timestamp", "tid"), ("is_binary", "form"),
)  # fmt: skip


def dictionary_of(table: pa.Table, *, notes: dict[str, Note] | None = None) -> list[Described]:
    """Describe every column: our own notes first, else the meaning that stands in the table itself."""
    known = NOTES | (notes or {})
    return [_described(field, known.get(field.name)) for field in table.schema]


def _described(field: pa.Field, note: Note | None) -> Described:
    meaning = (field.metadata or {}).get(b"meaning", b"").decode()
    return Described(field.name, kind_of(field.type), note.unit if note else "", note.text if note else meaning)


def kind_of(kind: pa.DataType) -> str:
    """Say the type of a column in Swedish."""
    from pyarrow import types

    return next((word for test, word in KINDS if getattr(types, test)(kind)), "text")


def as_text(described: list[Described], *, title: str) -> str:
    """Write the dictionary as a text file."""
    lines = [title, "=" * len(title), "", "Kolumn\tTyp\tEnhet\tBetydelse"]
    lines += ["\t".join(row) for row in described]
    return "\r\n".join(lines) + "\r\n"
