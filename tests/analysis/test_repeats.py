"""Near repeat: Burkitt's lymphoma as published, the exact moments, kernel and twin alike, nothing but pairs matters."""

import csv
import json
from itertools import permutations

import numpy as np
import pytest

from samsyn.analysis import kernels
from samsyn.analysis.near_pairs import pairs_by_band, sort_events
from samsyn.analysis.repeats import close_share, knox_moments, near_repeats, repeat_places
from tests.analysis.oracles import oracle

BOTH = pytest.mark.parametrize("compiled", [True, False], ids=["kernel", "twin"])


@pytest.fixture
def rng():
    return np.random.default_rng(20261122)


def repeats_with(compiled, *args, **words):
    """Count with or without the kernels."""
    if not compiled:
        with kernels.without():
            return near_repeats(*args, **words)
    if not kernels.available():
        pytest.skip("no compiled kernels here")
    return near_repeats(*args, **words)


def events(rng, *, count=400, snapped=0.5):
    """Events round a few places, half of them on a lattice of 25 m."""
    middle = rng.uniform(0, 3000, (8, 2))
    at = middle[rng.integers(0, 8, count)] + rng.normal(size=(count, 2)) * 150
    on = rng.random(count) < snapped
    at[on] = np.floor(at[on] / 25) * 25 + 12.5
    return at[:, 0], at[:, 1], rng.integers(0, 300, count)


BANDS = {"edges_m": [100.0, 200.0, 400.0], "edges_days": [1, 8, 15, 60]}


# --- published results --------------------------------------------------------------------------


def burkitt():
    rows = list(csv.DictReader(oracle("knox/burkitt.csv").open()))
    return [np.array([float(row[name]) for row in rows]) for name in ("x", "y", "t")]


@BOTH
def test_burkitts_lymphoma_in_uganda(compiled, rng):
    """splancs and pointpats: 13 pairs within 20 km and 5 days, 10.143816 expected, sd 2.897875, p 0.1996 (20 000)."""
    x, y, t = burkitt()
    found = repeats_with(compiled, x, y_m=y, day=t.astype(int), edges_m=[np.nextafter(20.0, 21.0)], edges_days=[6],
                         rng=rng, permutations=99)
    assert found.pairs.sum() == 13                              # the row of distance 0 and the next are one cell there
    assert found.expected.sum() == pytest.approx(10.143816133803618, rel=1e-12)
    joined = knox_moments(np.array([[each] for each in degrees(x, y, 20.0)]), day=t.astype(int), limits=np.array([6]))
    assert float(np.sqrt(joined[1].item())) == pytest.approx(2.8978752290422363, rel=1e-12)


def degrees(x, y, reach):
    near = np.hypot(x[:, None] - x, y[:, None] - y) <= reach
    return near.sum(axis=1) - 1


def test_the_grid_of_surveillance(rng):
    """surveillance 1.20.3, knox: 20 pairs of limits; it takes ≤, so the edges here are the next number up."""
    x, y, t = burkitt()
    for case in json.loads(oracle("knox/burkitt_knox_surveillance.json").read_text())["grid"]:
        found = near_repeats(x, y_m=y, day=t.astype(int), edges_m=[np.nextafter(case["eps_s"], 99)],
                             edges_days=[case["eps_t"] + 1], rng=rng, permutations=0)
        assert found.pairs.sum() == case["statistic"]
        assert found.expected.sum() == pytest.approx(case["expected"], rel=1e-11)


def test_every_shuffle_of_five_events_gives_the_moments(rng):
    x, y, day = np.array([0, 30, 0, 30, 500.0]), np.array([0, 0, 200.0, 200, 0]), np.array([0, 1, 20, 22, 40])
    tables = []
    for order in permutations(range(5)):
        found = near_repeats(x, y_m=y, day=day[list(order)], edges_m=[50, 250], edges_days=[3, 25], rng=rng,
                             permutations=0)
        tables.append(found.pairs)
    assert found.expected == pytest.approx(np.mean(tables, axis=0), abs=1e-12)
    assert found.deviation == pytest.approx(np.std(tables, axis=0), abs=1e-7)


# --- kernel and twin ----------------------------------------------------------------------------


@pytest.mark.parametrize("edges_days", [[5], [1, 8, 15, 60], list(range(7, 77, 7))])
def test_kernel_and_twin_count_the_same(edges_days, rng):
    x, y, day = events(rng)
    words = {"y_m": y, "day": day, "edges_m": [100.0, 200.0, 400.0], "edges_days": edges_days, "permutations": 0,
             "rng": rng, "near_band": 2}
    one, two = (repeats_with(compiled, x, **words) for compiled in (True, False))
    assert one.pairs.tolist() == two.pairs.tolist()
    assert one.deviation.tolist() == two.deviation.tolist()
    assert [each.tolist() for each in one.local] == [each.tolist() for each in two.local]


def test_the_pairs_are_all_pairs(rng):
    x, y, day = events(rng, count=150)
    found = near_repeats(x, y_m=y, day=day, **BANDS, rng=rng, permutations=0)
    first, second = np.triu_indices(150, 1)
    square = (x[first] - x[second]) ** 2 + (y[first] - y[second]) ** 2
    band = np.where(square == 0, 0, np.searchsorted(np.square(BANDS["edges_m"]), square, side="right") + 1)
    column = np.searchsorted(BANDS["edges_days"], np.abs(day[first] - day[second]), side="right")
    wanted = np.zeros((5, 5), int)
    np.add.at(wanted, (band, column), 1)
    assert found.pairs.tolist() == wanted[:4, :4].tolist()
    near = sort_events(x, y_m=y, day=day, edges_m=np.array(BANDS["edges_m"]))
    assert sum(event.size for event, _, _ in pairs_by_band(near)) == wanted[:4].sum()


@BOTH
@pytest.mark.slow
def test_shuffles_have_the_exact_mean_and_spread(compiled, rng):
    x, y, day = events(rng, count=300)
    if compiled and not kernels.available():
        pytest.skip("no compiled kernels here")
    from samsyn.analysis.near_pairs import shuffled_tables

    near = sort_events(x, y_m=y, day=day, edges_m=np.array(BANDS["edges_m"]))
    found = near_repeats(x, y_m=y, day=day, **BANDS, rng=rng, permutations=0)
    number = 1600 if compiled else 300
    if compiled:
        tables = shuffled_tables(near, limits=np.array(BANDS["edges_days"]), rng=rng, permutations=number)
    else:
        with kernels.without():
            tables = shuffled_tables(near, limits=np.array(BANDS["edges_days"]), rng=rng, permutations=number)
    assert (np.abs(tables.mean(axis=0) - found.expected) < 4.5 * found.deviation / np.sqrt(number) + 1e-9).all()
    assert tables.std(axis=0) == pytest.approx(found.deviation, rel=0.2 if not compiled else 0.1)


@pytest.mark.parametrize("limits", [
    [7, 14, 21, 28, 35, 42, 49, 56], [1, 127], [30, 60, 127, 128, 200, 250], [*range(5, 60, 5)], [126, 127, 300]])
def test_each_lane_of_the_kernel_counts_its_own_shuffle(limits, rng):
    """The days that the kernel shuffled, counted pair by pair: limits below and above what a byte holds, odd lanes."""
    compiled = kernels.compiled()
    if compiled is None:
        pytest.skip("no compiled kernels here")
    from samsyn.analysis.near_pairs import shuffled_tables

    x, y, day = events(rng, count=500)
    near = sort_events(x, y_m=y, day=day, edges_m=np.array(BANDS["edges_m"]))
    tables = shuffled_tables(near, limits=np.array(limits), rng=np.random.default_rng(6), permutations=40)
    seed, point = int(np.random.default_rng(6).integers(0, 2**62, 1)[0]), kernels.pointer
    shuffled, scratch = np.empty((500, 48), np.int16), np.empty(500, np.int16)
    compiled.lib.samsyn_shuffle_lanes(seed, point(near.day.astype(np.int16)), 500, 48, point(scratch), point(shuffled))
    pairs = [np.concatenate(part) for part in zip(*pairs_by_band(near), strict=True)]
    for lane in (0, 7, 16, 31, 32, 39):
        days = shuffled[:, lane].astype(int)
        assert sorted(days) == sorted(near.day)
        column = np.searchsorted(limits, np.abs(days[pairs[0]] - days[pairs[1]]), side="right")
        wanted = np.zeros((near.edges2.size, len(limits) + 1), int)
        np.add.at(wanted, (pairs[2], column), 1)
        assert tables[lane].astype(int).tolist() == wanted[:, :-1].tolist()


def test_the_same_seed_gives_the_same_answer_with_any_number_of_threads(rng):
    x, y, day = events(rng)
    words = {"y_m": y, "day": day, **BANDS, "permutations": 200}
    one, two = (near_repeats(x, **words, rng=np.random.default_rng(4), threads=threads) for threads in (1, 2))
    assert one.p_value.tolist() == two.p_value.tolist()


def test_many_pairs_at_one_spot_do_not_run_over():
    """1 200 events at one point are 719 400 pairs in one band: more than a 16-bit counter holds, eleven times over."""
    if not kernels.available():
        pytest.skip("no compiled kernels here")
    day = np.arange(1200) % 2
    found = near_repeats(np.zeros(1200), y_m=np.zeros(1200), day=day, edges_m=[10.0], edges_days=[1, 2],
                         rng=np.random.default_rng(1), permutations=16)
    assert found.pairs[0].tolist() == [2 * 600 * 599 // 2, 600 * 600]
    assert found.p_value[0].tolist() == [1.0, 1.0]


# --- properties ---------------------------------------------------------------------------------


def test_moving_turning_and_shuffling_rows_change_nothing(rng):
    x, y, day = events(rng)
    words = {**BANDS, "rng": rng, "permutations": 0}
    plain = near_repeats(x, y_m=y, day=day, **words)
    order = rng.permutation(x.size)
    mixed = near_repeats(x[order], y_m=y[order], day=day[order] + 700, **words)
    turned = near_repeats(-y, y_m=x, day=day, **words)
    moved = near_repeats(x + 4096.0, y_m=y - 8192.0, day=day, **words)
    for each in (mixed, turned):
        assert each.pairs.tolist() == plain.pairs.tolist()
        assert each.deviation == pytest.approx(plain.deviation)
    assert np.abs(moved.pairs - plain.pairs).sum() <= 4         # a rounding of coordinates may move a pair over an edge
    assert mixed.local.as_earlier.tolist() == plain.local.as_earlier[order].tolist()


def test_bands_are_half_open_and_the_same_place_is_a_row_of_its_own(rng):
    found = near_repeats([0, 0, 100, 300], y_m=[0, 0, 0, 0], day=[0, 7, 0, 0], edges_m=[100, 200], edges_days=[7, 8],
                         rng=rng, permutations=0)
    assert found.pairs.tolist() == [[0, 1], [0, 0], [1, 1]]


def test_who_came_first_is_known_but_on_the_same_day(rng):
    found = near_repeats([0, 10, 20], y_m=[0, 0, 0], day=[3, 5, 5], edges_m=[50], edges_days=[7], rng=rng,
                         permutations=0)
    local = found.local
    assert local.as_earlier.tolist() == [2, 0, 0]
    assert local.as_later.tolist() == [0, 1, 1]
    assert local.same_day.tolist() == [0, 1, 1]
    assert (local.as_earlier + local.as_later + local.same_day).sum() == 2 * found.pairs.sum()
    assert local.expected.sum() == pytest.approx(2 * found.expected[:2, 0].sum())


def test_a_season_of_each_district_is_no_near_repeat_within_strata(rng):
    """Two districts, each alive in a half year of its own: all is "repeat" without strata, nothing within them."""
    x = np.r_[rng.uniform(0, 2000, 300), rng.uniform(9000, 11000, 300)]
    y, day = rng.uniform(0, 2000, 600), np.r_[rng.integers(0, 180, 300), rng.integers(180, 360, 300)]
    words = {"y_m": y, "day": day, "edges_m": [400.0], "edges_days": [15], "rng": rng, "permutations": 199}
    assert near_repeats(x, **words).ratio[1, 0] > 1.7
    within = near_repeats(x, **words, stratum=np.repeat(["north", "south"], 300))
    assert within.ratio[1, 0] == pytest.approx(1.0, abs=0.15) and within.p_value[1, 0] > 0.01


def test_what_is_planted_is_found(rng):
    x, y, day = events(rng, count=500, snapped=0.0)
    again = rng.integers(0, 500, 60)
    x, y = np.r_[x, x[again] + rng.normal(size=60) * 30], np.r_[y, y[again] + rng.normal(size=60) * 30]
    found = near_repeats(x, y_m=y, day=np.r_[day, day[again] + rng.integers(0, 4, 60)], edges_m=[100, 400],
                         edges_days=[8, 60], rng=rng, permutations=199)
    assert found.p_of_any[1, 0] == 0.005 and found.ratio[1, 0] > 1.3


@BOTH
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_events_are_no_trouble(compiled, count, rng):
    none = np.zeros(count)
    found = repeats_with(compiled, none, y_m=none, day=np.arange(count), **BANDS, rng=rng, permutations=16)
    assert found.pairs.sum() == count * (count - 1) // 2
    assert found.pairs.sum() == pytest.approx(found.expected.sum())


def test_bands_that_do_not_rise_and_days_too_far_apart_are_refused(rng):
    with pytest.raises(ValueError, match="rise"):
        near_repeats([0.0], y_m=[0.0], day=[0], edges_m=[0, 100], edges_days=[1], rng=rng)
    with pytest.raises(ValueError, match="weeks"):
        near_repeats([0.0, 1.0], y_m=[0.0, 1.0], day=[0, 40_000], edges_m=[100], edges_days=[1], rng=rng)


def test_repeat_places():
    found = repeat_places([1, 1, 1, 2, 2, 3], day=[0, 0, 50, 9, 10, 4], within_days=30)
    assert found.place.tolist() == [1, 2] and found.events_at.tolist() == [3, 2]
    assert found.shortest_gap_days.tolist() == [0, 1] and found.median_gap_days.tolist() == [25.0, 1.0]
    assert (found.repeat_share, found.within_share) == (0.5, pytest.approx(2 / 6))
    assert repeat_places([], day=[]).events == 0
    assert close_share(np.array([1]), within=3) == 0.0


# --- calibration, small ---------------------------------------------------------------------------


@pytest.mark.slow
def test_chance_alone_is_called_out_in_one_of_twenty(rng):
    """100 data sets without near repeats, the whole table judged at once; Binomial(100, 0.05) > 13 with p = 0.0005."""
    alarms = 0
    for _ in range(100):
        x, y, day = events(rng, count=120)
        found = near_repeats(x, y_m=y, day=day, **BANDS, rng=rng, permutations=99, threads=1)
        alarms += bool((found.p_of_any <= 0.05).any())
    assert alarms <= 13
