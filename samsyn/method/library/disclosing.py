"""What of a case others would read, and what they could find out: asked before anybody approves it.

k is the number of places here that look the same in what is told: the same kind of place, with reports of any told
category in the same season. Beside it: how many municipalities the case may come from, and every name or date of the
municipality's own that still stands in the texts.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from samsyn.analysis.disclosure import k_anonymity
from samsyn.ground.people.models import Organisation
from samsyn.ground.places.models import Area, Place, PlaceAlias
from samsyn.method.library.counties import told_county
from samsyn.method.library.models import Case
from samsyn.method.library.states import Season, season_of
from samsyn.method.observations.models import Category, Observation

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


def shared_of(case: Case, *, coarse: Coarseness) -> dict[str, Any]:
    """Return what others would read of a case: never its municipality, its place, its dates or its counts."""
    categories = [code[:1] if coarse.group_only else code for code in case.categories]
    return {
        **{name: getattr(case, name) for name in TEXTS}, "county": told_county(case.municipality.code).name,
        "season": "" if coarse.year_only else season_of(case.ended_on.month).value, "year": _year(case.ended_on),
        "place_type": "" if coarse.hide_place_type else case.place_type, "categories": sorted(set(categories)),
        "sides": sorted(case.sides), "known": sorted(case.known), "grade": case.grade,
    }  # fmt: skip


def _year(day: date) -> int:
    """Return the year that a season is called by: January belongs to the winter that began the year before."""
    return day.year - 1 if day.month < 3 else day.year


def report_of(case: Case, *, coarse: Coarseness) -> dict[str, Any]:
    """Return the report on what a shared case gives away. `why` holds what stops it: for_few, few_alike, named, dated.

    for_few: the case is for a group or the coordinator here, so other municipalities cannot be told of it.
    """
    alike, places = _alike(case, coarse)
    county = told_county(case.municipality.code)
    named = names_in(case)
    dated = sorted({found.group(0) for name in TEXTS for found in _DATES.finditer(getattr(case, name))})
    found = (("for_few", case.audience not in OFFERED_TO), ("few_alike", alike < LEAST), ("named", named),
             ("dated", dated))  # fmt: skip
    why = [key for key, stops in found if stops]
    return {
        "k": alike, "least": LEAST, "places": places, "county": county.name, "municipalities": county.municipalities,
        "small_town": (case.municipality.population or 0) < SMALL_TOWN, "named": named, "dated": dated, "why": why,
        "audience": case.audience,
    }  # fmt: skip


def _alike(case: Case, coarse: Coarseness) -> tuple[int, int]:
    """Return how many places here look like the case's in what is told, and how many places had such reports at all."""
    had = set(_reports(case, coarse).values_list("place", flat=True).distinct())
    rows = list(Place.objects.filter(pk__in=had).select_related("place_type"))
    if not rows:
        return 0, 0
    kinds = [row.place_type.code if row.place_type is not None else "" for row in rows]
    told = np.array([""] * len(rows) if coarse.hide_place_type else kinds)
    mine = told == ("" if coarse.hide_place_type else case.place_type)
    if not mine.any():
        return 0, len(rows)
    return k_anonymity(told[mine], least=LEAST).smallest, len(rows)


def _reports(case: Case, coarse: Coarseness) -> Any:
    rows = Observation.objects.filter(municipality=case.municipality_id, place__isnull=False).accepted()
    if case.categories:
        letters = {code[:1] for code in case.categories}
        codes = Category.objects.filter(municipality=case.municipality_id)
        wanted = [one.pk for one in codes if (one.default_code or one.code) in case.categories
                  or coarse.group_only and (one.default_code or one.code)[:1] in letters]  # fmt: skip
        rows = rows.about(wanted)
    first, last = span_of(case.ended_on, whole_year=coarse.year_only)
    return rows.between(first, last)


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
