"""What of a case others would read, and what they could find out: asked before anybody approves it.

k is the number of places here that fit everything that is told: the same kind of place, with reports of every told
category in the same season. On which side the cause lay, which measures it was and what the texts say are not counted:
no register here holds that of other places, so it is for the person who approves to read. Beside it:
which told item costs most, how many municipalities the case may come from, every name or date of the municipality's own
that still stands in the texts, small counts that are told coarser, and those that are left to be read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from samsyn.ground.people.models import Organisation
from samsyn.ground.places.models import Area, Place, PlaceAlias
from samsyn.method.library.counties import told_county
from samsyn.method.library.models import Case
from samsyn.method.library.small import left_to_read, protected
from samsyn.method.library.states import Season, season_of
from samsyn.method.observations.models import Observation

LEAST = 5
OFFERED_TO = ("parties", "authorities")
TEXTS = ("title", "situation", "cause", "measure", "result", "lesson")
SHORTEST_NAME = 4
SMALL_TOWN = 15_000
_MONTHS = (
    "jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni|juli|aug(?:usti)?|sep(?:tember)?|okt(?:ober)?|nov(?:ember)?|"
    "dec(?:ember)?"
)
_DATES = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}|\d{{1,2}}\s*(?:{_MONTHS})\b|v(?:ecka|\.)\s*\d{{1,2}})", re.I
)


@dataclass(frozen=True, kw_only=True)
class Coarseness:
    """How coarsely a case is told; each step makes more places look the same."""

    year_only: bool = False          # the year instead of the season
    hide_place_type: bool = False
    group_only: bool = False         # the main group instead of the category
    leave_out: tuple[str, ...] = ()  # categories that are not told


def shared_of(case: Case, *, coarse: Coarseness) -> dict[str, Any]:
    """Return what others would read of a case: never its municipality, its place, its dates or a small count."""
    return {
        **{name: protected(getattr(case, name))[0] for name in TEXTS},
        "county": told_county(case.municipality.code).name,
        "season": "" if coarse.year_only else season_of(case.ended_on.month).value, "year": _year(case.ended_on),
        "place_type": "" if coarse.hide_place_type else case.place_type, "categories": told_categories(case, coarse),
        "sides": sorted(case.sides), "known": sorted(case.known), "grade": case.grade,
    }  # fmt: skip


def told_categories(case: Case, coarse: Coarseness) -> list[str]:
    """Return the categories, or main groups, that are told of a case."""
    codes = [code for code in case.categories if code not in coarse.leave_out]
    return sorted({code[:1] if coarse.group_only else code for code in codes})


def _year(day: date) -> int:
    """Return the year that a season is called by: January belongs to the winter that began the year before."""
    return day.year - 1 if day.month < 3 else day.year


def report_of(case: Case, *, coarse: Coarseness) -> dict[str, Any]:
    """Return the report on what a shared case gives away. `why` holds what stops it: for_few, few_alike, named, dated.

    for_few: the case is for a group or the coordinator here, so other municipalities cannot be told of it.
    """
    places = _places_of(case)
    alike = len(_fitting(case, coarse, places))
    county = told_county(case.municipality.code)
    named = names_in(case)
    dated = sorted({found.group(0) for name in TEXTS for found in _DATES.finditer(getattr(case, name))})
    found = (("for_few", case.audience not in OFFERED_TO), ("few_alike", alike < LEAST), ("named", named),
             ("dated", dated))  # fmt: skip
    why = [key for key, stops in found if stops]
    return {
        "k": alike, "least": LEAST, "places": len(places.any_of(case, coarse)),
        "costs": _costs(case, coarse, places),
        "small": [each for name in TEXTS for each in protected(getattr(case, name))[1]],
        "left": [each for name in TEXTS for each in left_to_read(protected(getattr(case, name))[0])],
        "county": county.name, "municipalities": county.municipalities,
        "small_town": (case.municipality.population or 0) < SMALL_TOWN, "named": named, "dated": dated, "why": why,
        "audience": case.audience,
    }  # fmt: skip


@dataclass(frozen=True)
class _Places:
    """The places here by kind, and those with reports of each category in the case's season and in its year."""

    kinds: Mapping[Any, str]
    season: Mapping[str, set[Any]]
    year: Mapping[str, set[Any]]

    def having(self, wanted: str, coarse: Coarseness) -> set[Any]:
        """Those with a report of a category (or of any in a main group, told by its letter) in the told time."""
        rows = self.year if coarse.year_only else self.season
        return set().union(*(found for code, found in rows.items() if _is_of(code, wanted)))

    def any_of(self, case: Case, coarse: Coarseness) -> set[Any]:
        """Those with a report of any told category, or of anything where none is told."""
        return set().union(*(self.having(each, coarse) for each in told_categories(case, coarse) or [""]))


def _places_of(case: Case) -> _Places:
    rows = Place.objects.filter(municipality=case.municipality_id).values_list("pk", "place_type__code")
    return _Places({pk: code or "" for pk, code in rows}, *(_reported(case, whole_year=each) for each in (False, True)))


def _reported(case: Case, *, whole_year: bool) -> dict[str, set[Any]]:
    """Return the places with a report of each category, by the code every municipality begins with."""
    first, last = span_of(case.ended_on, whole_year=whole_year)
    rows = Observation.objects.filter(municipality=case.municipality_id, place__isnull=False).accepted()
    names = ("place", "category__default_code", "category__code")
    found: dict[str, set[Any]] = {}
    for place, default, own in rows.between(first, last).order_by().values_list(*names).distinct():
        found.setdefault(default or own, set()).add(place)
    return found


def _is_of(code: str, wanted: str) -> bool:
    """Say whether a category is the one that is told, or of the main group that is told by its letter; "" is any.

    >>> _is_of("E1", "E"), _is_of("E1", "E1"), _is_of("E12", "E1"), _is_of("E1", "")
    (True, True, False, True)
    """
    return code == wanted or len(wanted) < 2 and code.startswith(wanted)


def _fitting(case: Case, coarse: Coarseness, places: _Places) -> set[Any]:
    """Return the places that fit everything that is told."""
    had = [places.having(each, coarse) for each in told_categories(case, coarse) or [""]]
    return set.intersection(*had) & _of_kind(case, coarse, places)


def _of_kind(case: Case, coarse: Coarseness, places: _Places) -> set[Any]:
    told = "" if coarse.hide_place_type else case.place_type
    return {pk for pk, kind in places.kinds.items() if not told or kind == told}


def _costs(case: Case, coarse: Coarseness, places: _Places) -> list[dict[str, Any]]:
    """Return what each told item costs: how many places would fit without it. The one that costs most comes first."""
    rows: list[tuple[int, int, dict[str, Any]]] = []
    for what, code, less in _coarser(case, coarse):
        k = len(_fitting(case, less, places))
        rows.append((-k, _alone(what, code, case=case, coarse=coarse, places=places),
                     {"what": what, "code": code, "k": k}))  # fmt: skip
    return [row for _k, _few, row in sorted(rows, key=lambda each: each[:2])]


def _alone(what: str, code: str, *, case: Case, coarse: Coarseness, places: _Places) -> int:
    """Return how many places fit one told item by itself: what fits few costs more where no step is enough alone."""
    if what == "category":
        return len(places.having(code[:1] if coarse.group_only else code, coarse))
    return len(_of_kind(case, coarse, places)) if what == "place_type" else len(places.kinds)


def _coarser(case: Case, coarse: Coarseness) -> Iterator[tuple[str, str, Coarseness]]:
    """Yield each step that tells one thing less: its kind, the category it is about, and what is then told."""
    codes = [code for code in case.categories if code not in coarse.leave_out]
    for code in codes:
        yield "category", code, replace(coarse, leave_out=tuple(sorted((*coarse.leave_out, code))))
    if codes and not coarse.group_only:
        yield "group", "", replace(coarse, group_only=True)
    if not coarse.year_only:
        yield "season", "", replace(coarse, year_only=True)
    if case.place_type and not coarse.hide_place_type:
        yield "place_type", "", replace(coarse, hide_place_type=True)


def coarse_enough(case: Case, *, coarse: Coarseness) -> Coarseness:
    """Return what may be told so that enough places look the same, by taking away what costs most, again and again."""
    places = _places_of(case)
    while len(_fitting(case, coarse, places)) < LEAST:
        steps = {(what, code): less for what, code, less in _coarser(case, coarse)}
        if not steps:
            break
        first = _costs(case, coarse, places)[0]
        coarse = steps[first["what"], first["code"]]
    return coarse


def span_of(day: date, *, whole_year: bool) -> tuple[date, date]:
    """Return the first and last day of the season (or of the year) that a day is told as.

    >>> span_of(date(2026, 1, 9), whole_year=False)
    (datetime.date(2025, 12, 1), datetime.date(2026, 2, 28))
    """
    if whole_year:
        year = _year(day)
        return date(year, 3, 1), date(year + 1, 2, 28)
    season = season_of(day.month)
    year = _year(day)
    first = {Season.WINTER: 12, Season.SPRING: 3, Season.SUMMER: 6, Season.AUTUMN: 9}[season]
    if season == Season.WINTER:
        return date(year, 12, 1), date(year + 1, 2, 28)
    return date(year, first, 1), date(year, first + 2, 31 if first == 6 else 31 if first == 3 else 30)


def names_in(case: Case) -> list[str]:
    """Return the municipality's own names that still stand in the texts: itself, its areas, places, parties."""
    here = case.municipality
    names = {here.name}
    names |= set(Area.objects.filter(municipality=here).values_list("name", flat=True))
    names |= set(Place.objects.filter(municipality=here).values_list("name", flat=True))
    names |= set(PlaceAlias.objects.filter(municipality=here).values_list("name", flat=True))
    names |= set(Organisation.objects.filter(municipality=here).values_list("name", flat=True))
    said = " ".join(getattr(case, name) for name in TEXTS).casefold()
    words = set(re.findall(r"[\w-]+", said))
    return sorted(name for name in names if len(name) >= SHORTEST_NAME and _stands(name, said, words))


def _stands(name: str, said: str, words: set[str]) -> bool:
    """Say whether a name stands in the text: whole, or as its first part before a number (Almgatan of Almgatan 12).

    The first part counts only where it is written as a name: "port 12" is no name of a port.
    """
    street = name[:1].isupper()
    name = name.casefold()
    parts = name.split()
    if len(parts) == 1:
        return any(word == name or word == f"{name}s" for word in words)
    stem = parts[0] if street and parts[1][:1].isdigit() and len(parts[0]) >= SHORTEST_NAME else ""
    return name in said or bool(stem) and any(word in (stem, f"{stem}s") for word in words)
