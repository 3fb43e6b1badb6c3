"""Coordinates: the right system is found, and a wrong guess is answered with the one that fits."""

import numpy as np
import pytest
from pyproj import Transformer

from samsyn.exchange.readers import ReadRefused
from samsyn.exchange.readers.crs import Extent, check_system, to_wgs84

HERE = Extent(14.9, 59.0, 15.8, 59.6)
LON = np.linspace(15.0, 15.7, 50)
LAT = np.linspace(59.05, 59.5, 50)


def as_written_in(epsg):
    """Return the points' coordinates in a system."""
    return Transformer.from_crs(4326, epsg, always_xy=True).transform(LON, LAT)


@pytest.mark.parametrize("epsg", [4326, 3006, 3007, 3009, 3010, 3012, 3013, 3018, 3021, 3022])
def test_the_right_system_passes_and_gives_degrees_back(epsg):
    x, y = as_written_in(epsg)
    assert check_system(x, y, epsg=epsg, extent=HERE) == epsg
    lon, lat = to_wgs84(x, y, epsg=epsg)
    np.testing.assert_allclose(lon, LON, atol=2e-5)
    np.testing.assert_allclose(lat, LAT, atol=2e-5)


@pytest.mark.parametrize("epsg", [4326, 3006, 3009, 3021])
def test_the_system_is_found_when_the_file_does_not_say(epsg):
    x, y = as_written_in(epsg)
    assert check_system(x, y, epsg=None, extent=HERE) == epsg


@pytest.mark.parametrize(("real", "guessed", "said"), [
    (3006, 4326, "SWEREF 99 TM (crs = 3006)"),
    (3009, 3006, "SWEREF 99 15 00 (crs = 3009)"),
    (3021, 3006, "RT 90 2,5 gon V (crs = 3021)"),
])
def test_a_wrong_guess_is_refused_with_the_system_that_fits(real, guessed, said):
    x, y = as_written_in(real)
    with pytest.raises(ReadRefused) as refusal:
        check_system(x, y, epsg=guessed, extent=HERE)
    assert said in str(refusal.value)


def test_longitude_and_latitude_in_each_others_columns_are_noticed():
    with pytest.raises(ReadRefused, match="bytt plats"):
        check_system(LAT, LON, epsg=4326, extent=HERE)


def test_points_of_another_place_are_refused():
    with pytest.raises(ReadRefused, match="Kontrollera kolumnerna och kommunen"):
        check_system(LON + 40, LAT - 30, epsg=4326, extent=HERE)
