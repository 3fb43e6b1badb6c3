"""Ctrl-K: screens, places and reports, only as far as the member may see."""

import pytest

pytestmark = pytest.mark.django_db


def found(client, member, words, slug="norr"):
    client.force_login(member.user)
    rows = client.get(f"/{slug}/sok.json", {"q": words}).json()["found"]
    return [(row["group"], row["name"]) for row in rows]


def test_nothing_typed_gives_the_screens(client, anna):
    assert found(client, anna, "")[:2] == [("Sidor", "Min vecka"), ("Sidor", "Rapportera")]


def test_a_screen_is_found_by_a_part_of_its_name(client, bo):
    assert ("Sidor", "Loggbok") in found(client, bo, "logg")


def test_a_place_is_found_by_the_name_people_use(client, bo):
    assert ("Platser", "Stora torget") in found(client, bo, "torget")


def test_a_report_is_found_by_its_words_whatever_the_case(client, bo, observe):
    observe(text="Ölburkar i Ösby.")
    assert "Rapporter" in {group for group, _name in found(client, bo, "ölburkar")}
    assert "Rapporter" in {group for group, _name in found(client, bo, "ÖLBURKAR")}


def test_cecilia_finds_nothing_of_norr(client, cecilia, observe):
    observe(text="Ölburkar i Ösby.")
    assert {group for group, _name in found(client, cecilia, "ölburkar", slug="soder")} <= {"Sidor"}


def test_siv_finds_no_reports(client, siv, observe):
    observe(text="Ölburkar i Ösby.")
    assert found(client, siv, "ölburkar") == []
