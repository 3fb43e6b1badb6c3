"""The pages behind a QR code: an account from an invitation, and a phone that several share."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from samsyn.ground.people.actions import add_membership
from samsyn.ground.people.invitations.actions import make_invitation, make_renewal
from samsyn.ground.people.models import Invitation, ShiftDevice, User
from samsyn.ground.people.shifts.actions import add_shift_device, set_pin
from samsyn.letters.models import LetterChoice, PushSubscription
from samsyn.web.shared import TOUCHED

LONG = "kastanjer under bron"


@pytest.fixture(autouse=True)
def _no_old_tries():
    cache.clear()


@pytest.fixture
def link(town, bo):
    made = make_invitation(
        organisation=town.organisations["school"], role=town.roles["reporter"], now=timezone.now(), by=bo
    )
    return f"/inbjudan/{made.token}"


@pytest.fixture
def shared(town, bo, client):
    """A browser on the school's shared phone, in service, with nobody signed in."""
    made = add_shift_device(
        organisation=town.organisations["school"], name="Rastvakten", now=timezone.now(), by=bo
    )
    assert "Rastvakten" in client.get(f"/skift/{made.token}").content.decode()
    assert client.post(f"/skift/{made.token}").url == "/skift"
    return client


def sign_in(client, user, pin="4071"):
    return client.post("/skift", {"sign_in_name": user.signs_in_as, "pin": pin})


def text(page):
    return page.content.decode()


# --- invitations ------------------------------------------------------------------------------------------------


def test_the_page_says_to_what_and_opening_it_uses_nothing_up(client, link):
    page = text(client.get(link))
    assert "rapportör" in page.lower() and "Norrskolan" in page and "PIN" not in page
    assert Invitation.objects.get().used_at is None


def test_somebody_without_an_e_mail_gets_an_account_and_is_let_in(client, link):
    assert client.post(link, {"sign_in_name": "rast1", "password": LONG}).url == "/norr/"
    assert client.get("/norr/").status_code == 200
    again = Client()
    assert again.post("/logga-in", {"username": "Rast1", "password": LONG}).status_code == 302
    assert Client().get(link).status_code == 410


def test_what_is_missing_is_said_and_the_link_stays(client, link):
    answer = client.post(link, {"name": "Kim", "password": LONG})
    assert answer.status_code == 422 and "inloggningsnamn" in text(answer)
    assert client.get(link).status_code == 200


def test_a_used_a_revoked_an_old_and_an_unknown_link_say_so_kindly(client, link):
    found = Invitation.objects.filter()
    moment = timezone.now()
    for changes, status, words in (
        ({"used_at": moment}, 410, "redan använd"), ({"used_at": None, "revoked_at": moment}, 410, "tagits tillbaka"),
        ({"revoked_at": None, "until": moment - timedelta(1)}, 410, "gått ut"),
    ):  # fmt: skip
        found.update(**changes)
        answer = client.get(link)
        assert (answer.status_code, words in text(answer)) == (status, True)
    answer = client.get("/inbjudan/" + "x" * 32)
    assert answer.status_code == 404 and "ingen sådan inbjudan" in text(answer)


def test_guessing_links_is_braked(client, link):
    for n in range(20):
        client.get(f"/inbjudan/gissning{n}")
    assert client.get(link).status_code == 429


def test_whoever_has_an_account_takes_the_role_with_one_button(client, link, dag):
    client.force_login(dag.user)
    assert "Ta emot rollen" in text(client.get(link))
    assert client.post(link).url == "/norr/"
    assert dag.user.memberships.count() == 2


def test_the_coordinator_makes_slips_with_codes_and_takes_one_back(client, town, bo):
    client.force_login(bo.user)
    sent = {"organisation": town.organisations["school"].pk, "role": town.roles["reporter"].pk, "days": 7, "count": 3}
    page = client.post("/norr/organisation/inbjudningar/ny", sent)
    links = re.findall(r"http://testserver(/inbjudan/[\w-]+)", text(page))
    assert len(set(links)) == 3 and text(page).count('class="qr"') == 3
    assert "no-store" in page.headers["Cache-Control"]
    listed = text(client.get("/norr/organisation/inbjudningar"))
    assert not any(link in listed for link in links) and listed.count("väntar") == 3
    for one in Invitation.objects.all():
        client.post(f"/norr/organisation/inbjudningar/{one.pk}/aterta")
    assert Client().get(links[0]).status_code == 410


def test_another_town_s_invitations_and_phones_are_not_found(client, town, bo, cecilia, link, shared):
    client.force_login(cecilia.user)
    one, device = Invitation.objects.get(), ShiftDevice.objects.get()
    assert client.post(f"/soder/organisation/inbjudningar/{one.pk}/aterta").status_code == 404
    assert client.post(f"/soder/organisation/skifttelefoner/{device.pk}/stang").status_code == 404


def test_whoever_forgot_gets_a_code_and_chooses_anew(client, bo, anna):
    made = make_renewal(user=anna.user, now=timezone.now(), by=bo)
    page = client.get(f"/inbjudan/{made.token}")
    assert "anna@norr.example" in text(page)
    assert client.post(f"/inbjudan/{made.token}", {"password": "en helt ny höst"}).url == "/logga-in"
    assert client.post("/logga-in", {"username": "anna@norr.example", "password": "en helt ny höst"}).status_code == 302


def test_the_administrator_shows_such_a_code(client, bo, anna):
    client.force_login(bo.user)
    page = client.post(f"/norr/organisation/anvandare/{anna.user.pk}/nytt")
    assert 'class="qr"' in text(page) and "anna@norr.example" in text(page)


# --- shared phones ----------------------------------------------------------------------------------------------


def test_a_pin_opens_the_reports_and_not_the_account(shared, anna):
    set_pin(user=anna.user, pin="4071")
    assert sign_in(shared, anna.user).url == "/norr/rapportera"
    assert shared.get("/norr/rapportera").status_code == 200
    assert shared.get("/konto/losenord").url == "/norr/rapportera"
    basis = shared.get("/norr/api/v1/underlag").json()
    assert basis["shift_minutes"] == 5 and basis["me"]["key"]


def test_a_wrong_pin_is_said_without_saying_which_was_wrong(shared, anna):
    set_pin(user=anna.user, pin="4071")
    wrong, unknown = sign_in(shared, anna.user, pin="4072"), shared.post("/skift", {"sign_in_name": "x", "pin": "4071"})
    assert wrong.status_code == unknown.status_code == 422
    sentence = "Namnet eller PIN-koden stämmer inte"
    assert sentence in text(wrong) and sentence in text(unknown)


def test_the_report_is_the_person_s_own_and_the_next_one_does_not_see_it(shared, town, anna, observe):
    set_pin(user=anna.user, pin="4071")
    own = observe(by=anna, accept=False)
    sign_in(shared, anna.user)
    assert shared.get(f"/norr/rapporter/{own.pk}").status_code == 200
    shared.post("/logga-ut")
    colleague = User.objects.create(sign_in_name="rast2", name="Kim")
    school, reviewer = town.organisations["school"], town.roles["reviewer"]
    add_membership(user=colleague, organisation=school, role=reviewer, by=town.machine)
    set_pin(user=colleague, pin="5082")
    assert sign_in(shared, colleague, pin="5082").status_code == 302
    assert shared.get(f"/norr/rapporter/{own.pk}").status_code == 404
    assert shared.get("/norr/granska").status_code == 403


def test_a_phone_that_is_left_alone_signs_out_and_keeps_the_outbox_for_its_writer(shared, anna):
    set_pin(user=anna.user, pin="4071")
    sign_in(shared, anna.user)
    session = shared.session
    session[TOUCHED] -= 6 * 60
    session.save()
    answer = shared.get("/norr/api/v1/underlag")
    assert (answer.status_code, answer.json()["kind"]) == (401, "signed_out")
    assert shared.get("/logga-in?next=/norr/rapportera").url == "/skift?next=%2Fnorr%2Frapportera"


def test_what_a_page_asks_by_itself_does_not_keep_a_phone_open_that_is_left_alone(shared, anna):
    set_pin(user=anna.user, pin="4071")
    sign_in(shared, anna.user)
    session = shared.session
    before = session[TOUCHED] = session[TOUCHED] - 60
    session.save()
    shared.get("/norr/api/v1/underlag", headers={"Sec-Fetch-Mode": "cors"})
    assert shared.session[TOUCHED] == before
    shared.get("/norr/rapportera", headers={"Sec-Fetch-Mode": "navigate"})
    assert shared.session[TOUCHED] > before


def test_a_new_pin_ends_what_the_old_one_opened(shared, anna):
    set_pin(user=anna.user, pin="4071")
    sign_in(shared, anna.user)
    assert shared.get("/norr/api/v1/underlag").status_code == 200
    set_pin(user=anna.user, pin="5093")
    assert shared.get("/norr/api/v1/underlag").status_code == 401


def test_a_revoked_phone_is_out_at_the_next_touch(shared, town, bo, anna):
    set_pin(user=anna.user, pin="4071")
    sign_in(shared, anna.user)
    office = Client()
    office.force_login(bo.user)
    office.post(f"/norr/organisation/skifttelefoner/{ShiftDevice.objects.get().pk}/stang")
    assert shared.get("/norr/rapportera").status_code == 302
    assert shared.get("/skift").status_code == 410
    assert "stängd" in text(office.get("/norr/organisation/skifttelefoner"))


def test_a_session_from_the_shared_phone_is_worth_nothing_on_another(shared, anna):
    set_pin(user=anna.user, pin="4071")
    sign_in(shared, anna.user)
    elsewhere = Client()
    elsewhere.cookies["samsyn_session"] = shared.cookies["samsyn_session"].value
    assert elsewhere.get("/norr/rapportera").status_code == 302


def test_the_list_says_when_a_phone_was_used_and_never_by_whom(shared, bo, anna):
    set_pin(user=anna.user, pin="4071")
    sign_in(shared, anna.user)
    shared.get("/norr/rapportera")
    office = Client()
    office.force_login(bo.user)
    page = text(office.get("/norr/organisation/skifttelefoner"))
    assert "Rastvakten" in page and timezone.localdate().isoformat() in page and "Anna" not in page


def test_a_phone_that_nobody_made_shared_has_no_such_page(client, town):
    assert client.get("/skift").status_code == 404


def test_a_pin_is_chosen_under_the_own_account_with_the_password(client, shared, anna):
    own = Client()
    own.force_login(anna.user)
    assert "PIN för delad telefon" in text(own.get("/konto"))
    wrong = own.post("/konto/pin", {"password": "fel", "pin": "4071"})
    assert wrong.status_code == 422
    assert own.post("/konto/pin", {"password": "en kulen höstdag i Norr", "pin": "4071"}).url == "/konto"
    assert sign_in(shared, anna.user).status_code == 302


def test_a_shared_phone_turns_on_no_notices_and_changes_no_choice_of_letters(shared, anna):
    set_pin(user=anna.user, pin="4071")
    sign_in(shared, anna.user)
    assert shared.get("/norr/brev").url == shared.post("/norr/brev", {"brev": []}).url == "/norr/rapportera"
    sent = {"on": "yes", "endpoint": "https://push.example.com/1", "public_key": "x", "secret": "y"}
    answer = shared.post("/norr/brev/webblasare", sent)
    assert answer.status_code == 400 and "delad telefon" in answer.json()["wrong"]
    assert not LetterChoice.objects.exists() and not PushSubscription.objects.exists()


def test_a_pin_opens_no_report_that_was_sent_for_another_organisation(shared, town, dag, observe):
    other = observe(by=dag)
    add_membership(
        user=dag.user, organisation=town.organisations["school"], role=town.roles["reporter"], by=town.machine
    )
    set_pin(user=dag.user, pin="4071")
    sign_in(shared, dag.user)
    assert shared.get(f"/norr/rapporter/{other.pk}").status_code == 404
    assert shared.get(f"/norr/api/v1/rapporter/{other.pk}").status_code == 404
    assert shared.get("/norr/api/v1/rapporter/mina").json() == {"reports": []}


def test_a_stated_address_is_marked_and_one_more_role_asks_that_it_is_checked(client, town, bo, dag):
    User.objects.filter(pk=dag.user.pk).update(email_stated=True)
    client.force_login(bo.user)
    assert "e-post inte bekräftad" in client.get("/norr/organisation/anvandare").content.decode()
    address = f"/norr/organisation/anvandare/{dag.user.pk}/roll"
    more = {"organisation": town.organisations["school"].pk, "role": town.roles["reporter"].pk}
    assert client.post(address, more).status_code == 422
    assert client.post(address, {**more, "address_checked": "on"}).status_code == 302
