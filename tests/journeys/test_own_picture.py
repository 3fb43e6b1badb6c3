"""A party's own picture in a real browser: what is written is saved by itself, and a lost network takes no word."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from samsyn.method.pictures.models import OwnPoint
from tests.journeys.conftest import LAPTOP, PATIENCE_MS
from tests.people import PASSWORD, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OWN = "/norr/egen-bild/2025-v40"
FIRST, SECOND = "Mer spring i trapphusen", "Lugnt vid lekplatsen"
CALMER = "Lugnare än vanligt"


@pytest.fixture
def writing(browser: Browser, live_server: Any, town: Town) -> Any:
    """Eva's window and page with a begun picture of two points; a lost network is no fault, an error of a script is."""
    norr, wrong = town.municipality, []
    norr.settings = {**norr.settings, "own_pictures": True}
    norr.save(update_fields=["settings"])
    window = browser.new_context(base_url=live_server.url, locale="sv-SE", viewport=LAPTOP)
    window.set_default_timeout(PATIENCE_MS)
    page = window.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/logga-in")
    page.get_by_label("E-post").fill("eva@norr.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda address: "/logga-in" not in address)
    page.goto(OWN)
    page.get_by_role("button", name="Börja").click()
    for number, area in enumerate(("Alby", "Björknäs"), start=1):
        page.get_by_label("En punkt till").select_option(area)
        page.get_by_role("button", name="Lägg till").click()
        expect(page.locator(".point")).to_have_count(number)
    expect(page.locator("#bilden[data-ready]")).to_be_visible()
    yield window, page
    window.close()
    assert wrong == []


def point(page: Page, area: str) -> Locator:
    return page.locator(".point", has=page.get_by_role("heading", name=area))


def box(page: Page, area: str) -> Locator:
    return point(page, area).get_by_label("Med egna ord")


def saved() -> dict[str, str]:
    return {one.area.name: one.text for one in OwnPoint.objects.select_related("area")}


def test_writing_is_saved_by_itself_and_goes_on_without_a_network(writing: tuple[BrowserContext, Page]):
    window, page = writing
    box(page, "Alby").press_sequentially(FIRST)
    expect(point(page, "Alby").get_by_role("status")).to_have_text("Sparat")
    assert saved() == {"Alby": FIRST, "Björknäs": ""}

    window.set_offline(True)
    box(page, "Alby").press("End")
    box(page, "Alby").press_sequentially(", mest på kvällen")
    box(page, "Björknäs").press_sequentially(SECOND)
    point(page, "Björknäs").get_by_label(CALMER).check(force=True)
    for area in ("Alby", "Björknäs"):
        expect(point(page, area).get_by_role("status")).to_contain_text("Ingen kontakt")
    box(page, "Alby").press_sequentially(" och i källaren")     # goes on after it has been said
    expect(box(page, "Alby")).to_have_value(f"{FIRST}, mest på kvällen och i källaren")
    assert saved() == {"Alby": FIRST, "Björknäs": ""}

    window.set_offline(False)
    for area in ("Alby", "Björknäs"):
        expect(point(page, area).get_by_role("status")).to_have_text("Sparat")
    page.reload()
    expect(box(page, "Alby")).to_have_value(f"{FIRST}, mest på kvällen och i källaren")
    expect(box(page, "Björknäs")).to_have_value(SECOND)
    expect(point(page, "Björknäs").get_by_label(CALMER)).to_be_checked()
    assert saved() == {"Alby": f"{FIRST}, mest på kvällen och i källaren", "Björknäs": SECOND}


def test_a_page_that_is_loaded_anew_before_the_words_were_saved_still_has_them(
    writing: tuple[BrowserContext, Page],
):
    _window, page = writing
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/egen-bild/punkt/**", lambda route: route.abort())        # nothing comes to the house
    box(page, "Alby").fill(FIRST)
    point(page, "Björknäs").get_by_label(CALMER).check(force=True)          # no word, only how it has been
    for area in ("Alby", "Björknäs"):
        expect(point(page, area).get_by_role("status")).to_contain_text("Ingen kontakt")
    page.reload()
    expect(page.locator("#bilden[data-ready]")).to_be_visible()
    expect(box(page, "Alby")).to_have_value(FIRST)
    expect(point(page, "Björknäs").get_by_label(CALMER)).to_be_checked()
    assert saved()["Alby"] == ""
    page.unroute("**/egen-bild/punkt/**")
    for area in ("Alby", "Björknäs"):
        expect(point(page, area).get_by_role("status")).to_have_text("Sparat")
    assert saved()["Alby"] == FIRST
    assert OwnPoint.objects.get(area__name="Björknäs").trend == "calmer"


def test_an_answer_lost_on_its_way_back_is_not_taken_for_somebody_else(writing: tuple[BrowserContext, Page]):
    _window, page = writing

    def loses_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/egen-bild/punkt/**", loses_the_answer, times=1)
    box(page, "Alby").fill(FIRST)
    expect(point(page, "Alby").get_by_role("status")).to_contain_text("Ingen kontakt")
    assert saved()["Alby"] == FIRST
    box(page, "Alby").fill(f"{FIRST}, mest på kvällen")
    expect(point(page, "Alby").get_by_role("status")).to_have_text("Sparat")
    assert saved()["Alby"] == f"{FIRST}, mest på kvällen"
