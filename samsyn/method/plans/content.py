"""A document as plain data for one audience: texts, problems, measures, signatories; the picture's tables too."""

import json
from datetime import date
from typing import Any

from samsyn.method.pictures.models import PictureAudience
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.parts import PARTS
from samsyn.method.plans.states import DocumentKind
from samsyn.method.plans.statutory.content import picture_tables
from samsyn.method.problems.models import PhasePlacement

NARROW_TO_WIDE = ("authorities", "parties", "public")
Table = dict[str, Any]


def audiences_of(document: PlanDocument) -> tuple[str, ...]:
    """Return for whom the document is made: its own audience and every narrower one.

    >>> audiences_of(PlanDocument(audience="parties"))
    ('authorities', 'parties')
    """
    return NARROW_TO_WIDE[: NARROW_TO_WIDE.index(document.audience) + 1]


def audience_for(member: Any, document: PlanDocument) -> str:
    """Return in which audience's words a member reads the document."""
    own = PictureAudience.AUTHORITIES if member.is_authority else PictureAudience.PARTIES
    return own.value if own.value in audiences_of(document) else document.audience


def content_for(document: PlanDocument, audience: str) -> Table:
    """Return what the document says to an audience: as it was frozen, else as it would be decided now."""
    if not document.is_open:
        kept = document.tables.filter(audience=audience).first()
        if kept is not None:
            return dict(json.loads(kept.content))
    return live_content(document)[audience]


def live_content(document: PlanDocument) -> dict[str, Table]:
    """Return what the document says today, by audience."""
    said = _said(document)
    if document.kind != DocumentKind.PICTURE:
        return dict.fromkeys(NARROW_TO_WIDE, said)
    first, last = stretch_of(document)
    tables = picture_tables(document.municipality, first=first, last=last)
    return {audience: {**said, "picture": tables[audience]} for audience in NARROW_TO_WIDE}


def stretch_of(document: PlanDocument) -> tuple[date, date]:
    """Return which days the law's picture tells of."""
    if document.period_first is None or document.period_last is None:
        raise ValueError(document.pk)
    return document.period_first, document.period_last


def _said(document: PlanDocument) -> Table:
    texts = dict(document.texts.values_list("key", "text"))
    problems = list(document.problems.in_order().select_related("area", "problem", "traces_to"))
    measures = list(document.measures.in_order().with_names())
    basis = document.based_on
    quiet = basis is not None and NARROW_TO_WIDE.index(basis.audience) < NARROW_TO_WIDE.index(document.audience)
    phases = {} if document.audience == "public" else _phases(document, [row.problem_id for row in problems])
    number = {row.pk: at for at, row in enumerate(problems, start=1)}
    return {
        "kind": document.kind, "title": document.title, "edition": document.edition, "by_law": document.by_law,
        "period_first": document.period_first, "period_last": document.period_last,
        "area": document.area.name if document.area else "", "group": document.group.name if document.group else "",
        "parties": sorted(document.organisations.values_list("name", flat=True)),
        "based_on": _named(document.based_on), "agreement": _named(document.agreement),
        "texts": {part.key: texts.get(part.key, "") for part in PARTS[document.kind] if not part.afterwards},
        "problems": [
            {"number": number[row.pk], "title": row.title, "text": row.text, "area": row.area.name if row.area else "",
             "problem": row.problem.number if row.problem else None, "no_measure_why": row.no_measure_why,
             "phases": phases.get(row.problem_id, []),
             "traces_to": row.traces_to.title if row.traces_to and not quiet else ""}
            for row in problems
        ],
        "measures": [
            {"problem": number.get(row.plan_problem_id), "what": row.what, "goal": row.goal, "function": row.function,
             "who": row.organisation.name if row.organisation else "", "due_on": row.due_on,
             "measure": row.measure.number if row.measure else None}
            for row in measures
        ],
        "signatories": [{"function": row.function, "party": row.organisation.name if row.organisation else ""}
                        for row in document.signatures.in_order().select_related("organisation")],
    }  # fmt: skip


def _phases(document: PlanDocument, problems: list[Any]) -> dict[Any, list[Table]]:
    """Return in which phase each problem stands, by the phase models that the municipality has in use."""
    rows = PhasePlacement.objects.filter(municipality=document.municipality_id, phase__model__active=True)
    found: dict[Any, dict[Any, Table]] = {}
    for one in rows.filter(problem__in=[each for each in problems if each is not None]).latest_first():
        phase = {"number": one.phase.number, "name_sv": one.phase.name_sv, "name_en": one.phase.name_en,
                 "model_sv": one.phase.model.name_sv, "model_en": one.phase.model.name_en, "on": one.on,
                 "is_example": one.phase.model.is_example}  # fmt: skip
        found.setdefault(one.problem_id, {}).setdefault(one.phase.model_id, phase)
    return {problem: list(stands.values()) for problem, stands in found.items()}


def _named(document: PlanDocument | None) -> Table | None:
    if document is None:
        return None
    return {"title": document.title, "edition": document.edition, "decided_on": document.decided_on,
            "decided_by": document.decided_by}


def plans_of(agreement: PlanDocument) -> list[Table]:
    """Return the plans in force that an agreement has as its annex."""
    rows = PlanDocument.objects.of_kind(DocumentKind.PLAN).under(agreement)
    return [{"title": each.title, "edition": each.edition} for each in rows]


def outcomes_of(document: PlanDocument) -> list[Table]:
    """Return what came of the plan's measures and what was written when it was followed up: never frozen with it."""
    return [{"what": row.what, "outcome": row.outcome, "outcome_sv": row.get_outcome_display(), "came_of": row.came_of}
            for row in document.measures.in_order() if row.outcome]
