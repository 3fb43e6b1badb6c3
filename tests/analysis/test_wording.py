"""Texts as people write them: what must be stopped, and what must pass untouched."""

import pytest

from samsyn.analysis.wording import find, is_identity_number

PASS = [
    "Karin Boyes plats 3", "Sten låg vid Almaparken", "Hassans Pizza", "Kalles kiosk", "dnr KS 2026/00412",
    "N 6570123 E 152345", "v. 46–47", "20261113 22.15", "port 14 uppgång C", "hus 12B", "rum 204", "den 24 5 personer",
    "ring 112", "ca 100 personer", "linje 3 kl 21.50", "postkod 702 10", "fel 1234567 anmält", "2026-11-13 07:45",
    "Vid rond anträffas ett tiotal ungdomar i garaget plan -1. Åter 00.15, tomt. Ett lysrör sönderslaget vid utfarten.",
    "Dörrstängaren i port 14 avriven igen, tredje gången sen i höstas. Bytte cylinder förra veckan, håller inte.",
    "Upptäckt i morse när sotarn skulle in: två källarförråd uppbrutna, hänglåsen klippta. Anmält av oss.",
    "Stökigt på busstorget. Två grupper som skrek på varann, knuffar men inga slag. Lugnt när 21.50-bussen gick.",
    "Torsdagspass. Färre ute än vanligt pga regnet. Uppskruvat snack om Hamnskolan mot Almskolan. Inget bråk i kväll.",
    "Vi stängde 20.45 i stället för 21.30. Det small smällare i entrén tre gånger. Öppet som vanligt i morgon.",
    "Tömt 4 kanyler och en del lustgastuber i buskarna bakom utegymmet. Buskaget är över huvudhöjd.",
    "Två rutor krossade i matsalen mot gården, upptäckt måndag 06.45. Tredje helgen på rad.",
    "Högljutt runt datorerna. Inte elakt, men äldre vänder i dörren. Svårt att räcka till när vi är två.",
    "Förare på linje 3 rapporterar isbitar mot bussen vid Norrängsvägen fre och lör kväll. Efter 21 kör vi förbi.",
    "Tre kvällar i rad, folk som hänger i vindfånget. Ljuset går på timer och släcks 20, vi stänger 22.",
    "Lugnt! Ute 20.30–00.30, åtta vuxna. Bra stämning vid grillplatsen, ca 25 ungdomar.",
    "en, två, tre smällare", "Almgatan 12, 3 trappor ner i källaren", "C2 i kategorin", "kl 2245-2310",
]
STOP = [
    ("personnummer", "811218-9876"), ("personnummer", "19811218-9876"), ("personnummer", "1 1 0 1 0 2 - 2 3 9 8"),
    ("personnummer", "701063-2391"), ("phone", "070-174 06 22"), ("phone", "+46 70 174 06 22"),
    ("phone", "08-465 004 22"),
    ("phone", "noll sju noll ett sju fyra noll sex tre noll"), ("plate", "MLB 47 K"), ("plate", "mlb47k"),
    ("plate", "MLB470"), ("mail", "mejla kalle@exempel.se"), ("mail", "kalle punkt berg snabela exempel punkt se"),
    ("police_case", "Polisanmält K-nr 5000-K0000012-26"), ("door_code", "Koden till källarn är 1478# om ni vill"),
    ("door_code", "portkod 4711"), ("dwelling", "Dom langar från lgh 1302"),
    ("handle", "Insta @exempel.ellen_08 filmar"),
    ("protected", "hon i porten har skyddad identitet"), ("protected", "ena bor på HVB på Stenvägen"),
    ("school_class", "två tjejer i 8C på Almskolan"),
]


@pytest.mark.parametrize("text", PASS)
def test_it_passes(text):
    assert find(text) == []


@pytest.mark.parametrize(("kind", "text"), STOP)
def test_it_is_stopped(kind, text):
    assert [(hit.kind, hit.blocks) for hit in find(text)] == [(kind, True)]


@pytest.mark.parametrize("text", ["hans morsas kille", "de i 12:an", "Jojje på 3tr", "pappan till noel"])
def test_it_is_asked_about(text):
    assert [hit.blocks for hit in find(text)] == [False]


def test_the_span_is_the_thing_itself():
    text = "grannen ring 070-174 06 22 hon har sett"
    (hit,) = find(text)
    assert text[hit.start:hit.end] == "070-174 06 22"


@pytest.mark.parametrize("digits", ["8113189876", "8112329876", "811218987x"[:9] + "0"])
def test_no_such_date_or_check_digit(digits):
    assert not is_identity_number(digits)
