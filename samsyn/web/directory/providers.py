"""From our row to what allauth calls an app, and from an answer that has been checked to what it says of somebody."""

from pathlib import Path
from typing import Any, NamedTuple

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.ground.people.directories.actions import DirectoryRefused, Vouched
from samsyn.ground.people.models import Directory

MFA_METHODS = {"mfa", "otp", "hwk", "swk", "fpt", "face", "pop", "sms", "tel", "sc"}
MFA_CONTEXTS = (
    "multipleauthn", "http://schemas.microsoft.com/claims/multipleauthn", "https://refeds.org/profile/mfa",
    "urn:oasis:names:tc:saml:2.0:ac:classes:timesynctoken",
    "urn:oasis:names:tc:saml:2.0:ac:classes:smartcardpki", "http://id.elegnamnden.se/loa/1.0/loa3",
    "http://id.sambi.se/loa/loa3",
)  # fmt: skip


class Answer(NamedTuple):
    """What a directory says of somebody, and whether a second step was taken there."""

    vouched: Vouched
    stepped: bool


def secret_of(row: Directory) -> str:
    """Return the client secret that the operator has set for a municipality's directory.

    It follows the municipality: a short name that another has taken over opens nothing of the first one's.
    """
    wanted = f"{row.municipality.slug}/{row.code}"
    pairs = (pair.partition("=") for pair in settings.DIRECTORY_SECRETS)
    return next((secret for name, _is, secret in pairs if name == wanted), "")


def app_of(row: Directory) -> SocialApp:
    """Return the directory as allauth's own kind of row, never saved."""
    if row.kind == Directory.Kind.OIDC:
        own: dict[str, Any] = {
            "server_url": row.issuer, "issuer": row.issuer, "oauth_pkce_enabled": True,
            "uid_field": row.subject_claim or "sub", "claims": [row.email_claim, row.roles_claim],
        }  # fmt: skip
        return SocialApp(
            provider="openid_connect", provider_id=row.code, client_id=row.client_id, secret=secret_of(row),
            name=row.name[:40], settings=own,
        )  # fmt: skip
    return SocialApp(provider="saml", provider_id=row.code, client_id=row.code, name=row.name[:40], settings=_saml(row))


def _saml(row: Directory) -> dict[str, Any]:
    key, certificate = _file(settings.SAML_KEY), _file(settings.SAML_CERTIFICATE)
    signs = bool(key and certificate)
    advanced = {
        "strict": True, "want_assertion_signed": True, "reject_deprecated_algorithm": True,
        "reject_idp_initiated_sso": True, "authn_request_signed": signs, "metadata_signed": signs,
        "want_attribute_statement": True, "allow_single_label_domains": True,
    }  # fmt: skip
    if signs:
        advanced |= {"private_key": key, "x509cert": certificate}
    mapping = {"email": row.email_claim, "name": row.name_claim}
    if row.subject_claim:
        mapping["uid"] = row.subject_claim
    return {
        "idp": {"entity_id": row.issuer, "sso_url": row.sign_in_url, "x509cert": row.certificate},
        "attribute_mapping": {name: where for name, where in mapping.items() if where}, "advanced": advanced,
    }  # fmt: skip


def _file(name: str) -> str:
    return Path(name).read_text(encoding="ascii") if name else ""


def read_answer(row: Directory, sociallogin: Any) -> Answer:
    """Read who it is and what the directory says; an answer without a subject or with another nonce is refused."""
    if row.kind == Directory.Kind.OIDC:
        claims = sociallogin.account.extra_data
        if not sociallogin.state.get("nonce") or claims.get("nonce") != sociallogin.state["nonce"]:
            raise DirectoryRefused(_("Svaret hör inte till den här inloggningen. Börja om från inloggningssidan."))
        methods = claims.get("amr") or []
        methods = {str(one).lower() for one in (methods if isinstance(methods, list) else [methods])}
        said = bool(MFA_METHODS & methods) or str(claims.get("acr", "")).lower() in MFA_CONTEXTS
        confirmed = claims.get("email_verified") in (True, "true")
    else:
        claims = sociallogin.account.extra_data["attributes"]
        said = any(str(one).lower() in MFA_CONTEXTS for one in sociallogin.account.extra_data["contexts"])
        confirmed = False
    vouched = Vouched(
        subject=str(sociallogin.account.uid or ""), address=_first(claims, row.email_claim), confirmed=confirmed,
        name=_first(claims, row.name_claim), values=_all(claims, row.roles_claim),
    )  # fmt: skip
    always = row.second_step == Directory.SecondStep.ALWAYS
    return Answer(vouched, stepped=always or (said and row.second_step == Directory.SecondStep.SAID))


def _at(claims: Any, name: str) -> Any:
    """Return a claim by its name, or by a way through objects with dots (Keycloak: realm_access.roles)."""
    if not name:
        return None
    if name in claims:
        return claims[name]
    found = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _all(claims: Any, name: str) -> list[str]:
    found = _at(claims, name)
    many = found if isinstance(found, list) else [] if found is None else [found]
    return [str(one) for one in many if isinstance(one, (str, int))]


def _first(claims: Any, name: str) -> str:
    return next(iter(_all(claims, name)), "")
