"""Emerging places: the trend test by hand and against R, the rules, and silence on noise."""

import csv
from functools import partial

import numpy as np
import pytest

from samsyn.analysis import kernels
from samsyn.analysis.emerging import Pattern, emerging_places, mann_kendall, pattern_of
from samsyn.analysis.grids import window_sums
from tests.analysis.oracles import oracle


def test_mann_kendall_by_hand() -> None:
    """5, 3, 6, 6: signs - + + + + 0 = S 3; one pair of ties: Var = (4·3·13 - 2·1·9) / 18 = 23/3; z = 2 / sqrt(23/3)."""
    found = mann_kendall([5.0, 3.0, 6.0, 6.0], serial=False)
    assert found.s[0] == 3.0
    assert found.z[0] == pytest.approx(2 / np.sqrt(23 / 3))
    assert found.tau[0] == pytest.approx(3 / np.sqrt(6 * 5))


def test_p_values_equal_rs_kendall() -> None:
    """All 168 areas of Boston: R's Kendall::MannKendall gives this p for this tau in ten years without ties."""
    rng, by_s = np.random.default_rng(1), {45.0: np.arange(10.0), -45.0: -np.arange(10.0)}
    for _ in range(20_000):
        order = rng.permutation(10).astype(float)
        by_s.setdefault(float(np.sign(np.subtract.outer(order, order))[np.tril_indices(10, -1)].sum()), order)
    rows = list(csv.DictReader(oracle("ehsa/bos_ehsa_sfdep_seed0.csv").open()))
    assert len(rows) == 168
    series = [by_s[round(float(row["tau"]) * 45.0)] for row in rows]
    ours = mann_kendall(series, serial=False)
    assert ours.tau == pytest.approx([float(row["tau"]) for row in rows], abs=1e-6)
    assert ours.p == pytest.approx([float(row["p_value"]) for row in rows], abs=1e-6)


@pytest.mark.parametrize(("steps", "opposite", "direction", "expected"), [
    ("0000000001", "0000000000", 0, Pattern.NEW),
    ("0000000011", "0000000000", 0, Pattern.CONSECUTIVE),
    ("1111111111", "0000000000", 1, Pattern.INTENSIFYING),
    ("1111011111", "0000000000", 0, Pattern.PERSISTENT),
    ("1111111111", "0000000000", -1, Pattern.DIMINISHING),
    ("0100100001", "0000000000", 0, Pattern.SPORADIC),
    ("0000000011", "1000000000", 0, Pattern.OSCILLATING),
    ("1111111110", "0000000000", 0, Pattern.HISTORICAL),
    ("0100100000", "0000000000", 0, Pattern.NONE),
    ("0000000000", "0000000000", 1, Pattern.NONE)])
def test_every_rule(steps: str, opposite: str, direction: int, expected: Pattern) -> None:
    as_steps, as_opposite = (np.array([mark == "1" for mark in text]) for text in (steps, opposite))
    assert pattern_of(as_steps, opposite=as_opposite, direction=direction) is expected


def test_pure_noise_has_no_pattern() -> None:
    """40 cubes of 15 × 15 cells and 26 weeks, with a season over all: patterns in at most 5 % of cubes (99 %: 6)."""
    alarms, cells = 0, 0
    for seed in range(40):
        rng = np.random.default_rng([2, seed])
        level = 0.5 + 0.3 * np.sin(np.arange(26) / 4)
        cube = rng.poisson(level[:, None, None], (26, 15, 15))
        found = emerging_places(cube, window=partial(window_sums, reach=1))
        cells += int((found.pattern != "none").sum())
        alarms += bool((found.pattern != "none").any())
    assert alarms <= 6
    assert cells / (40 * 225) <= 0.05


def test_serial_correlation_is_no_trend() -> None:
    """1 000 series of AR(1) with 0.5: uncorrected far above 5 %, corrected near it."""
    rng = np.random.default_rng(5)
    noise = rng.normal(size=(1000, 60))
    for step in range(1, 60):
        noise[:, step] += 0.5 * noise[:, step - 1]
    assert (mann_kendall(noise, serial=False).p < 0.05).mean() > 0.15
    assert (mann_kendall(noise).p < 0.05).mean() < 0.11


def test_white_noise_keeps_its_level_and_a_line_is_found() -> None:
    rng = np.random.default_rng(6)
    noise = rng.normal(size=(1000, 52))
    assert (mann_kendall(noise).p < 0.05).mean() < 0.068
    assert (mann_kendall(noise + np.arange(52) * 0.05).p < 0.05).mean() > 0.9


def test_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="4 time steps"):
        mann_kendall([[1.0, 2.0, 3.0]])


@pytest.mark.parametrize("steps", [4, 7, 16, 33, 104])
def test_the_kernel_and_the_plain_twin_agree_to_the_last_bit(steps: int) -> None:
    """Counts and measurements, ties and none, large numbers, drifts, constants and straight lines."""
    rng = np.random.default_rng(steps)
    kinds = [rng.poisson(1.0, (60, steps)).astype(float), rng.normal(size=(60, steps)),
             np.cumsum(rng.normal(size=(60, steps)), axis=1), rng.integers(-90_000, 90_000, (60, steps)).astype(float),
             rng.integers(0, 3, (60, steps)) / 7, np.ones((2, steps)), np.outer([1.0, -2.5], np.arange(steps))]
    for series in kinds:
        for serial in (True, False):
            found = mann_kendall(series, serial=serial)
            with kernels.without():
                plain = mann_kendall(series, serial=serial)
            assert all(np.array_equal(one, other) for one, other in zip(found, plain, strict=True))


def test_pairs_are_counted_as_the_definition_says() -> None:
    series = np.random.default_rng(3).integers(0, 5, (40, 21)).astype(float)
    by_pairs = [sum(np.sign(row[later] - row[earlier]) for later in range(21) for earlier in range(later))
                for row in series]
    assert mann_kendall(series).s.tolist() == by_pairs
    assert mann_kendall(-series).s.tolist() == (-np.array(by_pairs)).tolist()
