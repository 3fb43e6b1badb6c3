"""The language of what is said at the keyboard, and its texts: also before Django has started, and without it.

SAMSYN_LANGUAGE decides; where it is not set, the terminal's own language does. Whatever is not English is Swedish.
"""

import gettext
import os
from functools import cache
from pathlib import Path

from django.conf import settings

LOCALE = Path(__file__).resolve().parent.parent / "locale"
OF_TERMINAL = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of_terminal() -> str:
    """Return `en` where the terminal speaks English, else `sv`; the first variable that says anything decides."""
    spoken = os.environ  # noqa: TID251  (the terminal's, which is no setting of ours)
    said = next((value for name in OF_TERMINAL if (value := spoken.get(name))), "")
    return "en" if said.lower().startswith("en") else "sv"


def language() -> str:
    """Return the language of the commands: `sv` or `en`."""
    if settings.configured:
        return str(settings.SAMSYN_LANGUAGE)
    chosen = os.environ.get("SAMSYN_LANGUAGE", "")  # noqa: TID251  (before the settings are read)
    return chosen if chosen in ("sv", "en") else language_of_terminal()


def said(text: str) -> str:
    """Return a text of the commands in their language; it is kept in Swedish, and in English in the catalogue."""
    return _catalogue().gettext(text) if text and language() == "en" else text


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE, ["en"], fallback=True)
