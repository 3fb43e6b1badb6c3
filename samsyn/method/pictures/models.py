"""The situational picture and its tables, one set per audience."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.weeks import Week
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.pictures.assessment_models import (
    Assessment,
    AssessmentMethod,
    Parameter,
    ParameterAnswer,
    StateLevel,
    StatePlaybook,
    StateScale,
    SuggestionCheck,
)
from samsyn.method.pictures.finding_models import Finding, Response
from samsyn.method.pictures.own_models import (
    MergeItem,
    OwnPicture,
    OwnPoint,
    PictureComment,
    PictureCorrection,
    PictureLayout,
    SectionText,
    SentenceEdit,
)
from samsyn.method.pictures.period_models import PeriodPicture, PeriodTable
from samsyn.method.pictures.querysets import PictureFindingQuerySet, SituationalPictureQuerySet

__all__ = (
    "Assessment", "AssessmentMethod", "Finding", "MergeItem", "OwnPicture", "OwnPoint", "Parameter",
    "ParameterAnswer", "PeriodPicture", "PeriodTable", "PictureAudience", "PictureComment", "PictureCorrection",
    "PictureFinding", "PictureLayout", "PictureTable", "Response", "SectionText", "SentenceEdit", "SituationalPicture",
    "StateLevel", "StatePlaybook", "StateScale", "SuggestionCheck",
)  # fmt: skip


class PictureAudience(models.TextChoices):
    """For whom a set of tables is made; each from the rows that audience may see."""

    AUTHORITIES = "authorities", _("myndigheter och kommunala bolag")
    PARTIES = "parties", _("alla parter")
    PUBLIC = "public", _("allmänheten")


class SituationalPicture(MunicipalRecord):
    """The week's (or fortnight's) picture of a municipality: a draft until locked, then what the meeting saw."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "iso_week", "weeks", "compiled_at", "locked_at", "program", "locked_by",
            "layout_code", "shared_at", "edition",
        }  # fmt: skip

    iso_week = models.PositiveIntegerField(help_text="the last week of the period, 202540")
    weeks = models.PositiveSmallIntegerField(default=1)
    compiled_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.CharField(max_length=120, blank=True, help_text="the function that locked it")
    program = models.CharField(max_length=20, help_text="version of the program that made the tables")
    layout_code = models.SlugField(max_length=30, blank=True, help_text="empty = the municipality's own choice")
    shared_at = models.DateTimeField(null=True, blank=True, help_text="when the draft was sent for reconciliation")
    edition = models.PositiveSmallIntegerField(default=1, help_text="2 and up = correction editions")

    objects = SituationalPictureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "iso_week"], name="picture_once_a_period")]

    def __str__(self) -> str:
        return f"{self.municipality} {self.week.label}"

    @property
    def week(self) -> Week:
        return Week.parse(self.iso_week)

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_shared(self) -> bool:
        """Whether the parties read it while it is still a draft."""
        return self.shared_at is not None and self.locked_at is None


class PictureTable(MunicipalRecord):
    """One table of a picture as canonical JSON, for one audience, with its digest."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "picture", "audience", "name", "content", "digest"}

    picture = models.ForeignKey(SituationalPicture, models.CASCADE, related_name="tables")
    audience = models.CharField(max_length=12, choices=PictureAudience.choices)
    name = models.CharField(max_length=30)
    content = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "audience", "name"], name="picture_table_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.audience})"


class PictureFinding(MunicipalRecord):
    """A pattern that somebody put in a picture to look at: the question, and its answer for each audience."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "picture", "question", "authorities", "parties", "put_in_at",
        }  # fmt: skip

    picture = models.ForeignKey(SituationalPicture, models.CASCADE, related_name="findings")
    question = models.TextField(help_text="method, days, categories, areas and options, as canonical JSON")
    authorities = models.TextField(help_text="the answer from the rows that authorities may see, as canonical JSON")
    parties = models.TextField(help_text="the answer from the rows that all parties may see, as canonical JSON")
    put_in_at = models.DateTimeField()

    objects = PictureFindingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "question"], name="picture_finding_once")]

    def __str__(self) -> str:
        return f"{self.picture}: {self.question}"
