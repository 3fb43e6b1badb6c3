"""A passkey in a real browser, with an authenticator of its own: made, then used alone and as a second step."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from samsyn.ground.people.models import OpenSession
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MACHINE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def with_finger(page: Page) -> Page:
    """A machine that asks for a finger, and is shown the right one."""
    ask = page.context.new_cdp_session(page)
    ask.send("WebAuthn.enable")
    ask.send("WebAuthn.addVirtualAuthenticator", {"options": MACHINE})
    return page


def test_anna_makes_a_passkey_and_signs_in_with_it(with_finger, sign_in, anna):
    page = with_finger
    sign_in("anna@norr.example", PASSWORD)
    page.goto("/konto/sakerhet/passkey")
    page.get_by_label("Namn").fill("Min telefon")
    page.get_by_role("button", name="Gör passkeyn").click()
    expect(page.get_by_role("heading", name="Koder på papper")).to_be_visible()
    assert page.locator(".paper-codes li").count() == 10
    page.goto("/konto/sakerhet")
    expect(page.get_by_text("Min telefon").first).to_be_visible()
    assert Axe().run(page).response["violations"] == []

    page.context.clear_cookies()
    page.goto("/logga-in?next=/norr/rapportera")
    page.get_by_role("link", name="Logga in med passkey").click()
    page.get_by_role("button", name="Använd passkey").click()
    page.wait_for_url(re.compile(r"^[^?]*/norr/rapportera$"))       # not the sign-in that names it
    assert OpenSession.objects.filter(user=anna.user, way="passkey").exists()

    page.context.clear_cookies()
    page.goto("/logga-in")
    page.get_by_label("E-post").fill("anna@norr.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/logga-in/steg")
    page.get_by_role("button", name="Använd passkey").click()
    page.wait_for_url("**/norr/")
