"""Before the measure: what could be seen at all with so few events? Asked when the follow-up is planned."""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.significance import history_p_values, odds_ratio_p_value


class Prospect(NamedTuple):
    """What a follow-up of this size can show."""

    smallest_drop: float         # smallest observed drop (share) that is more than chance; NaN = none, however large
    found_share: float           # chance that a true drop of the planned size is found
    needed_drop: float           # true drop (share) that would be found in four cases of five; NaN = none


def smallest_clear_drop(
    before: float, *, exposure_ratio: float = 1.0, comparison: float | None = None, alpha: float = 0.05,
) -> float:
    """Return the smallest observed drop, as a share, with a two-sided p below `alpha`; NaN where even none left is not.

    `before` is the count expected in the period before; `comparison` that of an area that does not change, by which the
    change is then judged. Mid-p throughout, as in `effects`.

    >>> smallest_clear_drop(20), smallest_clear_drop(20, comparison=20)
    (0.55, 0.7)
    """
    same = before * exposure_ratio
    for after in range(int(same), -1, -1):
        if _two_sided(before, float(after), exposure_ratio, comparison) < alpha:
            return 1.0 - after / same
    return float("nan")


def _two_sided(before: float, after: float, exposure_ratio: float, comparison: float | None) -> float:
    if comparison is None:
        return 2.0 * float(history_p_values(before, before=after, exposure_ratio=1.0 / exposure_ratio, mid_p=True))
    return odds_ratio_p_value((before, after), comparison=(comparison, comparison * exposure_ratio))


def prospect(
    before: float, *, planned_drop: float, rng: np.random.Generator, exposure_ratio: float = 1.0,
    comparison: float | None = None, dispersion: float = 1.0, alpha: float = 0.05, draws: int = 400,
) -> Prospect:
    """Return what a follow-up can show when `before` events a period are expected and a share of them shall go away.

    Both periods (and both of the comparison) are drawn, Poisson or with variance φ × mean, and judged as `effects`
    judges them. "Med 20 händelser per period märks en halvering ungefär varannan gång."

    >>> found = prospect(60, planned_drop=0.5, rng=np.random.default_rng(1))
    >>> found.found_share > 0.75, found.needed_drop
    (True, 0.5)
    """
    means = [before, before * exposure_ratio]
    beside = [] if comparison is None else [comparison, comparison * exposure_ratio]

    def found(drop: float) -> float:
        drawn = _drawn(np.array([means[0], means[1] * (1.0 - drop), *beside]), dispersion, draws, rng)
        hits = [each[1] < each[0] * exposure_ratio and each[0] > 0
                and _p_drawn(each, exposure_ratio) < alpha for each in drawn]
        return float(np.mean(hits))

    needed = next((drop for drop in np.arange(0.1, 1.0, 0.05).round(2).tolist() if found(drop) >= 0.8), float("nan"))
    return Prospect(smallest_clear_drop(before, exposure_ratio=exposure_ratio, comparison=comparison, alpha=alpha),
                    found(planned_drop), needed)


def _p_drawn(counts: np.ndarray, exposure_ratio: float) -> float:
    before, after = float(counts[0]), float(counts[1])
    if counts.size == 2:
        return _two_sided(before, after, exposure_ratio, None)
    return odds_ratio_p_value((before, after), comparison=(float(counts[2]), float(counts[3])))


def _drawn(means: np.ndarray, dispersion: float, draws: int, rng: np.random.Generator) -> np.ndarray:
    if dispersion > 1.0:
        means = rng.gamma(means / (dispersion - 1.0), dispersion - 1.0, (draws, means.size))
    return rng.poisson(means, (draws, means.shape[-1]))
