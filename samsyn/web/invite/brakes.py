"""How often an address or a device may guess before it has to wait a quarter."""

import hashlib

from samsyn.web.counting import add_one, count_of

MOST, FORGOTTEN_AFTER_SECONDS = 20, 15 * 60


def _key(what: str, whose: str) -> str:
    return f"brake-{hashlib.sha256(f'{what} {whose}'.encode()).hexdigest()[:32]}"


def too_many(what: str, *, whose: str) -> bool:
    """Say whether this has gone wrong too often in the last quarter."""
    return count_of(_key(what, whose)) >= MOST


def note_failure(what: str, *, whose: str) -> None:
    """Count one more that went wrong."""
    add_one(_key(what, whose), seconds=FORGOTTEN_AFTER_SECONDS)
