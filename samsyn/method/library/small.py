"""Small counts in the texts of a case that others will read: one to four of anything reported is told as fewer than 5.

The words are the writer's own, so only what is plainly a count is touched: a number before what is counted ("3
rapporter", "två ungdomar"), and the two ends of "gick från 12 till 3". The preview shows what was changed.
"""

import re

LEAST = 5
_PLURALS = {
    "rapport": "rapporter", "händelse": "händelser", "anmälan": "anmälningar", "person": "personer",
    "ungdom": "ungdomar", "pojke": "pojkar", "flicka": "flickor", "familj": "familjer", "inbrott": "inbrott",
    "brott": "brott", "brand": "bränder", "report": "reports", "event": "events", "offence": "offences",
}  # fmt: skip
_COUNTED = (
    "rapport(?:er)?|händelser?|anmäl(?:an|ningar)|brott|inbrott|stölder|bränder|brand|bråk|personer|person|ungdom(?:ar)?|"
    "barn|pojk(?:e|ar)|flick(?:a|or)|boende|hushåll|familj(?:er)?|elever|besökare|klagomål|samtal|"
    "reports?|events?|offences?|people|persons?|youths?|children|households?|residents"
)
_NUMBER = r"(?:[1-4]|två|tre|fyra|two|three|four)"
_BETWEEN = r"((?:\s+(?:nya|olika|kända|new|other))?\s+)"
_OF_SOMETHING = re.compile(rf"(?<![\w,.–-])({_NUMBER}){_BETWEEN}({_COUNTED})\b", re.I)
_FROM_TO = re.compile(
    r"(?<!allt )(?<!anything )\b(från|from)\s+(\d+)\s+(till|to)\s+(\d+)(?![\d/:-]|[.,]\d|\s*(?:procent|%|percent|meter|"
    r"veck|week|month|mån|timm|hour|år|year))",
    re.I,
)


_SMALL = r"(?:[1-4]|två|tre|fyra|two|three|four)"
_ONE_OF = (
    r"(?:en|ett|one)\s+(?:\w+\s+)?\w*(?:rån|misshandel|skadegörelse|brand|stöld|inbrott|våldtäkt|hot|brott|anmälan|"
    r"rapport|händelse|person|pojke|flicka|kvinna|man|ungdom|familj|robbery|assault|fire|theft|report|event|woman|boy|"
    r"girl|family)\b"
)
_LEFT = re.compile(
    rf"(?<![\w,.:/])(?:\d+\s*[–-]\s*{_SMALL}|{_SMALL}\s*[–-]\s*\d+|(?:från|from)\s+\w+\s+(?:till|to)\s+{_SMALL}|"
    rf"{_SMALL}|{_ONE_OF})(?![\w,.:/]\w)\b(?:\s+\w+){{0,2}}",
    re.I,
)


def left_to_read(text: str) -> list[str]:
    """Return the small numbers that still stand in a text that was `protected`, with the words after: for a person.

    Nothing here knows what is counted, so everything from one to four is shown, also "fyra veckor".

    >>> left_to_read("Två rån i tunneln. 2–3 rapporter. Minskade från tolv till tre. Fyra äldre kvinnor. 12 stolpar.")
    ['Två rån i', '2–3 rapporter', 'från tolv till tre', 'Fyra äldre kvinnor']
    """
    return [hit.group(0) for hit in _LEFT.finditer(text)]


def protected(text: str) -> tuple[str, list[str]]:
    """Return a text with its small counts told as fewer than five, and what stood there.

    >>> protected("Det gick från 12 till 3, och två ungdomar var kvar.")[0]
    'Det gick från 12 till färre än 5, och färre än 5 ungdomar var kvar.'
    >>> protected("Elva nya stolpar. Två omgångar ronder, 12 rapporter.")
    ('Elva nya stolpar. Två omgångar ronder, 12 rapporter.', [])
    """
    found: list[str] = []

    def of_something(hit: re.Match[str]) -> str:
        found.append(hit.group(0))
        noun = _PLURALS.get(hit.group(3).casefold(), hit.group(3))
        return f"{_fewer(hit.group(3), capital=hit.group(1)[:1].isupper())}{hit.group(2)}{noun}"

    def ends(hit: re.Match[str]) -> str:
        small = [1 <= int(hit.group(each)) < LEAST for each in (2, 4)]
        if not any(small):
            return hit.group(0)
        found.append(hit.group(0))
        first, last = (_fewer(hit.group(1)) if few else hit.group(at) for few, at in zip(small, (2, 4), strict=True))
        return f"{hit.group(1)} {first} {hit.group(3)} {last}"

    return _OF_SOMETHING.sub(of_something, _FROM_TO.sub(ends, text)), found


def _fewer(beside: str, *, capital: bool = False) -> str:
    """Return the words for a small number, in the language of the word beside it."""
    english = beside.casefold() in ("from", "people", "children", "residents") or beside.casefold().rstrip("s") in (
        "report", "event", "offence", "person", "youth", "household")  # fmt: skip
    said = f"fewer than {LEAST}" if english and beside.casefold() != "person" else f"färre än {LEAST}"
    return said[:1].upper() + said[1:] if capital else said
