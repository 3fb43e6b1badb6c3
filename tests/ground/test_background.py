"""The address of a municipality's own base map: what can be drawn is read into one form, what cannot is refused."""

import pytest

from samsyn.ground.people.actions import change_settings
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.background import background_of, origin_of, read_address

HOME = "https://karta.example"


@pytest.mark.parametrize(("typed", "read"), [
    ("", ""),
    (f" {HOME}/bas/{{z}}/{{x}}/{{y}}.png ", f"{HOME}/bas/{{z}}/{{x}}/{{y}}.png"),
    (f"{HOME}/bas/{{z}}/{{x}}/{{y}}{{r}}.png", f"{HOME}/bas/{{z}}/{{x}}/{{y}}.png"),
    (f"{HOME}/wmts/bas/{{Style}}/{{TileMatrixSet}}/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png",
     f"{HOME}/wmts/bas/default/GoogleMapsCompatible/{{z}}/{{y}}/{{x}}.png"),
    (f"{HOME}/wmts?request=GetTile&tilematrixset=EPSG:3857&tilematrix={{TileMatrix}}&tilerow={{TileRow}}&tilecol={{TileCol}}",
     f"{HOME}/wmts?request=GetTile&tilematrixset=EPSG:3857&tilematrix={{z}}&tilerow={{y}}&tilecol={{x}}"),
    (f"{HOME}/wms?srs=EPSG:3857&bbox={{bbox-epsg-3857}}&width=256",
     f"{HOME}/wms?srs=EPSG:3857&bbox={{bbox-epsg-3857}}&width=256"),
])  # fmt: skip
def test_what_can_be_drawn_is_read_into_one_form(typed, read):
    assert read_address(typed) == read


@pytest.mark.parametrize(("typed", "said"), [
    ("http://karta.example/{z}/{x}/{y}.png", "https://"),
    ("karta.example/{z}/{x}/{y}.png", "https://"),
    (f"{HOME}/bas.png", "{z}, {x} och {y}"),
    (f"{HOME}/wmts?service=WMTS&request=GetCapabilities", "ResourceURL"),
    (f"{HOME}/wmts/1.0.0/WMTSCapabilities.xml", "ResourceURL"),
    (f"{HOME}/wmts/bas/SWEREF_99_TM/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png", "SWEREF 99"),
    (f"{HOME}/wmts/topowebb/1.0.0/default/3006/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png", "SWEREF 99"),
    (f"{HOME}/wmts?tilematrixset=EPSG:3011&tilematrix={{z}}&tilerow={{y}}&tilecol={{x}}", "SWEREF 99"),
    (f"{HOME}/wmts/bas/kommunens_rutor/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png", "GoogleMapsCompatible"),
    (f"{HOME}/bas/{{z}}/{{x}}/{{-y}}.png", "söder"),
    ("https://karta..example/{z}/{x}/{y}.png", "inte läsas"),
    ("https://karta.example:99999/{z}/{x}/{y}.png", "inte läsas"),
    ("https://{s}.karta.example/{z}/{x}/{y}.png", "inte läsas"),
    (f"{HOME}/bas/{{nyckel}}/{{z}}/{{x}}/{{y}}.png", "{nyckel}"),
    ("https://vem:hemligt@karta.example/{z}/{x}/{y}.png", "inte läsas"),
    ("https://karta.example; script-src */{z}/{x}/{y}.png", "inte läsas"),
    ("https://karta.example,x/{z}/{x}/{y}.png", "inte läsas"),
    ("https://*/{z}/{x}/{y}.png", "inte läsas"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_what_to_ask_for(typed, said):
    with pytest.raises(Refused) as refusal:
        read_address(typed)
    assert said in refusal.value.sentence


def test_a_number_that_only_looks_like_a_grid_is_let_through():
    assert read_address(f"{HOME}/tjanst3006x/{{z}}/{{x}}/{{y}}.png")


@pytest.mark.django_db
def test_the_setting_is_read_before_it_is_stored_and_again_before_it_is_used(bo, norr):
    with pytest.raises(Refused):
        change_settings(by=bo, wmts="http://karta.example/{z}/{x}/{y}.png")
    change_settings(by=bo, wmts=f"{HOME}:8443/{{z}}/{{x}}/{{y}}.png", base_map_words="© Norr", base_map_deepest=17)
    found = background_of(norr.__class__.objects.get(pk=norr.pk))
    assert found is not None and (found.origin, found.words, found.deepest) == (f"{HOME}:8443", "© Norr", 17)
    norr.wmts = "https://karta.example; script-src */{z}"
    assert background_of(norr) is None
    assert origin_of("https://Karta.Example/{z}") == HOME


def test_an_address_that_grows_too_long_when_it_is_filled_in_is_refused():
    with pytest.raises(Refused):
        read_address(f"{HOME}/{{z}}/{{x}}/{{y}}?k=" + "{TileMatrixSet}" * 30)
