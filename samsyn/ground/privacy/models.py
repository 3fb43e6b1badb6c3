"""Disposal by decision, requests to hand out public records with their masks, and packages for an e-archive."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.ground.privacy.querysets import (
    ArchivePackageQuerySet,
    DisposalQuerySet,
    ForKeepers,
    ReleaseRequestQuerySet,
)
from samsyn.ground.tenancy.models import MunicipalRecord


class DisposalRule(MunicipalRecord):
    """A decision that one kind of information is destroyed when it is old enough; off until it is switched on."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "kind", "months", "reference", "decided_by", "decided_on", "active",
        }  # fmt: skip

    kind = models.SlugField(max_length=30, help_text="which kind of information, as the list of kinds names it")
    months = models.PositiveSmallIntegerField(help_text="how long it is kept")
    reference = models.CharField(max_length=80, help_text="number in the diary")
    decided_by = models.CharField(max_length=120, help_text="the body that decided: kommunstyrelsen")
    decided_on = models.DateField()
    active = models.BooleanField(default=False)

    objects = ForKeepers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], name="disposal_rule_once_a_kind"),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(decided_by=""), name="disposal_rule_carries_its_decision"
            ),
            models.CheckConstraint(condition=Q(months__gte=1), name="disposal_rule_keeps_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.months}"


class Disposal(MunicipalRecord):
    """That a rule was carried out: when, by whom, by which decision and how many rows. Never what stood in them."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "kind", "months", "reference", "decided_by", "decided_on", "before",
            "rows", "oldest", "done_at", "by",
        }  # fmt: skip

    kind = models.SlugField(max_length=30)
    months = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=80)
    decided_by = models.CharField(max_length=120)
    decided_on = models.DateField()
    before = models.DateField(help_text="what was older than this day")
    rows = models.JSONField(default=dict, help_text="table → how many rows")
    oldest = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField()
    by = models.CharField(max_length=80, help_text="a machine's name, or the role of who pressed")

    objects = DisposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "-done_at"], name="disposal_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.before}"


class ReleaseRequest(MunicipalRecord):
    """Somebody asks for public records: what, never who. Until it is decided nothing that it asks for is destroyed."""

    class Privacy:
        personal = {"released": "blank"}
        harmless = {
            "id", "created_at", "municipality", "number", "received_on", "first_day", "last_day", "areas",
            "categories", "place", "state", "reference", "decided_by", "decided_on", "decided_at", "digest",
            "handed_out", "masked",
        }  # fmt: skip
        kept_for_months = 24

    class State(models.TextChoices):
        PENDING = "pending", _("väntar på beslut")
        WHOLE = "whole", _("lämnas ut i sin helhet")
        MASKED = "masked", _("lämnas ut med maskningar")
        REFUSED = "refused", _("lämnas inte ut")
        CLOSED = "closed", _("återkallad, eller inget fanns")

    number = models.PositiveIntegerField(help_text="counted within the municipality")
    received_on = models.DateField()
    first_day = models.DateField()
    last_day = models.DateField()
    areas = models.JSONField(default=list, blank=True, help_text="ids of areas; none = all")
    categories = models.JSONField(default=list, blank=True, help_text="codes; none = all")
    place = models.CharField(max_length=80, blank=True, help_text="a street or place, as places are called")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    reference = models.CharField(max_length=80, blank=True, help_text="the decision's number in the diary")
    decided_by = models.CharField(max_length=120, blank=True, help_text="body or function, never a name")
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    released = models.JSONField(default=dict, blank=True, help_text="what was handed out, already masked")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was handed out")
    handed_out = models.PositiveIntegerField(default=0, help_text="how many records")
    masked = models.PositiveIntegerField(default=0, help_text="how many fields with something masked")

    objects = ReleaseRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="release_request_number_once"),
            models.CheckConstraint(condition=Q(first_day__lte=models.F("last_day")), name="release_request_has_days"),
            models.CheckConstraint(
                condition=Q(state="pending") | (~Q(reference="") & Q(decided_on__isnull=False)),
                name="release_request_decided_with_reference",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING


class Mask(MunicipalRecord):
    """That a field of a record, or some words in it, is not handed out, and by which paragraph; never the words."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "request", "kind", "row_id", "field", "paragraph", "spans", "seal",
        }  # fmt: skip

    request = models.ForeignKey(ReleaseRequest, models.CASCADE, related_name="masks")
    kind = models.CharField(max_length=20, help_text="what kind of record")
    row_id = models.UUIDField()
    field = models.CharField(max_length=40, help_text="the field, or all = the whole record")
    paragraph = models.CharField(max_length=12, help_text="chapter:section of OSL")
    spans = models.JSONField(default=list, blank=True, help_text="[[from, to], …]; none = the whole field")
    seal = models.CharField(max_length=64, help_text="keyed digest of the text then; changed since = masked whole")

    objects = ForKeepers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "kind", "row_id", "field"], name="mask_once_a_field")
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.paragraph}"


class ArchivePackage(MunicipalRecord):
    """A package made for an e-archive: which days and kinds, how far the making has come, and its digest."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "number", "first_day", "last_day", "kinds", "agreement", "state",
            "done", "total", "files", "size_bytes", "digest", "made_at", "removed_at", "problem",
        }  # fmt: skip

    class State(models.TextChoices):
        MAKING = "making", _("görs")
        READY = "ready", _("klart")
        FAILED = "failed", _("gick inte att göra")
        REMOVED = "removed", _("filen är borttagen härifrån")

    number = models.PositiveIntegerField(help_text="counted within the municipality")
    first_day = models.DateField()
    last_day = models.DateField()
    kinds = models.JSONField(default=list, help_text="what it holds, as the list of contents names it")
    agreement = models.CharField(max_length=80, help_text="reference of the agreement with the archive")
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAKING)
    done = models.PositiveIntegerField(default=0, help_text="how many steps of the making are done")
    total = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the packed file")
    made_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, help_text="what went wrong, in words")

    objects = ArchivePackageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="archive_package_number_once"),
            models.CheckConstraint(condition=Q(first_day__lte=models.F("last_day")), name="archive_package_has_days"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the package and its file are called: whose, which days, which number; the same for ever."""
        return f"samsyn-{self.municipality.slug}-{self.first_day:%Y%m%d}-{self.last_day:%Y%m%d}-{self.number}"

    @property
    def path(self) -> Path:
        """Where the packed file waits to be fetched: outside the stored files, so that no backup takes it along."""
        return Path(settings.SAMSYN_DATA) / "archive" / str(self.municipality_id) / f"{self.pk}.zip"
