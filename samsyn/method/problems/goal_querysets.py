"""The words for choosing goals."""

from datetime import date
from typing import Any

from samsyn.method.problems.cause_querysets import sees_authorities
from samsyn.method.problems.problem_querysets import OfVisibleProblems


class GoalQuerySet(OfVisibleProblems):
    """Goals of problems."""

    def visible_to(self, member: Any) -> "GoalQuerySet":
        """Those of visible problems; one whose starting point was counted for authorities stays with them."""
        found: GoalQuerySet = super().visible_to(member)
        return found if sees_authorities(member) else found.filter(shown_to="parties")

    def in_order(self) -> "GoalQuerySet":
        return self.order_by("due_on", "created_at")

    def due(self, *, on: date) -> "GoalQuerySet":
        """Those whose day has come."""
        return self.filter(due_on__lte=on)

    def with_names(self) -> "GoalQuerySet":
        return self.select_related("indicator", "problem__place__area", "problem__area")
