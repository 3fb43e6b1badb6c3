"""The municipality's own base map over the network: set, tried in the browser, and allowed on the map's page alone."""

import math
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.ground.people.actions import change_settings
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import BaseMap
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.background import LONGEST, background_of, origin_of, read_address
from samsyn.ground.tenancy.defaults import setting
from samsyn.web.guard import members_who
from samsyn.web.middleware import content_policy
from samsyn.web.organisation.asking import home, tabs

TRIED_AT = (11, 14)             # levels that every town's map has
ROUND_THE_WORLD_M = 40_075_016.6856


class BackgroundForm(forms.Form):
    """The address of the tiles, the words under the map, and how deep the tiles go."""

    wmts = forms.CharField(
        label=gettext_lazy("Adress till kartbilderna"), required=False, max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "WMTS (ResourceURL) eller XYZ i Web Mercator, till exempel https://karta.kommunen.se/bas/{z}/{x}/{y}.png. "
            "Tomt = bara den egna kartan."
        ),
    )  # fmt: skip
    base_map_words = forms.CharField(
        label=gettext_lazy("Källa"), required=False, max_length=120,
        help_text=gettext_lazy("Står under kartan, till exempel © Granviks kommun."),
    )  # fmt: skip
    base_map_deepest = forms.IntegerField(
        label=gettext_lazy("Djupaste nivå"), min_value=10, max_value=22,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=gettext_lazy("Djupare än så förstoras bilderna. De flesta tjänster har 18."),
    )  # fmt: skip


@members_who(Permission.MANAGE_SETTINGS)
def change(request: HttpRequest) -> HttpResponse:
    """Show the address; try it with a few pictures of the municipality, or save it."""
    member = request.member
    here = member.municipality
    before = {"wmts": here.wmts} | {name: setting(here, name) for name in ("base_map_words", "base_map_deepest")}
    form = BackgroundForm(request.POST or None, initial=before)
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            address = read_address(form.cleaned_data["wmts"])
            if "spara" in request.POST:
                change_settings(by=member, **form.cleaned_data)
                messages.success(request, _("Bakgrundskartan är sparad."))
                return redirect("map:background", here.slug)
        except Refused as refusal:
            form.add_error("wmts", refusal.sentence)
    elif request.method != "POST" and (known := background_of(here)) is not None:
        address = known.address
    own = BaseMap.objects.visible_to(member).order_by("-created_at").first()
    context = {"form": form, "pictures": pictures(address, here) if address else [], "own": own, "home": home(request),
               "tabs": tabs(request, "background"), "origin": origin_of(address) if address else ""}  # fmt: skip
    answer = render(request, "map/background.html", context, status=422 if form.errors else 200)
    return allowing(answer, origin_of(address) if address else "")


def allowing(answer: HttpResponse, origin: str) -> HttpResponse:
    """Let this one answer fetch map pictures from one outside origin, and nothing else from anywhere."""
    if origin:
        answer.headers["Content-Security-Policy"] = content_policy(tiles_from=origin)
    return answer


def pictures(address: str, here: Any) -> list[str]:
    """Return the addresses of a few tiles in the middle of the municipality."""
    lon, lat = (here.west + here.east) / 2, math.radians((here.south + here.north) / 2)
    found = []
    for z in TRIED_AT:
        x = int((lon + 180) / 360 * 2**z)
        y = int((0.5 - math.asinh(math.tan(lat)) / (2 * math.pi)) * 2**z)
        found.append(_filled(address, z, x, y))
    return found


def _filled(address: str, z: int, x: int, y: int) -> str:
    side = ROUND_THE_WORLD_M / 2**z
    west, north = x * side - ROUND_THE_WORLD_M / 2, ROUND_THE_WORLD_M / 2 - y * side
    box = f"{west:.3f},{north - side:.3f},{west + side:.3f},{north:.3f}"
    for mark, value in (("{z}", z), ("{x}", x), ("{y}", y), ("{bbox-epsg-3857}", box)):
        address = address.replace(mark, str(value))
    return address
