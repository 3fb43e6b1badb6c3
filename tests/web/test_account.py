"""Signing in and out, and what a person decides about the own account."""

import pytest
from django.utils import timezone

from samsyn.ground.people.models import User
from samsyn.web.account import tries
from samsyn.web.invite import brakes
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/logga-in", {"username": email, "password": password, **more})


def test_bo_signs_in_and_lands_in_his_municipality(client, bo):
    assert sign_in(client, "bo@norr.example")["Location"] == "/"
    assert client.get("/")["Location"] == "/norr/"


def test_the_case_of_the_address_does_not_matter(client, bo):
    assert sign_in(client, "Bo@Norr.example").status_code == 302


def test_signing_in_leads_to_the_page_one_asked_for(client, bo):
    assert client.get("/norr/logbok")["Location"] == "/logga-in?next=/norr/logbok"
    assert sign_in(client, "bo@norr.example", next="/norr/logbok")["Location"] == "/norr/logbok"


def test_signing_in_never_leads_to_another_site(client, bo):
    assert sign_in(client, "bo@norr.example", next="https://example.org/")["Location"] == "/"


def test_a_wrong_password_is_said_in_words(client, bo):
    page = sign_in(client, "bo@norr.example", "fel").content.decode()
    assert "Namnet eller lösenordet stämmer inte." in page
    assert 'role="alert"' in page


def test_nothing_filled_in_names_both_fields(client):
    page = client.post("/logga-in", {}).content.decode()
    assert "Skriv din e-postadress eller ditt inloggningsnamn." in page
    assert 'href="#id_username"' in page


def test_signing_out_closes_the_door(client, bo):
    client.force_login(bo.user)
    assert client.get("/logga-ut").status_code == 405
    client.post("/logga-ut")
    assert client.get("/norr/").status_code == 302


def test_language_and_theme_are_kept(client, bo):
    client.force_login(bo.user)
    answer = client.post("/konto", {"name": "Bo B", "language": "en", "theme": "dark"})
    assert answer.cookies["samsyn_language"].value == "en"
    assert answer.cookies["samsyn_theme"].value == "dark"
    user = User.objects.get(pk=bo.user.pk)
    assert (user.name, user.language, user.theme) == ("Bo B", "en", "dark")
    page = client.get("/konto").content.decode()
    assert '<html lang="en" data-theme="dark">' in page


def test_anna_changes_her_password(client, anna):
    client.force_login(anna.user)
    new = "löv på gården i oktober"
    answer = client.post(
        "/konto/losenord", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer["Location"] == "/konto"
    assert client.get("/norr/").status_code == 200, "she stays signed in here"
    assert User.objects.get(pk=anna.user.pk).check_password(new)


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("fel", "löv på gården i oktober", "löv på gården i oktober", "Det gamla lösenordet stämmer inte."),
        (PASSWORD, "löv på gården i oktober", "löv på gården", "De två nya lösenorden är inte lika."),
        (PASSWORD, "kort", "kort", "12"),
    ],
)
def test_a_password_that_does_not_do_is_said(client, anna, old, new, again, said):
    client.force_login(anna.user)
    form = {"old_password": old, "new_password1": new, "new_password2": again}
    assert said in client.post("/konto/losenord", form).content.decode()


def test_whoever_works_nowhere_is_told_what_to_do(client, db):
    stranger = User.objects.create(email="vera@example.org")
    client.force_login(stranger)
    assert "Du har ingen roll i någon kommun just nu" in client.get("/").content.decode()


def test_the_language_can_be_chosen_before_signing_in(client):
    client.get("/sprak?till=en")
    assert "<html lang=\"en\">" in client.get("/logga-in").content.decode()


def test_ten_wrong_passwords_close_the_door_for_a_while(client, anna):
    from django.core.cache import cache

    cache.clear()
    wrong = {"username": anna.user.email, "password": "fel"}
    assert [client.post("/logga-in", wrong).status_code for _try in range(10)] == [200] * 10
    right = {"username": anna.user.email, "password": PASSWORD}
    assert client.post("/logga-in", right).status_code == 429
    cache.clear()
    assert client.post("/logga-in", right).status_code == 302


def test_the_time_zone_of_one_municipality_does_not_stay_for_the_next_request(client):
    timezone.activate("Pacific/Auckland")
    client.get("/logga-in")
    assert timezone.get_current_timezone_name() == timezone.get_default_timezone_name()


def test_guesses_from_many_addresses_close_the_account_to_strangers_for_a_while_and_never_to_its_owner(rf):
    from django.core.cache import cache

    cache.clear()

    def ask(address):
        return rf.post("/logga-in", {"username": "anna@norr.example"}, REMOTE_ADDR=address)

    tries.forget(ask("192.0.2.1"))
    for number in range(tries.MOST_A_DAY):
        assert not tries.too_many(ask(f"198.51.100.{number}"))
        tries.note_failure(ask(f"198.51.100.{number}"))
    assert tries.too_many(ask("203.0.113.5")) and not tries.too_many(ask("192.0.2.1"))
    cache.clear()


def test_what_brakes_a_guesser_is_counted_for_all_processes(settings, tmp_path, rf):
    kept = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = {**settings.CACHES, "brakes": kept}
    brakes.note_failure("device", whose="192.0.2.1")
    tries.note_failure(rf.post("/logga-in", {"username": "anna@norr.example"}))
    assert len(list(tmp_path.iterdir())) == 3
