"""The words for choosing lines of the log of readings."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from samsyn.ground.permissions import Actor, Permission


class LookupQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Actor) -> "LookupQuerySet":
        """Who has read what in the member's own municipality, for those who may read the logbook."""
        if not member.may(Permission.READ_LOGBOOK):
            return self.none()
        return self.filter(municipality=member.municipality)

    def between(self, first: date, last: date, *, zone: ZoneInfo) -> "LookupQuerySet":
        """Those of the days, both included, as days go in the zone."""
        start = datetime.combine(first, time(), tzinfo=zone)
        end = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
        return self.filter(created_at__gte=start, created_at__lt=end)

    def latest_first(self) -> "LookupQuerySet":
        return self.order_by("-created_at", "-id")
