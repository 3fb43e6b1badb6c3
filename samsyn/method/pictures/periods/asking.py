"""What a longer picture asks of the statistics: which methods, of which days, and from how many events on."""

import hashlib
from datetime import date
from typing import NamedTuple

from samsyn.method.pictures.patterns.asked import PROPERTY_OFFENCES, Asked
from samsyn.method.pictures.spans import Span


class Question(NamedTuple):
    """A method, the days it is asked of, and the fewest events with a place that can show anything with it.

    The least numbers come from the power tables of docs/statistics: below them not even a threefold is found more
    often than not.
    """

    method: str
    whole_year: bool                 # the 52 weeks up to the span's end, where the span itself is too short a time
    least: int
    property_only: bool = False


QUESTIONS = (
    Question("hotspots", False, 60),
    Question("concentration", False, 60),
    Question("clusters", False, 60),
    Question("emerging", True, 200),
    Question("scan", True, 100),
    Question("near-repeats", True, 100, property_only=True),
)


def asked_of(question: Question, span: Span) -> Asked:
    """Return the question as the pattern screen would ask it."""
    first: date = min(span.first_day, span.year_back) if question.whole_year else span.first_day
    last = span.week.last_day if question.whole_year else span.last_day
    return Asked(question.method, first, last, PROPERTY_OFFENCES if question.property_only else ())


def seed_of(code: str, *, span: Span, method: str) -> int:
    """Return the seed of what is drawn: the same for the same municipality, period and method, everywhere.

    >>> seed_of("0180", span=Span.parse("2026-t2"), method="scan")
    1706203475
    """
    return int.from_bytes(hashlib.sha256(f"{code}:{span.label}:{method}".encode()).digest()[:4], "big")
