"""Names in a text: given names from public statistics, read with the words around them; a place is no name."""

import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from samsyn.analysis import wording_rules as rules

_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ɏ]+)*")
_FAMILY_ENDING = re.compile("[a-zåäöé]{3,}(?:sson|ström|gren|qvist|kvist|quist|blad|lund|berg|mark|stedt|ander|zén)$")
_SENTENCE_ENDS = ".!?\n:;\"”“([«•-/"


class Names(NamedTuple):
    """The listed names in small letters: how each may be recognised (the sections of names.txt)."""

    common: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()


class Word(NamedTuple):
    """A word and how it stands: with a capital, first in its sentence, one space after the word before."""

    low: str
    start: int
    end: int
    capital: bool
    first: bool
    joined: bool


def read_names(text: str) -> Names:
    """Read the sections of a list of names.

    >>> read_names("# from a source\\n[known]\\nanna bo\\n[weak]\\nsten").known == {"anna", "bo"}
    True
    """
    found: dict[str, list[str]] = {}
    members: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            members = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            members += line.split()
    return Names(**{name: frozenset(members) for name, members in found.items()})


@cache
def shipped_names() -> Names:
    """Return the list that comes with the program."""
    data = pkgutil.get_data("samsyn.analysis", "names.txt")
    return read_names(data.decode("utf-8") if data else "")


_NICK = frozenset(rules.NICKNAMES.split())
_BRANDS = frozenset(rules.BRANDS.split())
_FIRMS = frozenset(rules.FIRMS_AND_PLACES.split())
_ENDINGS = tuple(rules.PLACE_ENDINGS.split())
_BEFORE = frozenset(rules.BEFORE_PLACES.split())
_WITHIN = frozenset(rules.IN_PLACES.split())
_TOWARDS = _WITHIN | frozenset(rules.TOWARDS_PLACES.split())
_CUES = frozenset(rules.CUES.split())
_LOWER_CUES = frozenset(rules.LOWER_CUES.split())
_NOT_NAMES = frozenset(rules.NOT_NAMES.split())


def _words(text: str) -> list[Word]:
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        start, between = found.start(), text[end : found.start()]
        before = between.rstrip(" ")
        first = (not words and not before) or before[-1:] in _SENTENCE_ENDS and before != ""
        own = found.group()
        letters = own.isupper() and len(own) <= 3  # an abbreviation
        low, capital = ("", False) if letters else (own.lower(), own[0] != own[0].lower())
        words.append(Word(low, start, found.end(), capital, first, between == " "))
        end = found.end()
    return words


def _is_place(low: str) -> bool:
    return any(len(low) > len(ending) and low.endswith(ending) for ending in _ENDINGS)


class _Reader:
    """Reads the words of one text."""

    def __init__(self, words: list[Word], names: Names, place_words: frozenset[str]) -> None:
        self.words = words
        self.names = names
        self.place_words = place_words

    def strength(self, low: str) -> tuple[str, bool]:
        """Return ("strong", "weak", "nick" or "") and whether the word is a name's genitive."""
        bare = low[:-2] if low.endswith(("'s", "’s")) else low
        if found := self._listed(bare):
            return found, bare != low
        if low.endswith("s") and low[:-1] not in self.names.plain and (found := self._listed(low[:-1])):
            return ("" if found == "weak" else found), found != "weak"
        return "", False

    def _listed(self, low: str) -> str:
        names = self.names
        if low in _NICK:
            return "nick"
        if low in _BRANDS or low in names.weak:
            return "weak"
        if low in names.common or low in names.known or low in names.family or _FAMILY_ENDING.match(low):
            return "" if _is_place(low) else "strong"
        parts = low.split("-")
        if len(parts) > 1 and all(part in names.common or part in names.known or part in names.weak for part in parts):
            return "strong"
        return ""

    def before(self, index: int) -> str:
        """Return the word just before, when one space divides them."""
        return self.words[index - 1].low if index and self.words[index].joined else ""

    def in_place_name(self, first: int, last: int) -> bool:
        """Whether the words stand inside the name of a place here."""
        if not self.place_words:
            return False
        for start in range(max(0, first - 2), first + 1):
            for end in range(last, min(len(self.words), last + 3)):
                if " ".join(word.low for word in self.words[start : end + 1]) in self.place_words:
                    return True
        return False

    def last_of(self, index: int, genitive: bool) -> int:
        """Return the index of the last word of the name that begins here: family names follow with capitals."""
        last = index
        while not genitive and last + 1 < len(self.words) and last - index < 3:
            word = self.words[last + 1]
            if not (word.joined and word.capital) or word.low in _BRANDS or _is_place(word.low):
                break
            if word.low in _FIRMS and not self._surname(word.low):
                break
            last += 1
            genitive = self.strength(word.low)[1]
        return last

    def _surname(self, low: str) -> bool:
        return low in self.names.family or low in ("lund", "strand", "berg", "skog", "holm", "ek", "dal")

    def names_a_place(self, index: int, last: int, genitive: bool) -> bool:
        """Whether what follows or goes before makes the name part of a place's or a firm's name."""
        if self.before(index) in _BEFORE or self.before(index) == "nära" and self.words[index - 1].capital:
            return True
        if last + 1 < len(self.words) and self.words[last + 1].joined:
            after = self.words[last + 1]
            if after.low in _FIRMS or _is_place(after.low) or (genitive and after.capital):
                return True
        return self.in_place_name(index, last)

    def with_capital(self, index: int) -> tuple[str, int] | None:
        """Return (kind, last word) when a name begins at this word with a capital."""
        word = self.words[index]
        strength, genitive = self.strength(word.low)
        cue = not word.first and self.before(index) in _CUES
        if not strength:
            unknown = cue and len(word.low) > 1 and word.low not in _NOT_NAMES and not _is_place(word.low)
            if not unknown:
                return None
        last = self.last_of(index, genitive)
        genitive = genitive or (last > index and self.strength(self.words[last].low)[1])
        genitive = genitive or (last > index and self.words[last].low.endswith("s"))
        if self.names_a_place(index, last, genitive):
            return None
        alone, before = last == index, self.before(index)
        if strength == "weak" and not self._weak_holds(index, last, cue):
            return None
        if alone and not genitive and not cue and strength != "nick" and before in _WITHIN:
            return None
        return ("nickname" if strength == "nick" or not strength and alone else "name"), last

    def _weak_holds(self, index: int, last: int, cue: bool) -> bool:
        word = self.words[index]
        if last > index:
            after = self.words[index + 1].low
            return word.low not in _BRANDS or self.strength(after)[0] == "strong"
        return cue or not (word.first or word.low in _BRANDS or self.before(index) in _TOWARDS)

    def in_small_letters(self, index: int) -> str:
        """Return the kind when the word is a name without its capital."""
        low, names = self.words[index].low, self.names
        bare = low[:-1] if low.endswith("s") and low[:-1] in names.common else low
        if bare in names.common:
            kind = "name"
        elif self.before(index) in _LOWER_CUES and (low in names.known or low in _NICK):
            kind = "nickname" if low in _NICK else "name"
        elif low in _NICK and index + 1 < len(self.words) and self.words[index + 1].low in ("o", "och"):
            kind = "nickname"
        else:
            return ""
        if self.before(index) in _WITHIN or self.names_a_place(index, index, False):
            return ""
        return kind


def names_in(text: str, names: Names, *, place_words: frozenset[str] = frozenset()) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, start, end) of every name; a text where no name can stand costs next to nothing."""
    words = _words(text)
    reader = _Reader(words, names, place_words)
    index = 0
    while index < len(words):
        word = words[index]
        if word.capital:
            found = reader.with_capital(index)
        else:
            kind = reader.in_small_letters(index)
            found = (kind, index) if kind else None
        if found:
            yield found[0], word.start, words[found[1]].end
            index = found[1]
        index += 1
