"""The measure: one line that says what, who, when and where; and how it went."""

from datetime import date

from django.db import models
from django.db.models import Q

from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.measures.querysets import MeasureQuerySet
from samsyn.method.measures.states import OPEN, Outcome, State
from samsyn.method.observations.models import Audience, Observation
from samsyn.method.pictures.models import SituationalPicture


class Measure(MunicipalRecord):
    """Something that a party has promised to do, at a place or in an area, before a day."""

    class Privacy:
        personal = {"what": "blank", "came_of": "blank"}
        harmless = {
            "id", "created_at", "municipality", "number", "function", "organisation", "due_on", "area", "place",
            "presence", "audience", "audience_group", "arises_from", "picture", "answers", "revises", "state",
            "decided_on", "started_on", "ended_on", "outcome", "followed_up_on", "version",
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

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="measure_number_once"),
            models.CheckConstraint(condition=~Q(area=None) | ~Q(place=None), name="measure_is_somewhere"),
            models.CheckConstraint(
                condition=~Q(audience="group") | Q(audience_group__isnull=False), name="measure_group_is_named"
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
