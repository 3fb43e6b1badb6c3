"""Weeks and longer periods, against the calendar itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from samsyn.analysis.weeks import (
    Parity,
    Week,
    clock_changes,
    fortnight_of,
    hours_in_day,
    iso_weeks,
    local_from_utc,
    month_of,
    quarter_of,
    running_of_iso_weeks,
    running_weeks,
    same_season,
    tertial_of,
    week_range,
    weeks_between,
    weeks_in_year,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAYS = np.arange("2019-12-01", "2028-02-01", dtype="datetime64[D]")


def test_every_day_has_its_iso_week():
    expected = [year * 100 + number for year, number, _ in (day.isocalendar() for day in DAYS.tolist())]
    assert iso_weeks(DAYS).tolist() == expected
    assert running_weeks(DAYS).tolist() == [Week.containing(day).running for day in DAYS.tolist()]
    assert running_of_iso_weeks(iso_weeks(DAYS)).tolist() == running_weeks(DAYS).tolist()


def test_weeks_follow_each_other_over_week_53():
    weeks = week_range(Week(2019, 50), Week(2028, 3))
    assert [week.last_day + timedelta(days=1) for week in weeks[:-1]] == [week.first_day for week in weeks[1:]]
    assert weeks == sorted(weeks) and len(set(weeks)) == len(weeks)
    assert Week(2020, 53) in weeks and Week(2026, 53) in weeks
    assert Week(2021, 1) - 1 == Week(2020, 53) and weeks_between(Week(2021, 2), Week(2020, 53)) == -2


@pytest.mark.parametrize(("year", "weeks"), [(2015, 53), (2020, 53), (2024, 52), (2025, 52), (2026, 53), (2032, 53)])
def test_weeks_in_a_year(year, weeks):
    assert weeks_in_year(year) == weeks


@pytest.mark.parametrize("text", ["2025-W40", "2025-v40", "2025-V40", "202540", 202540, Week(2025, 40), " 2025-w40 "])
def test_a_week_is_read_as_people_write_it(text):
    assert Week.parse(text) == Week(2025, 40)


@pytest.mark.parametrize(
    "text", ["", "2025", "2025-W00", "2025-W53", "2025-W54", "vecka 40", "20254o", "0000-W01", 2025400])
def test_what_is_not_a_week_is_refused(text):
    with pytest.raises(ValueError, match="week"):
        Week.parse(text)


def test_the_names_of_a_week():
    week = Week(2026, 5)
    assert (week.label, week.swedish, week.address, week.iso, str(week)) == (
        "2026-W05", "v. 5 2026", "2026-v05", 202605, "2026-W05")
    assert [Week.parse(name) for name in (week.label, week.address, week.iso)] == [week] * 3
    assert week.days[0] == week.first_day and week.days[-1] == week.last_day


@pytest.mark.parametrize("parity", list(Parity))
def test_every_week_is_in_one_fortnight_and_none_is_lost(parity):
    weeks = week_range(Week(2025, 10), Week(2027, 20))
    periods = [fortnight_of(week, ends=parity) for week in weeks]
    for week, period in zip(weeks, periods, strict=True):
        assert period.first_day <= week.first_day and week.last_day <= period.last_day
        assert week in period.weeks
        assert period.number % 2 == (parity is Parity.ODD)
    different = sorted(set(periods), key=lambda period: period.first_day)
    assert all(first.last_day + timedelta(days=1) == second.first_day
               for first, second in zip(different, different[1:], strict=False))


def test_the_fortnight_round_week_53():
    assert fortnight_of(Week(2027, 1), ends=Parity.EVEN).label == "2026-W53/2027-W02"
    assert fortnight_of(Week(2027, 1), ends=Parity.ODD).label == "2027-W01/2027-W01"


@pytest.mark.parametrize("kind", [month_of, quarter_of, tertial_of])
def test_longer_periods_share_out_all_days_and_weeks(kind):
    periods = sorted({kind(day) for day in DAYS.tolist()}, key=lambda period: period.first_day)
    assert all(first.last_day + timedelta(days=1) == second.first_day
               for first, second in zip(periods, periods[1:], strict=False))
    weeks = [week for period in periods for week in period.weeks]
    assert len(weeks) == len(set(weeks))
    assert kind(date(2025, 12, 31)).label in ("2025-M12", "2025-Q4", "2025-T3")


def test_the_same_season_has_as_many_weeks_every_year():
    for week in week_range(Week(2026, 50), Week(2027, 10)):
        for back in (1, 2, 3):
            season = same_season(week, years_back=back)
            assert len(season) == 7
            middle = season[3].first_day + timedelta(days=3)
            thursday = week.first_day + timedelta(days=3)
            assert abs((middle - date(thursday.year - back, thursday.month, min(thursday.day, 28))).days) <= 6


def test_local_time_is_right_every_hour_of_a_year():
    moments = np.arange("2025-01-01T00:30", "2026-01-01T00:30", np.timedelta64(1, "h"), dtype="datetime64[us]")
    expected = [datetime.fromtimestamp(int(each) // 10**6, UTC).astimezone(STOCKHOLM).replace(tzinfo=None)
                for each in moments.astype(np.int64)]
    assert local_from_utc(moments, zone=STOCKHOLM).tolist() == expected


def test_a_missing_time_stays_missing():
    assert np.isnat(local_from_utc(np.array(["NaT"], "datetime64[us]"), zone=STOCKHOLM)).all()


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_hours_in_a_day(day, hours):
    assert hours_in_day(day, zone=STOCKHOLM) == hours


def test_no_clock_changes_without_summer_time():
    assert clock_changes(date(2025, 1, 1), date(2025, 12, 31), zone=UTC) == []
