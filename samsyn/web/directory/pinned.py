"""Asking a host at the very address that was checked, whatever its name leads to by now."""

from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter


class AtAddress(HTTPAdapter):
    """Connects to one IP address; the certificate must still be the name's. Empty = wherever the name leads."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def send(self, request: PreparedRequest, *args: Any, **more: Any) -> Response:
        """Send the request with the name that it was meant for."""
        if self.address:
            request.headers["Host"] = _name(request)
        return super().send(request, *args, **more)

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """Put the address in the place of the name, and keep the name for the certificate."""
        host, tls = super().build_connection_pool_key_attributes(request, verify, cert)
        if self.address:
            host["host"] = self.address
            tls["server_hostname"] = tls["assert_hostname"] = _name(request)
        return host, tls


def _name(request: PreparedRequest) -> str:
    return urlsplit(str(request.url)).hostname or ""
