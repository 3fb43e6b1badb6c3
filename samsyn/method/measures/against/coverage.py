"""Which causes have no measure, and which measure has no cause."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from samsyn.method.measures.models import Measure
from samsyn.method.measures.states import State
from samsyn.method.problems.models import Cause, Problem


class Covered(NamedTuple):
    """A cause with the measures against it; those that were cancelled do not count."""

    cause: Cause
    measures: list[Measure]

    @property
    def is_bare(self) -> bool:
        """Whether nothing is done about it though something could be."""
        return not self.measures and self.cause.influence != "no"


class Coverage(NamedTuple):
    """Every cause with its measures, and the measures that are against none."""

    causes: list[Covered]
    without_cause: list[Measure]

    @property
    def bare(self) -> list[Cause]:
        return [each.cause for each in self.causes if each.is_bare]


def coverage_of(problem: Problem, *, measures: Sequence[Any], by: Any) -> Coverage:
    """Return how the problem's causes are covered by these measures, in the order of the list of causes."""
    causes = list(Cause.objects.visible_to(by).of_problem(problem).order_by("position", "created_at"))
    live = [one for one in measures if one.state != State.CANCELLED]
    against = {one.pk: {cause.pk for cause in one.causes.all() if cause.struck_on is None} for one in live}
    covered = [Covered(cause, [one for one in live if cause.pk in against[one.pk]]) for cause in causes]
    return Coverage(covered, [one for one in live if not against[one.pk]])
