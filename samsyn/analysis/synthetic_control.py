"""A comparison made of several: the mix of untouched areas that followed the place before the start.

Abadie, Diamond & Hainmueller (2010): weights that are not negative and sum to one, chosen on the weeks before. Each
area is taken as what it differs from its own level before (Ferman & Pinto 2021): the mix follows ups and downs, not
size, so that also the largest and the smallest area can be followed. Whether the gap after is unusual is judged by
giving every other area the same treatment on paper: the place's rank among them. With the levels left in, areas at the
edge follow nothing and their ranks mean little: a place in the middle was then told to have changed in 6–7 % of cases
at 90 events a week where nothing had (`benchmarks.calibration.effects`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.effects import Effect, graded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FOLLOWS = 0.25                  # a place whose misfit before is above this share of its spread has no comparison


class Synthetic(NamedTuple):
    """The mix, the gap and the rank."""

    effect: Effect
    weights: Floats              # of the donors
    expected: Floats             # (weeks,), before and after
    misfit: float                # share of the place's spread before that the mix does not follow; 0 = all followed
    rank: int                    # of the place's ratio of misfits after / before, 1 = largest
    compared_with: int           # placebo areas, the place included


def simplex_weights(donors: Floats, *, target: Floats) -> Floats:
    """Return weights ≥ 0 with sum 1 that bring donors (weeks, areas) nearest to the target (weeks,).

    With Σ w = 1, donors w - target = (donors - target) w, so the answer is the point of the donors' hull nearest to the
    target: non-negative least squares of [(donors - target); 1] on [0; 1], scaled to sum to one (exact, not a penalty).

    >>> simplex_weights(np.array([[0.0, 4], [0, 2]]), target=np.array([1.0, 0.5])).round(6).tolist()
    [0.75, 0.25]
    """
    from scipy.optimize import nnls

    apart = donors - target[:, None]
    scale = max(float(np.abs(apart).max(initial=0.0)), 1e-12)
    system = np.concatenate([apart / scale, np.ones((1, donors.shape[1]))])
    weights = nnls(system, np.r_[np.zeros(len(target)), 1.0])[0]
    return np.asarray(weights / weights.sum(), np.float64)


def synthetic_control(
    place: Floats, *, donors: Floats, start: int, planned: bool = False, faults: tuple[str, ...] = (),
) -> Synthetic:
    """Compare a place with the mix of donors, shapes (weeks,) and (weeks, areas); p is the rank among placebos.

    For the place and for every donor, root mean square gaps before and after the start; p = rank of the place's after /
    before among all, so with k donors it is never below 1 / (k + 1). The place is in the others' mixes as they are in
    its: where nothing was done all are alike, and the rank holds; a true effect is seen a little less easily.
    Limits of the ratio: the place's ratios that no more than a twentieth of the placebos' own ratios would explain;
    with fewer than 19 donors they are as wide as all of them.

    >>> rng = np.random.default_rng(1)
    >>> donors = 30 + np.cumsum(rng.normal(0, 1, (80, 24)), axis=0)
    >>> place = 0.5 * donors[:, 0] + 0.5 * donors[:, 3] - 10 * (np.arange(80) >= 60)
    >>> found = synthetic_control(place, donors=donors, start=60)
    >>> found.weights.round(2).tolist()[:4], found.rank, found.effect.p_value
    ([0.5, 0.0, 0.0, 0.5], 1, 0.04)
    """
    weights, expected = _mix(place, donors, start)
    own = _ratio_of_gaps(place - expected, start)
    others, changes = [], []
    for each in range(donors.shape[1]):
        rest = np.column_stack([np.delete(donors, each, axis=1), place])
        mixed = _mix(donors[:, each], rest, start)[1]
        others.append(_ratio_of_gaps(donors[:, each] - mixed, start))
        changes.append(float(donors[start:, each].sum() / max(float(mixed[start:].sum()), 1e-9)))
    rank = 1 + int((np.array(others) >= own).sum())
    spread = float(np.sqrt(((place[:start] - place[:start].mean()) ** 2).mean()))
    misfit = float(np.sqrt(((place - expected)[:start] ** 2).mean())) / max(spread, 1e-12)
    seen, whole = float(place[start:].sum()), float(expected[start:].sum())
    low, high = np.quantile(changes, [0.025, 0.975], method="inverted_cdf")
    ratio = seen / whole if whole > 0 else np.nan
    every = tuple(dict.fromkeys([*faults, *(["no_fit_before"] if misfit > _FOLLOWS**0.5 else []),
                                 *(["few_events"] if min(seen, whole) < 20 else [])]))
    effect = Effect(ratio, ratio / max(float(high), 1e-9), ratio / max(float(low), 1e-9), rank / (len(others) + 1.0),
                    whole, seen, graded("synthetic_control", faults=every, planned=planned), min(seen, whole) >= 20)
    return Synthetic(effect, weights, expected, misfit**2, rank, len(others) + 1)


def _mix(place: Floats, donors: Floats, start: int) -> tuple[Floats, Floats]:
    """Return the weights and what the mix lets expect: the place's own level before, and the donors' ups and downs."""
    ups = donors - donors[:start].mean(axis=0)
    level = place[:start].mean()
    weights = simplex_weights(ups[:start], target=place[:start] - level)
    return weights, np.asarray(level + ups @ weights, np.float64)


def _ratio_of_gaps(gap: Floats, start: int) -> float:
    before, after = (float(np.sqrt((each**2).mean())) for each in (gap[:start], gap[start:]))
    return after / max(before, 1e-9)
