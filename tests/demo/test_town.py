"""The drawn towns: whole, dry, light enough for the browser, and the same every time."""

import gzip
import json
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from samsyn.demo.register import PLACES
from samsyn.demo.town import PLANS, Town, draw, town

SLUGS = sorted(PLANS)
LAYERS = {"land", "water", "forest", "field", "built", "rail", "street", "path", "border", "label", "park", "pitch"}


@pytest.fixture(params=SLUGS)
def drawn(request: Any) -> Town:
    return town(request.param)


def test_the_areas_cover_the_municipality_without_gaps_or_overlaps(drawn: Town) -> None:
    shapes = [area.shape for area in drawn.areas]
    assert all(each.is_valid for each in shapes)
    assert shapely.unary_union(shapes).symmetric_difference(drawn.municipality).area < 1.0
    assert sum(each.area for each in shapes) == pytest.approx(drawn.municipality.area, abs=1.0)


def test_the_areas_still_fit_together_in_degrees(drawn: Town) -> None:
    shapes = [shape(each["geometry"]) for each in drawn.area_collection()["features"]]
    assert all(each.is_valid for each in shapes)
    whole = shapely.unary_union(shapes)
    assert whole.geom_type == "Polygon"
    assert sum(each.area for each in shapes) == pytest.approx(whole.area, rel=1e-9)


def test_granvik_has_its_six_areas_and_38_000_inhabitants() -> None:
    areas = town("granvik").areas
    assert [area.name for area in areas] == ["Almhöjden", "Centrum", "Hamnen", "Landsbygden", "Norrängen", "Stenlyckan"]
    assert sum(area.inhabitants for area in areas) == 38_000
    assert sum(area.inhabitants for area in town("lillskog").areas) == 8_900


def test_every_place_lies_in_the_area_it_says(drawn: Town) -> None:
    for spot in PLACES[drawn.plan.slug]:
        at = drawn.address(*spot.at) if isinstance(spot.at[0], str) else spot.at
        assert drawn.area_of(*at) == spot.area, spot.name


def test_houses_stand_on_dry_land_and_clear_of_the_big_streets(drawn: Town) -> None:
    houses = shapely.STRtree(drawn.built)
    assert len(drawn.built) > 400
    assert not len(houses.query(drawn.water.buffer(-2), predicate="intersects"))
    for way in drawn.streets:
        if way.rank in ("major", "main"):
            assert not len(houses.query(way.line, predicate="crosses")), way.name


def test_the_base_map_is_light_enough_for_a_phone(drawn: Town) -> None:
    base_map = drawn.base_map()
    content = json.dumps(base_map, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(gzip.compress(content)) < 200_000
    features = base_map["features"]
    assert {each["properties"]["layer"] for each in features} >= LAYERS
    assert all(shape(each["geometry"]).is_valid for each in features if each["properties"]["layer"] != "built")


def test_the_towns_lie_in_open_sea_where_nobody_lives(drawn: Town) -> None:
    west, south, east, north = drawn.to_degrees(0, 0) * 2
    assert west > 17.9 and east < 18.9 and south > 58.0 and north < 58.7


def test_the_same_plan_draws_the_same_town() -> None:
    assert draw(PLANS["lillskog"]).base_map() == draw(PLANS["lillskog"]).base_map()


def test_neighbours_on_a_street_stand_apart_and_on_their_own_side() -> None:
    almgatan = [town("granvik").address("Almgatan", number) for number in (12, 14, 16, 18)]
    steps = [shapely.Point(a).distance(shapely.Point(b)) for a, b in zip(almgatan, almgatan[1:], strict=False)]
    assert all(15 < step < 40 for step in steps)
