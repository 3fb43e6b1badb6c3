"""A page that is being printed from the browser: noted as a print where its reading was noted."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.lookups.actions import note_print
from samsyn.web.guard import members_only
from samsyn.web.noted import NOTED
from samsyn.web.noting import about_of, choice_of


@require_POST
def _printed(request: HttpRequest) -> HttpResponse:
    """Note the page that the browser says is being printed, by its address; nothing is answered."""
    try:
        page = urlsplit(request.POST.get("sida", "")[:2000])
        found = resolve(page.path)
    except (Resolver404, ValueError):
        raise Http404 from None
    home = found.kwargs.get("slug") == request.member.municipality.slug
    if home and found.view_name in NOTED and NOTED[found.view_name][0] == Lookup.Kind.READ:
        note_print(
            found.view_name, by=request.member, about=about_of(found.kwargs), choice=choice_of(QueryDict(page.query)),
            now=timezone.now(),
        )  # fmt: skip
    return HttpResponse(status=204)


printed = members_only(_printed)
