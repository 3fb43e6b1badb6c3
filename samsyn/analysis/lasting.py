"""How much of how a place differs lasts into the next period of the same length, and how much more than chance moves?

Whoever takes each place's count as chance round a level that stays believes too much of a peak: reports come in bursts,
and levels drift. Both are read from the counts themselves. Pairs of periods that follow on each other are compared: the
earlier ones for all places, and the two that are judged for the places that were not chosen. The line through them
tells what lasts, what is left beside it how unevenly places move. Which places were chosen by a period's own count does
not bend the line: it is drawn from that count to the next.

Measured on noise: `python -m benchmarks.calibration.effects --part noise`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_FEWEST_EVENTS = 20.0            # in each of two periods, before they are compared
_LOWEST = 0.02                   # of the mean: no place is expected to hold less
_HEAVIEST = 0.8                  # of the line may hang on one place before its distance from it stops growing


class _Pair(NamedTuple):
    """Two periods, each count as a share of its period's mean, as distances from the pair's middle."""

    places: NDArray[np.intp]
    weight: Floats
    first: Floats
    then: Floats
    middle: float                # of the later
    one: float                   # a single report, as a share of the later period's mean


class Lasting(NamedTuple):
    """What the chosen places are expected to hold next, and how far from it they come by themselves."""

    expected: float
    variance: float              # of their sum about it: chance, bursts, drift, and what is not known of the line
    share: float                 # 0 … 1: of how a place differs, how much lasts into the next period
    per_report: float            # variance = per_report × mean + per_square × mean²; at least 1, as Poisson
    per_square: float
    by_drift: float              # 0 … 1: how much of the chosen places' own unevenness grows with the square


def fall_back(before: ArrayLike, *, after: ArrayLike, chosen: Bools, earlier: Sequence[ArrayLike] = ()) -> Lasting:
    """Return what places chosen by their counts before are expected to hold after, were nothing done.

    Counts (places,); `earlier`: the periods before that, oldest first, of the same length. With z = count / mean, one
    line for all pairs: z' = a + share × (z - z̄), by least squares with weights 1 / (1 + z), share within 0 … 1. What is
    left squared is fitted by per_report × mean + per_square × mean². The error of the share is the sandwich over
    places (Liang & Zeger 1986), since a place is in several pairs.

    >>> rng = np.random.default_rng(3)
    >>> rates = rng.gamma(2.0, 5.0, 300)
    >>> counts = [rng.poisson(rates) for _ in range(4)]
    >>> chosen = np.isin(np.arange(300), np.argsort(-counts[2])[:10])
    >>> found = fall_back(counts[2], after=counts[3], chosen=chosen, earlier=counts[:2])
    >>> round(found.share, 1), abs(float(counts[3][chosen].sum()) - found.expected) < found.variance**0.5
    (0.8, True)
    """
    first, then = np.asarray(before, np.float64), np.asarray(after, np.float64)
    everywhere, rest = np.arange(first.size), np.flatnonzero(~chosen)
    periods = [*(np.asarray(each, np.float64) for each in earlier), first]
    pairs = [_pair(one, two, everywhere) for one, two in zip(periods, periods[1:], strict=False)]
    pairs.append(_pair(first[rest], then[rest], rest, mean=float(first.mean())))
    known = [pair for pair in pairs if pair is not None]
    if not known:
        return Lasting(0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    share, unsure = _line(known, first.size)
    per_report, per_square = _unevenness(known, share)
    middle, level = float(first.mean()), float(first[rest].mean())
    later = float(then[rest].mean())
    change = later / max(middle + share * (level - middle), 1e-9)
    mean = np.maximum(later + change * share * (first - level), _LOWEST * later)
    spread = per_report * mean + per_square * mean**2
    expected = float(mean[chosen].sum())
    variance = (float(spread[chosen].sum()) + (change * float((first[chosen] - level).sum())) ** 2 * unsure
                + (expected / max(float(then[rest].sum()), 1.0)) ** 2 * float(spread[rest].sum()))  # fmt: skip
    by_drift = per_square * float((mean[chosen] ** 2).sum()) / max(float(spread[chosen].sum()), 1e-9)
    return Lasting(expected, variance, share, per_report, per_square, by_drift)


def _pair(first: Floats, then: Floats, places: NDArray[np.intp], mean: float = 0.0) -> _Pair | None:
    """Return two periods about their weighted middle; none where there is too little of either."""
    if min(float(first.sum()), float(then.sum())) < _FEWEST_EVENTS:
        return None
    base = mean or float(first.mean())
    grown = base * float(then.sum()) / float(first.sum())
    x, y = first / base, then / grown
    weight = 1.0 / (1.0 + x)
    at, to = (float((weight * each).sum() / weight.sum()) for each in (x, y))
    return _Pair(places, weight, x - at, y - to, to, 1.0 / grown)


def _line(pairs: list[_Pair], count: int) -> tuple[float, float]:
    """Return the share that lasts, and the variance of its estimate."""
    square = max(sum(float((each.weight * each.first**2).sum()) for each in pairs), 1e-12)
    share = float(np.clip(sum(float((each.weight * each.first * each.then).sum()) for each in pairs) / square, 0, 1))
    pull = np.zeros(count)
    for each in pairs:
        left, hangs = each.then - share * each.first, each.weight * each.first**2 / square
        pull[each.places] += each.weight * each.first * left / (1.0 - np.minimum(hangs, _HEAVIEST))
    return share, float((pull**2).sum()) / square**2


def _unevenness(pairs: list[_Pair], share: float) -> tuple[float, float]:
    """Return how what is left squared grows with the mean and its square: at least 1 and at least 0."""
    left = np.concatenate([(each.then - share * each.first) ** 2 for each in pairs])
    level = np.concatenate([np.maximum(each.middle + share * each.first, _LOWEST) for each in pairs])
    chance = level * np.concatenate([np.full(each.places.size, each.one) for each in pairs])
    weight = (chance + 0.05 * level**2) ** -2
    both = np.stack([chance, level**2])
    inside, towards = (both * weight) @ both.T, (both * weight) @ left
    straight, curved = np.linalg.lstsq(inside, towards, rcond=None)[0]
    if curved < 0.0:
        straight, curved = towards[0] / inside[0, 0], 0.0
    if straight < 1.0:
        straight, curved = 1.0, max(0.0, (towards[1] - inside[0, 1]) / inside[1, 1])
    return float(straight), float(curved)
