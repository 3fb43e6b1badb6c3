"""Scanning again without what was found: the next cluster is judged by what is left."""

import numpy as np
import pytest

from samsyn.analysis import kernels
from samsyn.analysis.scan import Design, scan_permutation
from samsyn.analysis.scan_again import scan_again
from samsyn.analysis.scan_windows import Zones

GRID = Zones(np.stack(np.divmod(np.arange(100), 10), axis=1) * 100.0)
WORDS = {"steps": 30, "design": Design(longest=3, radius_m=150), "replications": 199, "threads": 1}


def town(seed: int, planted: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """600 events anywhere and so many more in some zones in the last two steps."""
    rng = np.random.default_rng(seed)
    zone = np.r_[rng.integers(0, 100, 600), np.repeat(list(planted), list(planted.values())).astype(int)]
    return zone, np.r_[rng.integers(0, 30, 600), rng.integers(28, 30, zone.size - 600)]


def test_the_first_is_the_scans_own_and_the_second_is_the_rests_own():
    zone, step = town(1, {33: 30, 77: 12})
    found = scan_again(GRID, zone=zone, step=step, rng=np.random.default_rng(1), **WORDS)
    plain = scan_permutation(GRID, zone=zone, step=step, rng=np.random.default_rng(1), **WORDS).clusters[0]
    assert found[0].zones.tolist() == plain.zones.tolist() and found[0].p_value == plain.p_value
    assert 33 in found[0].zones and 77 in found[1].zones and found[1].p_value <= 0.05
    left = ~np.isin(zone, found[0].zones)
    assert found[1].events == (np.isin(zone[left], found[1].zones) & (step[left] >= found[1].first_step)).sum()
    assert not set(found[0].zones) & set(found[1].zones)


def test_a_second_cluster_is_seen_that_the_shadow_of_the_first_hides():
    """p of the second, judged by what is left, is on the whole not above p judged by the largest of all."""
    lower = 0
    for seed in range(12):
        zone, step = town(seed, {33: 60, 77: 9})
        again = scan_again(GRID, zone=zone, step=step, rng=np.random.default_rng(seed), **WORDS)
        plain = scan_permutation(GRID, zone=zone, step=step, rng=np.random.default_rng(seed), **WORDS).clusters
        beside = next((each.p_value for each in plain if 77 in each.zones), 1.0)
        lower += again[1].p_value <= beside
    assert lower >= 9


def test_where_nothing_is_nothing_is_scanned_again():
    zone, step = town(4, {})
    found = scan_again(GRID, zone=zone, step=step, rng=np.random.default_rng(4), **WORDS)
    assert len(found) == 1 and found[0].p_value > 0.05
    nothing = np.array([], int)
    assert scan_again(GRID, zone=nothing, step=nothing, rng=np.random.default_rng(4), **WORDS) == []


@pytest.mark.slow
def test_the_next_one_is_told_by_chance_as_seldom_as_it_should():
    """60 towns with one true cluster: a second is told in at most 8 (Binomial(60, 0.05): 8 or more has p 1 %)."""
    told = 0
    for seed in range(60):
        zone, step = town(seed + 100, {33: 40})
        found = scan_again(GRID, zone=zone, step=step, rng=np.random.default_rng(seed), **WORDS | {"replications": 99})
        assert 33 in found[0].zones
        told += len(found) > 1 and found[1].p_value <= 0.05
    assert told < 8


def test_stopping_early_calls_out_just_the_same():
    """With 50 of 999 the answer at 5 % never changes; where nothing is, it comes after a part of the simulations."""
    sooner = 0
    for seed in range(8):
        zone, step = town(seed, {33: 8} if seed % 2 else {})
        whole, early = (
            scan_permutation(GRID, zone=zone, step=step, rng=np.random.default_rng(seed), stop_after=stop,
                             **WORDS | {"replications": 999}) for stop in (0, 50))
        assert (whole.clusters[0].p_value <= 0.05) == (early.clusters[0].p_value <= 0.05)
        assert early.clusters[0].zones.tolist() == whole.clusters[0].zones.tolist()
        assert early.replications == early.maxima.size <= 999
        assert early.maxima.tolist() == whole.maxima[:early.maxima.size].tolist()
        if early.maxima.size < 999:
            sooner += 1
            strongest = whole.clusters[0].log_likelihood_ratio
            assert (early.maxima >= strongest * (1 - 1e-9)).sum() == 50 and early.maxima[-1] >= strongest * (1 - 1e-9)
    assert sooner >= 3


def test_stopping_early_is_the_same_for_any_number_of_threads_and_in_the_twin():
    zone, step = town(2, {})
    one, two = (scan_permutation(GRID, zone=zone, step=step, rng=np.random.default_rng(5), stop_after=10,
                                 **WORDS | {"threads": threads}) for threads in (1, 2))
    assert one.maxima.tolist() == two.maxima.tolist()
    with kernels.without():
        plain = scan_permutation(GRID, zone=zone, step=step, rng=np.random.default_rng(5), stop_after=10, **WORDS)
    strongest = plain.clusters[0].log_likelihood_ratio
    assert plain.maxima.size == plain.replications == 199 or (plain.maxima >= strongest * (1 - 1e-9)).sum() == 10
