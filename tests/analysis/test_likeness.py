"""Which reports may be the same thing."""

import numpy as np
import pytest

from samsyn.analysis.likeness import alike_pairs

BROKEN = "Rutan i entrén krossad, glas på golvet"


def pairs(x_m, hours, groups=None, places=None, texts=None):
    n = len(x_m)
    return alike_pairs(
        np.array(x_m, float), np.zeros(n), hours=np.array(hours, float), groups=groups or ["E"] * n,
        places=places or [None] * n, texts=texts or [BROKEN] * n,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("x_m", "hours", "more", "alike"),
    [
        ([0, 20], [0, 2], {}, True),
        ([0, 400], [0, 2], {}, False),
        ([0, 400], [0, 2], {"places": ["p", "p"]}, True),
        ([0, 20], [0, 60], {}, False),
        ([0, 20], [0, 2], {"groups": ["E", "H"]}, False),
        ([0, 120], [0, 30], {"texts": [BROKEN, "Stulen cykel vid stationen"]}, False),
        ([np.nan, np.nan], [0, 2], {}, False),
    ],
)
def test_same_kind_near_in_place_and_time(x_m, hours, more, alike):
    assert bool(pairs(x_m, hours, **more)) is alike


def test_the_order_of_the_rows_does_not_matter():
    straight = pairs([0, 10, 20], [0, 1, 2])
    turned = pairs([20, 10, 0], [2, 1, 0])
    assert sorted(p.likeness for p in straight) == sorted(p.likeness for p in turned)


def test_a_thousand_rows_of_a_month_take_no_time():
    rng = np.random.default_rng(1)
    found = pairs(rng.uniform(0, 5000, 1000), rng.uniform(0, 720, 1000))
    assert all(pair.first < pair.second for pair in found)
