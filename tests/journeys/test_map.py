"""A walk over the map in a real browser: from the keyboard, in both directions, and where no map can be drawn."""

import base64
import gzip
import json
import re

import mapbox_vector_tile
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from samsyn.ground.people.actions import change_settings
from samsyn.ground.places.actions import store_base_map
from tests.journeys.conftest import PHONE
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ALL = "/norr/karta?period=allt"
NO_WEBGL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : real.call(this, kind, ...more);
};
"""


@pytest.fixture
def reports(observe, machine, settings, tmp_path):
    """Three reports in Alby on two spots, one known only to its area, and a base map of one square of land."""
    settings.MEDIA_ROOT = tmp_path
    ring = [[17.0, 62.3], [17.3, 62.3], [17.3, 62.5], [17.0, 62.5], [17.0, 62.3]]
    land = {"type": "Feature", "properties": {"layer": "land"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    drawn = json.dumps({"type": "FeatureCollection", "features": [land]})
    store_base_map(content=gzip.compress(drawn.encode()), kind="geojson", source="Påhittad", by=machine)
    return [
        observe(category="E1", lon=17.105, lat=62.405),
        observe(category="E1", lon=17.105, lat=62.405, hour=9),
        observe(category="I1", lon=17.112, lat=62.41, hour=8),
        observe(category="G1", area="A", hour=7),
    ]


@pytest.fixture
def drawn(page: Page, sign_in, reports):
    """Bo's map, drawn."""
    outside = []
    page.on("request", lambda request: outside.append(request.url) if not is_own(request.url) else None)
    sign_in("bo@norr.example", PASSWORD)
    page.goto(ALL)
    expect(page.locator("#map[data-ready]")).to_be_visible(timeout=60_000)
    yield page
    assert outside == []


def is_own(address: str) -> bool:
    return address.startswith(("http://localhost", "http://127.0.0.1", "blob:", "data:"))


def test_the_map_is_reached_read_and_moved_from_the_keyboard(drawn: Page):
    canvas = drawn.locator(".maplibregl-canvas")
    expect(canvas).to_have_attribute("role", "region")
    assert "Piltangenter flyttar" in canvas.get_attribute("aria-label")
    expect(drawn.get_by_role("heading", name="4 rapporter")).to_be_visible()
    expect(drawn.locator("[data-only-area]")).to_contain_text("1 har bara område")
    canvas.focus()
    drawn.keyboard.press("+")
    drawn.wait_for_url("**box=**")
    expect(drawn.get_by_text("Rapporter som bara har ett område visas inte här.")).to_be_visible()
    drawn.get_by_role("link", name="Visa hela valet").click()
    expect(drawn.get_by_role("heading", name="4 rapporter")).to_be_visible()


def test_enter_opens_the_card_of_what_lies_in_the_middle(page: Page, sign_in, reports):
    sign_in("bo@norr.example", PASSWORD)
    page.goto(f"{ALL}&box=17.1045,62.4048,17.1055,62.4052")
    expect(page.locator("#map[data-drawn]")).to_be_visible(timeout=60_000)
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("region", name="Valt på kartan")
    expect(card.get_by_role("link", name="Skadegörelse på byggnad")).to_have_count(2)
    expect(page.locator("tr.is-marked")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator(".maplibregl-canvas")).to_be_focused()


def test_rows_are_walked_marked_and_accepted_without_the_mouse(drawn: Page):
    drawn.locator("tbody th a").first.focus()
    drawn.keyboard.press("x")
    drawn.keyboard.press("ArrowDown")
    drawn.keyboard.press("x")
    expect(drawn.locator("[data-marked]")).to_have_text("2")
    expect(drawn.locator("tr.is-marked")).to_have_count(1)
    drawn.get_by_role("button", name="Samma sak").click()
    drawn.get_by_role("button", name="Räkna som en").click()
    drawn.get_by_role("button", name="Ångra").click()
    expect(drawn.get_by_role("status")).to_contain_text("1 rapport är som förut.")


def test_a_choice_moves_the_list_and_stays_in_the_address(drawn: Page):
    drawn.get_by_label("Område", exact=True).select_option(label="Björknäs")
    expect(drawn.get_by_role("heading", name="0 rapporter")).to_be_visible()
    assert "area=B" in drawn.url
    drawn.get_by_role("searchbox").fill("skadegörelse")
    drawn.get_by_label("Område", exact=True).select_option(label="Hela kommunen")
    expect(drawn.get_by_role("heading", name="2 rapporter")).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, PHONE, {"width": 1280, "height": 800}])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(drawn: Page, size):
    drawn.set_viewport_size(size)
    assert Axe().run(drawn).response["violations"] == []
    assert not drawn.evaluate("document.documentElement.scrollWidth > innerWidth + 1")


def test_without_webgl_the_list_stands_alone_and_says_why(window, page: Page, sign_in, reports):
    page.add_init_script(NO_WEBGL)
    sign_in("bo@norr.example", PASSWORD)
    page.goto(ALL)
    expect(page.get_by_text("Din webbläsare kan inte rita kartan")).to_be_visible()
    page.get_by_label("Område", exact=True).select_option(label="Björknäs")
    expect(page.get_by_role("heading", name="0 rapporter")).to_be_visible()


def test_without_script_the_list_is_chosen_read_and_changed(browser, live_server, reports):
    context = browser.new_context(base_url=live_server.url, locale="sv-SE", java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"/logga-in?next={ALL}")
    page.get_by_label("E-post").fill("bo@norr.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.goto(ALL)
    expect(page.get_by_text("Kartan behöver skript.")).to_be_visible()
    page.get_by_label("Kategori", exact=True).select_option(value="E1")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.get_by_role("heading", name="2 rapporter")).to_be_visible()
    page.get_by_role("checkbox", name="Markera: Skadegörelse på byggnad").first.check()
    page.locator("summary", has_text="Visas för").click()
    page.locator("#do-audience").select_option(value="own")
    page.get_by_role("button", name="Ändra").click()
    expect(page.get_by_text("1 rapport ändrades.")).to_be_visible()
    context.close()


SHEET = "https://karta.example/bas/{z}/{x}/{y}.png"
# One green pixel.
GREEN = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63109860000001"
    "8400d1cb9d89e20000000049454e44ae426082"
)


@pytest.fixture
def over_the_network(bo, reports):
    """Norr has a base map over the network too."""
    change_settings(by=bo, wmts=SHEET, base_map_words="© Norrs kommun")


@pytest.mark.usefixtures("over_the_network")
def test_the_base_map_over_the_network_is_drawn_named_and_let_through_by_the_policy(page: Page, sign_in):
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body=GREEN, content_type="image/png", headers={"Access-Control-Allow-Origin": "*"})

    page.route("https://karta.example/**", answer)
    sign_in("bo@norr.example", PASSWORD)
    page.goto(ALL)
    expect(page.locator("#map[data-ready]")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-map-source]")).to_have_text("© Norrs kommun · Påhittad")
    expect(page.get_by_label("Kommunens kartbild")).to_be_checked()
    expect(page.locator("#map[data-drawn]")).to_be_visible(timeout=60_000)
    assert asked and all(re.fullmatch(r"https://karta\.example/bas/\d+/\d+/\d+\.png", one) for one in asked)


@pytest.mark.usefixtures("over_the_network")
def test_when_it_does_not_answer_the_own_map_stands_and_it_is_said(window):
    page = window.new_page()
    page.route("https://karta.example/**", lambda route: route.fulfill(status=503))
    page.goto(f"/logga-in?next={ALL}")
    page.get_by_label("E-post").fill("bo@norr.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.goto(ALL)
    expect(page.locator("#map[data-ready]")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-map-source]")).to_contain_text("Kommunens kartbild svarar inte")


# Draw one tile with our style, and say which names were put on the map.
NAMES_DRAWN = """async ([bytes, layers]) => {
  const maplibregl = await import("/static/vendor/maplibre-gl.mjs");
  const { baseLayers, coloursOf } = await import("/static/map_style.js");
  const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)).buffer;
  maplibregl.addProtocol("fixed", async () => ({ data: data.slice(0) }));
  const island = document.getElementById("map");
  const container = document.createElement("div");
  container.style.cssText = "width: 500px; height: 500px";
  document.body.append(container);
  const drawn = baseLayers({ kind: "pmtiles", layers }, coloursOf(island));
  const sources = { base: { type: "vector", tiles: ["fixed://{z}/{x}/{y}"], minzoom: 14, maxzoom: 14 } };
  const style = { version: 8, sources, layers: drawn };
  const still = { attributionControl: false, fadeDuration: 0 };
  const map = new maplibregl.Map({ container, center: [0, 0], zoom: 14, style, ...still });
  const wrong = [];
  map.on("error", (event) => wrong.push(String(event.error)));
  await new Promise((resolve) => map.once("idle", resolve));
  const words = drawn.filter((layer) => layer.type === "symbol").map((layer) => layer.id);
  const name = ({ properties }) => properties["name:sv"] ?? properties.name;
  const names = map.queryRenderedFeatures({ layers: words }).map(name);
  map.remove();
  return { names: [...new Set(names)].sort(), wrong };
}"""


@pytest.mark.parametrize(("places", "streets", "kind"), [
    ("place", "transportation_name", {"class": "village"}),
    ("places", "roads", {"kind": "locality"}),
    ("place_labels", "street_labels", {"kind": "village"}),
])  # fmt: skip
def test_a_vector_base_map_of_the_common_schemas_has_names(drawn: Page, places, streets, kind):
    tile = mapbox_vector_tile.encode([
        {"name": places, "features": [{"geometry": "POINT(2000 2600)", "properties": {**kind, "name": "Ekby"}}]},
        {"name": streets, "features": [{
            "geometry": "LINESTRING(100 1200, 3900 1200)",
            "properties": {"name": "Main street", "name:sv": "Storgatan"},
        }]},
    ], default_options={"extents": 4096})  # fmt: skip
    layers = [places, streets, "water", "landuse"]
    told = drawn.evaluate(NAMES_DRAWN, [base64.b64encode(tile).decode(), layers])
    assert told == {"names": ["Ekby", "Storgatan"], "wrong": []}
