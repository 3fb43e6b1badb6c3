"""What stands around every page: whose municipality it is, the doors after the member's role, language and theme."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.people.entrance import towns_open_to, wants_second_step
from samsyn.ground.people.members import member_of, municipalities_of
from samsyn.ground.permissions import Permission
from samsyn.method.library.words.shipped import TERM, help_for, shipped
from samsyn.web.noted import NOTED
from samsyn.web.town.links import OPENED_BY

THEMES = {"light", "dark"}
THEME_COOKIE = "samsyn_theme"


class Door(NamedTuple):
    """A way in: its name, where it leads, its icon, who may open it (any of these permissions), what lies under it."""

    name: Any
    path: str
    icon: str
    permissions: tuple[Permission, ...]
    under: tuple[str, ...] = ()


DOORS = (
    Door(_("Min vecka"), "", "week", (), under=("granska", "mina", "polislage", "sa-blev-det")),
    Door(_("Rapportera"), "rapportera", "report", (Permission.REPORT, Permission.REPORT_FOR_OTHERS),
         under=("registrera", "veckochecklista")),
    Door(_("Karta"), "karta", "map", (Permission.SEE_ACCEPTED, Permission.SEE_ALL), under=("rapporter/", "monster")),
    Door(_("Lägesbild"), "lagesbild/", "picture", (Permission.SEE_PICTURE,),
         under=("egen-bild", "sammanfoga", "utgav", "aterkoppling")),
    Door(_("Åtgärder"), "atgarder/", "flag", (Permission.SEE_MEASURES, Permission.DECIDE_MEASURES),
         under=("mote", "prioritering", "problem", "faser", "kalender")),
    Door(_("Kommunen"), "kommunen", "people", OPENED_BY,
         under=("organisation/", "data/", "logbok", "arbetet", "bedomning/", "sandlista/", "lagkollen",
                "planer/", "samverkan", "sjalvskattning", "ordlista", "sa-gor-man", "dialoger", "foreteelser")),
)


def _below(home: str, door: Door) -> tuple[str, ...]:
    own = (door.path.rstrip("/"),) if door.path else ()
    return tuple(home + start for start in (*own, *door.under))


def doors_for(member: Any, path: str) -> list[dict[str, Any]]:
    """Return the doors this member may open, and which of them stands open now."""
    home = f"/{member.municipality.slug}/"
    return [
        {
            "name": door.name,
            "icon": door.icon,
            "address": home + door.path,
            "here": path == home + door.path or path.startswith(_below(home, door)),
        }
        for door in DOORS
        if not door.permissions or any(member.may(permission) for permission in door.permissions)
    ]


def _member_of_the_only_town(request: HttpRequest) -> Any:
    """On pages about the person (account, help, errors): the frame of the only municipality; with several, of none."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return None
    today = timezone.localdate()
    device = getattr(request, "shift_device", None)
    if device is not None:
        return member_of(user, device.municipality, on=today, device=device)
    towns = towns_open_to(request.session, municipalities_of(user, on=today))
    member = member_of(user, towns[0], on=today) if len(towns) == 1 else None
    return None if member is None or wants_second_step(request.session, member) else member


def _method_help(member: Any, path: str) -> dict[str, Any] | None:
    """Return which help on the method belongs to the page, and its words; shipped names only, so nothing is asked."""
    home = f"/{member.municipality.slug}/"
    if not path.startswith(home):
        return None
    row = shipped()["help", help_for(path.removeprefix(home))]
    words = [{"address": f"{home}ordlista/{code}", "word": shipped()[TERM, code]} for code in row.words]
    return {"address": f"{home}sa-gor-man/{row.code}", "words": words}


def _notes_prints(request: HttpRequest) -> bool:
    """Say whether the page is one whose reading is noted; its printing then is too."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name in NOTED and NOTED[name][0] == Lookup.Kind.READ


def around_every_page(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: member, municipality, doors, theme."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    member = getattr(request, "member", None) or _member_of_the_only_town(request)
    around: dict[str, Any] = {"theme": theme if theme in THEMES else "", "member": member}
    if member is not None:
        around["municipality"] = member.municipality
        around["states_access"] = member.municipality.tells_how_it_is_reached
        around["prints"] = _notes_prints(request)
        around["doors"] = doors_for(member, request.path)
        around["method_help"] = _method_help(member, request.path)
        around["may"] = {permission.name.lower(): member.may(permission) for permission in Permission}
    return around
