"""The words for choosing dialogues."""

from typing import Any

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality


class DialogueQuerySet(OwnMunicipality):
    def visible_to(self, member: Any) -> Any:
        """Those of the own municipality, for members who see measures or lead: what was said is for all parties."""
        mine = self.filter(municipality=member.municipality)
        return mine if member.may(Permission.SEE_MEASURES) or member.may(Permission.LEAD_MEETING) else mine.none()

    def in_order(self) -> "DialogueQuerySet":
        return self.select_related("area").order_by("-held_on", "-number")
