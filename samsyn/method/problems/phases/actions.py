"""The verbs of phase models: copy the examples, write an own one, switch one on or off, place something in a phase."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import whole
from samsyn.method.problems.opening.actions import REASON, ProblemRefused, require_open_work, without_persons
from samsyn.method.problems.phase_models import Phase, PhaseModel, PhasePlacement
from samsyn.method.problems.problem_models import Problem

SHIPPED = Path(__file__).with_name("phase_models.toml")
TEXTS, NAME, LONGEST, MOST_PHASES = ("signs_sv", "aims_sv", "measures_sv", "exit_sv"), 120, 400, 12


@cache
def shipped_phase_models() -> dict[str, Any]:
    """Return the shipped examples: version and models with their phases."""
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


@transaction.atomic
def add_phase_models(*, by: Any) -> int:
    """Copy the examples that are not here yet, switched off; returns how many."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    there = set(PhaseModel.objects.filter(municipality=by.municipality).values_list("code", flat=True))
    added = 0
    for position, told in enumerate(shipped_phase_models()["models"]):
        if told["code"] in there:
            continue
        plain = {name: value for name, value in told.items() if name != "phases"}
        model = PhaseModel.objects.create(municipality=by.municipality, position=position, is_example=True, **plain)
        Phase.objects.bulk_create(
            Phase(municipality=by.municipality, model=model, number=number, **phase)
            for number, phase in enumerate(told["phases"], start=1)
        )
        added += 1
    if added:
        note("phase_models.added", by=by, changed={"rows": added})
    return added


@transaction.atomic
def own_phase_model(*, name: str, by: Any) -> PhaseModel:
    """Begin a model of the municipality's own, with one phase to write; switched off."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    kept = whole(name, most=NAME, refused=ProblemRefused)
    if not kept:
        raise ProblemRefused(_("Skriv vad modellen heter."))
    without_persons(kept)
    models = PhaseModel.objects.filter(municipality=by.municipality)
    code = f"{slugify(kept)[:32] or 'modell'}-{models.count() + 1}"
    position = (models.aggregate(last=Max("position"))["last"] or 0) + 1
    model = PhaseModel.objects.create(municipality=by.municipality, code=code, name_sv=kept, position=position)
    Phase.objects.create(municipality=by.municipality, model=model, number=1, name_sv=_("Första fasen"))
    note("phase_model.changed", by=by, changed={"code": code})
    return model


@transaction.atomic
def switch_phase_model(*, model: PhaseModel, active: bool, by: Any) -> PhaseModel:
    """Switch a model on or off; what was placed in it stays in the history."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, model)
    model.active = active
    model.save(update_fields=["active"])
    note("phase_model.changed", by=by, changed={"code": model.code, "active": active})
    return model


@transaction.atomic
def write_phase(*, phase: Phase, texts: Mapping[str, str], by: Any) -> Phase:
    """Change the name and texts of a phase; the English words go where the Swedish ones are changed."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, phase)
    name = whole(texts.get("name_sv", phase.name_sv), most=NAME, refused=ProblemRefused)
    if not name:
        raise ProblemRefused(_("Skriv vad fasen heter."))
    changes = {"name_sv": name}
    changes |= {each: whole(texts[each], most=LONGEST, refused=ProblemRefused) for each in TEXTS if each in texts}
    without_persons(*changes.values())
    for each, text in changes.items():
        if getattr(phase, each) != text:
            setattr(phase, each, text)
            setattr(phase, each.replace("_sv", "_en"), "")
    phase.save()
    note("phase_model.changed", by=by, changed={"code": phase.model.code, "phase": phase.number})
    return phase


@transaction.atomic
def add_phase(*, model: PhaseModel, name: str, by: Any) -> Phase:
    """Add a phase last in a model."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, model)
    kept = whole(name, most=NAME, refused=ProblemRefused)
    number = (model.phases.aggregate(last=Max("number"))["last"] or 0) + 1
    if not kept or number > MOST_PHASES:
        raise ProblemRefused(_("Skriv vad fasen heter. En modell har högst tolv faser."))
    without_persons(kept)
    phase = Phase.objects.create(municipality=by.municipality, model=model, number=number, name_sv=kept)
    note("phase_model.changed", by=by, changed={"code": model.code, "phase": number})
    return phase


@transaction.atomic
def place_in_phase(
    *, phase: Phase, motivation: str, today: date, by: Any, problem: Problem | None = None, area: Area | None = None
) -> PhasePlacement:
    """Place an area or a problem in a phase; why must be said, and what was said before stays."""
    require_here(by, phase, area)
    if (problem is None) == (area is None):
        raise ProblemRefused(_("Välj ett område eller ett problem."))
    if problem is not None:
        require_open_work(problem=problem, by=by)
    else:
        require(by, Permission.LEAD_MEETING, within=by.municipality)
    if not phase.model.active:
        raise ProblemRefused(_("Modellen är avstängd."))
    kept = whole(motivation, most=REASON, refused=ProblemRefused)
    if not kept:
        raise ProblemRefused(_("Skriv varför ni placerar det i den här fasen."))
    without_persons(kept)
    placed: PhasePlacement = PhasePlacement.objects.create(
        municipality=by.municipality, phase=phase, problem=problem, area=area, on=today, motivation=kept
    )
    subject = problem if problem is not None else area
    note("phase.placed", by=by, subject=subject, changed={"model": phase.model.code, "phase": phase.number})
    return placed
