"""A row known only by an area code: counted in its own set, and in the working set only when wholly inside."""

from datetime import date

import pytest
import shapely

from samsyn.ground.places.actions import add_area_set
from samsyn.ground.places.locate import area_coded, working_set
from samsyn.ground.places.models import Area
from tests.people import SOUTH, STEP, WEST

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 1)


def box(first, last):
    return shapely.to_wkb(shapely.box(WEST + first * STEP, SOUTH + 0.001, WEST + last * STEP, SOUTH + 0.009))


@pytest.fixture
def deso(machine):
    rows = [
        {"code": "D1", "name": "inside A", "polygon": box(0.1, 0.9)},
        {"code": "D2", "name": "across A and B", "polygon": box(0.5, 1.5)},
        {"code": "D3", "name": "no polygon"},
    ]
    return add_area_set(name="DeSO", kind="deso", valid_from=date(2018, 1, 1), areas=rows, by=machine)


@pytest.mark.parametrize(
    ("code", "counted_in"), [("A", "A"), ("D1", "A"), ("D2", "D2"), ("D3", "D3"), ("unknown", None)]
)
def test_where_a_code_is_counted(norr, deso, code, counted_in):
    found = area_coded(norr, code, on=DAY, working=working_set(norr, on=DAY))
    assert (Area.objects.get(pk=found).code if found else None) == counted_in


def test_a_set_that_is_no_longer_valid_has_no_codes(norr, machine, deso):
    deso.valid_to = date(2024, 12, 31)
    deso.save()
    assert area_coded(norr, "D1", on=DAY, working=working_set(norr, on=DAY)) is None
