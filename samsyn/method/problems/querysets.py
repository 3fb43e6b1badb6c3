"""The words for choosing priorities."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from samsyn.ground.permissions import Permission


class PriorityQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "PriorityQuerySet":
        """All for those who lead meetings or see everything; else those for an audience that holds the own party."""
        problems = apps.get_model("problems", "Problem").objects.visible_to(member)
        mine = self.filter(Q(problem=None) | Q(problem__in=problems), municipality=member.municipality)
        if member.may(Permission.LEAD_MEETING) or member.may(Permission.SEE_ALL):
            return mine
        seats = [each for each in member.memberships if each.role.allows(Permission.SEE_MEASURES)]
        if not seats:
            return self.none()
        seen = Q(audience="parties")
        if any(each.organisation.is_authority for each in seats):
            seen |= Q(audience="authorities")
        return mine.filter(seen)

    def in_period(self, period: str) -> "PriorityQuerySet":
        return self.filter(period=period)

    def chosen(self) -> "PriorityQuerySet":
        return self.filter(chosen=True)

    def with_names(self) -> "PriorityQuerySet":
        return self.select_related("area", "place__area", "problem__place__area", "problem__area")
