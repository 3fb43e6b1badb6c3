"""A real browser for the journeys: one for the whole run, a fresh window for every walk."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect, sync_playwright

from tests.faults import Network

# Outermost, so that it can lose what the house has already stored; it does nothing without a plan.
settings.MIDDLEWARE = ["tests.faults.Faults", *settings.MIDDLEWARE]

# A machine that does much else is slow, not wrong: what is waited for is a state, and it may take its time to come.
PATIENCE_MS = 60_000
expect.set_options(timeout=20_000)

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def playwright_now() -> Iterator[Playwright]:
    """What drives the browsers, once for the whole run."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright_now: Playwright) -> Iterator[Browser]:
    """The Chromium of the machine; without one the journeys are left out and say so."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine")
    chromium = playwright_now.chromium.launch(executable_path=executable, args=["--no-sandbox"])
    yield chromium
    chromium.close()


@pytest.fixture(autouse=True)
def network_that_works() -> Iterator[None]:
    """Whatever a test did to the network ends with it."""
    yield
    Network.plan = None
    Network.quiet()


@pytest.fixture
def window(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A window of its own, with the addresses of the test's own server; what goes wrong in it fails the test."""
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", timezone_id="Europe/Stockholm", viewport=LAPTOP
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A page that must stay silent: no script error, no failed or external request, no breach of the policy."""
    page, wrong = window.new_page(), []
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}") if is_wrong(request) else None)
    yield page
    assert wrong == []


def is_wrong(request: Request) -> bool:
    """Say whether a request failed by itself; one that was left behind when the page was left did not."""
    return "ERR_ABORTED" not in (request.failure or "")


@pytest.fixture
def sign_in(page: Page) -> Any:
    """sign_in("bo@norr.example", password): through the sign-in page, like anybody."""

    def through_the_door(email: str, password: str) -> None:
        page.goto("/logga-in")
        page.get_by_label("E-post").fill(email)
        page.get_by_label("Lösenord").fill(password)
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url(lambda address: "/logga-in" not in address)

    return through_the_door
