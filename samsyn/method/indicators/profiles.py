"""What outside figures say of an area: level and change of each, with n, period, source, response and limits.

Counts per inhabitant are told for offences and surveys only; areas are never put in order. The area to compare with is
chosen by likeness in who lives there and how, in which origin, citizenship, faith and language have no part.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Count, Max, Min

from samsyn.analysis.nearest import Change, changed_count, changed_value, likest, share_error
from samsyn.analysis.rates import MAY_STAND_PER_INHABITANT, rates_per_1000
from samsyn.ground.places.models import Area
from samsyn.method.indicators.around import Parts, parts_of, same_code
from samsyn.method.indicators.models import Indicator, Reading
from samsyn.method.indicators.never import is_never

EARLIER_MOST = 5                # earlier years that a year is set against
YEARS_APART = 3                 # between a count and the inhabitants it is set against
ORDER = ("offences", "survey", "rescue", "population", "conditions", "other")
FEWEST_ROWS = 0.1               # of the fullest year, for a year to be known
SHORT = ("day", "week", "month")
Spans = dict[Any, tuple[date, date]]


@dataclass
class Figure:
    """A value of one period, with what it rests on."""

    first_on: date
    last_on: date
    value: float
    n: int | None = None
    low: float | None = None
    high: float | None = None
    response: float | None = None
    preliminary: bool = False
    until: date | None = None               # the last day there are figures of, where the year is not over
    rate: float | None = None               # per 1 000 inhabitants
    rate_low: float | None = None
    rate_high: float | None = None

    @property
    def period(self) -> str:
        """The year, or the days."""
        whole = (self.first_on.month, self.first_on.day, self.last_on.month, self.last_on.day) == (1, 1, 12, 31)
        return str(self.first_on.year) if whole else f"{self.first_on.isoformat()}–{self.last_on.isoformat()}"


@dataclass
class Line:
    """One indicator in one area: its figures in order of time, the latest against the earlier, and beside others."""

    indicator: Indicator
    figures: list[Figure]
    change: Change | None = None
    parts: int = 0                          # added up from so many smaller areas
    about: bool = False                     # … which are only about the area
    weighted: bool = False                  # a mean of theirs by inhabitants, not a sum
    vintages: tuple[str, ...] = ()          # of the codes, where another vintage was matched
    groups: dict[str, Figure] = field(default_factory=dict)
    beside: Figure | None = None            # the area it is compared with
    whole: Figure | None = None             # the whole municipality

    @property
    def latest(self) -> Figure:
        """The figure of the latest period that is over; of one that is not, where there is no other."""
        return next((each for each in reversed(self.figures) if each.until is None), self.figures[-1])


class Comparison(NamedTuple):
    """An area that is alike, and in what: (indicator, here, there)."""

    area: Area
    distance: float
    measures: tuple[tuple[str, float, float], ...]


def lines_of(area: Area, *, beside: Area | None = None) -> list[Line]:
    """Return every indicator that says something of an area, in order of kind; with the area it is compared with."""
    wanted = [each for each in (area, beside) if each is not None]
    own = {each.pk: same_code(each) for each in wanted}
    parts = {each.pk: parts_of(each) for each in wanted}
    known = {pk for pks in own.values() for pk in pks} | {p for rows in parts.values() for r in rows for p in r.areas}
    rows, spans = _readings(area, known), _spans(area.municipality_id)
    mine, theirs = (_lines(each, rows, own[each.pk], parts[each.pk], spans) for each in (area, beside or area))
    whole = _lines(None, [row for row in rows if row.area_id is None], {None}, [], spans)
    for code, line in mine.items():
        period = (line.latest.first_on, line.latest.last_on)
        if beside is not None and code in theirs:
            line.beside = _at(theirs[code], period)
        if code in whole:
            line.whole = _at(whole[code], period)
    return _in_order(mine)


def _in_order(lines: dict[str, Line]) -> list[Line]:
    def place(line: Line) -> tuple[int, str]:
        return ORDER.index(line.indicator.kind), line.indicator.name_sv.casefold()

    return sorted(lines.values(), key=place)


def lines_of_municipality(municipality: Any) -> list[Line]:
    """Return every indicator that says something of the municipality as a whole, in order of kind.

    A count that is known by area alone is added up, and says from how many areas.
    """
    rows = list(Reading.objects.filter(municipality=municipality).of_everybody().select_related("indicator"))
    rows = [row for row in rows if not is_never(row.indicator.code, row.indicator.name_sv, row.indicator.unit_sv)]
    spans = _spans(municipality.pk)
    found = _lines(None, [row for row in rows if not row.area_code], {None}, [], spans)
    for code, line in _added_up([row for row in rows if row.area_code], spans).items():
        found.setdefault(code, line)
    return _in_order(found)


def _readings(area: Area, known: Iterable[UUID]) -> list[Reading]:
    here = Reading.objects.filter(municipality=area.municipality_id).select_related("indicator", "area__area_set")
    rows = list(here.filter(area__in=list(known))) + list(here.filter(area_code=""))
    return [row for row in rows if not is_never(row.indicator.code, row.indicator.name_sv, row.indicator.unit_sv)]


def _spans(municipality: Any) -> Spans:
    """Return from when to when each daily, weekly or monthly indicator has figures: within that no row is a nought.

    Years with hardly any rows are not taken as known: a register often holds a few old dates by mistake.
    """
    rows = Reading.objects.filter(municipality=municipality, indicator__period__in=SHORT).order_by("last_on__year")
    years: dict[Any, list[tuple[date, date, int]]] = defaultdict(list)
    for row in rows.values("indicator", "last_on__year").annotate(a=Min("first_on"), b=Max("last_on"), n=Count("id")):
        years[row["indicator"]].append((row["a"], row["b"], row["n"]))
    found = {}
    for indicator, told in years.items():
        most = max(n for _a, _b, n in told)
        known = [(a, b) for a, b, n in told if n >= FEWEST_ROWS * most]
        found[indicator] = (known[0][0], known[-1][1])
    return found


def _lines(
    area: Area | None, rows: Sequence[Reading], own: set[Any], parts: list[Parts], spans: Spans
) -> dict[str, Line]:
    by_code: dict[str, list[Reading]] = defaultdict(list)
    people_of: dict[Any, float] = {}
    for row in sorted(rows, key=lambda row: row.last_on):
        by_code[row.indicator.code].append(row)
        if row.indicator.kind == Indicator.Kind.POPULATION:
            people_of[row.area_id] = row.value
    found = {}
    for code, mine in by_code.items():
        direct = [row for row in mine if row.area_id in own]
        line = _line(direct, spans) if direct else _summed(mine, parts, people_of, spans)
        if line is not None:
            found[code] = line
    people = _inhabitants(found, area)
    for line in found.values():
        _per_inhabitant(line, people)
    return found


def _inhabitants(lines: dict[str, Line], area: Area | None) -> dict[int, float]:
    """Return inhabitants by year: as the figures say, else the area's own number at the year it is of."""
    found = {
        figure.first_on.year: figure.value for line in lines.values() for figure in line.figures
        if line.indicator.kind == Indicator.Kind.POPULATION and line.indicator.scale == Indicator.Scale.COUNT
    }  # fmt: skip
    if not found and area is not None and area.population and area.population_year:
        return {area.population_year: float(area.population)}
    return found


def _near(people: dict[int, float], year: int) -> float | None:
    """Return the inhabitants of the year, or of one at most three years away."""
    nearest = min(people, key=lambda each: (abs(each - year), each), default=None)
    return people[nearest] if nearest is not None and abs(nearest - year) <= YEARS_APART else None


def _line(rows: Sequence[Reading], spans: Spans) -> Line:
    indicator = rows[0].indicator
    everybody = [row for row in rows if not row.group_sv]
    line = Line(indicator, _figures(indicator, everybody or list(rows), spans.get(indicator.pk)))
    line.vintages = tuple(sorted({
        row.vintage for row in rows
        if row.vintage and row.area is not None and row.vintage[-4:] != str(row.area.area_set.valid_from.year)
    }))  # fmt: skip
    for row in sorted(rows, key=lambda row: row.last_on):
        if row.group_sv:
            line.groups[row.group_sv] = _figure(row)
    line.change = _change(line)
    return line


def _summed(
    rows: Sequence[Reading], parts: list[Parts], people: dict[Any, float], spans: Spans
) -> Line | None:
    """Add up the counts of the smaller areas, where they cover the area; of shares the mean by inhabitants is told.

    Other figures (medians, indices) can neither be added nor weighed together, and are left out.
    """
    scale = rows[0].indicator.scale
    if scale not in (Indicator.Scale.COUNT, Indicator.Scale.SHARE):
        return None
    for each in parts:
        mine = [row for row in rows if row.area_id in each.areas and not row.group_sv]
        if not mine or not each.near:
            continue
        is_count = scale == Indicator.Scale.COUNT
        line = _added_up(mine, spans)[rows[0].indicator.code] if is_count else _weighted(mine, people, spans)
        if line is not None:
            line.parts, line.about = len(each.areas), not each.exact
            return line
    return None


def _weighted(rows: Sequence[Reading], people: dict[Any, float], spans: Spans) -> Line | None:
    """Weigh the shares of smaller areas by their inhabitants; without knowing all of those nothing is told."""
    by_period: dict[tuple[date, date], list[Reading]] = defaultdict(list)
    for row in rows:
        by_period[row.first_on, row.last_on].append(row)
    whole = []
    for (first, last), mine in by_period.items():
        weights = [people.get(row.area_id) or (row.area.population if row.area is not None else None) for row in mine]
        if not all(weights):
            return None
        value = float(np.average([row.value for row in mine], weights=[n or 0.0 for n in weights]))
        whole.append(Reading(indicator=mine[0].indicator, first_on=first, last_on=last, value=round(value, 1)))
    line = _line(whole, spans)
    line.weighted = True
    return line


def _added_up(rows: Sequence[Reading], spans: Spans) -> dict[str, Line]:
    sums: dict[str, dict[tuple[date, date], Reading]] = defaultdict(dict)
    areas: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.indicator.scale != Indicator.Scale.COUNT or row.group_sv:
            continue
        kept = sums[row.indicator.code].get((row.first_on, row.last_on))
        if kept is None:
            kept = Reading(indicator=row.indicator, first_on=row.first_on, last_on=row.last_on, value=0.0)
            sums[row.indicator.code][row.first_on, row.last_on] = kept
        kept.value += row.value
        areas[row.indicator.code] |= {row.area_code}
    found = {}
    for code, kept_by_period in sums.items():
        found[code] = _line(list(kept_by_period.values()), spans)
        found[code].parts = len(areas[code])
    return found


def _figures(indicator: Indicator, rows: Sequence[Reading], span: tuple[date, date] | None) -> list[Figure]:
    if indicator.period in SHORT and indicator.scale == Indicator.Scale.COUNT:
        return _years(rows, span)
    return sorted((_figure(row) for row in rows), key=lambda each: (each.last_on, each.first_on))


def _figure(row: Reading) -> Figure:
    return Figure(row.first_on, row.last_on, row.value, row.n, row.low, row.high, row.response_share, row.preliminary)


def _years(rows: Sequence[Reading], span: tuple[date, date] | None) -> list[Figure]:
    """Add up days, weeks and months to years; the last says how far it goes, and a first that is not whole is left."""
    by_year: dict[int, list[Reading]] = defaultdict(list)
    for row in rows:
        by_year[row.last_on.year].append(row)
    first, last = span or (min(row.first_on for row in rows), max(row.last_on for row in rows))
    begins = first.year if (first.month, first.day) <= (1, 31) else first.year + 1
    found = []
    for year in range(min(begins, last.year), last.year + 1):
        ends = date(year, 12, 31)
        value = sum(row.value for row in by_year.get(year, []))
        found.append(Figure(date(year, 1, 1), ends, value, until=last if last < ends - timedelta(days=7) else None))
    return found


def _change(line: Line) -> Change | None:
    """Set the latest whole period against those before it; what is preliminary or not over is left out."""
    whole = [each for each in line.figures if not each.preliminary and each.until is None]
    if len(whole) < 2:
        return None
    now, before = whole[-1], whole[-1 - EARLIER_MOST : -1]
    scale = line.indicator.scale
    if scale == Indicator.Scale.COUNT and line.indicator.kind != Indicator.Kind.POPULATION:
        return changed_count(now.value, [each.value for each in before])
    if scale in (Indicator.Scale.SHARE, Indicator.Scale.INDEX):
        errors = (_error(now, scale), _error(before[-1], scale))
        # A register has no answers to be unsure about: its figures stand side by side without a verdict.
        return changed_value(now.value, before[-1].value, errors=errors) if np.isfinite(errors).all() else None
    return None


def _error(figure: Figure, scale: str) -> float:
    if figure.low is not None and figure.high is not None:
        return (figure.high - figure.low) / 3.919928
    return share_error(figure.value, answers=figure.n) if scale == Indicator.Scale.SHARE else math.nan


def _per_inhabitant(line: Line, people: dict[int, float]) -> None:
    """Give counts of offences their rate with exact limits; reports and call-outs never get one."""
    kind = line.indicator.kind
    if kind not in MAY_STAND_PER_INHABITANT or line.indicator.scale != Indicator.Scale.COUNT:
        return
    for each in line.figures:
        inhabitants = _near(people, each.first_on.year) if each.until is None else None
        if inhabitants:
            found = rates_per_1000(each.value, inhabitants_count=inhabitants, of=kind)
            each.rate, each.rate_low, each.rate_high = float(found.rate), float(found.low), float(found.high)


def _at(line: Line, period: tuple[date, date]) -> Figure | None:
    return next((each for each in line.figures if (each.first_on, each.last_on) == period), None)


# --- an area that is alike ---------------------------------------------------------------------------------------


def likeness_measures(area: Area) -> list[Indicator]:
    """Return the indicators that areas are compared by; what speaks of origin or faith has no part, however it came."""
    chosen = Indicator.objects.filter(
        municipality=area.municipality_id, for_likeness=True, kind__in=["population", "conditions"]
    ).order_by("code")
    return [
        each for each in chosen
        if not is_never(each.code, each.name_sv, each.name_en, each.unit_sv, each.unit_en, each.source)
    ]  # fmt: skip


def alike(area: Area, *, most: int = 3) -> list[Comparison]:
    """Return the areas of the same division that are most like this one, with what they were compared by."""
    measures = likeness_measures(area)
    areas = list(Area.objects.filter(area_set=area.area_set_id).select_related("area_set").order_by("code"))
    at = next((row for row, each in enumerate(areas) if each.pk == area.pk), None)
    if at is None:
        return []
    table = _features(areas, measures)
    names = [*(each.name_sv for each in measures), "Folkmängd"]
    found = []
    for like in likest(table, at=at, most=most):
        told = tuple(
            (name, float(table[at, n]), float(table[like.row, n])) for n, name in enumerate(names)
            if np.isfinite(table[at, n]) and np.isfinite(table[like.row, n])
        )  # fmt: skip
        found.append(Comparison(areas[like.row], like.distance, told))
    return found


def _features(areas: Sequence[Area], measures: Sequence[Indicator]) -> Any:
    """Return (areas, measures + population): the latest reading of each."""
    rows = {each.pk: number for number, each in enumerate(areas)}
    columns = {each.pk: number for number, each in enumerate(measures)}
    table = np.full((len(areas), len(measures) + 1), np.nan)
    readings = Reading.objects.filter(indicator__in=list(columns), area__in=list(rows)).of_everybody()
    for indicator, area, value in readings.order_by("last_on").values_list("indicator", "area", "value"):
        table[rows[area], columns[indicator]] = value
    _through_parts(table, areas, columns)
    table[:, -1] = [each.population if each.population else np.nan for each in areas]
    return table


def _through_parts(table: Any, areas: Sequence[Area], columns: dict[UUID, int]) -> None:
    """Fill in what is known by smaller areas only: the mean by inhabitants of those whose middle lies in the area."""
    missing = {pk: column for pk, column in columns.items() if np.isnan(table[:, column]).all()}
    shaped = [(row, each) for row, each in enumerate(areas) if each.polygon is not None]
    if not missing or not shaped:
        return
    import shapely

    parts = Reading.objects.filter(indicator__in=list(missing), area__centre_lon__isnull=False).of_everybody()
    told = list(parts.order_by("last_on").values_list(
        "indicator", "area", "area__centre_lon", "area__centre_lat", "value"
    ))  # fmt: skip
    people = Reading.objects.filter(indicator__kind="population", area__in={row[1] for row in told}).of_everybody()
    weight = dict(people.order_by("last_on").values_list("area", "value"))
    shapes = shapely.from_wkb([bytes(each.polygon or b"") for _row, each in shaped])
    tree = shapely.STRtree(shapely.make_valid(shapes))
    points = shapely.points([[lon, lat] for _i, _a, lon, lat, _v in told])
    latest: dict[tuple[int, int, Any], float] = {}
    for at, found in zip(*tree.query(points, predicate="within"), strict=True):
        indicator, part, _lon, _lat, value = told[int(at)]
        latest[shaped[int(found)][0], missing[indicator], part] = value
    sums: dict[tuple[int, int], tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for (row, column, part), value in latest.items():
        top, below = sums[row, column]
        sums[row, column] = top + value * weight.get(part, 1.0), below + weight.get(part, 1.0)
    for (row, column), (top, below) in sums.items():
        table[row, column] = top / below if below else np.nan
