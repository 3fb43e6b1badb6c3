"""OpenID Connect: what is asked of a directory, and every check of its answer that allauth leaves to the transport."""

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from samsyn.web.directory.adapter import OwnDirectories
from samsyn.web.directory.answers import subject
from samsyn.web.entering import LEAVE

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
WRONG_ISSUER = _("Svaret kom inte från den utfärdare som kommunen har angett.")
WRONG_TOKEN = _("Svarets underskrift, mottagare eller tid stämmer inte.")
NOT_YOU = _("Svaret säger inte vem du är.")


class OidcRefused(OAuth2Error):
    """Not taken; allauth hands it to our adapter, which shows the sentence."""

    def __init__(self, sentence: Any, reason: str) -> None:
        super().__init__(reason)
        self.sentence = sentence


class DirectoryAdapter(OpenIDConnectOAuth2Adapter):
    """Signature, issuer, audience, time and subject are checked, whatever way the answer came."""

    @property
    def openid_config(self) -> Any:
        """Read what the directory publishes; it must be about itself."""
        try:
            config = super().openid_config
        except ValueError as problem:
            raise OidcRefused(WRONG_ISSUER, "no discovery document") from problem
        if not isinstance(config, dict) or config.get("issuer") != self.get_provider().app.settings["issuer"]:
            raise OidcRefused(WRONG_ISSUER, "the discovery document names another issuer")
        return config

    def get_provider(self) -> "DirectoryProvider":
        return provider_of(self.request, self.provider_id)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **more: Any) -> Any:
        """Check the id token in full, add what only userinfo tells, and hand both on as one."""
        written = more["response"].get("id_token")
        if not written:
            raise OidcRefused(WRONG_TOKEN, "no id token")
        claims = self._checked(app, written)
        request.session[LEAVE] = leave_of(self.openid_config, app)
        if any(name and name.split(".")[0] not in claims for name in app.settings["claims"]):
            claims = self._asked(token.token, claims) | claims
        try:
            return self.get_provider().sociallogin_from_response(request, claims)
        except (KeyError, ValueError) as problem:
            raise OidcRefused(NOT_YOU, "no subject") from problem

    def _checked(self, app: Any, written: str) -> dict[str, Any]:
        try:
            if jwt.get_unverified_header(written).get("alg") not in ALGORITHMS:
                raise OidcRefused(WRONG_TOKEN, "signing algorithm")
            return dict(
                jwtkit.verify_and_decode(
                    credential=written, keys_url=self.openid_config["jwks_uri"], issuer=self.openid_config["issuer"],
                    audience=app.client_id, lookup_kid=jwtkit.lookup_kid_jwk,
                )
            )  # fmt: skip
        except OidcRefused:
            raise
        except (OAuth2Error, jwt.PyJWTError, KeyError, TypeError, ValueError) as problem:
            cause = type(problem.__cause__ or problem).__name__
            words = WRONG_ISSUER if cause == "InvalidIssuerError" else WRONG_TOKEN
            raise OidcRefused(words, f"id token: {cause}") from problem

    def _asked(self, access: str, claims: dict[str, Any]) -> dict[str, Any]:
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        told = self._fetch_user_info(access)
        if not isinstance(told, dict) or told.get("sub") != claims.get("sub"):
            raise OidcRefused(WRONG_TOKEN, "userinfo is about somebody else")
        return told


class DirectoryProvider(OpenIDConnectProvider):
    """A directory over OpenID Connect: code flow with PKCE, and a nonce that ties the answer to the question."""

    oauth2_adapter_class = DirectoryAdapter

    def extract_uid(self, data: Any) -> str:
        return subject(data[self.app.settings["uid_field"]])

    def extract_email_addresses(self, data: Any) -> list[Any]:
        return []

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}

    def redirect(self, request: HttpRequest, process: Any, next_url: Any = None, data: Any = None,
                 **more: Any) -> HttpResponse:  # fmt: skip
        nonce = secrets.token_urlsafe(24)
        more["auth_params"] = {"nonce": nonce}
        return super().redirect(request, process, next_url=next_url, data=data, nonce=nonce, **more)


def leave_of(config: dict[str, Any], app: Any) -> dict[str, str] | None:
    """Return where one signs out of the directory itself: its name and address; None where it names no such place.

    Nothing of the answer is kept for it, so the directory asks before it signs anybody out, and shows its own page
    afterwards: an address to come back to would have to be written down there first.
    """
    where = str(config.get("end_session_endpoint") or "")
    parts = urlsplit(where)
    if parts.scheme != "https" and parts.hostname not in settings.DIRECTORY_HOSTS:
        return None
    asked = urlencode({"client_id": app.client_id})
    return {"name": app.name, "at": f"{where}{'&' if parts.query else '?'}{asked}"}


def provider_of(request: HttpRequest, code: str) -> DirectoryProvider:
    """Return the provider of a directory; raises SocialApp.DoesNotExist."""
    return DirectoryProvider(request, app=OwnDirectories(request).get_app(request, provider=code))


def begin(request: HttpRequest, code: str, *, way_on: str) -> HttpResponse:
    """Send the person to the directory."""
    provider = provider_of(request, code)
    try:
        return provider.redirect(request, "login", next_url=way_on)
    except (OidcRefused, RequestException) as refusal:
        return render_authentication_error(request, provider, exception=refusal)


def answered(request: HttpRequest, code: str) -> HttpResponse:
    """Take the directory's answer."""
    return OAuth2CallbackView.adapter_view(DirectoryAdapter(request, code))(request)
