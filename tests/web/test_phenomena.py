"""The own check of organised crime near by: off by default, for authorities, phenomena and never persons, no class."""

import pytest

from samsyn.ground.people.actions import change_settings
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.refusals import Refused
from samsyn.method.duties.models import Phenomenon, PhenomenonCheck
from samsyn.method.duties.phenomena.actions import (
    Answer,
    check_area,
    fetch_phenomena,
    profile,
    save_phenomenon,
    stamp_of_check,
    stamp_of_phenomenon,
    to_ask_the_police,
)
from samsyn.method.duties.phenomena.asked import DEFAULTS


def test_it_is_off_until_the_municipality_turns_it_on(client, town, bo):
    client.force_login(bo.user)
    assert "Inte påslagen" in client.get("/norr/foreteelser").content.decode()
    with pytest.raises(Refused):
        fetch_phenomena(by=bo)
    assert len({code for _category, code, _sv, _en in DEFAULTS}) == len(DEFAULTS)
    assert {category for category, *_rest in DEFAULTS} == {1, 2, 3, 4}


def test_the_whole_check_from_questions_to_what_to_ask_the_police(client, town, bo, dag, eva, siv, cecilia):
    change_settings(phenomena=True, by=bo)
    client.force_login(bo.user)
    client.post("/norr/foreteelser")
    assert Phenomenon.objects.count() == len(DEFAULTS)
    stamps = {row.code: stamp_of_phenomenon(row) for row in Phenomenon.objects.all()}
    client.post("/norr/foreteelser/fragor", {"kod": "goods", "sedd": stamps["goods"], "anvands": "ja",
                                             "ord": "Säljs cigaretter utan skatt?", "kategori": "2"})  # fmt: skip
    client.post("/norr/foreteelser/fragor", {"kod": "fires", "sedd": stamps["fires"],
                                             "ord": "Brinner det?", "kategori": "3", "anvands": "nej"})  # fmt: skip
    client.post("/norr/foreteelser/fragor", {"ord": "En egen fråga?", "kategori": "4"})
    address = "/norr/foreteelser/omrade/A"
    told = {"svar-goods": "yes", "niva-goods": "3", "kalla-goods": "fältarna", "svar-dealing": "yes",
            "niva-dealing": "1", "svar-trust": "no", "niva-trust": "3", "funktion": "Trygghetsgruppen"}  # fmt: skip
    refused = client.post(address, {**told, "kalla-goods": "ring 070-174 06 22"})
    assert refused.status_code == 422 and "070-174 06 22" in refused.content.decode()      # what was typed stands left
    assert not PhenomenonCheck.objects.exists()
    assert client.post(address, told).status_code == 302
    check = PhenomenonCheck.objects.get()
    asked = list(Phenomenon.objects.visible_to(bo).in_use())
    assert check.answers["trust"]["level"] is None and "fires" not in check.answers
    assert [(side.yes, side.no, side.level) for side in profile(check, questions=asked)] == [
        (0, 0, None), (2, 0, 2.0), (0, 0, None), (0, 1, None)]  # fmt: skip
    found = to_ask_the_police(check, questions=asked)
    assert [row.code for row in found["seen"]] == ["goods", "dealing"] and len(found["unknown"]) == len(asked) - 3
    page = client.get(address).content.decode()
    assert "Säljs cigaretter utan skatt?" in page and "2 ja, 0 nej, 4 vet ej" in page and "utsatt område" not in page
    client.force_login(dag.user)
    page = client.get(address).content.decode()
    assert "Frågor att ta med polisen" in page and "Svara tillsammans" not in page
    assert client.post(address, told).status_code == 403
    for somebody, code in ((eva, 403), (cecilia, 404)):
        client.force_login(somebody.user)
        assert {client.get(path).status_code for path in (address, "/norr/foreteelser")} == {code}
    assert not PhenomenonCheck.objects.visible_to(eva).exists() and not Phenomenon.objects.visible_to(eva).exists()
    with pytest.raises(NotAllowed):
        check_area(area=town.areas["B"], answers={"goods": Answer(seen="yes")}, function="Gruppen", text="",
                   on=check.made_on, by=dag)  # fmt: skip
    answered = {**told, "svar-dealing": "no", "sedd": stamp_of_check(PhenomenonCheck.objects.get())}
    client.force_login(bo.user)
    client.post(address, answered)
    assert PhenomenonCheck.objects.get().answers["dealing"]["seen"] == "no"      # the same year again stands instead


def test_a_second_group_does_not_wipe_out_the_first_and_no_text_is_lost(client, town, bo):
    change_settings(phenomena=True, by=bo)
    client.force_login(bo.user)
    client.post("/norr/foreteelser")
    address, questions = "/norr/foreteelser/omrade/A", "/norr/foreteelser/fragor"
    assert client.post(address, {"svar-goods": "yes", "funktion": "Gruppen", "text": "Vi gör så"}).status_code == 302
    overtaken = client.post(address, {"svar-trust": "no", "funktion": "Andra gruppen", "text": "Vi gör annat"})
    page, kept = overtaken.content.decode(), PhenomenonCheck.objects.get()
    assert overtaken.status_code == 409 and kept.text == "Vi gör så" and kept.answers["goods"]["seen"] == "yes"
    assert all(words in page for words in ("Någon annan hann före", "Gruppen · 1 ja, 0 nej", "Vi gör annat"))
    assert f'name="sedd" value="{stamp_of_check(kept)}"' in page
    seen = stamp_of_check(kept)
    assert client.post(address, {"svar-goods": "yes", "niva-goods": "9" * 5000, "funktion": "G", "sedd": seen}
                       ).status_code == 302      # a level that nobody offers is no level  # fmt: skip
    assert PhenomenonCheck.objects.get().answers["goods"]["level"] is None
    refused = client.post(questions, {"ord": "Vad gör ni nu, ring 070-174 06 22?", "kategori": "2"})
    assert refused.status_code == 422 and "Vad gör ni nu, ring" in refused.content.decode()
    row = Phenomenon.objects.get(code="goods")
    before = stamp_of_phenomenon(row)
    save_phenomenon(words="Deras fråga?", category=2, phenomenon=row, seen=before, by=bo)
    mine = {"kod": "goods", "kategori": "2", "anvands": "ja", "ord": "Min fråga?", "sedd": before}
    overtaken = client.post(questions, mine)
    assert overtaken.status_code == 409 and 'value="Min fråga?"' in overtaken.content.decode()
    assert Phenomenon.objects.get(code="goods").words_sv == "Deras fråga?"
    assert client.post(questions, {**mine, "kategori": "9" * 5000}).status_code == 422
    change_settings(phenomena=False, by=bo)
    assert {client.get(address).status_code, client.get(questions).status_code} == {404}
