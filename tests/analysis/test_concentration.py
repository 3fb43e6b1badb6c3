"""Concentration: the published numbers, and chance said to be chance."""

import json

import numpy as np
import pytest

from samsyn.analysis.concentration import concentration, generalised_gini, gini, lorenz, share_of_places
from tests.analysis.oracles import oracle


def test_published_coefficients() -> None:
    for case in json.loads(oracle("concentration/gini_oracles.json").read_text())["cases"]:
        assert gini(case["x"]) == pytest.approx(case["gini"])
        if "gini_generalised" in case:
            assert generalised_gini(case["x"]) == pytest.approx(case["gini_generalised"])


def test_by_hand() -> None:
    """Four places, 6 + 2 + 0 + 0: the first holds three quarters; G = (1×2 + 3×6) / (4×8) = 0.625."""
    assert lorenz([2, 6, 0, 0]).events.tolist() == [0.0, 0.75, 1.0, 1.0, 1.0]
    assert share_of_places([2, 6, 0, 0], holding=0.75) == 0.25
    assert gini([2, 6, 0, 0]) == 0.625


def test_purely_random_events_are_not_called_concentrated() -> None:
    """60 towns of 200 places and 60 events: beyond chance in about 2.5 %, at most 5 (99 % level)."""
    beyond = 0
    for seed in range(60):
        rng = np.random.default_rng([3, seed])
        counts = np.bincount(rng.integers(0, 200, 60), minlength=200)
        found = concentration(counts, rng=rng, replications=59)
        assert found.holding_half.observed < 0.2            # a small share, and yet nothing but chance
        beyond += found.generalised_gini.beyond_chance
    assert beyond <= 5


def test_order_of_places_changes_nothing_and_nothing_is_nothing() -> None:
    counts = np.random.default_rng(1).poisson(0.4, 300)
    assert gini(counts) == gini(counts[::-1])
    assert np.isnan(gini([0, 0]))
    assert np.isnan(share_of_places([0, 0], holding=0.5))
    with pytest.raises(ValueError, match="at least 0"):
        concentration([-1, 2], rng=np.random.default_rng(1))
