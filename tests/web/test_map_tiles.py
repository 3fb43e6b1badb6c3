"""Tiles, points and cards: only what the member may see, never an area's middle, always today's truth."""

import json
import sys

import mapbox_vector_tile
import pytest

from samsyn.method.observations.models import Observation
from samsyn.method.observations.points import map_points, map_stamp, sight_of
from samsyn.web.map import kept
from tests.people import NOW

pytestmark = pytest.mark.django_db
POINT = {"lon": 17.105, "lat": 62.405}
OTHER = {"lon": 17.1051, "lat": 62.405}


@pytest.fixture(autouse=True)
def empty_shelf():
    kept.SHELF.kept.clear()
    kept.SHELF.asked.clear()


@pytest.fixture
def drawn(client):
    """drawn(member) returns the properties of every dot in the tile that holds the whole world."""

    def get(member, query="?period=allt", zoom=0):
        client.force_login(member.user)
        x, y = (0, 0) if zoom == 0 else (int((17.105 + 180) / 360 * 2**zoom), 0)
        answer = client.get(f"/{member.municipality.slug}/karta/plattor/{zoom}/{x}/{y}.mvt{query}")
        assert answer.status_code == 200
        if not answer.content:
            return []
        return [feature["properties"] for feature in mapbox_vector_tile.decode(answer.content)["heaps"]["features"]]

    return get


def test_one_report_is_a_dot_with_its_id_and_category(drawn, bo, observe):
    row = observe(category="E1", **POINT)
    assert drawn(bo) == [{"n": 1, "open": 0, "id": row.pk.hex, "category": "E1"}]


def test_many_reports_far_out_are_one_dot_with_their_number(drawn, bo, observe):
    observe(category="I1", **POINT)
    observe(category="E1", **OTHER)
    assert drawn(bo) == [{"n": 2, "open": 1}]


def test_what_is_known_only_to_its_area_is_never_drawn(drawn, bo, observe, client):
    observe(area="A")
    observe(area="A", precision="municipality")
    row = observe(**POINT)
    Observation.objects.filter(pk=row.pk).update(precision="area")
    assert drawn(bo) == []
    shown = client.get("/norr/karta/laget.json?period=allt").json()
    assert shown["drawn"] == 0 and sum(shown["only_area"].values()) == 3 and shown["bounds"] is None
    assert client.get("/norr/karta/punkter.geojson?period=allt").json()["features"] == []


def test_a_tile_holds_nothing_that_the_member_may_not_see(drawn, bo, dag, eva, cecilia, observe):
    observe(**POINT, audience="authorities")
    observe(**POINT, audience="parties")
    observe(**POINT, audience="coordinator")
    assert [dot["n"] for dot in drawn(bo)] == [3]
    assert [dot["n"] for dot in drawn(dag)] == [2]
    assert [dot["n"] for dot in drawn(eva)] == [1]
    assert drawn(cecilia) == []


def test_nobody_gets_tiles_or_cards_of_another_municipality(client, cecilia, observe):
    row = observe(**POINT)
    client.force_login(cecilia.user)
    for address in (
        "plattor/0/0/0.mvt", "punkter.geojson", "laget.json", "underlag.json", "bakgrund", f"kort?id={row.pk}",
        "export.csv",
    ):  # fmt: skip
        assert client.get(f"/norr/karta/{address}").status_code == 404
    assert row.pk.hex not in client.get(f"/soder/karta/kort?period=allt&id={row.pk.hex}").content.decode()


def test_tiles_follow_the_same_choice_as_the_list_but_not_its_box(drawn, bo, observe):
    observe(category="E1", **POINT)
    observe(category="G1", **POINT)
    assert [dot["n"] for dot in drawn(bo, "?period=allt&category=E1")] == [1]
    assert [dot["n"] for dot in drawn(bo, "?period=allt&box=10,10,11,11")] == [2]
    assert drawn(bo, "?period=2025-v39") == []


def test_a_new_report_shows_at_once(drawn, bo, observe):
    observe(**POINT)
    assert [dot["n"] for dot in drawn(bo)] == [1]
    observe(**POINT)
    assert [dot["n"] for dot in drawn(bo)] == [2]


def test_points_are_kept_between_tiles(drawn, bo, observe, client, django_assert_num_queries):
    observe(**POINT)
    drawn(bo)
    assert len(kept.SHELF.kept) == 1
    with django_assert_num_queries(7):
        client.get("/norr/karta/plattor/3/4/2.mvt?period=allt")


def test_a_tile_the_browser_has_is_not_sent_again(client, bo, observe):
    observe(**POINT)
    client.force_login(bo.user)
    mark = client.get("/norr/karta/plattor/0/0/0.mvt?period=allt")["ETag"]
    again = client.get("/norr/karta/plattor/0/0/0.mvt?period=allt", headers={"If-None-Match": mark})
    assert again.status_code == 304 and not again.content
    observe(**POINT)
    assert client.get("/norr/karta/plattor/0/0/0.mvt?period=allt", headers={"If-None-Match": mark}).status_code == 200


def test_the_shelf_lets_the_oldest_go(bo, observe):
    shelf = kept.Shelf(keep_bytes=1)
    points = kept.Kept(map_points(Observation.objects.visible_to(bo), municipality=bo.municipality))
    shelf.put(("a", 1), points)
    shelf.put(("b", 1), points)
    assert list(shelf.kept) == [("b", 1)]
    shelf.put(("b", 2), points)
    assert list(shelf.kept) == [("b", 2)]


def test_members_with_the_same_sight_see_the_same_rows(bo, dag, eva, machine):
    assert sight_of(bo) == sight_of(machine) == "all"
    assert len({sight_of(bo), sight_of(dag), sight_of(eva)}) == 3


def test_the_stamp_changes_with_what_changes_the_map_only(norr, observe, client, bo):
    before = map_stamp(norr, now=NOW)
    client.force_login(bo.user)
    client.get("/norr/karta/export.csv")
    assert map_stamp(norr, now=NOW) == before
    observe()
    assert map_stamp(norr, now=NOW) != before


def test_points_come_as_geojson_with_a_limit(client, bo, observe, monkeypatch):
    monkeypatch.setattr("samsyn.web.map.layers.MOST_POINTS", 2)
    rows = [observe(**POINT, hour=hour) for hour in (8, 9, 10)]
    client.force_login(bo.user)
    shown = json.loads(client.get("/norr/karta/punkter.geojson?period=allt").content)
    assert not shown["complete"] and len(shown["features"]) == 2
    newest = shown["features"][0]
    assert newest["properties"] == {"id": rows[2].pk.hex, "category": "E1", "on": "2025-10-02", "open": False}
    assert newest["geometry"] == {"type": "Point", "coordinates": [17.105, 62.405]}


def test_the_card_names_what_stands_on_a_spot_and_links_to_it(client, bo, dag, observe):
    row = observe(**POINT)
    observe(**POINT, audience="coordinator")
    client.force_login(dag.user)
    for which in (f"id={row.pk}", "at=17.105,62.405"):
        text = client.get(f"/norr/karta/kort?period=allt&{which}").content.decode()
        assert f"/norr/rapporter/{row.pk}" in text and text.count("<li") == 1
    client.force_login(bo.user)
    assert client.get("/norr/karta/kort?period=allt&at=17.105,62.405").content.decode().count("<li") == 2
    for nonsense in ("at=x,y", "id=1", ""):
        assert client.get(f"/norr/karta/kort?{nonsense}").status_code == 400


def test_the_ground_holds_areas_with_names_and_no_base_map_is_no_error(client, bo):
    client.force_login(bo.user)
    ground = client.get("/norr/karta/underlag.json").json()
    assert [label["name"] for label in ground["labels"]] == ["Alby", "Björknäs", "Centrum"]
    assert len(ground["areas"]["features"]) == 3 and ground["base"]["kind"] == "none"


@pytest.mark.parametrize("z", [17, 40])
def test_a_tile_that_does_not_exist_is_empty(client, bo, observe, z):
    observe(**POINT)
    client.force_login(bo.user)
    assert client.get(f"/norr/karta/plattor/{z}/0/0.mvt?period=allt").content == b""


def test_the_shelf_knows_what_it_holds_to_the_byte_and_lets_go_when_tiles_grow(bo, observe):
    for step in range(40):
        observe(category="E1", lon=17.1 + step / 1000, lat=62.405)
    points = map_points(Observation.objects.visible_to(bo), municipality=bo.municipality)
    one, other = kept.Kept(points), kept.Kept(points)
    made = [one.tile(9, x, y) for x in range(278, 284) for y in range(138, 144)]
    assert one.size == points.size + sum(sys.getsizeof(tile) + kept.A_TILE_BESIDES for tile in made)
    for y in range(kept.TILES_KEPT + 5):
        one.tile(12, 2242, y)
    held = sum(sys.getsizeof(tile) + kept.A_TILE_BESIDES for tile in one.tiles.values())
    assert len(one.tiles) == kept.TILES_KEPT and one.size == points.size + held
    shelf = kept.Shelf(keep_bytes=2 * points.size + 100)
    shelf.put(("a", 1), other)
    shelf.put(("b", 1), kept.Kept(points))
    assert list(shelf.kept) == [("a", 1), ("b", 1)]
    shelf.kept[("b", 1)].tile(9, 280, 140)
    shelf.trim()
    assert list(shelf.kept) == [("b", 1)]
