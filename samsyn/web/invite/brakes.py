"""How often an address or a device may guess before it has to wait a quarter."""

import hashlib

from django.core.cache import caches

MOST, FORGOTTEN_AFTER_SECONDS = 20, 15 * 60


def _key(what: str, whose: str) -> str:
    return f"brake-{hashlib.sha256(f'{what} {whose}'.encode()).hexdigest()[:32]}"


def too_many(what: str, *, whose: str) -> bool:
    """Say whether this has gone wrong too often in the last quarter."""
    return int(caches["brakes"].get(_key(what, whose), 0)) >= MOST


def note_failure(what: str, *, whose: str) -> None:
    """Count one more that went wrong."""
    key = _key(what, whose)
    caches["brakes"].set(key, int(caches["brakes"].get(key, 0)) + 1, FORGOTTEN_AFTER_SECONDS)
