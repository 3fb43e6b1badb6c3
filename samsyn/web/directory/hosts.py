"""Which hosts may be asked about a sign-in: public ones over HTTPS, and those that the operator has named."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samsyn.letters.addresses import AddressRefused, host_of, is_public
from samsyn.web.directory.answers import AnswerRefused

NOT_HERE = _("Katalogens adress får inte användas. Den som sköter driften kan tillåta den.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def may_be_asked(url: str) -> str:
    """Raise AnswerRefused unless the address may be asked: the administrator who wrote it is not the operator.

    Returns the IP address that was looked up and found to be public, which is the one to ask: a name may lead
    elsewhere the next time. Empty for a host that the operator has named.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in settings.DIRECTORY_HOSTS and not parts.username:
        if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host)):
            return ""
        raise AnswerRefused(NOT_HERE, "a named host without HTTPS")
    try:
        name, port = host_of(url)
        found = [str(row[4][0]) for row in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    except (AddressRefused, OSError) as problem:
        raise AnswerRefused(NOT_HERE, f"host refused: {type(problem).__name__}") from problem
    if not found or not all(map(is_public, found)):
        raise AnswerRefused(NOT_HERE, "host is not public")
    return found[0]
