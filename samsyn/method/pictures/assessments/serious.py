"""How many of an area's reports were serious, against its own history: made with the picture where it is asked for."""

from typing import TYPE_CHECKING, Any

from samsyn.analysis.weekly import weekly_findings
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.assessment_models import AssessmentMethod
from samsyn.method.pictures.sentences import say

if TYPE_CHECKING:
    import pyarrow as pa

    from samsyn.method.pictures.gathering import Known

SERIOUS = 3                 # from "allvarlig" (method 7.1): what is compared with its own history
LEVELS = (1, 2, 3, 4)
Table = dict[str, Any]


def is_asked_for(municipality: Municipality) -> bool:
    """Say whether the municipality, or any of its groups, assesses by severity."""
    methods = AssessmentMethod.objects.filter(municipality=municipality, kind=AssessmentMethod.Kind.SEVERITY)
    return methods.exists()


def severity_rows(rows: "pa.Table", *, known: "Known") -> list[Table]:
    """Return each area's events by severity in the period, and the serious ones against their own history."""
    import pyarrow.compute as pc

    period = known.period
    serious = weekly_findings(
        serious_rows(rows), areas=list(known.names.areas), week=period.week, weeks=period.weeks,
        paused=known.paused, holidays=known.holidays, zone=known.municipality.zone,
    )  # fmt: skip
    weeks = [week.iso for week in period.all_weeks]
    part = rows.filter(pc.and_(_counts(rows), pc.is_in(rows["iso_week"], _array(weeks))))
    counted: dict[tuple[str, int], int] = {}
    for area, severity in zip(part["area"].to_pylist(), part["severity"].to_pylist(), strict=True):
        counted[area, severity] = counted.get((area, severity), 0) + 1
    told = []
    for each in serious.areas:
        numbers = {} if each.verdict in ("none", "too_little") else {
            "events": each.events, "low": each.low, "high": each.high, "window_weeks": each.window_weeks,
        }  # fmt: skip
        told.append({
            "code": each.code, "name": known.names.areas.get(each.code, each.code), "verdict": each.verdict,
            "by_severity": [counted.get((each.code, level), 0) for level in LEVELS], "events": each.events,
            "low": each.low, "high": each.high, "window_weeks": each.window_weeks,
            "sentence": say(f"assess.severity_{each.verdict}", **numbers),
        })  # fmt: skip
    return told


def serious_rows(rows: "pa.Table") -> "pa.Table":
    """Return all rows with only what was at least serious left to be counted; the rest tells who reported and when."""
    import pyarrow as pa
    import pyarrow.compute as pc

    at = rows.schema.get_field_index("kind")
    field = rows.schema.field(at)
    lesser = pc.less(rows["severity"], SERIOUS).combine_chunks().fill_null(True)
    return rows.set_column(at, field, pc.if_else(lesser, pa.scalar("mood", field.type), rows["kind"]))


def _array(weeks: list[int]) -> "pa.Array":
    import pyarrow as pa

    return pa.array(weeks, pa.int32())


def _counts(rows: "pa.Table") -> Any:
    import pyarrow.compute as pc

    told_of = pc.and_(rows["same_as"].is_null(), pc.not_equal(rows["kind"], "mood"))
    return pc.and_(told_of, pc.not_equal(rows["category_kind"], "P"))
