"""Which area a figure's code means: codes live longer than the borders they name, so each is matched by its vintage.

A code of DeSO 2018 is looked for in the DeSO of 2018. Where only another vintage has been read in, the same code is
taken there, and whoever shows the figure says so; a code that no set has is kept as text and listed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import Municipality

VINTAGE = re.compile(r"^(?P<kind>deso|regso|police|own|other)(?P<year>\d{4})?$")


class Wanted(NamedTuple):
    """A code, of which vintage ("" = not told), and the day it should be valid."""

    code: str
    vintage: str
    on: date


class _Candidate(NamedTuple):
    area: UUID
    kind: str
    first: date
    last: date | None


def vintage_of(code: str) -> tuple[str, str]:
    """Part a code of SCB's from its vintage.

    >>> vintage_of("1480R001_RegSO2025"), vintage_of("1480A0010")
    (('1480R001', 'regso2025'), ('1480A0010', ''))
    """
    bare, _sign, tail = code.strip().partition("_")
    return (bare, tail.lower()) if VINTAGE.match(tail.lower()) and tail else (code.strip(), "")


def areas_meant(wanted: Iterable[Wanted], *, municipality: Municipality) -> dict[Wanted, UUID]:
    """Return the area that each code means, in one question; a code without any is left out."""
    asked = set(wanted)
    rows = Area.objects.filter(municipality=municipality, code__in=sorted({each.code for each in asked} - {""}))
    found: dict[str, list[_Candidate]] = defaultdict(list)
    for code, *facts in rows.values_list("code", "id", "area_set__kind", "area_set__valid_from", "area_set__valid_to"):
        found[code].append(_Candidate(*facts))
    meant = {each: _best(found.get(each.code, ()), each) for each in asked}
    return {each: area for each, area in meant.items() if area is not None}


def _best(candidates: Sequence[_Candidate], wanted: Wanted) -> UUID | None:
    parts = VINTAGE.match(wanted.vintage)
    kind, year = (parts["kind"], int(parts["year"] or 0)) if parts else (None, 0)
    fitting = [each for each in candidates if kind in (None, each.kind)]
    if not fitting:
        return None

    def rank(each: _Candidate) -> tuple[Any, ...]:
        valid = each.first <= wanted.on and (each.last is None or wanted.on <= each.last)
        return (bool(year) and each.first.year == year, valid, each.first, str(each.area))

    return max(fitting, key=rank).area
