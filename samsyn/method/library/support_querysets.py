"""The words for choosing what somebody from outside is invited to read, and what was said there."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from samsyn.ground.permissions import Permission


class SupportQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "SupportQuerySet":
        """All for who leads meetings and may see what they are about; else those of the own party that have not ended.

        What has been made narrower than the party since it was invited is closed to it again.
        """
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.LEAD_MEETING):
            problems = apps.get_model("problems", "Problem").objects.visible_to(member)
            documents = apps.get_model("plans", "PlanDocument").objects.visible_to(member)
            of_problem, of_document = Q(problem=None) | Q(problem__in=problems), Q(document__in=documents)
            return mine.filter(of_problem, Q(document=None) | of_document)
        seen = Q(pk__in=[])
        for membership in member.memberships:
            if membership.role.allows(Permission.SUPPORT):
                seen |= Q(organisation=membership.organisation_id) & within_reach(membership.organisation)
        return mine.filter(seen, ended_on=None)

    def going_on(self) -> "SupportQuerySet":
        return self.filter(ended_on=None)

    def with_names(self) -> "SupportQuerySet":
        return self.select_related("organisation", "problem__area", "problem__place__area", "document__municipality")

    def latest_first(self) -> "SupportQuerySet":
        return self.order_by("-invited_on", "-created_at")


def within_reach(organisation: Any) -> Q:
    """Return what a party may be shown as support: problems and sent or decided documents for its kind of party."""
    wide = ("parties", "public", "authorities") if organisation.is_authority else ("parties", "public")
    of_problem = Q(problem=None) | Q(problem__audience__in=wide)
    of_document = Q(document=None) | Q(document__audience__in=wide) & ~Q(document__state="draft")
    return of_problem & of_document


class SupportCommentQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "SupportCommentQuerySet":
        """Those of what the member may open."""
        supports = apps.get_model("library", "Support").objects.visible_to(member)
        return self.filter(municipality=member.municipality, support__in=supports)

    def standing(self) -> "SupportCommentQuerySet":
        return self.filter(removed_on=None)

    def in_order(self) -> "SupportCommentQuerySet":
        return self.select_related("organisation").order_by("said_at", "id")
