"""Scanning again without what was found: the next cluster is judged by what is left."""

import numpy as np
import pytest

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
