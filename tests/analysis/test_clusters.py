"""Density clusters: the definition itself, kernel and twin alike, and nothing but positions matters."""

import numpy as np
import pytest

from samsyn.analysis import kernels
from samsyn.analysis.clusters import density_clusters

BOTH = pytest.mark.parametrize("compiled", [True, False], ids=["kernel", "twin"])


@pytest.fixture
def rng():
    return np.random.default_rng(20261122)


def clusters_with(compiled, *args, **words):
    """Cluster with or without the kernels."""
    if not compiled:
        with kernels.without():
            return density_clusters(*args, **words)
    if not kernels.available():
        pytest.skip("no compiled kernels here")
    return density_clusters(*args, **words)


def events(rng, *, count=500):
    """Events round a few places, half of them on a lattice of 25 m, over half a year."""
    middle = rng.uniform(0, 2500, (9, 2))
    at = middle[rng.integers(0, 9, count)] + rng.normal(size=(count, 2)) * 90
    at[:80] = rng.uniform(0, 2500, (80, 2))
    on = rng.random(count) < 0.5
    at[on] = np.floor(at[on] / 25) * 25 + 12.5
    return at[:, 0], at[:, 1], rng.integers(0, 180, count).astype(float)


def by_definition(x, y, near_m, least, day=None, near_days=0.0):
    """Which are core, and which core events belong together: by following every link."""
    near = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2 <= near_m**2
    if day is not None:
        near &= np.abs(day[:, None] - day) <= near_days
    core = near.sum(axis=1) >= least
    group = np.full(x.size, -1)
    for start in np.flatnonzero(core):
        waiting = [start] if group[start] < 0 else []
        while waiting:
            each = waiting.pop()
            if group[each] < 0:
                group[each] = start
                waiting += np.flatnonzero(near[each] & core & (group < 0)).tolist()
    return core, group, near


@BOTH
@pytest.mark.parametrize("near_days", [None, 7.0])
def test_clusters_are_what_the_definition_says(compiled, near_days, rng):
    x, y, day = events(rng)
    words = {"near_m": 60.0, "least": 12} | ({"day": day, "near_days": near_days, "least": 4} if near_days else {})
    found = clusters_with(compiled, x, y_m=y, **words)
    core, group, near = by_definition(x, y, 60.0, words["least"], *((day, near_days) if near_days else ()))
    assert found.core.tolist() == core.tolist()
    together = set(zip(group[core].tolist(), found.label[core].tolist(), strict=True))
    assert len(together) == np.unique(group[core]).size == found.size.size > 3
    reached = (near & core).any(axis=1)
    assert ((found.label >= 0) == reached).all()
    for each in np.flatnonzero(reached & ~core):
        away = np.where(near[each] & core, (x - x[each]) ** 2 + (y - y[each]) ** 2, np.inf)
        assert found.label[each] in found.label[away == away.min()]


@pytest.mark.parametrize("seed", range(6))
def test_kernel_and_twin_agree_to_the_last_label(seed):
    rng = np.random.default_rng(seed)
    x, y, day = events(rng, count=300)
    near_m, least = float(rng.uniform(15, 200)), int(rng.integers(1, 15))
    for words in ({}, {"day": day, "near_days": float(rng.uniform(1, 40))}):
        words |= {"y_m": y, "near_m": near_m, "least": least}
        one, two = (clusters_with(compiled, x, **words) for compiled in (True, False))
        for mine, other in zip(one, two, strict=True):
            np.testing.assert_allclose(mine, other, rtol=1e-12)


@BOTH
def test_a_case_by_hand(compiled):
    """A row of five 10 m apart, three at one address, one far away; reach 10 m, at least 3."""
    found = clusters_with(compiled, [0, 10, 20, 30, 40, 500, 500, 500, 900], y_m=[0] * 9, near_m=10, least=3)
    assert found.label.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, -1]
    assert found.core.tolist() == [False, True, True, True, False, True, True, True, False]
    assert found.size.tolist() == [5, 3] and found.x_m.tolist() == [20.0, 500.0]


@BOTH
def test_splitting_duplicates_changes_nothing(compiled, rng):
    x, y, day = events(rng, count=200)
    weight = rng.integers(1, 4, 200)
    words = {"near_m": 80.0, "least": 9, "near_days": 20.0}
    whole = clusters_with(compiled, x, y_m=y, day=day, weight=weight, **words)
    each = np.repeat(np.arange(200), weight)
    split = clusters_with(compiled, x[each], y_m=y[each], day=day[each], **words)
    assert split.label.tolist() == whole.label[each].tolist()
    assert split.size.tolist() == whole.size.tolist()


def test_moving_turning_and_shuffling_rows_change_nothing(rng):
    x, y, day = events(rng)
    words = {"near_m": 60.0, "least": 6, "near_days": 14.0}
    plain = density_clusters(x, y_m=y, day=day, **words)
    order = rng.permutation(x.size)
    mixed = density_clusters(x[order], y_m=y[order], day=day[order], **words)
    assert mixed.label.tolist() == plain.label[order].tolist()
    turned = density_clusters(-y, y_m=x, day=day + 1000, **words)
    moved = density_clusters(x + 8192, y_m=y + 4096, day=day, **words)
    for each in (turned, moved):
        assert sorted(each.size.tolist()) == sorted(plain.size.tolist())
        assert each.core.tolist() == plain.core.tolist()


def test_days_that_are_far_apart_part_a_place(rng):
    x = y = np.zeros(12)
    day = np.r_[0.0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 104, 105]
    found = density_clusters(x, y_m=y, day=day, near_m=5.0, near_days=2.0, least=3)
    assert found.label.tolist() == [0] * 6 + [1] * 6
    assert (found.first_day.tolist(), found.last_day.tolist()) == ([0.0, 100.0], [5.0, 105.0])
    assert density_clusters(x, y_m=y, near_m=5.0, least=3).size.tolist() == [12]


def test_nothing_and_nonsense(rng):
    assert density_clusters([], y_m=[], near_m=10, least=3).label.size == 0
    assert density_clusters([], y_m=[], day=[], near_m=10, near_days=1, least=3).size.size == 0
    assert density_clusters([5.0], y_m=[5.0], near_m=10, least=2).label.tolist() == [-1]
    with pytest.raises(ValueError, match="above 0"):
        density_clusters([0.0], y_m=[0.0], near_m=0, least=1)
    with pytest.raises(ValueError, match="above 0"):
        density_clusters([0.0], y_m=[0.0], near_m=1, day=[0.0], least=1)
