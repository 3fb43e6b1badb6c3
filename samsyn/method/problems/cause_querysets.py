"""The words for choosing causes, what speaks for and against them, what was asked of the data, and area factors."""

from typing import Any

from django.db import models
from django.db.models import Max, Q

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.problems.problem_querysets import OfVisibleProblems


def sees_authorities(member: Any) -> bool:
    """Say whether the member may read what was counted for authorities and municipal companies."""
    if member.is_machine or member.may(Permission.SEE_ALL):
        return True
    return any(
        each.organisation.is_authority for each in member.memberships if each.role.allows(Permission.SEE_MEASURES)
    )


def _shown(member: Any) -> Q:
    return Q() if sees_authorities(member) else Q(shown_to="parties")


class CauseAnalysisQuerySet(OfVisibleProblems):
    """The analyses, one a problem."""


class ChainStepQuerySet(OfVisibleProblems):
    """The steps of chains."""

    def next_position(self) -> int:
        return (self.aggregate(last=Max("position"))["last"] or 0) + 1


class CauseQuerySet(OfVisibleProblems):
    """The causes."""

    def direct(self) -> "CauseQuerySet":
        return self.filter(parent=None)

    def influenceable(self) -> "CauseQuerySet":
        return self.exclude(influence="no")

    def next_position(self) -> int:
        return (self.aggregate(last=Max("position"))["last"] or 0) + 1


class CauseTestQuerySet(OfVisibleProblems):
    """What has been asked of the data."""

    def visible_to(self, member: Any) -> Any:
        """Those of visible problems whose figures are made for the member's audience."""
        return super().visible_to(member).filter(_shown(member))

    def in_order(self) -> Any:
        return self.order_by("order")


class CauseEvidenceQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "CauseEvidenceQuerySet":
        """Evidence of causes that the member may see; what rests on rows for authorities is for authorities."""
        causes = self.model._meta.get_field("cause").related_model.objects.visible_to(member)
        return self.filter(_shown(member), municipality=member.municipality, cause__in=causes)

    def of_problem(self, problem: Any) -> "CauseEvidenceQuerySet":
        return self.filter(cause__problem=problem)


class AreaFactorQuerySet(OwnMunicipality):
    def visible_to(self, member: Any) -> Any:
        """Factors of the municipality's areas for those who see measures; never for those who only report or read."""
        mine = super().visible_to(member)
        if member.is_machine or member.may(Permission.LEAD_MEETING) or member.may(Permission.SEE_ALL):
            return mine
        seen = Q(pk__in=[])
        for each in member.memberships:
            if not each.role.allows(Permission.SEE_MEASURES):
                continue
            shown = Q() if each.organisation.is_authority else Q(shown_to="parties")
            areas = [area.pk for area in each.areas.all()]
            seen |= shown & Q(area__in=areas) if areas else shown & Q(pk__isnull=False)
        return mine.filter(seen)

    def of_area(self, area: Any) -> Any:
        return self.filter(area=area)

    def standing(self) -> Any:
        """Those that are still so."""
        return self.filter(ended_on=None)

    def in_order(self) -> Any:
        return self.order_by("heading", "kind", "created_at")
