"""A pasted shift report → its parts, line by line: when, where, and a suggestion of what. Nothing is decided here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

DAY = 24 * 60
SAME_SHIFT = 6 * 60  # a clock this far back from the line before is after midnight
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪]+|\d{1,2}[.)](?=\s))\s*")
_HOUR, _MINUTE = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_CLOCK = rf"(?P<{{0}}h>{_HOUR})[.:](?P<{{0}}m>{_MINUTE})(?![.:]?\d)"
_RANGE = re.compile(rf"(?:kl\.?\s*)?{_CLOCK.format('a')}(?:\s*(?:[-–—]|till)\s*{_CLOCK.format('b')})?", re.I)
_HOURS = re.compile(rf"(?:kl\.?\s*)?(?<![\d.:])(?P<ah>{_HOUR})\s*[-–—]\s*(?P<bh>{_HOUR})(?![\d.:])", re.I)
_ONE_HOUR = re.compile(rf"kl\.?\s*(?P<ah>{_HOUR})(?P<am>{_MINUTE})?(?![\d.:])", re.I)
_SHORT = re.compile(rf"(?P<ah>[01]\d|2[0-3])(?P<am>{_MINUTE})(?=\s)")
_HEADING = re.compile(r"^(?:skift|pass|rapport|vakt|natt|kväll|dagpass|datum|objekt|avlöpning)[\w ]*\b", re.I)
_TRIM = " \t,;:–—-"

# Beginnings of words that suggest a category of the shipped taxonomy; the first that is found is suggested.
CUES: tuple[tuple[str, str], ...] = (
    ("stenkast", "B1"), ("skott", "A1"), ("detonation", "A2"), ("slagsmål", "A3"), ("rån", "A4"), ("hotad", "A5"),
    ("bilbrand", "C1"), ("soprum brann", "C3"), ("container", "C3"), ("papperskorg brann", "C3"), ("eldad", "C4"),
    ("eldning", "C4"), ("brand i", "C3"), ("spruta", "D3"), ("sprutor", "D3"), ("narkotika", "D2"), ("knark", "D2"),
    ("haschlukt", "D2"), ("langning", "D6"), ("berusad", "D5"), ("fyll", "D5"), ("lustgas", "G11"), ("tuber", "G11"),
    ("klott", "E4"), ("tagg", "E4"), ("hiss", "E6"), ("brandlarm", "E6"), ("tvättstug", "E6"), ("ruta", "E1"),
    ("rutor", "E1"), ("krossa", "E1"), ("sönderslag", "E1"), ("lekplats", "E2"), ("gung", "E2"), ("vandal", "E1"),
    ("förråd", "F2"), ("garage", "F2"), ("inbrott", "F3"), ("cykelstöld", "F4"), ("mopedstöld", "F4"),
    ("snatt", "F5"), ("stöld", "F5"), ("trapphus", "G3"), ("bråk", "G6"), ("gräl", "G6"),
    ("fest", "G7"), ("musik", "G7"), ("ljud", "G7"), ("smällare", "G9"), ("fyrverk", "G9"), ("raket", "G9"),
    ("hund", "G10"), ("obehörig", "G5"), ("sov", "G8"), ("samling", "G1"), ("ungdomar", "G1"), ("gäng", "G1"),
    ("samlade", "G1"), ("mopp", "H1"), ("moped", "H1"), ("epa", "H1"), ("a-traktor", "H1"), ("burn", "H6"),
    ("fortkör", "H2"), ("elspark", "H7"), ("felparker", "H4"), ("lampa", "I1"), ("lampor", "I1"),
    ("belysning", "I1"), ("släckt", "I1"), ("mörkt", "I1"), ("buskage", "I2"), ("skräp", "I3"), ("dump", "I3"),
    ("lås", "I4"), ("dörrstäng", "I4"), ("lugnt", "M4"),
)  # fmt: skip


class Part(NamedTuple):
    """One line of a shift as it may be reported. Minutes count from midnight of the day the shift began."""

    text: str
    begins: int | None      # the earlier end of "21–22"; None where one clock or none is written
    ends: int | None
    place: str | None       # the key of the place whose name or alias stands in the line
    category: str | None    # a suggestion
    heading: bool           # probably not something seen: a title, a name of an area


class _Clock(NamedTuple):
    begins: int | None
    ends: int
    at: tuple[int, int]


def split_shift(
    text: str, *, places: Mapping[str, str] | None = None, cues: Iterable[tuple[str, str]] = CUES
) -> list[Part]:
    """Return the parts of a pasted shift report. `places` is name or alias → key.

    A line that begins with a bullet or a clock is a part of its own, and so is a line after an empty one; a plain line
    below such a line goes on with it. Where no line has either, every line is a part.

    >>> [(p.text, p.ends, p.category) for p in split_shift("22.40 Klotter i tunneln\\n- 00:15 Musik från 3:an")]
    [('Klotter i tunneln', 1360, 'E4'), ('Musik från 3:an', 1455, 'G7')]
    """
    names = _by_length(places or {})
    ready = [(cue.casefold(), code) for cue, code in cues]
    parts: list[Part] = []
    before, here = None, None
    for line in _lines(text):
        part = _part(line, names=names, cues=ready, before=before)
        if part is None:
            continue
        if part.heading:
            here = part.place or here
        elif part.place is None:
            part = part._replace(place=here)
        before = part.ends if part.ends is not None else before
        parts.append(part)
    return parts


def place_in(text: str, places: Mapping[str, str]) -> str | None:
    """Return the key of the longest place name that stands as whole words in the text.

    >>> place_in("Häng vid Pressbyråhörnan igen", {"hörnan": "a", "pressbyråhörnan": "b"})
    'b'
    """
    return _place_of(text.casefold(), _by_length(places))


def _by_length(places: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(((name.casefold().strip(), key) for name, key in places.items()), key=lambda one: -len(one[0]))


def _place_of(low: str, names: list[tuple[str, str]]) -> str | None:
    for name, key in names:
        if len(name) > 2 and name in low and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low):
            return key
    return None


def _lines(text: str) -> Iterator[str]:
    """Yield the lines, those that go on with the line before joined to it."""
    lines = [line.rstrip() for line in text.replace("\r", "").replace("\t", " ").split("\n")]
    marked = any(_starts_anew(line) for line in lines)
    whole = ""
    for line in lines:
        goes_on = marked and whole and line and not _starts_anew(line) and not whole.endswith(":")
        if goes_on:
            whole = f"{whole} {line.strip()}"
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _starts_anew(line: str) -> bool:
    rest = _BULLET.sub("", line, count=1)
    return rest != line or _clock_at_start(rest.strip()) is not None


def _clock_at_start(line: str) -> _Clock | None:
    found = _RANGE.match(line) or _HOURS.match(line) or _ONE_HOUR.match(line) or _SHORT.match(line)
    return _clock_of(found) if found else None


def _clock_of(found: re.Match[str]) -> _Clock:
    groups = found.groupdict()
    first = int(groups["ah"]) * 60 + int(groups.get("am") or 0)
    if not groups.get("bh"):
        return _Clock(None, first, found.span())
    last = int(groups["bh"]) * 60 + int(groups.get("bm") or 0)
    return _Clock(first, last if last >= first else last + DAY, found.span())


def _clock_in(line: str) -> _Clock | None:
    """Return the first clock of a line: at its start in any form, further in only where it cannot be anything else."""
    at_start = _clock_at_start(line)
    if at_start is not None:
        return at_start
    found = re.search(r"\bkl\.?\s*\d", line, re.I)
    inside = _RANGE.search(line, found.start()) or _ONE_HOUR.search(line, found.start()) if found else None
    return _clock_of(inside) if inside else None


def _part(
    line: str, *, names: list[tuple[str, str]], cues: list[tuple[str, str]], before: int | None
) -> Part | None:
    plain = _BULLET.sub("", line, count=1).strip()
    clock = _clock_in(plain)
    words = plain
    if clock is not None and clock.at[0] == 0:
        words = plain[clock.at[1] :]
    heading = clock is None and (plain.endswith(":") or bool(_HEADING.match(plain)) and len(plain) < 60)
    words = words.strip(_TRIM)
    if not any(sign.isalpha() for sign in words):
        return None
    low = words.casefold()
    begins, ends = _after(clock, before)
    return Part(words, begins, ends, _place_of(low, names), None if heading else _guess(low, cues), heading)


def _after(clock: _Clock | None, before: int | None) -> tuple[int | None, int | None]:
    """Put a clock on the right side of midnight: a shift goes forward."""
    if clock is None:
        return None, None
    later = 0
    while before is not None and clock.ends + later < before - SAME_SHIFT:
        later += DAY
    return (None if clock.begins is None else clock.begins + later), clock.ends + later


def _guess(low: str, cues: list[tuple[str, str]]) -> str | None:
    return next((code for cue, code in cues if re.search(rf"(?<!\w){re.escape(cue)}", low)), None)
