"""Weekday and hour against spreading every event minute by minute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from samsyn.analysis.profiles import hour_profile, month_profile, watched_profile
from samsyn.analysis.weeks import clock_changes

NOTHING = np.datetime64("NaT", "us")
CHANGES = clock_changes(date(2025, 1, 1), date(2025, 12, 31), zone=ZoneInfo("Europe/Stockholm"))


def moments(*texts: str | None) -> np.ndarray:
    return np.array([NOTHING if text is None else text for text in texts], "datetime64[us]")


def by_the_minute(start: datetime, end: datetime) -> np.ndarray:
    """Give every minute its share; the skipped hour none, the doubled hour twice."""
    minutes = np.arange(start, end, timedelta(minutes=1)).astype("datetime64[m]")
    weights = np.ones(minutes.size)
    for change in CHANGES:
        within = (minutes >= change.starts_local) & (minutes < change.starts_local + np.timedelta64(1, "h"))
        weights[within] -= change.hours
    hours = np.zeros(168)
    np.add.at(hours, (minutes.astype("datetime64[h]").astype(int) + 3 * 24) % 168, weights)
    return hours.reshape(7, 24) / hours.sum()


@pytest.mark.parametrize(("start", "end"), [
    ("2025-10-06T22:30", "2025-10-07T00:30"), ("2025-10-05T23:10", "2025-10-06T01:05"),
    ("2025-10-06T10:05", "2025-10-06T10:20"), ("2025-10-03T15:00", "2025-10-06T07:00"),
    ("2025-10-06T00:00", "2025-10-12T23:59"), ("2025-10-06T13:00", "2025-10-13T12:30"),
    ("2025-03-29T22:00", "2025-03-30T06:00"), ("2025-10-25T22:15", "2025-10-26T05:45"),
    ("2025-03-30T01:30", "2025-03-30T03:30"), ("2025-10-26T02:10", "2025-10-26T02:40"),
    ("2025-03-24T12:00", "2025-03-31T11:00"),
])
def test_an_interval_is_spread_exactly(start, end):
    profile = hour_profile(moments(start), to_local=moments(end), changes=CHANGES)
    exact = by_the_minute(datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert profile.counts == pytest.approx(exact, abs=1e-9)
    assert profile.counts.sum() == pytest.approx(1)


def test_many_intervals_add_up():
    rng = np.random.default_rng(2)
    end = np.datetime64("2025-10-27T00:00", "us") + rng.integers(0, 40_000, 300) * np.timedelta64(1, "m")
    start = end - rng.integers(1, 9_000, 300) * np.timedelta64(1, "m")
    exact = sum(by_the_minute(*each) for each in zip(start[:6].tolist(), end[:6].tolist(), strict=True))
    assert hour_profile(start[:6], to_local=end[:6], changes=CHANGES).counts == pytest.approx(exact, abs=1e-9)
    profile = hour_profile(start, to_local=end, changes=CHANGES)
    assert profile.counts.sum() == pytest.approx(300) and (profile.counts >= 0).all()


def test_a_week_or_more_is_everywhere_alike():
    profile = hour_profile(moments("2025-09-01T10:00"), to_local=moments("2025-10-01T10:00"))
    assert profile.counts == pytest.approx(np.full((7, 24), 1 / 168))


def test_points_missing_starts_and_turned_intervals_stand_at_their_end():
    profile = hour_profile(moments("2025-10-06T10:00", None, "2025-10-06T12:00", None),
                           to_local=moments("2025-10-06T10:00", "2025-10-06T10:59", "2025-10-06T10:30", None))
    assert profile.counts[0, 10] == 3 and profile.n == 3 and profile.uncertain_share == 0


def test_the_uncertain_share_is_of_long_intervals():
    profile = hour_profile(moments("2025-10-06T01:00", "2025-10-06T08:00"),
                           to_local=moments("2025-10-06T10:00", "2025-10-06T10:00"))
    assert profile.uncertain_share == 0.5


def test_nothing_has_no_profile():
    profile = hour_profile(moments(), to_local=moments())
    assert profile.n == 0 and profile.counts.sum() == 0 and np.isnan(profile.uncertain_share)


def test_a_time_inside_the_skipped_hour_is_kept():
    profile = hour_profile(moments("2025-03-30T02:10"), to_local=moments("2025-03-30T02:50"), changes=CHANGES)
    assert profile.counts[6, 2] == pytest.approx(1)


def test_who_looked_when():
    seen = moments("2025-10-06T07:10", "2025-10-06T07:50", "2025-10-13T07:10", "2025-10-06T07:10", None)
    assert watched_profile(np.array([0, 0, 0, 1, 1]), seen_local=seen)[0, 7] == 3


def test_months_share_an_interval_over_their_border() -> None:
    """Noon on 31 January to noon on 1 February is half in each month; per day of a 31 and a 28 day month."""
    start, end = (np.array([text], "datetime64[us]") for text in ("2025-01-31T12:00", "2025-02-01T12:00"))
    found = month_profile(start, to_local=end, first_day=date(2025, 1, 1), last_day=date(2025, 2, 28))
    assert found[:2] * [31, 28] == pytest.approx([0.5, 0.5])
    assert np.isnan(found[2:]).all()


def test_a_month_that_comes_twice_is_per_day_of_both() -> None:
    texts = ["2024-01-05T10:00", "2025-01-05T10:00", "2025-01-06T10:00", "2023-12-31T23:00"]
    moments = np.array(texts, "datetime64[us]")
    found = month_profile(moments, to_local=moments, first_day=date(2024, 1, 1), last_day=date(2025, 1, 31))
    assert found[0] == pytest.approx(3 / 62)
    assert found[11] == 0.0
