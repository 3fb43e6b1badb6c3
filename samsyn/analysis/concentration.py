"""Concentration: how few places hold how much, beside what chance alone would do.

With fewer events than places most places are empty whatever happens, so a bare "5 % of the places hold half of it" says
nothing. Every figure here stands beside the same figure for events that fall on the places at random.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.grids import scattered
from samsyn.analysis.progress import Progress, told

Floats = NDArray[np.float64]


def gini(counts: ArrayLike) -> float:
    """Return the Gini coefficient of the counts over all places (those with none included); NaN without events.

    G = Σ (2 i - n - 1) x₍ᵢ₎ / (n Σ x), x sorted upwards; 0 when all places hold the same, (n - 1) / n when one has all.

    >>> gini([10, 8, 2, 0, 0, 0, 0, 0, 0, 0])
    0.78
    """
    x = np.sort(np.asarray(counts, np.float64))
    if not x.sum() > 0:
        return float("nan")
    weight = 2.0 * np.arange(1, x.size + 1) - x.size - 1.0
    return round(float((weight * x).sum() / (x.size * x.sum())), 12)


def generalised_gini(counts: ArrayLike) -> float:
    """Return the Gini coefficient that is 0 when events are spread as evenly as their number allows.

    With c events on n places and c < n, G' = (n / c)(G - 1) + 1; otherwise G' = G. Source: Bernasco & Steenbeek 2017,
    J. Quant. Criminol. 33:451.

    >>> generalised_gini([5, 2, 1, 0, 0, 0, 0, 0, 0, 0])
    0.75
    """
    x = np.asarray(counts, np.float64)
    return round(max(1.0, float(x.size / x.sum())) * (gini(x) - 1.0) + 1.0, 12) if x.sum() > 0 else float("nan")


class Lorenz(NamedTuple):
    """Shares of places (most first) and of the events they hold, both from 0 to 1, n + 1 points."""

    places: Floats
    events: Floats


def lorenz(counts: ArrayLike) -> Lorenz:
    """Return the Lorenz curve with the places that hold most first.

    >>> lorenz([1, 3, 0, 0]).events.tolist()
    [0.0, 0.75, 1.0, 1.0, 1.0]
    """
    x = np.sort(np.asarray(counts, np.float64))[::-1]
    return Lorenz(np.arange(x.size + 1) / max(x.size, 1), np.r_[0.0, np.cumsum(x)] / max(x.sum(), 1e-300))


def share_of_places(counts: ArrayLike, *, holding: float) -> float:
    """Return the smallest share of all places that holds this share of the events; NaN without events.

    >>> share_of_places([8, 1, 1, 0, 0, 0, 0, 0, 0, 0], holding=0.5)
    0.1
    """
    curve = lorenz(counts)
    if not curve.events[-1] > 0:
        return float("nan")
    return float(curve.places[int(np.argmax(curve.events >= holding - 1e-12))])


class Concentration(NamedTuple):
    """A figure, what chance gives (mean and the middle 95 %), and whether it lies beyond."""

    observed: float
    by_chance: float
    low: float
    high: float
    beyond_chance: bool          # more concentrated than 97.5 % of random maps


class Concentrated(NamedTuple):
    """How concentrated the events are, all beside chance."""

    events: int
    places: int
    generalised_gini: Concentration
    holding_quarter: Concentration        # share of places
    holding_half: Concentration


def concentration(
    counts: ArrayLike, *, rng: np.random.Generator, exposure: ArrayLike | None = None, replications: int = 199,
    progress: Progress | None = None,
) -> Concentrated:
    """Return how concentrated the events are beside events that fall at random in proportion to `exposure`.

    Without exposure all places are alike. Under chance, given their number, the counts are multinomial (the Poisson
    expectation of the literature, conditioned on the total). Splitting a place's row in two halves of the same place
    changes nothing; the counts are per place. Raises ValueError for negative counts.

    >>> found = concentration([40, 30, 20] + [0] * 97, rng=np.random.default_rng(1))
    >>> found.holding_half.observed, found.holding_half.beyond_chance
    (0.02, True)
    """
    x = np.asarray(counts, np.float64)
    if (x < 0).any():
        raise ValueError("counts are at least 0")
    share = np.full(x.size, 1.0 / max(x.size, 1)) if exposure is None else np.asarray(exposure, np.float64)
    share = share / share.sum()
    total = int(round(x.sum()))
    random = [scattered(share, total=total, rng=rng)
              for _ in told(range(replications), of=replications, progress=progress)]

    def beside(figure: Callable[[ArrayLike], float], *, more_is_higher: bool) -> Concentration:
        observed, chance = figure(x), np.array([figure(each) for each in random])
        low, high = np.quantile(chance, [0.025, 0.975]) if total else (np.nan, np.nan)
        beyond = observed > high if more_is_higher else observed < low
        return Concentration(observed, float(chance.mean()), float(low), float(high), bool(beyond))

    quarter, half = (partial(share_of_places, holding=part) for part in (0.25, 0.5))
    return Concentrated(
        total, int(x.size), beside(generalised_gini, more_is_higher=True), beside(quarter, more_is_higher=False),
        beside(half, more_is_higher=False))
