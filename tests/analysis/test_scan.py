"""The space-time scan: equal to SaTScan and rflexscan where they are right, and the same whatever the order of rows."""

import numpy as np
import pytest

from samsyn.analysis import kernels
from samsyn.analysis import scan_simulations as simulations
from samsyn.analysis.scan import (
    Design,
    Zones,
    monte_carlo_interval,
    scan_bernoulli,
    scan_permutation,
    scan_poisson,
    strongest_apart,
)
from samsyn.analysis.scan_windows import make_circles, make_intervals, zones_of_points
from tests.analysis.oracles import oracle

BOTH = pytest.mark.parametrize("compiled", [True, False], ids=["kernel", "twin"])


@pytest.fixture
def rng():
    return np.random.default_rng(20261122)


def scanned_with(compiled, scan, *args, **words):
    """Run a scan with or without the kernels."""
    if compiled and not kernels.available():
        pytest.skip("no compiled kernels here")
    if compiled:
        return scan(*args, **words)
    with kernels.without():
        return scan(*args, **words)


def town(rng, *, events=600, side=6, steps=30):
    """A grid of cells with uneven places, and events spread over the weeks."""
    grid = Zones(np.stack(np.divmod(np.arange(side * side), side), axis=1) * 100.0)
    share = rng.gamma(0.6, 1.0, side * side)
    return grid, rng.choice(side * side, events, p=share / share.sum()), rng.integers(0, steps, events)


# --- published and reference results ------------------------------------------------------------


def new_mexico():
    """Cases and the population's expectation by county and year 1973–91, on the sphere (km)."""
    places = [line.split() for line in oracle("satscan/nm.geo").read_text().splitlines() if line.strip()]
    names = [row[0] for row in places]
    lat, lon = (np.radians([float(row[k]) for row in places]) for k in (1, 2))
    at = 6371.0 * np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    cases = {}
    for line in oracle("satscan/nm.cas").read_text().split("\n"):
        if line.strip():
            county, number, year, *groups = line.split()
            key = (county, int(year) - 1973, *groups)
            cases[key] = cases.get(key, 0) + int(number)
    population = {}
    for line in oracle("satscan/nm.pop").read_text().split("\n"):
        if line.strip():
            county, year, number, *groups = line.split()
            population.setdefault((county, *groups), {})[1900 + int(year)] = float(number)
    return names, at, cases, population


def expected_new_mexico(names, cases, population):
    """Indirectly standardised: each age and sex has one rate; population between censuses in straight lines, by day."""
    censuses = sorted({year for known in population.values() for year in known})
    days = np.arange(np.datetime64("1973-01-01"), np.datetime64("1992-01-01"))
    year = days.astype("datetime64[Y]").astype(int) - 3
    middle = [float((np.datetime64(f"{each}-07-01") - days[0]).astype(int)) - 0.5 for each in censuses]
    daily = [np.interp(np.arange(days.size), middle, row) for row in np.eye(len(censuses))]
    spread = np.stack([np.bincount(year, row, 19) for row in daily])
    found = np.zeros((len(names), 19))
    for group in sorted({key[1:] for key in population}):
        levels = [[population.get((name, *group), {}).get(each, 0.0) for each in censuses] for name in names]
        person_days = np.array(levels) @ spread
        number = sum(count for key, count in cases.items() if key[2:] == group)
        found += person_days * number / person_days.sum()
    return found


def test_brain_cancer_in_new_mexico_is_what_satscan_finds(rng):
    """SaTScan 10.3.2: Albuquerque 1985–89, 236 cases, 176.22 expected, log likelihood ratio 10.979758, p 0.014."""
    names, at, cases, population = new_mexico()
    counts = np.zeros((32, 19), int)
    for key, number in cases.items():
        counts[names.index(key[0]), key[1]] += number
    found = scan_poisson(Zones(at), cases=counts, expected=expected_new_mexico(names, cases, population), rng=rng,
                         design=Design(longest=9, prospective=False), replications=99)
    first, second, third = found.clusters[:3]
    assert sorted(names[zone] for zone in first.zones) == sorted(
        ["Torrance", "Bernalillo", "Valencia", "SantaFe", "Guadelupe", "Socorro", "Sandoval", "SanMiguel", "LosAlamos"])
    assert (first.first_step + 1973, first.last_step + 1973, first.events) == (1985, 1989, 236)
    assert round(first.expected, 2) == 176.22
    assert first.log_likelihood_ratio == pytest.approx(10.979758, abs=1e-6)
    assert first.relative_risk == pytest.approx(1.42, abs=0.005)
    assert first.p_low - 0.005 < 0.014 < first.p_high
    assert ([names[zone] for zone in second.zones], second.events) == (["Chaves"], 16)
    assert (sorted(names[zone] for zone in third.zones), third.events) == (["Curry", "Roosevelt"], 13)
    assert (second.log_likelihood_ratio, third.log_likelihood_ratio) == pytest.approx((5.684828, 3.884186), abs=1e-6)


def test_a_permutation_scan_is_what_satscan_finds(rng):
    """SaTScan 9.4.4 on 100 made-up cases: 3.352053 (3 events, 0.42 expected, p 0.202) and 2.715606 (p 0.581).

    The places are a lattice. SaTScan takes zones at the same distance one by one, in the order of its file, and so
    reports a half ring: 23 with two of its four neighbours. Here rings come in whole, so those two are moved 1 cm
    nearer; without that the best window is a whole ring with 3.009922.
    """
    places = [line.split() for line in oracle("opencp/satscan_test1.geo").read_text().splitlines() if line.strip()]
    names = [row[0] for row in places]
    zone, step = [], []
    for line in oracle("opencp/satscan_test1.cas").read_text().splitlines():
        if line.strip():
            name, number, when = line.split()
            zone += [names.index(name)] * int(number)
            step += [int(when)] * int(number)
    at = np.array([[float(x) for x in row[1:]] for row in places])
    words = {"zone": zone, "step": step, "steps": 1001, "design": Design(longest=500, radius_m=1000), "rng": rng,
             "replications": 99}
    assert round(scan_permutation(Zones(at), **words).clusters[0].log_likelihood_ratio, 6) == 3.009922
    at[names.index("6"), 0] += 0.01
    at[names.index("16"), 1] += 0.01
    found = scan_permutation(Zones(at), **words)
    first, second = found.clusters[:2]
    assert sorted(names[each] for each in first.zones) == sorted(["23", "6", "16"])
    assert (first.first_step, first.last_step, first.events) == (993, 1000, 3)
    assert round(first.log_likelihood_ratio, 6) == 3.352053
    assert round(first.expected, 2) == 0.42
    assert ([names[each] for each in second.zones], second.first_step, second.events) == (["10"], 962, 4)
    assert round(second.log_likelihood_ratio, 6) == 2.715606
    assert first.p_low < 0.202 < first.p_high
    assert first.recurrence_steps == pytest.approx(1 / first.p_value)


@BOTH
def test_a_case_by_hand(compiled, rng):
    """Two zones, two weeks; 4 of 6 events of the last week in zone 1, which has 5 of 10: μ = 3."""
    found = scanned_with(
        compiled, scan_permutation, Zones(np.array([[0.0, 0.0], [9.0, 0.0]])), steps=2, rng=rng, replications=999,
        zone=[0, 0, 0, 1, 1, 1, 1, 0, 0, 1], step=[0, 0, 0, 1, 1, 1, 1, 1, 1, 0], design=Design(longest=1))
    best = found.clusters[0]
    assert (best.zones.tolist(), best.events, best.expected) == ([1], 4, 3.0)
    assert best.log_likelihood_ratio == pytest.approx(4 * np.log(4 / 3) + 6 * np.log(6 / 7), rel=1e-12)
    at_least_four_in_either = 2 * (5 * 10 + 5) / 210            # hypergeometric: 6 of 10, from 5 and 5: P(≥ 4) = 55/210
    assert best.p_value == pytest.approx(at_least_four_in_either, abs=0.06)


# --- kernel and twin ----------------------------------------------------------------------------


class Laid:
    """A null hypothesis whose simulations lie ready, so that kernel and twin see the same ones."""

    def __init__(self, cubes):
        self.cubes, self.at = cubes, 0

    def plain(self, rng):
        self.at += 1
        return self.cubes[self.at - 1]

    def into(self, counts, *, seed, compiled):
        start = self.at
        counts[:] = self.cubes[start:start + 32].reshape(32, -1).T


@pytest.mark.parametrize("points", [0.0, 5000.0])
@pytest.mark.parametrize("prospective", [True, False])
@pytest.mark.parametrize("wide", [False, True])
def test_kernel_and_twin_see_the_same_maxima(points, prospective, wide, rng):
    if not kernels.available():
        pytest.skip("no compiled kernels here")
    design = Design(longest=3, radius_m=250.0, prospective=prospective)
    grid, zone, _ = town(rng)
    intervals = make_intervals(design, steps=8)
    circles = make_circles(grid, design=design, weight=np.ones(36))
    shares = np.bincount(zone, minlength=36)[:, None] * np.ones(8)
    cubes = rng.poisson(shares[:, :intervals.slots] / 8 * 2, (32, 36, intervals.slots))
    unmeasured = simulations.Scanned(circles, intervals, 36, np.zeros(0), 1.0, 0.0, 2)
    size = simulations.window_counts(shares[:, :intervals.slots] / 4 * (10 if points else 1), scanned=unmeasured)
    scanned = unmeasured._replace(size=size, cases=70_000.0 if wide and not points else 1200.0, points=points)
    with kernels.without():
        plain = simulations.simulated_maxima(scanned, null=Laid(cubes), rng=rng, replications=32)
    fast = simulations.simulated_maxima(scanned, null=Laid(cubes), rng=rng, replications=32)
    assert fast == pytest.approx(plain, rel=1e-12)
    assert (plain > 0).sum() > 20


@pytest.mark.parametrize("points", [0.0, 700.0])
@pytest.mark.parametrize("floor", [0.0, 2.5, 9.0])
def test_the_least_count_is_the_least_one(points, floor, rng):
    size = rng.uniform(0.01, 60, (50, 1)).round(0 if points else 6) + 1
    scanned = simulations.Scanned(None, None, 1, size, 200.0, points, 2)
    least = simulations.least_counts(scanned, floor=floor)
    counts = np.arange(201.0)
    for each, window in zip(least.tolist(), size[:, 0].tolist(), strict=True):
        possible = counts if not points else counts[:int(window) + 1]
        ratio = simulations.ratios(possible[:, None], scanned=scanned._replace(size=np.array([[window]])))[:, 0]
        above = np.flatnonzero(ratio > floor)
        assert each == (above[0] if above.size else each)
        assert above.size or each > possible[-1]


@BOTH
@pytest.mark.parametrize("null", ["shuffled", "chosen", "given"])
def test_what_is_drawn_has_the_right_means_and_totals(compiled, null, rng):
    zones, slots, lanes = 12, 3, 32
    bins = rng.integers(0, zones, 400)
    made = {
        "shuffled": simulations.Shuffled((np.sort(bins) * slots).astype(np.int32), np.array([0, 150, 400]),
                                         np.array([[5, 10, 20], [40, 50, 60]], np.int32), zones),
        "chosen": simulations.Chosen((bins * slots + rng.integers(0, slots, 400)).astype(np.int32), 300, 900, zones,
                                     slots),
        "given": simulations.Given(rng.dirichlet(np.ones(zones * slots)) * 0.4, 400, zones, slots)}[null]
    drawn = np.zeros((0, zones, slots))
    if compiled:
        if not kernels.available():
            pytest.skip("no compiled kernels here")
        for seed in range(20):
            counts = np.zeros((zones * slots, lanes), np.uint16)
            made.into(counts, seed=seed, compiled=kernels.compiled())
            drawn = np.concatenate([drawn, counts.T.reshape(lanes, zones, slots)])
    else:
        drawn = np.array([made.plain(rng) for _ in range(640)])
    if null == "shuffled":
        assert (drawn.sum(axis=1) == [45, 60, 80]).all()
        share = np.stack([np.bincount(part // slots, minlength=zones) / part.size
                          for part in np.split(made.bins, [150])])
        mean = share.T @ made.take
    else:
        mean = np.bincount(made.bins, minlength=zones * slots) / 3 if null == "chosen" else made.share * 400
        mean = mean.reshape(zones, slots)
    error = np.sqrt(np.maximum(mean, 0.2) / 640)
    assert (np.abs(drawn.mean(axis=0) - mean) < 4.5 * error).all()


@BOTH
def test_the_same_seed_gives_the_same_answer_with_any_number_of_threads(compiled, rng):
    grid, zone, step = town(rng)
    words = {"zone": zone, "step": step, "steps": 30, "design": Design(longest=3, radius_m=200), "replications": 99}
    one, two = (scanned_with(compiled, scan_permutation, grid, **words, rng=np.random.default_rng(5), threads=threads)
                for threads in (1, 3))
    assert one.maxima.tolist() == two.maxima.tolist()


# --- properties ---------------------------------------------------------------------------------


def told(found):
    """What must not depend on how the events were handed over."""
    return [(round(each.log_likelihood_ratio, 9), each.events, each.first_step, each.last_step, len(each.zones))
            for each in found.clusters[:4]]


def test_moving_turning_and_shuffling_change_nothing(rng):
    grid, zone, step = town(rng, events=400)
    design = Design(longest=3, radius_m=200)
    words = {"steps": 30, "design": design, "replications": 1}
    plain = scan_permutation(grid, zone=zone, step=step, rng=rng, **words)
    order = rng.permutation(zone.size)
    assert told(scan_permutation(grid, zone=zone[order], step=step[order], rng=rng, **words)) == told(plain)
    turned = Zones(grid.at_m @ np.array([[0.0, 1.0], [-1.0, 0.0]]) + [5e5, 6e6])
    assert told(scan_permutation(turned, zone=zone, step=step, rng=rng, **words)) == told(plain)


def test_one_stratum_is_no_stratum_and_a_rise_everywhere_is_no_cluster(rng):
    grid, zone, step = town(rng, events=400)
    words = {"steps": 30, "design": Design(longest=3, radius_m=200), "replications": 9}
    plain = scan_permutation(grid, zone=zone, step=step, rng=rng, **words)
    assert told(scan_permutation(grid, zone=zone, step=step, stratum=np.zeros(400), rng=rng, **words)) == told(plain)
    doubled = scan_permutation(grid, zone=np.tile(np.arange(36), 12), step=np.repeat([28, 29], 216), rng=rng, **words)
    assert doubled.clusters == [] or doubled.clusters[0].ratio < 1.01


def test_a_new_reporter_of_one_place_is_no_cluster_within_its_stratum(rng):
    grid, zone, step = town(rng, events=600)
    new_zone, new_step = np.full(60, 14), rng.integers(28, 30, 60)
    words = {"zone": np.r_[zone, new_zone], "step": np.r_[step, new_step], "steps": 30, "rng": rng,
             "design": Design(longest=3, radius_m=150), "replications": 199}
    assert scan_permutation(grid, **words).clusters[0].p_value <= 0.005
    within = scan_permutation(grid, **words, stratum=np.r_[np.zeros(600), np.ones(60)])
    assert not within.clusters or within.clusters[0].p_value > 0.05


def test_rings_come_in_whole_and_stop_at_half_of_all():
    cross = Zones(np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]))
    circles = make_circles(cross, design=Design(longest=1, radius_m=1.0, most_share=1.0), weight=np.ones(5))
    own = circles.centre == 0
    assert (circles.entry[own] - circles.start[0] + 1).tolist() == [1, 5]
    halved = make_circles(cross, design=Design(longest=1, radius_m=9.0), weight=np.ones(5))
    assert np.bincount(halved.centre).tolist() == [1, 2, 2, 2, 2] and halved.zone[0] == 0


def test_near_squares_and_all_pairs_find_the_same_circles(rng):
    at = rng.uniform(0, 5000, (400, 2))
    design = Design(longest=1, radius_m=700.0, most_share=1.0)
    found = make_circles(Zones(at), design=design, weight=np.ones(400))
    away = np.hypot(*(at[:, None] - at).transpose(2, 0, 1))
    assert found.zone.size == (away <= 700.0).sum()
    assert (np.diff(away[np.repeat(np.arange(400), np.diff(found.start)), found.zone])[np.diff(
        np.repeat(np.arange(400), np.diff(found.start))) == 0] >= -1e-6).all()


def test_secondary_clusters_share_no_zone_and_relevance_is_highest_inside(rng):
    grid, zone, step = town(rng, side=9, events=800)
    zone, step = np.r_[zone, [0] * 9, [80] * 8], np.r_[step, [29] * 17]
    found = scan_permutation(grid, zone=zone, step=step, steps=30, design=Design(longest=2, radius_m=200), rng=rng,
                             replications=99)
    zones = np.concatenate([each.zones for each in found.clusters])
    assert np.unique(zones).size == zones.size
    assert {0, 80} <= set(found.clusters[0].zones) | set(found.clusters[1].zones)
    strongest = found.clusters[0]
    assert strongest.relevant_zones[0] in strongest.zones and 0 < strongest.relevance.max() <= 1 + 1e-12


def test_nothing_to_scan_is_no_cluster(rng):
    grid = Zones(np.array([[0.0, 0.0], [1.0, 0.0]]))
    nothing = scan_permutation(grid, zone=[], step=[], steps=5, design=Design(longest=2), rng=rng, replications=9)
    assert nothing.clusters == [] and nothing.cases == 0
    assert strongest_apart(None, ratio=np.zeros((0, 1)), zones=2, most=3) == []
    assert monte_carlo_interval(9, of=9) == (pytest.approx(0.6637, abs=1e-4), 1.0)


def test_cells_are_half_open(rng):
    zones, zone = zones_of_points([0.0, 499.999, 500.0], y_m=[0.0, 0.0, 0.0], size_m=500)
    assert zone.tolist() == [0, 0, 1] and zones.at_m[1].tolist() == [750.0, 250.0]


# --- calibration, small ---------------------------------------------------------------------------


@pytest.mark.slow
def test_chance_alone_is_called_out_in_one_of_twenty(rng):
    """40 data sets in which nothing happens; Binomial(40, 0.05) is above 7 with probability 0.001."""
    alarms = 0
    for _ in range(40):
        grid, zone, step = town(rng, events=150, side=5, steps=12)
        found = scan_permutation(grid, zone=zone, step=step, steps=12, design=Design(longest=2, radius_m=200), rng=rng,
                                 replications=99, threads=1)
        alarms += bool(found.clusters) and found.clusters[0].p_value <= 0.05
    assert alarms <= 7


@BOTH
@pytest.mark.slow
def test_bernoulli_finds_what_is_planted(compiled, rng):
    grid, zone, step = town(rng, events=2000)
    points = np.zeros((36, 30), int)
    np.add.at(points, (zone, step), 1)
    cases = rng.binomial(points, 0.2)
    spot = int(np.argmax(points[:, 28:].sum(axis=1)))
    cases[spot, 28:] = points[spot, 28:]
    found = scanned_with(compiled, scan_bernoulli, grid, cases=cases, controls=points - cases, rng=rng, replications=99,
                         design=Design(longest=3, radius_m=150))
    assert spot in found.clusters[0].zones and found.clusters[0].p_value == 0.01
