"""What a command says of itself, in the language of the installation; the sentences are kept in Swedish."""

import sys

from django.conf import settings

from samsyn.exchange.sentences import told


def in_words(sentence: str) -> str:
    """Return the sentence in the installation's language."""
    return told(sentence, language=settings.SAMSYN_LANGUAGE)


def say(sentence: str) -> None:
    """Write a sentence where progress and words go."""
    sys.stderr.write(f"{in_words(sentence)}\n")
