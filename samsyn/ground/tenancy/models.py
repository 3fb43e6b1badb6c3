"""Municipalities, and the base of every row that belongs to one."""

from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models

from samsyn.ground.records import Record
from samsyn.ground.tenancy.defaults import setting


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def at(self, slug: str) -> "Municipality":
        """Return the municipality with this address; raises Municipality.DoesNotExist."""
        return self.get(slug=slug)

    def published(self) -> "list[Municipality]":
        """Return those whose statement of accessibility is open to all: they have told how they are reached."""
        return [each for each in self.order_by("name") if each.tells_how_it_is_reached]


class Municipality(Record):
    """A municipality that works in this installation; everything else belongs to one."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "slug", "name", "code", "time_zone", "metric_crs", "west", "south", "east", "north",
            "extent", "languages", "colour", "period_weeks", "population", "fictional", "wmts", "settings",
            "live_since",
        }  # fmt: skip

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=8, help_text="SCB's code, four digits as text")
    time_zone = models.CharField(max_length=40, default="Europe/Stockholm")
    metric_crs = models.PositiveIntegerField(default=3006, help_text="EPSG code of the metric system")
    west = models.FloatField(help_text="extent in degrees, WGS 84")
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    extent = models.BinaryField(null=True, blank=True, help_text="border as WKB in WGS 84, where known")
    languages = models.CharField(max_length=20, default="sv,en")
    colour = models.CharField(max_length=7, default="#1f5f5b", validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    period_weeks = models.PositiveSmallIntegerField(default=1, help_text="1 = every week, 2 = every second week")
    population = models.PositiveIntegerField(null=True, blank=True)
    fictional = models.BooleanField(default=False)
    wmts = models.CharField(max_length=500, blank=True, help_text="own base map: address of a WMTS template")
    settings = models.JSONField(default=dict, blank=True)
    live_since = models.DateTimeField(null=True, blank=True, help_text="empty = practice: no real reports yet")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(period_weeks__in=[1, 2]), name="municipality_period_is_1_or_2"),
            models.CheckConstraint(
                condition=models.Q(west__lt=models.F("east"), south__lt=models.F("north")),
                name="municipality_extent_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def tells_how_it_is_reached(self) -> bool:
        """Whether somebody who cannot use something is told whom to turn to."""
        return any(setting(self, name) for name in ("access_mail", "access_phone", "access_link"))

    def holds(self, *, lon: float, lat: float, margin: float = 0.0) -> bool:
        """Say whether a point in degrees lies within the extent, widened by margin degrees."""
        return (
            self.west - margin <= lon <= self.east + margin and self.south - margin <= lat <= self.north + margin
        )


class MunicipalRecord(Record):
    """A row that belongs to one municipality and is never seen by another."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
