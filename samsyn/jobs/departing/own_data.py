"""A party's own data as one packed file: what it has sent, promised and answered, as CSV and JSON with its files.

Who reported is nowhere in it. What is marked for authorities is never in what a private party takes home.
"""

import csv
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from samsyn.exchange.writers.plain import harmless
from samsyn.ground.files.models import StoredFile
from samsyn.ground.people.models import Membership, Organisation
from samsyn.ground.privacy.models import Mask
from samsyn.jobs.archiving.tables import Column, Table, written
from samsyn.method.followups.models import FollowUp
from samsyn.method.library.models import SupportComment
from samsyn.method.measures.models import Measure, MeasureEntry
from samsyn.method.observations.models import Audience, ChecklistAnswer, Inquiry, Observation, PeriodReply
from samsyn.method.observations.states import State
from samsyn.method.pictures.models import OwnPoint
from samsyn.method.publications.models import Edition
from samsyn.method.publications.papers import OF_ONE_PARTY

OWN_SIGHT = (Audience.PARTIES, Audience.OWN)
WITHHELD = (State.REFUSED, State.WITHDRAWN)      # their rows are told, never their texts, questions or photos
WORDS = {
    "rapporter": "egna rapporter", "fragor": "frågor och svar om dem", "veckobesked": "veckobesked",
    "checklistor": "svar på veckochecklistan", "atgarder": "åtgärder som parten svarar för",
    "atgardslogg": "rader i åtgärdernas logg", "uppfoljningar": "uppföljningar",
    "egna_bilder": "punkter i egna lägesbilder", "metodstod": "kommentarer i metodstödet",
    "personer": "personer med roll hos parten", "foton": "foton", "papper": "utgivna papper till eller från parten",
}  # fmt: skip


class Packed(NamedTuple):
    """The packed file: its digest and size in bytes, how many of each kind, and how many were kept back."""

    digest: str
    size: int
    given: dict[str, int]
    kept: dict[str, int]


def own_data(
    party: Organisation, *, out: BinaryIO, with_people: bool, more: Iterable[tuple[str, bytes]] = ()
) -> Packed:  # fmt: skip
    """Write everything that is the party's own into an open, empty file, and set it at its beginning.

    `more` are files to lie beside it (name, bytes). The same rows give the same bytes.
    """
    given: dict[str, int] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        def put(name: str, content: bytes) -> None:
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)

        tables = [table for table in _tables(party) if with_people or table.code != "personer"]
        for table in tables:
            rows = [tuple(row) for row in table.rows]
            given[table.code] = len(rows)
            put(f"{table.code}.csv", _as_csv(table, rows))
            put(f"{table.code}.json", _as_json(table, rows))
        given["foton"] = _files(put, _photos(party))
        given["papper"] = _files(put, _papers(party))
        put("beskrivning.txt", _described(tables).encode("utf-8-sig"))
        for name, content in more:
            put(name, content)
    size = out.seek(0, os.SEEK_END)
    out.seek(0)
    digest = hashlib.file_digest(out, "sha256").hexdigest()
    out.seek(0)
    return Packed(digest, size, given, _kept_back(party))


def _reports(party: Organisation) -> Any:
    """The party's own reports that it may take home: none kept to the coordinator, a private party none for fewer."""
    rows = Observation.objects.filter(municipality=party.municipality_id, owner=party)
    rows = rows.exclude(audience=Audience.COORDINATOR)
    return rows if party.is_authority else rows.filter(audience__in=OWN_SIGHT)


def _measures(party: Organisation) -> Any:
    rows = Measure.objects.filter(municipality=party.municipality_id, organisation=party)
    rows = rows.exclude(audience=Audience.COORDINATOR)
    return rows if party.is_authority else rows.filter(audience__in=OWN_SIGHT)


def _kept_back(party: Organisation) -> dict[str, int]:
    reports = Observation.objects.filter(municipality=party.municipality_id, owner=party).count()
    measures = Measure.objects.filter(municipality=party.municipality_id, organisation=party).count()
    return {"rapporter": reports - _reports(party).count(), "atgarder": measures - _measures(party).count()}


def _tables(party: Organisation) -> Iterator[Table]:
    day = lambda name, words: Column(name, words, "datum")  # noqa: E731
    reports, measures = _reports(party), _measures(party)
    mine = {"municipality": party.municipality_id, "organisation": party}
    yield Table("rapporter", "Egna rapporter", "", (
        Column("rapport", "Beteckning"), day("dag", "När det sågs"), Column("kategori", "Vad det gäller"),
        Column("omrade", "Området"), Column("plats", "Platsen, om den är känd"), Column("allvar", "1–4", "heltal"),
        Column("lage", "Läge i granskningen"), Column("visas_for", "Vem som ser den"), day("kom_in", "När den kom in"),
        Column("text", "Texten; en avvisad eller återtagen rapports text lämnas inte"),
    ), ((str(row.pk), row.observed_on, row.category.name_sv, row.area or "",
         row.place if row.place and not row.place.show_coarse else "", row.severity,
         row.get_state_display(), row.get_audience_display(), row.received_on,
         "" if row.state in WITHHELD else row.text)
        for row in reports.select_related("category", "area", "place").order_by("observed_to", "id")))  # fmt: skip
    talks = Inquiry.objects.filter(observation__in=reports.exclude(state__in=WITHHELD).order_by().values("pk"))
    yield Table("fragor", "Frågor och svar", "", (
        Column("rapport", "Rapportens beteckning"), Column("slag", "Fråga, svar eller rättelse"),
        Column("text", "Texten"),
    ), ((str(row.observation_id), row.get_kind_display(), row.text)
        for row in talks.order_by("observation_id", "created_at", "id")))  # fmt: skip
    yield Table("veckobesked", "Veckobesked", "", (
        Column("vecka", "202540 = vecka 40 år 2025", "heltal"), Column("enhet", "Enheten"), Column("omrade", "Området"),
        Column("svar", "Beskedet"), day("kom_in", "När det kom in"),
    ), ((row.iso_week, row.unit or "", row.area or "", row.get_answer_display(), row.received_on)
        for row in PeriodReply.objects.filter(**mine).select_related("unit", "area")
        .order_by("iso_week", "id")))  # fmt: skip
    yield Table("checklistor", "Svar på veckochecklistan", "", (
        Column("vecka", "Veckan", "heltal"), Column("enhet", "Enheten"), Column("omrade", "Området"),
        Column("rad", "Vad det gäller"), Column("svar", "Hur mycket"), Column("kommentar", "Kommentaren"),
    ), ((row.iso_week, row.unit or "", row.area, row.category.name_sv, row.get_answer_display(), row.comment)
        for row in ChecklistAnswer.objects.filter(**mine).select_related("unit", "area", "category")
        .order_by("iso_week", "id")))  # fmt: skip
    yield from _promised(measures, day)
    points = OwnPoint.objects.filter(own_picture__organisation=party, municipality=party.municipality_id)
    points = points if party.is_authority else points.filter(audience="parties")
    yield Table("egna_bilder", "Egna lägesbilder", "", (
        Column("vecka", "Veckan", "heltal"), Column("omrade", "Området"), Column("text", "Punkten"),
    ), ((row.own_picture.iso_week, row.area or "", row.text)
        for row in points.select_related("own_picture", "area")
        .order_by("own_picture__iso_week", "position", "id")))  # fmt: skip
    yield _said(mine, day)
    people = Membership.objects.filter(**mine).select_related("user", "role", "unit").order_by("user__name", "id")
    yield Table("personer", "Personer med roll hos parten", "", (
        Column("namn", "Namnet"), Column("inloggning", "E-post eller inloggningsnamn"), Column("roll", "Rollen"),
        Column("enhet", "Enheten"), day("fran", "Första dag"), day("till", "Sista dag"),
    ), ((row.user.name, row.user.signs_in_as, row.role.name_sv, row.unit or "", row.starts_on, row.ends_on)
        for row in people))  # fmt: skip


def _said(mine: dict[str, Any], day: Callable[[str, str], Column]) -> Table:
    rows = SupportComment.objects.filter(**mine).select_related("municipality", "support__problem", "support__document")
    return Table("metodstod", "Kommentarer i metodstödet", "", (
        Column("om", "Vad stödet gällde"), day("dag", "Dagen"),
        Column("text", "Kommentaren; en borttagen kommentars ord lämnas inte"),
    ), ((row.support.problem or row.support.document or "Lägesbilderna",
         row.said_at.astimezone(row.municipality.zone).date(), row.shown_text)
        for row in rows.order_by("said_at", "id")))  # fmt: skip


def _promised(measures: Any, day: Callable[[str, str], Column]) -> Iterator[Table]:
    yield Table("atgarder", "Åtgärder som parten svarar för", "", (
        Column("nummer", "Numret", "heltal"), Column("vad", "Vad"), Column("plats", "Var"), day("beslutad", "När"),
        day("klar_senast", "Sista dag"), Column("lage", "Läget"), Column("vad_det_blev", "Vad det blev"),
    ), ((row.number, row.what, row.where, row.decided_on, row.due_on, row.get_state_display(), row.came_of)
        for row in measures.select_related("area", "place__area").order_by("number")))  # fmt: skip
    below = {"measure__in": measures.order_by().values("pk")}
    yield Table("atgardslogg", "Åtgärdernas logg", "", (
        Column("nummer", "Åtgärdens nummer", "heltal"), day("dag", "Dagen"), Column("ganger", "Hur många", "heltal"),
        Column("text", "Vad som hände"),
    ), ((row.measure.number, row.done_on, row.times, row.text)
        for row in MeasureEntry.objects.filter(**below).select_related("measure")
        .order_by("measure__number", "done_on", "id")))  # fmt: skip
    yield Table("uppfoljningar", "Uppföljningar", "", (
        Column("nummer", "Åtgärdens nummer", "heltal"), day("dag", "Dagen"), Column("slutsats", "Slutsatsen"),
        Column("text", "Texten"),
    ), ((row.measure.number, row.made_on, row.get_conclusion_display(), row.text)
        for row in FollowUp.objects.filter(**below, shown_to="parties").select_related("measure")
        .order_by("measure__number", "made_on", "id")))  # fmt: skip


def _photos(party: Organisation) -> Iterator[tuple[str, Any]]:
    shown = _reports(party).exclude(state__in=WITHHELD).order_by().values("pk")
    found = StoredFile.objects.filter(
        municipality=party.municipality_id, kind=StoredFile.Kind.PHOTO, owner_id__in=shown
    )
    held = set(Mask.objects.filter(municipality=party.municipality_id, kind="report").values_list("row_id", flat=True))
    for file in found.order_by("owner_id", "id"):
        if file.owner_id not in held:
            yield f"foton/{file.owner_id}-{file.pk.hex[-6:]}.jpg", file.path


def _papers(party: Organisation) -> Iterator[tuple[str, Any]]:
    mine = Edition.objects.filter(
        municipality=party.municipality_id, organisation=party, paper__in=OF_ONE_PARTY, withdrawn_at=None
    ).released()
    mine = mine if party.is_authority else mine.exclude(audience="authorities")
    for edition in mine.prefetch_related("files").order_by("issued_at", "id"):
        for file in edition.files.all():
            if file.format == "pdf" and file.removed_at is None:
                yield f"papper/{edition.paper}-{edition.issued_at:%Y-%m-%d}-{edition.number}.pdf", file.path


def _files(put: Callable[[str, bytes], None], files: Iterable[tuple[str, Any]]) -> int:
    count = 0
    for name, path in files:
        if path.exists():
            put(name, path.read_bytes())
            count += 1
    return count


def _as_csv(table: Table, rows: list[tuple[Any, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[harmless(written(value)) for value in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _as_json(table: Table, rows: list[tuple[Any, ...]]) -> bytes:
    names = [column.name for column in table.columns]
    told = [dict(zip(names, (written(value) for value in row), strict=True)) for row in rows]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _described(tables: Iterable[Table]) -> str:
    lines = ["Partens egna uppgifter ur Samsyn", "CSV har semikolon och öppnas i Excel. JSON har samma rader.", ""]
    for table in tables:
        lines += [f"{table.code}: {table.title}", *(f"  {each.name}: {each.meaning}" for each in table.columns), ""]
    return "\r\n".join(lines)
