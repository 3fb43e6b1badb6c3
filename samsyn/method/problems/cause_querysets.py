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


class StruckOut(OfVisibleProblems):
    """Rows that are struck out and kept, never deleted: those of a problem are the ones that stand."""

    def of_problem(self, problem: Any) -> Any:
        """Those of the problem that have not been struck out."""
        return self.ever_of(problem).filter(struck_on=None)

    def struck_of(self, problem: Any) -> Any:
        """Those of the problem that have been struck out, the latest first."""
        return self.ever_of(problem).exclude(struck_on=None).order_by("-struck_on", "-created_at")

    def ever_of(self, problem: Any) -> Any:
        """Those of the problem, struck out or not."""
        return self.filter(problem=problem)


class ChainStepQuerySet(StruckOut):
    """The steps of chains."""

    def next_position(self) -> int:
        return (self.aggregate(last=Max("position"))["last"] or 0) + 1


class CauseQuerySet(StruckOut):
    """The causes."""

    def direct(self) -> "CauseQuerySet":
        return self.filter(parent=None)

    def influenceable(self) -> "CauseQuerySet":
        return self.exclude(influence="no")

    def next_position(self) -> int:
        return (self.aggregate(last=Max("position"))["last"] or 0) + 1


class CauseVersionQuerySet(OwnMunicipality):
    """What causes and steps have said."""

    def visible_to(self, member: Any) -> Any:
        """Those of causes and steps that the member may see."""
        seen = [self.model._meta.get_field(name).related_model.objects.visible_to(member) for name in ("cause", "step")]
        return self.filter(Q(cause__in=seen[0]) | Q(step__in=seen[1]), municipality=member.municipality)

    def of_cause(self, cause: Any) -> Any:
        return self.filter(cause=cause).order_by("version")

    def of_step(self, step: Any) -> Any:
        return self.filter(step=step).order_by("version")


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
        """Those of the problem's causes that still count."""
        return self.ever_of(problem).filter(struck_on=None)

    def ever_of(self, problem: Any) -> "CauseEvidenceQuerySet":
        """Those of the problem's causes, struck out or not."""
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
