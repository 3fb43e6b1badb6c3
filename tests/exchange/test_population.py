"""The population of areas: read in with the figures, by year and vintage, and taken back with them."""

from datetime import date

import openpyxl
import pytest

from samsyn.exchange.actions import begin_import, go_through, undo_import
from samsyn.exchange.sources import ready_mapping
from samsyn.ground.places.actions import add_area_set
from samsyn.ground.places.models import Area


@pytest.fixture
def vintages(machine):
    """Two vintages of the same code: one that ended with 2024 and one that began with 2025."""
    rows = [{"code": "9901C1690", "name": "Centrum"}]
    for name, begins, ends in (("DeSO 2018", 2018, date(2024, 12, 31)), ("DeSO 2025", 2025, None)):
        add_area_set(name=name, valid_from=date(begins, 1, 1), valid_to=ends, kind="deso", areas=rows, by=machine)


@pytest.fixture
def read_in(tmp_path, machine, now):
    """Read in a sheet of one year's population."""

    def go(year, count):
        book, path = openpyxl.Workbook(), tmp_path / f"{year}-{count}.xlsx"
        for row in [["DeSO", "Totalt", "År"], ["9901C1690", count, str(year)], ["0180C1010", 5, str(year)]]:
            book.active.append(row)
        book.save(path)
        mapping = ready_mapping("befolkning")
        run = begin_import(path=path, mapping=mapping, source="befolkning", now=now, by=machine)
        return go_through(run, path=path, now=now, by=machine)

    return go


def told():
    """Return the population and year of each vintage."""
    rows = Area.objects.filter(code="9901C1690").order_by("area_set__valid_from")
    return list(rows.values_list("population", "population_year"))


def test_a_figure_is_set_where_its_vintage_fits(vintages, read_in):
    read_in(2024, 1700)
    assert told() == [(1700, 2024), (None, None)]
    read_in(2025, 1800)
    assert told() == [(1700, 2024), (1800, 2025)]


def test_an_older_figure_does_not_replace_a_newer(vintages, read_in):
    read_in(2024, 1700)
    read_in(2020, 1500)
    assert told()[0] == (1700, 2024)


def test_a_figure_that_is_taken_back_gives_the_one_before(vintages, read_in, machine):
    first = read_in(2023, 1600)
    second = read_in(2024, 1700)
    undo_import(run=second, by=machine)
    assert told()[0] == (1600, 2023)
    undo_import(run=first, by=machine)
    assert told()[0] == (None, None)
