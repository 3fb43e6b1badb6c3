"""A phone in somebody's hand: its browser, what it keeps when it is killed, and how a report is made with it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.journeys.conftest import PHONE
from tests.people import PASSWORD

STARTED_WITH = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


@contextmanager
def phone(playwright: Playwright, folder: Path, address: str, **more: Any) -> Iterator[BrowserContext]:
    """Open a browser on a folder of its own; the same folder again is the same phone after a restart."""
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=shutil.which("chromium"), args=STARTED_WITH, base_url=address, locale="sv-SE",
        timezone_id="Europe/Stockholm", viewport=PHONE, **more,
    )  # fmt: skip
    try:
        yield context
    finally:
        context.close()


def sign_in(page: Page, who: str = "anna", then: str = "/norr/rapportera") -> None:
    """Sign in and stand on the report screen, once the worker keeps it."""
    page.goto("about:blank")            # nothing of an earlier screen is under way while the session is written
    page.wait_for_timeout(300)
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


def kept(page: Page) -> None:
    """Wait until the phone can do without a network; the screen may start over on the way, as somebody else's."""
    for _turn in range(100):
        ready(page)
        with suppress(Error):
            if page.evaluate(IS_KEPT):
                return
        page.wait_for_timeout(100)
    raise AssertionError("the screens were not kept")


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


def arrives(page: Page, *, turns: int = 60) -> None:
    """Send again and again, as the phone does, until nothing waits."""
    for _turn in range(turns):
        if send_all(page) == "done":
            return
        page.wait_for_timeout(20)
    raise AssertionError("something still waits")


LEFT = """async () => {
  const { openStore } = await import("/static/offline/store.js");
  return (await openStore().all("drafts")).length;
}"""


def emptied(page: Page) -> None:
    """Wait until nobody's drafts are left in the phone; the database is not asked while the server writes."""
    for _turn in range(150):
        with suppress(Error):
            if page.evaluate(LEFT) == 0:
                return
        page.wait_for_timeout(100)
    raise AssertionError("something still waits in the phone")
