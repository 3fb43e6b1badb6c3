"""Why a problem exists: one list of causes with what speaks for and against each, and what has been asked of the data.

The triangle, the fishbone, the tree and the chain are four drawings of the same list.
"""

import json
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.problems.cause_querysets import (
    AreaFactorQuerySet,
    CauseAnalysisQuerySet,
    CauseEvidenceQuerySet,
    CauseQuerySet,
    CauseTestQuerySet,
    CauseVersionQuerySet,
    ChainStepQuerySet,
)
from samsyn.method.problems.problem_models import Problem

LEVELS = 5


class Side(models.TextChoices):
    """The sides of the crime triangle, which are also the bones of the fishbone."""

    VICTIM = "victim", _("brottsutsatt")
    OFFENDER = "offender", _("gärningsperson")
    PLACE = "place", _("plats eller objekt")


class Nature(models.TextChoices):
    """Whether it lies in the situation (what makes it possible there and then) or in how people live."""

    SITUATIONAL = "situational", _("situationell")
    SOCIAL = "social", _("social")


class Basis(models.TextChoices):
    """What somebody rests on who says that it is so."""

    DATA = "data", _("data")
    EXPERIENCE = "experience", _("erfarenhet")
    ASSUMPTION = "assumption", _("antagande")


class Sureness(models.TextChoices):
    """How sure the group is that it is a cause."""

    LOW = "low", _("osäkert")
    MEDIUM = "medium", _("troligt")
    HIGH = "high", _("säkert")


class Influence(models.TextChoices):
    """Whether the parties can do something about it."""

    YES = "yes", _("ja")
    PARTLY = "partly", _("delvis")
    NO = "no", _("nej")


class ShownTo(models.TextChoices):
    """For whom what rests on figures is shown; never wider than the rows that were counted."""

    PARTIES = "parties", _("alla parter")
    AUTHORITIES = "authorities", _("myndigheter och kommunala bolag")


class CauseAnalysis(MunicipalRecord):
    """What a problem's list of causes is made by and comes to: which functions took part, and the conclusion."""

    class Privacy:
        personal = {"participants": "blank", "conclusion": "blank", "drafts": "blank"}
        harmless = {"id", "created_at", "municipality", "problem", "reached_step", "version"}
        kept_for_months = 120

    problem = models.OneToOneField(Problem, models.CASCADE, related_name="cause_analysis")
    participants = models.CharField(max_length=400, blank=True, help_text="functions, one a line; never names")
    conclusion = models.CharField(max_length=1000, blank=True)
    reached_step = models.PositiveSmallIntegerField(default=0, help_text="how far the guided short form has come")
    drafts = models.JSONField(default=dict, help_text="what is being written in the short form, by step")
    version = models.PositiveIntegerField(default=1)

    objects = CauseAnalysisQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.problem_id}"


class ChainStep(MunicipalRecord):
    """A step of the chain of events that ends in the problem; a break point is where it can be stopped."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "problem", "position", "break_point", "version", "struck_on"}
        kept_for_months = 120

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="chain_steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    break_point = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    struck_on = models.DateField(null=True, blank=True, help_text="from when it is no longer in the chain; kept")

    objects = ChainStepQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]

    def __str__(self) -> str:
        return self.text


class Cause(MunicipalRecord):
    """Something that the group believes to bring about a problem: directly, or behind another cause."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {
            "id", "created_at", "municipality", "problem", "position", "side", "parent", "level", "nature", "basis",
            "sure", "influence", "step", "from_example", "version", "struck_on",
        }  # fmt: skip
        kept_for_months = 120

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="causes")
    position = models.PositiveSmallIntegerField(help_text="where in the list it stands")
    text = models.CharField(max_length=200)
    side = models.CharField(max_length=10, choices=Side.choices)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="behind", help_text="empty = a direct cause"
    )
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LEVELS)],
        help_text="1 = society … 5 = the event; the words are the municipality's",
    )  # fmt: skip
    nature = models.CharField(max_length=12, choices=Nature.choices, blank=True)
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.ASSUMPTION)
    sure = models.CharField(max_length=8, choices=Sureness.choices, default=Sureness.LOW)
    influence = models.CharField(max_length=8, choices=Influence.choices, blank=True)
    step = models.ForeignKey(ChainStep, models.SET_NULL, null=True, blank=True, related_name="causes")
    from_example = models.SlugField(max_length=30, blank=True, help_text="the fictitious example it was copied from")
    version = models.PositiveIntegerField(default=1)
    struck_on = models.DateField(null=True, blank=True, help_text="from when it is no longer in the list; kept")

    objects = CauseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(level=None) | Q(level__gte=1, level__lte=LEVELS), name="cause_level"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="cause_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_direct(self) -> bool:
        return self.parent_id is None


class Happened(models.TextChoices):
    """What was done with a cause or a step of the chain."""

    ADDED = "added", _("skrevs")
    CHANGED = "changed", _("ändrades")
    MOVED = "moved", _("flyttades")
    STRUCK = "struck", _("ströks")
    BACK = "back", _("togs tillbaka")


class CauseVersion(MunicipalRecord):
    """What a cause said, or a step of the chain, from when it was written so until the next version; never changed."""

    class Privacy:
        personal = {"text": "blank", "behind": "blank", "in_step": "blank"}
        harmless = {
            "id", "created_at", "municipality", "cause", "step", "version", "happened", "on", "side", "basis", "sure",
            "influence", "nature", "level", "position", "break_point",
        }  # fmt: skip
        kept_for_months = 120

    cause = models.ForeignKey(Cause, models.CASCADE, null=True, blank=True, related_name="versions")
    step = models.ForeignKey(ChainStep, models.CASCADE, null=True, blank=True, related_name="versions")
    version = models.PositiveIntegerField()
    happened = models.CharField(max_length=8, choices=Happened.choices)
    on = models.DateField()
    text = models.CharField(max_length=200)
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    behind = models.CharField(max_length=200, blank=True, help_text="the words of the cause that it lay behind")
    in_step = models.CharField(max_length=120, blank=True, help_text="the words of the step that it lay in")
    basis = models.CharField(max_length=12, choices=Basis.choices, blank=True)
    sure = models.CharField(max_length=8, choices=Sureness.choices, blank=True)
    influence = models.CharField(max_length=8, choices=Influence.choices, blank=True)
    nature = models.CharField(max_length=12, choices=Nature.choices, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    break_point = models.BooleanField(default=False)

    objects = CauseVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "version"], name="cause_version_once"),
            models.UniqueConstraint(fields=["step", "version"], name="chain_step_version_once"),
            models.CheckConstraint(
                condition=Q(cause=None, step__isnull=False) | Q(cause__isnull=False, step=None),
                name="cause_version_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.version}"


class CauseTest(MunicipalRecord):
    """A question that was put to the data about a problem, with the answer as it was; all are kept, so all count."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "problem", "question", "asked", "answer", "shown_to", "asked_on",
            "order", "program",
        }  # fmt: skip
        kept_for_months = 120

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="cause_tests")
    question = models.SlugField(max_length=30)
    asked = models.TextField(help_text="place or area, days and categories, as canonical JSON")
    answer = models.TextField(help_text="what was found, as canonical JSON")
    shown_to = models.CharField(max_length=12, choices=ShownTo.choices)
    asked_on = models.DateField()
    order = models.PositiveSmallIntegerField(help_text="which question in order on this problem, 1 and up")
    program = models.CharField(max_length=20, help_text="version of the program that answered")

    objects = CauseTestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "order"], name="cause_test_in_order"),
            models.UniqueConstraint(fields=["problem", "question", "asked", "shown_to"], name="cause_test_once"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.order} {self.question}"

    @property
    def told(self) -> dict[str, Any]:
        """The answer's figures."""
        return dict(json.loads(self.answer))

    @property
    def put(self) -> dict[str, Any]:
        """What was asked: the days, the categories, where."""
        return dict(json.loads(self.asked))


class CauseEvidence(MunicipalRecord):
    """What speaks for or against a cause, with the data it rests on: named, and frozen as a small table."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {
            "id", "created_at", "municipality", "cause", "against", "basis", "about_kind", "about", "table", "count",
            "period_first", "period_last", "source", "shown_to", "noted_on", "struck_on",
        }  # fmt: skip
        kept_for_months = 120

    class About(models.TextChoices):
        WORDS = "words", _("det vi vet eller antar")
        OBSERVATIONS = "observations", _("rapporterna")
        READINGS = "readings", _("siffror utifrån")
        FINDING = "finding", _("ett kort i lägesbilden")
        TEST = "test", _("en fråga till datat")

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="evidence")
    against = models.BooleanField(default=False)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    text = models.CharField(max_length=300, blank=True)
    about_kind = models.CharField(max_length=12, choices=About.choices, default=About.WORDS)
    about = models.CharField(max_length=400, blank=True, help_text="id, or the filters, of what it rests on")
    table = models.TextField(blank=True, help_text="heads and rows as they were, as canonical JSON")
    count = models.PositiveIntegerField(null=True, blank=True, help_text="n of the table")
    period_first = models.DateField(null=True, blank=True)
    period_last = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    shown_to = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES)
    noted_on = models.DateField()
    struck_on = models.DateField(null=True, blank=True, help_text="from when it no longer counts; kept as it was")

    objects = CauseEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["against", "created_at"]

    def __str__(self) -> str:
        return f"{self.cause_id} {self.about_kind}"

    @property
    def frozen(self) -> dict[str, Any]:
        """The small table: heads by key and rows; empty for what rests on words."""
        return dict(json.loads(self.table)) if self.table else {}


class AreaFactor(MunicipalRecord):
    """Something in an area that raises or lowers the risk; about groups and circumstances, never about a person."""

    class Privacy:
        personal = {"text": "blank", "evidence": "blank"}
        harmless = {
            "id", "created_at", "municipality", "area", "heading", "kind", "level", "basis", "shown_to", "noted_on",
            "ended_on", "version",
        }  # fmt: skip
        kept_for_months = 120

    class Heading(models.TextChoices):
        FACTORS = "factors", _("Risk- och skyddsfaktorer")
        SOCIAL_RISKS = "social_risks", _("Sociala risker")
        EFFICACY = "efficacy", _("Kollektiv förmåga")
        UNWANTED = "unwanted", _("Oönskade händelser")

    class Kind(models.TextChoices):
        RISK = "risk", _("risk")
        PROTECTION = "protection", _("skydd")

    class Level(models.TextChoices):
        YOUNG = "young", _("barn och unga, som grupp")
        FAMILIES = "families", _("familjer")
        PEERS = "peers", _("kamrater")
        SCHOOL = "school", _("skola")
        NEIGHBOURHOOD = "neighbourhood", _("närområde")

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    heading = models.CharField(max_length=12, choices=Heading.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.CharField(max_length=15, choices=Level.choices)
    text = models.CharField(max_length=200)
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.ASSUMPTION)
    evidence = models.CharField(max_length=300, blank=True, help_text="what it rests on: source, period, n")
    shown_to = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES)
    noted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="from when it is no longer so")
    version = models.PositiveIntegerField(default=1)

    objects = AreaFactorQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "area", "heading"], name="area_factor_of_area")]

    def __str__(self) -> str:
        return self.text
