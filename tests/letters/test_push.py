"""Push notices: sealed for one browser, without content, outside quiet hours, and never into one's own network."""

import contextlib
import json
import socket
import stat
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import change_settings
from samsyn.letters import addresses
from samsyn.letters.actions import LetterRefused, choose_letters, choose_quiet_hours, deliver_untold, turn_on_push
from samsyn.letters.addresses import AddressRefused, host_of, is_public, post
from samsyn.letters.models import Delivery, PushSubscription
from samsyn.letters.push import own_key, public_key
from samsyn.letters.sealing import CURVE, from_text, key_from, opened, point_of, sealed, to_text
from samsyn.method.observations.actions import send_back_observation
from tests.people import NOW

DAY = datetime(2025, 10, 8, 10, 0, tzinfo=UTC)
NIGHT = datetime(2025, 10, 8, 21, 0, tzinfo=UTC)        # 23:00 in Norr
SECRET = b"sixteen of mine."


class Service:
    """A push service on this machine that keeps what it is sent."""

    def __init__(self):
        self.taken, self.answers = [], []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.taken.append((self.path, dict(self.headers), body))
                self.send_response(service.answers.pop(0) if service.answers else 201)
                self.end_headers()

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def service(settings, tmp_path):
    settings.PUSH_TO_PRIVATE_HOSTS = True
    settings.SAMSYN_DATA = tmp_path
    running = Service()
    yield running
    running.server.shutdown()


@pytest.fixture
def asked(db, anna, bo, observe):
    """Bo asks Anna something, so that there is a letter to her."""

    def _asked():
        report = observe(accept=False)
        send_back_observation(observation=report, reason="Vilken port?", by=bo)
        Event.objects.filter(happening="observation.sent_back").update(created_at=NOW)
        return report

    return _asked


@pytest.fixture
def browser(service):
    def _browser(member, name="a"):
        key = ec.generate_private_key(CURVE)
        where = f"{service.address}/{name}"
        turn_on_push(endpoint=where, public_key=to_text(point_of(key.public_key())), secret=to_text(SECRET), by=member)
        return key

    return _browser


def deliver(now=DAY):
    return [(delivery.recipient.name, delivery.channel) for delivery in deliver_untold(now=now)]


def test_the_sealing_is_that_of_rfc_8291_appendix_a():
    def private(text):
        return ec.derive_private_key(int.from_bytes(from_text(text)), CURVE)

    browser, secret = private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), from_text("BTBZMqHH6r4Tts7J_aSIgg")
    body = sealed(
        b"When I grow up, I want to be a watermelon", public_key=point_of(browser.public_key()), secret=secret,
        own=private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), salt=from_text("DGv6ra1nlYgDCS1FRnbzlw"), padded=0,
    )  # fmt: skip
    assert to_text(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3"
        "jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert opened(body, own=browser, secret=secret) == b"When I grow up, I want to be a watermelon"


def test_anna_gets_a_notice_that_only_her_browser_can_open_and_that_says_nothing(anna, asked, service, browser):
    key, report = browser(anna), asked()
    assert deliver() == [("Anna", "email"), ("Anna", "push")]
    [(_path, _headers, body)] = service.taken
    told = json.loads(opened(body, own=key, secret=SECRET))
    line = Event.objects.get(happening="observation.sent_back")
    assert told == {"title": "Du har en fråga i Samsyn", "path": f"/norr/rapporter/{report.pk}", "line": str(line.pk)}
    assert line.told_at is not None
    assert deliver() == []


def test_the_installation_proves_who_sends_and_keeps_its_key_to_itself(anna, asked, service, browser, tmp_path):
    browser(anna)
    asked()
    deliver()
    headers = service.taken[0][1]
    note, _comma, key = headers["Authorization"].removeprefix("vapid t=").partition(", k=")
    assert key == public_key()
    first, claims, signature = note.split(".")
    r, s = (int.from_bytes(half) for half in (from_text(signature)[:32], from_text(signature)[32:]))
    key_from(from_text(key)).verify(
        encode_dss_signature(r, s), f"{first}.{claims}".encode(), ec.ECDSA(hashes.SHA256())
    )
    assert json.loads(from_text(claims))["aud"] == service.address
    assert stat.S_IMODE((tmp_path / "push_key.pem").stat().st_mode) == 0o600
    assert point_of(own_key().public_key()) == from_text(key)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_line_is_told(anna, asked, service, browser, status):
    browser(anna)
    asked()
    service.answers = [status]
    assert deliver() == [("Anna", "email")]
    assert not PushSubscription.objects.exists()
    assert Event.objects.get(happening="observation.sent_back").told_at is not None


def test_a_service_in_trouble_is_asked_again_until_it_takes_the_notice(anna, asked, service, browser):
    browser(anna)
    asked()
    service.answers = [503]
    assert deliver(NOW) == [("Anna", "email")]
    assert Delivery.objects.get(channel="push").problem == "HTTP 503"
    assert deliver(NOW + timedelta(seconds=30)) == []
    assert deliver(NOW + timedelta(minutes=2)) == [("Anna", "push")]
    assert [path for path, _headers, _body in service.taken] == ["/a", "/a"]


def test_a_service_that_does_not_answer_is_asked_once_and_loses_nothing(anna, asked, service, browser):
    browser(anna)
    asked()
    asked()
    service.server.shutdown()
    service.server.server_close()
    assert deliver() == [("Anna", "email")] * 2
    assert sorted(Delivery.objects.filter(channel="push").values_list("attempts", flat=True)) == [0, 1]


def test_a_service_that_never_answers_is_given_up_after_two_hours(anna, asked, service, browser):
    browser(anna)
    asked()
    service.server.shutdown()
    service.server.server_close()
    for minutes in range(0, 4 * 60, 4):
        deliver(DAY + timedelta(minutes=minutes))
    pushed = Delivery.objects.get(channel="push")
    assert (pushed.attempts, pushed.sent_at) == (8, None)
    assert Event.objects.get(happening="observation.sent_back").told_at is not None


def test_a_notice_waits_out_the_quiet_hours_but_a_mail_does_not(anna, asked, service, browser):
    browser(anna)
    asked()
    assert deliver(NIGHT) == [("Anna", "email")]
    assert service.taken == []
    assert deliver(NIGHT + timedelta(hours=8)) == [("Anna", "push")]


def test_a_person_and_a_municipality_choose_other_hours(town, bo, anna, asked, service, browser):
    browser(anna)
    asked()
    choose_quiet_hours(begins=9, ends=17, by=anna)
    assert ("Anna", "push") not in deliver(DAY)
    assert ("Anna", "push") in deliver(NIGHT)
    anna.municipality.refresh_from_db()
    change_settings(push_quiet=[], by=bo)
    browser(bo, "b")
    report = asked()
    assert Delivery.objects.filter(event_id=Event.objects.latest("id").pk).count() == 0
    choose_quiet_hours(begins=3, ends=3, by=anna)
    assert ("Anna", "push") in deliver(NIGHT), report
    with pytest.raises(LetterRefused):
        choose_quiet_hours(begins=3, ends=24, by=anna)


def test_a_kind_may_be_declined_by_one_way_and_wanted_by_the_other(anna, asked, service, browser):
    browser(anna)
    choose_letters(wanted=set(), by=anna, channel="push")
    asked()
    assert deliver() == [("Anna", "email")]


def test_on_a_shared_phone_only_the_last_who_asked_is_told(anna, bo, asked, service, browser):
    browser(anna)
    browser(bo)
    assert [one.user.name for one in PushSubscription.objects.all()] == ["Bo"]


@pytest.mark.parametrize("address", [
    "http://push.example.com/a", "https://localhost/a", "https://127.0.0.1/a", "https://10.0.0.8/a", "https://[::1]/a",
    "https://user@push.example.com/a", "https://push.example.com:8443/a", "https://intranet/a", "ftp://push.example.com",
    "https://2130706433/a", "", "https://push.example.com:x/",
])  # fmt: skip
def test_the_server_asks_no_address_but_public_ones_over_https(address):
    with pytest.raises(AddressRefused):
        host_of(address)


def test_a_public_name_that_leads_into_ones_own_network_is_not_asked(monkeypatch):
    asked = []

    def lookup(host, port, **_more):
        asked.append(host)
        return [(2, 1, 6, "", ("193.10.5.1", port)), (2, 1, 6, "", ("192.168.1.4", port))]

    monkeypatch.setattr("socket.getaddrinfo", lookup)
    with pytest.raises(AddressRefused):
        post("https://push.example.com/a", body=b"", headers={})
    assert asked == ["push.example.com"]
    no = ("224.0.0.1", "100.64.0.1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "::10.0.0.1", "::ffff:0:10.0.0.1", "fec0::1")
    assert not any(map(is_public, no)) and is_public("2001:6b0::1")


@pytest.fixture
def dripping():
    """A service that sends one sign of its headers at a time and is never done."""
    listening, done = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def drip():
        with listening.accept()[0] as caller, contextlib.suppress(OSError):
            caller.sendall(b"HTTP/1.1 201 Created\r\nX-Slow: ")
            while not done.wait(0.02):
                caller.sendall(b"a")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/a"
    done.set()
    thread.join()
    listening.close()


def test_a_service_that_drips_its_answer_holds_nobody_up(dripping, monkeypatch):
    monkeypatch.setattr(addresses, "PATIENCE_SECONDS", 0.08)
    begun = time.monotonic()
    with pytest.raises(OSError):
        post(dripping, body=b"x", headers={}, private_too=True)
    assert time.monotonic() - begun < 30     # it would drip for ever


@pytest.mark.django_db
def test_a_person_has_at_most_ten_browsers(anna, service, browser):
    for number in range(12):
        browser(anna, f"b{number}")
    left = {row.endpoint[-2:] for row in PushSubscription.objects.filter(user=anna.user)}
    assert len(left) == 10 and "11" in left and "b0" not in left


@pytest.mark.django_db
def test_a_member_turns_notices_on_and_off_from_the_page(client, anna, service):
    client.force_login(anna.user)
    page = client.get("/norr/brev").content.decode()
    assert f'data-push="{public_key()}"' in page
    key = to_text(point_of(ec.generate_private_key(CURVE).public_key()))
    form = {"on": "yes", "endpoint": f"{service.address}/a", "public_key": key, "secret": to_text(SECRET)}
    assert client.post("/norr/brev/webblasare", {**form, "public_key": "AAAA"}).status_code == 400
    assert client.post("/norr/brev/webblasare", {**form, "secret": "AAAA"}).status_code == 400
    assert client.post("/norr/brev/webblasare", form).json() == {"on": True}
    assert PushSubscription.objects.get().user == anna.user
    assert client.post("/norr/brev/webblasare", {**form, "on": "no"}).json() == {"on": False}
    assert not PushSubscription.objects.exists()
    client.post("/norr/brev", {"fran": "21", "till": "7", "brev": ["question"]})
    assert '<option value="21" selected' in client.get("/norr/brev").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["form", "phone"])
def test_whoever_signs_out_of_a_browser_is_told_nothing_more_there(client, anna, browser, service, way):
    browser(anna, "here")
    browser(anna, "elsewhere")
    client.force_login(anna.user)
    here = f"{service.address}/here"
    if way == "form":
        client.post("/logga-ut", {"endpoint": here})
    else:
        told = {"content_type": "application/json", "headers": {"X-Samsyn": "1"}}
        client.post("/norr/api/v1/lamna", {"endpoint": here}, **told)
    assert [row.endpoint for row in PushSubscription.objects.all()] == [f"{service.address}/elsewhere"]
