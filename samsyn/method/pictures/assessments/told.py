"""The assessments of the moment as a picture keeps them: one table for each audience, with the labels of the day."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from samsyn.analysis.assessing import agreement
from samsyn.analysis.weeks import Week
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.assessment_models import Assessment, ParameterAnswer, StateLevel, StateScale
from samsyn.method.pictures.checklists import LEAST_PARTIES

TREND_WEEKS = 26
Table = dict[str, Any]


def assessments_table(municipality: Municipality, week: Week, *, audience: str) -> Table | None:
    """Return the states as they stand in a week, with their trend, or None where nothing was ever assessed.

    The motivation of a state is empty for those it is not shown to. What the parties answered is summed up where at
    least three have answered, and never says which.
    """
    known = Assessment.objects.filter(municipality=municipality)
    current = list(known.current(week))
    if not current:
        return None
    trends = trends_of(known.history(TREND_WEEKS, until=week))
    readable = set(known.told_to(audience).filter(pk__in=[each.pk for each in current]).values_list("pk", flat=True))
    signs = signs_of(ParameterAnswer.objects.filter(municipality=municipality).in_week(week), least=LEAST_PARTIES)
    scale = StateScale.objects.filter(municipality=municipality).latest_first().first()
    return {
        "scale": [label(level) for level in scale.levels.all()] if scale else [],
        "areas": [
            {
                "code": each.area.code, "name": each.area.name, **label(each.level), "week": each.week.label,
                "motivation": each.motivation if each.pk in readable else "", "function": each.function,
                "unchanged": each.is_unchanged, "of_the_week": each.iso_week == week.iso,
                "trend": trends.get(each.area_id, []), "signs": signs.get(each.area_id, []),
            }
            for each in sorted(current, key=lambda each: (each.area.name, each.area.code))
        ],
    }  # fmt: skip


def label(level: StateLevel) -> Table:
    """Return a state's own words and marks, as they were when it was used."""
    return {
        "level": level.code, "colour": level.colour, "symbol": level.symbol, "weight": level.weight,
        "name_sv": level.name_sv, "name_en": level.name_en, "meaning_sv": level.meaning_sv,
        "meaning_en": level.meaning_en,
    }  # fmt: skip


def trends_of(history: Iterable[Assessment]) -> dict[Any, list[Table]]:
    """Return each area's states week by week, oldest first."""
    found: dict[Any, list[Table]] = defaultdict(list)
    for each in history:
        words = {name: value for name, value in label(each.level).items() if not name.startswith("meaning")}
        found[each.area_id].append({"week": each.week.label, **words})
    return dict(found)


def signs_of(answers: Any, *, least: int) -> dict[Any, list[Table]]:
    """Return, for each area, how each parameter was answered by at least so many parties: lowest, middle, highest."""
    given: dict[tuple[Any, int, str], list[int]] = defaultdict(list)
    names: dict[str, Table] = {}
    rows = answers.select_related("parameter").order_by("parameter__position", "parameter__code")
    for each in rows:
        parameter = each.parameter
        names[parameter.code] = {
            "code": parameter.code, "name_sv": parameter.name_sv, "name_en": parameter.name_en, "most": parameter.most,
        }  # fmt: skip
        given[each.area_id, parameter.position, parameter.code].append(each.answer)
    found: dict[Any, list[Table]] = defaultdict(list)
    for (area, _position, code), values in sorted(given.items(), key=lambda each: each[0][1:]):
        said = agreement(values)
        if said.parties >= least:
            found[area].append({**names[code], **said._asdict()})
    return dict(found)
