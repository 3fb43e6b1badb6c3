"""How often the suggestions would be wrong here: the municipality's own history with its weeks shuffled."""

from samsyn.analysis.assessing import Wrong, false_by_rank, false_suggestions
from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Area
from samsyn.ground.records import uuid_from
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.assessment_models import AssessmentMethod
from samsyn.method.pictures.assessments.serious import serious_rows
from samsyn.method.pictures.assessments.suggesting import ALARM_SHARE, answers_until, index_table
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.pictures.period import holiday_shares, paused_in, period_of
from samsyn.method.pictures.rows import rows_for_audiences

RUNS = 400


def measured(municipality: Municipality, kind: str, *, week: Week) -> Wrong:
    """Shuffle the history up to a week and count how often any area would be suggested a heavier state.

    The draw is seeded from municipality, week and method, so the same history gives the same figure.
    """
    seed = uuid_from(municipality.code, str(week.iso), f"suggestions:{kind}").int % 2**32
    areas = areas_of(municipality, week)
    if kind == AssessmentMethod.Kind.PARAMETERS:
        answers = answers_until(municipality, week, areas=len(areas))
        return false_by_rank(index_table(answers), share=ALARM_SHARE, runs=RUNS, seed=seed)
    period = period_of(municipality, week)
    rows = rows_for_audiences(municipality, period).tables[PictureAudience.AUTHORITIES.value]
    if kind == AssessmentMethod.Kind.SEVERITY:
        rows = serious_rows(rows)
    return false_suggestions(
        rows, areas=areas, week=week, weeks=period.weeks, paused=paused_in(municipality, period),
        holidays=holiday_shares(period), runs=RUNS, seed=seed,
    )  # fmt: skip


def areas_of(municipality: Municipality, week: Week) -> list[str]:
    """Return the codes of the areas of the working set at the end of a week."""
    areas = Area.objects.filter(municipality=municipality).in_working_set(on=week.last_day)
    return sorted(areas.values_list("code", flat=True))
