"""Read the cards: what is confirmed stands apart from what we conclude, each with its source."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SHIPPED = Path(__file__).with_name("pilots.toml")


class Statement(NamedTuple):
    """A sentence about a place, in both languages, with where it is said."""

    label_sv: str
    label_en: str
    source: str


class Card(NamedTuple):
    """What one place shows. `confirmed` is said in a source; `concluded` is what we take from it."""

    code: str
    name: str
    title_sv: str
    title_en: str
    confirmed: tuple[Statement, ...]
    concluded: tuple[Statement, ...]
    place_type: str
    categories: tuple[str, ...]
    sides: tuple[str, ...]
    known: tuple[str, ...]

    @property
    def search_text(self) -> str:
        """All its words in small letters."""
        said = [self.name, self.title_sv, self.title_en]
        said += [text for each in (*self.confirmed, *self.concluded) for text in (each.label_sv, each.label_en)]
        return " ".join(said).casefold()


@cache
def cards() -> tuple[Card, ...]:
    """Return the cards in the order of the collection."""
    rows = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["cards"]
    return tuple(_card(row) for row in rows)


def card(code: str) -> Card | None:
    """Return one card, or None."""
    return next((each for each in cards() if each.code == code), None)


def _card(row: dict[str, Any]) -> Card:
    told = {"place_type": "", **row}
    for name in ("confirmed", "concluded"):
        told[name] = tuple(Statement(**each) for each in row.get(name, ()))
    for name in ("categories", "sides", "known"):
        told[name] = tuple(row.get(name, ()))
    return Card(**told)
