"""The weekly checklist: shipped sets, handed in whole, and the week's reply with it."""

import tomllib
from datetime import date

import pytest

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import NotAllowed
from samsyn.method.observations.actions import CHECKLISTS, add_default_checklists, default_taxonomy
from samsyn.method.observations.checklists.actions import ChecklistRefused, Given, hand_in_checklist
from samsyn.method.observations.models import Checklist, ChecklistAnswer, ChecklistRow, PeriodReply

pytestmark = pytest.mark.django_db
ON = date(2025, 10, 3)


@pytest.fixture
def school_list(town):
    return Checklist.objects.get(municipality=town.municipality, code="school")


@pytest.fixture
def hand_in(town, anna, week, school_list):
    def send(answers, **changes):
        facts = {
            "checklist": school_list, "organisation": town.organisations["school"], "area": town.areas["A"],
            "week": week, "received_on": ON, "by": anna, **changes,
        }  # fmt: skip
        return hand_in_checklist(answers=answers, **facts)

    return send


def test_the_shipped_sets_are_eight_with_8_to_14_known_codes_each():
    sets = tomllib.loads(CHECKLISTS.read_text(encoding="utf-8"))["checklists"]
    known = {c["code"] for c in default_taxonomy()["categories"] if not c.get("coordinator_only")}
    assert len({one["code"] for one in sets}) == 8
    assert all(8 <= len(set(one["categories"])) == len(one["categories"]) <= 14 for one in sets)
    assert [code for one in sets for code in one["categories"] if code not in known] == []


def test_a_new_municipality_gets_them_and_a_second_time_changes_nothing(town):
    here = {"municipality": town.municipality}
    before = ChecklistRow.objects.filter(**here).count()
    add_default_checklists(by=town.machine)
    assert Checklist.objects.filter(**here).count() == 8
    assert ChecklistRow.objects.filter(**here).count() == before == 98


def test_anna_hands_in_and_the_week_is_answered(town, anna, week, hand_in):
    hand_in({"E1": Given("usual"), "E4": Given("more", "Nya målningar bakom gympasalen", town.places["square"])})
    rows = ChecklistAnswer.objects.visible_to(anna).in_week(week)
    assert {(row.category.code, row.answer) for row in rows} == {("E1", "usual"), ("E4", "more")}
    reply = PeriodReply.objects.visible_to(anna).in_week(week).get()
    assert (reply.answer, reply.area) == ("reported", town.areas["A"])


def test_the_last_hand_in_stands(anna, week, hand_in):
    hand_in({"E1": Given("usual"), "E4": Given("more")})
    hand_in({"E1": Given("no")})
    rows = ChecklistAnswer.objects.visible_to(anna).in_week(week)
    assert [(row.category.code, row.answer) for row in rows] == [("E1", "no")]


def test_each_area_has_its_own(town, anna, week, hand_in):
    hand_in({"E1": Given("no")})
    hand_in({"E1": Given("serious")}, area=town.areas["B"])
    assert ChecklistAnswer.objects.visible_to(anna).in_week(week).count() == 2


@pytest.mark.parametrize(
    ("answers", "row"),
    [
        ({}, None),
        ({"E1": Given("much")}, "E1"),
        ({"F1": Given("no")}, "F1"),
        ({"E1": Given("more", "ring 070-174 06 22")}, "E1"),
        ({"E1": Given("more", "Det var Kevin som eldade")}, "E1"),
        ({"E1": Given("more", "x" * 301)}, "E1"),
        ({"E1": Given("more", "\x00")}, "E1"),
    ],
)
def test_what_cannot_be_taken_in_says_why_and_stores_nothing(anna, hand_in, answers, row):
    with pytest.raises(ChecklistRefused) as refusal:
        hand_in({"E4": Given("no"), **answers} if answers else answers)
    assert set(refusal.value.rows) == ({row} if row else set())
    assert not ChecklistAnswer.objects.visible_to(anna).exists()
    assert not PeriodReply.objects.visible_to(anna).exists()


def test_a_week_that_has_not_begun_is_refused(hand_in):
    with pytest.raises(ChecklistRefused):
        hand_in({"E1": Given("no")}, week=Week(2025, 45))


def test_nobody_answers_for_another_party_or_another_town(town, neighbour, hand_in, siv):
    with pytest.raises(NotAllowed):
        hand_in({"E1": Given("no")}, organisation=town.organisations["housing"])
    with pytest.raises(NotAllowed):
        hand_in({"E1": Given("no")}, area=neighbour.areas["A"])
    with pytest.raises(NotAllowed):
        hand_in({"E1": Given("no")}, by=siv)


def test_other_parties_do_not_see_the_answers(anna, bo, dag, eva, cecilia, hand_in):
    hand_in({"E1": Given("more", "Dörren sparkad")})
    assert [ChecklistAnswer.objects.visible_to(member).count() for member in (anna, bo, dag, eva, cecilia)] == [
        1, 1, 0, 0, 0,
    ]  # fmt: skip
