"""The own check of organised crime near by: off by default, for authorities, phenomena and never persons, no class."""

import pytest

from samsyn.ground.people.actions import change_settings
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.refusals import Refused
from samsyn.method.duties.models import Phenomenon, PhenomenonCheck
from samsyn.method.duties.phenomena.actions import Answer, check_area, fetch_phenomena, profile, to_ask_the_police
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
    client.post("/norr/foreteelser/fragor", {"kod": "goods", "ord": "Säljs cigaretter utan skatt?", "kategori": "2",
                                             "anvands": "ja"})  # fmt: skip
    client.post("/norr/foreteelser/fragor", {"kod": "fires", "ord": "Brinner det?", "kategori": "3", "anvands": "nej"})
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
    answered = {**told, "svar-dealing": "no"}
    client.force_login(bo.user)
    client.post(address, answered)
    assert PhenomenonCheck.objects.get().answers["dealing"]["seen"] == "no"      # the same year again stands instead
