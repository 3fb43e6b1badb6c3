"""What comes first in a period, and why; and the problems that the group has chosen to understand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.problems.cause_models import (
    AreaFactor,
    Cause,
    CauseAnalysis,
    CauseEvidence,
    CauseTest,
    CauseVersion,
    ChainStep,
)
from samsyn.method.problems.goal_models import Goal
from samsyn.method.problems.mapping_models import Mapping
from samsyn.method.problems.phase_models import Phase, PhaseModel, PhasePlacement
from samsyn.method.problems.problem_models import Problem, ProblemState
from samsyn.method.problems.querysets import PriorityQuerySet
from samsyn.method.problems.way_models import ReadyItem, ReadyMark, TriggerDismissal, TriggerRule
from samsyn.method.problems.weighing import level_of, share_of

__all__ = (
    "AreaFactor", "Cause", "CauseAnalysis", "CauseEvidence", "CauseTest", "CauseVersion", "ChainStep", "Goal",
    "Mapping", "Phase",
    "PhaseModel", "PhasePlacement", "Priority", "Problem", "ProblemState", "ReadyItem", "ReadyMark",
    "TriggerDismissal", "TriggerRule",
)  # fmt: skip


class Priority(MunicipalRecord):
    """An area, a place or a problem weighed in a period: answers, weights, need, influence, chosen or not, and why."""

    class Privacy:
        personal = {"reason": "blank"}
        harmless = {
            "id", "created_at", "municipality", "period", "area", "place", "problem", "answers", "weights",
            "need_by_hand", "influence_by_hand", "chosen", "audience", "weighed_on", "version",
        }  # fmt: skip
        kept_for_months = 120

    class Audience(models.TextChoices):
        PARTIES = "parties", _("alla parter")
        AUTHORITIES = "authorities", _("myndigheter och kommunala bolag")

    period = models.CharField(max_length=8, help_text="2026-Q4, 2026-T3")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict, help_text="by question: 0 no, 1 partly, 2 yes")
    weights = models.JSONField(default=dict, help_text="by question, 0–3, as they were when it was weighed")
    need_by_hand = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1–5, instead of the answers' own")
    influence_by_hand = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1–5, in the same way")
    chosen = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True, help_text="why it was chosen, or why not")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PARTIES)
    weighed_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False, place=None, problem=None)
                | Q(area=None, place__isnull=False, problem=None)
                | Q(area=None, place=None, problem__isnull=False),
                name="priority_of_one_thing",
            ),
            models.UniqueConstraint(fields=["municipality", "period", "area"], name="priority_once_an_area"),
            models.UniqueConstraint(fields=["municipality", "period", "place"], name="priority_once_a_place"),
            models.UniqueConstraint(fields=["municipality", "period", "problem"], name="priority_once_a_problem"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.period} {self.place or self.area or self.problem}"

    @property
    def need(self) -> int | None:
        """How great the need is, 1–5: what the group says, else what its answers say."""
        return self.need_by_hand or level_of(share_of(self.answers, self.weights, need=True))

    @property
    def influence(self) -> int | None:
        """How far the parties can influence it, 1–5, in the same way."""
        return self.influence_by_hand or level_of(share_of(self.answers, self.weights, need=False))

    @property
    def product(self) -> int:
        """Need times possibility to influence, 0 where either is not known."""
        return (self.need or 0) * (self.influence or 0)

    @property
    def table_share(self) -> float | None:
        """The weighted share of yes in the whole table, 0–1."""
        return share_of(self.answers, self.weights)
