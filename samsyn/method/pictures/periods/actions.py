"""The verbs: compile the picture of a month, quarter, tertial or year, once per audience, and lock it."""

import importlib.metadata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from samsyn.analysis.counts import read_rows
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category
from samsyn.method.pictures.actions import lay_beside
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.pictures.patterns.asked import PROPERTY_OFFENCES
from samsyn.method.pictures.patterns.looking import areas_on
from samsyn.method.pictures.period_models import PeriodPicture, PeriodTable
from samsyn.method.pictures.periods.content import Known, public_of, tables_of_rows
from samsyn.method.pictures.periods.responses import response_of
from samsyn.method.pictures.rows import rows_for_audiences
from samsyn.method.pictures.spans import Span


class PeriodRefused(Refused):
    """The picture was not compiled or locked; the sentence says why."""


def compile_period_picture(*, municipality: Municipality, span: Span, now: datetime, by: Any) -> PeriodPicture:
    """Make the picture of a span, one set of tables per audience; a draft is made anew, a locked one never touched."""
    require(by, Permission.COMPILE_PICTURE, within=municipality)
    _refuse_if_locked(PeriodPicture.objects.filter(municipality=municipality).labelled(span.label).first())
    if now.astimezone(municipality.zone).date() <= span.last_day:
        raise PeriodRefused("{period} är inte slut än. Välj en period som är slut.", period=span.words().capitalize())
    return _store(municipality, span=span, tables=_tables_for_all(municipality, span), now=now, by=by)


def _tables_for_all(municipality: Municipality, span: Span) -> dict[str, dict[str, Any]]:
    """Return every audience's tables; where all parties may see every row, one set is made for both."""
    seen = rows_for_audiences(municipality, span).tables
    known = _known_of(municipality, span)
    parties, authorities = PictureAudience.PARTIES.value, PictureAudience.AUTHORITIES.value
    labels = sorted(known.areas) or [""]
    made = {parties: tables_of_rows(known, read_rows(seen[parties], areas=labels))}
    same = seen[parties].num_rows == seen[authorities].num_rows
    made[authorities] = made[parties] if same else tables_of_rows(known, read_rows(seen[authorities], areas=labels))
    return {**made, PictureAudience.PUBLIC.value: public_of(made[parties])}


def _known_of(municipality: Municipality, span: Span) -> Known:
    """Read what stands beside the rows: areas, groups of categories, and how many have answered."""
    categories = Category.objects.filter(municipality=municipality).select_related("parent")
    groups = {each.code: (each.parent or each) for each in categories}
    return Known(
        municipality=municipality, span=span, areas=areas_on(municipality, span.last_day),
        groups={code: (group.code, group.name_sv, group.name_en) for code, group in groups.items()},
        property_codes=frozenset(code for code, group in groups.items() if group.code in PROPERTY_OFFENCES),
        response=response_of(municipality, span),
    )  # fmt: skip


def _refuse_if_locked(picture: PeriodPicture | None) -> None:
    if picture is not None and picture.is_locked:
        raise PeriodRefused("Lägesbilden för {period} är låst och ändras inte.", period=picture.span.words())


@transaction.atomic
def _store(
    municipality: Municipality, *, span: Span, tables: Mapping[str, Mapping[str, Any]], now: datetime, by: Any
) -> PeriodPicture:
    picture, _made = PeriodPicture.objects.get_or_create(
        municipality=municipality, label=span.label,
        defaults={"kind": span.kind, "first_day": span.first_day, "last_day": span.last_day, "compiled_at": now},
    )  # fmt: skip
    picture = PeriodPicture.objects.select_for_update().get(pk=picture.pk)
    _refuse_if_locked(picture)
    picture.compiled_at, picture.program = now, importlib.metadata.version("samsyn")
    picture.save(update_fields=["compiled_at", "program"])
    picture.tables.all().delete()
    texts = {(audience, name): canonical(table) for audience, own in tables.items() for name, table in own.items()}
    PeriodTable.objects.bulk_create([
        PeriodTable(municipality=municipality, picture=picture, audience=audience, name=name, content=text,
                    digest=digest(text))
        for (audience, name), text in sorted(texts.items())
    ])  # fmt: skip
    note("period_picture.compiled", by=by, subject=picture, changed={"period": picture.label})
    return picture


@transaction.atomic
def lock_period_picture(*, picture: PeriodPicture, function: str, now: datetime, by: Any) -> PeriodPicture:
    """Fix the picture: from now on it is what the group saw. `function` is the office that locks, never a name."""
    require(by, Permission.LOCK_PICTURE, within=picture.municipality)
    picture = PeriodPicture.objects.select_for_update().get(pk=picture.pk)
    if picture.is_locked:
        raise PeriodRefused("Lägesbilden är redan låst.")
    if not function.strip():
        raise PeriodRefused("Skriv vilken funktion som låser lägesbilden, till exempel samordnaren.")
    picture.locked_at, picture.locked_by = now, function.strip()[:120]
    picture.save(update_fields=["locked_at", "locked_by"])
    lay_beside(picture, on=picture.last_day)
    digests = "".join(picture.tables.order_by("audience", "name").values_list("digest", flat=True))
    note("period_picture.locked", by=by, subject=picture, changed={"period": picture.label, "digest": digest(digests)})
    return picture
