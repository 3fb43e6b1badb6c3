"""Looking for cases: by words, and by likeness in kind of place, categories and causes."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from samsyn.analysis.comparisons import case_likeness
from samsyn.method.library.cards.reading import Card, cards
from samsyn.method.library.models import Case

MOST = 60


class Sought(NamedTuple):
    """What is looked for; empty parts are not asked about."""

    words: str = ""
    place_type: str = ""
    categories: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    known: str = ""

    @property
    def is_alike(self) -> bool:
        """Whether likeness is asked for at all."""
        return bool(self.place_type or self.categories or self.sides)


class Hit(NamedTuple):
    """A case, an offered one or a card, with its likeness (None where none was asked for)."""

    what: Any
    told: Mapping[str, Any]
    likeness: float | None


def found_cases(sought: Sought, *, by: Any) -> list[Hit]:
    """Return the own cases and stories that fit, the most alike first, else the latest."""
    rows = Case.objects.visible_to(by).saying(sought.words).latest_first()[:MOST]
    return _ordered([Hit(row, _own(row), None) for row in rows], sought)


def found_offered(sought: Sought, *, by: Any) -> list[Hit]:
    """Return what other municipalities have offered and that fits; words are looked for in what is shared alone."""
    rows = Case.objects.offered_to(by).order_by("-offered_on", "pk")[: MOST * 5]
    words = sought.words.casefold().split()
    hits = [Hit(row, row.shared, None) for row in rows]
    return _ordered([hit for hit in hits if all(word in _said(hit.told) for word in words)], sought)[:MOST]


def offered_case(pk: UUID, *, by: Any) -> Mapping[str, Any] | None:
    """Return what another municipality has offered, as it was approved; None where there is nothing for the reader."""
    row = Case.objects.offered_to(by).filter(pk=pk).first()
    return row.shared if row is not None else None


def found_cards(sought: Sought) -> list[Hit]:
    """Return the pilots' cards that fit."""
    words = sought.words.casefold().split()
    rows = [card for card in cards() if all(word in card.search_text for word in words)]
    return _ordered([Hit(card, _card(card), None) for card in rows], sought)


def _ordered(hits: list[Hit], sought: Sought) -> list[Hit]:
    if sought.known:
        hits = [hit for hit in hits if sought.known in hit.told.get("known", ())]
    if not sought.is_alike:
        return hits
    scored = [hit._replace(likeness=_likeness(hit.told, sought)) for hit in hits]
    return sorted((hit for hit in scored if hit.likeness), key=lambda hit: -(hit.likeness or 0.0))


def _likeness(told: Mapping[str, Any], sought: Sought) -> float:
    return case_likeness(
        (told.get("place_type", ""), sought.place_type),
        categories=(list(told.get("categories", ())), list(sought.categories)),
        causes=(set(told.get("sides", ())), set(sought.sides)),
    )


def _own(case: Case) -> dict[str, Any]:
    return {"place_type": case.place_type, "categories": case.categories, "sides": case.sides, "known": case.known}


def _card(card: Card) -> dict[str, Any]:
    return {"place_type": card.place_type, "categories": card.categories, "sides": card.sides, "known": card.known}


def _said(told: Mapping[str, Any]) -> str:
    texts = (told.get(name, "") for name in ("title", "situation", "cause", "measure", "result", "lesson"))
    return " ".join(texts).casefold()
