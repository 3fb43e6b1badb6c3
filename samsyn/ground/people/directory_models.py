"""A municipality's own directory of staff, what its groups give here, who signs in through it, and open sessions.

And which forms have been taken in, so that none is carried out twice.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.directory_querysets import (
    ClaimRoleQuerySet,
    DirectoryLinkQuerySet,
    DirectoryQuerySet,
    OpenSessionQuerySet,
    SentFormQuerySet,
)
from samsyn.ground.records import Record
from samsyn.ground.tenancy.models import MunicipalRecord


class Directory(MunicipalRecord):
    """The municipality's own directory of staff, through which its people sign in. Its secret is never stored here."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "name", "kind", "is_on", "issuer", "client_id", "sign_in_url",
            "certificate", "subject_claim", "email_claim", "name_claim", "roles_claim", "domains", "owns_addresses",
            "second_step", "makes_accounts",
        }  # fmt: skip

    class Kind(models.TextChoices):
        OIDC = "oidc", _("OpenID Connect (Entra ID, ADFS, Keycloak)")
        SAML = "saml", _("SAML 2.0")

    class SecondStep(models.TextChoices):
        NEVER = "never", _("Samsyn frågar efter en egen tvåfaktor")
        SAID = "said", _("Räknas när katalogen säger att den har frågat")
        ALWAYS = "always", _("Katalogen frågar alltid alla")

    code = models.SlugField(max_length=40, unique=True, help_text="stands in the addresses that the directory is given")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    is_on = models.BooleanField(default=False)
    issuer = models.CharField(max_length=300, help_text="who signs: the issuer's address, or the entity id")
    client_id = models.CharField(max_length=200, blank=True, help_text="OIDC: what the directory knows us as")
    sign_in_url = models.CharField(max_length=500, blank=True, help_text="SAML: where people are sent")
    certificate = models.TextField(blank=True, help_text="SAML: what its answers are signed with")
    subject_claim = models.CharField(max_length=200, blank=True, help_text="empty = sub, or the name id")
    email_claim = models.CharField(max_length=200, default="email")
    name_claim = models.CharField(max_length=200, default="name", blank=True)
    roles_claim = models.CharField(max_length=200, default="groups", blank=True)
    domains: Any = models.JSONField(default=list, blank=True, help_text="what comes after @ in its addresses")
    owns_addresses = models.BooleanField(default=False, help_text="an address within the domains counts as confirmed")
    second_step = models.CharField(max_length=6, choices=SecondStep.choices, default=SecondStep.NEVER)
    makes_accounts = models.BooleanField(default=False, help_text="an account is made at the first sign-in")

    objects = DirectoryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def holds(self, address: str) -> bool:
        """Say whether an e-mail address ends with one of the directory's own domains."""
        return address.rpartition("@")[2].lower() in {str(domain).lower() for domain in self.domains}


class ClaimRole(MunicipalRecord):
    """What somebody is given here whose directory says this: a role in an organisation, and no more than that."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "directory", "value", "organisation", "role"}

    directory = models.ForeignKey(Directory, models.CASCADE, related_name="gives")
    value = models.CharField(max_length=200, help_text="as the directory writes it: a group's id or name")
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    role = models.ForeignKey("people.Role", models.CASCADE, related_name="+")

    objects = ClaimRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directory", "value", "organisation", "role"], name="claim_gives_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.organisation}, {self.role}"


class DirectoryLink(MunicipalRecord):
    """Whose account a subject of a directory opens."""

    class Privacy:
        personal = {"user": "erase", "subject": "erase"}
        harmless = {"id", "created_at", "municipality", "directory"}

    directory = models.ForeignKey(Directory, models.CASCADE, related_name="+")
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)

    objects = DirectoryLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directory", "subject"], name="subject_opens_one_account"),
            models.UniqueConstraint(fields=["directory", "user"], name="account_has_one_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.directory}: {self.user_id}"


class OpenSession(Record):
    """Where a person is signed in, so that the person can sign out from afar; gone when the session is."""

    class Privacy:
        personal = {"user": "erase", "key": "erase", "device": "erase", "last_seen_at": "erase"}
        harmless = {"id", "created_at", "way"}

    class Way(models.TextChoices):
        PASSWORD = "password", _("lösenord")
        PASSKEY = "passkey", _("passkey")
        DIRECTORY = "directory", _("kommunens konto")
        INVITATION = "invitation", _("inbjudan")
        SHIFT = "shift", _("delad telefon")

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    device = models.CharField(max_length=60, blank=True, help_text="kind of browser and machine, never an address")
    last_seen_at = models.DateTimeField()

    objects = OpenSessionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} {self.way}"


class SentForm(Record):
    """A form that was carried out, known by a digest of who sent it and what stood in it; it counts for ten minutes."""

    LONGEST = 500

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "digest", "address"}

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256; with the page's own secret in it")
    address = models.CharField(max_length=LONGEST, blank=True, help_text="the page that the form led to")

    objects = SentFormQuerySet.as_manager()

    def __str__(self) -> str:
        return self.address
