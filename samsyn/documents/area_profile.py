"""All that is known about one area, gathered for whoever asks: figures, own reports, classes, state, factors, work.

Own reports are set against the area's own history only: never per inhabitant, never against other areas, never added to
what others count. What each may see is asked for part by part.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.nearest import Change, changed_count
from samsyn.analysis.weeks import Week, week_range
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.method.indicators.around import ClassYear, classes_over
from samsyn.method.indicators.profiles import Comparison, Line, alike, lines_of
from samsyn.method.measures.models import Measure
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import Assessment
from samsyn.method.pictures.replies import replies_by_week
from samsyn.method.problems.models import AreaFactor, Problem

QUARTERS = 12
MOST_GROUPS = 5
WEEKS_OF_STATE = 52
SEES_REPORTS = (Permission.SEE_ACCEPTED, Permission.SEE_ALL, Permission.REVIEW_ALL)
KINDS = ("offences", "survey", "rescue", "population", "conditions", "other")


class Quarter(NamedTuple):
    """Reports of three months."""

    year: int
    number: int
    events: int


@dataclass
class OwnReports:
    """Reports of the area that this member may see: quarter by quarter, the last year against the year before."""

    quarters: list[Quarter]
    now: int
    before: int
    change: Change
    groups: list[tuple[Any, int]]
    first_day: date
    last_day: date
    coverage: float | None              # mean share of those who look after the area that answered, week by week


@dataclass
class Profile:
    """One area with all that is known of it."""

    area: Area
    lines: list[Line]
    comparisons: list[Comparison]
    beside: Comparison | None
    classes: list[ClassYear]
    reports: OwnReports | None
    states: list[Assessment] = field(default_factory=list)
    factors: dict[str, list[AreaFactor]] = field(default_factory=dict)
    measures: list[Measure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Line]:
        """Return the figures of one kind."""
        return [line for line in self.lines if line.indicator.kind == kind]


def profile_of(area: Area, *, today: date, by: Any, beside: str = "") -> Profile:
    """Gather all that the member may see about an area; `beside` is the code of the area to compare with."""
    comparisons = alike(area)
    chosen = next((each for each in comparisons if each.area.code == beside), None)
    if chosen is None and beside:
        other = Area.objects.visible_to(by).filter(area_set=area.area_set_id, code=beside).exclude(pk=area.pk).first()
        chosen = Comparison(other, float("nan"), ()) if other else None
    chosen = chosen or (comparisons[0] if comparisons else None)
    return Profile(
        area=area, lines=lines_of(area, beside=chosen.area if chosen else None), comparisons=comparisons, beside=chosen,
        classes=classes_over(area), reports=_reports(area, today=today, by=by),
        states=_states(area, today=today, by=by), factors=_factors(area, by=by), measures=_measures(area, by=by),
        problems=_problems(area, by=by),
    )  # fmt: skip


def _reports(area: Area, *, today: date, by: Any) -> OwnReports | None:
    if not any(by.may(each) for each in SEES_REPORTS):
        return None
    first = _quarter_start(today, QUARTERS - 1)
    rows = _rows(area, by=by, first=first, last=today)
    counts: Counter[tuple[int, int]] = Counter((day.year, (day.month - 1) // 3 + 1) for day, _group in rows)
    quarters = []
    day = first
    while day <= today:
        key = (day.year, (day.month - 1) // 3 + 1)
        quarters.append(Quarter(*key, counts[key]))
        day = _quarter_start(day, -1)
    last_day = Week.containing(today).first_day - timedelta(days=1)         # the last whole week
    begins, earlier = last_day - timedelta(days=363), last_day - timedelta(days=727)
    now = [group for day, group in rows if begins <= day <= last_day]
    before = [group for day, group in rows if earlier <= day < begins]
    return OwnReports(
        quarters, len(now), len(before), changed_count(len(now), [len(before)]),
        Counter(now).most_common(MOST_GROUPS), begins, last_day, _coverage(area, begins, last_day),
    )  # fmt: skip


def _quarter_start(day: date, back: int) -> date:
    months = day.year * 12 + (day.month - 1) // 3 * 3 - 3 * back
    return date(months // 12, months % 12 + 1, 1)


def _rows(area: Area, *, by: Any, first: date, last: date) -> list[tuple[date, Any]]:
    """Return day and category group of each accepted report in the area; by point where it is not counted in it."""
    seen = Observation.objects.visible_to(by).accepted().between(first, last).select_related("category__parent")
    if area.area_set.working or area.polygon is None:
        chosen = seen.within([area])
        return [(row.observed_on, row.category.parent or row.category) for row in chosen]
    import shapely

    shape = shapely.make_valid(shapely.from_wkb(bytes(area.polygon)))
    west, south, east, north = shape.bounds
    near = list(seen.with_point().in_box(west=west, south=south, east=east, north=north))
    if not near:
        return []
    lon, lat = np.array([row.lon for row in near]), np.array([row.lat for row in near])
    inside = shapely.contains_xy(shape, lon, lat)
    return [(row.observed_on, row.category.parent or row.category) for row, it in zip(near, inside, strict=True) if it]


def _coverage(area: Area, first: date, last: date) -> float | None:
    if not area.area_set.working:
        return None
    weeks = week_range(Week.containing(first), Week.containing(last))
    shares = [each.coverage(area.code) for each in replies_by_week(area.municipality, weeks)]
    known = [share for share in shares if share is not None]
    return sum(known) / len(known) if known else None


def _states(area: Area, *, today: date, by: Any) -> list[Assessment]:
    seen = Assessment.objects.visible_to(by).filter(area=area)
    return list(seen.history(WEEKS_OF_STATE, until=Week.containing(today)))


def _factors(area: Area, *, by: Any) -> dict[str, list[AreaFactor]]:
    found: dict[str, list[AreaFactor]] = {heading.value: [] for heading in AreaFactor.Heading}
    for each in AreaFactor.objects.visible_to(by).of_area(area).standing().in_order():
        found[each.heading].append(each)
    return found


def _measures(area: Area, *, by: Any) -> list[Measure]:
    return list(Measure.objects.visible_to(by).filter(area=area).open().select_related("organisation").in_order()[:20])


def _problems(area: Area, *, by: Any) -> list[Problem]:
    seen = Problem.objects.visible_to(by).filter(area=area).exclude(state="closed")
    return list(seen.select_related("area", "place").order_by("number")[:20])
