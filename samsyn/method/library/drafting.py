"""A case as it can be written from a closed problem: what the problem, its causes, measures and evaluations say."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.method.followups.models import Evaluation, FollowUp
from samsyn.method.followups.sentences import sentence_of, worst_sentence
from samsyn.method.followups.states import Design
from samsyn.method.library.actions import LONGEST, TITLE, Told
from samsyn.method.library.disclosing import OFFERED_TO
from samsyn.method.measures.models import Measure
from samsyn.method.observations.models import Audience, Category
from samsyn.method.problems.models import Cause, Problem

MOST_CAUSES = 4


def draft_of(problem: Problem, *, by: Any, today: date) -> Told:
    """Return a case that says what is known; the writer changes the words. Only what the writer may see is used.

    A measure for fewer than those the case is shown to is left out, with its lessons and its effect. What was for a
    group becomes a case for the coordinator.
    """
    found = Measure.objects.visible_to(by).on_problem(problem)
    audience = problem.audience if problem.audience in OFFERED_TO else Audience.COORDINATOR.value
    if audience in OFFERED_TO:
        found = found.shown_to_audience(audience)
    measures = list(found.select_related("known").order_by("number"))
    causes = list(Cause.objects.visible_to(by).of_problem(problem).order_by("position"))
    evaluations = Evaluation.objects.visible_to(by).filter(problem=problem)
    evaluations = evaluations.filter(Q(measure=None) | Q(measure__in=measures))
    if audience == Audience.PARTIES:
        evaluations = evaluations.filter(shown_to="parties")     # figures frozen for authorities stay with them
    made = evaluations.latest_first().first()
    lessons = FollowUp.objects.visible_to(by).filter(measure__in=measures).exclude(lesson="").in_order()
    place_type = problem.place.place_type if problem.place is not None else None
    return Told(
        title=problem.title[:TITLE], problem=problem, audience=audience,
        situation=_joined([problem.title, problem.affected]),
        cause=_joined([cause.text for cause in causes[:MOST_CAUSES]]),
        measure=_joined([_measure_words(one) for one in measures]), result=_result(made),
        lesson=_joined([one.lesson for one in lessons]), place_type=place_type.code if place_type else "",
        categories=_default_codes(problem), sides=tuple(sorted({cause.side for cause in causes})),
        known=tuple(sorted({one.known.code for one in measures if one.known is not None})),
        ended_on=problem.closed_on or today, grade=made.figures.get("grade", 0) if made is not None else None,
    )  # fmt: skip


def _measure_words(measure: Measure) -> str:
    outcome = measure.get_outcome_display()
    return f"{measure.what} ({outcome})" if outcome else measure.what


def _result(made: Evaluation | None) -> str:
    if made is None:
        return ""
    said = worst_sentence(made.figures) if made.design == Design.WORST else sentence_of(made.figures)
    return _joined([said, made.text])


def _joined(lines: list[str]) -> str:
    """Return the lines as sentences, as many whole ones as fit."""
    text = ""
    for line in lines:
        said = line.strip().rstrip(".")
        if said and len(text) + len(said) + 2 <= LONGEST:
            text = f"{text} {said}.".strip()
    return text


def _default_codes(problem: Problem) -> tuple[str, ...]:
    rows = Category.objects.filter(municipality=problem.municipality_id, code__in=problem.categories)
    return tuple(sorted({row.default_code or row.code for row in rows}))


def nothing_known() -> str:
    """Say what stands where nobody evaluated."""
    return _("Inte utvärderat.")
