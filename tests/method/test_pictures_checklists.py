"""What the checklists said, in the picture: counts only, never one party alone, nothing where nobody answered."""

import json
from datetime import date

import pytest

from samsyn.documents.weekly import weekly_document, weekly_html
from samsyn.method.observations.actions import set_reporting_duty
from samsyn.method.observations.checklists.actions import Given, hand_in_checklist
from samsyn.method.observations.models import Checklist
from samsyn.method.pictures.sentences import render
from samsyn.method.pictures.tables import tables_of
from tests.method.picturing import compiled, ordinary_weeks, tables
from tests.people import WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture
def hand_in(town):
    here = Checklist.objects.get(municipality=town.municipality, code="school")

    def send(party, answers, *, area="A", week=WEEK, unit=None):
        hand_in_checklist(
            checklist=here, organisation=town.organisations[party], unit=unit, area=town.areas[area], week=week,
            answers={code: Given(answer) for code, answer in answers.items()}, received_on=date(2025, 10, 6),
            by=town.machine,
        )  # fmt: skip

    return send


def test_without_answers_the_picture_has_no_such_table(town):
    assert "checklists" not in tables(town)


def test_three_parties_answers_are_told_with_their_number(town, hand_in):
    for party, answer in {"school": "usual", "housing": "usual", "police": "more"}.items():
        hand_in(party, {"E1": answer})
    found = tables(town)["checklists"]
    assert [(area["name"], [row["code"] for row in area["rows"]]) for area in found["areas"]] == [("Alby", ["E1"])]
    row = found["areas"][0]["rows"][0]
    assert (row["n"], row["no"], row["usual"], row["more"], row["serious"]) == (3, 0, 2, 1, 0)
    assert render(row["sentence"]) == "Av 3 svar: 2 som vanligt, 1 mer än vanligt."
    assert render(row["sentence"], "en") == "Of 3\u00a0answers: 2 as usual, 1 more than usual."


def test_a_row_that_fewer_than_three_answered_is_never_told_by_itself(town, hand_in):
    hand_in("school", {"E1": "serious", "E4": "no"})
    hand_in("housing", {"E1": "usual"})
    found = tables(town)["checklists"]
    assert (found["areas"], found["other_areas"], found["too_few"]) == ([], [], 3)
    assert "serious" not in json.dumps(found)
    assert render(found["left"]) == "3 svar till visas inte: färre än tre parter har svarat på raden."


def test_two_units_of_one_party_are_still_one_party(town, hand_in):
    hand_in("school", {"E1": "more"})
    hand_in("school", {"E1": "more"}, unit=town.units["kitchen"])
    hand_in("housing", {"E1": "more"})
    assert tables(town)["checklists"]["areas"] == []


def test_small_areas_are_laid_together_and_never_given_away_by_the_difference(town, hand_in):
    for party in ("school", "housing", "police"):
        hand_in(party, {"E1": "usual"}, area="A")
    hand_in("school", {"E1": "serious"}, area="B")
    found = tables(town)["checklists"]
    assert found["areas"][0]["rows"][0]["n"] == 3
    assert (found["other_areas"], found["too_few"]) == ([], 1), "one party's answer in B is in no sum at all"
    hand_in("housing", {"E1": "no"}, area="B")
    hand_in("police", {"E1": "no"}, area="C")
    found = tables(town)["checklists"]
    assert [(row["code"], row["n"], row["serious"]) for row in found["other_areas"]] == [("E1", 3, 1)]


def test_the_public_reads_nothing_of_it_and_both_inner_audiences_the_same(town, hand_in):
    for party in ("school", "housing", "police"):
        hand_in(party, {"E1": "usual"})
    picture = compiled(town)
    assert tables_of(picture, "public")["checklists"] is None
    assert tables_of(picture, "parties")["checklists"] == tables_of(picture, "authorities")["checklists"]


def test_of_those_that_promised_a_list_it_is_told_how_many_kept_it(town, hand_in):
    school = Checklist.objects.get(municipality=town.municipality, code="school")
    for party in ("school", "housing"):
        set_reporting_duty(
            organisation=town.organisations[party], starts_on=date(2025, 1, 6), checklist=school, by=town.machine
        )
    hand_in("school", {"E1": "usual"})
    found = tables(town)["checklists"]
    assert (found["parties"], found["promised"]) == (1, 2)
    assert render(found["response"]).startswith("1 av 2 som lovat en checklista har lämnat den.")


def test_a_promise_every_other_week_is_not_missed_in_the_week_between(town):
    set_reporting_duty(
        organisation=town.organisations["school"], starts_on=date(2025, 1, 6), every_weeks=2, by=town.machine
    )
    weeks = [tables(town, week=week)["head"]["duties"] for week in (WEEK, WEEK - 1)]
    assert sorted(weeks) == [weeks[0] - 1, weeks[0]] or sorted(weeks) == [weeks[1] - 1, weeks[1]]


def test_on_paper_it_stands_in_words(town, hand_in):
    ordinary_weeks(town, weeks=4)
    for party in ("school", "housing", "police"):
        hand_in(party, {"E1": "more"})
    picture = compiled(town)
    paper = weekly_document(picture, audience="parties")["checklists"]
    assert paper["parts"][0]["rows"][0]["words"] == "Av 3 svar: 3 mer än vanligt."
    assert "Vad säger checklistorna?" in weekly_html(picture, audience="parties").decode()
    assert "Vad säger checklistorna?" not in weekly_html(picture, audience="public").decode()
