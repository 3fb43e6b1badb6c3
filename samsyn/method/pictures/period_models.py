"""The picture of a longer period and its tables, one set per audience."""

from django.db import models

from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.pictures.period_querysets import PeriodPictureQuerySet
from samsyn.method.pictures.spans import Span


class PeriodPicture(MunicipalRecord):
    """The picture of a month, a quarter, a tertial or a year: a draft until locked, then what the group saw."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "kind", "label", "first_day", "last_day", "compiled_at", "locked_at",
            "locked_by", "program",
        }  # fmt: skip

    kind = models.CharField(max_length=8, help_text="month, quarter, tertial or year")
    label = models.CharField(max_length=10, help_text="2026-10, 2026-q3, 2026-t2 or 2026")
    first_day = models.DateField()
    last_day = models.DateField()
    compiled_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.CharField(max_length=120, blank=True, help_text="the function that locked it")
    program = models.CharField(max_length=20, help_text="version of the program that made the tables")

    objects = PeriodPictureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "label"], name="period_picture_once")]

    def __str__(self) -> str:
        return f"{self.municipality} {self.label}"

    @property
    def span(self) -> Span:
        return Span(self.kind, self.first_day, self.last_day)

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class PeriodTable(MunicipalRecord):
    """One table of a longer picture as canonical JSON, for one audience, with its digest."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "picture", "audience", "name", "content", "digest"}

    picture = models.ForeignKey(PeriodPicture, models.CASCADE, related_name="tables")
    audience = models.CharField(max_length=12, help_text="as PictureAudience")
    name = models.CharField(max_length=30)
    content = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "audience", "name"], name="period_table_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.audience})"
