"""The report form: what, where and when are enough, and it works without script."""

from datetime import date

import pytest

from samsyn.method.observations.models import Observation

pytestmark = pytest.mark.django_db
DAMAGE = "/norr/rapportera?vad=damage"


def filled_in(town, **changes):
    form = {
        "category": str(town.categories["E1"].pk), "place": "", "area": str(town.areas["A"].pk),
        "seen_on": "2025-10-06", "seen_at": "06:45", "text": "", **changes,
    }  # fmt: skip
    return {name: value for name, value in form.items() if value is not None}


def sent(client, town, address=DAMAGE, **changes):
    return client.post(address, filled_in(town, **changes))


def test_first_there_are_six_big_buttons(client, anna):
    client.force_login(anna.user)
    page = client.get("/norr/rapportera").content.decode()
    assert page.count('<li><a href="?vad=') == 6
    assert "Ring 112 först" in page


@pytest.mark.parametrize("button", ["damage", "gathering", "disorder", "place", "coming", "good"])
def test_each_button_leads_to_its_own_choices(client, anna, button):
    client.force_login(anna.user)
    page = client.get(f"/norr/rapportera?vad={button}").content.decode()
    assert page.count('type="radio" name="category"') >= 2


def test_anna_reports_with_what_where_and_when_alone(client, town, anna):
    client.force_login(anna.user)
    answer = sent(client, town)
    observation = Observation.objects.visible_to(anna).get()
    assert answer["Location"] == f"/norr/rapporter/{observation.pk}"
    assert observation.area == town.areas["A"]
    assert observation.observed_on == date(2025, 10, 6)
    assert observation.severity == town.categories["E1"].severity
    assert "Tack! Rapporten är sparad." in client.get(answer["Location"]).content.decode()


def test_a_place_is_found_by_the_name_people_use(client, town, anna):
    client.force_login(anna.user)
    sent(client, town, place="torget", area="")
    observation = Observation.objects.visible_to(anna).get()
    assert observation.place == town.places["square"]
    assert observation.precision == "exact"


def test_a_place_we_do_not_know_needs_its_area_and_opens_the_text(client, town, anna):
    client.force_login(anna.user)
    assert "Vi känner inte igen platsen" in sent(client, town, place="blå lekan", area="").content.decode()
    sent(client, town, place="blå lekan", text="Två gungor avklippta.")
    assert Observation.objects.visible_to(anna).get().text == "blå lekan\nTvå gungor avklippta."


def test_what_was_discovered_afterwards_keeps_both_ends(client, town, anna):
    client.force_login(anna.user)
    sent(client, town, begun_on="2025-10-03", begun_at="15:00")
    observation = Observation.objects.visible_to(anna).get()
    assert (observation.observed_to - observation.observed_from).days == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"category": ""}, "Välj vad du såg."),
        ({"area": ""}, "Skriv en plats eller välj ett område."),
        ({"seen_on": ""}, "Fyll i vilken dag."),
        ({"seen_on": "2099-01-01"}, "Tiden ligger i framtiden."),
        ({"text": "Ring mig på 070-174 06 22"}, "elefonnummer"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, town, anna, changes, said):
    client.force_login(anna.user)
    text = changes.get("text", "Ruta krossad i entrén.")
    page = sent(client, town, **{"text": text, **changes}).content.decode()
    assert said in page
    assert text in page, "what was written is still there"
    assert not Observation.objects.visible_to(anna).exists()


def test_siv_who_only_reads_cannot_report(client, siv):
    client.force_login(siv.user)
    assert client.get("/norr/rapportera").status_code == 403


def test_the_form_asks_few_questions_of_the_database(client, anna, django_assert_num_queries):
    client.force_login(anna.user)
    with django_assert_num_queries(9):
        client.get(DAMAGE)


def test_bo_registers_what_a_shop_told_him_by_phone(client, town, bo):
    client.force_login(bo.user)
    assert "Registrerar du åt någon annan?" in client.get(DAMAGE).content.decode()
    sent(client, town, source_kind="shops")
    assert Observation.objects.visible_to(bo).get().source_kind == "shops"


def test_anna_is_not_asked_for_another_source(client, anna):
    client.force_login(anna.user)
    assert "Registrerar du åt någon annan?" not in client.get(DAMAGE).content.decode()
