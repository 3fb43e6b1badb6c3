"""Outside figures: indicators with readings, and events told by other sources. Never mixed with observations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.indicators.querysets import IndicatorQuerySet, OutsideEventQuerySet, ReadingQuerySet


class Indicator(MunicipalRecord):
    """A figure from outside with its unit, source and licence: reported offences, population, a survey's share."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "name_sv", "name_en", "unit_sv", "unit_en", "source", "licence",
            "period", "in_picture", "kind", "scale", "for_likeness", "retrieved_on",
        }  # fmt: skip

    class Kind(models.TextChoices):
        OFFENCES = "offences", _("anmälda brott")
        SURVEY = "survey", _("trygghetsmätning och enkät")
        RESCUE = "rescue", _("räddningstjänst")
        POPULATION = "population", _("befolkning")
        CONDITIONS = "conditions", _("levnadsvillkor")
        OTHER = "other", _("annat")

    class Scale(models.TextChoices):
        COUNT = "count", _("antal")
        SHARE = "share", _("andel i procent")
        INDEX = "index", _("index 0–6")
        AMOUNT = "amount", _("annat värde")

    class Period(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        MONTH = "month"
        YEAR = "year"

    code = models.SlugField(max_length=60)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    unit_sv = models.CharField(max_length=60, blank=True)
    unit_en = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=6, choices=Period.choices)
    in_picture = models.BooleanField(default=True, help_text="shown apart in the weekly picture")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    scale = models.CharField(max_length=6, choices=Scale.choices, default=Scale.COUNT)
    for_likeness = models.BooleanField(default=False, help_text="areas are compared by it; never by origin or faith")
    retrieved_on = models.DateField(null=True, blank=True, help_text="when the source was last asked")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="indicator_once")]

    def __str__(self) -> str:
        return self.name_sv


class Reading(MunicipalRecord):
    """One value of an indicator for one area (or the whole municipality) and one period."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "indicator", "area", "area_code", "first_on", "last_on", "iso_week",
            "value", "n", "batch", "before", "vintage", "group_sv", "low", "high", "invited", "preliminary",
        }  # fmt: skip

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="readings")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    area_code = models.CharField(max_length=40, blank=True, help_text="kept as text also where the area is unknown")
    first_on = models.DateField()
    last_on = models.DateField()
    iso_week = models.PositiveIntegerField(help_text="of last_on; for days and weeks")
    value = models.FloatField()
    n = models.PositiveIntegerField(null=True, blank=True, help_text="what the value rests on, where it is a share")
    vintage = models.CharField(max_length=12, blank=True, help_text="of the code, as deso2018; empty = not told")
    group_sv = models.CharField(max_length=60, blank=True, help_text="who answered, as women; empty = everybody")
    low = models.FloatField(null=True, blank=True, help_text="95 % limits where the source gives them")
    high = models.FloatField(null=True, blank=True)
    invited = models.PositiveIntegerField(null=True, blank=True, help_text="asked; n of them answered")
    preliminary = models.BooleanField(default=False)
    batch = models.UUIDField(null=True, blank=True)
    before = models.JSONField(default=list, blank=True, help_text="what it said before a run changed it")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_code", "first_on", "last_on", "group_sv"], name="reading_once"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "iso_week"], name="reading_by_week"),
            models.Index(fields=["batch"], name="reading_by_batch"),
        ]

    @property
    def response_share(self) -> float | None:
        """How many of those asked who answered, 0 … 1."""
        return self.n / self.invited if self.n is not None and self.invited else None

    def __str__(self) -> str:
        return f"{self.area_code} {self.first_on}: {self.value}"


class OutsideEvent(MunicipalRecord):
    """Something another source tells of, as the police's news feed; known to an area at best, never a point."""

    class Privacy:
        personal = {"text": "blank", "title": "blank", "before": "blank"}
        harmless = {
            "id", "created_at", "municipality", "source", "external_id", "version", "type", "happened_at",
            "happened_on", "iso_week", "published_at", "area", "area_name", "is_summary", "earlier", "batch",
        }  # fmt: skip
        kept_for_months = 24

    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    type = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    happened_at = models.DateTimeField(null=True, blank=True, help_text="UTC; read from the name, without it unknown")
    happened_on = models.DateField()
    iso_week = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    area_name = models.CharField(max_length=120, blank=True)
    is_summary = models.BooleanField(default=False, help_text="holds many events in one; never counted")
    earlier = models.JSONField(default=list, blank=True, help_text="digests of earlier versions")
    batch = models.UUIDField(null=True, blank=True)
    before = models.JSONField(default=list, blank=True, help_text="what it said before a run changed it")

    objects = OutsideEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "source", "external_id"], name="outside_event_once")
        ]
        indexes = [
            models.Index(fields=["municipality", "iso_week"], name="outside_event_by_week"),
            models.Index(fields=["batch"], name="outside_event_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.happened_on}"
