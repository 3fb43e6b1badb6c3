"""The family of refusals: a sentence in Swedish, fit to be shown, that says what to do."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext


def in_both_languages(text: str) -> str:
    """Mark a text for the catalogue; it is looked up when it is shown. Django's own mark asks for settings."""
    return text


TOO_LONG = in_both_languages("Texten är {n} tecken och får vara högst {most}. Korta den.")


UNSEEN = in_both_languages("Texten innehåller tecken som inte syns och som inte går att lagra. Skriv den på nytt.")
# Controls but tab and new line, half characters, and what turns the direction of the text around it: a reader sees
# other words than those that stand there, and a null stops the database.
UNSEEN_SIGNS = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
NOT_SEEN = re.compile(f"[{UNSEEN_SIGNS}]")
NOT_WRITTEN = re.compile(f"[\x00\ud800-\udfff{UNSEEN_SIGNS}]")


class Refused(Exception):
    """Something was not done, and the sentence says what to do about it.

    What varies is named in the sentence and given beside it: Refused("Enheten {unit} finns redan.", unit=unit).
    """

    def __init__(self, said: object = "", /, **named: object):
        self.said, self.named = said, named
        super().__init__(filled(said, named) if named else said)     # a sentence of a kind of its own stays one

    @property
    def sentence(self) -> str:
        """Return the sentence in the language of whoever reads it, where the catalogue has it."""
        if not self.said:
            return ""
        return filled(gettext(str(self.said)) if settings.configured else self.said, self.named)


def filled(said: object, named: dict[str, Any]) -> str:
    """Return the sentence with its names filled in; one without names is left as it is, braces and all."""
    return str(said).format(**named) if named else str(said)


def whole(text: str, *, most: int, refused: type[Refused]) -> str:
    """Return the text without space around it. Raises the refusal where it is longer: nothing is cut off in silence.

    Nor is a text kept that holds signs nobody can see. What the pages send has none (web/middleware.py).
    """
    kept = text.strip()
    if NOT_WRITTEN.search(kept):
        raise refused(UNSEEN)
    if len(kept) > most:
        raise refused(TOO_LONG, n=len(kept), most=most)
    return kept
