"""The goal of a problem: what is to be different, how that is seen, from where, to where and by when."""

from django.db import models
from django.db.models import Q

from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.indicators.models import Indicator
from samsyn.method.problems.cause_models import ShownTo
from samsyn.method.problems.goal_querysets import GoalQuerySet
from samsyn.method.problems.goal_states import MeasuredBy, Said
from samsyn.method.problems.problem_models import Problem


class Goal(MunicipalRecord):
    """What is to be different about a problem, by what it is measured, from where, to where and by which day."""

    class Privacy:
        personal = {"text": "blank", "baseline_words": "blank", "target_words": "blank", "said_text": "blank"}
        harmless = {
            "id", "created_at", "municipality", "problem", "measured_by", "indicator", "weeks", "more_is_better",
            "baseline", "baseline_on", "target", "due_on", "checks", "said", "said_on", "shown_to", "version",
        }  # fmt: skip
        kept_for_months = 120

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="goals")
    text = models.CharField(max_length=200, help_text="what is to be different, in one line")
    measured_by = models.CharField(max_length=8, choices=MeasuredBy.choices)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    weeks = models.PositiveSmallIntegerField(default=13, help_text="how long a time the reports are counted over")
    more_is_better = models.BooleanField(default=False)
    baseline = models.JSONField(default=dict, help_text="the starting point: value, n, period, source; never changed")
    baseline_words = models.CharField(max_length=200, blank=True)
    baseline_on = models.DateField(null=True, blank=True, help_text="the day when the starting point was frozen")
    target = models.FloatField(null=True, blank=True, help_text="in the unit of the starting point")
    target_words = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    checks = models.JSONField(default=dict, help_text="specific, accepted, realistic: yes, partly, no")
    said = models.CharField(max_length=8, choices=Said.choices, blank=True, help_text="in the group's own words")
    said_text = models.CharField(max_length=200, blank=True)
    said_on = models.DateField(null=True, blank=True)
    shown_to = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES)
    version = models.PositiveIntegerField(default=1)

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(measured_by="reading") | Q(indicator__isnull=False), name="goal_names_its_indicator"
            ),
            models.CheckConstraint(condition=Q(weeks__gte=4, weeks__lte=52), name="goal_is_counted_4_to_52_weeks"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_frozen(self) -> bool:
        """Whether it has a starting point."""
        return self.baseline_on is not None

    @property
    def is_measurable(self) -> bool:
        """Whether there is a starting point and something to reach, in the same unit."""
        words = self.measured_by == MeasuredBy.WORDS and bool(self.baseline_words and self.target_words)
        return words or (self.is_frozen and self.target is not None)
