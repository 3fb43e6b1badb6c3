"""What a cause rests on, frozen: a small table with its n, period and source, as it was that day."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count

from samsyn.method.indicators.models import Indicator, Reading
from samsyn.method.observations.counted import reports_at
from samsyn.method.observations.models import Category
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.findings.telling import card_of
from samsyn.method.problems.cause_models import CauseEvidence, CauseTest
from samsyn.method.problems.problem_models import Problem

About = CauseEvidence.About
MOST_ROWS = 12


class Frozen(NamedTuple):
    """A small table: keys of its heads, rows of texts (one text, or Swedish and English) and numbers, and whence."""

    heads: tuple[str, ...]
    rows: list[list[Any]]
    about: str
    n: int | None
    first: date | None
    last: date | None
    source: str


def frozen(kind: str, reference: str, *, problem: Problem, first: date, last: date) -> Frozen | None:
    """Return what stands behind a piece of evidence now, for the problem's audience; None where it cannot be had."""
    makers = {About.OBSERVATIONS: _observations, About.READINGS: _readings, About.FINDING: _finding, About.TEST: _test}
    return makers[About(kind)](reference, problem, first, last) if kind in makers else None


def _observations(_reference: str, problem: Problem, first: date, last: date) -> Frozen:
    rows = reports_at(problem.place, area=problem.area, audience=problem.audience).between(first, last)
    names = {code: (code, parent, [sv, en]) for code, parent, sv, en in Category.objects.filter(
        municipality=problem.municipality_id).values_list("code", "parent__code", "name_sv", "name_en")}  # fmt: skip
    wanted = problem.categories
    counts = rows.order_by().values_list("category__code").annotate(n=Count("pk"))
    chosen = [
        (names[code][2], n) for code, n in counts if not wanted or code in wanted or names[code][1] in wanted
    ]
    chosen.sort(key=lambda row: (-row[1], row[0][0]))
    about = f"first={first.isoformat()}&last={last.isoformat()}&categories={','.join(wanted)}"
    table = [[name, n] for name, n in chosen[:MOST_ROWS]]
    source = f"{problem.municipality.name}, {problem.where}"
    return Frozen(("category", "reports"), table, about, sum(n for _name, n in chosen), first, last, source)


def _readings(reference: str, problem: Problem, first: date, last: date) -> Frozen | None:
    indicator = Indicator.objects.filter(municipality=problem.municipality_id, code=reference).first()
    area = problem.area or (problem.place.area if problem.place is not None else None)
    if indicator is None:
        return None
    readings = Reading.objects.filter(indicator=indicator, group_sv="", last_on__gte=first, first_on__lte=last)
    found = list(readings.filter(area=area).order_by("-last_on")[:MOST_ROWS]) or list(
        readings.filter(area=None, area_code="").order_by("-last_on")[:MOST_ROWS]
    )
    if not found:
        return None
    rows = [[f"{each.first_on.isoformat()}/{each.last_on.isoformat()}", each.value] for each in found]
    known = [each.n for each in found if each.n is not None]
    whence = f"{indicator.source}{', ' + indicator.licence if indicator.licence else ''}"
    return Frozen(
        ("period", "value"), [[[indicator.name_sv, indicator.name_en], None], *rows], indicator.code,
        sum(known) if known else None, min(each.first_on for each in found), max(each.last_on for each in found),
        whence[:200],
    )  # fmt: skip


def _finding(reference: str, problem: Problem, _first: date, _last: date) -> Frozen | None:
    try:
        pk = UUID(reference)
    except ValueError:
        return None
    finding = Finding.objects.filter(municipality=problem.municipality_id, pk=pk).first()
    card = card_of(finding, problem.shown_to) if finding is not None else None
    if finding is None or card is None:
        return None
    name = [finding.about, finding.name_en or finding.about]
    table = [[name, card.get("events"), card.get("low"), card.get("high")]]
    week = finding.week
    return Frozen(
        ("what", "reports", "low", "high"), table, str(finding.pk), card.get("events"), week.first_day, week.last_day,
        week.label,
    )  # fmt: skip


def _test(reference: str, problem: Problem, _first: date, _last: date) -> Frozen | None:
    try:
        test = CauseTest.objects.filter(problem=problem, pk=reference).first()
    except ValidationError:
        return None
    if test is None:
        return None
    told = test.told
    heads = ("window", "reports", "expected", "others")
    looks = told["looks"] or 0
    rows = [
        [f"{test.question}.inside", told["inside"], told["expected_share"], told["looks_inside"] if looks else None],
        [f"{test.question}.outside", told["n"] - told["inside"],
         None if told["expected_share"] is None else 1 - told["expected_share"],
         looks - told["looks_inside"] if looks else None],
    ]  # fmt: skip
    asked = test.put
    first, last = date.fromisoformat(asked["first"]), date.fromisoformat(asked["last"])
    return Frozen(heads, rows, str(test.pk), told["n"], first, last, f"{problem.municipality.name}, {problem.where}")
