"""Where a request comes from, also behind the proxy that speaks HTTPS."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the caller's address: the one that the proxy in front added last, or the connection's where there is none.

    What stands further to the left in the header was sent by the caller and is not believed.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
