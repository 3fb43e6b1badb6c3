"""What time does to the phone: a draft is warned about, then thrown away; a screen left alone is covered."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.phones import phone, ready, report, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_hand(playwright_now, browser, live_server, town, tmp_path):
    """Anna's phone, signed in, with the report screen open."""
    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        sign_in(context.pages[0])
        yield context.pages[0]


def days_later(page: Page, days: float) -> None:
    """Open the phone again so many days from now, still without a network."""
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=days))
    page.reload()
    ready(page)


def test_a_draft_is_warned_about_from_day_ten_and_gone_after_fourteen(at_hand):
    lines = at_hand.locator("[data-phone-lines]")
    at_hand.context.set_offline(True)
    report(at_hand)
    days_later(at_hand, 9.5)
    expect(at_hand.locator("[data-unsent]")).to_have_text("1 ej skickad")
    expect(lines).not_to_contain_text("tas bort från telefonen")
    days_later(at_hand, 10.5)
    expect(lines).to_contain_text("tas bort från telefonen om 4 dagar")
    days_later(at_hand, 13.5)
    expect(lines).to_contain_text("tas bort från telefonen om 1 dag.")
    days_later(at_hand, 14.5)
    expect(lines).to_contain_text("1 rapport var för gammal och är borttagen")
    expect(at_hand.locator("[data-unsent]")).to_have_text("0 ej skickade")


def test_a_screen_left_alone_for_three_minutes_is_covered_and_opens_with_the_code(at_hand):
    at_hand.clock.install(time=time.time())
    at_hand.reload()
    ready(at_hand)
    at_hand.locator("summary", has_text="Meny").click()
    at_hand.get_by_role("button", name="Välj kod").click()
    at_hand.get_by_label("Ny kod").fill("4711")
    at_hand.get_by_role("button", name="Spara koden").click()
    expect(at_hand.get_by_role("dialog")).to_have_count(0)
    at_hand.clock.fast_forward("02:50")
    expect(at_hand.get_by_label("Din kod")).to_have_count(0)
    at_hand.keyboard.press("Shift")
    at_hand.clock.fast_forward("02:50")
    expect(at_hand.get_by_label("Din kod")).to_have_count(0)
    at_hand.clock.fast_forward("00:20")
    expect(at_hand.get_by_label("Din kod")).to_be_visible()
    at_hand.get_by_label("Din kod").fill("4711")
    at_hand.keyboard.press("Enter")
    expect(at_hand.get_by_role("dialog")).to_have_count(0)


LEFT_ALONE = """async () => {
  const { openStore } = await import("/static/offline/store.js");
  await openStore().put("kept", { name: "seen", at: 0 });
  for (let turn = 0; turn < 4; turn += 1) document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_screen_that_is_looked_at_several_times_in_one_moment_is_covered_once(at_hand):
    at_hand.locator("summary", has_text="Meny").click()
    at_hand.get_by_role("button", name="Välj kod").click()
    at_hand.get_by_label("Ny kod").fill("4711")
    at_hand.get_by_role("button", name="Spara koden").click()
    expect(at_hand.get_by_role("dialog")).to_have_count(0)
    at_hand.evaluate(LEFT_ALONE)
    at_hand.get_by_label("Din kod").fill("4711")
    at_hand.keyboard.press("Enter")
    expect(at_hand.get_by_role("dialog")).to_have_count(0)


LEFT_AND_BACK = """async () => {
  const { openStore } = await import("/static/offline/store.js");
  const store = openStore();
  await store.put("kept", { name: "trial", n: 1 });
  const changed = store.change("kept", "trial", (row) => ({ ...row, n: row.n + 1 }));
  await new Promise((done) => { setTimeout(done, 0); });
  window.dispatchEvent(new Event("pagehide"));
  const asked = store.get("kept", "trial").then((row) => row.n);
  const waits = await Promise.race([asked, new Promise((done) => { setTimeout(done, 100, "waits"); })]);
  window.dispatchEvent(new Event("pageshow"));
  return [waits, (await changed).n, (await store.get("kept", "trial")).n];
}"""


def test_a_page_that_is_left_asks_nothing_of_the_store_until_somebody_comes_back(at_hand):
    """A page asleep with an unfinished question holds the store against all others in WebKit."""
    assert at_hand.evaluate(LEFT_AND_BACK) == ["waits", 2, 2]
