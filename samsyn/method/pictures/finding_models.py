"""A finding that the statistics raise, and what somebody answered it with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.pictures.finding_querysets import FindingQuerySet, ResponseQuerySet
from samsyn.method.pictures.own_models import ShownTo


class Finding(MunicipalRecord):
    """Something that stood out more than chance explains, as a card: what, why, and how often chance gives it."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "kind", "subject", "about", "name_en", "area", "place", "first_week",
            "iso_week", "raised_at", "authorities", "parties", "again_of", "fell_asleep_at",
        }  # fmt: skip

    class Kind(models.TextChoices):
        TOTAL = "total", _("hela kommunen")
        AREA = "area", _("område")
        PLACE = "place", _("plats")
        CATEGORY = "category", _("slag av händelse")
        PATTERN = "pattern", _("mönster")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=200, help_text="the same for the same thing from week to week")
    about = models.CharField(max_length=160, blank=True, help_text="as the picture names it, in Swedish")
    name_en = models.CharField(max_length=160, blank=True)
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    first_week = models.PositiveIntegerField(help_text="the week that it was raised for, 202540")
    iso_week = models.PositiveIntegerField(help_text="the latest week that it holds for")
    raised_at = models.DateTimeField()
    authorities = models.TextField(blank=True, help_text="reason and certainty for authorities, canonical JSON")
    parties = models.TextField(blank=True, help_text="the same for all parties; empty where they cannot see it")
    again_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    fell_asleep_at = models.DateTimeField(null=True, blank=True, help_text="nobody answered it within two weeks")

    objects = FindingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "subject", "-iso_week"], name="finding_of_subject")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"

    @property
    def week(self) -> Week:
        return Week.parse(self.iso_week)


class Response(MunicipalRecord):
    """What a function answered a finding with: act on it, watch it, or dismiss it and why. The latest one stands."""

    class Privacy:
        personal = {"reason": "blank"}
        harmless = {
            "id", "created_at", "municipality", "finding", "answer", "leads_to", "function", "answered_at", "iso_week",
            "audience",
        }  # fmt: skip
        kept_for_months = 60

    class Answer(models.TextChoices):
        ACT = "act", _("ta upp")
        WATCH = "watch", _("bevaka")
        DISMISS = "dismiss", _("lägg undan")

    class LeadsTo(models.TextChoices):
        NOTHING = "", ""
        MEETING = "meeting", _("en punkt på mötet")
        MEASURE = "measure", _("en åtgärd")

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="responses")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    leads_to = models.CharField(max_length=8, choices=LeadsTo.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    function = models.CharField(max_length=120, blank=True, help_text="the function that answered, never a name")
    audience = models.CharField(
        max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES,
        help_text="who may read the answer; never wider than the card itself",
    )  # fmt: skip
    answered_at = models.DateTimeField()
    iso_week = models.PositiveIntegerField(help_text="the week of the picture it was answered for")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["finding", "-answered_at"], name="response_latest")]

    def __str__(self) -> str:
        return self.answer
