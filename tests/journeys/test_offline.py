"""The phone without a network, and with one that cannot be trusted: every report arrives once, and none is lost."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from samsyn.method.observations.models import Observation
from samsyn.web.phone import shell
from tests.faults import Network, Plan
from tests.journeys.phones import arrives, emptied, kept, phone, ready, report, settled, sign_in, until, write_many

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A_DAY_AHEAD = """{
  const Real = Date, ahead = 86400000;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  if (globalThis.SyncManager) SyncManager.prototype.register = () => Promise.reject();
}"""
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
# The screen hears of its worker only once a newer one has been found.
FOUND_BEFORE = """{
  const register = ServiceWorkerContainer.prototype.register;
  ServiceWorkerContainer.prototype.register = async function (...given) {
    const found = await register.apply(this, given);
    await new Promise((done) => {
      if (found.installing) done();
      found.addEventListener("updatefound", done);
      setTimeout(done, 4000);
    });
    return found;
  };
}"""
FULL = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


@pytest.fixture
def at_hand(playwright_now, browser, live_server, town, tmp_path):
    """Anna's phone, signed in, with the report screen open."""
    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        page = context.pages[0]
        sign_in(page)
        yield page


def waiting(page: Page, words: str) -> None:
    expect(page.locator("[data-unsent]")).to_have_text(words)


def in_menu(page: Page, name: str) -> None:
    page.locator("summary", has_text="Meny").click()
    page.get_by_role("button", name=name).click()


def stored() -> int:
    return Observation.objects.count()


def test_a_report_takes_at_most_twelve_taps(at_hand):
    assert report(at_hand, text="Dörrstängaren avriven igen.") <= 12
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")
    assert stored() == 1


def test_without_a_network_a_report_waits_and_goes_when_it_is_back(at_hand):
    at_hand.context.set_offline(True)
    at_hand.reload()
    ready(at_hand)
    report(at_hand)
    waiting(at_hand, "1 ej skickad")
    at_hand.context.set_offline(False)
    waiting(at_hand, "0 ej skickade")
    assert stored() == 1


def test_thirty_reports_outlive_a_browser_that_is_killed(playwright_now, browser, live_server, town, tmp_path):
    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        sign_in(context.pages[0])
        context.set_offline(True)
        write_many(context.pages[0], 29)
        report(context.pages[0])
    # A browser that is being closed lets go of the broken network for an instant: one or two may slip out.
    assert stored() < 30
    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        context.pages[0].goto("/norr/rapportera")
        emptied(context.pages[0])
        waiting(context.pages[0], "0 ej skickade")
    assert stored() == 30


def test_requests_and_answers_are_lost_and_yet_every_report_arrives_once(at_hand):
    Network.plan = Plan(lost_before=0.2, lost_after=0.3, twice=0.3, late=0.3, broken=0.1, path="/api/v1/rapporter")
    write_many(at_hand, 12)
    arrives(at_hand)
    assert Network.plan.log["lost_after"] > 0
    assert stored() == 12


def test_two_tabs_send_each_report_once(at_hand):
    other = at_hand.context.new_page()
    other.goto("/norr/rapportera")
    settled(other)
    Network.plan = Plan(late=1, delay=0.1, path="/api/v1/rapporter")       # counts from before the first is written
    write_many(at_hand, 10)
    for page in (at_hand, other):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    emptied(other)
    assert (stored(), Network.plan.log["requests"]) == (10, 10)


def test_a_full_phone_sends_at_once_or_says_that_it_cannot(at_hand):
    at_hand.evaluate(FULL)
    report(at_hand)
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")
    assert stored() == 1
    at_hand.get_by_role("button", name="En till", exact=True).click()
    at_hand.context.set_offline(True)
    at_hand.get_by_role("link", name="Skadegörelse").click()
    at_hand.get_by_role("button", name="Skadegörelse på byggnad").click()
    at_hand.get_by_role("button", name="Alby").click()
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.locator("#send-wrong")).to_contain_text("Telefonen är full")
    at_hand.context.set_offline(False)
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")
    assert stored() == 2


def test_a_clock_that_is_a_day_ahead_is_put_right(at_hand):
    at_hand.add_init_script(A_DAY_AHEAD)
    at_hand.reload()
    ready(at_hand)
    report(at_hand)
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")
    assert abs(Observation.objects.get().observed_to - timezone.now()) < timedelta(minutes=2)


def test_a_session_that_ended_keeps_the_reports_for_the_same_person_only(at_hand):
    Network.quiet()
    Session.objects.all().delete()
    at_hand.reload()
    ready(at_hand)
    at_hand.get_by_role("link", name="Skadegörelse").click()
    at_hand.get_by_role("button", name="Skadegörelse på byggnad").click()
    at_hand.get_by_role("button", name="Alby").click()
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.locator("[data-phone-lines]")).to_contain_text("skickas när du loggar in igen")
    waiting(at_hand, "1 ej skickad")

    at_hand.context.clear_cookies()
    sign_in(at_hand, "eva")
    expect(at_hand.locator("[data-phone-lines]")).to_contain_text("1 osänd rapport från någon annan")
    waiting(at_hand, "0 ej skickade")
    assert stored() == 0

    at_hand.context.clear_cookies()
    sign_in(at_hand, "anna")
    emptied(at_hand)
    expect(at_hand.locator("[data-phone-lines]")).not_to_contain_text("någon annan")
    waiting(at_hand, "0 ej skickade")
    assert stored() == 1


NEWER_ALONE = """async () => {
  const shells = (await caches.keys()).filter((name) => name.startsWith("samsyn-shell-"));
  return shells.join() === "samsyn-shell-newer";
}"""


def newer_alone(page: Page) -> None:
    """Wait until the new version has taken over and the old one is gone; the map has a shelf of its own."""
    until(page, "the new version alone", NEWER_ALONE)


def test_a_new_version_of_the_app_sends_what_the_old_one_wrote(at_hand, monkeypatch):
    at_hand.context.set_offline(True)
    report(at_hand)
    monkeypatch.setattr(shell, "version", lambda: "newer")
    at_hand.context.set_offline(False)
    at_hand.reload()
    waiting(at_hand, "0 ej skickade")
    newer_alone(at_hand)
    at_hand.context.set_offline(True)
    at_hand.reload()
    ready(at_hand)
    assert stored() == 1


def test_a_new_version_that_the_browser_found_by_itself_takes_over_too(at_hand, monkeypatch):
    at_hand.add_init_script(FOUND_BEFORE)
    monkeypatch.setattr(shell, "version", lambda: "newer")
    at_hand.reload()
    newer_alone(at_hand)


@pytest.mark.parametrize(("agent", "installed", "told"), [
    (f"{IPHONE} Version/26.0 Mobile/15E148 Safari/604.1", False, True),
    (f"{IPHONE} Version/26.0 Mobile/15E148 Safari/604.1", True, False),
    (f"{IPHONE} CriOS/150.0 Mobile/15E148 Safari/604.1", False, True),
    ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Mobile Safari/537.36", False,
     False),
], ids=["Safari", "Safari on the home screen", "another browser on an iPhone", "Android"])
def test_who_may_be_cleared_after_seven_days_is_told(
    playwright_now, browser, live_server, town, tmp_path, agent, installed, told
):
    with phone(playwright_now, tmp_path / "phone", live_server.url, user_agent=agent) as context:
        page = context.pages[0]
        if installed:
            page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: true })")
        sign_in(page)
        context.set_offline(True)
        report(page)
        waiting(page, "1 ej skickad")
        assert ("Skicka inom 7 dagar" in page.locator("[data-phone-lines]").inner_text()) is told


def test_signing_out_says_how_many_reports_are_thrown_away(at_hand):
    at_hand.context.set_offline(True)
    report(at_hand)
    Network.plan = Plan(lost_before=1.0, path="/api/v1/rapporter")
    at_hand.context.set_offline(False)
    in_menu(at_hand, "Logga ut")
    dialog = at_hand.get_by_role("dialog")
    expect(dialog).to_contain_text("1 rapport är inte skickad")
    dialog.get_by_role("button", name="Stanna kvar").click()
    waiting(at_hand, "1 ej skickad")
    in_menu(at_hand, "Logga ut")
    at_hand.get_by_role("button", name="Logga ut och släng 1 rapport").click()
    at_hand.wait_for_url("**/logga-in")
    Network.plan = None
    sign_in(at_hand)
    waiting(at_hand, "0 ej skickade")
    assert stored() == 0


def test_the_cover_opens_with_the_own_code(at_hand):
    in_menu(at_hand, "Välj kod")
    at_hand.get_by_label("Ny kod").fill("4711")
    at_hand.get_by_role("button", name="Spara koden").click()
    in_menu(at_hand, "Lås nu")
    at_hand.reload()
    at_hand.get_by_label("Din kod").fill("1234")
    at_hand.keyboard.press("Enter")
    expect(at_hand.get_by_role("alert")).to_contain_text("4 försök kvar")
    at_hand.get_by_label("Din kod").fill("4711")
    at_hand.keyboard.press("Enter")
    expect(at_hand.get_by_role("dialog")).to_have_count(0)
    kept(at_hand)
