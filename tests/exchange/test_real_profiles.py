"""The real files of two municipalities, where they lie beside the project: profiles of areas and the law's picture."""

import os
from datetime import date
from pathlib import Path

import pytest

from samsyn.documents.area_paper import area_pdf
from samsyn.documents.area_profile import profile_of
from samsyn.exchange.actions import begin_import, go_through
from samsyn.exchange.places import read_areas, read_classes, read_extent
from samsyn.exchange.sources import ready_mapping
from samsyn.ground.people.actions import founder
from samsyn.ground.places.models import Area, AreaClass
from samsyn.ground.tenancy.actions import add_municipality
from samsyn.method.indicators.models import Reading
from samsyn.method.indicators.profiles import lines_of_municipality
from samsyn.method.observations.actions import equip_municipality

DATA = Path(os.environ.get("SAMSYN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data is not at {DATA}; set SAMSYN_REAL_DATA"),
]
BORDERS = DATA / "04-geodata-sverige" / "kommun_wgs84.geojson.gz"
POPULATION = DATA / "02-brott-per-deso" / "scb_deso_xlsx" / "000005FC_20240806-102837.xlsx"


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
    run = begin_import(path=path, mapping=ready_mapping(name), source=name, now=now, by=by)
    return go_through(run, path=path, now=now, by=by)


def classes(by):
    path = DATA / "03-utsatta-omraden" / "UO_panel.gpkg"
    mapping = ready_mapping("utsatta-omraden")
    read_classes(path, mapping=mapping, set_name="Polisens områden", valid_from=date(2015, 1, 1), by=by)


def test_an_area_of_a_city_is_told_from_divisions_of_three_vintages(here, now):
    by, folder = here("1480", "Göteborg"), DATA / "04-geodata-sverige" / "goteborg"
    for file, name, kind, year in (
        ("regso_goteborg", "RegSO 2025", "regso", 2025), ("deso_goteborg", "DeSO 2025", "deso", 2025),
        ("primaromraden", "Primärområden", "own", 2020),
    ):  # fmt: skip
        read_areas(folder / f"{file}.geojson.gz", set_name=name, valid_from=date(year, 1, 1), kind=kind,
                   working=kind == "own", by=by)  # fmt: skip
    classes(by)
    shares = DATA / "05-statistik" / "scb_pxweb_regso_alder_kon_goteborg.json.gz"
    assert read_in(shares, "pxweb", by=by, now=now).created == 441
    assert read_in(POPULATION, "befolkning", by=by, now=now).created == 306
    fires = read_in(DATA / "02-brott-per-deso" / "raw_csv_dev.zip", "brander-deso", by=by, now=now)
    assert (fires.created, fires.refused) == (915, 182)
    alone = Reading.objects.without_area().filter(indicator__code="folkmangd")
    assert alone.values("area_code").distinct().count() == 13         # DeSO of 2018 that are no longer in 2025
    area = Area.objects.get(area_set__name="Primärområden", code="612")
    profile = profile_of(area, today=now.date(), by=by)
    told = {line.indicator.code: line for line in profile.lines}
    assert told["anmalda-brander"].parts == 4 and told["anmalda-brander"].figures[0].first_on.year == 2020
    assert told["pxweb-andel-0-19-ar"].weighted and profile.beside is not None
    assert {each.year for each in profile.classes} == {2015, 2017, 2019, 2021, 2023}
    assert all((each.rate is None) == (each.until is not None) for each in told["anmalda-brander"].figures)
    assert area_pdf(profile, today=now.date()).startswith(b"%PDF")


def test_fifteen_years_of_offences_and_areas_as_the_municipalitys_total(here, now):
    by = here("1880", "Örebro")
    read_areas(POPULATION, set_name="DeSO 2018", valid_from=date(2018, 1, 1), kind="deso", code_column="kolumn 2",
               name_column="kolumn 2", by=by)  # fmt: skip
    classes(by)
    offences = read_in(DATA / "05-statistik" / "bra_kommun_utdrag.csv", "bra", by=by, now=now)
    assert (offences.created, offences.left_out) == (90, {"annan region": 180})
    assert read_in(POPULATION, "befolkning", by=by, now=now).created == 87
    read_in(DATA / "02-brott-per-deso" / "raw_csv_dev.zip", "brander-deso", by=by, now=now)
    assert not Reading.objects.without_area().exists()
    told = {line.indicator.code: line for line in lines_of_municipality(by.municipality)}
    total = told["bra-samtliga-brott"]
    assert [each.first_on.year for each in total.figures] == list(range(2011, 2026))
    assert total.change is not None and total.change.verdict == "usual"
    assert told["folkmangd"].parts == 87 and told["anmalda-brander"].parts > 50
    assert AreaClass.objects.count() == 10
