"""The verbs of the catalogue: copy what is shipped, add an own row, change one."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.method.measures.actions import MeasureRefused, without_persons
from samsyn.method.measures.models import KnownMeasure
from samsyn.method.measures.states import Cause, Cost, Evidence, Horizon, MeasureKind

SHIPPED = Path(__file__).with_name("known_measures.toml")
TEXTS = {"name_sv": 120, "name_en": 120, "text_sv": 400, "text_en": 400, "source": 300}
CHOICES = {
    "kind": MeasureKind.values, "horizon": Horizon.values, "cost": Cost.values, "grade": Evidence.values,
}  # fmt: skip
CHANGEABLE = {*TEXTS, *CHOICES, "causes", "presence", "active"}


def shipped_measures() -> dict[str, Any]:
    """Return the shipped catalogue: its version and its rows."""
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def missing_here(municipality: Any) -> int:
    """Return how many of the shipped rows the municipality has not copied yet."""
    here = set(KnownMeasure.objects.filter(municipality=municipality).values_list("default_code", flat=True))
    return sum(row["code"] not in here for row in shipped_measures()["measures"])


@transaction.atomic
def add_known_measures(*, by: Any) -> int:
    """Copy the shipped rows that are not here yet; rows already there are left as they are. Returns how many."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    shipped, here = shipped_measures(), by.municipality
    there = set(KnownMeasure.objects.filter(municipality=here).values_list("code", flat=True))
    rows = [
        KnownMeasure(
            municipality=here, position=position, default_code=row["code"], default_version=shipped["version"], **row
        )
        for position, row in enumerate(shipped["measures"]) if row["code"] not in there
    ]  # fmt: skip
    KnownMeasure.objects.bulk_create(rows)
    if rows:
        note("known_measures.added", by=by, changed={"rows": len(rows), "version": shipped["version"]})
    return len(rows)


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in changes.items() if name in CHANGEABLE}
    for name, most in TEXTS.items():
        if name in kept:
            kept[name] = str(kept[name]).strip()[:most]
    without_persons(*(kept.get(name, "") for name in ("name_sv", "text_sv")))
    if "name_sv" in kept and not kept["name_sv"]:
        raise MeasureRefused(_("Skriv vad åtgärden heter."))
    wrong = [name for name, known in CHOICES.items() if name in kept and kept[name] not in known]
    if wrong or any(cause not in Cause.values for cause in kept.get("causes", ())):
        raise MeasureRefused(_("Välj något av det som finns i listan."))
    return kept


@transaction.atomic
def add_known_measure(*, by: Any, **told: Any) -> KnownMeasure:
    """Add a row of the municipality's own to its catalogue."""
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    kept = _checked({"name_sv": "", **told})
    here = KnownMeasure.objects.filter(municipality=by.municipality)
    code = f"egen-{here.count() + 1}-{slugify(kept['name_sv'])}"[:40]
    row = KnownMeasure.objects.create(municipality=by.municipality, code=code, position=here.count(), **kept)
    note("known_measure.saved", by=by, subject=row)
    return row


@transaction.atomic
def change_known_measure(*, known: KnownMeasure, by: Any, **changes: Any) -> KnownMeasure:
    """Change a row, or switch it on or off; it is never deleted, since measures may have been taken from it."""
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    require_here(by, known)
    kept = _checked(changes)
    for name, value in kept.items():
        setattr(known, name, value)
    known.save(update_fields=sorted(kept))
    note("known_measure.saved", by=by, subject=known, changed={"fields": sorted(kept)})
    return known
