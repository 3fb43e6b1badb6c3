"""The municipality's own base map over the network: one page may ask one outside origin, and only where it is set."""

import pytest

from samsyn.ground.people.actions import change_settings
from samsyn.ground.tenancy.models import Municipality
from samsyn.web.map.background import pictures

pytestmark = pytest.mark.django_db
ADDRESS = "https://karta.example/bas/{z}/{x}/{y}.png"
PAGE = "/norr/organisation/bakgrundskarta"


@pytest.fixture
def with_map(bo):
    change_settings(by=bo, wmts=ADDRESS, base_map_words="© Norrs kommun", base_map_deepest=17)


def policy(answer):
    return dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))


def test_the_map_page_may_ask_the_configured_origin_and_nothing_else_is_wider(client, bo, with_map):
    client.force_login(bo.user)
    before, after = policy(client.get("/norr/")), policy(client.get("/norr/karta"))
    assert after.pop("img-src") == "'self' data: blob: https://karta.example"
    assert after.pop("connect-src") == "'self' https://karta.example"
    assert before.pop("img-src") == "'self' data: blob:" and before.pop("connect-src") == "'self'"
    assert before == after


def test_the_neighbours_map_may_not(client, cecilia, with_map):
    client.force_login(cecilia.user)
    answer = client.get("/soder/karta")
    assert "karta.example" not in answer.headers["Content-Security-Policy"]
    assert client.get("/soder/karta/underlag.json").json()["sheet"] is None


def test_the_map_is_told_its_tiles_words_and_depth(client, bo, with_map):
    client.force_login(bo.user)
    told = client.get("/norr/karta/underlag.json").json()
    assert told["sheet"] == {"tiles": [ADDRESS], "words": "© Norrs kommun", "deepest": 17}
    assert told["base"]["kind"] == "none"


def test_an_address_is_tried_on_its_own_page_before_it_is_saved(client, bo):
    client.force_login(bo.user)
    assert "karta.example" not in client.get(PAGE).headers["Content-Security-Policy"]
    tried = client.post(PAGE, {"wmts": ADDRESS, "base_map_deepest": "18", "prova": "ja"})
    assert policy(tried)["img-src"].endswith(" https://karta.example")
    assert "https://karta.example/bas/11/" in tried.content.decode()
    assert Municipality.objects.at("norr").wmts == ""
    client.post(PAGE, {"wmts": ADDRESS, "base_map_deepest": "18", "spara": "ja"})
    assert Municipality.objects.at("norr").wmts == ADDRESS
    client.post(PAGE, {"wmts": "", "base_map_deepest": "18", "spara": "ja"})
    assert "karta.example" not in client.get("/norr/karta").headers["Content-Security-Policy"]


def test_what_cannot_be_drawn_is_refused_in_the_form_and_nothing_is_widened(client, bo):
    client.force_login(bo.user)
    typed = "https://karta.example/SWEREF99TM/{z}/{x}/{y}.png"
    answer = client.post(PAGE, {"wmts": typed, "base_map_deepest": "18", "spara": "ja"})
    assert answer.status_code == 422 and "SWEREF 99" in answer.content.decode()
    assert "karta.example" not in answer.headers["Content-Security-Policy"]
    assert Municipality.objects.at("norr").wmts == ""


@pytest.mark.parametrize("who", ["anna", "dag", "siv"])
def test_only_those_who_set_the_municipality_may_set_its_map(client, town, who):
    client.force_login(town.members[who].user)
    assert client.get(PAGE).status_code == 403


def test_the_pictures_tried_lie_over_the_municipality(norr):
    assert pictures("{z}/{x}/{y}", norr) == ["11/1121/566", "14/8971/4530"]
    west, south, east, north = (float(edge) for edge in pictures("{bbox-epsg-3857}", norr)[1].split(","))
    assert east - west == pytest.approx(north - south) == pytest.approx(2445.985, abs=0.01)
