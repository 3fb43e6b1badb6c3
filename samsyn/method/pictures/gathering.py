"""Putting a picture together: what is known beside the rows, and one audience's tables from its findings."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from samsyn.analysis.findings import WeeklyFindings
from samsyn.ground.calendar.days import coming_week
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category
from samsyn.method.pictures.checklists import checklist_table
from samsyn.method.pictures.conditions import open_conditions
from samsyn.method.pictures.content import (
    Names,
    area_row,
    change_rows,
    head_table,
    hours_table,
    place_row,
    point_rows,
)
from samsyn.method.pictures.notes import cutoff_of, data_note
from samsyn.method.pictures.outside import outside_tables
from samsyn.method.pictures.period import Period, holiday_shares, paused_in
from samsyn.method.pictures.replies import Replies, replies_of

if TYPE_CHECKING:
    import pyarrow as pa


class Known(NamedTuple):
    """A municipality's period with everything that is the same for every audience, read once."""

    municipality: Municipality
    period: Period
    names: Names
    paused: set[int]
    holidays: dict[int, float]
    coming: list[dict[str, Any]]
    outside: list[dict[str, Any]]
    replies: Replies
    checklists: dict[str, Any] | None


def known_of(municipality: Municipality, period: Period, *, reporting: Collection[tuple[str, str]]) -> Known:
    """Read what stands beside the rows: names, calendar, promises to answer, outside figures."""
    areas = Area.objects.filter(municipality=municipality).in_working_set(on=period.last_day)
    categories = Category.objects.filter(municipality=municipality)
    return Known(
        municipality=municipality, period=period,
        names=Names(
            areas=dict(sorted(areas.values_list("code", "name"))),
            categories={code: (sv, en) for code, sv, en in categories.values_list("code", "name_sv", "name_en")},
        ),
        paused=paused_in(municipality, period), holidays=holiday_shares(period),
        coming=[day._asdict() for day in coming_week(municipality, period.week)],
        outside=outside_tables(municipality, period),
        replies=replies_of(municipality, period, reporting=reporting),
        checklists=checklist_table(municipality, period),
    )  # fmt: skip


def gathered(known: Known, *, audience: str, rows: "pa.Table", findings: WeeklyFindings) -> dict[str, Any]:
    """Return one audience's tables by name, with the town and the period beside them."""
    names, period = known.names, known.period
    conditions = open_conditions(rows, names=names, on=period.last_day)
    total = area_row(findings.total, names=names, coverage=None)
    made = rows.num_rows > 0
    areas = [area_row(each, names=names, coverage=known.replies.coverage(each.code)) for each in findings.areas]
    here = known.municipality
    return {
        "municipality": {"slug": here.slug, "name": here.name, "code": here.code, "colour": here.colour},
        "period": period.front,
        "head": head_table(
            findings, rows=rows, replies=known.replies, conditions=conditions, total=total,
            cutoff=cutoff_of(rows, period),
        ),
        "areas": areas if made else [],
        "places": [place_row(each, names=names) for each in findings.places],
        "usual_places": [place_row(each, names=names) for each in findings.usual_places],
        "changes": change_rows(findings, names=names), "hours": hours_table(findings), "conditions": conditions,
        "coming": known.coming, "points": point_rows(findings, names=names), "outside": known.outside,
        "data_note": data_note(
            here, period, audience=audience, rows=rows, findings=findings, replies=known.replies,
            conditions_shown=len(conditions),
        ),
        # There only where somebody has handed in a checklist.
        **({"checklists": known.checklists} if known.checklists else {}),
    }  # fmt: skip
