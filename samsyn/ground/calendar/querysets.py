"""The words for choosing dates of the calendar."""

from datetime import date
from typing import Any

from django.db import models

from samsyn.ground.permissions import Actor


class YearEventQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Actor) -> "YearEventQuerySet":
        """The calendar of the member's own municipality."""
        return self.filter(municipality=member.municipality)

    def between(self, first: date, last: date) -> "YearEventQuerySet":
        return self.filter(first_on__lte=last, last_on__gte=first)

    def pauses(self) -> "YearEventQuerySet":
        return self.filter(kind="pause")


class YearRuleQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Actor) -> "YearRuleQuerySet":
        """The year wheel of the member's own municipality."""
        return self.filter(municipality=member.municipality)

    def in_use(self) -> "YearRuleQuerySet":
        return self.filter(active=True)
