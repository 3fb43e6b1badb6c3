"""What every answer carries, and how a refusal becomes a page."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.refusals import NOT_WRITTEN, Refused

Answer = Callable[[HttpRequest], HttpResponse]


class OwnTime:
    """Begin each request in the installation's own time zone: a thread keeps the one of the municipality before.

    It is not put back at the end: an answer that streams is still being written then.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        timezone.deactivate()
        return self.get_response(request)



def content_policy(*, tiles_from: str = "") -> str:
    """Return the policy; a page with the municipality's own base map may also ask that one origin for pictures."""
    also = f" {tiles_from}" if tiles_from else ""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob:{also}",
            f"connect-src 'self'{also}",
            "worker-src 'self' blob:",
            "font-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
    )


# The page may fetch from its own server and nowhere else; no script or style stands in the html.
HEADERS = {
    "Content-Security-Policy": content_policy(),
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


PACKED = ("text/", "application/json", "application/manifest+json", "application/javascript", "image/svg+xml")


class Compressed(GZipMiddleware):
    """Pack texts on their way to a phone with a slow network; never parts of files, which readers count in bytes."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Pack whole texts that were found; Django adds random bytes, so that lengths tell nothing."""
        whole = response.status_code == 200 and not request.headers.get("Range")
        if not whole or not response.get("Content-Type", "").startswith(PACKED):
            return response
        return super().process_response(request, response)


class SecurityHeaders:
    """Add the content policy and its companions to every answer; pages behind sign-in are never stored by others."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(getattr(request, "user", None), "is_authenticated", False):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class PlainText:
    """Take the signs that nobody can see out of everything a page sends: nulls, controls, turned directions of text.

    They come along when something is pasted. Here, before any view reads a field, since most databases take no null
    and since every text column is then free of them, whoever writes the next screen. New lines and tabs stay.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Answer, *_parts: object) -> None:
        """Put plain values in place of those sent; a body that is no page's own form is left unread."""
        request.GET = plain_values(request.GET)
        if request.method == "POST" and request.content_type in FORMS and not getattr(view, "csrf_exempt", False):
            request.POST = plain_values(request.POST)


FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def plain_values(sent: QueryDict) -> QueryDict:
    """Return the fields without what nobody can see; the very same where there is none of it."""
    if not any(NOT_WRITTEN.search(value) for _name, values in sent.lists() for value in values):
        return sent
    kept = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        kept.setlist(name, [NOT_WRITTEN.sub("", value) for value in values])
    kept._mutable = False
    return kept


class Refusals:
    """Turn a refusal that no form has caught into a page with its sentence and a way back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 400 with the sentence; everything else is a bug and may be loud."""
        if isinstance(exception, Refused):
            sentence = exception.sentence
        elif isinstance(exception, ValidationError):
            # A value that no page of ours has offered, such as an id that is not one.
            sentence = _("Sidan fick ett värde som den inte kan läsa. Gå tillbaka och försök igen.")
        else:
            return None
        return render(request, "errors/refused.html", {"sentence": sentence}, status=400)
