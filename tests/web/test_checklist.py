"""The weekly checklist on screen: choose an area, answer four-way rows, change them again."""

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.method.observations.models import Checklist, ChecklistAnswer

pytestmark = pytest.mark.django_db
HERE = "/norr/veckochecklista"
ALBY = f"{HERE}?omrade=A"


def this_week() -> Week:
    return Week.containing(timezone.localdate())


def test_anna_sees_the_areas_and_the_list_of_her_profession(client, anna):
    client.force_login(anna.user)
    page = client.get(HERE)
    assert page.context["choice"].checklist.code == "school"
    assert [one["area"].name for one in page.context["areas"]] == ["Alby", "Björknäs", "Centrum"]


def test_she_answers_with_four_choices_per_row(client, town, anna):
    client.force_login(anna.user)
    page = client.get(ALBY)
    assert page.content.decode().count('type="radio"') == 4 * len(page.context["rows"]) == 48
    sent = {"svar-E1": "no", "svar-E4": "more", "kommentar-E4": "Nya målningar", "plats-E4": "torget"}
    done = client.post(ALBY, sent)
    assert done["Location"] == f"{HERE}?vecka={this_week().address}&lista=school"
    rows = ChecklistAnswer.objects.visible_to(anna).in_week(this_week())
    assert {(row.category.code, row.answer, row.comment, row.place) for row in rows} == {
        ("E1", "no", "", None), ("E4", "more", "Nya målningar", town.places["square"]),
    }  # fmt: skip
    page = client.get(done["Location"]).content.decode()
    assert "Tack! Checklistan för Alby är lämnad." in page
    assert page.count("lämnad</span>") + page.count("lämnad") >= 2
    assert "Nya målningar" in client.get(ALBY).content.decode(), "what was answered can be changed"


def test_an_earlier_week_may_be_answered_and_a_coming_one_may_not(client, anna):
    client.force_login(anna.user)
    earlier = this_week() - 1
    client.post(f"{ALBY}&vecka={earlier.address}", {"svar-E1": "no"})
    assert ChecklistAnswer.objects.visible_to(anna).in_week(earlier).exists()
    assert client.get(f"{ALBY}&vecka={(this_week() + 3).address}").context["week"] == this_week()
    assert client.get(f"{ALBY}&vecka=nonsens").context["week"] == this_week()


def test_a_row_with_a_person_in_it_comes_back_with_what_was_written(client, anna):
    client.force_login(anna.user)
    back = client.post(ALBY, {"svar-E1": "more", "kommentar-E1": "ring 070-174 06 22"})
    assert back.status_code == 422
    assert "elefonnummer" in back.content.decode()
    assert 'value="ring 070-174 06 22"' in back.content.decode()
    assert not ChecklistAnswer.objects.visible_to(anna).exists()


def test_a_place_nobody_knows_opens_the_comment(client, anna):
    client.force_login(anna.user)
    client.post(ALBY, {"svar-E1": "more", "plats-E1": "blå lekan", "kommentar-E1": "gungan avklippt"})
    assert ChecklistAnswer.objects.visible_to(anna).get().comment == "blå lekan: gungan avklippt"


def test_nothing_answered_is_said(client, anna):
    client.force_login(anna.user)
    assert "Svara på minst en rad." in client.post(ALBY, {}).content.decode()


def test_those_who_do_not_report_do_not_come_in(client, siv):
    client.force_login(siv.user)
    assert client.get(HERE).status_code == 403


def test_an_area_that_is_not_there_is_not_there(client, anna):
    client.force_login(anna.user)
    assert client.get(f"{HERE}?omrade=Z").status_code == 404


def test_a_municipality_without_checklists_says_so(client, town, anna):
    Checklist.objects.filter(municipality=town.municipality).update(active=False)
    client.force_login(anna.user)
    assert "Det finns ingen checklista här" in client.get(HERE).content.decode()


def test_the_pages_ask_few_questions_of_the_database(client, anna, django_assert_num_queries):
    client.force_login(anna.user)
    with django_assert_num_queries(9):
        client.get(HERE)
    with django_assert_num_queries(14):
        client.get(ALBY)
