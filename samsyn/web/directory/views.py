"""Signing in with the municipality's own account: to the directory, and back with its answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from samsyn.ground.people.models import Directory
from samsyn.web.directory import answers
from samsyn.web.entering import safe_way_on
from samsyn.web.guard import open_to_all
from samsyn.web.invite import brakes
from samsyn.web.whence import address_of


def _directory(request: HttpRequest, code: str, *, kind: str = "") -> Directory:
    found = next((row for row in Directory.objects.published() if row.code == code), None)
    if found is None or (kind and found.kind != kind):
        raise Http404
    return found


def _too_many(request: HttpRequest) -> HttpResponse | None:
    if brakes.too_many(answers.GUESSING, whose=address_of(request)):
        return answers.refused(request, _("För många försök. Vänta en kvart och försök igen."))
    return None


@open_to_all
@never_cache
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Send the person to the directory."""
    from samsyn.web.directory import oidc, saml

    found, way_on = _directory(request, code), safe_way_on(request, request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(way_on)
    ways = {Directory.Kind.OIDC: oidc.begin, Directory.Kind.SAML: saml.begin}
    return _too_many(request) or ways[Directory.Kind(found.kind)](request, code, way_on=way_on)


@open_to_all
@never_cache
def oidc_answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the answer of a directory over OpenID Connect."""
    from samsyn.web.directory import oidc

    _directory(request, provider_id, kind=Directory.Kind.OIDC)
    return _too_many(request) or oidc.answered(request, provider_id)


@csrf_exempt
@open_to_all
@never_cache
def saml_answer(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Take the answer of a directory over SAML: its signature does what a form's token would."""
    from samsyn.web.directory import saml

    _directory(request, organization_slug, kind=Directory.Kind.SAML)
    return _too_many(request) or saml.taken(request, organization_slug)


@open_to_all
@never_cache
def saml_finish(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Read the answer that was taken."""
    from samsyn.web.directory import saml

    _directory(request, organization_slug, kind=Directory.Kind.SAML)
    return saml.finished(request, organization_slug)


@open_to_all
def saml_metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Describe ourselves to a directory over SAML."""
    from samsyn.web.directory import saml

    _directory(request, organization_slug, kind=Directory.Kind.SAML)
    return saml.described(request, organization_slug)


@csrf_exempt
@open_to_all
def saml_out(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Signing out at the directory does not sign out here: the own page for that is shown."""
    _directory(request, organization_slug, kind=Directory.Kind.SAML)
    return redirect("/logga-in")
