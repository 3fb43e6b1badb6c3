"""From each sentence to what it rests on: the figures further down, or the reports in the list."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from samsyn.ground.permissions import Permission
from samsyn.method.pictures.models import SituationalPicture

Way = dict[str, str]
# What a sentence of the head or of the data note speaks of, by the beginning of its key: the part of the page.
PARTS = {
    "head.places": "platser", "head.no_places": "platser", "head.conditions": "trasigt", "head.decided": "underlag",
    "head.response": "underlag", "total.": "omraden", "note.conditions_cut": "trasigt", "checklist.": "checklistor",
    "history.": "omraden", "week.incomplete": "underlag", "power.": "omraden",
}  # fmt: skip


class Ways:
    """The links of one picture for one reader: whoever sees no reports is led to the figures alone."""

    def __init__(self, picture: SituationalPicture, member: Any) -> None:
        self.picture, self.home = picture, f"/{member.municipality.slug}"
        self.sees = member.may(Permission.SEE_ACCEPTED) or member.may(Permission.SEE_ALL)

    def reports(self, *, weeks: int | None = None, **chosen: Any) -> Way | None:
        """Return the way to the reports of the last weeks of the picture, narrowed as given."""
        if not self.sees:
            return None
        last: date = self.picture.week.last_day
        first = last - timedelta(days=7 * (weeks or self.picture.weeks) - 1)
        query = urlencode({"first": first.isoformat(), "last": last.isoformat(), **chosen})
        return {"address": f"{self.home}/karta?{query}", "words": _("Rapporterna")}

    def figures(self, part: str) -> Way:
        """Return the way to a part of the page."""
        return {"address": f"#{part}", "words": _("Siffrorna")}

    def of_sentence(self, sentence: Mapping[str, Any]) -> Way | None:
        """Return where a sentence of the head or the data note leads."""
        key, params = str(sentence.get("key", "")), sentence.get("params") or {}
        for start, part in PARTS.items():
            if key.startswith(start):
                return self.figures(part)
        if key in ("head.counts", "reports.late"):
            return self.reports()
        if key in ("note.reported", "source.joined", "source.silent"):
            return self.reports(source=params.get("kind", ""))
        if key == "note.unplaced":
            return self.reports(area="-")
        if key == "late.since_lock":
            return self.week(str(params.get("week", "")))
        return None

    def week(self, label: str) -> Way | None:
        """Return the way to the reports of one week, by its label 2025-W40."""
        address = label.replace("-W", "-v").replace("-v0", "-v")
        return {"address": f"{self.home}/karta?period={address}", "words": _("Rapporterna")} if self.sees else None

    def lay(self, tables: dict[str, Any]) -> None:
        """Give every row and sentence of the page its way."""
        for row in tables.get("areas", []):
            row["way"] = self.reports(weeks=row.get("window_weeks"), area=row["code"])
        for row in tables.get("changes", []):
            row["way"] = self.reports(weeks=row.get("window_weeks"), category=row["code"])
        for row in [*tables.get("places", []), *tables.get("usual_places", [])]:
            row["way"] = self.reports(weeks=row.get("window_weeks"), box=_around(row))
        for sentence in tables.get("head", {}).get("sentences", []):
            sentence["way"] = self.of_sentence(sentence)
        for note in tables.get("data_note", []):
            note["way"] = self.of_sentence(note["sentence"])


def _around(row: Mapping[str, Any]) -> str:
    """Return the square around a place as the list knows it: a little more than its radius."""
    reach = max(float(row.get("radius_m") or 0), 60.0) / 111_320.0
    lon, lat = float(row["lon"]), float(row["lat"])
    return ",".join(f"{edge:.5f}" for edge in (lon - 2 * reach, lat - reach, lon + 2 * reach, lat + reach))
