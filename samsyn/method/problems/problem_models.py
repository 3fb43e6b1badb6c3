"""The problem: a lasting pattern that the group has chosen to understand, and the states it has gone through."""

from django.db import models
from django.db.models import Q

from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.observations.counted import told_to
from samsyn.method.observations.models import Audience
from samsyn.method.problems.problem_querysets import ProblemQuerySet, ProblemStateQuerySet
from samsyn.method.problems.states import OPEN, State, Trigger, step_of


class Problem(MunicipalRecord):
    """A lasting pattern at a place or in an area that the group has chosen to understand and do something about."""

    class Privacy:
        personal = {"title": "blank", "affected": "blank", "owner_function": "blank"}
        harmless = {
            "id", "created_at", "municipality", "number", "place", "area", "categories", "period_first", "period_last",
            "owner", "group", "state", "audience", "opened_on", "closed_on", "trigger", "trigger_reference", "version",
        }  # fmt: skip
        kept_for_months = 120

    number = models.PositiveIntegerField(help_text="what it is called: Problem 3; counted within the municipality")
    title = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    categories = models.JSONField(default=list, help_text="codes of the municipality's categories; empty = all")
    period_first = models.DateField(help_text="the first day that it is looked at")
    period_last = models.DateField(null=True, blank=True, help_text="the last one; empty = it goes on")
    affected = models.CharField(max_length=300, blank=True, help_text="which groups it concerns, never persons")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    owner_function = models.CharField(max_length=120, blank=True, help_text="the office that holds it, never a name")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.IDENTIFIED)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PARTIES)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    trigger = models.CharField(max_length=10, choices=Trigger.choices, default=Trigger.HAND)
    trigger_reference = models.CharField(max_length=80, blank=True, help_text="kind:id of what it was opened from")
    version = models.PositiveIntegerField(default=1)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="problem_number_once"),
            models.CheckConstraint(condition=~Q(area=None) | ~Q(place=None), name="problem_is_somewhere"),
            models.CheckConstraint(
                condition=~Q(audience="group") | Q(group__isnull=False), name="problem_group_is_named"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "number"], name="problem_by_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def step(self) -> int:
        """Where in the order its state stands, 1–7."""
        return step_of(self.state)

    @property
    def where(self) -> str:
        """The place, or its area where the place is shown coarse or none is named."""
        if self.place is not None and not self.place.show_coarse:
            return self.place.name
        found = self.area or (self.place.area if self.place is not None else None)
        return found.name if found is not None else ""

    @property
    def shown_to(self) -> str:
        """For which audience its figures are made: what all parties may see, unless only authorities see it."""
        return told_to(self.audience)


class ProblemState(MunicipalRecord):
    """A step that a problem took: from which state to which, on which day, and why where it went back."""

    class Privacy:
        personal = {"reason": "blank"}
        harmless = {"id", "created_at", "municipality", "problem", "before", "state", "on", "not_ready"}
        kept_for_months = 120

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="history")
    before = models.CharField(max_length=12, choices=State.choices, blank=True, help_text="empty = it was opened")
    state = models.CharField(max_length=12, choices=State.choices)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    not_ready = models.JSONField(default=list, help_text="codes of what was not ready when it went on anyway")

    objects = ProblemStateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["problem", "created_at"], name="problem_state_in_order")]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.state}"
