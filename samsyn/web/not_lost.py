"""What was written and not taken in is said again, so that nobody has to write it twice."""

from django.utils.translation import gettext as _


def with_mine(sentence: str, mine: str) -> str:
    """Say a refusal together with the words that were not taken in."""
    return _("%(sentence)s Du skrev: %(mine)s") % {"sentence": sentence, "mine": mine} if mine.strip() else sentence
