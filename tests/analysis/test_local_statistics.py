"""Local statistics: equal to the published and stored results, and silent on chance."""

import csv
from functools import partial

import numpy as np
import pytest

from samsyn.analysis.grids import (
    Grid,
    GridTooLarge,
    counts_on,
    grid_over,
    neighbour_sums,
    neighbours_from,
    neighbours_within,
    window_sums,
)  # fmt: skip
from samsyn.analysis.local_statistics import (
    family_wise,
    getis_ord,
    local_moran,
    permuted_tails,
    steadiness,
    window_excess,
)  # fmt: skip
from samsyn.analysis.significance import benjamini_hochberg, benjamini_yekutieli
from tests.analysis.oracles import oracle


def test_a_window_sum_is_the_plain_sum_also_at_the_edge() -> None:
    values = np.random.default_rng(5).poisson(2.0, (3, 17, 23)).astype(float)
    for reach in (0, 1, 4, 30):
        sums = window_sums(values, reach=reach)
        for row, column in ((0, 0), (8, 11), (16, 22), (3, 20)):
            part = values[:, max(row - reach, 0):row + reach + 1, max(column - reach, 0):column + reach + 1]
            assert sums[:, row, column].tolist() == part.sum(axis=(1, 2)).tolist()


def test_a_stray_point_is_named_instead_of_filling_the_memory() -> None:
    x, y = np.array([660_000.0, 660_500.0, 0.0]), np.array([6_560_000.0, 6_560_400.0, 0.0])
    with pytest.raises(GridTooLarge) as refused:
        grid_over(x, y_m=y, cell_m=50)
    assert refused.value.farthest == 2


def test_local_g_by_hand() -> None:
    """Five in a row, one neighbour to each side: m = 2, s² = 4; middle window 0+2+6 = 8 of three cells."""
    values = np.array([1.0, 0.0, 2.0, 6.0, 1.0])
    sums, sizes = window_sums(values[None], reach=1)[0], np.array([2.0, 3.0, 3.0, 3.0, 2.0])
    expected = (8.0 - 3 * 2.0) / np.sqrt((values.var()) * (5 * 3 - 9) / 4)
    assert getis_ord(values, sums=sums, sizes=sizes)[2] == pytest.approx(expected)


@pytest.mark.parametrize(("distance", "plain", "star"), [
    (30, "G30", "Gstar30"), (61, "G61", "Gstar61"), (91, "G91", "Gstar91"), (122, "G122", "Gstar122")])
def test_local_g_equals_spdep(distance: float, plain: str, star: str) -> None:
    """Getis & Ord's (1996) grid, four distances, both statistics."""
    rows = list(csv.DictReader(oracle("gistar/getisord_1996.csv").open()))
    x, y, values = (np.array([float(row[name]) for row in rows]) for name in ("x", "y", "val"))
    around = neighbours_within(x, y_m=y, distance_m=distance)
    g = getis_ord(values, sums=neighbour_sums(values, neighbours=around), sizes=around.sizes, itself=False)
    own = around.with_itself()
    g_star = getis_ord(values, sums=neighbour_sums(values, neighbours=own), sizes=own.sizes)
    for ours, name in ((g, plain), (g_star, star)):
        assert np.abs(ours - [float(row[name]) for row in rows]).max() <= 1e-9


def test_local_moran_and_the_corrections_equal_spdep() -> None:
    rows = list(csv.DictReader(oracle("gistar/nc_sids_local.csv").open()))
    lists = [[int(word) for word in line.split()]
             for line in oracle("gistar/nc_sids_queen_neighbours_0based.txt").read_text().splitlines()]
    values = np.array([float(row["x"]) for row in rows])
    around = neighbours_from(lists)
    found = local_moran(values, sums=neighbour_sums(values, neighbours=around), sizes=around.sizes)
    own = around.with_itself()
    star = getis_ord(values, sums=neighbour_sums(values, neighbours=own), sizes=own.sizes)
    for ours, name in ((found.statistic, "localI"), (found.expected, "EI"), (found.variance, "varI"), (found.z, "zI"),
                       (star, "Gstar")):
        assert ours == pytest.approx([float(row[name]) for row in rows], rel=1e-9, abs=1e-9), name
    p = np.array([float(row["p"]) for row in rows])
    assert benjamini_hochberg(p) == pytest.approx([float(row["p_bh"]) for row in rows], rel=1e-9)
    assert benjamini_yekutieli(p) == pytest.approx([float(row["p_by"]) for row in rows], rel=1e-9)


def test_an_exact_tail_is_the_binomial_given_all_events() -> None:
    """3 of 4 events in one of 4 cells: P(X ≥ 3) = 4 × (1/4)³ × 3/4 + (1/4)⁴ = 13/256."""
    found = window_excess([[3.0, 1.0], [0.0, 0.0]], window=partial(window_sums, reach=0))
    assert found.p[0, 0] == pytest.approx(13 / 256)
    assert found.expected[0, 0] == 1.0


def test_exposure_and_events_must_fit() -> None:
    window = partial(window_sums, reach=0)
    with pytest.raises(ValueError, match="without exposure"):
        window_excess([[1.0, 0.0]], window=window, exposure=[[0.0, 1.0]])
    with pytest.raises(ValueError, match="shape"):
        window_excess([[1.0, 0.0]], window=window, exposure=[1.0, 1.0])


@pytest.mark.parametrize("events", [40, 1_000, 10_000])
def test_wholly_random_points_are_not_hot(events: int) -> None:
    """200 maps of 60 × 60 cells: a false alarm somewhere in at most 5 % of them (99 % level: 19 of 200)."""
    rng, window, alarms = np.random.default_rng([4, events]), partial(window_sums, reach=1), 0
    for _ in range(200):
        counts = np.bincount(rng.integers(0, 3600, events), minlength=3600).reshape(60, 60).astype(float)
        alarms += window_excess(counts, window=window).q.min() < 0.05
    assert alarms <= 19


def test_a_planted_tripling_is_found() -> None:
    """A window that expects 20 and gets 60, among 10 000 events: found in at least 80 % of 50 maps."""
    rng, window, found = np.random.default_rng(9), partial(window_sums, reach=1), 0
    side = 67                                       # 10 000 / 67² × 9 = 20 in a window
    for _ in range(50):
        counts = np.bincount(rng.integers(0, side * side, 10_000), minlength=side * side).astype(float)
        counts = counts.reshape(side, side)
        counts[30:33, 30:33] += rng.poisson(40 / 9, (3, 3))
        found += window_excess(counts, window=window).q[31, 31] < 0.05
    assert found >= 40


def test_the_family_is_held_when_windows_overlap() -> None:
    """60 maps of 40 events: the smallest family-wise p-value is below 5 % in few of them, and uniform enough."""
    rng, window, smallest = np.random.default_rng(11), partial(window_sums, reach=2), []
    for _ in range(60):
        counts = np.bincount(rng.integers(0, 900, 40), minlength=900).reshape(30, 30).astype(float)
        found = window_excess(counts, window=window)
        whole = family_wise(found, window=window, exposure=np.ones((30, 30)), total=40, rng=rng, replications=99)
        smallest.append(whole.p.min())
    assert sum(p <= 0.05 for p in smallest) <= 9       # 99 % level of Binomial(60, 0.05)
    assert 0.35 <= np.mean(smallest) <= 0.75


def test_shuffled_values_hold_the_family() -> None:
    rng, window = np.random.default_rng(2), partial(window_sums, reach=1)
    alarms = sum(
        permuted_tails(rng.exponential(size=(15, 15)), window=window, rng=rng, replications=99).p.min() <= 0.05
        for _ in range(60))
    assert alarms <= 9


def test_moving_turning_and_shuffling_changes_nothing() -> None:
    """Move by whole cells, turn by a quarter, change the order of rows: the same p-values in the moved places."""
    rng = np.random.default_rng(8)
    x, y = rng.uniform(0, 3000, 500), rng.uniform(0, 3000, 500)
    window, grid = partial(window_sums, reach=1), Grid(0.0, 0.0, 100.0, 30, 30)
    plain = window_excess(counts_on(grid, x_m=x, y_m=y), window=window)
    moved = Grid(700.0, -300.0, 100.0, 30, 30)
    order = rng.permutation(500)
    again = window_excess(counts_on(moved, x_m=x[order] + 700, y_m=y[order] - 300), window=window)
    turned = window_excess(counts_on(grid, x_m=3000 - y, y_m=x), window=window)
    assert (plain.p == again.p).all()
    assert np.allclose(turned.p, np.flip(plain.p.T, axis=1))


def test_a_finding_that_hangs_on_the_lines_is_not_steady() -> None:
    rng = np.random.default_rng(6)
    x = np.r_[rng.uniform(0, 4000, 400), rng.normal(2050, 30, 60)]
    y = np.r_[rng.uniform(0, 4000, 400), rng.normal(2050, 30, 60)]

    def is_hot(across: np.ndarray, up: np.ndarray, cell: float) -> np.ndarray:
        grid = grid_over(across, y_m=up, cell_m=cell)
        found = window_excess(counts_on(grid, x_m=across, y_m=up), window=partial(window_sums, reach=1))
        return found.q.ravel()[grid.cells_of(across, y_m=up)] < 0.05

    steady = steadiness(x, y_m=y, cells_m=(100.0, 200.0), shifts=3, is_hot=is_hot)
    assert np.median(steady[400:]) == 1.0
    assert (steady[:400] > 0.9).mean() < 0.05
