"""Map and list: one choice decides both; what is seen follows the member; a page asks fewer than ten questions."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from samsyn.ground.people.models import SavedView
from samsyn.method.observations.models import Observation
from tests.people import WEEK

pytestmark = pytest.mark.django_db
POINT = {"lon": 17.105, "lat": 62.405}
ALL = "?period=allt"


@pytest.fixture
def opened(client):
    """opened(member, address) signs in and returns the answer."""

    def get(member, address="", **more):
        client.force_login(member.user)
        return client.get(f"/{member.municipality.slug}/karta{address}", **more)

    return get


def rows_in(page):
    return page.context["found"].rows


def test_the_list_shows_what_where_and_when_newest_first(opened, bo, observe):
    observe(category="E1", **POINT, text="Ruta krossad vid entrén")
    observe(category="G1", area="B", on=WEEK.first_day)
    page = opened(bo, ALL)
    assert [row["code"] for row in rows_in(page)] == ["E1", "G1"]
    text = page.content.decode()
    assert "2 rapporter" in text and "Ruta krossad vid entrén" in text and "Alby" in text and "Björknäs" in text
    assert f'href="/norr/rapporter/{rows_in(page)[0]["id"]}"' in text


def test_without_a_choice_the_latest_four_weeks_are_shown(opened, bo, observe):
    observe()
    page = opened(bo)
    assert rows_in(page) == [] and "Inga rapporter i det här valet" in page.content.decode()
    assert "senaste 4 veckorna" in page.content.decode()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("?period=2025-v40", {"E1", "G1"}),
        ("?period=2025-v39", set()),
        ("?first=2025-10-02&last=2025-10-02", {"E1", "G1"}),
        ("?first=2025-10-03", set()),
        (f"{ALL}&area=B", {"G1"}),
        (f"{ALL}&area=-", set()),
        (f"{ALL}&category=E1", {"E1"}),
        (f"{ALL}&category=E", {"E1"}),
        (f"{ALL}&q=ÅNGBÅTSKAJEN", {"E1"}),
        (f"{ALL}&q=björknäs", {"G1"}),
        (f"{ALL}&q=finns inte", set()),
        (f"{ALL}&state=accepted", {"E1", "G1"}),
        (f"{ALL}&state=waiting", set()),
        (f"{ALL}&severity=4", set()),
        (f"{ALL}&source=school", {"E1", "G1"}),
        (f"{ALL}&box=17.10,62.40,17.12,62.42", {"E1"}),
        (f"{ALL}&box=nonsense", {"E1", "G1"}),
        (f"{ALL}&area=ZZZ&severity=tre", {"E1", "G1"}),
    ],
)
def test_every_choice_narrows_the_list(opened, bo, observe, address, found):
    observe(category="E1", **POINT, text="Klotter vid Ångbåtskajen")
    observe(category="G1", area="B")
    assert {row["code"] for row in rows_in(opened(bo, address))} == found


def test_open_conditions_are_marked_with_a_word(opened, bo, observe):
    observe(category="I1", area="A")
    text = opened(bo, f"{ALL}&kind=open").content.decode()
    assert "1 rapport" in text and "öppet</span>" in text


def test_merged_refused_and_withdrawn_are_shown_only_when_asked_for(opened, bo, observe, town):
    gone = observe()
    Observation.objects.filter(pk=gone.pk).update(state="refused", text="står inte här", search_text="krossad ruta")
    assert rows_in(opened(bo, ALL)) == []
    page = opened(bo, f"{ALL}&state=refused")
    assert len(rows_in(page)) == 1 and "står inte här" not in page.content.decode()
    assert rows_in(opened(bo, f"{ALL}&state=refused&q=krossad")) == []


def test_each_sees_only_what_is_meant_for_them(opened, bo, dag, eva, anna, siv, cecilia, observe):
    observe(audience="authorities", text="för myndigheter")
    observe(audience="parties", text="för alla")
    observe(audience="coordinator", text="för Bo")
    assert len(rows_in(opened(bo, ALL))) == 3
    assert len(rows_in(opened(dag, ALL))) == 2
    assert [row["text"] for row in rows_in(opened(eva, ALL))] == ["för alla"]
    assert opened(siv, ALL).status_code == 403
    assert opened(anna, ALL).status_code == 403
    assert rows_in(opened(cecilia, ALL)) == []
    assert opened(cecilia, ALL).client.get("/norr/karta").status_code == 404


def test_a_list_names_the_kind_of_source_and_never_an_organisation_or_a_person(opened, bo, dag, observe, anna):
    observe(by=anna)
    for member in (bo, dag):
        text = opened(member, ALL).content.decode()
        assert "skola" in text and "Norrskolan" not in text and not re.search(r"\bAnna\b|anna@", text)


def test_a_hundred_a_page_and_no_row_is_lost_or_shown_twice(opened, bo, observe):
    for n in range(205):
        observe(on=WEEK.first_day + timedelta(days=n % 5), accept=False)
    first = opened(bo, ALL)
    assert "1–100 av 205" in first.content.decode()
    second = opened(bo, f"{ALL}&after={first.context['found'].after}")
    third = opened(bo, f"{ALL}&after={second.context['found'].after}")
    assert "201–205 av 205" in third.content.decode() and not third.context["found"].after
    seen = [row["id"] for page in (first, second, third) for row in rows_in(page)]
    assert len(set(seen)) == len(seen) == 205
    back = opened(bo, f"{ALL}&before={third.context['found'].before}")
    assert [row["id"] for row in rows_in(back)] == [row["id"] for row in rows_in(second)]
    assert "101–200 av 205" in back.content.decode()


@pytest.mark.parametrize("mark", ["nonsense", "1_x_y", "1_1e99_00", "_".join(["1", "5", "zz"])])
def test_a_mark_that_makes_no_sense_shows_the_first_page(opened, bo, observe, mark):
    observe()
    assert len(rows_in(opened(bo, f"{ALL}&after={mark}"))) == 1


def test_the_list_asks_ten_questions_one_of_them_the_note(opened, bo, dag, observe, django_assert_num_queries, client):
    for _n in range(12):
        observe(category="E1", **POINT)
    for member in (bo, dag):
        client.force_login(member.user)
        with django_assert_num_queries(10):
            client.get(f"/norr/karta{ALL}&area=A&q=krossad")


def test_a_script_gets_the_list_alone(opened, bo, observe):
    observe()
    answer = opened(bo, ALL, headers={"X-Samsyn-Part": "list"})
    assert answer.content.decode().strip().startswith("<section") and "X-Samsyn-Part" in answer["Vary"]


def test_everything_works_without_script(opened, bo, observe):
    observe()
    text = opened(bo, ALL).content.decode()
    assert "Kartan behöver skript. Listan visar samma rapporter." in text
    assert '<form class="chooser map-chooser' in text and 'method="get"' in text
    assert "<script>" not in text and "style=" not in text and "onclick" not in text


def test_a_view_is_saved_under_a_name_and_forgotten_again(opened, bo, client, dag):
    opened(bo)
    client.post("/norr/karta/vyer", {"name": "Klotter i Alby", "choice": "area=A&category=E1&period=12v&after=1_2_3"})
    view = SavedView.objects.get(owner=bo.user)
    assert view.query == "period=12v&area=A&category=E1"
    assert "Klotter i Alby" in opened(bo, f"?{view.query}").content.decode()
    assert "Klotter i Alby" not in opened(dag).content.decode()
    assert client.post(f"/norr/karta/vyer/{view.pk}/glom").status_code == 404
    opened(bo)
    client.post(f"/norr/karta/vyer/{view.pk}/glom")
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name(opened, bo, client):
    opened(bo)
    assert client.post("/norr/karta/vyer", {"name": " ", "choice": ""}).status_code == 400


def test_a_batch_that_is_not_there_shows_no_undo(opened, bo):
    assert "Ångra" not in opened(bo, "?changed=nonsense").content.decode()
    assert "Ångra" in opened(bo, f"?changed={uuid4()}_3").content.decode()
