"""The words for choosing what the keeper of the records sees: disposal rules, their log, requests, masks, packages."""

from typing import Any

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality


class ForKeepers(OwnMunicipality):
    """Rows of the own municipality, for those who keep its records, and for nobody else."""

    def visible_to(self, member: Any) -> Any:
        """All of the municipality for whoever may keep the records; none for others."""
        mine = self.filter(municipality=member.municipality)
        return mine if member.may(Permission.KEEP_RECORDS) else mine.none()


class ReleaseRequestQuerySet(ForKeepers):
    def pending(self) -> Any:
        """Those that nobody has decided yet: what they ask for may not be destroyed."""
        return self.filter(state="pending")

    def latest_first(self) -> Any:
        return self.order_by("-number")


class DisposalQuerySet(ForKeepers):
    def latest_first(self) -> Any:
        return self.order_by("-done_at", "-id")


class ArchivePackageQuerySet(ForKeepers):
    def latest_first(self) -> Any:
        return self.order_by("-number")
