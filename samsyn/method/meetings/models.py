"""When groups meet, the meeting, who was there by function, what was said and what was decided."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.querysets import (
    POINTS,
    AgendaTemplateQuerySet,
    AttendanceQuerySet,
    DecisionQuerySet,
    MeetingNoteQuerySet,
    MeetingQuerySet,
    RhythmQuerySet,
)
from samsyn.method.meetings.states import Choice, State
from samsyn.method.pictures.finding_models import Response
from samsyn.method.pictures.models import PictureAudience, SituationalPicture


class AgendaTemplate(MunicipalRecord):
    """What a group goes through, in order, and how many minutes each part may take."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "name", "items"}

    name = models.CharField(max_length=80)
    items = models.JSONField(default=list, help_text="in order: kind, title (empty = the kind's own), minutes")

    objects = AgendaTemplateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="agenda_template_once")]

    def __str__(self) -> str:
        return self.name


class Rhythm(MunicipalRecord):
    """When and how a group meets: weekday, hour and length; how often stands on the group itself."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "group", "template", "weekday", "begins_at", "minutes", "first_on",
            "location", "video_link", "reports_to", "skipped",
        }  # fmt: skip

    group = models.OneToOneField(Group, models.CASCADE, related_name="+")
    template = models.ForeignKey(AgendaTemplate, models.SET_NULL, null=True, blank=True, related_name="+")
    weekday = models.PositiveSmallIntegerField(help_text="0 = Monday")
    begins_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    first_on = models.DateField(help_text="from which week the rhythm is counted")
    location = models.CharField(max_length=120, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    reports_to = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="+", help_text="whose meeting hears of this one"
    )
    skipped = models.JSONField(default=list, help_text="weeks without a meeting, 202540")

    objects = RhythmQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="rhythm_has_a_weekday")]

    def __str__(self) -> str:
        return f"{self.group}: {self.weekday} {self.begins_at}"


class Meeting(MunicipalRecord):
    """The group looks at a week's picture and decides; its minutes are the decisions and lines written meanwhile."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "group", "picture", "iso_week", "audience", "held_on", "state",
            "opened_at", "closed_at", "postponed_count", "begins_at", "minutes", "location", "video_link", "agenda",
            "usual_on", "moved_because", "is_extra", "sequence", "called_at", "revision",
        }  # fmt: skip

    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    picture = models.ForeignKey(SituationalPicture, models.PROTECT, null=True, blank=True, related_name="+")
    iso_week = models.PositiveIntegerField(help_text="the week that the group looks at, 202540")
    audience = models.CharField(
        max_length=12, choices=PictureAudience.choices, default=PictureAudience.PARTIES,
        help_text="whose tables are shown: all parties as soon as one that is no authority has a seat",
    )  # fmt: skip
    held_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    begins_at = models.DateTimeField(null=True, blank=True, help_text="as planned; empty = opened without a plan")
    minutes = models.PositiveSmallIntegerField(default=30, help_text="how long it is meant to last; locks nothing")
    location = models.CharField(max_length=120, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    agenda = models.JSONField(default=list, help_text="as the template stood when the meeting opened")
    usual_on = models.DateField(null=True, blank=True, help_text="the rhythm's own day, where it was moved")
    moved_because = models.CharField(max_length=120, blank=True, help_text="what the calendar had on the usual day")
    is_extra = models.BooleanField(default=False)
    sequence = models.PositiveSmallIntegerField(default=0, help_text="grows with each change of the invitation")
    called_at = models.DateTimeField(null=True, blank=True, help_text="when invitations first went out")
    revision = models.PositiveIntegerField(default=1, help_text="grows with everything written in the meeting")
    opened_at = models.DateTimeField(null=True, blank=True)
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

    @property
    def is_coming(self) -> bool:
        return self.state == State.PLANNED

    @property
    def ends_at(self) -> datetime | None:
        """When it is planned to end."""
        return self.begins_at + timedelta(minutes=self.minutes) if self.begins_at else None


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
            "choice", "measure", "carried_from", "position", "version", "raised", "answer",
        }  # fmt: skip
        kept_for_months = 60

    class About(models.TextChoices):
        PLACE = "place"
        AREA = "area"
        CARD = "card"
        FREE = "free"
        FOCUS = "focus"
        OUTWARD = "outward"
        DEEPEN = "deepen"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    kind = models.CharField(
        max_length=8, choices=About.choices,
        help_text="a point (of these a card about all of the municipality, a category or a pattern), a line of its "
                  "own, the week's focus, what is said outwards, a candidate for deepening",
    )  # fmt: skip
    raised = models.BooleanField(default=False, help_text="put on the agenda by hand")
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
    answer = models.ForeignKey(
        Response, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="the answer to a card that put it on the agenda: take it up at the meeting",
    )  # fmt: skip

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

    @property
    def is_point(self) -> bool:
        """Whether the group has to take a stand on it."""
        return self.kind in POINTS


class MeetingNote(MunicipalRecord):
    """What is written down under a part of the agenda: one text for all, or one line for each party."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "meeting", "part", "organisation", "version"}
        kept_for_months = 60

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes")
    part = models.CharField(max_length=20, help_text="the part of the agenda")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "part"], condition=Q(organisation=None), name="meeting_note_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "part", "organisation"], condition=Q(organisation__isnull=False),
                name="meeting_note_once_a_party",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.part
