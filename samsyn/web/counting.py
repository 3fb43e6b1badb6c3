"""Counts that several web processes add to at the same moment: what brakes whoever guesses."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import caches
from django.core.files import locks


def count_of(key: str) -> int:
    """Return how many have been counted."""
    return int(caches["brakes"].get(key, 0))


def add_one(key: str, *, seconds: int) -> int:
    """Count one more, kept for so many seconds from now; returns the count. Two at once are counted as two."""
    with _alone():
        count = count_of(key) + 1
        caches["brakes"].set(key, count, seconds)
    return count


@contextmanager
def _alone() -> Iterator[None]:
    """Let one thread of one process in at a time: the cache's files can only be read and then written."""
    settings.SAMSYN_DATA.mkdir(parents=True, exist_ok=True)
    with (settings.SAMSYN_DATA / "brakes.lock").open("ab") as turn:
        locks.lock(turn, locks.LOCK_EX)
        try:
            yield
        finally:
            locks.unlock(turn)
