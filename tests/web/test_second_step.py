"""Two steps: codes in a phone, codes on paper, who must have them, proving oneself again, and open sessions."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from samsyn.ground.people.actions import change_role
from samsyn.ground.people.models import OpenSession, Role
from samsyn.ground.people.security.actions import add_totp, check_code, new_paper_codes, reset_second_steps
from samsyn.ground.tenancy.actions import change_municipality
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(back=0, secret=SECRET):
    """The code of now, or of so many half-minutes ago."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 - back))


def sign_in(client, who, password=PASSWORD, **more):
    return client.post("/logga-in", {"username": f"{who}@norr.example", "password": password, **more})


@pytest.fixture
def live(norr):
    """Norr has gone live: what its roles demand holds."""
    return change_municipality(municipality=norr, live_since=timezone.now())


@pytest.fixture
def stepped(bo):
    """Bo has an app whose last code was of a minute ago."""
    add_totp(user=bo.user, secret=SECRET, code=code(1))
    return bo


def test_who_has_a_second_step_is_asked_for_it_and_nobody_is_in_before(client, stepped):
    assert sign_in(client, "bo", next="/norr/logbok")["Location"] == "/logga-in/steg"
    assert client.get("/norr/").status_code == 302
    wrong = client.post("/logga-in/steg", {"code": "000000"})
    assert wrong.status_code == 422 and "Koden stämmer inte." in wrong.content.decode()
    assert client.post("/logga-in/steg", {"code": code()})["Location"] == "/norr/logbok"
    assert client.get("/norr/").status_code == 200
    assert client.session["second_step"] is True


def test_no_code_works_twice_and_none_older_than_the_last(client, stepped):
    now = timezone.now()
    right = code()
    assert check_code(user=stepped.user, code=f"{right[:3]} {right[3:]}", now=now) == "totp"
    assert check_code(user=stepped.user, code=right, now=now) == ""
    assert check_code(user=stepped.user, code=code(1), now=now) == ""


def test_a_code_from_paper_works_once(client, stepped):
    codes = new_paper_codes(user=stepped.user)
    assert len(set(codes)) == 10
    for status in (302, 422):
        other = Client()
        sign_in(other, "bo")
        assert other.post("/logga-in/steg", {"code": codes[3]}).status_code == status


def test_ten_wrong_codes_close_the_second_step_for_a_while(client, stepped):
    cache.clear()
    sign_in(client, "bo")
    for _try in range(10):
        assert client.post("/logga-in/steg", {"code": "000000"}).status_code == 422
    assert "Vänta en kvart" in client.post("/logga-in/steg", {"code": code()}).content.decode()
    cache.clear()


def test_the_wait_for_the_second_step_ends_with_another_password(client, stepped):
    sign_in(client, "bo")
    stepped.user.set_password("ett helt annat lösenord")
    stepped.user.save()
    assert client.post("/logga-in/steg", {"code": code()})["Location"] == "/logga-in"


def test_secrets_lie_sealed_in_the_database(stepped):
    held = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in held


def test_while_practising_nobody_is_asked(client, bo):
    sign_in(client, "bo")
    assert client.get("/norr/").status_code == 200


def test_in_a_live_municipality_the_coordinator_sets_up_two_steps_before_anything_opens(client, live, bo, anna):
    sign_in(client, "bo")
    assert client.get("/norr/")["Location"] == "/konto/sakerhet"
    assert client.get("/norr/api/v1/rapporter").status_code in (403, 404, 405)
    assert "Din roll loggar in i två steg" in client.get("/konto/sakerhet").content.decode()
    page = client.get("/konto/sakerhet/app").content.decode()
    assert "<svg" in page
    secret = client.session["new_app_secret"]
    done = client.post("/konto/sakerhet/app", {"code": code(secret=secret)}).content.decode()
    assert done.count("<code>") == 10, "ten codes for paper, shown once"
    assert client.get("/norr/").status_code == 200
    reporter = Client()
    sign_in(reporter, "anna")
    assert reporter.get("/norr/rapportera").status_code in (200, 302), "reporters stay simple"
    assert reporter.get("/norr/").status_code == 200


def test_which_roles_demand_it_is_data(client, live, town, anna):
    role = Role.objects.get(municipality=town.municipality, code="reporter")
    change_role(role=role, permissions=role.permissions, name_sv="R", name_en="R", second_step=True, by=town.machine)
    sign_in(client, "anna")
    assert client.get("/norr/")["Location"] == "/konto/sakerhet"


def test_changing_the_second_step_asks_again_who_it_is(client, stepped):
    sign_in(client, "bo")
    client.post("/logga-in/steg", {"code": code()})
    session = client.session
    session["proved_at"] = 0
    session.save()
    row = Authenticator.objects.get(user_id=stepped.user.pk, type="totp")
    assert client.post(f"/konto/sakerhet/bort/{row.pk}")["Location"] == "/konto/bevisa?next=%2Fkonto%2Fsakerhet"
    assert Authenticator.objects.filter(pk=row.pk).exists()
    paper = new_paper_codes(user=stepped.user)
    assert "lösenord" not in client.get("/konto/bevisa").content.decode().split("<main")[1].split("</form>")[0]
    proved = client.post("/konto/bevisa", {"code": paper[0], "next": "/konto/sakerhet"})
    assert proved["Location"] == "/konto/sakerhet"
    client.post(f"/konto/sakerhet/bort/{row.pk}")
    assert not Authenticator.objects.filter(user_id=stepped.user.pk).exists(), "the codes on paper go with the last"


def test_the_administrator_resets_what_somebody_has_lost(stepped, town):
    Session.objects.all().delete()
    reset_second_steps(user=stepped.user, by=town.machine)
    assert not Authenticator.objects.filter(user_id=stepped.user.pk).exists()


# --- sessions -----------------------------------------------------------------------------------


def test_sessions_are_listed_and_ended_from_afar(client, anna):
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 15) Chrome/130.0"})
    sign_in(client, "anna")
    sign_in(phone, "anna")
    page = client.get("/konto/sakerhet").content.decode()
    assert "Chrome · Android" in page
    other = OpenSession.objects.get(device="Chrome · Android")
    client.post("/konto/sessioner/avsluta", {"session": str(other.pk)})
    assert phone.get("/norr/").status_code == 302
    assert client.get("/norr/").status_code == 200


def test_nobody_ends_the_session_of_another(client, anna, bo):
    sign_in(client, "anna")
    colleague = Client()
    sign_in(colleague, "bo")
    row = OpenSession.objects.get(user=bo.user)
    client.post("/konto/sessioner/avsluta", {"session": str(row.pk)})
    assert colleague.get("/norr/").status_code == 200


def test_a_new_password_signs_out_everywhere_else(client, anna):
    phone = Client()
    sign_in(client, "anna")
    sign_in(phone, "anna")
    new = "löv på gården i oktober"
    client.post("/konto/losenord", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert phone.get("/norr/").status_code == 302
    assert client.get("/norr/").status_code == 200
    assert OpenSession.objects.filter(user=anna.user).count() == 1
    assert "här" in client.get("/konto/sakerhet").content.decode()
    client.post("/logga-ut")
    assert not OpenSession.objects.filter(user=anna.user).exists()


def test_a_session_left_alone_ends_for_those_who_take_two_steps_and_lasts_for_reporters(client, live, bo, anna):
    for who, status in (("bo", 302), ("anna", 200)):
        one = Client()
        sign_in(one, who)
        session = one.session
        session["second_step"] = True
        session["seen_at"] = (timezone.now() - timedelta(minutes=61)).timestamp()
        session.save()
        assert one.get("/norr/").status_code == status, who


def test_the_idle_limit_is_not_put_off_by_what_a_page_asks_for_itself(client, live, bo):
    sign_in(client, "bo")
    session = client.session
    before = session["seen_at"] = (timezone.now() - timedelta(minutes=10)).timestamp()
    session.save()
    client.get("/norr/", headers={"Sec-Fetch-Mode": "cors"})
    assert client.session["seen_at"] == before
    client.get("/norr/", headers={"Sec-Fetch-Mode": "navigate"})
    assert client.session["seen_at"] > before
