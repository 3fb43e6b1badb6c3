"""Who has read and taken out what, apart from the logbook of changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.audit.lookup_querysets import LookupQuerySet
from samsyn.ground.tenancy.models import MunicipalRecord


class Lookup(MunicipalRecord):
    """A line in the log of readings: who read or took out what, with which choice and how many rows; never a text.

    Kept apart from the logbook, which holds changes and is sealed: this one is larger and is disposed of.
    """

    class Privacy:
        personal = {"by": "erase"}
        harmless = {"id", "created_at", "municipality", "kind", "what", "about", "choice", "rows"}
        kept_for_months = 24

    class Kind(models.TextChoices):
        """How it was shown."""

        READ = "read", _("läst på skärmen")
        FILE = "file", _("uttaget som fil")
        PAPER = "paper", _("hämtat som dokument")
        FEED = "feed", _("hämtat som kalender")
        PRINT = "print", _("utskrivet från skärmen")

    by = models.CharField(max_length=40, help_text="user id")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    what = models.CharField(max_length=60, help_text="the screen's name in the program, for example map:export")
    about = models.CharField(max_length=60, blank=True, help_text="number, week, id or format in the address")
    choice = models.JSONField(default=dict, blank=True, help_text="what was chosen; of what was searched for only that")
    rows = models.PositiveIntegerField(null=True, blank=True, help_text="how many rows were shown, where it is known")

    objects = LookupQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "-created_at"], name="lookup_by_time"),
            models.Index(fields=["by", "what", "-created_at"], name="lookup_by_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what} {self.about}"
