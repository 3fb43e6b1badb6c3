"""Which of the waiting reports a reviewer wants to see now; kept in the address, and under a name of one's own."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from samsyn.ground.people.models import SavedView

SCREEN = "review"
GRAVE = 3


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The choice: codes of an area and of a group of categories, a party's id, and whether only the grave."""

    area: str = ""
    group: str = ""
    party: str = ""
    grave: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "Wanted":
        """Return the choice in an address; what is not asked for is left out."""
        area, group, party = (query.get(name, "").replace("\0", "")[:40] for name in ("omrade", "slag", "part"))
        return cls(area=area, group=group, party=party, grave=query.get("allvar") == str(GRAVE))

    def address(self) -> str:
        """Return the choice as it stands in an address; empty when everything is wanted."""
        grave = str(GRAVE) if self.grave else ""
        named = {"omrade": self.area, "slag": self.group, "part": self.party, "allvar": grave}
        return urlencode({name: value for name, value in named.items() if value})

    def among(self, waiting: Any, *, parties: set[str]) -> Any:
        """Return those of the waiting rows that are wanted; a party that is not here is no party."""
        if self.area:
            waiting = waiting.filter(area__code=self.area)
        if self.group:
            waiting = waiting.filter(category__parent__code=self.group)
        if self.party in parties:
            waiting = waiting.filter(owner=self.party)
        return waiting.filter(severity__gte=GRAVE) if self.grave else waiting


def saved_by(member: Any) -> list[SavedView]:
    """Return the member's own saved choices of this screen."""
    return list(SavedView.objects.visible_to(member).of_screen(SCREEN))
