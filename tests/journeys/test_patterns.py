"""A walk over the patterns in a real browser: the answer on the map and in the table, from the keyboard, and no map."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_map import NO_WEBGL
from tests.method.picturing import report, submit
from tests.people import PASSWORD, WEEK

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ALL = "/norr/monster?period=allt"


@pytest.fixture
def reports(town):
    """Sixty reports round one corner of Alby."""
    cache.clear()
    rng = np.random.default_rng(3)
    drafts = []
    for number in range(60):
        lon, lat = 17.105 + rng.normal(0, 0.0006), 62.405 + rng.normal(0, 0.0004)
        lon, lat = (lon, lat) if number % 6 else (17.105 + rng.uniform(0, 0.04), 62.405 + rng.uniform(0, 0.01))
        drafts += report(town, WEEK - number // 6, 1, area=str(number), rng=rng, lon=float(lon), lat=float(lat))
    submit(town, drafts)


def test_what_is_chosen_in_the_table_is_marked_on_the_map_and_the_other_way_round(page: Page, sign_in, reports):
    sign_in("bo@norr.example", PASSWORD)
    page.goto(ALL)
    expect(page.locator("#map[data-ready]")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Visa 2 på kartan").click()
    expect(page.locator("[data-map-card]")).to_contain_text("2. ")
    expect(page.locator("#m-2")).to_have_class("is-marked")
    canvas = page.locator(".maplibregl-canvas")
    assert "Piltangenter flyttar" in canvas.get_attribute("aria-label")
    canvas.focus()
    page.keyboard.press("Escape")
    expect(page.locator("[data-map-card]")).to_be_hidden()
    expect(page.locator("#m-2.is-marked")).to_have_count(0)


def test_another_question_comes_with_its_own_options(page: Page, sign_in, reports):
    sign_in("bo@norr.example", PASSWORD)
    page.goto(ALL)
    page.get_by_label("Fråga").select_option("counts")
    page.wait_for_url("**method=counts**")
    expect(page.get_by_label("Delat efter")).to_be_visible()
    expect(page.locator(".pattern-says")).to_contain_text("60 händelser")


@pytest.mark.parametrize("method", ["hotspots", "counts", "hours"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, sign_in, reports, method):
    sign_in("bo@norr.example", PASSWORD)
    page.set_viewport_size(PHONE)
    page.goto(f"{ALL}&method={method}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_webgl_the_table_says_the_same(page: Page, sign_in, reports):
    page.add_init_script(NO_WEBGL)
    sign_in("bo@norr.example", PASSWORD)
    page.goto(ALL)
    expect(page.get_by_text("kan inte rita kartan")).to_be_visible()
    expect(page.locator(".pattern-table tbody tr").first).to_be_visible()
