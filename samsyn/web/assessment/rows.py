"""What the page of assessments shows: every area with its state, its history, what is suggested and what is asked."""

from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.documents.strips import state_strip
from samsyn.ground.places.models import Area
from samsyn.method.pictures.assessment_models import (
    Assessment,
    AssessmentMethod,
    ParameterAnswer,
    StateLevel,
    StateScale,
    SuggestionCheck,
)
from samsyn.method.pictures.assessment_querysets import sees_drafts
from samsyn.method.pictures.assessments.shipped import FIRST, SCALES
from samsyn.method.pictures.assessments.suggesting import (
    Answers,
    Suggestion,
    answers_until,
    from_history,
    from_parameters,
    from_severity,
    kind_of_areas,
)
from samsyn.method.pictures.assessments.told import TREND_WEEKS, trends_of
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.sentences import say
from samsyn.method.pictures.tables import audience_of, tables_of
from samsyn.web.templatetags.samsyn import named, week_words

Row = dict[str, Any]
STRIP_WEEKS, FEWEST_WEEKS = TREND_WEEKS, 12


def levels_of(member: Any) -> list[StateLevel]:
    """Return the states in force, in order; where none was set yet, the shipped ones."""
    scale = StateScale.objects.visible_to(member).latest_first().first()
    if scale is not None:
        return list(scale.levels.all())
    return [StateLevel(position=at, **level._asdict()) for at, level in enumerate(SCALES[FIRST])]


def areas_of(member: Any, week: Week) -> list[Area]:
    """Return the areas to assess, by name."""
    return list(Area.objects.visible_to(member).in_working_set(on=week.last_day).order_by("name", "code"))


def rows_of(member: Any, week: Week, levels: list[StateLevel]) -> list[Row]:
    """Return every area with its state; what is suggested and answered is for those who see drafts."""
    seen, audience = Assessment.objects.visible_to(member), audience_of(member)
    areas = areas_of(member, week)
    current = {each.area_id: each for each in seen.current(week)}
    readable = set(seen.told_to(audience).values_list("pk", flat=True))
    trends = trends_of(seen.history(STRIP_WEEKS, until=week))
    suggested = suggestions_for(member, week, areas, audience=audience) if sees_drafts(member) else {}
    told = _answers(member, week) if sees_drafts(member) else {}
    codes = {level.code for level in levels}
    heaviest = max((level.weight for level in levels), default=1)
    rows = []
    for area in areas:
        state, trend = current.get(area.pk), trends.get(area.pk, [])
        found = suggested.get(area.code)
        level = found.level(levels) if found else None
        decided = state is not None and state.iso_week == week.iso
        rows.append({
            "area": area, "state": state, "decided": decided,
            "motivation": state.motivation if state is not None and state.pk in readable else "",
            "may_keep": state is not None and state.iso_week < week.iso and state.level.code in codes,
            "may_take": level is not None and not decided and _is_news(level, state), "trend": trend,
            "strip": strip_of(trend, week, area.name, heaviest=heaviest), "suggestion": found, "suggested": level,
            "told": told.get(area.pk, []),
        })  # fmt: skip
    return rows


def _is_news(level: StateLevel, state: Assessment | None) -> bool:
    """Whether a suggestion differs from what was decided last: what is as it was is left unchanged instead."""
    return state is None or state.level.code != level.code


def strip_of(trend: list[Row], week: Week, name: str, *, heaviest: int) -> Any:
    """Draw an area's weeks; nothing where none has been assessed."""
    if not trend:
        return ""
    words = _("%(area)s: läget vecka för vecka, senast %(state)s") % {"area": name, "state": named(trend[-1])}
    known = week.running - Week.parse(trend[0]["week"]).running + 1
    weeks = max(FEWEST_WEEKS, min(known, STRIP_WEEKS))
    return mark_safe(state_strip(trend, until=week, weeks=weeks, title=words, heaviest=heaviest))


def suggestions_for(member: Any, week: Week, areas: list[Area], *, audience: str) -> dict[str, Suggestion]:
    """Return what is suggested of each area from the tables of one audience, by the area's code."""
    pictures = SituationalPicture.objects.visible_to(member)
    picture = pictures.of_week(week).first()
    before = pictures.filter(iso_week__lt=week.iso).latest_first().first()
    now, then = ({} if each is None else tables_of(each, audience) for each in (picture, before))
    kinds = kind_of_areas(member.municipality, [area.code for area in areas])
    answers: Answers | None = None
    found = {}
    for area in areas:
        kind = kinds[area.code]
        if kind == AssessmentMethod.Kind.PARAMETERS:
            answers = answers or answers_until(member.municipality, week, areas=len(areas))
            found[area.code] = from_parameters(answers, area=area.code, week=week)
            continue
        table = "severity" if kind == AssessmentMethod.Kind.SEVERITY else "areas"
        pair = (_row(tables.get(table, []), area.code) for tables in (now, then))
        found[area.code] = (from_severity if table == "severity" else from_history)(*pair)
    return found


def _row(rows: list[Row], code: str) -> Row | None:
    return next((row for row in rows if row["code"] == code), None)


def _answers(member: Any, week: Week) -> dict[Any, list[Row]]:
    """Return what each party answered of each parameter, area by area."""
    given = ParameterAnswer.objects.visible_to(member).in_week(week).select_related("parameter", "organisation")
    found: dict[Any, dict[Any, Row]] = {}
    for each in given.order_by("parameter__position", "organisation__name"):
        area = found.setdefault(each.area_id, {})
        row = area.setdefault(each.parameter_id, {"parameter": each.parameter, "given": []})
        row["given"].append(each)
    return {area: list(rows.values()) for area, rows in found.items()}


def checks_of(member: Any, week: Week) -> list[Row]:
    """Return how often suggestions are wrong here, for each method in use: the sentence, and what it rests on."""
    kinds = kind_of_areas(member.municipality, [area.code for area in areas_of(member, week)])
    labels = dict(AssessmentMethod.Kind.choices)
    found = []
    for kind in sorted(set(kinds.values())):
        check = SuggestionCheck.objects.visible_to(member).latest_of(kind)
        found.append({"kind": kind, "label": labels[kind], "check": check, "sentence": _rate(check)})
    return found


def _rate(check: SuggestionCheck | None) -> Row | None:
    if check is None:
        return None
    if not check.runs:
        return say("check.short", weeks=check.weeks)
    return say("check.rate", share=check.wrong_runs / check.runs, low=check.low, high=check.high)


def weeks_as_table(rows: list[Row], week: Week) -> Row:
    """Return the states of all areas week by week, for those who read rather than look."""
    known = sorted({each["week"] for row in rows for each in row["trend"]}, reverse=True)
    return {
        "weeks": [{"label": label, "words": week_words(label)} for label in known],
        "rows": [
            {"name": row["area"].name, "states": [_of(row["trend"], label) for label in known]}
            for row in rows if row["trend"]
        ],
    }  # fmt: skip


def _of(trend: list[Row], label: str) -> Row | None:
    return next((each for each in trend if each["week"] == label), None)
