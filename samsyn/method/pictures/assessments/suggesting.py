"""What the system suggests of each area, from calibrated intervals alone, and the questions that stand beside it.

A suggestion comes from the area's own history: of all reports, of the serious ones, or of the parties' answers. Red is
never suggested, one party's answer is a question and no state, and nothing here decides anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.assessing import agreement, parameter_index, rank_p_value
from samsyn.analysis.weeks import Week
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.assessment_models import (
    AssessmentMethod,
    Parameter,
    ParameterAnswer,
    StateLevel,
)
from samsyn.method.pictures.sentences import Sentence, say

ALARM_SHARE = 0.05          # the same budget as the picture's: any area wrongly above its own history, per week
GRAVEST = 4
Row = Mapping[str, Any]


class Suggestion(NamedTuple):
    """What stands beside an area: when it fits (usual, more, lasting or nothing), why, and what should be asked."""

    when: str
    because: list[Sentence]
    questions: list[Sentence]

    def level(self, levels: Sequence[StateLevel]) -> StateLevel | None:
        """Return the state to suggest: a lasting rise falls back to what a rise gives where nothing else is set."""
        wanted = {"lasting": ["lasting", "more"], "more": ["more"], "usual": ["usual"]}.get(self.when, [])
        found = (level for when in wanted for level in levels if level.suggested_when == when)
        return next((level for level in found if level.colour != "red"), None)


def kind_of_areas(municipality: Municipality, codes: Iterable[str]) -> dict[str, str]:
    """Return how each area is assessed: as a group that has it chose, else as the municipality; else by history."""
    methods = list(AssessmentMethod.objects.filter(municipality=municipality).select_related("group"))
    whole = next((each.kind for each in methods if each.group_id is None), AssessmentMethod.Kind.HISTORY.value)
    kinds = dict.fromkeys(codes, str(whole))
    for each in methods:
        if each.group is not None:
            own = set(each.group.areas.values_list("code", flat=True))
            kinds.update({code: each.kind for code in kinds if code in own or not own})
    return kinds


def from_history(row: Row | None, before: Row | None) -> Suggestion:
    """Suggest from an area's row of the picture, and of the picture before it."""
    if row is None:
        return Suggestion("", [say("assess.no_picture")], [])
    return Suggestion(_when(row["verdict"], before), [row["sentence"], *_lasting(row, before)], [])


def from_severity(row: Row | None, before: Row | None) -> Suggestion:
    """Suggest from how many serious reports an area has against its own history; the gravest raise a question."""
    if row is None:
        return Suggestion("", [say("assess.no_picture")], [])
    gravest = row["by_severity"][GRAVEST - 1]
    questions = [say("assess.gravest", events=gravest)] if gravest else []
    return Suggestion(_when(row["verdict"], before), [row["sentence"], *_lasting(row, before)], questions)


def _when(verdict: str, before: Row | None) -> str:
    if verdict == "more":
        return "lasting" if before is not None and before["verdict"] == "more" else "more"
    return "usual" if verdict in ("usual", "fewer", "none") else ""


def _lasting(row: Row, before: Row | None) -> list[Sentence]:
    lasting = row["verdict"] == "more" and before is not None and before["verdict"] == "more"
    return [say("assess.lasting")] if lasting else []


# --- parameters that several parties answer ---


class Answers(NamedTuple):
    """What was answered of the parameters: each area's index by week, and what was said in the week itself."""

    indices: dict[str, dict[int, float]]                  # area code → week → index
    now: dict[str, dict[str, list[int]]]                # area code → parameter code → answers
    parameters: dict[str, Parameter]
    areas: int


def answers_until(municipality: Municipality, week: Week, *, areas: int) -> Answers:
    """Return the parties' answers up to a week."""
    rows = ParameterAnswer.objects.filter(municipality=municipality).until(week)
    parameters = {each.code: each for each in Parameter.objects.filter(municipality=municipality)}
    said: dict[tuple[str, int], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    told = rows.order_by("iso_week").values_list("area__code", "iso_week", "parameter__code", "answer")
    for area, iso_week, parameter, answer in told:
        said[area, iso_week][parameter].append(answer)
    indices: dict[str, dict[int, float]] = defaultdict(dict)
    for (area, iso_week), answers in said.items():
        indices[area][iso_week] = parameter_index(list(answers.values()))
    now = {area: dict(answers) for (area, iso_week), answers in said.items() if iso_week == week.iso}
    return Answers(dict(indices), now, parameters, areas)


def index_table(answers: Answers) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Return the indices as areas × weeks, NaN where nobody answered."""
    weeks = sorted({iso_week for weekly in answers.indices.values() for iso_week in weekly})
    rows = [[weekly.get(iso_week, np.nan) for iso_week in weeks] for _area, weekly in sorted(answers.indices.items())]
    return np.array(rows, np.float64).reshape(len(answers.indices), len(weeks))


def from_parameters(answers: Answers, *, area: str, week: Week) -> Suggestion:
    """Suggest from the parties' answers against the same area's earlier weeks; a single party raises a question."""
    now = answers.now.get(area, {})
    if not now:
        return Suggestion("", [say("assess.parameters_none")], [])
    questions = [each for code, given in now.items() for each in _questions(answers.parameters[code], given)]
    weekly = answers.indices[area]
    current = weekly[week.iso]
    if not np.isfinite(current):
        return Suggestion("", [say("assess.parameters_single")], questions)
    earlier = [value for iso_week, value in weekly.items() if iso_week < week.iso and np.isfinite(value)]
    least = int(np.ceil(answers.areas / ALARM_SHARE)) - 1
    if len(earlier) < least:
        return Suggestion("", [say("assess.parameters_short", weeks=len(earlier), least=least)], questions)
    above = rank_p_value(earlier, now=current) <= ALARM_SHARE / answers.areas
    key = "assess.parameters_more" if above else "assess.parameters_usual"
    return Suggestion("more" if above else "usual", [say(key, weeks=len(earlier))], questions)


def _questions(parameter: Parameter, given: list[int]) -> list[Sentence]:
    said = agreement(given)
    names = {"name_sv": parameter.name_sv, "name_en": parameter.name_en}
    if said.disagree:
        return [say("assess.disagree", low=said.low, high=said.high, **names)]
    clear = said.parties == 1 and said.high >= max(2, parameter.most - 1)
    return [say("assess.one_sees", high=said.high, **names)] if clear else []


