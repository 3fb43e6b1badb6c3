"""Did the ring round a place change, beside everything farther away? For displacement and for benefit that spreads.

The ring's change is judged by the same design as the place's (`effects.compared`). Weeks and places are never as even
as chance alone would have them, so the interval is widened by the largest of three: 1, how unevenly the ring's part of
all reports moved from week to week before, and how unevenly the places farther away changed from before to after. The
first holds also where all reports rise and fall together; the second is what places do by themselves when nothing is
done. Measured on noise: `python -m benchmarks.calibration.rings`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.effects import Effect, compared

Floats = NDArray[np.float64]


class Nearby(NamedTuple):
    """What was counted at some places: each place before and after, and all of them in each of the weeks before."""

    before: ArrayLike            # (places,)
    after: ArrayLike             # (places,)
    weekly: ArrayLike            # (weeks before,)

    @property
    def pair(self) -> tuple[float, float]:
        """All of them, before and after."""
        return float(np.sum(self.before)), float(np.sum(self.after))


def ring_change(ring: Nearby, *, farther: Nearby) -> Effect:
    """Return how the ring changed against all places farther away; a ratio above 1 is more than they had.

    >>> rng = np.random.default_rng(1)
    >>> weekly = rng.poisson(2.0, (40, 52)).astype(float)                     # nothing happens
    >>> parts = [Nearby(each[:, :26].sum(1), each[:, 26:].sum(1), each[:, :26].sum(0)) for each in (weekly[:5],
    ...                                                                                            weekly[5:])]
    >>> found = ring_change(parts[0], farther=parts[1])
    >>> found.low < 1 < found.high
    True
    """
    return compared(ring.pair, comparison=farther.pair, dispersion=ring_unevenness(ring, farther=farther))


def ring_unevenness(ring: Nearby, *, farther: Nearby) -> float:
    """Return φ, the larger of what the weeks and the places show, and at least 1."""
    near, far = np.asarray(ring.weekly, np.float64), np.asarray(farther.weekly, np.float64)
    then, now = np.asarray(farther.before, np.float64), np.asarray(farther.after, np.float64)
    return max(1.0, _pearson(near, near + far), _pearson(now, now + then))


def _pearson(part: Floats, whole: Floats) -> float:
    """Return Σ (part - share × whole)² / variance per degree of freedom, the share being that of the sums."""
    share = float(part.sum()) / max(float(whole.sum()), 1e-9)
    variance = share * (1.0 - share) * whole
    held = variance > 0.0
    if held.sum() < 2:
        return 1.0
    return float(((part - share * whole)[held] ** 2 / variance[held]).sum() / (held.sum() - 1))
