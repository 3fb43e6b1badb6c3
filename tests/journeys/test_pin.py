"""Pointing at a map on the phone: by finger, keyboard and buttons, with a network and without one."""

import gzip
import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from samsyn.ground.places.actions import store_base_map
from samsyn.method.observations.models import Observation
from tests.journeys.phones import phone, ready, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
IS_IN_THE_POCKET = """async () => {
  const keys = await (await caches.open("samsyn-map-1")).keys();
  const paths = keys.map((one) => new URL(one.url).pathname);
  return ["/norr/karta/bakgrund", "/norr/karta/fickan.json", "/static/vendor/maplibre-gl-worker.mjs",
    "/static/offline/pin_map.js", "/static/map_style.js"].every((path) => paths.includes(path));
}"""


@pytest.fixture
def at_hand(playwright_now, browser, live_server, town, machine, settings, tmp_path):
    """Anna's phone with the report screen open, in a town with a base map of land."""
    settings.MEDIA_ROOT = tmp_path / "files"
    ring = [[17.0, 62.3], [17.3, 62.3], [17.3, 62.5], [17.0, 62.5], [17.0, 62.3]]
    land = {"type": "Feature", "properties": {"layer": "land"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    drawn = json.dumps({"type": "FeatureCollection", "features": [land]})
    store_base_map(content=gzip.compress(drawn.encode()), kind="geojson", source="Påhittad", by=machine)
    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        page = context.pages[0]
        sign_in(page)
        yield page


def to_where(page: Page) -> None:
    """Choose what, and stand before "Where?"."""
    page.get_by_role("link", name="Skadegörelse").click()
    page.get_by_role("button", name="Skadegörelse på byggnad").click()
    expect(page.get_by_role("heading", name="Var?")).to_be_visible()


def map_opened(page: Page) -> None:
    page.get_by_role("button", name="Peka på karta").click()
    expect(page.locator(".pin[data-ready]")).to_be_visible(timeout=60_000)


FILL = """async () => (await import("/static/offline/pocket.js")).fillPocket("norr")"""


def fill_the_pocket(page: Page) -> None:
    """What the phone does by itself some seconds after the second visit."""
    until(page, "the map in the pocket", FILL)
    until(page, "all of the map", IS_IN_THE_POCKET)


def come_closer(page: Page) -> None:
    for _turn in range(6):
        if page.get_by_role("button", name="Välj den här punkten").is_enabled():
            return
        page.get_by_role("button", name="Visa närmare").click()


def test_a_point_is_chosen_with_buttons_and_keys_and_the_report_stands_there(at_hand, town):
    to_where(at_hand)
    map_opened(at_hand)
    come_closer(at_hand)
    at_hand.locator(".maplibregl-canvas").focus()
    at_hand.keyboard.press("ArrowRight")
    at_hand.get_by_role("button", name="Norrut").click()
    expect(at_hand.locator(".pin-words")).to_contain_text("på ungefär")
    at_hand.get_by_role("button", name="Välj den här punkten").click()
    expect(at_hand.get_by_text("Björknäs")).to_be_visible()
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.get_by_role("heading", name="Tack!")).to_be_visible(timeout=15_000)
    row = Observation.objects.get()
    assert row.area == town.areas["B"] and row.lon is not None and row.place is None
    assert row.precision in ("exact", "within_100m")
    assert row.lon > 17.13 + 1e-4 and row.lat > 62.41 + 1e-4, "the map was moved east and north from the middle"


def test_a_home_is_pointed_at_and_stored_as_its_stretch(at_hand):
    to_where(at_hand)
    at_hand.get_by_label("Det gäller en bostad").check()
    map_opened(at_hand)
    come_closer(at_hand)
    at_hand.get_by_role("button", name="Välj den här punkten").click()
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.get_by_role("heading", name="Tack!")).to_be_visible(timeout=15_000)
    row = Observation.objects.get()
    assert row.place_type == "dwelling" and row.door


def test_the_map_is_drawn_and_the_point_waits_without_a_network(at_hand):
    at_hand.reload()
    ready(at_hand)
    fill_the_pocket(at_hand)
    at_hand.context.set_offline(True)
    at_hand.reload()
    ready(at_hand)
    to_where(at_hand)
    map_opened(at_hand)
    come_closer(at_hand)
    at_hand.get_by_role("button", name="Välj den här punkten").click()
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.get_by_role("heading", name="Sparad i telefonen")).to_be_visible()
    at_hand.context.set_offline(False)
    expect(at_hand.get_by_role("heading", name="Tack!")).to_be_visible(timeout=60_000)
    assert Observation.objects.get().lon is not None


def test_where_no_map_can_be_had_the_list_stands_and_it_is_said(at_hand):
    at_hand.context.set_offline(True)
    at_hand.evaluate("caches.delete('samsyn-map-1')")
    to_where(at_hand)
    at_hand.get_by_role("button", name="Peka på karta").click()
    expect(at_hand.get_by_text("Kartan finns inte i telefonen än")).to_be_visible()
    expect(at_hand.get_by_role("button", name="Alby")).to_be_visible()


def test_axe_finds_nothing_in_the_map_and_nothing_scrolls_sideways(at_hand):
    at_hand.set_viewport_size({"width": 320, "height": 640})
    to_where(at_hand)
    map_opened(at_hand)
    assert Axe().run(at_hand).response["violations"] == []
    assert not at_hand.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
