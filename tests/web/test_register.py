"""Register for others: one told observation after another, and a pasted shift line by line."""

import pytest

from samsyn.method.observations.models import Observation

pytestmark = pytest.mark.django_db
HERE = "/norr/registrera"
SHIFT = "/norr/registrera/skiftpass"
NIGHT = "Centrum:\n22.40 Klotter på fasaden\n- Trasig lampa vid Torget\n- Ring 070-174 06 22 om porten i Centrum"


def told(**changes):
    return {
        "what": "E1", "place": "torget", "area": "", "seen_on": "2025-10-06", "seen_at": "06:45",
        "source_kind": "resident", "text": "Ruta krossad i entrén.", **changes,
    }  # fmt: skip


def rows_of(page, **changes):
    """Return what a browser would send for the table on the page."""
    data = {"rader": page.context["numbers"], "source_kind": page.context["source"]}
    for row in page.context["rows"]:
        for field in row["form"]:
            value = field.value()
            if field.name == "keep" and not value:
                continue
            name = f"r{row['n']}-{field.name}"
            data[name] = field.as_widget and (value.strftime("%H:%M") if hasattr(value, "hour") else value or "")
    return data | changes


def test_bo_types_what_a_resident_told(client, town, bo):
    client.force_login(bo.user)
    assert client.post(HERE, told())["Location"] == HERE
    observation = Observation.objects.visible_to(bo).get()
    assert observation.place == town.places["square"]
    assert (observation.source_kind, observation.owner) == ("resident", town.organisations["town"])
    page = client.get(HERE).content.decode()
    assert "Sparad. Formuläret är tomt för nästa." in page
    assert "boende, via bovärd" in page.split("Senast registrerade av dig")[1]
    assert "Ruta krossad" not in page, "the form is empty again"
    assert page.index("autofocus") < page.index('name="place"'), "the first field has the focus"


@pytest.mark.parametrize("words", ["e1 ", "E1 Skadegörelse på byggnad (rutor, dörrar, portar)", "skadegörelse byggnad"])
def test_a_category_is_found_by_code_or_words(client, bo, words):
    client.force_login(bo.user)
    client.post(HERE, told(what=words))
    assert Observation.objects.visible_to(bo).get().category.code == "E1"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"what": "annat"}, "Kategorin finns inte, eller flera passar."),
        ({"what": ""}, "Skriv vad som hände."),
        ({"place": "blå lekan"}, "Vi känner inte igen platsen."),
        ({"source_kind": ""}, "Välj vem som berättade."),
        ({"text": "Ring mig på 070-174 06 22"}, "elefonnummer"),
        ({"seen_on": "2099-01-01"}, "Tiden ligger i framtiden."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, bo, changes, said):
    client.force_login(bo.user)
    page = client.post(HERE, told(**changes))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Observation.objects.visible_to(bo).exists()


def test_an_area_is_a_place_too(client, town, bo):
    client.force_login(bo.user)
    client.post(HERE, told(place="centrum"))
    observation = Observation.objects.visible_to(bo).get()
    assert (observation.area, observation.precision) == (town.areas["C"], "area")


def test_the_same_form_sent_twice_is_one(client, bo):
    client.force_login(bo.user)
    key = client.get(HERE).context["form"]["key"].value()
    client.post(HERE, told(key=key))
    client.post(HERE, told(key=key))
    assert Observation.objects.visible_to(bo).count() == 1


def test_those_who_only_report_for_themselves_do_not_come_in(client, anna, siv):
    for member in (anna, siv):
        client.force_login(member.user)
        assert client.get(HERE).status_code == client.get(SHIFT).status_code == 403


def test_a_shift_is_shown_before_anything_is_saved(client, bo):
    client.force_login(bo.user)
    page = client.post(SHIFT, {"began_on": "2025-10-03", "source_kind": "guards", "shift": NIGHT})
    rows = [row["form"].initial for row in page.context["rows"]]
    assert [row["keep"] for row in rows] == [False, True, True, True]
    assert [row["what"][:2] for row in rows] == ["", "E4", "I1", ""]
    assert [row["place"] for row in rows] == ["Centrum", "Centrum", "Stora torget", "Centrum"]
    assert "elefonnummer" in page.content.decode()
    assert not Observation.objects.visible_to(bo).exists()


def test_rows_that_hold_are_saved_and_the_others_come_back_with_the_reason(client, bo):
    client.force_login(bo.user)
    page = client.post(SHIFT, {"began_on": "2025-10-03", "source_kind": "guards", "shift": NIGHT})
    sent = rows_of(page, **{"r2-seen_at": "23:00", "r3-seen_at": "23:10", "r3-what": "I4"})
    back = client.post(SHIFT, sent)
    assert back.status_code == 422
    assert [row["n"] for row in back.context["rows"]] == [3]
    saved = Observation.objects.visible_to(bo).order_by("observed_to")
    assert [(one.category.code, one.source_kind, one.text) for one in saved] == [
        ("E4", "guards", "Klotter på fasaden"),
        ("I1", "guards", "Trasig lampa vid Torget"),
    ]
    again = {**sent, "rader": "3", "r3-text": "Porten i Centrum står öppen"}
    assert client.post(SHIFT, again)["Location"] == HERE
    assert Observation.objects.visible_to(bo).count() == 3


def test_a_row_without_its_clock_comes_back(client, bo):
    client.force_login(bo.user)
    page = client.post(SHIFT, {"began_on": "2025-10-03", "source_kind": "guards", "shift": "Klotter i Centrum"})
    back = client.post(SHIFT, rows_of(page))
    assert "Fyll i klockslag." in back.content.decode()


def test_a_row_that_is_left_out_is_not_read(client, bo):
    client.force_login(bo.user)
    page = client.post(SHIFT, {"began_on": "2025-10-03", "source_kind": "guards", "shift": NIGHT})
    sent = {name: value for name, value in rows_of(page).items() if not name.endswith("-keep")}
    assert client.post(SHIFT, sent)["Location"] == HERE
    assert not Observation.objects.visible_to(bo).exists()


def test_hostile_numbers_of_rows_do_no_harm(client, bo):
    client.force_login(bo.user)
    sent = {"rader": "0,x,-1,99999999999999999999", "source_kind": "guards", "r0-keep": "on"}
    assert client.post(SHIFT, sent).status_code == 422
    assert client.post(SHIFT, {**sent, "source_kind": "Kalle"}).status_code == 302


def test_the_form_asks_few_questions_of_the_database(client, bo, django_assert_num_queries):
    client.force_login(bo.user)
    with django_assert_num_queries(11):
        client.get(HERE)


def test_a_name_is_asked_about_and_the_answer_is_about_these_words(client, bo):
    client.force_login(bo.user)
    page = client.post(HERE, told(text="Det var Kevin som eldade"))
    question = page.context["form"].question
    assert question and not Observation.objects.visible_to(bo).exists()
    assert client.post(HERE, told(text="Det var Liam som eldade", answered=question)).status_code == 422
    assert client.post(HERE, told(text="Det var Kevin som eldade", answered=question)).status_code == 302
    assert not client.post(HERE, told(text="Ring 070-174 06 22")).context["form"].question


def test_a_name_in_a_shift_is_asked_about_row_by_row(client, bo):
    client.force_login(bo.user)
    text = "22.40 Det var Kevin som klottrade vid Torget"
    page = client.post(SHIFT, {"began_on": "2025-10-03", "source_kind": "guards", "shift": text})
    question = page.context["rows"][0]["question"]
    assert question
    sent = rows_of(page)
    back = client.post(SHIFT, sent)
    assert back.context["rows"][0]["question"] == question
    assert client.post(SHIFT, {**sent, "r0-answered": question})["Location"] == HERE
    assert Observation.objects.visible_to(bo).count() == 1
