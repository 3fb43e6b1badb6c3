"""What is never a measure here: where people were born, what they are citizens of, believe or speak.

An area's profile, the choice of an area to compare with and every model would otherwise say of people's origin what
they mean to say of places. The words are data; they are looked for in every text that an indicator carries, whatever
its case, accents, hyphens, spaces or letters that only look like ours.
"""

import re
import unicodedata
from collections.abc import Iterable

# Looked for anywhere, after everything but letters and digits has been taken away.
PARTS: tuple[str, ...] = (
    "fodelseland", "fodelsereg", "fodelsenation", "fodda utomlands", "fodda i utlandet", "fodd utomlands",
    "fodd i utlandet", "fodd utanfor", "fodda utanfor", "fodda utom", "fodd i sverige", "fodda i sverige",
    "fodda i ett annat land", "fodd i annat land", "fodda i annat land", "utrikes fod", "utrikesfod", "utlandsfod",
    "inrikes fod", "inrikesfod", "sverigefod", "svenskfod", "utlandsk bakgrund", "svensk bakgrund", "utlandsk harkomst",
    "utlsvbakg", "utlbakg", "utlbak", "utrfod", "inrfod", "utrinr", "bakgrundsland", "ursprung", "harkomst", "invandr",
    "migrationsbakgrund", "migrantbakgrund", "flykting", "asyl", "utomnordi", "utomeurop", "nyanland",
    "uppehallstillstand", "medborgarskap",
    "medborgare i", "utlandska medborgare", "utlandsk medborgare", "svenska medborgare", "svensk medborgare",
    "tredjelandsmedborgare", "nationalitet", "etnis", "etnic",
    "hudfarg", "folkgrupp", "minoritet", "religi", "trossamfund",
    "trosuppfatt", "trostillhor", "samfund", "forsamling", "muslim", "islam", "kristen", "kristn", "judar", "judisk",
    "judend", "hindu", "buddh", "kyrkomedlem", "kyrkans medlem", "medlemmar i svenska kyrkan", "modersmal", "hemsprak",
    "forstasprak", "andrasprak", "svenska som andra", "sprakgrupp", "sprakkunskap", "svenska for invandrare",
    "talar annat sprak", "talar svenska", "talar inte svenska", "sprak i hemmet", "country of birth", "birth country",
    "birthplace", "place of birth", "born abroad", "born outside", "born in sweden", "foreign born", "native born",
    "foreign background", "swedish background", "immigra", "migrant", "refugee", "citizenship", "nationality",
    "foreign citizen", "ethnic", "ancestry", "descent", "race group", "faith", "mother tongue", "first language",
    "native language", "home language", "spoken language", "language spoken",
)  # fmt: skip
# Only as words of their own: inside other words they mean something else (språkrör, profession).
WORDS: tuple[str, ...] = ("sprak", "language", "languages", "sfi", "tro", "kyrka", "moske", "modersmal", "judar", "ras",
                          "race", "bakgrund", "landbakgrund", "nordisk", "afrikansk", "asiatisk")  # fmt: skip
# What the sources themselves call such variables and tables.
CODES: tuple[str, ...] = ("fodelseland", "fodelselandgrupp", "utlsvbakg", "utlbakgr", "medborgarskap", "utrikesfodda",
                          "inrutr", "foddsvutl", "kyrkotillh")  # fmt: skip
# Letters that look like ours: Cyrillic and Greek, and digits used as letters.
LOOKALIKES = str.maketrans({
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "ј": "j", "ѕ": "s", "к": "k",
    "м": "m", "т": "t", "в": "b", "н": "h", "ԁ": "d", "ɡ": "g", "ο": "o", "α": "a", "ε": "e", "ι": "i", "κ": "k",
    "ν": "v", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "ı": "i", "ø": "o", "æ": "a", "ß": "ss", "đ": "d", "ł": "l",
})  # fmt: skip
DIGITS = str.maketrans("013457", "oieast")


def flattened(text: str) -> str:
    """Return a text in small plain letters: no accents, no look-alikes, words parted by one space.

    >>> flattened("FÖDELSE-LAND (Ålder)"), flattened("fоdеlsеlаnd")
    ('fodelse land alder', 'fodelseland')
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LOOKALIKES)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter.isprintable())
    return " ".join(re.findall(r"[a-z0-9]+", kept))


def is_never(*texts: str) -> bool:
    """Return whether any of the texts speaks of origin, citizenship, faith or language.

    >>> is_never("Andel utrikes födda"), is_never("Medianinkomst"), is_never("u.t.r-i_k e s f ö d d")
    (True, False, True)
    """
    return any(_speaks_of(flattened(text)) for text in texts if text)


def _speaks_of(text: str) -> bool:
    words = set(text.split())
    if words & set(WORDS) or any(word.startswith(("sprak", "kyrko")) for word in words):
        return True
    close, undigited = text.replace(" ", ""), text.translate(DIGITS).replace(" ", "")
    return _holds(PARTS, close) or _holds(PARTS, undigited) or _holds(CODES, close)


def _holds(wanted: Iterable[str], text: str) -> bool:
    return any(part.replace(" ", "") in text for part in wanted)
