"""The weekly checklist on screen: choose an area, answer four-way rows, change them again."""

from datetime import date

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.method.observations.actions import set_reporting_duty
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
    with django_assert_num_queries(10):
        client.get(HERE)
    with django_assert_num_queries(15):
        client.get(ALBY)


def test_bo_sees_what_all_have_answered_with_number_and_response(client, town, anna, bo):
    client.force_login(anna.user)
    client.post(ALBY, {"svar-E1": "more", "kommentar-E1": "Nya målningar", "svar-E4": "no"})
    client.force_login(bo.user)
    page = client.get(f"{HERE}/svar")
    rows = {row["name_sv"]: (row["n"], row["more"]) for row in page.context["areas"][0]["rows"]}
    assert list(rows.values()) == [(1, 1), (1, 0)]
    words = page.content.decode()
    assert "Nya målningar" in words and "1 part har svarat" in words
    assert anna.user.name not in words


def test_anna_does_not_see_what_others_have_answered(client, anna):
    client.force_login(anna.user)
    assert client.get(f"{HERE}/svar").status_code == 403


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_answers(
    client, anna, bo, django_assert_max_num_queries
):
    client.force_login(anna.user)
    for area in "ABC":
        client.post(f"{HERE}?omrade={area}", {"svar-E1": "more", "kommentar-E1": "Nya målningar", "svar-E4": "no"})
    client.force_login(bo.user)
    with django_assert_max_num_queries(14):
        client.get(f"{HERE}/svar")


def test_the_list_that_was_promised_is_the_one_that_is_asked(client, town, anna):
    promised = Checklist.objects.get(municipality=town.municipality, code="parks")
    set_reporting_duty(
        organisation=town.organisations["school"], starts_on=date(2025, 1, 6), checklist=promised, by=town.machine
    )
    client.force_login(anna.user)
    assert client.get(HERE).context["choice"].checklist == promised
