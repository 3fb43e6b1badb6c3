"""Rows become a table: local times over clock changes, metres, and no reporter."""

from datetime import UTC, datetime, timedelta

import pytest

from samsyn.analysis.tables import OBSERVATIONS
from samsyn.method.observations.models import Observation
from samsyn.method.observations.tables import observations_table
from tests.people import NOW

pytestmark = pytest.mark.django_db


def table_of(town, **more):
    rows = Observation.objects.visible_to(town.machine).accepted()
    return observations_table(rows, municipality=town.municipality, **more)


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        (datetime(2025, 3, 30, 0, 59, tzinfo=UTC), datetime(2025, 3, 30, 1, 59)),  # noqa: DTZ001
        (datetime(2025, 3, 30, 1, 0, tzinfo=UTC), datetime(2025, 3, 30, 3, 0)),  # noqa: DTZ001
        (datetime(2024, 10, 27, 0, 30, tzinfo=UTC), datetime(2024, 10, 27, 2, 30)),  # noqa: DTZ001
        (datetime(2024, 10, 27, 1, 30, tzinfo=UTC), datetime(2024, 10, 27, 2, 30)),  # noqa: DTZ001
        (datetime(2025, 7, 1, 22, 30, tzinfo=UTC), datetime(2025, 7, 2, 0, 30)),  # noqa: DTZ001
        (datetime(2025, 1, 1, 12, 0, 0, 250, tzinfo=UTC), datetime(2025, 1, 1, 13, 0, 0, 250)),  # noqa: DTZ001
    ],
)
def test_times_are_local_also_when_the_clock_is_moved(town, observe, utc, local):
    observe(observed_to=utc, observed_from=utc - timedelta(days=200))
    row = table_of(town).to_pylist()[0]
    assert row["to_local"] == local
    assert row["observed_on"] == local.date()


def test_the_table_has_the_columns_that_were_agreed_and_no_reporter(town, observe, anna):
    kept = observe(by=anna, lon=17.15, lat=62.41)
    observe(by=anna, area="B")
    table = table_of(town)
    assert table.column_names == [column.name for column in OBSERVATIONS]
    by_id = {row["id"]: row for row in table.to_pylist()}
    point = by_id[str(kept.pk)]
    assert point["organisation"] == str(anna.organisations[0].pk)
    assert point["x_m"] == pytest.approx(611_132, abs=50_000) and point["y_m"] == pytest.approx(6_921_700, abs=50_000)
    assert [row["x_m"] for row in by_id.values() if row["area"] == "B" and row["lon"] is None] == [None]
    assert str(anna.user.pk) not in str(by_id)


def test_without_rows_the_table_is_empty_and_whole(town):
    table = table_of(town)
    assert (table.num_rows, table.num_columns) == (0, len(OBSERVATIONS))


def test_a_condition_is_open_until_its_last_day(town, observe):
    observe(category="I1", kind="condition", ended_on=NOW.date())
    assert table_of(town)["open"].to_pylist() == [False]
    assert table_of(town, open_on=NOW.date() - timedelta(days=1))["open"].to_pylist() == [True]


def test_the_table_is_made_with_one_query(town, observe, django_assert_num_queries):
    for hour in (8, 9, 10):
        observe(hour=hour)
    with django_assert_num_queries(1):
        table_of(town)
