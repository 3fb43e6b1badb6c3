"""The register of known places in the two towns, with the names people really use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A known place: where it is (an address, or metres from the town's middle), its kind, how much happens there."""

    key: str
    name: str
    kind: str  # the taxonomy's kinds of place
    area: str
    at: tuple[float, float] | tuple[str, int]
    weight: float = 1.0
    aliases: tuple[str, ...] = ()
    owner: str = ""  # party that looks after it
    coarse: bool = False


def _doors(street: str, numbers: tuple[int, ...], *, area: str, owner: str, weight: float = 0.8) -> tuple[Spot, ...]:
    return tuple(
        Spot(f"{street} {n}".lower(), f"{street} {n}", "stairwell", area, (street, n), weight, (f"port {n}",), owner)
        for n in numbers
    )


GRANVIK_PLACES: tuple[Spot, ...] = (
    Spot("torget", "Stora torget", "square", "C", (-30, -45), 3.4, ("torget",)),
    Spot("busstorget", "Busstorget", "stop", "C", (-525, 40), 3.2, ("bussen", "läge C", "resecentrum")),
    Spot("stationen", "Granviks station", "stop", "C", (-636, 62), 1.8, ("tåget", "stationen")),
    Spot("stationstunneln", "Stationstunneln", "path", "C", (-645, 12), 1.6, ("tunneln",)),
    Spot("kioskhornan", "Storgatan 8", "shop", "C", ("Storgatan", 8), 2.8, ("Pressbyråhörnan", "kioskhörnan")),
    Spot("lyktan", "Galleria Lyktan", "shop", "C", (-160, 70), 2.4, ("gallerian", "Lyktan")),
    Spot("p-huset", "Parkeringshuset Lyktan", "parking", "C", (-235, 62), 2.0, ("p-huset", "garaget plan -1")),
    Spot("biblioteket", "Biblioteket", "public_room", "C", (120, -75), 1.6, ("bibblan",), "biblioteket"),
    Spot("stadsparken", "Stadsparken", "park", "C", (-470, 466), 1.9, ("parken",)),
    Spot("aparken", "Åparken", "park", "C", (60, 240), 1.3, ("parken vid ån",)),
    Spot("krogstraket", "Storgatan 21", "restaurant", "C", ("Storgatan", 21), 1.8, ("krogstråket",)),
    Spot("kopmangatan-p", "Köpmangatans parkering", "parking", "C", (210, -290), 0.9, ("stora parkeringen",)),
    Spot("badhuset", "Badhuset", "public_room", "H", (870, 885), 0.6, ("simhallen",)),
    Spot("gymnasiet", "Granviks gymnasium", "school", "C", (-320, 640), 1.0, ("gymnasiet",)),
    Spot("linden", "Kvarteret Linden", "yard", "C", (260, -460), 0.3, (), "granvikshem", True),
    Spot("smedjan", "Kvarteret Smedjan", "yard", "C", (150, -180), 0.8, ("Smedjan",), "granvikshem"),
    Spot("kopmangatan-5", "Köpmangatan 5", "stairwell", "C", (-330, -200), 0.7, ("port 5",), "granvikshem"),
    Spot("norrgatan-9", "Norrgatan 9", "stairwell", "C", (80, 650), 0.6, ("port 9",), "granvikshem"),
    Spot("sodergatan-14", "Södergatan 14", "cellar", "C", (-200, -480), 0.6, ("källaren på Södergatan",),
        "granvikshem"),
    Spot("skolgatan-p", "Skolgatan", "street", "C", (200, 700), 0.7),
    Spot("norrbron", "Norrbron", "path", "C", (-225, 335), 0.7, ("bron",)),
    *_doors("Almgatan", (6, 8, 10, 14, 16, 20, 22, 28), area="A", owner="granvikshem"),
    Spot("almgatan 12", "Almgatan 12", "stairwell", "A", ("Almgatan", 12), 0.5, ("port 12", "tolvan på Almgatan"),
        "granvikshem"),
    Spot("almgatan 18", "Almgatan 18", "stairwell", "A", ("Almgatan", 18), 0.5, ("port 18",), "granvikshem"),
    *_doors("Lönngatan", (3, 7, 9, 12, 15, 21), area="A", owner="granvikshem", weight=0.6),
    Spot("almskolan", "Almskolan", "school", "A", (-1420, -450), 2.0, ("skolgården på Alm",), "almskolan"),
    Spot("almparken", "Almparken", "park", "A", (-1640, 160), 1.9, ("parken på Alm",)),
    Spot("bla-lekan", "Lekplatsen i Almparken", "park", "A", (-1730, 190), 0.9, ("blå lekan",)),
    Spot("utegymmet", "Utegymmet Almhöjden", "park", "A", (-1560, 110), 0.8, ("utegymmet",)),
    Spot("almtorget", "Almtorget", "square", "A", (-1290, 60), 2.2, ("torget på Alm", "kiosken på Alm")),
    Spot("almgatans garage", "Garaget Almgatan", "cellar", "A", (-1900, 250), 1.4, ("garaget på Alm",), "granvikshem"),
    Spot("almgatan-tvatt", "Tvättstugan Almgatan 16", "yard", "A", ("Almgatan", 17), 0.7, ("tvättstugan",),
        "granvikshem"),
    Spot("hasselstigen", "Hasselstigen", "path", "A", (-1800, 30), 1.0),
    Spot("almskogen", "Almskogen", "forest", "A", (-2620, 120), 0.8, ("grillplatsen i skogen",)),
    Spot("almvallen", "Almvallen", "leisure", "A", (-2480, -60), 0.6),
    Spot("almhojdsvagen-hpl", "Hållplats Almtorget", "stop", "A", ("Almhöjdsvägen", 130), 1.0, ("hållplatsen på Alm",)),
    Spot("sjukhusparkeringen", "Sjukhusparkeringen", "parking", "A", (-960, 450), 0.9),
    Spot("alm-atervinning", "Återvinningen Almhöjden", "other", "A", (-1350, -250), 1.0, ("återvinningen på Alm",)),
    *_doors("Norrängsvägen", (72, 78, 91, 105, 118), area="N", owner="norrangens"),
    *_doors("Klövervägen", (5, 7, 11, 18, 24, 31), area="N", owner="norrangens"),
    *_doors("Timotejvägen", (4, 10, 16, 23), area="N", owner="norrangens"),
    Spot("norrangens-centrum", "Norrängens centrum", "square", "N", (-60, 1085), 2.4, ("centrumet på Norr",)),
    Spot("norrangsvagen-hpl", "Hållplats Norrängsvägen", "stop", "N", (-120, 1240), 1.7, ("hållplatsen på Norr",)),
    Spot("norrangsparken", "Norrängsparken", "park", "N", (220, 1320), 1.6, ("parken på Norr",)),
    Spot("norrangsvallen", "Norrängsvallen", "leisure", "N", (1130, 2480), 1.0, ("vallen",)),
    Spot("norrangstunneln", "Gångtunneln under Norrängsvägen", "path", "N", (-100, 1400), 1.3, ("tunneln på Norr",)),
    Spot("klover-garage", "Garagelängan Klövervägen", "cellar", "N", ("Klövervägen", 26), 1.2, ("garagelängan",),
        "norrangens"),
    Spot("klover-garden", "Gården Klövervägen 7–11", "yard", "N", (300, 1180), 1.0, ("innergården",), "norrangens"),
    Spot("angsskolan", "Ängsskolan", "school", "N", (-420, 1190), 1.0, ("Ängs",)),
    Spot("norr-atervinning", "Återvinningen Norrängen", "other", "N", (500, 1650), 1.0, ("återvinningen på Norr",)),
    Spot("angsstigen", "Ängsstigen", "path", "N", (150, 1330), 0.8),
    Spot("hamnskolan", "Hamnskolan", "school", "H", (600, 832), 1.9, ("skolgården i hamn",), "hamnskolan"),
    Spot("kajutan", "Fritidsgården Kajutan", "leisure", "H", (800, 585), 1.9, ("Kajutan", "gården"), "kajutan"),
    Spot("skatehallen", "Skatehallen", "leisure", "H", (1150, 655), 0.9, ("skaten",)),
    Spot("kajen", "Skeppsbron", "street", "H", ("Skeppsbron", 30), 1.2, ("kajen",)),
    Spot("smabatshamnen", "Småbåtshamnen", "beach", "C", (600, -190), 0.9, ("båtbryggorna",)),
    Spot("hamnparkeringen", "Hamnparkeringen", "parking", "H", (1120, 540), 1.5, ("hamnplan", "parkeringen i hamn")),
    Spot("badviken", "Badviken", "beach", "H", (1850, 1180), 1.3, ("badet", "bryggan")),
    Spot("badstigen", "Badstigen", "path", "H", (1240, 1035), 1.0, ("gångvägen till badet",)),
    Spot("varvet", "Varvsområdet", "other", "H", (1560, 700), 0.7, ("gamla varvet",)),
    Spot("kajkiosken", "Kajkiosken", "shop", "H", (900, 520), 0.9, ("kiosken",)),
    *_doors("Tjärgatan", (5, 11, 17), area="H", owner="granvikshem", weight=0.6),
    Spot("seglargatan-8", "Seglargatan 8", "cellar", "H", (1080, 860), 0.7, ("garaget i hamn",), "granvikshem"),
    Spot("hamngatan-hpl", "Hållplats Hamnskolan", "stop", "H", ("Hamngatan", 70), 0.7, ("hållplatsen i hamn",)),
    Spot("stenlycke-lek", "Stenlycke lekpark", "park", "S", (-520, -1220), 1.2, ("lekparken på Sten",)),
    Spot("livsboden", "Livsboden Stenlyckan", "shop", "S", (-330, -1060), 1.5, ("affären på Sten",)),
    Spot("koloni", "Stenlycke koloniområde", "other", "S", (660, -1700), 1.0, ("kolonin",)),
    Spot("elljus", "Kolonigången", "path", "S", (340, -1770), 0.8, ("kolonigången",)),
    Spot("stenlycke-ip", "Stenlycke IP", "leisure", "S", (330, -1900), 1.0, ("IP",)),
    Spot("kraftledning", "Kraftledningsstigen", "path", "S", (-960, -1200), 0.8, ("kraftledningsgatan",)),
    Spot("granitvagen-hpl", "Hållplats Granitvägen", "stop", "S", (-230, -1010), 0.6),
    Spot("strandprom", "Strandpromenaden", "path", "S", (900, -430), 1.0, ("promenaden",)),
    Spot("sten-atervinning", "Återvinningen Stenlyckan", "other", "S", (-420, -2140), 0.8),
    Spot("kullersten", "Kullerstensvägen", "street", "S", (-800, -2300), 0.5),
    Spot("sorby-bygdegard", "Sörby bygdegård", "public_room", "L", (420, -4130), 1.0, ("bygdegården",)),
    Spot("sorby-skola", "Sörby skola", "school", "L", (250, -4240), 0.8),
    Spot("sorby-ip", "Sörby IP", "leisure", "L", (40, -4300), 0.5),
    Spot("granbadet", "Granbadet", "beach", "L", (-4700, -2150), 0.9, ("sjöbadet",)),
    Spot("rastplatsen", "Rastplatsen Kustvägen", "parking", "L", (-3180, 1200), 1.2, ("rastplatsen",)),
    Spot("pendel", "Pendlarparkeringen Kustvägen", "parking", "L", (-3290, -500), 1.0, ("pendelparkeringen",)),
    Spot("takten", "Täkten", "other", "L", (-5250, 3900), 0.9, ("grustaget",)),
    Spot("uddbryggan", "Uddbryggan", "beach", "L", (3080, 3760), 0.6, ("bryggan på Udden",)),
    Spot("foretagsvagen", "Företagsvägen", "street", "L", (-2950, -1200), 1.0, ("industriområdet",)),
)  # fmt: skip

LILLSKOG_PLACES: tuple[Spot, ...] = (
    Spot("torget", "Torget", "square", "CE", (150, 285), 2.0, ("torget",)),
    Spot("stationen", "Lillskogs station", "stop", "CE", (0, 4), 1.6, ("perrongen",)),
    Spot("granlund", "Granlundsskolan", "school", "CE", (-340, 500), 1.6, ("skolan",)),
    Spot("handelsboden", "Handelsboden", "shop", "CE", (250, 310), 1.3, ("boden",)),
    Spot("stationsparken", "Stationsparken", "park", "CE", (130, 95), 1.0),
    Spot("bjorkvagen 3", "Björkvägen 3", "stairwell", "CE", (-520, 480), 1.0, ("port 3",), "lillskogshem"),
    Spot("skolstigen", "Skolstigen", "path", "CE", (-450, 390), 0.8),
    Spot("bruksparken", "Bruksparken", "park", "BR", (560, -140), 1.0),
    Spot("sagen", "Sågen", "other", "L", (1250, 1500), 0.8, ("gamla sågen",)),
    Spot("skogsvallen", "Skogsvallen", "leisure", "CE", (-1050, 520), 0.9),
    Spot("bruksgatan 4", "Bruksgatan 4", "stairwell", "BR", (300, -160), 0.7, ("port 4",), "lillskogshem"),
    Spot("mosstorp", "Mosstorps badplats", "beach", "L", (-2680, 1500), 0.8, ("badet",)),
    Spot("riksvagen-p", "Pendlarparkeringen Riksvägen", "parking", "L", (-2400, 690), 0.8),
)  # fmt: skip

PLACES = {"granvik": GRANVIK_PLACES, "lillskog": LILLSKOG_PLACES}
