"""How many times somebody has tried to sign in with a wrong password, from one address and for one account."""

import hashlib
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest

from samsyn.web.counting import add_one, count_of
from samsyn.web.whence import address_of

MOST_FAILURES = 10
FORGOTTEN_AFTER_SECONDS = 15 * 60
MOST_A_DAY, A_DAY = 50, 24 * 3600          # for one account from all addresses together
KNOWN_FOR_SECONDS = 30 * A_DAY


def _key(request: HttpRequest) -> str:
    """Neither the address nor the e-mail can be read from what is kept."""
    words = f"{address_of(request)} {request.POST.get('username', '').strip().lower()}"
    return f"sign-in-{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def _account(request: HttpRequest, what: str) -> str:
    words = request.POST.get("username", "").strip().lower()
    return f"sign-in-{what}-{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def _known(request: HttpRequest) -> str:
    return f"known-{_key(request)}"


def _key_of(user: Any) -> str:
    return f"proof-{user.pk}"


def too_many_of(user: Any) -> bool:
    """Say whether a signed-in person has failed to prove the own password too often in the last quarter."""
    return count_of(_key_of(user)) >= MOST_FAILURES


def note_failure_of(user: Any) -> None:
    """Count one more wrong password of a signed-in person."""
    add_one(_key_of(user), seconds=FORGOTTEN_AFTER_SECONDS)


def too_many(request: HttpRequest) -> bool:
    """Say whether this account has been tried too often: from here in the last quarter, or from everywhere.

    After fifty wrong passwords in a day the account is closed for a quarter at a time to addresses that it has not
    been opened from in a month. Whoever it belongs to gets in as usual from the own place.
    """
    if count_of(_key(request)) >= MOST_FAILURES:
        return True
    return bool(caches["brakes"].get(_account(request, "closed")) and not caches["brakes"].get(_known(request)))


def note_failure(request: HttpRequest) -> None:
    """Count one more wrong password; each one keeps the count for a quarter."""
    add_one(_key(request), seconds=FORGOTTEN_AFTER_SECONDS)
    if add_one(_account(request, "day"), seconds=A_DAY) >= MOST_A_DAY:
        caches["brakes"].set(_account(request, "closed"), 1, FORGOTTEN_AFTER_SECONDS)


def forget(request: HttpRequest) -> None:
    """Begin anew after the right password, and know this address."""
    caches["brakes"].set(_known(request), 1, KNOWN_FOR_SECONDS)
    caches["brakes"].delete(_key(request))
