"""Tiles are decoded with an independent decoder and compared with counting by hand."""

import time

import mapbox_vector_tile
import numpy as np
import pytest

from samsyn.analysis.tiles import count_tile, encode_points, index_points, point_tile, points_in_tile


def decoded(tile: bytes, layer: str) -> list[dict]:
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})[layer]["features"]


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    x = int((lon + 180) / 360 * 2**z)
    y = int((1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**z)
    return x, y


@pytest.fixture(scope="module")
def town():
    rng = np.random.default_rng(3)
    return rng.normal(15.2, 0.05, 5000), rng.normal(59.3, 0.03, 5000)


@pytest.mark.parametrize("z", [0, 5, 9, 11, 14])
def test_every_point_is_counted_once_over_the_tiles_of_a_zoom(town, z):
    index = index_points(*town)
    tiles = {tile_of(lon, lat, z) for lon, lat in zip(*town, strict=True)}
    features = [each for x, y in tiles for each in decoded(count_tile(index, z, x, y), "counts")]
    counted = sum(each["properties"]["count"] for each in features)
    assert counted == 5000 == sum(points_in_tile(index, z, x, y) for x, y in tiles)


def test_cells_are_where_the_points_are(town):
    lon, lat = town
    z = 11
    x, y = tile_of(15.2, 59.3, z)
    across = (lon + 180) / 360 * 2**z - x
    down = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**z - y
    inside = (across >= 0) & (across < 1) & (down >= 0) & (down < 1)
    place = (across[inside] * 64).astype(int) * 64 + (down[inside] * 64).astype(int)
    cells, counts = np.unique(place, return_counts=True)
    found = {}
    for feature in decoded(count_tile(index_points(lon, lat), z, x, y), "counts"):
        right, below = feature["geometry"]["coordinates"]
        found[right // 64 * 64 + below // 64] = feature["properties"]["count"]
    assert found == dict(zip(cells.tolist(), counts.tolist(), strict=True))


def test_a_point_keeps_its_id_and_properties(town):
    lon, lat = town
    z = 14
    x, y = tile_of(15.2, 59.3, z)
    number = np.arange(5000)
    names = np.array(["å" if each % 2 else None for each in number], object)
    share = np.where(number % 3 == 0, np.nan, number / 7)
    tile = point_tile(index_points(lon, lat), z, x, y, number,
                      {"number": number - 2500, "name": names, "share": share, "even": number % 2 == 0})
    features = decoded(tile, "points")
    assert features
    for feature in features:
        n, found = feature["id"], feature["properties"]
        assert tile_of(lon[n], lat[n], z) == (x, y)
        assert found["number"] == n - 2500
        assert found["even"] is (n % 2 == 0)
        assert found.get("name") == ("å" if n % 2 else None)
        assert ("share" in found) == (n % 3 != 0)
        right = ((lon[n] + 180) / 360 * 2**z - x) * 4096
        assert feature["geometry"]["coordinates"][0] == pytest.approx(right, abs=1.01)


def test_chosen_rows_and_least_counts(town):
    index = index_points(*town)
    chosen = np.arange(5000) < 100
    assert sum(f["properties"]["count"] for f in decoded(count_tile(index, 0, 0, 0, chosen=chosen), "counts")) == 100
    assert len(decoded(point_tile(index, 0, 0, 0, None, {}, chosen=chosen), "points")) == 100
    x, y = tile_of(15.2, 59.3, 11)
    assert min(f["properties"]["count"] for f in decoded(count_tile(index, 11, x, y, least=3), "counts")) >= 3


@pytest.mark.parametrize("tile", [(3, 8, 0), (3, -1, 0), (0, 0, 1), (40, 0, 0)])
def test_a_tile_that_does_not_exist_is_empty(town, tile):
    index = index_points(*town)
    assert count_tile(index, *tile) == b"" == point_tile(index, *tile, None, {})


def test_negative_and_large_coordinates_survive():
    tile = encode_points("a", np.array([-70, 5000]), np.array([0, 300]), properties={})
    assert [f["geometry"]["coordinates"] for f in decoded(tile, "a")] == [[-70, 0], [5000, 300]]


def test_outside_the_web_map_nothing_is_drawn():
    assert index_points([10.0, 200.0, np.nan, 10.0], [86.0, 10.0, 1.0, 59.0]).order.tolist() == [3]


@pytest.mark.slow
def test_a_large_tile_is_quick():
    rng = np.random.default_rng(1)
    index = index_points(rng.normal(15.2, 0.05, 200_000), rng.normal(59.3, 0.03, 200_000))
    began = time.process_time()
    for z in (6, 9, 11):
        count_tile(index, z, *tile_of(15.2, 59.3, z))
    assert time.process_time() - began < 3     # measured: 0.05; a loop over the points in Python takes longer
