"""The next cluster, asked for anew: what was found is taken out, and the rest is scanned as if it were all there is.

A weaker cluster judged against the largest of all windows has to beat what the strongest had to; that is on the safe
side and hides it. Scanned again without the places of the stronger one it is asked the right question: is there more
in what is left than chance makes there? (Zhang, Assunção & Kulldorff 2010, doi:10.1155/2010/642379.)
"""

import numpy as np
from numpy.typing import ArrayLike

from samsyn.analysis.scan import Cluster, scan_permutation
from samsyn.analysis.scan_windows import Design, Zones


def scan_again(
    zones: Zones, *, zone: ArrayLike, step: ArrayLike, steps: int, design: Design, rng: np.random.Generator,
    stratum: ArrayLike | None = None, replications: int = 999, level: float = 0.05, most: int = 5, threads: int = 2,
) -> list[Cluster]:
    """Return clusters of the permutation model, each judged when all events at the places of those before are gone.

    Words as in `scan_permutation`. It goes on while p ≤ `level` and there is something left, at most `most` times; the
    last one returned may therefore be above the level. All events of the zones of a cluster are taken out, of every
    step, since the zones' own totals are what a cluster is measured by. The chance that any cluster of pure chance is
    told stays at `level`: without a true first one nothing is scanned again.

    >>> rng = np.random.default_rng(1)
    >>> place, when = rng.integers(0, 25, 300), rng.integers(0, 20, 300)
    >>> zone, step = np.r_[place, [12] * 9, [4] * 8], np.r_[when, [19] * 17]
    >>> grid = Zones(np.stack(np.divmod(np.arange(25), 5), axis=1) * 100.0)
    >>> found = scan_again(grid, zone=zone, step=step, steps=20, design=Design(longest=3, radius_m=200), rng=rng,
    ...                    replications=99)
    >>> [(each.zones.tolist(), each.p_value <= 0.05) for each in found][:2]
    [([12], True), ([4], True)]
    """
    zone, step = np.asarray(zone, np.int64), np.asarray(step, np.int64)
    code = np.zeros(zone.size, np.int64) if stratum is None else np.unique(np.asarray(stratum), return_inverse=True)[1]
    left, found = np.arange(len(zones.at_m)), list[Cluster]()
    while len(found) < most and zone.size:
        scan = scan_permutation(
            Zones(zones.at_m[left]), zone=np.searchsorted(left, zone), step=step, steps=steps, design=design, rng=rng,
            stratum=code, replications=replications, most_clusters=1, threads=threads)
        if not scan.clusters:
            break
        first = scan.clusters[0]
        found.append(first._replace(centre=int(left[first.centre]), zones=left[first.zones],
                                    relevant_zones=left[first.relevant_zones]))
        if first.p_value > level:
            break
        left = np.setdiff1d(left, found[-1].zones)
        kept = np.isin(zone, left)
        zone, step, code = zone[kept], step[kept], code[kept]
    return found
