"""Finding what points out a person in a text: identity numbers, phone numbers, plates, addresses, codes, homes.

Only positions and kinds are returned, never the words themselves, so that nothing found here can be stored by mistake.
The rules are data: `RULES` can be handed to the browser as it is, so that both ends stop the same texts.
"""

import re
from typing import NamedTuple


class Hit(NamedTuple):
    """Something found in a text: its kind, where it stands, and whether it stops the text."""

    kind: str
    start: int
    end: int
    blocks: bool


class Rule(NamedTuple):
    """A kind of words and the pattern that finds them; a rule that does not block is for a gentle question."""

    kind: str
    pattern: str
    blocks: bool


_DIGIT_WORD = r"(?:noll(?:a|an)?|ett?|en|två|tre|fyra|fem|sex|sju|åtta|nio)"
_PLATE_LETTER = "A-HJ-PR-UW-Z"       # I, Q and V are never used, nor Å, Ä and Ö
_KIN = (r"(?:mamm|mors|papp|fars|mor|far|bro[rs]|syst|syrr|son|dott|kille|tjej|fru|sambo|kusin|pojkvän|flickvän|barn)"
        r"[a-zåäö]*")

IDENTITY = r"(?<!\d)(?<!\d )((?:\d[ ]?){6}(?:(?:\d[ ]?){2})?)([-+–]?)[ ]?((?:\d[ ]?){3}\d)(?![ ]?\d)"
RULES: tuple[Rule, ...] = (
    Rule("mail", r"[\w.+-]+@[\w-]+\.[\w.-]+|(?i:\bsnabel-?[aA]\b)", True),
    Rule("phone", r"(?<!\d)(?:\+46[ -]?(?:\(0\)[ -]?)?[1-9]\d?|0(?:7[02369]|[1-689]\d{0,2}))(?:[ -]?\d){6,8}(?!\d)",
         True),
    Rule("phone", rf"(?i)(?<!\w)(?:{_DIGIT_WORD}[ ,]+){{6,}}{_DIGIT_WORD}(?!\w)", True),
    Rule("plate", rf"(?<!\w)[{_PLATE_LETTER}]{{3}}[ -]?\d\d ?[{_PLATE_LETTER}0-9](?!\w)", True),
    Rule("plate", rf"(?<!\w)[{_PLATE_LETTER.lower()}]{{3}}\d\d[{_PLATE_LETTER.lower()}0-9](?!\w)", True),
    Rule("police_case", r"(?<!\w)(?:\d{4} ?- ?)?K ?\d{4,7} ?- ?\d\d(?!\d)", True),
    Rule("door_code", r"(?i)(?<!\w)(?:port|dörr|larm|grind|nyckel\w*)?kod(?:en|erna|er)?\b"
         r"[^.!?\n\d]{0,30}\d{3,6}(?!\d)#?", True),
    Rule("dwelling", r"(?i)(?<!\w)(?:lgh|lägenhet(?:en)?)\.? ?(?:nr\.? ?)?\d{1,4}(?!\d)", True),
    Rule("dwelling", r"(?i)(?<!\w)\d{1,3}:an(?!\w)|(?<![\w-])\d{1,2} ?tr\b(?: ?(?:t ?[hv]|höger|vänster))?", False),
    Rule("handle", r"(?<![\w.])@[\w.]{3,30}", True),
    Rule("protected", r"(?i)skydda[dt]e?n? +(?:identitet|boende|adress|person\w*)|kvinnojour\w*|"
         r"\bhvb(?:-?hem\w*)?\b", True),
    Rule("school_class", r"(?<!\w)[1-9] ?[A-F](?= (?:på|i|vid|från) [A-ZÅÄÖ][\wåäö]*skolan\b)", True),
    Rule("relation", rf"(?i)(?<!\w)(?:hans|hennes|deras) +{_KIN}(?!\w)|"
         r"(?<!\w)(?:mamman|pappan|sonen|dottern|brodern) +till(?!\w)", False),
)
# What a text must hold for each rule to have a chance, in the order of RULES: one of these fragments in its casefolded
# form, and so many digits. A file of 100 000 texts is looked through in a third of the time.
_CHANCES: tuple[tuple[tuple[str, ...], int], ...] = (
    (("@", "snabel"), 0),
    ((), 8),
    (("noll", "ett", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"), 0),
    ((), 2),
    ((), 2),
    (("k",), 6),
    (("kod",), 3),
    (("lgh", "lägenhet"), 1),
    ((":an", "tr"), 1),
    (("@",), 0),
    (("skydda", "kvinnojour", "hvb"), 0),
    (("skolan",), 1),
    (("hans", "hennes", "deras", "till"), 0),
)
_COMPILED = tuple(
    (rule, re.compile(rule.pattern), fragments, digits)
    for rule, (fragments, digits) in zip(RULES, _CHANCES, strict=True))
_IDENTITY = re.compile(IDENTITY)
_IDENTITY_DIGITS = 10
_DIGIT = re.compile(r"\d")


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
    """Return what points out a person in the text, in its order; nothing is found twice.

    >>> [hit.kind for hit in find("ring 070-174 06 22, 811218-9876 satt i MLB 47K")]
    ['phone', 'personnummer', 'plate']
    >>> [(hit.kind, hit.blocks) for hit in find("de i 12:an, koden till källaren är 1478#")]
    [('dwelling', False), ('door_code', True)]
    >>> find("Sten låg vid Almaparken, dnr KS 2026/00412, N 6570123 E 152345, 20261113 22.15, port 14 uppgång C")
    []
    """
    folded, digits_here = text.casefold(), len(_DIGIT.findall(text))
    hits = [Hit("personnummer", *match.span(), blocks=True)
            for match in (_IDENTITY.finditer(text) if digits_here >= _IDENTITY_DIGITS else ())
            if is_identity_number(re.sub(r"\D", "", match.group()))]
    for rule, pattern, fragments, digits in _COMPILED:
        if digits_here < digits or (fragments and not any(fragment in folded for fragment in fragments)):
            continue
        for match in pattern.finditer(text):
            if not any(match.start() < hit.end and hit.start < match.end() for hit in hits):
                hits.append(Hit(rule.kind, *match.span(), blocks=rule.blocks))
    return sorted(hits, key=lambda hit: hit.start)
