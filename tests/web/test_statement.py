"""The public statement of accessibility: each municipality's own, from the same text as its paper."""

import re

import pytest

from samsyn.ground.people.actions import change_settings
from samsyn.ground.tenancy.defaults import KEYS, SHIPPED_LACKS, SettingRefused, clean, setting
from samsyn.web.records.texts import papers

SAID = {"access_mail": "tillganglig@norr.example", "access_phone": "060-12 34 56", "access_how": "med punktdisplay",
        "access_lacks": ["Ljudslingan saknas."], "access_assessed": "2025-09-01"}  # fmt: skip


@pytest.mark.slow
def test_the_statement_is_open_to_all_once_the_municipality_says_how_it_is_reached(client, town, neighbour, bo):
    """Nobody is signed in. What is not accessible stands there, and nothing of the municipality next door."""
    assert client.get("/tillganglighet/norr").status_code == client.get("/tillganglighet/ingen").status_code == 404
    assert "Ingen kommun har lagt ut" in client.get("/tillganglighet").content.decode()
    change_settings(by=bo, **SAID)
    page = client.get("/tillganglighet/norr").content.decode()
    for words in ("Norr", "delvis förenlig", "skärmläsare", "tillganglig@norr.example", "060-12 34 56", "1 sep",
                  "Ljudslingan saknas.", "med punktdisplay", "digg.se/tdosanmalan"):  # fmt: skip
        assert words in page
    listed = client.get("/tillganglighet").content.decode()
    assert "/tillganglighet/norr" in listed and "soder" not in listed
    assert 'href="/tillganglighet"' in client.get("/logga-in").content.decode()

    change_settings(by=neighbour.members["cecilia"], access_link="https://soder.example/sag-till")
    theirs = client.get("/tillganglighet/soder").content.decode()
    assert "soder.example/sag-till" in theirs and not any(str(each) in theirs for each in (*SAID.values(), "Norr"))
    assert "inte gjort någon egen bedömning" in theirs

    client.force_login(bo.user)
    paper = client.get("/norr/dataskydd/tillganglighet").content.decode()
    assert "tillganglig@norr.example" in paper and "Utkast" not in paper
    assert 'href="/tillganglighet/norr"' in client.get("/norr/").content.decode()


@pytest.mark.parametrize(("name", "value"), [("access_mail", "ring oss"), ("access_assessed", "i våras"),
                                             ("access_link", "norr.example")])  # fmt: skip
def test_what_cannot_be_a_mailbox_a_day_or_an_address_is_refused(name, value):
    with pytest.raises(SettingRefused):
        clean(name, value)


def test_fully_is_neither_offered_nor_taken_while_the_program_itself_lacks_something(town, bo):
    """The lacks that stop it are those that the shipped text of the statement counts up."""
    sections = papers()["tillganglighet"]["sections"]
    told = [point for each in sections for point in each.get("points", ())]
    assert sorted(re.findall(r"\((\d\.\d+\.\d+)\)", " ".join(told))) == sorted(SHIPPED_LACKS)
    with pytest.raises(SettingRefused, match="inte helt förenlig"):
        change_settings(by=bo, access_state="fully")
    assert "fully" not in dict(KEYS["access_state"].choices)
    town.municipality.settings = {"access_state": "fully"}
    assert setting(town.municipality, "access_state") == "partly", "one that was kept before is shown as it is"


def test_the_statements_title_is_in_the_language_of_the_page(client, town, bo):
    change_settings(by=bo, access_phone="060-12 34 56")
    client.cookies["django_language"] = "en"
    page = client.get("/tillganglighet/norr", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in page and "<title>Accessibility statement of Norr" in page
