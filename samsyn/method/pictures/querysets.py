"""The words for choosing pictures."""

from typing import Any

from django.db import models
from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission


class SituationalPictureQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "SituationalPictureQuerySet":
        """Pictures of the municipality: drafts for those who compile, locked ones for all who may see pictures.

        A draft that was sent for reconciliation is read by the parties too, those who see accepted reports; the
        steering group and readers wait for the lock.
        """
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.COMPILE_PICTURE):
            return mine
        if not member.may(Permission.SEE_PICTURE):
            return self.none()
        seen = Q(locked_at__isnull=False)
        if any(
            each.role.allows(Permission.SEE_PICTURE) and each.role.allows(Permission.SEE_ACCEPTED)
            for each in member.memberships
        ):
            seen |= Q(shared_at__isnull=False)
        return mine.filter(seen)

    def of_week(self, week: Week) -> "SituationalPictureQuerySet":
        return self.filter(iso_week=week.iso)

    def locked(self) -> "SituationalPictureQuerySet":
        return self.filter(locked_at__isnull=False)

    def latest_first(self) -> "SituationalPictureQuerySet":
        return self.order_by("-iso_week")


class PictureFindingQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "PictureFindingQuerySet":
        """Findings of the municipality's drafts, for those who compile; others read the tables of their audience."""
        mine = self.filter(municipality=member.municipality)
        return mine if member.may(Permission.COMPILE_PICTURE) else mine.none()

    def of_picture(self, picture: Any) -> "PictureFindingQuerySet":
        return self.filter(picture=picture).order_by("put_in_at", "id")
