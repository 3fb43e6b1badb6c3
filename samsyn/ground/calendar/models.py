"""Dates that are data: school breaks, pause weeks, coming events."""

from django.db import models

from samsyn.ground.calendar.querysets import YearEventQuerySet
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord


class YearEvent(MunicipalRecord):
    """Something in the calendar that the group should know of: a school break, a pause, a market, a match."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "kind", "name_sv", "name_en", "first_on", "last_on", "area", "source",
        }  # fmt: skip

    class Kind(models.TextChoices):
        SCHOOL_BREAK = "school_break"
        PAUSE = "pause"
        EVENT = "event"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=200, blank=True)

    objects = YearEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="year_event_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["municipality", "kind", "name_sv", "first_on"], name="year_event_once"),
        ]

    def __str__(self) -> str:
        return self.name_sv
