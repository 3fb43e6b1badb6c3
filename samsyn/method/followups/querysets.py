"""The words for choosing follow-ups and plans."""

from typing import Any

from django.db.models import Q

from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.measures.models import Measure
from samsyn.method.problems.cause_querysets import sees_authorities
from samsyn.method.problems.problem_querysets import OfVisibleProblems


class OfVisibleMeasures(OwnMunicipality):
    """Rows about a measure: who sees the measure sees them."""

    def visible_to(self, member: Any) -> Any:
        """Those of measures that the member may see."""
        measures = Measure.objects.visible_to(member)
        return self.filter(municipality=member.municipality, measure__in=measures)

    def of_measure(self, measure: Measure) -> Any:
        return self.filter(measure=measure)


class FollowUpQuerySet(OfVisibleMeasures):
    """Follow-ups."""

    def visible_to(self, member: Any) -> "FollowUpQuerySet":
        """Those of measures that the member may see; figures frozen for authorities stay with them."""
        found: FollowUpQuerySet = super().visible_to(member)
        return found if sees_authorities(member) else found.filter(shown_to="parties")

    def in_order(self) -> "FollowUpQuerySet":
        return self.order_by("made_on", "created_at")


class EvaluationPlanQuerySet(OfVisibleMeasures):
    """Plans made before, or after."""

    def with_names(self) -> "EvaluationPlanQuerySet":
        return self.select_related("comparison_area", "comparison_place")


class WorstQuestionQuerySet(OfVisibleProblems):
    """What was asked of the worst places: who sees the problem sees it."""

    def in_order(self) -> "WorstQuestionQuerySet":
        return self.order_by("order")

    def with_names(self) -> "WorstQuestionQuerySet":
        return self.select_related("area", "municipality")


class EvaluationQuerySet(OfVisibleProblems):
    """What could be said of problems' work: who sees the problem and the measure sees it."""

    def visible_to(self, member: Any) -> "EvaluationQuerySet":
        """Those of problems that the member may see, and of no measure or one that the member may see.

        Figures frozen for authorities stay with them, also if the problem is widened.
        """
        rows = super().visible_to(member)
        rows = rows if sees_authorities(member) else rows.filter(shown_to="parties")
        return rows.filter(Q(measure=None) | Q(measure__in=Measure.objects.visible_to(member)))

    def latest_first(self) -> "EvaluationQuerySet":
        return self.order_by("-made_on", "-created_at")
