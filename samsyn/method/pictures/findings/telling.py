"""A finding in words: from the picture's tables to cards, with the reason and how often chance gives the same."""

import json
from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any, NamedTuple

from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.sentences import Sentence, say

WEEKS_A_YEAR = 52.0
RAREST_YEARS = 10
Row = Mapping[str, Any]
Table = dict[str, Any]


class Raised(NamedTuple):
    """What a picture raises, told to one audience."""

    kind: str
    subject: str
    about: str
    name_en: str
    area: str
    told: Table


def raised_by(tables: Mapping[str, Any], *, weeks: int) -> Iterator[Raised]:
    """Yield what stands out above its own history in one audience's tables; fewer than usual is no card."""
    head = tables["head"]
    total = head["total"]
    if total and total["verdict"] == "more":
        yield Raised("total", "total", "", "", "", _told(total, total["sentence"], weeks))
    for row in tables["areas"]:
        if row["verdict"] == "more":
            name = row["name"]
            yield Raised("area", f"area:{row['code']}", name, name, name, _told(row, row["sentence"], weeks))
    for row in tables["places"]:
        name = row["name"] or ""
        where = name or f"{row['lon']:.3f}:{row['lat']:.3f}"
        told = {
            **_told(row, row["reason"], weeks),
            **{each: row[each] for each in ("lon", "lat", "radius_m", "area")},
        }
        yield Raised("place", f"place:{where}", name, name, row["area"] or "", told)
    for row in tables["changes"]:
        if row["verdict"] == "more":
            told = _told(row, row["sentence"], weeks)
            yield Raised("category", f"category:{row['code']}", row["name_sv"], row["name_en"], "", told)


def _told(row: Row, reason: Sentence, weeks: int) -> Table:
    figures = {name: row[name] for name in ("events", "expected", "low", "high", "window_weeks")}
    return {**figures, "reason": reason, "certainty": certainty(row["q"], weeks=weeks)}


def certainty(q: float, *, weeks: int = 1) -> Sentence:
    """Say how often chance alone gives something as unusual anywhere in the picture; q is per period, at most.

    >>> certainty(0.05)["params"], certainty(0.004)["params"], certainty(1e-6)["key"]
    ({'times': 3}, {'years': 4}, 'chance.rare')
    """
    a_year = max(float(q), 1e-9) * WEEKS_A_YEAR / weeks
    years = int(1 / a_year)
    if years < 2:
        return say("chance.times_a_year", times=ceil(a_year))
    return say("chance.years", years=years) if years < RAREST_YEARS else say("chance.rare")


def card_of(finding: Finding, audience: str) -> Table | None:
    """Return what a card says to an audience (authorities or parties), or None where it cannot see the finding."""
    text = finding.authorities if audience == "authorities" else finding.parties
    if not text:
        return None
    code = "" if finding.kind == Finding.Kind.PATTERN else finding.subject.partition(":")[2]
    return {
        "kind": finding.kind, "code": code, "about": finding.about, "name_sv": finding.about,
        "name_en": finding.name_en, "first_week": finding.first_week, "iso_week": finding.iso_week, **json.loads(text),
    }  # fmt: skip
