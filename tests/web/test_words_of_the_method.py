"""The glossary and the help of the method: beside each screen, worded by the administrator, read by everybody."""

import pytest

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
