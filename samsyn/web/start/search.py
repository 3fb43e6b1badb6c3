"""What Ctrl-K finds: screens, places and reports, each only as far as the member may see."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.frame import doors_for
from samsyn.web.guard import members_only
from samsyn.web.noting import shown as note_shown
from samsyn.web.observation.facts import when_words
from samsyn.web.templatetags.samsyn import named, week_words
from samsyn.web.town.links import shelves_for

SHORTEST = 2
MOST_OF_EACH = 6


@members_only
def find(request: HttpRequest) -> HttpResponse:
    """Return what fits the words, in groups; nothing typed gives the screens."""
    words = request.GET.get("q", "").strip()[:80]
    found = screens(request, words)
    if len(words) >= SHORTEST:
        found += places(request.member, words) + observations(request.member, words)
    note_shown(request, len(found))
    return JsonResponse({"found": found})


def screens(request: HttpRequest, words: str) -> list[dict[str, str]]:
    """Return the doors, and the latest pictures, whose names hold the words."""
    member = request.member
    home = f"/{member.municipality.slug}/"
    rows = [(str(door["name"]), door["address"]) for door in doors_for(member, request.path)]
    pictures = SituationalPicture.objects.visible_to(member).latest_first()[:26]
    weeks = [picture.week for picture in pictures]
    rows += [(_("Lägesbild %s") % week_words(week), f"{home}lagesbild/{week.address}") for week in weeks]
    if member.may(Permission.REVIEW_ALL) or member.may(Permission.REVIEW_OWN):
        rows.insert(1, (_("Granska"), f"{home}granska"))
    rows += [(str(link["name"]), link["address"]) for shelf in shelves_for(member) for link in shelf["links"]]
    rows += [(_("Mitt konto"), "/konto"), (_("Hjälp"), "/hjalp")]
    wanted = words.casefold().split()
    fits = [row for row in rows if all(word in row[0].casefold() for word in wanted)][:MOST_OF_EACH]
    return [{"group": _("Sidor"), "name": name, "more": "", "address": address} for name, address in fits]


def places(member: Any, words: str) -> list[dict[str, str]]:
    """Return known places by the names people use, each leading to its reports; only where the member has the map."""
    if not (member.may(Permission.SEE_ACCEPTED) or member.may(Permission.SEE_ALL)):
        return []
    found = Place.objects.visible_to(member).standing().called(words).select_related("area").order_by("name")
    return [
        {
            "group": _("Platser"),
            "name": place.name,
            "more": str(place.area or ""),
            "address": f"/{member.municipality.slug}/karta?{urlencode({'q': place.name})}",
        }
        for place in found[:MOST_OF_EACH]
    ]


def observations(member: Any, words: str) -> list[dict[str, str]]:
    """Return the latest reports that hold the words."""
    found = Observation.objects.visible_to(member).saying(words).with_names().latest_first()
    return [
        {
            "group": _("Rapporter"),
            "name": named(one.category),
            "more": ", ".join(part for part in (str(one.place or one.area or ""), when_words(one)) if part),
            "address": f"/{member.municipality.slug}/rapporter/{one.pk}",
        }
        for one in found[:MOST_OF_EACH]
    ]
