"""What people write: stored texts, chosen by who writes, about what and where, with the week's own details in them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

TEXTS = Path(__file__).with_name("texts")
BLANK_SHARE = 0.06  # some send category and place alone
TAIL_SHARE = 0.3
CROWDS = (
    ("1-2", "ett par"),
    ("3-5", "fyra-fem"),
    ("6-10", "sju-åtta"),
    ("11-20", "ett femtontal"),
    ("20+", "ett tjugotal"),
)
CROWD_SHARES = (0.12, 0.34, 0.34, 0.15, 0.05)


@dataclass(frozen=True)
class Voice:
    """One kind of writer: texts by category and kind of place, and the short remarks they end with."""

    texts: Mapping[str, Mapping[str, tuple[str, ...]]]
    tails: tuple[str, ...]
    tails_about: str  # letters of the categories that the remarks fit

    def choices(self, category: str, place_kind: str) -> tuple[str, ...]:
        """Return the texts that fit; a text for one kind of place is used only there."""
        found = self.texts.get(category, {})
        return found.get(place_kind, ()) + found.get("any", ())


@cache
def voice(kind: str) -> Voice:
    """Return the voice of a kind of party ("housing", "guards" …)."""
    raw = tomllib.loads((TEXTS / f"{kind}.toml").read_text(encoding="utf-8"))
    texts = {
        code: {place: tuple(lines) for place, lines in by_place.items()}
        for code, by_place in raw.items()
        if isinstance(by_place, dict)
    }
    return Voice(texts=texts, tails=tuple(raw.get("tails", ())), tails_about=raw.get("tails_about", ""))


def all_texts() -> list[tuple[str, str, str]]:
    """Return every stored text as (kind of party, category, text)."""
    return [
        (path.stem, code, text)
        for path in sorted(TEXTS.glob("*.toml"))
        for code, by_place in voice(path.stem).texts.items()
        for lines in by_place.values()
        for text in lines
    ]


@dataclass
class Pen:
    """Draws texts in turn so that the same words do not come back too soon."""

    dice: Random
    decks: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def write(self, kind: str, category: str, place_kind: str, details: Mapping[str, str]) -> tuple[str, str]:
        """Return (text, rough number of people or "")."""
        choices = voice(kind).choices(category, place_kind)
        if not choices or self.dice.random() < BLANK_SHARE:
            return "", ""
        deck = self.decks.setdefault((kind, category, place_kind), [])
        if not deck:
            deck.extend(self.dice.sample(choices, len(choices)))
        text = deck.pop()
        crowd, words = self.dice.choices(CROWDS, CROWD_SHARES)[0]
        filled = _sentence_case(text.format(antal=words, **details))
        tails = voice(kind).tails
        if category[0] in voice(kind).tails_about and self.dice.random() < TAIL_SHARE:
            filled = f"{filled} {self.dice.choice(tails)}"
        return filled, crowd if "{antal}" in text else ""


def _sentence_case(text: str) -> str:
    """Begin sentences that start with a filled-in word with a capital."""
    out = text[0].upper() + text[1:]
    for stop in (". ", "? ", "! "):
        parts = out.split(stop)
        out = stop.join(
            [parts[0], *(part[:1].upper() + part[1:] if part[:4] in _FILLED else part for part in parts[1:])]
        )
    return out


_FILLED = {"uppt", "i na", "unde", "seda", "ett ", "fyra", "sju-"}
