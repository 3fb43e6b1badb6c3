"""The verbs of an area's factors: note one, change it, say that it is no longer so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused, whole
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.problems.cause_models import AreaFactor, Basis, ShownTo

TEXT, EVIDENCE = 200, 300


class FactorRefused(Refused):
    """The factor was not written; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Factor:
    """A factor as it is written: under which heading, risk or protection, on which level, and what it rests on."""

    heading: str
    kind: str
    level: str
    text: str
    basis: str = Basis.ASSUMPTION
    evidence: str = ""
    shown_to: str = ShownTo.PARTIES


def _clean(text: str, most: int) -> str:
    kept = whole(text, most=most, refused=FactorRefused)
    if kept and (problem := why_not_stored(kept)):
        raise FactorRefused(problem)
    return kept


def _write(row: AreaFactor, told: Factor) -> None:
    text, evidence = _clean(told.text, TEXT), _clean(told.evidence, EVIDENCE)
    if not text:
        raise FactorRefused(_("Skriv vad det är, om området eller en grupp, aldrig om en person."))
    choices = (
        (told.heading, AreaFactor.Heading), (told.kind, AreaFactor.Kind), (told.level, AreaFactor.Level),
        (told.basis, Basis), (told.shown_to, ShownTo),
    )  # fmt: skip
    if any(value not in known.values for value, known in choices):
        raise FactorRefused(_("Välj något av det som finns i listan."))
    if told.basis == Basis.DATA and not evidence:
        raise FactorRefused(_("Skriv vilka data det bygger på: källa, period och antal."))
    row.heading, row.kind, row.level, row.basis = told.heading, told.kind, told.level, told.basis
    row.text, row.evidence, row.shown_to = text, evidence, told.shown_to


@transaction.atomic
def add_factor(*, area: Area, told: Factor, today: date, by: Any) -> AreaFactor:
    """Note a factor of an area."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, area)
    row = AreaFactor(municipality=by.municipality, area=area, noted_on=today)
    _write(row, told)
    row.save()
    note("area_factor.saved", by=by, subject=row, changed={"area": area.code, "heading": row.heading})
    return row


def _held(factor: AreaFactor, *, version: int, by: Any) -> AreaFactor:
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, factor)
    held: AreaFactor = AreaFactor.objects.select_for_update().select_related("area").get(pk=factor.pk)
    if held.version != version:
        raise FactorRefused(_("Någon annan hann före. Läs vad som står nu och skriv igen."))
    held.version = version + 1
    return held


@transaction.atomic
def change_factor(*, factor: AreaFactor, told: Factor, version: int, by: Any) -> AreaFactor:
    """Change what a factor says."""
    held = _held(factor, version=version, by=by)
    _write(held, told)
    held.save()
    note("area_factor.saved", by=by, subject=held, changed={"area": held.area.code, "heading": held.heading})
    return held


@transaction.atomic
def end_factor(*, factor: AreaFactor, on: date, version: int, by: Any) -> AreaFactor:
    """Say that it is no longer so; the row is kept, so that what was known then can be read."""
    held = _held(factor, version=version, by=by)
    held.ended_on = on
    held.save()
    note("area_factor.ended", by=by, subject=held, changed={"area": held.area.code, "heading": held.heading})
    return held
