"""Signing in with the municipality's own account over OpenID Connect: through a certified provider, and a rogue one."""

import html
import json
import os
import re
import socket
import subprocess
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client

from samsyn.ground.people.directories.actions import give_by_claim, link_subject, save_directory
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import Membership, User
from samsyn.ground.tenancy.actions import change_municipality
from samsyn.web.directory.adapter import OwnDirectories
from samsyn.web.directory.oidc import leave_of
from samsyn.web.directory.providers import app_of
from tests.peers.walking import Walker
from tests.people import NOW, PASSWORD
from tools import peers

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-forty-characters-for-the-tests"
CALLBACK = "http://testserver/logga-in/oidc/{}/svar"
PEOPLE = {
    "s-anna": {"email": "anna@norr.example", "email_verified": True, "name": "Anna", "groups": ["g-school"]},
    "s-bo": {"email": "bo@norr.example", "email_verified": False, "name": "Bo", "groups": []},
    "s-dag": {"email": "dag@norr.example", "email_verified": True, "groups": ["g-everything", "g-unknown"]},
    "s-new": {"email": "nils@norr.example", "email_verified": True, "name": "Nils", "groups": ["g-school"]},
    "s-cecilia": {"email": "cecilia@soder.example", "email_verified": True, "groups": ["g-school"]},
    "s-nobody": {"name": "Ingen", "groups": ["g-school"]},
}


@pytest.fixture(autouse=True)
def _no_brakes():
    cache.clear()


@pytest.fixture(scope="module")
def provider():
    """The certified provider, started on a port of its own; gives its address."""
    if why := peers.why_not():
        pytest.skip(why)
    clients = [
        {"client_id": f"samsyn-{code}", "client_secret": SECRET, "redirect_uris": [CALLBACK.format(code)],
         "token_endpoint_auth_method": "client_secret_post"}
        for code in ("norr", "soder")
    ]  # fmt: skip
    told = json.dumps({"clients": clients, "people": PEOPLE})
    process = subprocess.Popen(
        ["node", "provider.mjs"], cwd=peers.TARGET, env=os.environ | {"PEER": told}, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait(timeout=10)


def directory(town, issuer, *, code="norr", **more):
    said = {
        "code": code, "name": f"{town.municipality.name}s kommun", "kind": "oidc", "is_on": True, "issuer": issuer,
        "client_id": f"samsyn-{code}", "domains": [f"{code}.example"],
    } | more  # fmt: skip
    return save_directory(directory=None, by=town.machine, **said)


@pytest.fixture
def open_loopback(settings):
    settings.DIRECTORY_HOSTS = ["127.0.0.1"]
    settings.DIRECTORY_SECRETS = [f"norr/norr={SECRET}", f"soder/soder={SECRET}"]


@pytest.fixture
def norrs(town, provider, open_loopback):
    """Norr's directory: the group g-school gives reporter at the school."""
    made = directory(town, provider)
    give_by_claim(
        directory=made, value="g-school", organisation=town.organisations["school"], role=town.roles["reporter"],
        by=town.machine,
    )  # fmt: skip
    return made


def words(page):
    return page.content.decode()


def test_anna_signs_in_with_the_towns_account_and_lands_where_she_wanted(client, norrs, anna):
    assert "Logga in med kommunens konto" in words(client.get("/logga-in"))
    page = Walker(client).sign_in("/logga-in/med/norr?next=/norr/rapportera", who="s-anna")
    assert page.status_code == 200 and page.at.endswith("/norr/rapportera")
    assert client.session["_auth_user_id"] == str(anna.user.pk)
    assert client.session["way"] == "directory"
    client.post("/logga-ut")
    assert client.get("/norr/").status_code == 302


def test_whoever_signs_out_is_led_to_sign_out_of_the_directory_too(client, norrs, anna, provider):
    walker = Walker(client)
    walker.sign_in("/logga-in/med/norr", who="s-anna")
    page = words(client.post("/logga-ut", follow=True))
    assert "Du är kvar inloggad hos Norrs kommun" in page
    leave = html.unescape(re.search(r'href="([^"]+)">Logga ut där också', page)[1])
    assert leave == f"{provider}/session/end?client_id=samsyn-norr"
    assert "Logga ut där också" not in words(client.get("/logga-in"))           # said once
    assert walker.go("/logga-in/med/norr?next=/konto").at.endswith("/konto")     # the directory still knows her
    client.post("/logga-ut")
    assert walker.fill(walker.go(leave), logout="yes").at.startswith(f"{provider}/session/end")
    assert 'name="login"' in walker.go("/logga-in/med/norr").text               # … and now it asks who she is


def test_who_came_by_password_or_through_a_directory_without_such_a_place_is_not_told_of_it(client, norrs, anna):
    client.login(username=anna.user.email, password=PASSWORD)
    assert "Logga ut där också" not in words(client.post("/logga-ut", follow=True))
    for where in (None, "http://elsewhere.example/end", "javascript:x"):
        assert leave_of({"end_session_endpoint": where}, app_of(norrs)) is None
    assert leave_of({"end_session_endpoint": "https://a.example/end?p=1"}, app_of(norrs)) == {
        "name": "Norrs kommun", "at": "https://a.example/end?p=1&client_id=samsyn-norr",
    }  # fmt: skip


def test_nobody_is_taken_over_by_an_address_that_is_not_confirmed(client, norrs, town, bo):
    page = Walker(client).sign_in("/logga-in/med/norr", who="s-bo")
    assert page.status_code == 403 and "inte bekräftat någon adress" in words(page)
    save_directory(directory=norrs, owns_addresses=True, by=town.machine)
    assert Walker(Client()).sign_in("/logga-in/med/norr", who="s-bo").status_code == 200


def test_an_explicit_subject_opens_the_account_without_any_address(client, norrs, town, bo):
    link_subject(directory=norrs, user=bo.user, subject="s-nobody", by=town.machine)
    Walker(client).sign_in("/logga-in/med/norr", who="s-nobody")
    assert client.session["_auth_user_id"] == str(bo.user.pk)


def test_a_stated_address_is_not_an_account_to_open(client, norrs, anna):
    User.objects.filter(pk=anna.user.pk).update(email_stated=True)
    page = Walker(client).sign_in("/logga-in/med/norr", who="s-anna")
    assert page.status_code == 403 and "Det finns inget konto för dig i Norr" in words(page)


def test_groups_give_what_the_mapping_says_and_no_more_and_a_lost_group_takes_it_away(client, norrs, town, dag):
    given = give_by_claim(
        directory=norrs, value="g-everything", organisation=town.organisations["town"], role=town.roles["steering"],
        by=town.machine,
    )  # fmt: skip
    Walker(client).sign_in("/logga-in/med/norr", who="s-dag")
    roles = set(Membership.objects.filter(user=dag.user, given_by=norrs).values_list("role__code", flat=True))
    assert roles == {"steering"}, "one of the two groups is in the mapping"
    assert Membership.objects.filter(user=dag.user, role__code="group_member", ends_on=None).exists()
    given.delete()
    again = Client()
    Walker(again).sign_in("/logga-in/med/norr", who="s-dag")
    now = member_of(User.objects.get(pk=dag.user.pk), town.municipality, on=NOW.date().replace(year=2026, month=12))
    assert [m.role.code for m in now.memberships] == ["group_member"], "what a person gave stands"


def test_accounts_are_not_made_unless_the_municipality_wants_it(client, norrs, town):
    page = Walker(client).sign_in("/logga-in/med/norr", who="s-new")
    assert page.status_code == 403 and not User.objects.filter(email="nils@norr.example").exists()
    save_directory(directory=norrs, makes_accounts=True, by=town.machine)
    assert Walker(Client()).sign_in("/logga-in/med/norr", who="s-new").status_code == 200
    made = User.objects.get(email="nils@norr.example")
    assert not made.has_usable_password() and made.name == "Nils"
    assert list(made.memberships.values_list("role__code", flat=True)) == ["reporter"]


def test_a_missing_address_is_said_in_words(client, norrs):
    page = Walker(client).sign_in("/logga-in/med/norr", who="s-nobody")
    assert page.status_code == 403 and "vilket konto som är ditt" in words(page)


def test_a_directory_opens_no_account_of_another_municipality(client, norrs, town, neighbour, cecilia):
    save_directory(directory=norrs, domains=["norr.example", "soder.example"], owns_addresses=True, by=town.machine)
    page = Walker(client).sign_in("/logga-in/med/norr", who="s-cecilia")
    assert page.status_code == 403 and "Det finns inget konto för dig i Norr" in words(page)


def test_whoever_works_in_two_towns_comes_through_a_directory_only_into_its_own(client, norrs, town, neighbour, anna):
    from samsyn.ground.people.actions import add_membership

    add_membership(
        user=anna.user, organisation=neighbour.organisations["town"], role=neighbour.roles["coordinator"],
        by=neighbour.machine,
    )  # fmt: skip
    Walker(client).sign_in("/logga-in/med/norr", who="s-anna")
    assert client.get("/norr/").status_code == 200
    assert client.get("/soder/").status_code == 404
    assert client.get("/")["Location"] == "/norr/"
    assert client.get("/konto/sakerhet/app").status_code == 302, "nor into the account's own settings"


def test_two_towns_with_a_directory_each_in_one_installation(client, norrs, neighbour, provider, cecilia, anna):
    directory(neighbour, provider, code="soder")
    page = words(client.get("/logga-in"))
    assert "Logga in med konto hos Norrs kommun" in page and "Logga in med konto hos Söders kommun" in page
    Walker(client).sign_in("/logga-in/med/soder", who="s-cecilia")
    assert client.get("/soder/").status_code == 200


def test_an_answer_works_once(client, norrs, anna):
    walker = Walker(client)
    walker.sign_in("/logga-in/med/norr", who="s-anna")
    answer = next(at for at in walker.visited if "/svar?" in at)
    client.post("/logga-ut")
    page = walker.go(answer)
    assert page.status_code == 403 and "redan använt" in words(page)
    stranger = Walker(Client()).go(answer)
    assert stranger.status_code == 403, "nor in another browser"


def test_whoever_turns_back_is_told_so(client, norrs):
    walker = Walker(client)
    page = walker.go("/logga-in/med/norr")
    state = parse_qs(urlsplit(walker.visited[1]).query)["state"][0]
    assert 'name="login"' in page.text
    page = walker.go(f"/logga-in/oidc/norr/svar?error=access_denied&state={state}")
    assert "Du avbröt inloggningen." in words(page)


def test_a_directory_that_is_off_or_unknown_is_not_there(client, norrs, town):
    save_directory(directory=norrs, is_on=False, by=town.machine)
    assert client.get("/logga-in/med/norr").status_code == 404
    assert client.get("/logga-in/med/finns-inte").status_code == 404


def test_a_second_step_taken_there_counts_only_when_the_town_says_so(client, norrs, town, anna):
    change_municipality(municipality=town.municipality, live_since=NOW)
    role = town.roles["reporter"]
    role.second_step = True
    role.save()
    Walker(client).sign_in("/logga-in/med/norr", who="s-anna")
    assert client.get("/norr/")["Location"] == "/konto/sakerhet"
    save_directory(directory=norrs, second_step="always", by=town.machine)
    other = Client()
    Walker(other).sign_in("/logga-in/med/norr", who="s-anna")
    assert other.get("/norr/").status_code == 200


# --- a directory that lies ----------------------------------------------------------------------

KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _each in range(2))


class Rogue(ThreadingHTTPServer):
    """Answers what it is told to: `says` changes the discovery document, the claims, the key or the algorithm."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), RogueAnswers)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.says, self.nonce = {}, ""


class RogueAnswers(BaseHTTPRequestHandler):
    def do_GET(self):
        rogue, path = self.server, urlsplit(self.path).path
        if path.endswith("openid-configuration"):
            found = {"issuer": rogue.issuer, "authorization_endpoint": f"{rogue.issuer}/auth",
                     "token_endpoint": f"{rogue.issuer}/token", "jwks_uri": f"{rogue.issuer}/keys",
                     "userinfo_endpoint": f"{rogue.issuer}/me"} | rogue.says.get("discovery", {})  # fmt: skip
        elif path == "/keys":
            found = {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1"}]}
        else:
            found = rogue.says.get("userinfo", {})
        self._send(found)

    def do_POST(self):
        rogue = self.server
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {"iss": rogue.issuer, "aud": "samsyn-norr", "sub": "s-anna", "iat": now, "exp": now + 60,
                  "nonce": rogue.nonce, "email": "anna@norr.example", "email_verified": True, "groups": ["g-school"]}
        claims = {k: v for k, v in (claims | rogue.says.get("claims", {})).items() if v is not None}
        key, algorithm = rogue.says.get("key", KEY), rogue.says.get("algorithm", "RS256")
        token = jwt.encode(claims, key if algorithm != "none" else None, algorithm=algorithm, headers={"kid": "1"})
        self._send({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _send(self, found):
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def rogue(town, open_loopback):
    server = Rogue()
    Thread(target=server.serve_forever, daemon=True).start()
    made = directory(town, server.issuer)
    give_by_claim(
        directory=made, value="g-school", organisation=town.organisations["school"], role=town.roles["reporter"],
        by=town.machine,
    )  # fmt: skip
    yield server
    server.shutdown()
    server.server_close()


def answer_of(client, rogue, **says):
    """Begin, let the rogue answer as told, and return our page."""
    rogue.says = says
    sent = client.get("/logga-in/med/norr")
    if sent.status_code != 302:
        return sent
    asked = parse_qs(urlsplit(sent["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    rogue.nonce = says.get("nonce", asked["nonce"][0])
    return client.get("/logga-in/oidc/norr/svar", {"code": "x", "state": asked["state"][0]})


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ({"claims": {"iss": "https://ond.example"}}, "inte från den utfärdare"),
        ({"discovery": {"issuer": "https://ond.example"}}, "inte från den utfärdare"),
        ({"claims": {"aud": "somebody-else"}}, "mottagare"),
        ({"claims": {"exp": 1}}, "tid"),
        ({"key": OTHER_KEY}, "underskrift"),
        ({"algorithm": "none"}, "underskrift"),
        ({"algorithm": "HS256", "key": SECRET}, "underskrift"),
        ({"nonce": "another"}, "hör inte till den här inloggningen"),
        ({"claims": {"sub": None}}, "inte vem du är"),
        ({"claims": {"sub": "x" * 300}}, "inte vem du är"),
        ({"claims": {"groups": None}, "userinfo": {"sub": "s-bo", "groups": ["g-school"]}}, "underskrift"),
        ({"claims": {"email": None, "email_verified": None}, "userinfo": {"sub": "s-anna"}}, "vilket konto"),
        ({"discovery": {"jwks_uri": "http://10.0.0.1/keys"}}, "får inte användas"),
        ({"discovery": {"token_endpoint": "https://169.254.169.254/latest"}}, "får inte användas"),
    ],
)
def test_an_answer_that_is_not_right_is_refused_with_a_sentence(client, rogue, anna, says, said):
    page = answer_of(client, rogue, **says)
    assert page.status_code == 403, words(page)[:200]
    assert said in words(page)
    assert "_auth_user_id" not in client.session


def test_the_same_answer_when_it_is_right_is_taken(client, rogue, anna):
    assert answer_of(client, rogue)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(anna.user.pk)


def test_a_directory_on_the_inside_is_asked_only_when_the_operator_has_named_it(client, rogue, settings):
    settings.DIRECTORY_HOSTS = []
    page = client.get("/logga-in/med/norr")
    assert page.status_code == 403 and "får inte användas" in words(page)


def test_twenty_wrong_answers_from_one_address_close_this_way_for_a_while(client, rogue):
    for _try in range(20):
        assert client.get("/logga-in/oidc/norr/svar?code=x&state=guessed").status_code == 403
    assert "Vänta en kvart" in words(client.get("/logga-in/med/norr"))


def test_the_client_secret_is_nowhere_in_the_database(town, open_loopback):
    made = directory(town, "https://login.example/norr")
    assert SECRET not in str({field.name: getattr(made, field.name) for field in made._meta.fields})


def test_a_secret_follows_its_municipality_and_not_a_short_name_that_another_takes_over(town, neighbour, open_loopback):
    first = directory(town, "https://login.example/norr")
    assert app_of(first).secret == SECRET
    first.delete()
    theirs = directory(neighbour, "https://login.example/elsewhere", code="norr")
    assert not app_of(theirs).secret


def test_what_was_checked_is_what_is_asked_whatever_the_name_leads_to_the_next_time(rf, monkeypatch):
    """The first answer of the name server is public; whoever looks the name up once more is led inside."""
    looked_up, reached = [], []

    def look_up(name, *args, **more):
        looked_up.append(name)
        inside = looked_up.count(name) > 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1" if inside else "193.10.5.1", 443))]

    def connect(address, *args, **more):
        reached.append(address[0] if address[0][0].isdigit() else look_up(address[0])[0][4][0])
        ours, theirs = socket.socketpair()
        theirs.close()
        return ours

    def wrap(sock, **more):
        names.append((more["server_hostname"], more["assert_hostname"]))
        raise OSError

    names = []
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    monkeypatch.setattr("urllib3.connection._ssl_wrap_socket_and_match_hostname", wrap)
    session = OwnDirectories(rf.get("/")).get_requests_session()
    session.trust_env = False
    with pytest.raises(requests.RequestException):
        session.get("https://login.example.com/.well-known/openid-configuration")
    assert reached == ["193.10.5.1"] and looked_up == ["login.example.com"]
    assert names == [("login.example.com", "login.example.com")], "and the certificate must be the name's"
