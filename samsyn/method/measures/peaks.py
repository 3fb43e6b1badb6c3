"""Is the place at its peak just now? Asked when it is chosen, for such a place calms down by itself."""

from datetime import date, timedelta
from typing import NamedTuple

from samsyn.analysis.significance import history_p_values
from samsyn.ground.places.models import Area, Place
from samsyn.method.observations.counted import reports_at
from samsyn.method.observations.models import SeenDuring

NOW_WEEKS = 4
HISTORY_WEEKS = 52
LEAST_HISTORY_WEEKS = 13
FEWEST = 3
ALPHA = 0.05


class Peak(NamedTuple):
    """The last four weeks at a place, and what its own year before leads one to expect."""

    recent: int
    usual: float                 # events in four such weeks
    is_peak: bool


def peak_of(place: Place | None, *, area: Area | None, audience: str, today: date) -> Peak | None:
    """Return how the last four weeks compare with the year before them, or None where there is too little history.

    One-sided exact binomial test of "more than before" (`history_p_values`), at 5 percent and at least three reports.
    Counted is what `audience` may read; reports from decided presence are left out.
    """
    begins = today - timedelta(weeks=NOW_WEEKS)
    rows = reports_at(place, area=area, audience=audience).filter(observed_on__lt=today)
    rows = rows.exclude(seen_during=SeenDuring.DECIDED)      # who is sent to look sees more
    first = rows.order_by("observed_on").values_list("observed_on", flat=True).first()
    weeks = min(HISTORY_WEEKS, (begins - first).days // 7) if first is not None else 0
    if weeks < LEAST_HISTORY_WEEKS:
        return None
    oldest = begins - timedelta(weeks=weeks)
    recent, before = rows.filter(observed_on__gte=begins), rows.filter(observed_on__gte=oldest, observed_on__lt=begins)
    counts = recent.count(), before.count()
    p = float(history_p_values(counts[0], before=counts[1], exposure_ratio=NOW_WEEKS / weeks))
    return Peak(counts[0], counts[1] * NOW_WEEKS / weeks, counts[0] >= FEWEST and p < ALPHA)
