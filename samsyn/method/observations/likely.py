"""What a report under way may be the same as, for the one who writes it: category and hour, and nothing else."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from samsyn.analysis.geometry import metres
from samsyn.analysis.likeness import NEAR_HOURS, alike_pairs
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Observation, Precision

LIKELY = 0.5
MOST = 3
COMPARED = 500


class Likely(NamedTuple):
    """A report that may tell the same: its id, its category and when it was seen."""

    id: UUID
    category: Any
    seen_at: datetime


def likely_same(draft: Draft, *, seen_by: Any) -> list[Likely]:
    """Return at most three reports that `seen_by` may see and that may be the same thing, the most alike first.

    Compared by place, time and words as in analysis.likeness. A report of a whole area is near others of the same
    whole area. What its writer may not see is not hinted at either, so that nobody learns what others have reported.
    """
    around = timedelta(hours=NEAR_HOURS)
    near = Observation.objects.visible_to(seen_by).standing()
    near = near.seen_from(draft.observed_to - around).seen_before(draft.observed_to + around)
    near = near.filter(category__parent=draft.category.parent_id).exclude(pk=draft.id)
    rows = list(near.select_related("category").latest_first()[:COMPARED])
    if not rows:
        return []
    points = [_point_of(draft), *((row.lon, row.lat) for row in rows)]
    lon, lat = (np.array([np.nan if one is None else one for one in each]) for each in zip(*points, strict=True))
    x_m, y_m = metres(lon, lat=lat, crs=seen_by.municipality.metric_crs)
    pairs = alike_pairs(
        x_m, y_m,
        hours=np.array([one.observed_to.timestamp() / 3600 for one in (draft, *rows)]),
        groups=[""] * (len(rows) + 1),
        places=[_draft_place(draft), *(_place_key(row) for row in rows)],
        texts=[draft.text, *(row.shown_text for row in rows)],
        at_least=LIKELY,
    )  # fmt: skip
    same = [rows[pair.second - 1] for pair in pairs if pair.first == 0]
    first = {row.same_as_id or row.pk: row for row in reversed(same)}
    kept = [row for row in same if first[row.same_as_id or row.pk] is row]
    return [Likely(row.same_as_id or row.pk, row.category, row.observed_to) for row in kept[:MOST]]


def _point_of(draft: Draft) -> tuple[float | None, float | None]:
    if draft.lon is None and draft.place is not None:
        return draft.place.lon, draft.place.lat
    return draft.lon, draft.lat


def _draft_place(draft: Draft) -> str | None:
    if draft.place is not None and draft.category.area_level:
        return f"area {draft.place.area_id}"        # such a report is stored without its place
    if draft.place is not None:
        return str(draft.place.pk)
    return f"area {draft.area.pk}" if draft.area is not None and draft.lon is None else None


def _place_key(row: Observation) -> str | None:
    if row.place_id is not None:
        return str(row.place_id)
    return f"area {row.area_id}" if row.precision == Precision.AREA and row.lon is None else None
