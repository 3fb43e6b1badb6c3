"""The verbs of the library: write a case, change it, offer it after a look at what it gives away, withdraw it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import PlaceType
from samsyn.ground.refusals import Refused, whole
from samsyn.method.library.disclosing import TEXTS, Coarseness, report_of, shared_of
from samsyn.method.library.models import Case
from samsyn.method.library.states import Sharing
from samsyn.method.measures.states import Cause
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.observations.models import Audience
from samsyn.method.problems.models import Problem

LONGEST, TITLE, FUNCTION = 600, 120, 120


class CaseRefused(Refused):
    """The case was not written, offered or withdrawn; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A case as it is written: five texts and a title, and what it can be found by."""

    title: str
    situation: str
    ended_on: date
    cause: str = ""
    measure: str = ""
    result: str = ""
    lesson: str = ""
    place_type: str = ""
    categories: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    grade: int | None = None
    audience: str = Audience.PARTIES
    problem: Problem | None = field(default=None)


def _checked(told: Told, by: Any) -> None:
    require_here(by, told.problem)
    if not told.title.strip() or not told.situation.strip():
        raise CaseRefused(_("Skriv en rubrik och hur läget var."))
    if told.problem is not None and told.problem.is_open:
        raise CaseRefused(_("Problemet är inte avslutat än. Ett fall skrivs när arbetet är klart."))
    if told.place_type and not PlaceType.objects.filter(municipality=by.municipality, code=told.place_type).exists():
        raise CaseRefused(_("Välj en av platstyperna i listan."))
    if any(side not in Cause.values for side in told.sides):
        raise CaseRefused(_("Välj något av det som finns i listan."))
    for name in TEXTS:
        if (text := getattr(told, name)) and (wrong := why_not_stored(text)):
            raise CaseRefused(wrong)


def _written(case: Case, told: Told) -> None:
    for name in TEXTS:
        most = TITLE if name == "title" else LONGEST
        setattr(case, name, whole(getattr(told, name), most=most, refused=CaseRefused))
    case.place_type, case.ended_on, case.grade = told.place_type, told.ended_on, told.grade
    case.categories, case.sides, case.known = sorted(told.categories), sorted(told.sides), sorted(told.known)
    case.audience = told.audience
    case.search_text = " ".join(getattr(case, name) for name in TEXTS).casefold()


@transaction.atomic
def write_case(*, told: Told, by: Any) -> Case:
    """Write a case of a closed problem, or an experience without one; one problem has one case."""
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    _checked(told, by)
    if told.problem is not None and Case.objects.filter(problem=told.problem).exists():
        raise CaseRefused(_("Problemet har redan ett fall i biblioteket. Ändra det i stället."))
    case = Case(municipality=by.municipality, problem=told.problem)
    _written(case, told)
    case.save()
    note("case.written", by=by, subject=case, changed={"of_problem": told.problem is not None})
    return case


@transaction.atomic
def change_case(*, case: Case, told: Told, version: int, by: Any) -> Case:
    """Change a case; what others read stays as it was approved until it is offered anew."""
    held = _held(case, version=version, by=by)
    _checked(told, by)
    _written(held, told)
    return _saved(held, "case.changed", by)


def preview_of(case: Case, *, coarse: Coarseness) -> dict[str, Any]:
    """Return what others would read, the report on what it gives away, and the mark of just this preview."""
    shared, report = shared_of(case, coarse=coarse), report_of(case, coarse=coarse)
    seen = json.dumps([shared, report, asdict(coarse), case.version], sort_keys=True)
    return {"shared": shared, "report": report, "mark": hashlib.sha256(seen.encode()).hexdigest()[:20]}


@transaction.atomic
def offer_case(*, case: Case, coarse: Coarseness, function: str, seen: str, today: date, by: Any) -> Case:
    """Offer a case to other municipalities as it was previewed; `seen` is the mark of the preview that was looked at.

    Refused where fewer than five places here look the same, where a name or a date of the municipality's own still
    stands in the texts, or where anything has changed since the preview.
    """
    require(by, Permission.LOCK_PICTURE, within=by.municipality)
    held = _held(case, version=case.version, by=by)
    if not function.strip():
        raise CaseRefused(_("Skriv vilken funktion som godkänner, aldrig ett namn."))
    if wrong := why_not_stored(function):
        raise CaseRefused(wrong)
    found = preview_of(held, coarse=coarse)
    if found["mark"] != seen:
        raise CaseRefused(_("Förhandsvisningen har ändrats. Läs den igen innan du godkänner."))
    if found["report"]["why"]:
        raise CaseRefused(_("Det går inte att dela än. Läs vad rapporten säger och skriv om eller gör det grövre."))
    held.sharing, held.offered_on, held.withdrawn_on = Sharing.OFFERED, today, None
    held.approved_by = whole(function, most=FUNCTION, refused=CaseRefused)
    held.shared, held.report = found["shared"], found["report"]
    return _saved(held, "case.offered", by)


@transaction.atomic
def withdraw_case(*, case: Case, today: date, by: Any) -> Case:
    """Withdraw a case that was offered: nobody else can read it any more, and what they read is blanked."""
    require(by, Permission.LOCK_PICTURE, within=by.municipality)
    held = _held(case, version=case.version, by=by)
    if not held.is_offered:
        raise CaseRefused(_("Fallet är inte delat."))
    held.sharing, held.withdrawn_on, held.shared = Sharing.WITHDRAWN, today, {}
    return _saved(held, "case.withdrawn", by)


def _held(case: Case, *, version: int, by: Any) -> Case:
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    require_here(by, case)
    held: Case = Case.objects.select_for_update().get(pk=case.pk)
    if held.version != version:
        raise CaseRefused(_("Någon annan ändrade fallet under tiden. Läs vad som står nu och spara igen."))
    return held


def _saved(case: Case, happening: str, by: Any) -> Case:
    case.version += 1
    case.save()
    note(happening, by=by, subject=case, changed={"sharing": case.sharing})
    return case
