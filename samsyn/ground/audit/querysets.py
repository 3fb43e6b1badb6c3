"""The words for choosing lines of the logbook."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from samsyn.ground.permissions import Actor, Permission


class EventQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Actor) -> "EventQuerySet":
        """Lines of the member's own municipality, for those who may read the logbook."""
        if not member.may(Permission.READ_LOGBOOK):
            return self.none()
        return self.filter(municipality=member.municipality)

    def about(self, subject: models.Model) -> "EventQuerySet":
        return self.filter(subject_id=str(subject.pk))

    def on_day(self, day: date, *, zone: ZoneInfo) -> "EventQuerySet":
        start = datetime.combine(day, time(), tzinfo=zone)
        end = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
        return self.filter(created_at__gte=start, created_at__lt=end)
