"""Dates that are data: school breaks, pause weeks, coming events, and what comes back every year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.calendar.querysets import YearEventQuerySet, YearRuleQuerySet
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


class YearRule(MunicipalRecord):
    """Something that comes back each year, with the rule for when, and what is good to check before it."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "kind", "name_sv", "name_en", "rule", "first", "last",
            "every_years", "from_year", "approximate", "ahead_days", "checks_sv", "checks_en", "source", "active",
            "playbook",
        }  # fmt: skip

    class Kind(models.TextChoices):
        FEAST = "feast", _("högtid")
        SCHOOL = "school", _("skola och lov")
        EVENT = "event", _("evenemang")
        SURVEY = "survey", _("mätning")
        ANALYSIS = "analysis", _("analys och plan")
        LAW = "law", _("lagens prövningar")

    class Rule(models.TextChoices):
        DATES = "dates", _("samma datum varje år")
        WEEKS = "weeks", _("samma veckor varje år")
        EASTER = "easter", _("dagar från påskdagen")

    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    rule = models.CharField(max_length=8, choices=Rule.choices)
    first = models.CharField(max_length=6, help_text="dates: 04-30; weeks: 44; easter: -3")
    last = models.CharField(max_length=6)
    every_years = models.PositiveSmallIntegerField(default=1)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="which years, when not every one")
    approximate = models.BooleanField(default=False, help_text="the municipality's own dates stand in YearEvent")
    ahead_days = models.PositiveSmallIntegerField(default=14, help_text="how long before the checks are shown")
    checks_sv = models.TextField(blank=True, help_text="one check a line")
    checks_en = models.TextField(blank=True)
    playbook = models.CharField(
        max_length=80, blank=True, help_text="what to do then, as kind:code of a state, a phase or a known measure"
    )
    source = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    objects = YearRuleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="year_rule_once")]

    def __str__(self) -> str:
        return self.name_sv
