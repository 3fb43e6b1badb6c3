"""The municipality's own base map over the network: reading the address of its tiles; refusing what cannot be drawn.

A browser draws squares of Web Mercator (EPSG:3857, in WMTS called GoogleMapsCompatible) and nothing else. The address
is read into one form, with {z}, {x} and {y}; from it follows the only outside address that the map's page may ask.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality

LONGEST = 500
PART = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
HOST = re.compile(rf"{PART}(?:\.{PART})*(?::(?P<port>[0-9]{{1,5}}))?")
LAST_PORT = 65_535
SAFE = re.compile(r"[A-Za-z0-9._~:/?&=%{}+@!$()*-]+")           # nothing that could end a line of the content policy
MERCATOR = re.compile(r"googlemapscompatible|webmercator|pseudomercator|(?<!\d)3857(?!\d)|(?<!\d)900913(?!\d)", re.I)
SWEREF = re.compile(r"sweref|epsg(:|%3a|/0/|_)?30(0[6-9]|1[0-8])(?!\d)|[/=]30(0[6-9]|1[0-8])(?=[/&]|$)", re.I)
FILLED = {
    "tilematrix": "{z}", "tilecol": "{x}", "tilerow": "{y}", "style": "default", "z": "{z}", "x": "{x}", "y": "{y}",
    "tilematrixset": "GoogleMapsCompatible", "r": "", "bbox-epsg-3857": "{bbox-epsg-3857}",
}  # fmt: skip


class BackgroundRefused(Refused):
    """The address of the base map cannot be used; the sentence says why, and what to ask for."""


class Background(NamedTuple):
    """A base map over the network: its tiles, the one outside origin they come from, its words and deepest level."""

    address: str
    origin: str
    words: str
    deepest: int


def read_address(text: str) -> str:
    """Return the address of a tile service with {z}, {x}, {y}; empty stays empty. Raises BackgroundRefused.

    >>> read_address("https://karta.example/wmts/bas/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png")
    'https://karta.example/wmts/bas/default/GoogleMapsCompatible/{z}/{y}/{x}.png'
    """
    text = text.strip()
    if not text:
        return ""
    _check_origin(text)
    if re.search(r"getcapabilities|capabilities\.xml", text, re.IGNORECASE):
        raise BackgroundRefused(
            "Det där är tjänstens beskrivning (GetCapabilities). Öppna den, leta upp ResourceURL för lagret "
            "och klistra in den adressen, den med {TileMatrix}, {TileRow} och {TileCol}."
        )
    if SWEREF.search(text):
        raise BackgroundRefused(
            "Den här kartan är i SWEREF 99. Webbläsare ritar bara kartor i Web Mercator. "
            "Fråga den som sköter tjänsten efter varianten GoogleMapsCompatible (EPSG:3857)."
        )
    is_wmts = re.search(r"\{tilematrix\}", text, re.IGNORECASE) is not None
    address = re.sub(r"\{([^{}]*)\}", _filled, text)
    if not all(mark in address for mark in ("{z}", "{x}", "{y}")) and "{bbox-epsg-3857}" not in address:
        raise BackgroundRefused(
            "Adressen ska innehålla {z}, {x} och {y}, eller {TileMatrix}, {TileRow} och {TileCol}. "
            "Så vet kartan vilken bild den ska hämta."
        )
    if is_wmts and not MERCATOR.search(address):
        raise BackgroundRefused(
            "Det syns inte vilket rutnät kartan har. Skriv {TileMatrixSet} i adressen, "
            "eller välj det lager som har GoogleMapsCompatible (EPSG:3857)."
        )
    _check_origin(address)          # filled in it may be longer than can be stored
    return address


def _filled(mark: re.Match[str]) -> str:
    name = mark[1].lower()
    if name == "-y":
        raise BackgroundRefused("Rutorna räknas från söder ({-y}, TMS). Fråga efter en adress med {y}.")
    if name not in FILLED:
        raise BackgroundRefused("Kartan vet inte vad {mark} betyder. Skriv ut det som ska stå där.", mark=mark[0])
    return FILLED[name]


def _check_origin(text: str) -> None:
    if not text.lower().startswith("https://"):
        raise BackgroundRefused(
            "Adressen ska börja med https://. Annars kan andra läsa vilken del av kartan som visas."
        )
    parts = urlsplit(text)
    host = HOST.fullmatch(parts.netloc.lower())
    if not host or not 1 <= int(host["port"] or 443) <= LAST_PORT or not SAFE.fullmatch(text) or len(text) > LONGEST:
        raise BackgroundRefused(
            "Adressen kan inte läsas. Skriv en vanlig webbadress utan mellanslag och utan inloggning, "
            "högst {longest} tecken.", longest=LONGEST,
        )


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address that has been read."""
    parts = urlsplit(address)
    return f"https://{parts.netloc.lower()}"


def background_of(municipality: Municipality) -> Background | None:
    """Return the municipality's base map over the network; None without one, or when what is stored is no use."""
    try:
        address = read_address(municipality.wmts)
    except BackgroundRefused:
        return None
    if not address:
        return None
    words, deepest = setting(municipality, "base_map_words"), setting(municipality, "base_map_deepest")
    return Background(address, origin_of(address), words, deepest)
