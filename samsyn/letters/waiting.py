"""How much waits to be told."""

from datetime import datetime

from samsyn.letters.actions import untold


def waiting_letters(now: datetime) -> int:
    """Return how many lines of the logbook are to be told and have not been."""
    return int(untold(now).count())
