"""The words for choosing goals."""

from datetime import date

from samsyn.method.problems.problem_querysets import OfVisibleProblems


class GoalQuerySet(OfVisibleProblems):
    """Goals of problems."""

    def in_order(self) -> "GoalQuerySet":
        return self.order_by("due_on", "created_at")

    def due(self, *, on: date) -> "GoalQuerySet":
        """Those whose day has come."""
        return self.filter(due_on__lte=on)

    def with_names(self) -> "GoalQuerySet":
        return self.select_related("indicator", "problem__place__area", "problem__area")
