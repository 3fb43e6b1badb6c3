"""One letter as a push notice: a neutral line and where it leads, sealed for each browser of its reader."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils import translation

from samsyn.letters import addresses
from samsyn.letters.email import words_of
from samsyn.letters.models import Delivery, LetterKind, PushSubscription
from samsyn.letters.sealing import from_text, installation_key, point_of, proof, sealed, to_text

KEPT_SECONDS = 24 * 3600        # how long the browser's service keeps it for a phone that is off
GONE = (404, 410)
AWAY = "away"                   # the service has not answered somebody else this round


class Pushed(NamedTuple):
    """What came of one notice: how many browsers took it, which are gone for ever, and what went wrong with others."""

    taken: int
    gone: list[PushSubscription]
    problem: str


def own_key() -> ec.EllipticCurvePrivateKey:
    """Return the installation's key for push; it lies in SAMSYN_DATA and is made at the first need."""
    return installation_key(settings.SAMSYN_DATA / "push_key.pem")


def public_key() -> str:
    """Return what a browser needs to know of the installation before it can be told anything."""
    return to_text(point_of(own_key().public_key()))


def message(delivery: Delivery, *, path: str) -> bytes:
    """Return what the service worker reads: title, where it leads, and the line: a repeat replaces the first."""
    with translation.override(delivery.recipient.language):
        title, _first = words_of(delivery.kind)
    where = f"/{delivery.municipality.slug}/{path}"
    return json.dumps({"title": title, "path": where, "line": str(delivery.event_id)}, ensure_ascii=False).encode()


def push(
    delivery: Delivery, *, to: Iterable[PushSubscription], path: str, now: datetime, away: set[str]
) -> Pushed:
    """Send one notice to each browser; `away` holds the hosts that have not answered this round and gets new ones."""
    taken, gone, problem = 0, [], ""
    text, key = message(delivery, path=path), own_key()
    anywhere = settings.PUSH_TO_PRIVATE_HOSTS
    for browser in to:
        try:
            host, _port = addresses.host_of(browser.endpoint, private_too=anywhere)
            if host in away:
                problem = problem or AWAY
                continue
            body = sealed(text, public_key=from_text(browser.public_key), secret=from_text(browser.secret))
            headers = {
                "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "TTL": str(KEPT_SECONDS),
                "Urgency": "high" if delivery.kind == LetterKind.URGENT else "normal",
                "Authorization": proof(browser.endpoint, key=key, contact=_contact(), now=now),
            }  # fmt: skip
            status = addresses.post(browser.endpoint, body=body, headers=headers, private_too=anywhere)
        except ValueError:                  # an address or a key that can never be used
            gone.append(browser)
            continue
        except OSError as trouble:
            away.add(host)
            problem = type(trouble).__name__
            continue
        if status in GONE:
            gone.append(browser)
        elif status < 300:
            taken += 1
        else:
            problem = f"HTTP {status}"
    return Pushed(taken, gone, problem)


def _contact() -> str:
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    return f"mailto:{sender}"
