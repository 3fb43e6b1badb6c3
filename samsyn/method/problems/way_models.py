"""What a municipality expects on the way: what must be ready for each state, and when a problem is suggested."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.problems.problem_models import Problem
from samsyn.method.problems.problem_querysets import InUseQuerySet, OfVisibleProblems
from samsyn.method.problems.states import State


class ReadyItem(MunicipalRecord):
    """Something that is to be ready before a problem goes on to a state ("klart när"); a row per municipality."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "state", "code", "name_sv", "name_en", "looked_up", "active",
            "position",
        }  # fmt: skip

    state = models.CharField(max_length=12, choices=State.choices)
    code = models.SlugField(max_length=40)
    name_sv = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    looked_up = models.CharField(max_length=20, blank=True, help_text="found by itself; empty = ticked by hand")
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = InUseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="ready_item_once")]

    def __str__(self) -> str:
        return self.name_sv


class ReadyMark(MunicipalRecord):
    """Somebody has said that something is ready for a problem."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "problem", "item", "on"}

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="ready")
    item = models.ForeignKey(ReadyItem, models.CASCADE, related_name="+")
    on = models.DateField()

    objects = OfVisibleProblems.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "item"], name="ready_mark_once")]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.item_id}"


class TriggerRule(MunicipalRecord):
    """When it is suggested that a problem is opened; only a suggestion, and its figures are the municipality's own."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "kind", "times", "weeks", "active", "position"}

    class Kind(models.TextChoices):
        PLACE_AGAIN = "place_again", _("samma plats sticker ut vecka efter vecka")
        NO_EFFECT = "no_effect", _("åtgärder har prövats utan att det hjälpte")
        OPEN_LONG = "open_long", _("något trasigt eller mörkt står kvar länge")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    times = models.PositiveSmallIntegerField(help_text="how many times at least")
    weeks = models.PositiveSmallIntegerField(help_text="within how many weeks, or for how long")
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = InUseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "kind"], name="trigger_rule_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.times}/{self.weeks}"


class TriggerDismissal(MunicipalRecord):
    """Somebody has said that a suggestion is not to be a problem; it is not suggested again before the day."""

    class Privacy:
        personal = {"reason": "blank"}
        harmless = {"id", "created_at", "municipality", "reference", "until"}
        kept_for_months = 24

    reference = models.CharField(max_length=80, help_text="kind:id of what was suggested")
    until = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    objects = OwnMunicipality.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "reference"], name="trigger_dismissal_of")]

    def __str__(self) -> str:
        return self.reference
