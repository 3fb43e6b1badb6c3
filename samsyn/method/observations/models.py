"""Observations and what belongs to them: categories, who reported, versions, period replies, reporting duties."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Group, Organisation, Unit, User
from samsyn.ground.places.models import Area, Place
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.observations.querysets import (
    CategoryQuerySet,
    ChecklistQuerySet,
    GuardHitQuerySet,
    InquiryQuerySet,
    ObservationQuerySet,
    PeriodReplyQuerySet,
    ReportingDutyQuerySet,
)
from samsyn.method.observations.states import State


class Kind(models.TextChoices):
    """An event happens; a condition lasts until it is mended; a mood is how it feels."""

    EVENT = "event", _("händelse")
    CONDITION = "condition", _("tillstånd")
    MOOD = "mood", _("stämning")


class Precision(models.TextChoices):
    """How well the place is known."""

    EXACT = "exact", _("exakt")
    WITHIN_100M = "within_100m", _("inom 100 meter")
    AREA = "area", _("området")
    MUNICIPALITY = "municipality", _("hela kommunen")


class SeenDuring(models.TextChoices):
    """What the reporter was there for; decided presence sees more, so it is kept apart."""

    ORDINARY = "ordinary", _("ordinarie arbete")
    DECIDED = "decided", _("beslutad insats")
    TIP = "tip", _("kontroll efter tips")


class Audience(models.TextChoices):
    """Who sees the row ("Visas för"). It decides who sees; it makes nothing secret."""

    PARTIES = "parties", _("alla parter")
    AUTHORITIES = "authorities", _("myndigheter och kommunala bolag")
    GROUP = "group", _("en namngiven grupp")
    OWN = "own", _("bara egen organisation")
    COORDINATOR = "coordinator", _("bara samordnare")


class Category(MunicipalRecord):
    """What an observation is about, in two levels; copied to each municipality, switched off, never deleted."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "parent", "button", "kind", "observation_kind", "name_sv",
            "name_en", "help_sv", "help_en", "icon", "weight", "severity", "audience", "coordinator_only", "area_level",
            "active", "position", "default_code", "default_version", "replaced_by", "redirect_sv", "redirect_en",
        }  # fmt: skip

    class Nature(models.TextChoices):
        CRIME = "B", _("brott")
        DISORDER = "O", _("ordningsstörning")
        PHYSICAL = "F", _("fysisk miljö")
        SOCIAL = "S", _("social signal")
        COMING = "K", _("kommande")
        POSITIVE = "P", _("positivt")

    code = models.CharField(max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    button = models.CharField(max_length=20, blank=True, help_text="which of the six first choices it lies under")
    kind = models.CharField(max_length=1, choices=Nature.choices, blank=True)
    observation_kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EVENT)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    help_sv = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    icon = models.CharField(max_length=30, blank=True)
    weight = models.PositiveSmallIntegerField(default=1, help_text="0–5, used in indices")
    severity = models.PositiveSmallIntegerField(default=1, help_text="1–4, the default of a report")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PARTIES)
    coordinator_only = models.BooleanField(default=False)
    area_level = models.BooleanField(default=False, help_text="never with a point: security weaknesses, social signals")
    redirect_sv = models.CharField(max_length=200, blank=True, help_text="where else to turn")
    redirect_en = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    default_code = models.CharField(max_length=12, blank=True)
    default_version = models.PositiveSmallIntegerField(default=1)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")

    objects = CategoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="category_once"),
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="category_severity_1_to_4"),
        ]

    def __str__(self) -> str:
        return self.name_sv


class Observation(MunicipalRecord):
    """One thing seen or heard at a place and time; never who was seen, and never who saw it."""

    class Privacy:
        personal = {"text": "blank", "search_text": "blank", "door": "blank"}
        harmless = {
            "id", "created_at", "municipality", "kind", "category", "observed_from", "observed_to", "observed_on",
            "iso_week", "received_on", "lon", "lat", "precision", "area", "place", "place_type", "severity",
            "seen_during", "owner", "source_kind", "audience", "audience_group", "state", "state_reason", "same_as",
            "merged_into", "ended_on", "fault_number", "people_count", "source", "external_key", "batch", "version",
            "accepted_at", "clock_skew_minutes", "taken_up",
        }  # fmt: skip
        kept_for_months = 24

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EVENT)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", db_index=False)
    observed_from = models.DateTimeField(null=True, blank=True, help_text="UTC; empty = unknown when it began")
    observed_to = models.DateTimeField(help_text="UTC; when it was seen or discovered")
    observed_on = models.DateField(help_text="local date of observed_to")
    iso_week = models.PositiveIntegerField(help_text="202540 = week 40 of 2025, of observed_on")
    received_on = models.DateField(help_text="local date when the report came in")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    precision = models.CharField(max_length=12, choices=Precision.choices, default=Precision.EXACT)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    place_type = models.CharField(max_length=30, blank=True)
    door = models.CharField(max_length=160, blank=True, help_text="a dwelling's point and name; read by door_of alone")
    severity = models.PositiveSmallIntegerField(default=1)
    seen_during = models.CharField(max_length=10, choices=SeenDuring.choices, default=SeenDuring.ORDINARY)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    source_kind = models.CharField(max_length=20, default="other", help_text="kind of source, never a name")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PARTIES)
    audience_group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True, max_length=2000)
    search_text = models.TextField(blank=True, help_text="casefolded text, since SQLite cannot match Ö with ö")
    people_count = models.CharField(max_length=6, blank=True, help_text="rough number, never names")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    state_reason = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="seen_too")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    ended_on = models.DateField(null=True, blank=True, help_text="a condition that is mended; empty = still so")
    fault_number = models.CharField(max_length=40, blank=True, help_text="number at the fault service")
    source = models.CharField(max_length=40, blank=True, help_text="name of the import source; empty = reported here")
    external_key = models.CharField(max_length=120, blank=True)
    batch = models.UUIDField(null=True, blank=True, help_text="the import run that last wrote the row")
    version = models.PositiveIntegerField(default=1)
    clock_skew_minutes = models.IntegerField(default=0)
    taken_up = models.BooleanField(default=False, help_text="a reviewer wants it talked about with the picture")

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="observation_severity_1_to_4"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False),
                name="observation_has_both_coordinates_or_none",
            ),
            models.CheckConstraint(
                condition=Q(observed_from=None) | Q(observed_from__lte=models.F("observed_to")),
                name="observation_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=~Q(audience="group") | Q(audience_group__isnull=False), name="observation_group_is_named"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "iso_week"], name="observation_by_week"),
            # The list is walked newest first; what is counted and drawn on the map is read without touching the rows.
            models.Index(
                fields=[
                    "municipality", "-observed_to", "-id", "state", "audience", "owner", "area", "category", "lon",
                    "lat", "precision", "kind", "ended_on",
                ],
                name="observation_latest",
            ),  # fmt: skip
            models.Index(fields=["municipality", "area", "-observed_to", "-id", "state"], name="observation_by_area"),
            models.Index(
                fields=["municipality", "category", "-observed_to", "-id", "state"], name="observation_by_category"
            ),
            models.Index(fields=["municipality", "lat", "lon"], name="observation_by_point"),
            models.Index(fields=["municipality", "state", "-observed_to", "-id"], name="observation_by_state"),
            models.Index(fields=["batch"], name="observation_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.observed_on}"

    @property
    def stamp(self) -> str:
        """What a reviewer has seen: state and version; another stamp means that somebody came between."""
        return f"{self.state}:{self.version}"

    @property
    def shown_text(self) -> str:
        """The text as it may be shown: a refused one is locked away from every view."""
        return "" if self.state == State.REFUSED else self.text

    @property
    def is_open_condition(self) -> bool:
        return self.kind == Kind.CONDITION and self.ended_on is None


class ReporterLink(MunicipalRecord):
    """Who sent an observation; a table of its own, seen by the own organisation and forgotten after the answer."""

    class Privacy:
        personal = {"user": "forget"}
        harmless = {"id", "created_at", "municipality", "observation", "unit"}
        kept_for_months = 3

    observation = models.OneToOneField(Observation, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["user"], name="reporter_link_by_user")]

    def __str__(self) -> str:
        return str(self.observation_id)


class ObservationVersion(MunicipalRecord):
    """How an observation was before it was corrected."""

    class Privacy:
        personal = {"before": "blank", "by": "forget"}
        harmless = {"id", "created_at", "municipality", "observation", "number", "batch", "reason"}
        kept_for_months = 24

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    before = models.JSONField(help_text="the changed fields as they were")
    by = models.CharField(max_length=80)
    batch = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["observation", "number"], name="observation_version_once")]
        indexes = [models.Index(fields=["batch"], name="version_by_batch")]

    def __str__(self) -> str:
        return f"{self.observation_id} v{self.number}"


class Inquiry(MunicipalRecord):
    """A line in the talk between the reviewer and the one who reported: a question, an answer, a correction."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "observation", "kind", "handled"}
        kept_for_months = 24

    class Kind(models.TextChoices):
        QUESTION = "question", _("fråga")
        ANSWER = "answer", _("svar")
        CORRECTION = "correction", _("rättelse")

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="inquiries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=500)
    handled = models.BooleanField(default=False, help_text="a correction that the reviewer has dealt with")

    objects = InquiryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["observation", "created_at"], name="inquiry_by_observation")]

    def __str__(self) -> str:
        return f"{self.kind} {self.observation_id}"


class ReportingDuty(MunicipalRecord):
    """An organisation's (or one unit's) promise to answer every period, perhaps for one area."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "organisation", "unit", "area", "starts_on", "ends_on", "every_weeks",
            "checklist",
        }  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    every_weeks = models.PositiveSmallIntegerField(default=1, help_text="how often, counted from the first week")
    checklist = models.ForeignKey(
        "Checklist", models.SET_NULL, null=True, blank=True, related_name="+", help_text="empty = none is promised"
    )

    objects = ReportingDutyQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.organisation)

    def is_due(self, first: Week, last: Week) -> bool:
        """Say whether an answer is promised for any of the weeks: the first is the one that the promise begins in."""
        begun = Week.containing(self.starts_on).running
        weeks = range(max(first.running, begun), last.running + 1)
        return any((week - begun) % max(self.every_weeks, 1) == 0 for week in weeks)


class PeriodReply(MunicipalRecord):
    """A unit's answer for one period and area: reports were sent, nothing to report, or nobody was there."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "organisation", "unit", "area", "iso_week", "answer", "received_on",
        }  # fmt: skip

    class Answer(models.TextChoices):
        REPORTED = "reported", _("har rapporterat")
        NOTHING = "nothing", _("jag var där, inget att rapportera")
        ABSENT = "absent", _("jag var inte där")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    iso_week = models.PositiveIntegerField()
    answer = models.CharField(max_length=10, choices=Answer.choices)
    received_on = models.DateField()

    objects = PeriodReplyQuerySet.as_manager()

    class Meta:
        # One answer per organisation, unit, area and week: the id is made from them (reply_id), since SQLite cannot
        # hold two empty units to be equal.
        indexes = [models.Index(fields=["municipality", "iso_week"], name="reply_by_week")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.iso_week}: {self.answer}"


class GuardHit(MunicipalRecord):
    """How often the guard found a kind of words in a field on a day; never the words, and never who wrote them."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "kind", "level", "field", "day", "count"}
        kept_for_months = 24

    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=5, help_text="block, warn or stop")
    field = models.CharField(max_length=20, help_text="text, reason, question …")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = GuardHitQuerySet.as_manager()

    class Meta:
        # One row a day, kind, level and field: the id is made from them.
        indexes = [models.Index(fields=["municipality", "day"], name="guard_hit_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}: {self.count}"


class Checklist(MunicipalRecord):
    """What a profession looks for every week: a few categories in an order; a row per municipality."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "name_sv", "name_en", "active", "position", "categories",
        }  # fmt: skip

    code = models.SlugField(max_length=30)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    categories = models.ManyToManyField(Category, through="ChecklistRow", related_name="+")

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="checklist_once")]

    def __str__(self) -> str:
        return self.name_sv


class ChecklistRow(MunicipalRecord):
    """One category on a checklist, and where on it."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "checklist", "category", "position"}

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="rows")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    objects = OwnMunicipality.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checklist", "category"], name="category_once_on_a_checklist")]

    def __str__(self) -> str:
        return f"{self.checklist} {self.position}"


class ChecklistAnswer(MunicipalRecord):
    """How much of one thing a unit saw in an area in a week. Never counted as events; not seen is no row at all."""

    class Privacy:
        personal = {"comment": "blank"}
        harmless = {
            "id", "created_at", "municipality", "checklist", "organisation", "unit", "area", "iso_week", "category",
            "answer", "place", "received_on",
        }  # fmt: skip
        kept_for_months = 24

    class Answer(models.TextChoices):
        NO = "no", _("nej")
        USUAL = "usual", _("som vanligt")
        MORE = "more", _("mer än vanligt")
        SERIOUS = "serious", _("allvarligt")

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    iso_week = models.PositiveIntegerField()
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    comment = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    received_on = models.DateField()

    objects = PeriodReplyQuerySet.as_manager()

    class Meta:
        # Once per organisation, unit, area, week and category: the id is made from them, as that of a PeriodReply.
        indexes = [models.Index(fields=["municipality", "iso_week"], name="checklist_answer_by_week")]

    def __str__(self) -> str:
        return f"{self.category_id} {self.iso_week}: {self.answer}"
