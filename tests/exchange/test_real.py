"""The real files, where they lie beside the project (SAMSYN_REAL_DATA): their traps, counted."""

import os
from datetime import date
from pathlib import Path

import pytest

from samsyn.exchange.actions import begin_import, go_through
from samsyn.exchange.keys import survey
from samsyn.exchange.places import read_areas, read_extent, read_places
from samsyn.exchange.readers import open_file, open_files
from samsyn.exchange.reading import first_batch
from samsyn.exchange.sources import ready_mapping
from samsyn.ground.people.actions import founder
from samsyn.ground.tenancy.actions import add_municipality
from samsyn.method.indicators.models import OutsideEvent, Reading
from samsyn.method.observations.actions import equip_municipality

DATA = Path(os.environ.get("SAMSYN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data is not at {DATA}; set SAMSYN_REAL_DATA"),
]
BORDERS = DATA / "04-geodata-sverige" / "kommun_wgs84.geojson.gz"


@pytest.fixture
def here(db):
    """Put a real municipality in place by its code."""

    def found(code, name):
        extent, _border = read_extent(str(BORDERS), only=("kommun_kod", code))
        municipality = add_municipality(slug=f"k{code}", name=name, code=code, extent=extent)
        by = founder(municipality)
        equip_municipality(by=by)
        return by

    return found


def read_in(path, name, *, by, now):
    """Read a file in by a ready-made source."""
    run = begin_import(path=path, mapping=ready_mapping(name), source=name, now=now, by=by)
    return go_through(run, path=path, now=now, by=by)


def test_an_extreme_day_of_fires_is_counted_in_its_area(here, now):
    by = here("1280", "Malmö")
    read_in(DATA / "02-brott-per-deso" / "raw_csv_dev.zip", "brander-deso", by=by, now=now)
    week = Reading.objects.filter(iso_week=202335)
    assert sum(week.values_list("value", flat=True)) == 31
    assert week.get(area_code="1280C1690").value == 17


def test_the_answers_of_the_feed_in_sequence_twice_and_the_empty_ones(here, now):
    by = here("0180", "Stockholm")
    answers = DATA / "01-polisen-events" / "raw_snapshots"
    first = read_in(answers / "24_snapshots_i_foljd.zip", "polisen", by=by, now=now)
    again = read_in(answers / "24_snapshots_i_foljd.zip", "polisen", by=by, now=now)
    assert first.created == OutsideEvent.objects.count() > 0
    assert (again.created, again.changed) == (0, 0)
    assert read_in(answers / "trasiga_snapshots.zip", "polisen", by=by, now=now).empty == 31


def test_a_towns_points_of_interest_become_places_but_not_the_sensitive_ones(here, now):
    by = here("1880", "Örebro")
    path = DATA / "04-geodata-sverige" / "orebro" / "orebro_kommun_poi.geojson.gz"
    done = read_places(path, mapping=None, now=now, by=by)
    assert done.created + sum(done.left_out.values()) + len(done.refused) == 744
    assert sum(done.left_out.values()) >= 79
    assert ["latitud 13.27" in reason for _line, _row, reason in done.refused] == [True]


def test_sub_areas_keep_their_codes_without_decimals(here):
    by = here("1280", "Malmö")
    path = DATA / "04-geodata-sverige" / "swemaps2_malmo.geojson.gz"
    assert read_areas(path, set_name="Delområden", valid_from=date(2015, 1, 1), by=by).created == 136


def test_every_category_of_the_citizens_reports_is_mapped():
    mapping = ready_mapping("fixmystreet")
    known = {name.strip().lower() for name in mapping.categories["table"]}
    met = set()
    for batch in open_file(DATA / "07-fixmystreet-london" / "fms_dev_2025.parquet").batches():
        met |= {name.strip().lower() for name in batch.table.column("category").to_pylist()}
    assert met - known == set()
    assert len(mapping.categories["table"]) == 550


def test_the_clock_that_lost_am_and_pm_is_known_and_repeated_numbers_are_found():
    path = DATA / "06-sanantonio-calls" / "sapd_calls_dev_100k.parquet"
    from_the_clock = ready_mapping("sapd")
    assert from_the_clock.time["until"] == "ResponseDate"
    found = survey(open_file(path).batches(), mapping=from_the_clock)
    assert (found.rows, len(found.repeated) > 0) == (101_179, True)


def test_every_statistics_sheet_gives_one_row_an_area():
    for path in sorted((DATA / "02-brott-per-deso" / "scb_deso_xlsx").glob("*.xlsx"))[:3]:
        source = open_file(path)
        assert sum(len(batch.lines) for batch in source.batches()) == 5_984


def test_area_files_of_every_kind_can_be_opened():
    folder = DATA / "03-utsatta-omraden"
    for name in ("UO_panel.gpkg", "UO2021.shp", "uso_2023.shp", "uso_2023_wgs84.geojson"):
        assert "geometry" in first_batch(folder / name).table.column_names
    assert [source is None for _name, source in open_files(folder / "UO_panel.gpkg")] == [False]
