"""What a command says of itself, in the language of the installation; the sentences are kept in Swedish."""

import sys

from samsyn.exchange.sentences import told
from samsyn.ground.spoken import language, said


def in_words(sentence: str) -> str:
    """Return the sentence in the installation's language."""
    known = said(sentence)
    return told(sentence, language=language()) if known == sentence else known


def say(sentence: str) -> None:
    """Write a sentence where progress and words go."""
    sys.stderr.write(f"{in_words(sentence)}\n")
