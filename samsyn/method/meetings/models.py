"""The meeting, who was there by function, and what was decided."""

from django.db import models
from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.querysets import AttendanceQuerySet, DecisionQuerySet, MeetingQuerySet
from samsyn.method.meetings.states import Choice, State
from samsyn.method.pictures.models import PictureAudience, SituationalPicture


class Meeting(MunicipalRecord):
    """The group looks at a week's picture and decides; its minutes are the decisions themselves."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "group", "picture", "iso_week", "audience", "held_on", "state",
            "opened_at", "closed_at", "postponed_count",
        }  # fmt: skip

    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    picture = models.ForeignKey(SituationalPicture, models.PROTECT, null=True, blank=True, related_name="+")
    iso_week = models.PositiveIntegerField(help_text="the week that the group looks at, 202540")
    audience = models.CharField(
        max_length=12, choices=PictureAudience.choices, default=PictureAudience.PARTIES,
        help_text="whose tables are shown: all parties as soon as one that is no authority has a seat",
    )  # fmt: skip
    held_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    postponed_count = models.PositiveSmallIntegerField(default=0, help_text="places that the time did not suffice for")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "-held_on"], name="meeting_latest")]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.held_on}"

    @property
    def week(self) -> Week:
        return Week.parse(self.iso_week)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class Attendance(MunicipalRecord):
    """A seat at one meeting, by function, and whether it was filled; never who sat there."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "meeting", "function", "organisation", "present"}

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    function = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    present = models.BooleanField(default=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "function"], name="attendance_once")]

    def __str__(self) -> str:
        return self.function


class Decision(MunicipalRecord):
    """What a meeting says about a place that stands out, an area outside its band, or a line of its own."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {
            "id", "created_at", "municipality", "meeting", "about", "kind", "area", "place", "lon", "lat", "radius_m",
            "choice", "measure", "carried_from", "position", "version",
        }  # fmt: skip
        kept_for_months = 60

    class About(models.TextChoices):
        PLACE = "place"
        AREA = "area"
        FREE = "free"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=6, choices=About.choices)
    about = models.CharField(max_length=160, blank=True, help_text="the place or area, as the picture names it")
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    radius_m = models.FloatField(null=True, blank=True)
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True, help_text="empty = not talked about")
    text = models.CharField(max_length=300, blank=True, help_text="the reason, or the decision in one line")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="+")
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried_to")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(choice="measure") | Q(measure__isnull=False), name="decision_measure_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about or self.kind}: {self.choice}"

    @property
    def is_undecided(self) -> bool:
        return self.choice == ""
