"""One careful way out: https only, to the hosts a source is known by, within limits, with a cache and patience.

A host never comes from a user or from an answer: it stands with the source, and an answer that points elsewhere is not
followed. What was fetched is kept under SAMSYN_DATA, so that the same question is not asked again within a week, and so
that a source that does not answer leaves what it said last.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from samsyn.ground.refusals import Refused

SECONDS_TO_CONNECT, SECONDS_IN_ALL = 15.0, 120.0
MOST_BYTES = 64 * 1024 * 1024
TRIES, FIRST_WAIT, LONGEST_WAIT = 4, 1.0, 30.0
AGAIN = {429, 500, 502, 503, 504}
KEPT = timedelta(days=7)
CHUNK = 1 << 16
NAME = "Samsyn (kommunal samordning; öppna data)"


class OutsideRefused(Refused):
    """A source was not asked, or gave nothing that can be used; the sentence says why."""


class Service(NamedTuple):
    """A source on the network: its name, the hosts it is known by and how long to leave between two questions."""

    name: str
    hosts: tuple[str, ...]
    pause_seconds: float = 0.2


class Fetched(NamedTuple):
    """An answer in the cache: where it lies, when it was given, and whether the source was asked just now."""

    path: Path
    told_at: datetime
    from_cache: bool


@dataclass
class Client:
    """Asks a source. `addresses` (host → machine and port) and `context` are for a server of one's own in tests."""

    service: Service
    folder: Path
    context: ssl.SSLContext | None = None
    addresses: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    most_bytes: int = MOST_BYTES
    seconds: float = SECONDS_IN_ALL
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    asked_to_wait: float = 0.0           # what the source's last answer asked for, seconds

    def fetch(self, address: str, *, body: Any = None, fresh: bool = False, suffix: str = ".json") -> Fetched:
        """Return the answer of an address (with `body`: the answer to that question), from the cache when it is young.

        Raises OutsideRefused for an address that is not the source's, and when it neither answers nor has answered.
        """
        self._must_be_ours(address)
        sent = None if body is None else json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        key = hashlib.sha256(f"{address}\n".encode() + (sent or b"")).hexdigest()[:32]
        path = self.folder / f"{self.service.name}-{key}{suffix}"
        kept = self._kept(path)
        if kept is not None and not fresh and self.now() - kept.told_at < KEPT:
            return kept
        try:
            answer = self._asked(address, sent)
        except OutsideRefused:
            if kept is not None:
                return kept
            raise
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_bytes(answer)
        beside.replace(path)
        return Fetched(path, self.now(), from_cache=False)

    def _kept(self, path: Path) -> Fetched | None:
        if not path.is_file():
            return None
        return Fetched(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), from_cache=True)

    def _must_be_ours(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "https":
            raise OutsideRefused("Adressen ska börja med https://. Inget har hämtats.")
        if parts.hostname not in self.service.hosts or parts.port is not None or parts.username is not None:
            hosts = ", ".join(self.service.hosts)
            raise OutsideRefused(f"{self.service.name} hämtas bara från {hosts}. Inget har hämtats.")
        if ".." in parts.path.split("/") or re.search(r"[\s\\\x00-\x20\x7f]", address):
            raise OutsideRefused("Adressen innehåller tecken som inte får stå där. Inget har hämtats.")

    def _asked(self, address: str, sent: bytes | None) -> bytes:
        until = time.monotonic() + self.seconds
        problem = ""
        for number in range(TRIES):
            if number:
                wait = min(FIRST_WAIT * 2 ** (number - 1), LONGEST_WAIT)
                self.sleep(max(wait, self.asked_to_wait))
            self.asked_to_wait = 0.0
            try:
                status, answer = self._once(address, sent, until=until)
            except (OSError, http.client.HTTPException, TimeoutError) as error:
                problem = type(error).__name__
                continue
            if status == 200:
                self.sleep(self.service.pause_seconds)
                return answer
            problem = f"HTTP {status}"
            if status not in AGAIN:
                break
        raise OutsideRefused(f"{self.service.name} svarade inte ({problem}). Försök igen senare.")

    def _once(self, address: str, sent: bytes | None, *, until: float) -> tuple[int, bytes]:
        parts = urlsplit(address)
        host = parts.hostname or ""
        connection = _Connection(host, context=self.context, to=self.addresses.get(host))
        headers = {"User-Agent": quote(NAME, safe=" ();"), "Accept": "application/json, text/csv;q=0.9, */*;q=0.1",
                   "Accept-Encoding": "identity"}  # fmt: skip
        if sent is not None:
            headers["Content-Type"] = "application/json"
        try:
            wanted = quote(parts.path or "/", safe="/%:,") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET" if sent is None else "POST", wanted, body=sent, headers=headers)
            answer = connection.getresponse()
            told = answer.headers.get("Retry-After", "")
            self.asked_to_wait = min(float(told), LONGEST_WAIT) if told.isdecimal() else 0.0
            return answer.status, self._read(answer, until=until) if answer.status == 200 else b""
        finally:
            connection.close()

    def _read(self, answer: http.client.HTTPResponse, *, until: float) -> bytes:
        pieces, size = [], 0
        while piece := answer.read(CHUNK):
            size += len(piece)
            if size > self.most_bytes:
                most = self.most_bytes // (1024 * 1024)
                raise OutsideRefused(
                    f"Svaret från {self.service.name} är större än {most} MB. Be om färre år eller områden."
                )
            if time.monotonic() > until:
                raise TimeoutError
            pieces.append(piece)
        declared = answer.headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared) != size:
            raise http.client.IncompleteRead(b"", int(declared) - size)
        return b"".join(pieces)


class _Connection(http.client.HTTPSConnection):
    """A connection that proves whom it speaks to, also when the machine at the other end is one of the tests'."""

    def __init__(self, host: str, *, context: ssl.SSLContext | None, to: tuple[str, int] | None) -> None:
        super().__init__(host, timeout=SECONDS_TO_CONNECT, context=context or ssl.create_default_context())
        self._to = to

    def connect(self) -> None:
        """Connect to the host, or to the machine that stands in for it; the certificate must be the host's."""
        machine, port = self._to or (self.host, self.port)
        plain = socket.create_connection((machine, port), timeout=SECONDS_TO_CONNECT)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)
