"""What an invited party reads of a problem: chosen by the party's audience, never by a role.

No report, photo or reporter is among it, and no place: the area alone says where.
"""

from collections.abc import Sequence
from typing import Any

from samsyn.method.followups.models import Evaluation
from samsyn.method.library.models import Support
from samsyn.method.measures.models import Measure
from samsyn.method.problems.models import Cause, Goal, Mapping, Problem

MOST_EVALUATIONS = 5
Row = dict[str, Any]


def audience_of(support: Support) -> str:
    """Return which audience's rows the invited party reads."""
    return "authorities" if support.organisation.is_authority else "parties"


def rows_of(problem: Problem, *, audience: str) -> Row:
    """Return what a problem's workspace says to an audience: mapping in words, causes, goals, measures, evaluations."""
    wide = ("parties", "authorities") if audience == "authorities" else ("parties",)
    area = problem.area or (problem.place.area if problem.place is not None else None)
    causes = list(Cause.objects.filter(problem=problem, struck_on=None).order_by("position", "created_at"))
    measures = Measure.objects.filter(problem=problem).shown_to_audience(audience)
    told = Evaluation.objects.filter(problem=problem, shown_to__in=wide).exclude(text="")
    return {
        "row": problem, "area": area.name if area is not None else "", "causes": _with_behind(causes),
        "mapping": Mapping.objects.filter(problem=problem, audience__in=wide).settled().latest_first().first(),
        "goals": list(Goal.objects.filter(problem=problem, shown_to__in=wide).in_order()),
        "measures": list(measures.select_related("organisation").order_by("number")),
        "evaluations": [
            each for each in told.select_related("measure").latest_first()
            if each.measure is None or each.measure.audience in wide
        ][:MOST_EVALUATIONS],
    }  # fmt: skip


def _with_behind(causes: Sequence[Cause]) -> list[Row]:
    return [
        {"row": each, "behind": [one for one in causes if one.parent_id == each.pk]}
        for each in causes if each.is_direct
    ]  # fmt: skip
