"""A phone that several share: two people in turn, each with a draft without a network, and nobody reads another's."""

import json
import time
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Error, Page, expect

from samsyn.ground.people.shifts.actions import set_pin
from samsyn.method.observations.models import Observation, ReporterLink
from samsyn.web.shared import TOUCHED
from tests.faults import Network
from tests.journeys.phones import emptied, kept, phone, ready, report, send_all, until
from tests.people import join

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PINS = {"anna": "4071", "ida": "8262"}
ANNAS, IDAS = "Dörrstängaren avriven i port 4.", "Nya målningar på gaveln mot parken."
NOBODY = """async () => {
  const { openStore } = await import("/static/offline/store.js");
  return !(await openStore().get("kept", "current"));
}"""
EVERYTHING_KEPT = """async () => {
  const { openStore } = await import("/static/offline/store.js");
  const store = openStore();
  const seen = (_name, value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder("latin1").decode(value) : value instanceof CryptoKey ? "key" : value;
  return JSON.stringify([await store.all("drafts"), await store.all("kept")], seen);
}"""


@pytest.fixture
def two(town):
    """Anna and Ida, who share a phone at the school."""
    join(town, "Ida", role="reporter", organisation="school")
    for who, pin in PINS.items():
        set_pin(user=town.members[who].user, pin=pin)
    return town


@pytest.fixture
def link(two, bo):
    """The address in the QR code that Bo shows on his screen."""
    laptop = Client()
    laptop.force_login(bo.user)
    sent = {"organisation": two.organisations["school"].pk, "name": "Rastvakten", "idle_minutes": 5}
    shown = laptop.post("/norr/organisation/skifttelefoner/ny", sent)
    assert "<svg" in shown.content.decode()
    return "/skift/" + shown.context["address"].rpartition("/skift/")[2]


@pytest.fixture
def shared(playwright_now, browser, live_server, link, tmp_path):
    """The phone, in service, with nobody signed in and a clock that can be wound on."""
    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        page = context.pages[0]
        page.clock.install(time=time.time())
        page.goto(link)
        page.get_by_role("button", name="Ta i bruk").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Rastvakten")
        yield page


def begin(page: Page, who: str) -> None:
    page.goto("about:blank")
    page.goto("/skift")
    page.get_by_label("Inloggningsnamn eller e-post").fill(f"{who}@norr.example")
    page.get_by_label("PIN").fill(PINS[who])
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/norr/rapportera", wait_until="commit")
    kept(page)
    Network.quiet()
    expect(page.locator("[data-own]")).to_contain_text("Logga ut")


def write_without_network(page: Page, text: str) -> None:
    page.context.set_offline(True)
    page.reload()
    ready(page)
    report(page, text=text)
    expect(page.locator("[data-unsent]")).to_have_text("1 ej skickad")


def left_alone(page: Page) -> None:
    """Six minutes without a touch, for the phone and for the server; without a network the screen cannot change."""
    with suppress(Error):
        page.clock.fast_forward("06:00")
    until(page, "nobody is the user of the phone", NOBODY)
    Network.quiet()
    for session in Session.objects.all():
        values = session.get_decoded()
        if TOUCHED in values:
            values[TOUCHED] -= 6 * 60
            session.session_data = Session.objects.encode(values)
            session.save()


def network_back(page: Page) -> None:
    """The network is back with nobody signed in: whatever would send by itself has its chance."""
    page.context.set_offline(False)
    with suppress(Error):  # the phone may be on its way there by itself
        page.goto("about:blank")
    page.goto("/skift")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rastvakten")
    assert send_all(page) == "signed_out"
    Network.quiet()


def whose() -> dict[str, str]:
    links = ReporterLink.objects.select_related("user", "observation")
    return {link.observation.text: link.user.email.partition("@")[0] for link in links}


def test_two_share_a_phone_and_neither_sees_the_others_words_and_each_report_arrives_once(shared):
    begin(shared, "anna")
    write_without_network(shared, ANNAS)
    left_alone(shared)
    network_back(shared)
    assert Observation.objects.count() == 0, "nothing is sent in anybody's name while nobody is signed in"

    begin(shared, "ida")
    expect(shared.locator("[data-phone-lines]")).to_contain_text("1 osänd rapport från någon annan")
    shared.goto("/norr/mina")
    ready(shared)
    assert ANNAS not in shared.content()
    held = str(shared.evaluate(EVERYTHING_KEPT))
    assert len(json.loads(held)[0]) == 1 and ANNAS not in held, "it lies there under Anna's own key"
    shared.goto("/norr/rapportera")
    ready(shared)
    write_without_network(shared, IDAS)
    left_alone(shared)
    network_back(shared)
    assert Observation.objects.count() == 0

    begin(shared, "anna")
    expect(shared.locator("[data-unsent]")).to_have_text("0 ej skickade")
    assert whose() == {ANNAS: "anna"}
    shared.goto("/norr/mina")
    ready(shared)
    assert IDAS not in shared.content()
    left_alone(shared)

    begin(shared, "ida")
    emptied(shared)
    assert whose() == {ANNAS: "anna", IDAS: "ida"}
    assert Observation.objects.count() == 2


def test_a_shared_phone_left_alone_signs_out_by_itself_and_asks_for_the_next_one(shared):
    begin(shared, "anna")
    shared.clock.fast_forward("04:00")
    shared.keyboard.press("Shift")
    shared.clock.fast_forward("04:00")
    assert "/norr/rapportera" in shared.url, "a touch begins the five minutes anew"
    shared.clock.fast_forward("01:30")
    shared.wait_for_url("**/skift")
    expect(shared.get_by_role("heading", level=1)).to_have_text("Rastvakten")
    shared.goto("/norr/mina")
    shared.wait_for_url(lambda address: "/skift" in address or "/logga-in" in address)
