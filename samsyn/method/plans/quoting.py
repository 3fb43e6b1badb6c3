"""Which figures a document quotes from the one it rests on, where that one is for fewer readers."""

import re

from django.utils.translation import gettext as _

from samsyn.method.plans.content import NARROW_TO_WIDE
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.parts import part_of

_FIGURES = re.compile(r"\d+[.,]\d+|\d{2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = "jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec"
_CLOCK = r"\d{1,2}(?:[.:]\d{2})?"
_TIMES = re.compile(
    rf"\b(?:(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}|\d{{1,2}}\s+(?:{_MONTHS})\w*|"
    rf"(?:kl\.?|klockan)\s*{_CLOCK}(?:\s*(?:[-–]|till|och)\s*{_CLOCK})?|\d{{1,2}}:\d{{2}}|"
    r"\d{1,2}\.\d{2}\s*[-–]\s*\d{1,2}\.\d{2}|v(?:ecka|\.)\s*\d{1,2}|"
    r"\d+\s+(?:minut|timm|dygn|dag|veck|månad|år)(?:ar|arna|en|er|or|orna|erna|et|s)?\b)",
    re.I,
)


def figures_in(*texts: str) -> set[str]:
    """Return the figures in texts: two digits or more, or with decimals; years, days, clock times and stretches of
    time are none.

    >>> sorted(figures_in("12 rapporter 2025, 3 av 4, 7,5 procent"))
    ['12', '7,5']
    >>> figures_in("om 12 månader, senast 2026-10-22, klockan 18-22, den 14 maj, vecka 41, 18.00–22.30")
    set()
    """
    found = {hit for text in texts for hit in _FIGURES.findall(_TIMES.sub(" ", text))}
    return {each for each in found if not _YEAR.fullmatch(each)}


def quoted_in(document: PlanDocument) -> tuple[str, list[str]] | None:
    """Return where a document first quotes figures from the one it rests on, which is for fewer, and which; or None."""
    basis = document.based_on
    if basis is None or NARROW_TO_WIDE.index(basis.audience) >= NARROW_TO_WIDE.index(document.audience):
        return None
    theirs = figures_in(*basis.texts.values_list("text", flat=True), *(
        text for row in basis.problems.all() for text in (row.title, row.text)))  # fmt: skip
    for heading, text in _said_in(document):
        if quoted := sorted(figures_in(text) & theirs):
            return heading, quoted
    return None


def _said_in(document: PlanDocument) -> list[tuple[str, str]]:
    """Return every text that stands in a document, with what it stands under."""
    said = [(_("Dokumentets namn"), document.title)]
    said += [(row.title, f"{row.title}\n{row.text}\n{row.no_measure_why}") for row in document.problems.in_order()]
    said += [(row.what, f"{row.what}\n{row.goal}\n{row.function}") for row in document.measures.in_order()]
    return said + [(str(part.heading), text) for key, text in document.texts.values_list("key", "text")
                   if (part := part_of(document.kind, key)) is not None]  # fmt: skip
