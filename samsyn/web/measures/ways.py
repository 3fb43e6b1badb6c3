"""The ways to look at the measures: list, board, calendar, map, time line; and the catalogue of known ones."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

KEPT = ("organisation", "area")


def ways(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """Return the tabs, each with the same choice of party and area; `here` is the one that is shown."""
    home = f"/{request.member.municipality.slug}/atgarder/"
    chosen = urlencode({name: request.GET[name] for name in KEPT if request.GET.get(name)})
    names = {
        "": _("Lista"), "tavla": _("Tavla"), "kalender": _("Kalender"), "karta": _("Karta"),
        "tidslinje": _("Tidslinje"), "kanda": _("Kända åtgärder"),
    }  # fmt: skip
    return [
        {
            "name": name, "here": path == here, "count": None,
            "address": f"{home}{path}{'?' + chosen if chosen and path not in ('kanda', 'tidslinje') else ''}",
        }
        for path, name in names.items()
    ]  # fmt: skip
