"""Finding what points out a person in a text: numbers, plates, codes, homes, names, kin, sensitive words.

Only positions and kinds are returned, never the words themselves, so that nothing found here can be stored by mistake.
The rules are data (`wording_rules`) and guard.js runs the same: one table of cases holds both to the same hits.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from samsyn.analysis.wording_names import Names, names_in, shipped_names
from samsyn.analysis.wording_rules import ATOM, BLOCK, NUMBER_WORDS, RULES, STOP, WARN, Rule


class Hit(NamedTuple):
    """Something found in a text: its kind, where it stands, and whether it blocks, asks (warn) or stops the text."""

    kind: str
    start: int
    end: int
    level: str = BLOCK

    @property
    def blocks(self) -> bool:
        """Whether the text cannot be stored as it is."""
        return self.level != WARN


class Compiled(NamedTuple):
    """A rule with its patterns ready; `words` is what it needs when that is plain words, which are found faster."""

    rule: Rule
    pattern: re.Pattern[str]
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    words: tuple[str, ...]
    figures: int
    spoken: bool


def _compiled(rule: Rule) -> Compiled:
    flags = re.IGNORECASE if "i" in rule.flags else 0
    words = () if rule.needs == A_FIGURE else plain_words(rule.needs)
    near, unless, needs = (
        re.compile(each, re.IGNORECASE) if each else None
        for each in (rule.near, rule.unless, "" if words or rule.needs == A_FIGURE else rule.needs)
    )
    figures = max(rule.figures, rule.needs == A_FIGURE)
    return Compiled(rule, re.compile(rule.pattern, flags), near, unless, needs, words, figures, rule.with_spoken)


def plain_words(needs: str) -> tuple[str, ...]:
    """Return the words of a choice between plain words in small letters; nothing when it is more than that.

    >>> plain_words("snabel|[(]at|Punkt"), plain_words("[0-9]-"), plain_words("")
    (('snabel', '(at', 'punkt'), (), ())
    """
    bare = re.sub(r"\[(.)\]|\\(.)", "", needs)
    return () if not needs or re.search(r"[][.^$*+?{}()\\]", bare) else tuple(
        re.sub(r"\[(.)\]|\\(.)", r"\1\2", needs).lower().split("|")
    )  # fmt: skip


A_FIGURE = "[0-9]"


@cache
def compiled_rules() -> tuple[Compiled, ...]:
    """Return all rules with their patterns ready; compiled when the first text is looked through (some 50 ms)."""
    return tuple(_compiled(rule) for rule in RULES)


@cache
def _most_figures() -> int:
    return max(compiled.figures for compiled in compiled_rules())


@cache
def _tried(*, questions: bool, figures: int) -> tuple[Compiled, ...]:
    """Return the rules that a text with so many figures may break; spoken numbers are counted later."""
    asked = (compiled for compiled in compiled_rules() if questions or compiled.rule.level != WARN)
    return tuple(compiled for compiled in asked if compiled.figures <= figures or compiled.spoken)


_SMALL_WORD = re.compile("[a-zß-öø-ɏ]+")
# Letters that a pattern takes for i and s, though they have other small letters than those.
_ODD_LETTERS = (("İ", "i"), ("ı", "i"), ("ſ", "s"))
# What keyboards and programs put instead of a space, a hyphen and a figure; one for one, so that positions hold.
_PLAIN = {
    **dict.fromkeys([9, 0xA0, 0xAD, *range(0x2000, 0x200F), 0x202F, 0x2060, 0xFEFF], " "),
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-"),
    **{0xFF10 + figure: str(figure) for figure in range(10)},
}
_UNITS = {
    "noll": "0", "nolla": "0", "nollan": "0", "ett": "1", "en": "1", "två": "2", "tre": "3", "fyra": "4", "fem": "5",
    "sex": "6", "sju": "7", "åtta": "8", "nio": "9",
}  # fmt: skip
_TEENS = ("tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton")
_TENS = {"tju": "2", "tret": "3", "fyr": "4", "fem": "5", "sex": "6", "sjut": "7", "åt": "8", "nit": "9"}
_TENS_WORD = re.compile(r"^(tju(?=go|e|t)|tret|fyr|fem|sex|sjut|åt|nit)(?:go|tio?|ti)?(.*)$")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def luhn_holds(digits: str) -> bool:
    """Say whether the last of ten digits is the check digit of the others (Luhn, as in personnummer).

    >>> luhn_holds("8112189876"), luhn_holds("8112189875")
    (True, False)
    """
    total = 0
    for position, digit in enumerate(digits):
        value = int(digit) * (2 - position % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


def is_identity_number(digits: str) -> bool:
    """Say whether 10 or 12 digits are a possible personnummer or samordningsnummer (day + 60).

    >>> is_identity_number("198112189876"), is_identity_number("7010632391"), is_identity_number("2026111322")
    (True, True, False)
    """
    ten = digits[2:] if len(digits) == 12 else digits
    month, day = int(ten[2:4]), int(ten[4:6]) % 60
    century_fits = len(digits) == 10 or "1880" <= digits[:4] <= "2039"
    return century_fits and 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] and int(ten[4:6]) < 92 and luhn_holds(ten)


def digits_of(word: str) -> str:
    """Return the figures of a figure or a spoken number.

    >>> digits_of("14"), digits_of("åttioett"), digits_of("tolv"), digits_of("noll"), digits_of("tjugo")
    ('14', '81', '12', '0', '20')
    """
    low = word.lower()
    if low[0].isdigit():
        return low
    if low in _UNITS:
        return _UNITS[low]
    if low in _TEENS:
        return str(10 + _TEENS.index(low))
    found = _TENS_WORD.match(low)
    return _TENS[found[1]] + _UNITS.get(found[2], "0") if found else ""


@cache
def _atom() -> re.Pattern[str]:
    return re.compile(ATOM, re.IGNORECASE)


def _atoms(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [(digits_of(found.group()), *found.span()) for found in _atom().finditer(text, start, end)]


def _is_moment(lengths: list[int], digits: str) -> bool:
    """Whether twelve digits are written as a date and a clock: 20261113 2215 is no child's number."""
    if lengths not in ([8, 4], [8, 2, 2], [4, 2, 2, 4], [4, 2, 2, 2, 2]):
        return False
    return digits[:4] >= "2015" and digits[8:10] <= "23" and digits[10:] <= "59"


def _identity(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    parts = re.findall("[0-9]+", text[start:end])
    digits = "".join(parts)
    if _is_moment([len(part) for part in parts], digits) and "-" not in text[start:end]:
        return
    if len(digits) == 10 and len(parts) == 1 and re.match("07[02369]", digits) and digits[4:6] > "60":
        return
    if is_identity_number(digits):
        yield start, end


def _run_identity(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Look for ten or twelve digits among figures and spoken numbers that stand after one another."""
    atoms = _atoms(text, start, end)
    first = 0
    while first < len(atoms):
        digits, last = "", first
        while last < len(atoms) and len(digits) < 12:
            digits += atoms[last][0]
            last += 1
            if len(digits) in (10, 12) and last - first > 1 and is_identity_number(digits):
                lengths = [len(atom[0]) for atom in atoms[first:last]]
                if not _is_moment(lengths, digits):
                    yield atoms[first][1], atoms[last - 1][2]
                    first = last - 1
                    break
        first += 1


def _run_phone(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Look for a spoken phone number: from a nought, or after plus forty-six, or seven single figures in words."""
    atoms = _atoms(text, start, end)
    spoken = [not text[atom[1]].isdigit() for atom in atoms]
    for first, atom in enumerate(atoms):
        digits = "".join(other[0] for other in atoms[first:])
        dialled = (atom[0][:1] == "0" and 8 <= len(digits) <= 11) or (digits[:2] == "46" and 10 <= len(digits) <= 12)
        if dialled and any(spoken[first:]):
            yield atom[1], atoms[-1][2]
            return
    if len(atoms) >= 7 and all(spoken) and all(len(atom[0]) == 1 for atom in atoms):
        yield start, end


def _phone(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if 8 <= sum(sign.isdigit() for sign in text[start:end]) <= 11:
        yield start, end


CHECKS: dict[str, Callable[[str, int, int], Iterator[tuple[int, int]]]] = {
    "identity": _identity, "run_identity": _run_identity, "run_phone": _run_phone, "phone": _phone,
}  # fmt: skip


class _Sight:
    """What a text holds at a quick look; a rule whose words or figures are not there is not tried."""

    __slots__ = ("figures", "low", "spoken", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = text.lower() if text.isascii() else _small(text)
        self.figures = sum(map(text.count, "0123456789"))
        self.spoken = -1

    def allows(self, compiled: Compiled) -> bool:
        """Say whether the rule may find anything; what is said no to could not be found."""
        if compiled.spoken and self.spoken_figures() < compiled.figures:
            return False
        return compiled.needs is None or compiled.needs.search(self.text) is not None

    def spoken_figures(self) -> int:
        """Return how many figures there are at most when spoken numbers are figures too: two in each word."""
        if self.spoken < 0:
            self.spoken = self.figures + 2 * sum(map(NUMBER_WORDS.__contains__, _SMALL_WORD.findall(self.low)))
        return self.spoken


def _small(text: str) -> str:
    """Return the text in small letters, as patterns without regard to capitals see them."""
    for odd, letter in _ODD_LETTERS:
        if odd in text:
            text = text.replace(odd, letter)
    return text.lower()


def _worth_trying(text: str, *, questions: bool) -> Iterator[Compiled]:
    """Yield the rules whose words and figures stand in the text; the others could find nothing."""
    sight = _Sight(text)
    low = sight.low
    for compiled in _tried(questions=questions, figures=min(sight.figures, _most_figures())):
        if compiled.words:
            for word in compiled.words:
                if word in low:
                    yield compiled
                    break
        elif sight.allows(compiled):
            yield compiled


def _spans(compiled: Compiled, text: str) -> Iterator[tuple[int, int]]:
    check, sure = CHECKS.get(compiled.rule.check), False
    for found in compiled.pattern.finditer(text):
        if not sure and not _fits(compiled, text):
            return
        sure = True
        start, end = found.span()
        if check is not None:
            yield from check(text, start, end)
        elif end > start:
            words = found.group()
            yield start + len(words) - len(words.lstrip(" ")), end - len(words) + len(words.rstrip(" "))


def _fits(compiled: Compiled, text: str) -> bool:
    """Whether the text as a whole speaks for the rule."""
    near, unless = compiled.near, compiled.unless
    return (near is None or bool(near.search(text))) and (unless is None or not unless.search(text))


def _taken(hits: list[Hit], start: int, end: int) -> bool:
    """Whether something else has been found here; a stop is about the whole text and takes no room."""
    return any(start < hit.end and hit.start < end for hit in hits if hit.level != STOP)


def find(
    text: str, *, names: Names | None = None, place_words: frozenset[str] = frozenset(), questions: bool = True
) -> list[Hit]:
    """Return what points out a person in the text, in its order; nothing is found twice.

    `place_words` are names of places here, in small letters ("karin boyes plats"): inside them no name is found.
    Without `questions` only what blocks or stops is looked for, which is quicker where nobody can be asked.

    >>> [hit.kind for hit in find("ring 070-174 06 22, 811218-9876 satt i MLB 47K")]
    ['phone', 'personnummer', 'plate']
    >>> [(hit.kind, hit.level) for hit in find("Jojje i 12:an, koden till källaren är 1478#")]
    [('nickname', 'warn'), ('dwelling', 'block'), ('door_code', 'block')]
    >>> find("Sten låg vid Almaparken, dnr KS 2026/00412, N 6570123 E 152345, 20261113 22.15, port 14 uppgång C")
    []
    """
    plain = text.replace("\t", " ") if text.isascii() else text.translate(_PLAIN)
    hits: list[Hit] = []
    for compiled in _worth_trying(plain, questions=questions):
        level = compiled.rule.level
        for start, end in _spans(compiled, plain):
            if level == STOP or not _taken(hits, start, end):
                hits.append(Hit(compiled.rule.kind, start, end, level))
    if not questions:
        return sorted(hits, key=lambda hit: (hit.start, hit.end))
    for kind, start, end in names_in(plain, shipped_names() if names is None else names, place_words=place_words):
        if not _taken(hits, start, end):
            hits.append(Hit(kind, start, end, WARN))
    return sorted(hits, key=lambda hit: (hit.start, hit.end))
