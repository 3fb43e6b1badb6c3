"""The logbook's lines and its nightly seals."""

from django.db import models

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.querysets import EventQuerySet
from samsyn.ground.tenancy.models import MunicipalRecord

__all__ = ["Event", "Lookup", "Seal"]


class Event(MunicipalRecord):
    """A line in the logbook: what happened, by whom, to what. Text only, so that it never stops a deletion."""

    class Privacy:
        personal = {"by": "forget", "changed": "blank"}
        harmless = {
            "id", "created_at", "municipality", "happening", "by_kind", "subject_kind", "subject_id", "told_at", "seal",
            "kept_digest",
        }  # fmt: skip
        kept_for_months = 24

    happening = models.CharField(max_length=60, help_text="for example observation.submitted")
    by = models.CharField(max_length=80, help_text="user id, or the name of a machine")
    by_kind = models.CharField(max_length=10, choices=[("user", "user"), ("machine", "machine")])
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    changed = models.JSONField(default=dict, blank=True, help_text="field names and short values, never free text")
    told_at = models.DateTimeField(null=True, blank=True)
    kept_digest = models.CharField(
        max_length=64, blank=True, help_text="of what stood here; the rest is taken out by decision"
    )
    seal = models.ForeignKey("Seal", models.PROTECT, null=True, blank=True, related_name="lines_held")

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "-created_at"], name="event_by_time"),
            models.Index(fields=["subject_id"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.happening} {self.subject_kind} {self.subject_id}"


class Seal(MunicipalRecord):
    """A day's digest of the logbook, chained to the day before, so that a changed line shows.

    It holds the lines that point at it: a line whose transaction ended after its day was sealed is held by the next.
    """

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "day", "lines", "digest"}

    day = models.DateField()
    lines = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "day"], name="seal_one_per_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:12]}"
