"""The verbs of pictures: compile a week's picture, once per audience, and lock it."""

import importlib.metadata
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from samsyn.analysis.findings import WeeklyFindings
from samsyn.analysis.weekly import weekly_findings
from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.assessments.actions import lay_assessments
from samsyn.method.pictures.assessments.serious import is_asked_for, severity_rows
from samsyn.method.pictures.beside import LAID
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.findings.actions import lay_cards, raise_findings
from samsyn.method.pictures.gathering import Known, gathered, known_of
from samsyn.method.pictures.layouts.actions import LAYOUT, lay_sections
from samsyn.method.pictures.merging.actions import lay_parties
from samsyn.method.pictures.models import PictureAudience, PictureTable, SituationalPicture
from samsyn.method.pictures.patterns.actions import lay_findings
from samsyn.method.pictures.period import Period, period_of
from samsyn.method.pictures.public import public_tables
from samsyn.method.pictures.rows import rows_for_audiences

if TYPE_CHECKING:
    import pyarrow as pa


class PictureRefused(Refused):
    """The picture was not compiled or locked; the sentence says why."""


def compile_picture(*, municipality: Municipality, week: Week, now: datetime, by: Any) -> SituationalPicture:
    """Make the week's picture, one set of tables per audience; a draft is made anew, a locked one is never touched.

    Everything is read and counted before anything is written, so that nobody who reports meanwhile has to wait.
    """
    require(by, Permission.COMPILE_PICTURE, within=municipality)
    _refuse_if_locked(SituationalPicture.objects.filter(municipality=municipality).of_week(week).first())
    if now.astimezone(municipality.zone).date() <= week.first_day:
        raise PictureRefused("{week} har inte börjat än. Välj en vecka som är slut eller pågår.", week=week.swedish)
    period = period_of(municipality, week)
    tables = _tables_for_all(municipality, period)
    return _store(municipality, week=week, weeks=period.weeks, tables=tables, now=now, by=by)


def _tables_for_all(municipality: Municipality, period: Period) -> dict[str, dict[str, Any]]:
    """Return every audience's tables; where all parties may see every row, one set is made for both."""
    seen = rows_for_audiences(municipality, period)
    rows = seen.tables
    parties, authorities = PictureAudience.PARTIES.value, PictureAudience.AUTHORITIES.value
    known = known_of(municipality, period, reporting=seen.reporting)
    findings = {parties: _findings(rows[parties], known)}
    same = rows[parties].num_rows == rows[authorities].num_rows
    findings[authorities] = findings[parties] if same else _findings(rows[authorities], known)
    made = {each: gathered(known, audience=each, rows=rows[each], findings=findings[each]) for each in findings}
    if is_asked_for(municipality):
        made = {each: {**own, "severity": severity_rows(rows[each], known=known)} for each, own in made.items()}
    return {**made, PictureAudience.PUBLIC.value: {**made[parties], **public_tables(made[parties])}}


def _findings(rows: "pa.Table", known: Known) -> WeeklyFindings:
    return weekly_findings(
        rows, areas=list(known.names.areas), week=known.period.week, weeks=known.period.weeks, paused=known.paused,
        holidays=known.holidays, zone=known.municipality.zone,
    )  # fmt: skip


def _refuse_if_locked(picture: SituationalPicture | None) -> None:
    if picture is not None and picture.is_locked:
        raise PictureRefused(
            "Lägesbilden för {week} är låst och ändras inte. Sena rapporter står i nästa lägesbild.",
            week=picture.week.swedish
        )


@transaction.atomic
def _store(
    municipality: Municipality, *, week: Week, weeks: int, tables: Mapping[str, Mapping[str, Any]], now: datetime,
    by: Any,
) -> SituationalPicture:  # fmt: skip
    picture, _made = SituationalPicture.objects.get_or_create(
        municipality=municipality, iso_week=week.iso, defaults={"weeks": weeks, "compiled_at": now, "program": ""}
    )
    picture = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    _refuse_if_locked(picture)
    picture.weeks, picture.compiled_at, picture.program = weeks, now, importlib.metadata.version("samsyn")
    picture.save(update_fields=["weeks", "compiled_at", "program"])
    picture.tables.exclude(name=LAYOUT).delete()
    texts = {(audience, name): canonical(table) for audience, own in tables.items() for name, table in own.items()}
    PictureTable.objects.bulk_create([
        PictureTable(
            municipality=municipality, picture=picture, audience=audience, name=name, content=text, digest=digest(text)
        )
        for (audience, name), text in sorted(texts.items())
    ])  # fmt: skip
    lay_findings(picture)
    lay_parties(picture)
    lay_sections(picture)
    raise_findings(picture=picture, tables=tables, now=now)
    lay_moment(picture)
    note("picture.compiled", by=by, subject=picture, changed={"week": week.label})
    return picture


@transaction.atomic
def share_picture(*, picture: SituationalPicture, now: datetime, by: Any) -> SituationalPicture:
    """Send a draft for reconciliation: from now on the parties read it and may comment, until the lock."""
    require(by, Permission.COMPILE_PICTURE, within=picture.municipality)
    picture = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    _refuse_if_locked(picture)
    if picture.shared_at is not None:
        raise PictureRefused("Lägesbilden är redan skickad på avstämning.")
    if not picture.tables.exists():
        raise PictureRefused("Lägesbilden har inga tabeller än. Ta fram den först.")
    picture.shared_at = now
    picture.save(update_fields=["shared_at"])
    note("picture.shared", by=by, subject=picture, changed={"week": picture.week.label})
    return picture


@transaction.atomic
def take_back_picture(*, picture: SituationalPicture, by: Any) -> SituationalPicture:
    """Take a draft back from reconciliation: only those who compile see it again."""
    require(by, Permission.COMPILE_PICTURE, within=picture.municipality)
    picture = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    _refuse_if_locked(picture)
    picture.shared_at = None
    picture.save(update_fields=["shared_at"])
    note("picture.taken_back", by=by, subject=picture, changed={"week": picture.week.label})
    return picture


def lay_moment(picture: SituationalPicture) -> None:
    """Lay the assessments and the cards of the moment in a picture that is not locked."""
    lay_assessments(picture=picture)
    lay_cards(picture=picture)


def lay_beside(picture: Any, *, on: date) -> None:
    """Lay what other rooms tell beside a picture, of a week or longer, as it stands when the picture is locked."""
    for name, made in LAID.items():
        if rows := made(picture.municipality, on):
            content = canonical(rows)
            picture.tables.create(
                municipality=picture.municipality, audience=PictureAudience.AUTHORITIES, name=name, content=content,
                digest=digest(content),
            )  # fmt: skip


@transaction.atomic
def lock_picture(*, picture: SituationalPicture, function: str, now: datetime, by: Any) -> SituationalPicture:
    """Fix the picture: from now on it is what the meeting saw. `function` is the office that locks, never a name."""
    require(by, Permission.LOCK_PICTURE, within=picture.municipality)
    picture = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    if picture.is_locked:
        raise PictureRefused("Lägesbilden är redan låst.")
    if not function.strip():
        raise PictureRefused("Skriv vilken funktion som låser lägesbilden, till exempel samordnaren.")
    if not picture.tables.exists():
        raise PictureRefused("Lägesbilden har inga tabeller än. Ta fram den först.")
    picture.locked_at, picture.locked_by = now, function.strip()[:120]
    picture.save(update_fields=["locked_at", "locked_by"])
    lay_moment(picture)
    lay_beside(picture, on=picture.week.last_day)
    digests = "".join(picture.tables.order_by("audience", "name").values_list("digest", flat=True))
    note("picture.locked", by=by, subject=picture, changed={"week": picture.week.label, "digest": digest(digests)})
    return picture
