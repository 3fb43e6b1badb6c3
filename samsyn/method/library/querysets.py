"""The words for choosing cases: a municipality's own, and what others have offered."""

from typing import Any

from django.db import models
from django.db.models import Q

from samsyn.ground.permissions import Permission
from samsyn.method.problems.cause_querysets import sees_authorities


class CaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "CaseQuerySet":
        """The own municipality's: all for those who decide or see all; else those for an audience of the own party."""
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.DECIDE_MEASURES) or member.may(Permission.SEE_ALL):
            return mine
        seats = [each for each in member.memberships if each.role.allows(Permission.SEE_MEASURES)]
        if not seats:
            return self.none()
        seen = Q(audience="parties")
        if any(each.organisation.is_authority for each in seats):
            seen |= Q(audience="authorities")
        return mine.filter(seen)

    def offered_to(self, member: Any) -> "CaseQuerySet":
        """What other municipalities have offered. Of these only `shared` may be read, by whoever sees measures here.

        A private party reads only what is for all parties there: now, and on the day when the text was approved.
        """
        if not (member.may(Permission.SEE_MEASURES) or member.may(Permission.DECIDE_MEASURES)):
            return self.none()
        offered = self.filter(sharing="offered").exclude(municipality=member.municipality)
        if sees_authorities(member):
            return offered.filter(audience__in=("parties", "authorities"))
        return offered.filter(audience="parties", report__audience="parties")

    def saying(self, words: str) -> "CaseQuerySet":
        """Those that hold every word, whatever the case."""
        found = self
        for word in words.casefold().split():
            found = found.filter(search_text__contains=word)
        return found

    def latest_first(self) -> "CaseQuerySet":
        return self.order_by("-ended_on", "-created_at")
