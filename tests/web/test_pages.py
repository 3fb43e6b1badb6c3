"""What every page has: the content policy, the municipality's name and colour, a way past the menu, the right doors."""

import re

import pytest
from django.test import RequestFactory, override_settings

from samsyn.ground.refusals import Refused
from samsyn.web.components.icons import ICONS
from samsyn.web.frame import doors_for
from samsyn.web.middleware import Refusals

pytestmark = pytest.mark.django_db

OPEN_PAGES = ["/logga-in", "/hjalp", "/komponenter"]


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_the_content_policy_allows_nothing_from_elsewhere(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_no_script_or_style_stands_in_the_page(client, address):
    page = client.get(address).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*src=)(?![^>]*application/json)", page)


def test_the_page_can_be_skipped_into(client):
    page = client.get("/logga-in").content.decode()
    assert '<a class="skip" href="#innehall">' in page
    assert '<main id="innehall"' in page


def test_every_screen_shows_whose_it_is(client, bo):
    client.force_login(bo.user)
    page = client.get("/norr/").content.decode()
    assert '<span class="town-name">Norr</span>' in page
    assert f'fill="{bo.municipality.colour}"' in page


@pytest.mark.parametrize(
    ("who", "doors"),
    [
        ("anna", ["Min vecka", "Rapportera"]),
        ("siv", ["Min vecka", "Lägesbild"]),
        ("dag", ["Min vecka", "Rapportera", "Karta", "Lägesbild", "Åtgärder"]),
        ("bo", ["Min vecka", "Rapportera", "Karta", "Lägesbild", "Åtgärder", "Kommunen"]),
    ],
)
def test_the_doors_follow_the_role(request, who, doors):
    member = request.getfixturevalue(who)
    assert [str(door["name"]) for door in doors_for(member, "/norr/")] == doors


def test_the_open_door_is_marked(bo):
    here = [str(door["name"]) for door in doors_for(bo, "/norr/lagesbild/2025-v40") if door["here"]]
    assert here == ["Lägesbild"]


def test_an_unknown_page_says_so_with_a_way_on(client, bo):
    client.force_login(bo.user)
    answer = client.get("/norr/finns-inte")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


def test_another_municipality_is_not_even_denied(client, bo, soder):
    client.force_login(bo.user)
    assert client.get("/soder/").status_code == 404


def test_a_closed_door_says_whom_to_ask(client, anna):
    client.force_login(anna.user)
    answer = client.get("/norr/logbok")
    assert answer.status_code == 403
    assert "Hör av dig till samordnaren" in answer.content.decode()


def test_a_refusal_that_no_form_caught_becomes_a_page():
    answer = Refusals(lambda request: None).process_exception(
        RequestFactory().get("/"), Refused("Välj ett datum som ligger framåt i tiden.")
    )
    assert answer is not None
    assert answer.status_code == 400
    assert "Välj ett datum" in answer.content.decode()


def test_a_bug_is_not_swallowed():
    assert Refusals(lambda request: None).process_exception(RequestFactory().get("/"), ValueError()) is None


@override_settings(DEBUG=False)
def test_our_own_fault_is_said_without_the_database(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("samsyn.web.help.views.render", lambda *a, **k: 1 / 0)
    answer = client.get("/hjalp")
    assert answer.status_code == 500
    assert "Något gick sönder hos oss" in answer.content.decode()


def test_the_component_page_shows_every_icon_and_state(client):
    page = client.get("/komponenter").content.decode()
    assert all(f"<span>{name}</span>" in page for name in ICONS)
    for words in ("Fler än vanligt", "Färre än vanligt", "Som vanligt", "För lite underlag", "Inget rapporterat"):
        assert words in page


def test_pages_about_the_person_keep_the_frame_of_the_only_town(client, anna):
    client.force_login(anna.user)
    for address in ("/konto", "/hjalp", "/norr/finns-inte"):
        page = client.get(address).content.decode()
        assert '<span class="town-name">Norr</span>' in page
        assert "Min vecka" in page


@pytest.mark.parametrize(
    ("address", "door"),
    [
        ("/norr/", "Min vecka"),
        ("/norr/granska", "Min vecka"),
        ("/norr/rapportera", "Rapportera"),
        ("/norr/rapporter/0190", "Karta"),
        ("/norr/data/kalla/3", "Kommunen"),
    ],
)
def test_what_lies_under_a_door_keeps_it_marked(bo, address, door):
    assert [str(one["name"]) for one in doors_for(bo, address) if one["here"]] == [door]
