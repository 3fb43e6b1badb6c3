"""Finding what points out a person in a text: identity numbers, phone numbers, registration plates, e-mail addresses.

Only positions and kinds are returned, never the words themselves, so that nothing found here can be stored by mistake.
"""

import re
from typing import NamedTuple


class Hit(NamedTuple):
    """Something found in a text: its kind, where it stands, and whether it stops the text."""

    kind: str
    start: int
    end: int
    blocks: bool


_IDENTITY = re.compile(r"(?<!\d)(?<!\d )((?:\d[ ]?){6}(?:(?:\d[ ]?){2})?)([-+–]?)[ ]?((?:\d[ ]?){3}\d)(?![ ]?\d)")
_PHONE = re.compile(
    r"(?<!\d)(?:\+46[ -]?(?:\(0\)[ -]?)?[1-9]\d?|0(?:7[02369]|[1-689]\d{0,2}))(?:[ -]?\d){6,8}(?!\d)"
)
_PLATE_LETTER = "A-HJ-PR-UW-Za-hj-pr-uw-z"
_PLATE = re.compile(rf"(?<![\w])([{_PLATE_LETTER}]{{3}})[ -]?(\d\d)[ ]?([{_PLATE_LETTER}0-9])(?![\w])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


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
    month, day = int(ten[2:4]), int(ten[4:6])
    century_fits = len(digits) == 10 or digits[:2] in {"18", "19", "20"}
    return century_fits and 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91) and luhn_holds(ten)


def find(text: str) -> list[Hit]:
    """Return what points out a person in the text, in its order; identity numbers, phones, plates and mail stop it.

    >>> [hit.kind for hit in find("ring 070-174 06 22, 811218-9876 satt i MLB 47K")]
    ['phone', 'personnummer', 'plate']
    >>> find("Sten låg vid Almaparken, dnr KS 2026/00412, N 6570123 E 152345, 20261113 22.15, port 14 uppgång C")
    []
    """
    hits = []
    for match in _IDENTITY.finditer(text):
        if is_identity_number(re.sub(r"\D", "", match.group())):
            hits.append(Hit("personnummer", match.start(), match.end(), blocks=True))
    taken = [(hit.start, hit.end) for hit in hits]
    for kind, pattern in (("phone", _PHONE), ("plate", _PLATE), ("mail", _MAIL)):
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                hits.append(Hit(kind, match.start(), match.end(), blocks=True))
                taken.append((match.start(), match.end()))
    return sorted(hits, key=lambda hit: hit.start)
