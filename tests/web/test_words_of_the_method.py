"""The glossary and the help of the method: beside each screen, worded by the administrator, read by everybody."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver

from samsyn.ground.people.models import Membership, Role
from samsyn.ground.refusals import Refused
from samsyn.method.library.models import Wording
from samsyn.method.library.words.actions import Said, word_as_shipped, word_it
from samsyn.method.library.words.finding import told_words
from samsyn.method.library.words.shipped import HELP, TERM, help_for, shipped

ASKED_FOR = ("tidiga-insatser", "forebygga", "trygghet", "langsiktigt", "kortsiktigt", "direkta-atgarder",
             "indirekta-atgarder", "lagesbild", "kartlaggning", "problembild")  # fmt: skip


def test_every_word_and_help_has_both_languages_and_a_source():
    assert all((TERM, code) in shipped() for code in ASKED_FOR)
    for row in shipped().values():
        assert row.name_en and row.text_en and row.source, row.code
        assert row.text_sv.count("\n") == row.text_en.count("\n"), row.code
        assert all((TERM, word) in shipped() for word in row.words), row.code
    own = {"dialoger": "dialoger", "dialoger/vandring": "vandring", "foreteelser/fragor": "lagesanalys",
           "data/matt/egen": "matt", "data/hamta": "data", "dataskydd/incident": "dataskydd",
           "monster/vyer/x": "monster", "utgavor/ny": "utgavor", "bedomning/lagen": "lagen"}  # fmt: skip
    assert {path: help_for(path) for path in own} == own
    assert (help_for("problem/3/orsaker"), help_for("nytt-som-ingen-kanner")) == ("problem", "min-vecka")


def test_the_administrators_own_text_stands_in_the_place_of_the_shipped(client, town, bo, anna, cecilia):
    client.force_login(anna.user)
    page = client.get("/norr/mina").content.decode()
    assert "/norr/sa-gor-man/rapportera" in page and 'href="/norr/ordlista/trygghet"' in page
    assert client.get("/norr/ordlista/trygghet/andra").status_code == 403
    box = client.get("/norr/sa-gor-man/rapportera?del").content.decode()
    assert "aldrig om en person" in box and "Källa" in box and "<html" not in box
    client.force_login(bo.user)
    said = {"name_sv": "Trygghet", "text_sv": "Det vi har kommit överens om.", "source": "https://norr.example/ord"}
    assert client.post("/norr/ordlista/trygghet/andra", said).status_code == 302
    told = {"name_sv": "Kvällsrunda", "text_sv": "En tur efter 20."}
    assert client.post("/norr/ordlista/ny", told).status_code == 302
    client.force_login(anna.user)
    page = client.get("/norr/ordlista").content.decode()
    assert "Det vi har kommit överens om." in page and 'href="https://norr.example/ord"' in page
    assert "Kvällsrunda" in page and "känner sig" not in page
    client.force_login(cecilia.user)
    assert "Det vi har kommit överens om." not in client.get("/soder/ordlista").content.decode()
    client.force_login(bo.user)
    client.post("/norr/ordlista/trygghet/andra", {"tillbaka": "1"})
    assert not Wording.objects.filter(code="trygghet").exists()


def test_words_are_refused_about_persons_and_twice(town, bo):
    with pytest.raises(Refused):
        word_it(kind=TERM, said=Said(name_sv="Ansvarig", text_sv="Ring 070-174 06 22."), by=bo)
    with pytest.raises(Refused):
        word_it(kind=TERM, said=Said(name_sv="trygghet", text_sv="En gång till."), by=bo)
    with pytest.raises(Refused):
        word_it(kind=HELP, said=Said(name_sv="Ny", text_sv="En hjälp utan sida."), by=bo)
    word_it(kind=HELP, code="mote", said=Said(name_sv="Möte", text_sv="Så gör vi."), by=bo)
    assert next(row for row in told_words(HELP, by=bo) if row["code"] == "mote")["own"]
    word_as_shipped(kind=HELP, code="mote", by=bo)
    assert not any(row["own"] for row in told_words(HELP, by=bo))


def test_the_first_twelve_weeks_are_ticked_by_what_is_done(client, town, bo, anna):
    client.force_login(anna.user)
    assert client.get("/norr/borja").status_code == 403
    client.force_login(bo.user)
    page = client.get("/norr/borja").content.decode()
    before = page.count('<li class="done">')
    assert 0 < before < 16 and f"{before} av 16 är gjort." in page
    word_it(kind=TERM, code="trygghet", said=Said(name_sv="Trygghet", text_sv="Vårt."), by=bo)
    assert client.get("/norr/borja").content.decode().count('<li class="done">') == before + 1
    done = re.findall(r'<li class="done">.*?</li>', client.get("/norr/borja").content.decode())
    role = Role.objects.get(municipality=town.municipality, code="administrator")
    Membership.objects.filter(user=bo.user).update(role=role)
    page = client.get("/norr/borja").content.decode()
    assert page.count('<li class="done">') == len(done)         # what is there is there, whoever may read it
    links = re.findall(r'<a href="(/norr/[^"]+)">', page[page.index("stretches"):page.index("</main>")])
    assert 5 <= len(links) < 16
    assert [each for each in links if client.get(each, follow=True).status_code != 200] == []


# No pages: what answers to scripts, icons, and the one press on Min vecka.
WITHOUT_HELP_OF_THEIR_OWN = {"api", "app-ikon-<int:size>.png", "app.webmanifest", "sok.json", "veckobesked"}


def test_every_page_has_a_help_about_itself():
    found = {route.removeprefix("<slug:slug>/").split("/")[0] for route in addresses() if route.startswith("<slug:")}
    assert {each for each in found if each and help_for(f"{each}/") == "min-vecka"} == WITHOUT_HELP_OF_THEIR_OWN


def addresses(under: Any = None, before: str = "") -> Iterator[str]:
    for each in (under or get_resolver()).url_patterns:
        here = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from addresses(each, here)
        else:
            yield here
