"""Areas, places and borders from files: once, in the right system, and never a sensitive place."""

import json
from datetime import date

import pytest
import shapely
from pyproj import Transformer

from samsyn.exchange.places import read_areas, read_classes, read_extent, read_places
from samsyn.exchange.readers import ReadRefused
from samsyn.exchange.sources import ready_mapping
from samsyn.ground.places.models import Area, AreaClass, AreaSet, Place, PlaceAlias

DAY = date(2024, 1, 1)


def square(west, *, south=62.40, size=0.02, epsg=4326):
    """Return a square as GeoJSON coordinates, in any system."""
    box = shapely.box(west, south, west + size, south + size)
    if epsg != 4326:
        project = Transformer.from_crs(4326, epsg, always_xy=True)
        box = shapely.transform(box, lambda xy: list(zip(*project.transform(xy[:, 0], xy[:, 1]), strict=True)))
    return shapely.geometry.mapping(box)


@pytest.fixture
def geojson(tmp_path):
    """Write features as GeoJSON; `epsg` is the system the file says it has."""

    def write(*features, epsg=None, name="karta.geojson"):
        whole = {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in features
        ]}  # fmt: skip
        if epsg:
            whole["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
        path = tmp_path / name
        path.write_text(json.dumps(whole), encoding="utf-8")
        return path

    return write


def test_areas_enter_with_their_codes_as_text_and_twice_changes_nothing(geojson, machine):
    path = geojson(({"kod": "007", "namn": "Norra"}, square(17.10)), ({"kod": "008", "namn": "Södra"}, square(17.12)))
    done = read_areas(path, set_name="Delområden", valid_from=DAY, by=machine)
    assert (done.created, done.changed, done.unchanged) == (2, 0, 0)
    area_set = AreaSet.objects.get(name="Delområden")
    assert sorted(area_set.areas.values_list("code", flat=True)) == ["007", "008"]
    again = read_areas(path, set_name="Delområden", valid_from=DAY, by=machine)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert AreaSet.objects.get(name="Delområden").version == area_set.version


@pytest.mark.parametrize("epsg", [3006, 3014, 3021])
def test_areas_in_swedish_systems_land_in_degrees(geojson, machine, epsg):
    path = geojson(({"kod": "1", "namn": "Norra"}, square(17.10, epsg=epsg)), epsg=epsg)
    read_areas(path, set_name="Delområden", valid_from=DAY, by=machine)
    area = Area.objects.get(area_set__name="Delområden")
    assert (area.centre_lon, area.centre_lat) == (pytest.approx(17.11, abs=1e-3), pytest.approx(62.41, abs=1e-3))


def test_a_file_that_says_the_wrong_system_is_refused_with_the_right_one(geojson, machine):
    path = geojson(({"kod": "1", "namn": "Norra"}, square(17.10, epsg=3006)), epsg=3014)
    with pytest.raises(ReadRefused, match=r"SWEREF 99 TM \(crs = 3006\)"):
        read_areas(path, set_name="Delområden", valid_from=DAY, by=machine)


def test_areas_of_a_neighbour_are_left_out(geojson, machine):
    path = geojson(({"kod": "9901A0010"}, square(17.10)), ({"kod": "9902A0010"}, square(17.12, south=61.40)))
    done = read_areas(path, set_name="DeSO", valid_from=DAY, kind="deso", name_column="kod", by=machine)
    assert (done.created, dict(done.left_out)) == (1, {"annan kommun": 1})


def test_areas_may_lack_a_polygon(tmp_path, machine):
    path = tmp_path / "deso.csv"
    path.write_text("kod;namn\n9901A0010;Norra\n9901A0020;Södra\n", encoding="utf-8")
    read_areas(path, set_name="DeSO", valid_from=DAY, kind="deso", by=machine)
    assert Area.objects.filter(area_set__name="DeSO", polygon=None).count() == 2


def test_the_polices_classes_become_a_set_a_year_with_their_trend(geojson, machine):
    def feature(year, kind):
        return {"area_panel": "Kvarnen", "type": kind, "year": year}, square(17.10)

    path = geojson(feature(2015, "Riskområde"), feature(2017, "Särskild utsatt område"), feature(2019, "Riskområde"))
    read_classes(path, mapping=ready_mapping("utsatta-omraden"), set_name="Polisen", valid_from=DAY, by=machine)
    told = AreaClass.objects.order_by("year").values_list("year", "name", "trend")
    assert list(told) == [
        (2015, "Riskområde", ""), (2017, "Särskilt utsatt område", "up"), (2019, "Riskområde", "down"),
    ]  # fmt: skip
    assert AreaSet.objects.get(name="Polisen 2015").valid_to == date(2016, 12, 31)


def point(lon, lat):
    """Return a GeoJSON point."""
    return {"type": "Point", "coordinates": [lon, lat]}


def test_places_enter_once_with_their_other_names(tmp_path, machine, now):
    path = tmp_path / "platser.csv"
    path.write_text(
        "objektid;namn;adress;typ;alias;longitud;latitud\n"
        "0012;Blå lekplatsen;Storgatan 4;Lekplats;blå lekan, lekan;17,11;62,41\n",
        encoding="utf-8-sig",
    )
    assert read_places(path, mapping=None, now=now, by=machine).created == 1
    place = Place.objects.get(name="Blå lekplatsen")
    assert (place.place_type.code, place.area.code) == ("park", "A")
    assert sorted(PlaceAlias.objects.filter(place=place).values_list("name", flat=True)) == ["blå lekan", "lekan"]
    assert read_places(path, mapping=None, now=now, by=machine).unchanged == 1


def test_a_new_name_for_the_same_object_keeps_the_old_as_an_alias(tmp_path, machine, now):
    path = tmp_path / "platser.csv"
    for name in ("Blå lekplatsen", "Kvarnlekplatsen"):
        path.write_text(f"objektid;namn;longitud;latitud\n0012;{name};17,11;62,41\n", encoding="utf-8")
        done = read_places(path, mapping=None, now=now, by=machine)
    assert (done.changed, Place.objects.filter(name="Kvarnlekplatsen").count()) == (1, 1)
    assert PlaceAlias.objects.filter(name="Blå lekplatsen").exists()


def test_sensitive_places_are_dropped_with_a_count_and_stand_in_no_list(geojson, machine, now):
    path = geojson(
        ({"layer": "Förskola", "name": "Solrosen"}, point(17.11, 62.41)),
        ({"layer": "Vård- och omsorgsboende", "name": "Ekgården"}, point(17.12, 62.41)),
        ({"layer": "Annat", "name": "Sankt Olofs kyrka"}, point(17.13, 62.41)),
        ({"layer": "Annat", "name": "Kvinnojouren Syrenen"}, point(17.13, 13.27)),
        ({"layer": "Torg", "name": "Kyrkbacken"}, point(17.13, 62.41)),
    )
    done = read_places(path, mapping=None, now=now, by=machine)
    assert done.created == 2
    assert sum(done.left_out.values()) == 3
    assert done.refused == []
    assert not Place.objects.filter(name__in=["Ekgården", "Sankt Olofs kyrka"]).exists()


def test_a_point_outside_the_municipality_is_refused_with_its_reason(geojson, machine, now):
    path = geojson(
        ({"layer": "Förskola", "name": "Hästskon"}, point(17.11, 13.27)),
        ({"layer": "Torg", "name": "Stora torg"}, point(17.11, 62.41)),
    )
    done = read_places(path, mapping=None, now=now, by=machine)
    assert [reason for _line, _row, reason in done.refused] == [
        "Punkten latitud 13.27000, longitud 17.11000 ligger utanför kommunen."
    ]


def test_a_border_is_read_from_a_map_of_the_country(geojson):
    path = geojson(({"kommun_kod": "9901"}, square(17.10)), ({"kommun_kod": "9902"}, square(17.20)))
    extent, border = read_extent(str(path), only=("kommun_kod", "9901"))
    assert extent == pytest.approx((17.10, 62.40, 17.12, 62.42))
    assert shapely.from_wkb(border).area == pytest.approx(0.0004)


def test_four_numbers_are_an_extent_too():
    assert read_extent("17.1,62.4,17.2,62.5") == ((17.1, 62.4, 17.2, 62.5), None)
    with pytest.raises(ReadRefused, match="väst,syd,öst,norr"):
        read_extent("a,b,c,d")
