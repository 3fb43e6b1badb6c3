"""How many times somebody has tried to sign in with a wrong password, from one address and for one account."""

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from samsyn.web.whence import address_of

MOST_FAILURES = 10
FORGOTTEN_AFTER_SECONDS = 15 * 60


def _key(request: HttpRequest) -> str:
    """Neither the address nor the e-mail can be read from what is kept."""
    words = f"{address_of(request)} {request.POST.get('username', '').strip().lower()}"
    return f"sign-in-{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def _key_of(user: Any) -> str:
    return f"proof-{user.pk}"


def too_many_of(user: Any) -> bool:
    """Say whether a signed-in person has failed to prove the own password too often in the last quarter."""
    return int(cache.get(_key_of(user), 0)) >= MOST_FAILURES


def note_failure_of(user: Any) -> None:
    """Count one more wrong password of a signed-in person."""
    cache.set(_key_of(user), int(cache.get(_key_of(user), 0)) + 1, FORGOTTEN_AFTER_SECONDS)


def too_many(request: HttpRequest) -> bool:
    """Say whether this account has been tried too often from here in the last quarter."""
    return int(cache.get(_key(request), 0)) >= MOST_FAILURES


def note_failure(request: HttpRequest) -> None:
    """Count one more wrong password; each one keeps the count for a quarter."""
    cache.set(_key(request), int(cache.get(_key(request), 0)) + 1, FORGOTTEN_AFTER_SECONDS)


def forget(request: HttpRequest) -> None:
    """Begin anew after the right password."""
    cache.delete(_key(request))
