"""Dialogues with inhabitants: where and when, what was said as a whole, what was promised, and what came of it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.dialogues.querysets import DialogueQuerySet


class Dialogue(MunicipalRecord):
    """An evening, a walk or a talk, alone or in a series; never who came, only how many."""

    class Privacy:
        personal = {
            "title": "blank", "series": "blank", "where": "blank", "said": "blank", "promised": "blank",
            "came_of": "blank", "stops": "blank",
        }  # fmt: skip
        harmless = {
            "id", "created_at", "municipality", "number", "kind", "state", "area", "held_on", "begins_at", "took_part",
            "follow_up_on", "followed_up_on", "version",
        }  # fmt: skip
        kept_for_months = 60

    class Kind(models.TextChoices):
        EVENING = "evening", _("dialogkväll")
        WALK = "walk", _("trygghetsvandring")
        TALK = "talk", _("samtal på plats")

    class State(models.TextChoices):
        PLANNED = "planned", _("planerad")
        HELD = "held", _("genomförd")
        FOLLOWED_UP = "followed_up", _("uppföljd")
        CANCELLED = "cancelled", _("inställd")

    number = models.PositiveIntegerField(help_text="counted within the municipality")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    title = models.CharField(max_length=120)
    series = models.CharField(max_length=80, blank=True, help_text="those that belong together share its name")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    where = models.CharField(max_length=120, blank=True, help_text="where people meet, never somebody's home")
    held_on = models.DateField()
    begins_at = models.TimeField(null=True, blank=True)
    stops = models.JSONField(default=list, help_text="of a walk, in order: place, name, why, what was seen")
    took_part = models.PositiveSmallIntegerField(null=True, blank=True)
    said = models.CharField(max_length=1500, blank=True)
    promised = models.CharField(max_length=800, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    came_of = models.CharField(max_length=800, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DialogueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="dialogue_number_once"),
            models.CheckConstraint(
                condition=~Q(state="followed_up") | Q(followed_up_on__isnull=False),
                name="dialogue_followed_up_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "area", "-held_on"], name="dialogue_of_area")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_walk(self) -> bool:
        return self.kind == self.Kind.WALK

    def is_late(self, *, today: date) -> bool:
        """Whether what was promised should have been looked at by now."""
        return self.state == self.State.HELD and self.follow_up_on is not None and self.follow_up_on < today
