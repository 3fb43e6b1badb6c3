"""Addresses that somebody else has given: only public hosts over HTTPS, and what was checked is what is asked.

A browser's address for push comes from its user, so it could name a machine inside the municipality's own network.
"""

import contextlib
import http.client
import ipaddress
import socket
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

PATIENCE_SECONDS = 10
# Other ways of writing an IPv4 address as one of IPv6, which a gateway may turn into a machine of one's own network.
AROUND_IPV4 = [ipaddress.ip_network(each) for each in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48")]


class AddressRefused(ValueError):
    """The address is not a public host over HTTPS."""


def is_public(address: str) -> bool:
    """Say whether an IP address is reached over the open internet: not private, loopback, link-local or wrapped.

    >>> [is_public(a) for a in ("193.10.5.1", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fd00::1")]
    [True, False, False, False, False, False]
    """
    one = ipaddress.ip_address(address.split("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        wrapped = one.ipv4_mapped or one.sixtofour or one.teredo or one.is_site_local
        if wrapped or any(one in network for network in AROUND_IPV4):
            return False
    return one.is_global and not one.is_multicast


def host_of(url: str, *, private_too: bool = False) -> tuple[str, int]:
    """Return (host, port) of an address that may be asked; raises AddressRefused.

    A name, not a number; HTTPS on its own port; no user in it. Whether the name leads to a public host is asked when
    it is used, for names can be pointed elsewhere. `private_too` is for tests.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise AddressRefused(url) from problem
    if private_too:
        return host, port or (443 if parts.scheme == "https" else 80)
    named = "." in host and not host.replace(".", "").isdigit() and ":" not in host and not host.endswith(".localhost")
    if parts.scheme != "https" or not named or port not in (None, 443) or parts.username or not url.isascii():
        raise AddressRefused(url)
    return host, 443


class _Plain(http.client.HTTPConnection):
    """A connection that can be cut from outside: each part of an answer may come in time and the whole never."""

    open_socket: socket.socket | None = None
    late = False

    def connect(self) -> None:
        super().connect()
        self.open_socket = self.sock

    def cut(self) -> None:
        """Close both ways, so that whoever waits for more stops waiting."""
        self.late = True
        if self.open_socket is not None:
            with contextlib.suppress(OSError):
                # Not the encrypted socket's own way of closing, which lets go of what the reader is using.
                socket.socket.shutdown(self.open_socket, socket.SHUT_RDWR)


class _Checked(http.client.HTTPSConnection, _Plain):
    """A connection to the very address that was looked up and found to be public."""

    def __init__(self, host: str, port: int, *, address: str) -> None:
        super().__init__(host, port, timeout=PATIENCE_SECONDS)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        encrypted = self._context.wrap_socket(  # type: ignore[attr-defined]
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = self.open_socket = encrypted
        if self.late:
            raise TimeoutError
        encrypted.do_handshake()


def post(url: str, *, body: bytes, headers: Mapping[str, str], private_too: bool = False) -> int:
    """Post the body and return the answer's status; nothing is followed. Raises AddressRefused, OSError.

    Its headers are waited for PATIENCE_SECONDS in all, however little by little they come; its body is not read.
    """
    host, port = host_of(url, private_too=private_too)
    parts = urlsplit(url)
    connection: _Plain
    if private_too and parts.scheme == "http":
        connection = _Plain(host, port, timeout=PATIENCE_SECONDS)
    else:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not private_too and not all(map(is_public, found)):
            raise AddressRefused(host)
        connection = _Checked(host, port, address=found[0])
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    clock = threading.Timer(PATIENCE_SECONDS, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", path or "/", body=body, headers=dict(headers))
        status = connection.getresponse().status
        if connection.late:                 # cut in the midst of its headers
            raise TimeoutError
        return status
    except http.client.HTTPException as problem:
        raise OSError(str(problem)) from problem
    finally:
        clock.cancel()
        connection.close()
