"""A phone in somebody's hand: its browser, what it keeps when it is killed, and how a report is made with it."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.faults import Network
from tests.journeys.conftest import PATIENCE_MS, PHONE
from tests.people import PASSWORD

STARTED_WITH = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


@contextmanager
def phone(playwright: Playwright, folder: Path, address: str, **more: Any) -> Iterator[BrowserContext]:
    """Open a browser on a folder of its own; the same folder again is the same phone after a restart."""
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=shutil.which("chromium"), args=STARTED_WITH, base_url=address, locale="sv-SE",
        timezone_id="Europe/Stockholm", viewport=PHONE, **more,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()


def sign_in(page: Page, who: str = "anna", then: str = "/norr/rapportera") -> None:
    """Sign in and stand on the report screen, once the worker keeps it."""
    page.goto("about:blank")            # nothing of an earlier screen is under way while the session is written
    Network.quiet()
    page.goto(f"/logga-in?next={then}")
    page.get_by_label("E-post").fill(f"{who}@norr.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(f"**{then}", wait_until="commit")
    kept(page)


def ready(page: Page) -> None:
    """Wait until the scripts have taken over the screen."""
    page.wait_for_selector("[data-ready=yes]")


IS_KEPT = """async () => {
  for (const name of await caches.keys()) {
    if (navigator.serviceWorker.controller && (await (await caches.open(name)).match("/shells"))) return true;
  }
  return false;
}"""


def until(page: Page, what: str, script: str) -> None:
    """Ask the page until it says yes; it may be on its way to another one meanwhile."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        with suppress(Error):
            if page.evaluate(script):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"waited in vain: {what}")


def kept(page: Page) -> None:
    """Wait until the phone can do without a network; the screen may start over on the way, as somebody else's."""
    until(page, "the screens are kept", IS_KEPT)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the phone has learned what the house has to tell, put it away, and tried to send what waits."""
    page.wait_for_selector("html[data-settled=yes]", state="attached")


def report(
    page: Page, *, button: str = "Skadegörelse", category: str = "Skadegörelse på byggnad", text: str = ""
) -> int:
    """Make a report in area Alby by tapping; returns how many taps it took."""
    page.get_by_role("link", name=button).click()
    page.get_by_role("button", name=category).click()
    page.get_by_role("button", name="Alby").click()
    if text:
        page.get_by_label("Beskriv kort").fill(text)
    page.get_by_role("button", name="Skicka rapporten").click()
    said = "Tack!" if page.evaluate("navigator.onLine") else "Sparad"
    expect(page.get_by_role("heading", level=1)).to_contain_text(said)
    return 4 + bool(text)


def unsent(page: Page) -> str:
    """What the header says about reports that wait."""
    return page.locator("[data-unsent]").inner_text()


WRITE_MANY = """async ({ n, town }) => {
  const { openStore } = await import("/static/offline/store.js");
  const { draftsOf } = await import("/static/offline/drafts.js");
  const store = openStore();
  const { user } = await store.get("kept", "current");
  const drafts = draftsOf(user, { store });
  for (let i = 0; i < n; i += 1) {
    const report = {
      id: crypto.randomUUID(), category: "E1", observed_to: new Date(Date.now() - i * 60000).toISOString(), area: "A",
      precision: "area", text: `Port ${i + 1} trasig.`,
    };
    await drafts.keep(report, { town });
  }
}"""


def write_many(page: Page, n: int) -> None:
    """Put n reports into the phone's outbox without sending any."""
    page.evaluate(WRITE_MANY, {"n": n, "town": "norr"})


def send_all(page: Page) -> str:
    """Empty the outbox once from this page; returns what the phone says came of it."""
    return str(page.evaluate("""async () => {
      const { openStore } = await import("/static/offline/store.js");
      return (await import("/static/offline/sending.js")).flush({ store: openStore() });
    }"""))


def arrives(page: Page) -> None:
    """Send again and again, as the phone does, until nothing waits."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while send_all(page) != "done":
        assert time.monotonic() < end, "something still waits"


LEFT = """async () => {
  const { openStore } = await import("/static/offline/store.js");
  return (await openStore().all("drafts")).length === 0;
}"""


def emptied(page: Page) -> None:
    """Wait until nobody's drafts are left in the phone; the database is not asked while the server writes."""
    until(page, "an empty outbox", LEFT)
    Network.quiet()
