"""The plan for judging a measure, its follow-ups, and what was asked of the worst places before it was answered."""

from datetime import date

from django.db import models
from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.followups.querysets import (
    EvaluationPlanQuerySet,
    EvaluationQuerySet,
    FollowUpQuerySet,
    WorstQuestionQuerySet,
)
from samsyn.method.followups.states import Conclusion, Design, FollowUpKind
from samsyn.method.measures.models import Measure
from samsyn.method.problems.cause_models import ShownTo
from samsyn.method.problems.models import Problem


class EvaluationPlan(MunicipalRecord):
    """What a measure is to be compared with and for how long; worth more when it is older than the measure's start."""

    class Privacy:
        personal = {"aim": "blank"}
        harmless = {
            "id", "created_at", "municipality", "measure", "weeks", "comparison_area", "comparison_place", "fixed_on",
            "ring_m", "power", "shown_to",
        }  # fmt: skip
        kept_for_months = 60

    measure = models.OneToOneField(Measure, models.CASCADE, related_name="+")
    aim = models.CharField(max_length=200, blank=True, help_text="what is to be different, in one line")
    weeks = models.PositiveSmallIntegerField(default=26, help_text="how long it is looked at after the start")
    comparison_area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    comparison_place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    fixed_on = models.DateField(help_text="the day when the comparison was chosen; a new choice is a new day")
    ring_m = models.PositiveSmallIntegerField(default=0, help_text="how far round the place is looked at; 0 = not")
    power = models.JSONField(default=dict, help_text="what could be seen, as it was known that day")
    shown_to = models.CharField(
        max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES, help_text="for whom power is"
    )

    objects = EvaluationPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(comparison_area=None) | Q(comparison_place=None), name="plan_compares_with_one_thing"
            ),
            models.CheckConstraint(condition=Q(weeks__gte=4, weeks__lte=52), name="plan_is_4_to_52_weeks"),
            models.CheckConstraint(condition=Q(ring_m__lte=1000), name="plan_ring_is_at_most_1000_m"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.fixed_on}"

    @property
    def compared_with(self) -> str:
        """The name of the comparison, or nothing; a place that is shown coarse is named by its area."""
        place = self.comparison_place
        if place is not None:
            return place.name if not place.show_coarse else str(place.area or "")
        return str(self.comparison_area or "")

    def is_before(self, begins_on: date | None) -> bool:
        """Whether the choice is older than the start, so that it could not be made with the answer in hand."""
        return begins_on is None or self.fixed_on < begins_on


class FollowUp(MunicipalRecord):
    """One look back at a measure: was it done, how did it go, or did it help; with what was concluded and learnt."""

    class Privacy:
        personal = {"text": "blank", "lesson": "blank"}
        harmless = {
            "id", "created_at", "municipality", "measure", "kind", "made_on", "answers", "figures", "conclusion",
            "shown_to",
        }  # fmt: skip
        kept_for_months = 60

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=FollowUpKind.choices)
    made_on = models.DateField()
    answers = models.JSONField(default=dict, help_text="question → yes, partly, no, unknown")
    figures = models.JSONField(default=dict, help_text="what the log or the reports said that day; never changed")
    text = models.CharField(max_length=500, blank=True)
    lesson = models.CharField(max_length=300, blank=True, help_text="what others can learn")
    conclusion = models.CharField(max_length=10, choices=Conclusion.choices)
    shown_to = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "measure", "kind"], name="follow_up_of_measure")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.kind} {self.made_on}"


class WorstQuestion(MunicipalRecord):
    """What is asked of the worst places: fixed, with its time and its number, before anybody has read the answer."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "problem", "order", "places", "first_week", "weeks", "categories",
            "everywhere", "area", "audience", "fixed_at", "fixed_by",
        }  # fmt: skip
        kept_for_months = 120

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(help_text="which of the problem's questions: all share five percent")
    places = models.PositiveSmallIntegerField(help_text="how many of those with most reports")
    first_week = models.PositiveIntegerField(help_text="the first of the weeks they are chosen by, 202614")
    weeks = models.PositiveSmallIntegerField(help_text="how many weeks, and as many after them")
    categories = models.JSONField(default=list, help_text="codes of all it is about that day; empty = every report")
    everywhere = models.BooleanField(default=False, help_text="in the whole municipality, not only in its area")
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", help_text="the problem's that day; none = all"
    )
    audience = models.CharField(
        max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES, help_text="whose reports are counted"
    )
    fixed_at = models.DateTimeField()
    fixed_by = models.CharField(max_length=120, blank=True, help_text="role and party, never a name")

    objects = WorstQuestionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "order"], name="worst_question_order")]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.order}"

    @property
    def first(self) -> Week:
        return Week.parse(self.first_week)

    @property
    def is_early(self) -> bool:
        """Whether it was fixed before the weeks after had begun, so that nobody could look before asking."""
        return self.fixed_at.astimezone(self.municipality.zone).date() < (self.first + self.weeks).first_day


class Evaluation(MunicipalRecord):
    """What could be said of a problem's work one day: by which design, with which figures, how far it can be trusted.

    The figures are those of the day and are never changed.
    """

    class Privacy:
        personal = {"text": "blank"}
        harmless = {
            "id", "created_at", "municipality", "problem", "measure", "question", "design", "asked", "figures",
            "made_on", "shown_to",
        }  # fmt: skip
        kept_for_months = 120

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.ForeignKey(WorstQuestion, models.CASCADE, null=True, blank=True, related_name="+")
    design = models.CharField(max_length=12, choices=Design.choices)
    asked = models.JSONField(default=dict, help_text="what was chosen: weeks, how many places")
    figures = models.JSONField(default=dict, help_text="counts, ratio, limits, grade and faults, as of that day")
    made_on = models.DateField()
    text = models.CharField(max_length=500, blank=True, help_text="what the group makes of it")
    shown_to = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["problem", "-made_on"], name="evaluation_of_problem")]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__isnull=False) | Q(design="worst"), name="evaluation_is_of_a_measure_or_the_worst"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.design} {self.made_on}"
