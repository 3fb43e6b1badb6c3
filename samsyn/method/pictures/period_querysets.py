"""The words for choosing pictures of longer periods."""

from typing import Any

from django.db import models

from samsyn.ground.permissions import Permission


class PeriodPictureQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "PeriodPictureQuerySet":
        """Pictures of the municipality: drafts for those who compile, locked ones for all who may see pictures."""
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.COMPILE_PICTURE):
            return mine
        return mine.filter(locked_at__isnull=False) if member.may(Permission.SEE_PICTURE) else mine.none()

    def of_kind(self, kind: str) -> "PeriodPictureQuerySet":
        return self.filter(kind=kind)

    def labelled(self, label: str) -> "PeriodPictureQuerySet":
        return self.filter(label=label)

    def locked(self) -> "PeriodPictureQuerySet":
        return self.filter(locked_at__isnull=False)

    def latest_first(self) -> "PeriodPictureQuerySet":
        """The last to end first; of two that end the same day the longer."""
        return self.order_by("-last_day", "first_day")
