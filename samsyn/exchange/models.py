"""What imports need to remember: how a source is read, each run, and the rows that could not enter."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.exchange.querysets import ImportRunQuerySet, ImportSourceQuerySet, RefusedRowQuerySet
from samsyn.ground.tenancy.models import MunicipalRecord


class ImportSource(MunicipalRecord):
    """Somebody who sends files, and the mapping from their columns to our fields."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "name", "title", "target", "mapping", "licence", "active"}

    name = models.SlugField(max_length=40)
    title = models.CharField(max_length=120, blank=True)
    target = models.CharField(max_length=20)
    mapping = models.TextField(help_text="TOML, format 1")
    licence = models.CharField(max_length=120, blank=True)
    active = models.BooleanField(default=True)

    objects = ImportSourceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="import_source_once")]

    def __str__(self) -> str:
        return self.title or self.name


class ImportRun(MunicipalRecord):
    """One reading of one file: how far it came and what came of its rows. The file itself is never kept."""

    class Privacy:
        personal = {"by": "forget"}
        harmless = {
            "id", "created_at", "municipality", "source", "target", "file_name", "digest", "mapping", "state", "rows",
            "read", "created", "changed", "unchanged", "refused", "left_out", "unmapped", "message",
            "started_at", "finished_at", "upload", "empty", "heard_at", "worker",
        }  # fmt: skip

    class State(models.TextChoices):
        WAITING = "waiting", _("väntar")
        RUNNING = "running", _("pågår")
        DONE = "done", _("klar")
        STOPPED = "stopped", _("stannade halvvägs")
        FAILED = "failed", _("gick inte att läsa")
        UNDONE = "undone", _("tillbakatagen")

    source = models.CharField(max_length=40)
    target = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file and its mapping")
    mapping = models.TextField(help_text="the mapping as it was when the run began")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0, help_text="rows in the file")
    read = models.PositiveIntegerField(default=0, help_text="rows stored or refused so far; a stopped run goes on here")
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict, help_text="reason → rows that were not meant to enter")
    unmapped = models.JSONField(default=dict, help_text="category that the mapping lacks → rows")
    empty = models.PositiveIntegerField(default=0, help_text="empty answers in a packed file")
    message = models.CharField(max_length=500, blank=True, help_text="why it stopped")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="last sign of life of the program that reads")
    worker = models.CharField(max_length=100, blank=True, help_text="machine and process that reads")
    by = models.CharField(max_length=80)
    upload = models.CharField(max_length=200, blank=True, help_text="a waiting upload; removed when the run ends")

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "-created_at"], name="import_run_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "digest"], condition=Q(state__in=["waiting", "running"]),
                name="import_run_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"


class RefusedRow(MunicipalRecord):
    """A row of a file that could not enter, with the reason; it may hold personal data and has a last day."""

    class Privacy:
        personal = {"row": "blank"}
        harmless = {"id", "created_at", "municipality", "run", "member", "line", "reason", "delete_on"}
        kept_for_months = 1

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="refused_rows")
    member = models.CharField(max_length=200, blank=True)
    line = models.BigIntegerField()
    row = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    delete_on = models.DateField()

    objects = RefusedRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["delete_on"], name="refused_row_by_last_day")]

    def __str__(self) -> str:
        return f"rad {self.line}: {self.reason}"
