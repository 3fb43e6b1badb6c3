"""Where a request comes from, also behind the proxy that speaks HTTPS."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

SUBSCRIBER_BITS = 64        # within these a subscriber of IPv6 chooses addresses freely


def address_of(request: HttpRequest) -> str:
    """Return the caller's address: the one that the proxy in front added last, or the connection's where there is none.

    What stands further to the left in the header was sent by the caller and is not believed.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return whose(told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", "")))


def whose(written: str) -> str:
    """Return an address without its port; of IPv6 the half that one subscriber has. What is none stays as it is.

    >>> whose("192.0.2.7:5678"), whose("[2001:db8:1:2:3::4]:99"), whose("2001:db8:1:2::9"), whose("[::1]:99")
    ('192.0.2.7', '2001:db8:1:2::', '2001:db8:1:2::', '::')
    """
    bare = written[1:].partition("]")[0] if written.startswith("[") else written
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        found = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return written
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, SUBSCRIBER_BITS), strict=False).network_address)
    return str(found)
