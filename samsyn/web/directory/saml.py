"""SAML 2.0: allauth's own views with our rows behind them; the assertion itself must be signed and be an answer."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from allauth.socialaccount.providers.saml.views import acs, finish_acs, metadata
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from samsyn.web.counting import add_one
from samsyn.web.directory import answers
from samsyn.web.directory.adapter import OwnDirectories
from samsyn.web.whence import address_of

NOT_YOU = _("Svaret säger inte vem du är.")
LARGEST_ANSWER = 200_000
MOST_POSTS, POSTS_SECONDS = 300, 15 * 60        # from one address: a whole town hall may stand behind it


class DirectoryProvider(SAMLProvider):
    """A directory over SAML; how the person proved who it is comes along with the attributes."""

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {"attributes": data.get_attributes(), "contexts": data.get_last_authn_contexts()}

    def extract_uid(self, data: Any) -> str:
        wanted = self.app.settings["attribute_mapping"].get("uid")
        found = self._extract(data).get("uid") if wanted else data.get_nameid()
        return answers.subject(found)

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: Any) -> list[EmailAddress]:
        return []


def begin(request: HttpRequest, code: str, *, way_on: str) -> HttpResponse:
    """Send the person to the directory."""
    _say_host(request)
    app = OwnDirectories(request).get_app(request, provider="saml", client_id=code)
    return DirectoryProvider(request, app=app).redirect(request, "login", next_url=way_on)


def _say_host(request: HttpRequest) -> None:
    """A caller of the oldest kind names no host; the library takes for granted that there is one."""
    request.META.setdefault("HTTP_HOST", request.get_host())


def taken(request: HttpRequest, code: str) -> HttpResponse:
    """Take the directory's answer, which another site posts without our cookie, and read it in the next step."""
    posts = add_one(f"saml-answers-{address_of(request)}", seconds=POSTS_SECONDS)
    too_large = len(request.POST.get("SAMLResponse", "")) > LARGEST_ANSWER
    if request.method != "POST" or too_large or posts > MOST_POSTS:
        return answers.refused(request, str(answers.AGAIN))
    _say_host(request)
    return acs(request, organization_slug=code)


def finished(request: HttpRequest, code: str) -> HttpResponse:
    """Check the answer and let the person in. One that is no answer to a question of ours is refused."""
    registry.register(DirectoryProvider)
    try:
        return finish_acs(request, organization_slug=code)
    except PermissionDenied:
        return answers.refused(request, str(answers.AGAIN))
    except (ValueError, TypeError, KeyError, SyntaxError):      # the last: what is no XML at all
        return answers.refused(request, str(NOT_YOU))


def described(request: HttpRequest, code: str) -> HttpResponse:
    """Return what the directory needs to know of us, as metadata."""
    registry.register(DirectoryProvider)
    return metadata(request, organization_slug=code)
