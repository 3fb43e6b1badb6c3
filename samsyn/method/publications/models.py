"""The edition, its files, the functions that papers are sent to, what was sent, and what a leaving party was given."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import Organisation
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.meetings.models import Meeting
from samsyn.method.pictures.models import PictureAudience, SituationalPicture
from samsyn.method.plans.models import PlanDocument
from samsyn.method.publications.papers import Paper
from samsyn.method.publications.querysets import (
    DepartureQuerySet,
    DispatchQuerySet,
    EditionQuerySet,
    RecipientQuerySet,
)

PAGE = "json"
FOLDER = "editions"


class Edition(MunicipalRecord):
    """A paper as it was issued: what about, for whom, in which version; its files never change afterwards."""

    class Privacy:
        personal = {"answer": "blank"}
        harmless = {
            "id", "created_at", "municipality", "paper", "audience", "language", "title", "picture", "meeting", "plan",
            "organisation", "period", "about", "number", "supersedes", "digest", "issued_at", "issued_by",
            "withdrawn_at", "withdrawn_for", "approval", "approver", "answered_at",
        }  # fmt: skip

    class Withdrawn(models.TextChoices):
        CORRECTED = "corrected", _("det som den byggde på har rättats")
        WRONG = "wrong", _("något i den var fel")
        DECIDED = "decided", _("enligt beslut")

    class Approval(models.TextChoices):
        NOT_NEEDED = "", _("behövs inte")
        WAITING = "waiting", _("väntar på godkännande")
        APPROVED = "approved", _("godkänd")
        ALONE = "alone", _("godkänd av den som gav ut")
        REFUSED = "refused", _("inte godkänd")

    paper = models.CharField(max_length=10, choices=Paper.choices)
    audience = models.CharField(max_length=12, choices=PictureAudience.choices)
    language = models.CharField(max_length=2, default="sv")
    title = models.CharField(max_length=160)
    picture = models.ForeignKey(SituationalPicture, models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.ForeignKey(PlanDocument, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(max_length=8, blank=True, help_text="2026-11 of a month, 2026-W47 of a party's own week")
    about = models.CharField(max_length=120, help_text="what it is about, in one line: what versions are counted by")
    number = models.PositiveSmallIntegerField(help_text="the version, counted by what it is about and for whom")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it says, without number and dates")
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=120, help_text="the function that issued it, never a name")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_for = models.CharField(max_length=10, choices=Withdrawn.choices, blank=True)
    approval = models.CharField(max_length=8, choices=Approval.choices, default="", blank=True)
    approver = models.CharField(max_length=120, blank=True, help_text="the function that must say yes; empty = none")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, help_text="what the approver said, in a sentence")

    objects = EditionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "-issued_at"], name="edition_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "paper", "audience", "language", "about", "number"], name="edition_number_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether anybody may have it: such an edition may go as an attachment."""
        return self.audience == PictureAudience.PUBLIC

    @property
    def is_released(self) -> bool:
        """Whether its readers may have it: nobody has to say yes, or it has been said."""
        return self.approval not in (self.Approval.WAITING, self.Approval.REFUSED)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class EditionFile(MunicipalRecord):
    """One file of an edition: its bytes lie in the data folder until it is withdrawn, its digest stays."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "edition", "format", "digest", "size_bytes", "removed_at"}

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    format = models.CharField(max_length=5, help_text="json is the page")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes")
    size_bytes = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "format"], name="edition_file_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}.{self.format}"

    @property
    def path(self) -> Path:
        """Where the bytes lie: a folder for each municipality, and a name that tells nothing."""
        return Path(settings.MEDIA_ROOT) / FOLDER / str(self.municipality_id) / str(self.pk)


class Recipient(MunicipalRecord):
    """A line of the distribution list: a function in an organisation, its mailbox, and for whom its papers are made."""

    class Privacy:
        personal = {"email": "blank"}
        harmless = {"id", "created_at", "municipality", "function", "organisation", "audience", "papers", "active"}
        kept_for_months = 60

    function = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(help_text="the function's mailbox")
    audience = models.CharField(max_length=12, choices=PictureAudience.choices)
    papers = models.JSONField(default=list, blank=True, help_text="which papers; empty = all")
    active = models.BooleanField(default=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "email", "audience"], name="recipient_once")]

    def __str__(self) -> str:
        return self.function

    def wants(self, paper: str) -> bool:
        return not self.papers or paper in self.papers


class Dispatch(MunicipalRecord):
    """That an edition is sent, or was sent, to a function; whether anybody opened it is not known."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "edition", "recipient", "function", "organisation", "attached",
            "sent_at", "attempts", "problem",
        }  # fmt: skip

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="dispatches")
    recipient = models.ForeignKey(Recipient, models.SET_NULL, null=True, related_name="+")
    function = models.CharField(max_length=120, help_text="as it was called when the edition was sent")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    attached = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "recipient"], name="dispatch_once")]

    def __str__(self) -> str:
        return self.function


class Departure(MunicipalRecord):
    """That a party left the cooperation: who decided, what it was given, what stayed and what was ended. No names."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "organisation", "heir", "last_day", "reference", "decided_by", "given",
            "kept", "ended", "digest", "size_bytes", "made_at",
        }  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    heir = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", help_text="who took over open measures"
    )
    last_day = models.DateField()
    reference = models.CharField(max_length=80, help_text="number in the diary")
    decided_by = models.CharField(max_length=120, help_text="body or function, never a name")
    given = models.JSONField(default=dict, help_text="table or files → how many, in the packed file")
    kept = models.JSONField(default=dict, help_text="what was not given → how many")
    ended = models.JSONField(default=dict, help_text="what was ended or handed over → how many")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the packed file")
    size_bytes = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()

    objects = DepartureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "-made_at"], name="departure_latest")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.last_day}"
