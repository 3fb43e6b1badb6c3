"""The words for choosing import sources and runs."""

from typing import Any

from django.db import models

from samsyn.ground.permissions import Permission


class _ForImporters(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> Any:
        """Those of the member's own municipality, for those who may import."""
        if not member.may(Permission.IMPORT, within=member.municipality):
            return self.none()
        return self.filter(municipality=member.municipality)


class ImportSourceQuerySet(_ForImporters):
    def called(self, name: str) -> "ImportSourceQuerySet":
        return self.filter(name=name)


class ImportRunQuerySet(_ForImporters):
    def latest_first(self) -> "ImportRunQuerySet":
        return self.order_by("-created_at", "-id")

    def under_way(self) -> "ImportRunQuerySet":
        """Runs that are said to be under way."""
        return self.filter(state="running")

    def stopped_midway(self) -> "ImportRunQuerySet":
        """Runs that began and neither finished nor were taken back; the picture's data note tells of them."""
        return self.filter(state__in=["running", "stopped"])


class RefusedRowQuerySet(_ForImporters):
    """Rows that could not be read in."""
