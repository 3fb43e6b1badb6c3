"""A walk through the week in a real browser: Anna reports, Bo accepts, the picture is made and locked."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from samsyn.method.pictures.actions import compile_picture
from tests.journeys.conftest import LAPTOP, PHONE
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SCREENS = [
    "/norr/", "/norr/rapportera", "/norr/rapportera?vad=damage", "/norr/lagesbild/", "/norr/lagesbild/2025-v40",
    "/norr/logbok", "/konto", "/konto/losenord", "/hjalp", "/komponenter", "/norr/finns-inte",
]  # fmt: skip


def found_by_axe(page: Page) -> list[str]:
    """Return what axe finds, one line each."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {one['id']} ×{len(one['nodes'])} {one['nodes'][0]['target']}" for one in found]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"))


def test_from_report_to_picture(page: Page, sign_in, town):
    sign_in("anna@norr.example", PASSWORD)
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Rapportera").first.click()
    page.wait_for_selector("[data-ready=yes]")
    page.get_by_role("link", name="Skadegörelse").click()
    page.get_by_role("button", name="Skadegörelse på byggnad").click()
    page.get_by_label("Sök plats").fill("Torget")
    page.get_by_role("button", name="Stora torget").click()
    page.get_by_label("Beskriv kort").fill("Dörrstängaren avriven igen.")
    page.get_by_role("button", name="Skicka rapporten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack!")
    page.get_by_text("Meny", exact=True).click()
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/logga-in")

    page.set_viewport_size(LAPTOP)
    sign_in("bo@norr.example", PASSWORD)
    expect(page.get_by_text("Dörrstängaren avriven igen.")).to_be_visible()
    page.get_by_role("link", name="Skadegörelse på byggnad").click()
    page.get_by_role("button", name="Godkänn").click()
    expect(page.get_by_role("status")).to_contain_text("räknas nu i lägesbilden")

    page.get_by_role("link", name="Lägesbild", exact=True).first.click()
    page.get_by_role("button", name="Ta fram lägesbilden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lägesbild v.")
    page.get_by_role("button", name="Lås lägesbilden").click()
    page.get_by_label("Vilken funktion låser?").fill("Samordnaren")
    page.get_by_role("dialog").get_by_role("button", name="Lås lägesbilden").click()
    expect(page.get_by_role("status")).to_contain_text("Lägesbilden är låst.")


def test_a_report_can_be_sent_without_script(browser, live_server, town):
    context = browser.new_context(base_url=live_server.url, locale="sv-SE", java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto("/logga-in?next=/norr/rapportera")
    page.get_by_label("E-post").fill("anna@norr.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("link", name="Otrygg plats").click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Område").select_option(label="Alby")
    page.get_by_role("button", name="Skicka rapporten").click()
    assert "Tack! Rapporten är sparad." in page.content()
    context.close()


def test_the_menu_opens_and_closes_from_the_keyboard(page: Page, sign_in, town):
    sign_in("bo@norr.example", PASSWORD)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Till innehållet")).to_be_focused()
    page.locator("summary", has_text="Konto").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mitt konto")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Mitt konto")).to_be_hidden()
    expect(page.locator("summary", has_text="Konto")).to_be_focused()


def test_ctrl_k_finds_a_place_and_goes_there(page: Page, sign_in, town):
    sign_in("bo@norr.example", PASSWORD)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("loggb")
    expect(page.get_by_role("option", name="Loggbok")).to_have_attribute("aria-selected", "true")
    assert found_by_axe(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Loggbok")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_axe_finds_nothing_on_any_screen(browser, live_server, town, bo, observe, week, now, size):
    observation = observe(place=town.places["square"], area=None, text="Dörrstängaren avriven igen.")
    observe(category="I1", kind="condition")
    observe(accept=False)
    compile_picture(municipality=town.municipality, week=week, now=now, by=bo)
    context = browser.new_context(base_url=live_server.url, locale="sv-SE", viewport=size)
    page = context.new_page()
    page.goto("/logga-in")
    found = found_by_axe(page)
    page.get_by_label("E-post").fill("bo@norr.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    wide = []
    for address in [*SCREENS, f"/norr/rapporter/{observation.pk}"]:
        page.goto(address)
        found += found_by_axe(page)
        wide += [address] if scrolls_sideways(page) else []
    context.close()
    assert (found, wide) == ([], [])
