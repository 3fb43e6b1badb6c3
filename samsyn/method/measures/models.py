"""The measure: one line that says what, who, when and where; how it went; what was really done; and what is known."""

from datetime import date

from django.db import models
from django.db.models import Q

from samsyn.ground.people.models import LEVELS, Group, Organisation
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.measures.querysets import (
    KnownMeasureQuerySet,
    MeasureEntryQuerySet,
    MeasureQuerySet,
    MilestoneQuerySet,
)
from samsyn.method.measures.states import OPEN, Cost, Evidence, Horizon, MeasureKind, Outcome, State
from samsyn.method.observations.models import Audience, Observation
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.problems.models import Cause, Problem


class KnownMeasure(MunicipalRecord):
    """Something that others have tried, with what research says of it; a row per municipality, copied and editable."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "name_sv", "name_en", "text_sv", "text_en", "kind", "causes",
            "horizon", "cost", "grade", "source", "presence", "active", "position", "default_code", "default_version",
        }  # fmt: skip

    code = models.SlugField(max_length=40)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    text_sv = models.CharField(max_length=400, blank=True)
    text_en = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=15, choices=MeasureKind.choices)
    causes = models.JSONField(default=list, help_text="which sides of a problem it works on: place, victim, offender")
    horizon = models.CharField(max_length=10, choices=Horizon.choices)
    cost = models.CharField(max_length=10, choices=Cost.choices)
    grade = models.CharField(max_length=10, choices=Evidence.choices, help_text="how far research says that it works")
    source = models.CharField(max_length=300, blank=True, help_text="where the grade comes from")
    presence = models.BooleanField(default=False, help_text="somebody is to be there")
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    default_code = models.CharField(max_length=40, blank=True)
    default_version = models.PositiveSmallIntegerField(default=1)

    objects = KnownMeasureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="known_measure_once")]

    def __str__(self) -> str:
        return self.name_sv


class Measure(MunicipalRecord):
    """Something that a party has promised to do, at a place or in an area, before a day."""

    class Privacy:
        personal = {"what": "blank", "came_of": "blank", "extent": "blank"}
        harmless = {
            "id", "created_at", "municipality", "number", "function", "organisation", "due_on", "area", "place",
            "presence", "audience", "audience_group", "arises_from", "picture", "answers", "revises", "state",
            "decided_on", "started_on", "ended_on", "outcome", "followed_up_on", "version", "kind", "horizon",
            "follow_up_on", "known", "at_peak", "raised_on", "problem", "causes", "level",
        }  # fmt: skip
        kept_for_months = 60

    number = models.PositiveIntegerField(help_text="what it is called: Åtgärd 14; counted within the municipality")
    what = models.CharField(max_length=200)
    function = models.CharField(max_length=120, blank=True, help_text="the office that does it, never a name")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_on = models.DateField()
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    presence = models.BooleanField(default=False, help_text="somebody is to be there: guards, field workers, walks")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PARTIES)
    audience_group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    arises_from = models.ManyToManyField(Observation, blank=True, related_name="+")
    picture = models.ForeignKey(SituationalPicture, models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.CharField(max_length=160, blank=True, help_text="the place or area of the picture, as named there")
    revises = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="revised_by")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    decided_on = models.DateField()
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    came_of = models.CharField(max_length=200, blank=True, help_text="one line from the follow-up, or why cancelled")
    followed_up_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=15, choices=MeasureKind.choices, blank=True)
    horizon = models.CharField(max_length=10, choices=Horizon.choices, blank=True)
    level = models.CharField(
        max_length=20, blank=True, choices=LEVELS, help_text="on which of the three levels, if any"
    )
    extent = models.CharField(max_length=200, blank=True, help_text="how much is planned: six evenings, ten lamps")
    follow_up_on = models.DateField(null=True, blank=True, help_text="the day when it is asked whether it helped")
    known = models.ForeignKey(KnownMeasure, models.SET_NULL, null=True, blank=True, related_name="tried_as")
    at_peak = models.BooleanField(default=False, help_text="the place had more than usual when it was chosen")
    raised_on = models.DateField(null=True, blank=True, help_text="so late that the group was told")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, blank=True, related_name="+")
    causes = models.ManyToManyField(Cause, blank=True, related_name="+", help_text="those that it is against")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="measure_number_once"),
            models.CheckConstraint(condition=~Q(area=None) | ~Q(place=None), name="measure_is_somewhere"),
            models.CheckConstraint(
                condition=~Q(audience="group") | Q(audience_group__isnull=False), name="measure_group_is_named"
            ),
            models.CheckConstraint(
                condition=Q(problem=None) | Q(state__in=["planned", "cancelled"]) | Q(follow_up_on__isnull=False),
                name="measure_on_a_problem_is_followed_up",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "due_on"], name="measure_by_state")]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, *, today: date) -> bool:
        return self.is_open and self.due_on < today

    @property
    def where(self) -> str:
        """The place, or its area where the place is shown coarse or none is named."""
        if self.place is not None and not self.place.show_coarse:
            return self.place.name
        found = self.area or (self.place.area if self.place is not None else None)
        return found.name if found is not None else ""

    @property
    def begins_on(self) -> date | None:
        """The first day on which it may have made a difference; nothing for what has not begun."""
        days = [day for day in (self.started_on, self.ended_on) if day is not None]
        return min(days) if days and self.state != State.CANCELLED else None

    @property
    def in_force_on(self) -> date | None:
        """The day from which it is judged: presence from when it began, anything else from when it was done."""
        if self.state == State.CANCELLED:
            return None
        return self.started_on or self.ended_on if self.presence else self.ended_on or self.started_on


class MeasureEntry(MunicipalRecord):
    """A line in a measure's log: what was really done one day, how many times and hours, or what went otherwise."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {
            "id", "created_at", "municipality", "measure", "done_on", "times", "hours", "reached", "deviates",
        }  # fmt: skip
        kept_for_months = 60

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="entries")
    done_on = models.DateField()
    times = models.PositiveSmallIntegerField(default=1, help_text="0 = it was not done that day")
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True, help_text="working hours")
    reached = models.PositiveIntegerField(null=True, blank=True, help_text="how many people it reached, roughly")
    text = models.CharField(max_length=200, blank=True)
    deviates = models.BooleanField(default=False, help_text="it did not go as planned")

    objects = MeasureEntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["measure", "-done_on"], name="measure_entry_latest")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.done_on}"


class Milestone(MunicipalRecord):
    """A step on the way of a long measure, with its day."""

    class Privacy:
        personal = {"name": "blank"}
        harmless = {"id", "created_at", "municipality", "measure", "due_on", "reached_on"}
        kept_for_months = 60

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=120)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["measure", "due_on"], name="milestone_by_day")]

    def __str__(self) -> str:
        return self.name
