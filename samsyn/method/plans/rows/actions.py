"""The verbs of a document's rows: its problems, the measures against them, who signs, and what came of the measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.ended import refuse_ended
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import whole
from samsyn.method.measures.models import Measure
from samsyn.method.plans.actions import PlanRefused, held, refuse_narrower, refuse_persons
from samsyn.method.plans.content import NARROW_TO_WIDE
from samsyn.method.plans.models import PlanDocument, PlanMeasure, PlanProblem, Signature
from samsyn.method.plans.states import DocumentKind
from samsyn.method.problems.models import Problem

LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE, LONGEST_WHY = 160, 1000, 200, 300


@dataclass(frozen=True, kw_only=True)
class SaidProblem:
    """A problem as it stands in a document; in a plan `traces_to` is the picture's own problem."""

    title: str
    text: str = ""
    area: Area | None = None
    problem: Problem | None = None
    traces_to: PlanProblem | None = None
    no_measure_why: str = ""


@dataclass(frozen=True, kw_only=True)
class SaidMeasure:
    """A measure as it stands in a plan: what, against which problem, who, when, and what it is to lead to."""

    what: str
    against: PlanProblem | None = None
    goal: str = ""
    organisation: Organisation | None = None
    function: str = ""
    due_on: date | None = None
    measure: Measure | None = None


def _touched(document: PlanDocument, happening: str, by: Any) -> None:
    document.version += 1
    document.save(update_fields=["version"])
    note(happening, by=by, subject=document, changed={"number": document.number, "version": document.version})


@transaction.atomic
def save_problem(*, document: PlanDocument, said: SaidProblem, row: PlanProblem | None = None, by: Any) -> PlanProblem:
    """Add a problem to a document, or change one that stands there."""
    kept = held(document, by=by)
    require_here(by, said.area, said.problem, said.traces_to, row)
    refuse_persons(by, said.title, said.text, said.no_measure_why)
    title = whole(said.title, most=LONGEST_TITLE, refused=PlanRefused)
    if not title:
        raise PlanRefused(_("Skriv vad problemet kallas."))
    others = kept.problems.exclude(pk=row.pk) if row is not None else kept.problems.all()
    if others.filter(title=title).exists():
        raise PlanRefused(_("Det problemet står redan i dokumentet."))
    refuse_narrower(kept.audience, said.problem)
    if said.traces_to is not None and said.traces_to.document_id != kept.based_on_id:
        raise PlanRefused(_("Problemet hör inte till den lägesbild som planen bygger på."))
    found = row or PlanProblem(municipality=by.municipality, document=kept, position=kept.problems.count())
    found.title, found.text = title, whole(said.text, most=LONGEST_TEXT, refused=PlanRefused)
    found.area, found.problem, found.traces_to = said.area, said.problem, said.traces_to
    found.no_measure_why = whole(said.no_measure_why, most=LONGEST_WHY, refused=PlanRefused)
    found.save()
    _touched(kept, "plan.problem_kept", by)
    return found


@transaction.atomic
def remove_problem(*, document: PlanDocument, row: PlanProblem, by: Any) -> None:
    """Take a problem and the measures against it out of a draft."""
    kept = held(document, by=by)
    require_here(by, row)
    if PlanProblem.objects.filter(traces_to=row).exists():
        raise PlanRefused(_("En åtgärdsplan bygger på problemet. Ta bort det ur planen först."))
    row.delete()
    _touched(kept, "plan.problem_removed", by)


@transaction.atomic
def save_measure(*, document: PlanDocument, said: SaidMeasure, row: PlanMeasure | None = None, by: Any) -> PlanMeasure:
    """Add a measure to a plan, or change one that stands there."""
    kept = held(document, by=by)
    require_here(by, said.against, said.organisation, said.measure, row)
    if kept.kind != DocumentKind.PLAN:
        raise PlanRefused(_("Åtgärder står i åtgärdsplanen."))
    if said.against is not None and said.against.document_id != kept.pk:
        raise PlanRefused(_("Problemet hör till ett annat dokument."))
    refuse_persons(by, said.what, said.goal, said.function)
    what = whole(said.what, most=LONGEST_LINE, refused=PlanRefused)
    if not what:
        raise PlanRefused(_("Skriv vad som ska göras."))
    refuse_narrower(kept.audience, said.measure)
    if row is None or row.organisation != said.organisation:
        refuse_ended(said.organisation, refused=PlanRefused)
    found = row or PlanMeasure(municipality=by.municipality, document=kept, position=kept.measures.count())
    found.what, found.goal = what, whole(said.goal, most=LONGEST_LINE, refused=PlanRefused)
    found.plan_problem, found.organisation, found.measure = said.against, said.organisation, said.measure
    found.function, found.due_on = said.function.strip()[:120], said.due_on
    found.save()
    _touched(kept, "plan.measure_kept", by)
    return found


@transaction.atomic
def remove_measure(*, document: PlanDocument, row: PlanMeasure, by: Any) -> None:
    """Take a measure out of a draft."""
    kept = held(document, by=by)
    require_here(by, row)
    row.delete()
    _touched(kept, "plan.measure_removed", by)


@transaction.atomic
def say_outcome(*, row: PlanMeasure, outcome: str, came_of: str, by: Any) -> PlanMeasure:
    """Say what came of a measure in a decided plan; the frozen plan stays as it was."""
    require_here(by, row)
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    if row.document.is_open:
        raise PlanRefused(_("Planen är inte beslutad än."))
    if outcome not in PlanMeasure.Outcome.values:
        raise PlanRefused(_("Välj hur det gick."))
    refuse_persons(by, came_of)
    row.outcome, row.came_of = outcome, whole(came_of, most=LONGEST_WHY, refused=PlanRefused)
    row.save(update_fields=["outcome", "came_of"])
    note("plan.outcome_said", by=by, subject=row.document, changed={"number": row.document.number, "outcome": outcome})
    return row


@transaction.atomic
def set_signatories(*, document: PlanDocument, functions: Iterable[str], by: Any) -> list[Signature]:
    """Set which functions sign, in order; those that stay keep their day."""
    kept = held(document, by=by)
    wanted = list(dict.fromkeys(each.strip()[:120] for each in functions if each.strip()))
    refuse_persons(by, *wanted)
    kept.signatures.exclude(function__in=wanted).delete()
    found = []
    for at, function in enumerate(wanted):
        row, _made = Signature.objects.update_or_create(
            document=kept, function=function, defaults={"municipality": by.municipality, "position": at}
        )
        found.append(row)
    _touched(kept, "plan.signatories_set", by)
    return found


@transaction.atomic
def sign(*, row: Signature, on: date | None, by: Any) -> Signature:
    """Note the day when a function signed; nothing takes the day away."""
    require_here(by, row)
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    if row.document.is_open and on is not None:
        raise PlanRefused(_("Besluta dokumentet först. Det som skrivs under ska stå fast."))
    row.signed_on = on
    row.save(update_fields=["signed_on"])
    note("plan.signed", by=by, subject=row.document, changed={"number": row.document.number, "signed": on is not None})
    return row


@transaction.atomic
def fill_in(*, document: PlanDocument, by: Any) -> int:
    """Put in what the system holds: problems into a picture, the picture's problems and their measures into a plan.

    What stands there already is left alone. Returns how many rows were put in.
    """
    kept = held(document, by=by)
    if kept.kind == DocumentKind.PLAN:
        return _fill_plan(kept, by)
    return _fill_problems(kept, by)


def _shown(document: PlanDocument) -> tuple[str, ...]:
    return ("parties", "authorities") if document.audience == NARROW_TO_WIDE[0] else ("parties",)


def _fill_problems(document: PlanDocument, by: Any) -> int:
    """The problems the group works with; where there are none, the areas and places it has chosen to put first."""
    known = set(document.problems.values_list("title", flat=True))
    open_ones = Problem.objects.filter(municipality=by.municipality, audience__in=_shown(document)).open()
    count = 0
    for each in open_ones.with_names().order_by("number"):
        if each.title not in known:
            area = each.area or (each.place.area if each.place is not None else None)
            said = SaidProblem(title=each.title, text=each.affected, area=area, problem=each)
            save_problem(document=document, said=said, by=by)
            count += 1
    return count


def _fill_plan(document: PlanDocument, by: Any) -> int:
    count = 0
    if document.based_on is None:
        count += _fill_problems(document, by)
    else:
        known = set(document.problems.values_list("traces_to_id", flat=True))
        order = NARROW_TO_WIDE.index
        own_words = order(document.based_on.audience) < order(document.audience)    # for fewer: its names alone
        for each in document.based_on.problems.in_order().select_related("area", "problem"):
            if each.pk not in known:
                said = SaidProblem(
                    title=each.title, text="" if own_words else each.text, area=each.area, problem=each.problem,
                    traces_to=each,
                )
                save_problem(document=document, said=said, by=by)
                count += 1
    return count + _fill_measures(document, by)


def _fill_measures(document: PlanDocument, by: Any) -> int:
    """Open measures that were decided against a problem of the plan."""
    known = set(document.measures.values_list("measure_id", flat=True))
    count = 0
    if "problem" not in {field.name for field in Measure._meta.get_fields()}:
        return 0
    for row in document.problems.in_order().filter(problem__isnull=False):
        found = Measure.objects.filter(municipality=by.municipality, problem=row.problem_id).open()
        for measure in found.filter(audience__in=_shown(document)).with_names().order_by("number"):
            if measure.pk in known:
                continue
            said = SaidMeasure(
                what=measure.what, against=row, organisation=measure.organisation, function=measure.function,
                due_on=measure.due_on, measure=measure,
            )  # fmt: skip
            save_measure(document=document, said=said, by=by)
            count += 1
    return count
