"""The words for choosing directories, what they give, and open sessions."""

from datetime import datetime
from typing import Any

from django.db import models

from samsyn.ground.permissions import Permission


class OfThoseWhoSetUp(models.QuerySet[Any]):
    """Rows of the municipality for those who change its settings."""

    def visible_to(self, member: Any) -> Any:
        """Those of the municipality, for those who change its settings."""
        may = member.may(Permission.MANAGE_SETTINGS)
        return self.filter(municipality=member.municipality) if may else self.none()


class DirectoryQuerySet(OfThoseWhoSetUp):
    """Directories through which people sign in."""

    def at_code(self, code: str) -> Any:
        """Return the one in use with this code, as its address names it; None where there is none."""
        return self.filter(is_on=True, code=code).select_related("municipality").first()

    def published(self) -> "DirectoryQuerySet":
        """Those that anybody may sign in through: their names stand on the sign-in page."""
        return self.filter(is_on=True).select_related("municipality").order_by("municipality__name", "name")


class ClaimRoleQuerySet(OfThoseWhoSetUp):
    """What a directory's groups give."""


class DirectoryLinkQuerySet(OfThoseWhoSetUp):
    """Which subject opens which account."""


class OpenSessionQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "OpenSessionQuerySet":
        """The person's own sessions: nobody sees where another is signed in."""
        return self.filter(user=getattr(member, "user", None))

    def seen_since(self, moment: datetime) -> "OpenSessionQuerySet":
        return self.filter(last_seen_at__gte=moment)


class SentFormQuerySet(models.QuerySet[Any]):
    """Forms that were carried out; nobody reads them but the house itself."""

    def before(self, moment: datetime) -> "SentFormQuerySet":
        return self.filter(created_at__lt=moment)
