"""Places, windows and points, against counting each by hand."""

import numpy as np
import pytest

from samsyn.analysis.disclosure import coarse_points, hide_small
from samsyn.analysis.geometry import areas_of_points, box_sums, cell_centres, cell_keys, distances_m, metres
from samsyn.analysis.hotspots import (
    Located,
    candidate_windows,
    centres,
    judge_windows,
    members,
    place_dispersion,
    place_threshold,
    strongest_apart,
)
from samsyn.analysis.sources import source_activity


@pytest.fixture
def scattered():
    rng = np.random.default_rng(1)
    size = 800
    step = rng.integers(0, 60, size)
    now = step >= 56
    place = np.where(rng.random(size) < 0.2, rng.integers(0, 5, size), -1)
    worth = np.where(now, 0.0, 0.5)
    return Located(rng.uniform(-700, 700, size), rng.uniform(0, 1400, size), place, step, worth, now, now)


@pytest.mark.parametrize("reach", [1, 2])
def test_box_sums_are_sums_over_squares(scattered, reach):
    keys, where = np.unique(cell_keys(scattered.x_m, y_m=scattered.y_m, size_m=50), return_inverse=True)
    counts = np.bincount(where).astype(float)
    found = box_sums(keys, values=counts[None], reach=reach)[0]
    x_m, y_m = cell_centres(keys, size_m=50)
    inside = (np.abs(x_m[:, None] - x_m) <= reach * 50) & (np.abs(y_m[:, None] - y_m) <= reach * 50)
    assert found == pytest.approx(inside @ counts)


def test_windows_count_their_members(scattered):
    windows = candidate_windows(scattered)
    for which in range(0, windows.key.size, 97):
        inside = members(windows, which=which, place=scattered.place, x_m=scattered.x_m, y_m=scattered.y_m)
        assert inside.sum() == windows.rows[which] and (inside & scattered.now).sum() == windows.now[which]
        assert scattered.worth[inside].sum() == pytest.approx(windows.before[which])


def test_a_place_is_expected_to_keep_its_share(scattered):
    tests = judge_windows(scattered, windows=candidate_windows(scattered))
    which = int(tests.windows.rows.argmax())
    now, before = scattered.now.sum(), scattered.worth.sum()
    share = tests.windows.before[which] / (before - tests.windows.before[which])
    assert tests.expected[which] == pytest.approx(share * (now - tests.windows.now[which]))
    assert (tests.smallest <= tests.p_value + 1e-12).all()


def test_a_crowd_at_one_spot_is_called_out_and_is_one_place(scattered):
    extra = 25
    crowd = Located(*(np.concatenate([column, np.full(extra, value)]) for column, value in zip(
        scattered, (10.0, 700.0, -1, 58, 0.0, True, True), strict=True)))
    tests = judge_windows(crowd, windows=candidate_windows(crowd), dispersion=1.2)
    threshold = place_threshold(tests, alpha=0.02)
    out = np.flatnonzero(tests.p_value <= threshold.each)
    x_m, y_m, radius = centres(tests.windows, located=crowd)
    apart = strongest_apart(out[np.argsort(tests.p_value[out])], x_m=x_m, y_m=y_m, radius_m=radius)
    assert apart.size == 1 and np.hypot(x_m[apart[0]] - 10, y_m[apart[0]] - 700) < 120


def test_places_as_uneven_as_chance_have_dispersion_near_one():
    rng = np.random.default_rng(3)
    size = 20_000
    step = rng.integers(0, 100, size)
    located = Located(rng.uniform(0, 2000, size), rng.uniform(0, 2000, size), np.full(size, -1), step, np.ones(size),
                      np.zeros(size, bool), np.zeros(size, bool))
    found = place_dispersion(located, live=np.ones(104, bool), history=slice(0, 100), block_weeks=4)
    assert 1.0 <= found < 1.15
    bursts = located._replace(step=np.repeat(step[::4], 4), x_m=np.repeat(located.x_m[::4], 4),
                              y_m=np.repeat(located.y_m[::4], 4))
    assert place_dispersion(bursts, live=np.ones(104, bool), history=slice(0, 100), block_weeks=4) > 3


def test_points_on_edges_and_outside():
    from shapely import box

    squares = [box(1, 0, 2, 1), box(0, 0, 1, 1), None]
    found = areas_of_points([1.0, 0.0, 2.0, 1.5, 3.0, np.nan], y=[0.5, 0.0, 1.0, 0.5, 0.5, 0.5], polygons=squares,
                            codes=["b", "a", "c"])
    assert found.tolist() == [1, 1, 0, 0, -1, -1]


def test_metres_keep_what_is_missing_and_are_metres():
    x_m, y_m = metres([15.0, np.nan, 15.001], lat=[59.0, 59.0, 59.0], crs=3006)
    assert np.isnan(x_m[1]) and np.isnan(y_m[1])
    assert distances_m(x_m[:1], y_m=y_m[:1], to_x_m=x_m[2:], to_y_m=y_m[2:])[0, 0] == pytest.approx(57.4, abs=0.2)


def test_coarse_points_never_stand_where_the_report_was():
    rng = np.random.default_rng(2)
    east, north = 500_000 + rng.uniform(0, 3000, 200), 6_540_000 + rng.uniform(0, 3000, 200)
    lon, lat = 15 + (east - 500_000) / 57_400, 59 + (north - 6_540_000) / 111_400
    points = coarse_points(east, y_m=north, lon=lon, lat=lat, group=np.full(200, -1))
    assert points.events.sum() == 200
    keys = np.unique(cell_keys(east, y_m=north, size_m=100))
    x_m, y_m = cell_centres(keys, size_m=100)
    assert points.lon == pytest.approx(15 + (x_m - 500_000) / 57_400, abs=5 / 57_400)
    assert points.lat == pytest.approx(59 + (y_m - 6_540_000) / 111_400, abs=5 / 111_400)


@pytest.mark.parametrize("seed", range(20))
def test_no_hidden_number_can_be_worked_out(seed):
    """The total is known: then at least two are hidden, and together they are not small."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.uniform(0.3, 6), rng.integers(1, 12))
    hidden = hide_small(counts)
    gone = np.isnan(hidden.shown)
    assert (gone == (hidden.primary | hidden.secondary)).all()
    assert not ((hidden.shown > 0) & (hidden.shown < 3)).any()
    assert not gone.any() or gone.all() or (gone.sum() >= 2 and counts[gone].sum() >= 3)


def test_nothing_is_hidden_without_need():
    assert hide_small(np.array([0, 3, 12])).shown.tolist() == [0, 3, 12]


def test_a_rare_source_is_neither_new_nor_silent():
    reports = np.zeros((2, 108))
    reports[0, 60] = reports[0, 100] = 1
    reports[1, 106] = 1
    found = source_activity(reports, live=np.ones(108, bool), now=slice(104, 108))
    assert found.comparable.tolist() == [True, False] or found.comparable.all()


def test_a_pause_is_not_silence():
    reports = np.ones((1, 60))
    reports[:, 48:58] = 0
    live = np.ones(60, bool)
    live[48:58] = False
    found = source_activity(reports, live=live, now=slice(54, 60))
    assert found.comparable.all() and found.active[0].all()
