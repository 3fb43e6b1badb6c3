"""What the checklists said: for each area and row how many gave each answer. Never counted as events or added up."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from samsyn.method.observations.models import ChecklistAnswer

ORDER = tuple(ChecklistAnswer.Answer.values)        # no, usual, more, serious


class Tally(NamedTuple):
    """One row of the lists in one area: how many answered what, and from how many parties the answers came."""

    area: str
    area_name: str
    category: str
    name_sv: str
    name_en: str
    answers: dict[str, int]
    parties: frozenset[Any]

    @property
    def n(self) -> int:
        return sum(self.answers.values())


def tallies(answers: Any) -> list[Tally]:
    """Count chosen answers, sorted by the codes of area and category.

    Each unit counts once for an area and a row: in a period of several weeks its latest week, and where two of its
    lists hold the same row the graver of the two.
    """
    rows = answers.values_list(
        "area__code", "area__name", "category__code", "category__name_sv", "category__name_en", "organisation", "unit",
        "iso_week", "answer",
    )  # fmt: skip
    last: dict[tuple[Any, ...], tuple[int, int]] = {}
    for *facts, week, answer in rows:
        key = tuple(facts)
        last[key] = max(last.get(key, (0, 0)), (week, ORDER.index(answer)))
    said: dict[tuple[Any, Any, Any, Any, Any], list[tuple[Any, str]]] = {}
    for (area, area_name, category, name_sv, name_en, organisation, _unit), (_week, at) in last.items():
        said.setdefault((area, area_name, category, name_sv, name_en), []).append((organisation, ORDER[at]))
    found = []
    for (area, area_name, category, name_sv, name_en), given in said.items():
        found.append(Tally(area, area_name, category, name_sv, name_en, *_counted(given)))
    return sorted(found, key=lambda each: (each.area, each.category))


def _counted(given: Iterable[tuple[Any, str]]) -> tuple[dict[str, int], frozenset[Any]]:
    told = list(given)
    counts = Counter(answer for _organisation, answer in told)
    return {name: counts[name] for name in ORDER}, frozenset(organisation for organisation, _answer in told)


def pooled(rows: Iterable[Tally]) -> list[Tally]:
    """Lay the areas together: one tally for each category, without an area."""
    together: dict[str, Tally] = {}
    for row in rows:
        before = together.get(row.category)
        if before is None:
            together[row.category] = row._replace(area="", area_name="")
            continue
        answers = {name: before.answers[name] + row.answers[name] for name in ORDER}
        together[row.category] = before._replace(answers=answers, parties=before.parties | row.parties)
    return [together[code] for code in sorted(together)]
