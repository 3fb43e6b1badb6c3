"""The week's picture on screen: made, read, taken home, locked."""

import json
import re
from datetime import timedelta

import pytest
from django.template import Context, Template

from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.method.pictures.models import SituationalPicture

pytestmark = pytest.mark.django_db
ADDRESS = "/norr/lagesbild/2025-v40"


@pytest.fixture
def picture(town, bo, observe, week, now):
    for back in range(0, 60, 4):
        observe(on=week.last_day - timedelta(days=back))
    observe(category="I1", kind="condition", fault_number="F-1")
    return compile_picture(municipality=town.municipality, week=week, now=now, by=bo)


def test_bo_makes_the_picture_from_the_list(client, bo, observe):
    observe()
    client.force_login(bo.user)
    assert "Ingen lägesbild än" in client.get("/norr/lagesbild/").content.decode()
    answer = client.post("/norr/lagesbild/ta-fram", {"vecka": "2025-v40"})
    assert answer["Location"] == ADDRESS
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("week", ["", "2025-v99", "nonsens"])
def test_a_week_that_does_not_exist_is_said(client, bo, week):
    client.force_login(bo.user)
    page = client.post("/norr/lagesbild/ta-fram", {"vecka": week}, follow=True).content.decode()
    assert "Välj en vecka." in page


def test_the_page_answers_its_questions_in_order(client, bo, picture):
    client.force_login(bo.user)
    page = client.get(ADDRESS).content.decode()
    asked = [
        "Läget", "Är det fler än vanligt?", "Var sticker det ut?", "Vad har ändrats?", "När på veckan?",
        "Vad är fortfarande så?", "Vad väntar?", "Om underlaget",
    ]  # fmt: skip
    places = [page.index(f">{question}</h2>") for question in asked]
    assert places == sorted(places)
    assert "29 sep – 5 okt 2025" in page
    contents = re.search(r'class="picture-contents".*?</nav>', page, re.S)
    jumps = re.findall(r'href="#([^"]+)">([^<]+)<', contents[0])
    assert [title for _at, title in jumps if title in asked] == asked
    assert all(f'id="{at}"' in page for at, _title in jumps)


def test_a_long_list_is_cut_on_a_phone_alone_and_loses_no_row():
    rows = "".join(f"<li>{n}</li>" for n in range(9))
    given = "{% cut name='rader' count=count first=3 %}" + rows + "{% endcut %}"
    long, short = (Template(given).render(Context({"count": count})) for count in (9, 4))
    assert short == rows
    assert rows in long and "Visa alla 9" in long and 'id="alla-rader"' in long and "hidden" not in long


def test_every_drawing_has_a_name_and_its_table(client, bo, picture):
    client.force_login(bo.user)
    page = client.get(ADDRESS).content.decode()
    drawings = page.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart')
    assert drawings == page.count('role="img" aria-label="')
    assert drawings >= 5
    assert "Visa veckorna som tabell" in page
    assert "Visa som tabell" in page


def test_a_draft_is_seen_by_the_coordinator_alone(client, siv, bo, picture):
    client.force_login(siv.user)
    assert client.get(ADDRESS).status_code == 404
    client.force_login(bo.user)
    assert "Utkast" in client.get(ADDRESS).content.decode()


def test_locking_asks_for_the_function_and_opens_it_for_the_others(client, siv, bo, picture):
    client.force_login(bo.user)
    client.post(f"{ADDRESS}/las", {"funktion": " "})
    assert SituationalPicture.objects.get(pk=picture.pk).locked_at is None
    page = client.post(f"{ADDRESS}/las", {"funktion": "Samordnare"}, follow=True).content.decode()
    assert "Lägesbilden är låst." in page
    client.force_login(siv.user)
    assert "Samordnare" in client.get(ADDRESS).content.decode()


def test_neighbouring_weeks_are_one_step_away(client, bo, picture, town, week, now):
    compile_picture(municipality=town.municipality, week=week - 1, now=now, by=bo)
    client.force_login(bo.user)
    assert 'href="/norr/lagesbild/2025-v39" rel="prev"' in client.get(ADDRESS).content.decode()


def test_the_json_is_the_members_audience(client, bo, siv, eva, picture, now):
    lock_picture(picture=picture, function="samordnaren", now=now, by=bo)
    client.force_login(siv.user)
    assert json.loads(client.get(f"{ADDRESS}.json").content)["audience"] == "authorities"
    client.force_login(eva.user)
    assert json.loads(client.get(f"{ADDRESS}.json").content)["audience"] == "parties"


@pytest.mark.slow
def test_the_paper_is_a_pdf(client, bo, picture):
    client.force_login(bo.user)
    answer = client.get(f"{ADDRESS}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_anna_who_only_reports_has_no_picture_door(client, anna, picture):
    client.force_login(anna.user)
    assert client.get(ADDRESS).status_code == 403


def test_cecilia_finds_no_picture_of_norr(client, cecilia, picture):
    client.force_login(cecilia.user)
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/soder/lagesbild/2025-v40").status_code == 404


def test_the_page_asks_few_questions_of_the_database(client, bo, picture, django_assert_num_queries):
    client.force_login(bo.user)
    with django_assert_num_queries(18):
        client.get(ADDRESS)
    with django_assert_num_queries(9):
        client.get("/norr/lagesbild/")
