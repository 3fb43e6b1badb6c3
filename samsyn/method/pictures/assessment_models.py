"""The scale of states, how a group assesses, what the parties answer, and the assessments themselves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.pictures.assessment_querysets import (
    AssessmentMethodQuerySet,
    AssessmentQuerySet,
    ParameterAnswerQuerySet,
    ParameterQuerySet,
    StatePlaybookQuerySet,
    StateScaleQuerySet,
    SuggestionCheckQuerySet,
)


class Colour(models.TextChoices):
    """The colours a state may have; which of them a municipality uses, and in what order, is data."""

    GREEN = "green", _("grön")
    YELLOW = "yellow", _("gul")
    ORANGE = "orange", _("orange")
    RED = "red", _("röd")
    BLUE = "blue", _("blå")
    GREY = "grey", _("grå")


class Symbol(models.TextChoices):
    """The shape that says the same as the colour, for those who do not see colours and for paper in black and white."""

    CIRCLE = "circle", _("cirkel")
    TRIANGLE = "triangle", _("triangel")
    DIAMOND = "diamond", _("romb")
    SQUARE = "square", _("kvadrat")
    CROSS = "cross", _("kryss")


class SuggestedWhen(models.TextChoices):
    """When the system may suggest a state. Red is never suggested by itself."""

    NEVER = "", _("aldrig")
    USUAL = "usual", _("när det är som vanligt")
    MORE = "more", _("när det är fler än vanligt")
    LASTING = "lasting", _("när det har varit fler än vanligt två perioder i rad")


class StateScale(MunicipalRecord):
    """One version of a municipality's states in order; a change makes a new version, the old one keeps its labels."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "version", "made_at"}

    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    objects = StateScaleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "version"], name="state_scale_version_once")]

    def __str__(self) -> str:
        return f"{self.version}"


class StateLevel(MunicipalRecord):
    """One state of a scale: a word, a colour, a symbol and what it means."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "scale", "position", "code", "colour", "symbol", "weight", "name_sv",
            "name_en", "meaning_sv", "meaning_en", "suggested_when",
        }  # fmt: skip

    scale = models.ForeignKey(StateScale, models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=30, help_text="stays the same from version to version")
    colour = models.CharField(max_length=8, choices=Colour.choices)
    symbol = models.CharField(max_length=8, choices=Symbol.choices)
    weight = models.PositiveSmallIntegerField(help_text="how heavy the state is when weeks are compared, 0 = lightest")
    name_sv = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    meaning_sv = models.CharField(max_length=200, blank=True)
    meaning_en = models.CharField(max_length=200, blank=True)
    suggested_when = models.CharField(max_length=8, choices=SuggestedWhen.choices, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "code"], name="state_level_once"),
            models.CheckConstraint(condition=~Q(colour="red") | Q(suggested_when=""), name="red_is_never_suggested"),
        ]

    def __str__(self) -> str:
        return self.name_sv


class StatePlaybook(MunicipalRecord):
    """What a state opens once it is decided: tasks, whom to reach, how often to meet, what to say. Nothing by itself.

    One row a state that the municipality has worded itself; without one the shipped suggestion is shown as such.
    """

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "level_code", "version", "tasks", "due_days", "contacts", "rhythm",
            "messages", "calmer",
        }  # fmt: skip

    level_code = models.SlugField(max_length=30, help_text="of the state, the same from scale to scale")
    version = models.PositiveIntegerField(default=1)
    tasks = models.TextField(blank=True, help_text="one a line; each can be made a measure")
    due_days = models.PositiveSmallIntegerField(default=7, help_text="within how many days the tasks are to be done")
    contacts = models.TextField(blank=True, help_text="functions, one a line, never a name")
    rhythm = models.CharField(max_length=300, blank=True, help_text="how often the group meets")
    messages = models.TextField(blank=True, help_text="what is said, to whom and by whom, one a line")
    calmer = models.TextField(blank=True, help_text="what must hold before the state is lowered, one a line")

    objects = StatePlaybookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "level_code"], name="state_playbook_once"),
        ]

    def __str__(self) -> str:
        return self.level_code


class AssessmentMethod(MunicipalRecord):
    """What the municipality, or one of its groups for its own areas, lays beside an area when its state is decided."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "group", "kind"}

    class Kind(models.TextChoices):
        HISTORY = "history", _("jämförelse med områdets egen historia")
        SEVERITY = "severity", _("hur allvarliga rapporterna är")
        PARAMETERS = "parameters", _("en lista med parametrar som parterna svarar på")

    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    objects = AssessmentMethodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "group"], name="assessment_method_once_a_group"),
            models.UniqueConstraint(fields=["municipality"], condition=Q(group=None), name="assessment_method_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class Parameter(MunicipalRecord):
    """A row that the parties answer for each area: how clearly they see this sign, from 0 to a highest answer."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "position", "code", "name_sv", "name_en", "most", "active"}

    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=30)
    name_sv = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    most = models.PositiveSmallIntegerField(default=3, help_text="the highest answer; 0 is always no")
    active = models.BooleanField(default=True, help_text="switched off, never deleted once answered")

    objects = ParameterQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="parameter_once"),
            models.CheckConstraint(condition=Q(most__gte=1, most__lte=5), name="parameter_most_1_to_5"),
        ]

    def __str__(self) -> str:
        return self.name_sv


class ParameterAnswer(MunicipalRecord):
    """What one party says of one parameter in one area and week."""

    class Privacy:
        personal = {"comment": "blank"}
        harmless = {
            "id", "created_at", "municipality", "parameter", "area", "organisation", "iso_week", "answer",
            "received_on",
        }  # fmt: skip
        kept_for_months = 60

    parameter = models.ForeignKey(Parameter, models.PROTECT, related_name="answers")
    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    iso_week = models.PositiveIntegerField()
    answer = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()

    objects = ParameterAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parameter", "area", "organisation", "iso_week"], name="parameter_answer_once"
            )
        ]
        indexes = [models.Index(fields=["municipality", "iso_week"], name="parameter_answer_week")]

    def __str__(self) -> str:
        return f"{self.parameter_id}: {self.answer}"


class Assessment(MunicipalRecord):
    """The state of an area in a week as a function decided it, and why. Never changed: a later row stands instead."""

    class Privacy:
        personal = {"motivation": "blank"}
        harmless = {
            "id", "created_at", "municipality", "area", "iso_week", "level", "audience", "function", "decided_at",
            "suggested", "unchanged_from",
        }  # fmt: skip
        kept_for_months = 60

    class Audience(models.TextChoices):
        PARTIES = "parties", _("alla parter")
        AUTHORITIES = "authorities", _("myndigheter och kommunala bolag")

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    iso_week = models.PositiveIntegerField()
    level = models.ForeignKey(StateLevel, models.PROTECT, related_name="+")
    motivation = models.CharField(max_length=300)
    audience = models.CharField(
        max_length=12, choices=Audience.choices, default=Audience.PARTIES, help_text="who may read the motivation"
    )
    function = models.CharField(max_length=120, help_text="the function that decided, never a name")
    decided_at = models.DateTimeField()
    suggested = models.SlugField(max_length=30, blank=True, help_text="code of the state that the system suggested")
    unchanged_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "area", "iso_week"], name="assessment_of_area")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.iso_week}: {self.level_id}"

    @property
    def week(self) -> Week:
        return Week.parse(self.iso_week)

    @property
    def is_unchanged(self) -> bool:
        return self.unchanged_from_id is not None


class SuggestionCheck(MunicipalRecord):
    """How often the suggestions are wrong: measured on the municipality's own history with its weeks shuffled."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "kind", "iso_week", "measured_at", "runs", "wrong_runs", "low", "high",
            "events", "weeks", "areas",
        }  # fmt: skip

    kind = models.CharField(max_length=10, choices=AssessmentMethod.Kind.choices)
    iso_week = models.PositiveIntegerField(help_text="the last week of the history")
    measured_at = models.DateTimeField()
    runs = models.PositiveIntegerField(help_text="shuffled histories; 0 = too short a history to measure on")
    wrong_runs = models.PositiveIntegerField(help_text="those where any area was suggested a heavier state")
    low = models.FloatField(help_text="share of wrong weeks, lower end of the exact 95 % interval")
    high = models.FloatField()
    events = models.PositiveIntegerField()
    weeks = models.PositiveIntegerField()
    areas = models.PositiveIntegerField()

    objects = SuggestionCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.wrong_runs}/{self.runs}"
