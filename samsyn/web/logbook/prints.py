"""A page that is being printed from the browser: noted as a print where its reading was noted."""

from datetime import timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.lookups.actions import note_print
from samsyn.web.guard import members_only
from samsyn.web.noted import NOTED
from samsyn.web.noting import about_of, choice_of

ONCE_IN_SECONDS = 60


@require_POST
def _printed(request: HttpRequest) -> HttpResponse:
    """Note the page that the browser says is being printed, by its address; nothing is answered."""
    try:
        page = urlsplit(request.POST.get("sida", "")[:2000])
        found = resolve(page.path)
    except (Resolver404, ValueError):
        raise Http404 from None
    home = found.kwargs.get("slug") == request.member.municipality.slug
    noted = home and found.view_name in NOTED and NOTED[found.view_name][0] == Lookup.Kind.READ
    if noted:
        _note(request.member, found.view_name, about=about_of(found.kwargs), choice=choice_of(QueryDict(page.query)))
    return HttpResponse(status=204)


def _note(member: Any, name: str, *, about: str, choice: dict[str, str]) -> None:
    """Write one line a minute for the same page and choice of the same reader: more would only fill the log."""
    told = repr((name, member.municipality.pk, about, sorted(choice.items())))
    brake = f"printed:{member.user.pk}:{blake2b(told.encode(), digest_size=12).hexdigest()}"
    if caches["brakes"].get(brake):
        return
    since = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    if note_print(name, by=member, about=about, choice=choice, since=since) is not None:
        caches["brakes"].set(brake, 1, ONCE_IN_SECONDS)


printed = members_only(_printed)
