"""Estimates from surveys: shares, means and indices with weights, and how sure they are.

Weights bring the answers to the population's make-up; they cost precision. The variance is that of the linearised
ratio Σ w y / Σ w (Taylor; as in R's survey), within strata and between clusters where the sample was drawn so, with the
finite population where its size is known. Few answers, or a low share of answers, are told by key.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEAST_ANSWERS = 30               # below: no estimate is shown for the group
_LOW_RESPONSE, _FAIR_RESPONSE = 0.3, 0.6
_UNEVEN_WEIGHTS = 2.0            # design effect of weighting from which it is told


class Estimate(NamedTuple):
    """A weighted share, mean or index with its limits."""

    value: float                 # NaN where nobody answered
    low: float
    high: float
    error: float
    answers: int
    effective_answers: float     # Kish: (Σ w)² / Σ w²
    keys: tuple[str, ...]        # what must be told beside it


class Sample(NamedTuple):
    """How the answers were drawn; arrays by person. Leave out what there was none of."""

    weights: Floats
    strata: Ints | None = None
    clusters: Ints | None = None
    population: Floats | None = None     # of each person's stratum


def effective_answers(weights: ArrayLike) -> float:
    """Return Kish's (1965) effective number of answers, (Σ w)² / Σ w².

    >>> effective_answers([1.0, 1.0, 2.0]).__round__(3)
    2.667
    """
    w = np.asarray(weights, np.float64)
    return float(w.sum() ** 2 / (w**2).sum()) if w.any() else 0.0


def weighted_mean(
    values: Floats, *, sample: Sample, among: Bools | None = None, invited: int | None = None, level: float = 0.95,
) -> Estimate:
    """Return the weighted mean of answers; NaN values are "did not answer this question".

    `among` chooses a group (a domain: the others stay in the variance as zeros, as they must); `invited` is how many
    were asked, for the note on non-response. Variance = Σ_strata (1 - n/N) n/(n - 1) Σ (z - z̄)², z = w (y - mean) / Σ w
    summed by cluster; limits from t with clusters - strata degrees of freedom.

    >>> found = weighted_mean(np.array([1.0, 2, 3, 4]), sample=Sample(np.ones(4)))
    >>> found.value, round(found.error, 4), found.keys
    (2.5, 0.6455, ('estimate.few_answers',))
    """
    from scipy.special import stdtrit

    chosen = ~np.isnan(values) if among is None else among & ~np.isnan(values)
    answers = int(chosen.sum())
    keys = response_keys(answers, invited=invited, weights=sample.weights[chosen])
    if not answers:
        return Estimate(np.nan, np.nan, np.nan, np.nan, 0, 0.0, keys)
    weights, given = sample.weights[chosen], values[chosen]
    whole = float(weights.sum())
    value = float((weights * given).sum()) / whole
    parts = weights * (given - value) / whole
    if _is_simple(sample) and values.size > 1:      # the others are zeros: no need to go through them
        variance, freedom = _simple_variance(parts, persons=values.size), values.size - 1
    else:
        spread = np.zeros(values.size)
        spread[chosen] = parts
        variance, freedom = _variance(spread, sample)
    error = float(np.sqrt(variance))
    away = float(stdtrit(max(freedom, 1), 0.5 + level / 2.0)) * error
    return Estimate(value, value - away, value + away, error, answers, effective_answers(weights), keys)


def weighted_share(
    chosen: NDArray[np.float64], *, sample: Sample, among: Bools | None = None, invited: int | None = None,
    level: float = 0.95,
) -> Estimate:
    """Return the weighted share of answers that are 1 (0 = another answer, NaN = none), with limits within 0 and 1.

    Korn & Graubard (1998): Clopper–Pearson limits with the answers that the design is worth, n* = p (1 - p) / error²,
    at most the number of answers (Kish's number where everybody answered alike), adjusted by the t quantiles. Sound
    also for rare answers, where ± 2 errors is not.

    >>> found = weighted_share(np.repeat([1.0, 0.0], [3, 57]), sample=Sample(np.ones(60)))
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (0.05, 0.01, 0.14)
    """
    from scipy.special import betaincinv, stdtrit

    found = weighted_mean(chosen, sample=sample, among=among, invited=invited, level=level)
    if not found.answers:
        return found
    p, tail = min(max(found.value, 0.0), 1.0), (1.0 - level) / 2.0
    worth = min(p * (1.0 - p) / found.error**2, found.answers) if found.error > 0 else found.effective_answers
    freedom = max(_freedom(sample), 1)
    quantiles = [float(stdtrit(max(each, 1), tail)) for each in (found.answers - 1, freedom)]
    worth *= (quantiles[0] / quantiles[1]) ** 2
    count = p * worth
    low = float(betaincinv(count, worth - count + 1.0, tail)) if count > 0 else 0.0
    high = float(betaincinv(count + 1.0, worth - count, 1.0 - tail)) if count < worth else 1.0
    return found._replace(low=low, high=high)


def index_0_to_6(
    answers: Floats, *, sample: Sample, turned: Bools | None = None, least_share: float = 0.5,
    among: Bools | None = None, invited: int | None = None,
) -> Estimate:
    """Return an index from 0 (no problem) to 6 of several questions, each answered 0 … 6: the mean of persons' means.

    answers -- (persons, questions), NaN where not answered; `turned` marks questions where 6 is good: they count as
    6 - answer. A person who answered fewer than `least_share` of the questions is left out.

    >>> found = index_0_to_6(np.array([[0.0, 6.0], [3.0, 3.0], [6.0, np.nan]]), sample=Sample(np.ones(3)),
    ...                      turned=np.array([False, True]))
    >>> found.value, found.answers
    (3.0, 3)
    """
    if np.nanmin(answers, initial=0.0) < 0.0 or np.nanmax(answers, initial=0.0) > 6.0:
        raise ValueError("index.outside_0_to_6")
    scores = answers if turned is None else np.where(turned, 6.0 - answers, answers)
    person = persons_0_to_6(scores, least_share=least_share)
    found = weighted_mean(person, sample=sample, among=among, invited=invited)
    return found._replace(low=max(found.low, 0.0), high=min(found.high, 6.0)) if found.answers else found


def persons_0_to_6(scores: Floats, *, least_share: float = 0.5) -> Floats:
    """Return each person's mean of the questions, NaN for who answered fewer than `least_share` of them.

    scores -- (persons, questions), NaN where not answered.

    >>> persons_0_to_6(np.array([[1.0, 3.0], [np.nan, np.nan]])).tolist()
    [2.0, nan]
    """
    given = ~np.isnan(scores)
    number = given.sum(axis=1)
    enough = number >= max(1.0, least_share * scores.shape[1])
    return np.where(enough, np.where(given, scores, 0.0).sum(axis=1) / np.maximum(number, 1), np.nan)


def mean_difference(
    values: Floats, *, first: Bools, second: Bools, sample: Sample, level: float = 0.95,
) -> Estimate:
    """Return mean of `second` - mean of `first` (two years, two areas) with limits; the groups must not overlap.

    Linearised together, so that clusters and strata that both share are counted as what they are.

    >>> found = mean_difference(np.array([1.0, 3, 4, 6]), first=np.array([True, True, False, False]),
    ...                         second=np.array([False, False, True, True]), sample=Sample(np.ones(4)))
    >>> found.value, round(found.error, 3)
    (3.0, 1.155)
    """
    from scipy.special import stdtrit

    known = ~np.isnan(values)
    parts, means = np.zeros(values.size), []
    for sign, group in ((-1.0, first & known), (1.0, second & known)):
        weights = np.where(group, sample.weights, 0.0)
        whole = float(weights.sum())
        if whole <= 0:
            return Estimate(np.nan, np.nan, np.nan, np.nan, 0, 0.0, ("estimate.few_answers",))
        means.append(float((weights * np.where(group, values, 0.0)).sum()) / whole)
        parts += sign * weights * (np.where(group, values, 0.0) - means[-1]) / whole
    variance, freedom = _variance(parts, sample)
    error, value = float(np.sqrt(variance)), means[1] - means[0]
    away = float(stdtrit(max(freedom, 1), 0.5 + level / 2.0)) * error
    used = (first | second) & known
    fewest = min(int((group & known).sum()) for group in (first, second))
    return Estimate(value, value - away, value + away, error, int(used.sum()),
                    effective_answers(sample.weights[used]), response_keys(fewest, weights=sample.weights[used]))


def _freedom(sample: Sample) -> int:
    if sample.clusters is None and sample.strata is None:
        return int(sample.weights.size) - 1
    clusters = np.arange(sample.weights.size) if sample.clusters is None else sample.clusters
    strata = np.zeros(sample.weights.size, np.int64) if sample.strata is None else sample.strata
    pairs = np.unique(np.stack([strata, clusters]), axis=1).shape[1]
    return int(pairs - np.unique(strata).size)


def _is_simple(sample: Sample) -> bool:
    return sample.clusters is None and sample.strata is None and sample.population is None


def _simple_variance(parts: Floats, *, persons: int) -> float:
    """Return the variance of Σ parts of a sample without strata and clusters; who is not in `parts` counts as zero."""
    mean = float(parts.sum()) / persons
    squares = float(((parts - mean) ** 2).sum()) + (persons - parts.size) * mean**2
    return persons / (persons - 1.0) * squares


def _variance(parts: Floats, sample: Sample) -> tuple[float, int]:
    """Return the variance of Σ parts and its degrees of freedom; a stratum with one cluster adds its own square."""
    size = parts.size
    if _is_simple(sample) and size > 1:
        return _simple_variance(parts, persons=size), size - 1
    clusters = np.arange(size) if sample.clusters is None else sample.clusters
    strata = np.zeros(size, np.int64) if sample.strata is None else sample.strata
    variance = 0.0
    for stratum in np.unique(strata):
        inside = strata == stratum
        _, code = np.unique(clusters[inside], return_inverse=True)
        sums = np.bincount(code.reshape(-1), parts[inside])
        if sums.size == 1:
            variance += float(sums[0] ** 2)
            continue
        left = 1.0
        if sample.population is not None and sample.clusters is None:
            left = max(1.0 - inside.sum() / float(sample.population[inside][0]), 0.0)
        variance += left * sums.size / (sums.size - 1.0) * float(((sums - sums.mean()) ** 2).sum())
    return variance, _freedom(sample)


def response_keys(answers: int, *, invited: int | None = None, weights: Floats | None = None) -> tuple[str, ...]:
    """Return what must be told beside an estimate: few answers, low or fair response, uneven weights.

    Below 30 % answering, those who answered may differ in any way from those who did not, and no weight mends it.

    >>> response_keys(40, invited=200)
    ('estimate.low_response',)
    """
    keys = ["estimate.few_answers"] if answers < LEAST_ANSWERS else []
    if invited:
        share = answers / invited
        keys += ["estimate.low_response"] if share < _LOW_RESPONSE else []
        keys += ["estimate.fair_response"] if _LOW_RESPONSE <= share < _FAIR_RESPONSE else []
    if weights is not None and weights.size and weights.size / max(effective_answers(weights), 1e-9) > _UNEVEN_WEIGHTS:
        keys.append("estimate.uneven_weights")
    return tuple(keys)


def post_stratified(groups: Ints, *, population: Floats) -> Floats:
    """Return weights that bring the answers to the population's make-up: N of the group / answers of the group.

    Raises ValueError where a group of people has no answers at all: then groups must be joined first.

    >>> post_stratified(np.array([0, 0, 1]), population=np.array([100.0, 100.0])).tolist()
    [50.0, 50.0, 100.0]
    """
    answers = np.bincount(groups, minlength=population.size)
    if ((answers == 0) & (population > 0)).any():
        raise ValueError("estimate.empty_group")
    return np.asarray((population / np.maximum(answers, 1))[groups], np.float64)
