"""What a password may not be: one that many have, or one that anybody here would guess first.

There are no rules of composition: length counts, and any sign may stand anywhere (NIST SP 800-63B; ASVS 2.1.7, 2.1.9).
"""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samsyn.ground.tenancy.models import Municipality

LEFT_AT_LEAST = 5                   # letters that are left when everything that is guessed first has been taken out
LONGEST = 200                       # signs; what is longer is refused before anything is looked up in it
FEWEST_SIGNS = 5                    # different ones: "aaaaaaaaaaaa" and "121212121212" have too few
ROWS = ("abcdefghijklmnopqrstuvwxyzåäö", "qwertyuiopåasdfghjklöäzxcvbnm", "12345678901234567890", "1qaz2wsx3edc4rfv")
LONGEST_ROW = max(map(len, ROWS))
AS_LETTERS = str.maketrans("013457@$!", "oieastasi")
# What Swedish passwords are made of when somebody has to think of one at once.
GUESSED = {
    "samsyn", "losenord", "lösenord", "password", "passwort", "hemlig", "hemligt", "välkommen", "valkommen", "welcome",
    "sommar", "sommaren", "vinter", "vintern", "höst", "hösten", "vår", "våren", "januari", "februari", "mars", "april",
    "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december", "måndag", "tisdag", "onsdag",
    "torsdag", "fredag", "lördag", "söndag", "summer", "winter", "autumn", "spring", "kommun", "kommunen", "polis",
    "polisen", "trygg", "trygghet", "sverige", "sweden", "admin", "administrator", "samordnare", "demo", "test", "hej",
    "hejsan", "hello", "abc", "qwerty", "asdf", "letmein", "iloveyou", "jagälskardig", "fotboll", "hockey",
}  # fmt: skip


class Guessable(CommonPasswordValidator):
    """Refuses common passwords, runs along the keyboard, and words that stand on the door with a year behind."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError with a sentence that says what is wrong and what to do instead."""
        if len(password) > LONGEST:
            raise ValidationError(_("Lösenordet är för långt. Skriv högst %(most)s tecken."), params={"most": LONGEST})
        super().validate(password, user)
        plain = password.casefold()
        own = _words(user, "email", "name", "sign_in_name")
        words = GUESSED | own | _municipalities()
        for form in (plain, plain.translate(AS_LETTERS)):
            left, found = _without(form, words)
            if found and len(left) < LEFT_AT_LEAST:
                raise _guessed(found if found in GUESSED | own else "")
        if len(set(plain)) < FEWEST_SIGNS or _is_run(plain):
            raise ValidationError(_("Lösenordet är en rad tecken i följd. Sätt ihop några ord som inte hör ihop."))
        letters = "".join(sign for sign in plain if sign.isalpha())
        if {letters, _repeats(plain), plain.translate(AS_LETTERS)} & self.passwords:
            raise ValidationError(_("Det lösenordet har många andra. Sätt ihop några ord som inte hör ihop."))


def _guessed(word: str) -> ValidationError:
    """The word is named where it is no news: which municipalities there are here is not told to whoever asks."""
    if not word:
        return ValidationError(_("Lösenordet är lätt att gissa. Sätt ihop några ord som inte hör ihop."))
    told = _("Lösenordet är lätt att gissa: det är mest ”%(word)s”. Sätt ihop några ord som inte hör ihop.")
    return ValidationError(told, params={"word": word})


def _municipalities() -> set[str]:
    """Return what stands on the doors: the names of the municipalities here."""
    return _split(text for row in Municipality.objects.values_list("name", "slug") for text in row)


def _words(user: Any, *fields: str) -> set[str]:
    return _split(getattr(user, field, None) or "" for field in fields)


def _split(texts: Iterable[object]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", str(text).casefold())}


def _without(form: str, words: set[str]) -> tuple[str, str]:
    """Return the letters that are left without the words, and the longest word that was found."""
    found = ""
    for word in sorted(words, key=lambda each: (-len(each), each)):
        if word in form:
            form, found = form.replace(word, " "), found or word
    return "".join(sign for sign in form if sign.isalpha()), found


def _repeats(plain: str) -> str:
    """Return what is written again and again; the whole where nothing is.

    >>> _repeats("hästhästhäst"), _repeats("häst")
    ('häst', 'häst')
    """
    return plain[: (plain + plain).find(plain, 1)]


def _is_run(plain: str) -> bool:
    """Say whether all of it lies side by side in the alphabet, on the keyboard or among the figures, in lumps.

    >>> _is_run("abcdefghijkl"), _is_run("qwerty123456"), _is_run("hästen i hagen")
    (True, True, False)
    """
    rows = [text for row in ROWS for text in (row, row[::-1])]
    at = 0
    while at < len(plain):
        sizes = range(min(LONGEST_ROW, len(plain) - at), 2, -1)
        longest = next((size for size in sizes if any(plain[at : at + size] in row for row in rows)), 0)
        if not longest:
            return False
        at += longest
    return True
