"""Documents of the long-term work: their texts, problems, measures, signatories, states and frozen tables."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.measures.models import Measure
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.plans.querysets import OfVisibleDocuments, PlanDocumentQuerySet, PlanMeasureQuerySet
from samsyn.method.plans.states import IN_FORCE, OPEN, DocumentKind, State
from samsyn.method.problems.models import Problem


class PlanDocument(MunicipalRecord):
    """An agreement, the law's picture, an action plan or a pledge: one version of it, with its decision and dates."""

    class Privacy:
        personal = {"title": "blank"}
        harmless = {
            "id", "created_at", "municipality", "kind", "number", "edition", "state", "audience", "by_law",
            "period_first", "period_last", "area", "group", "organisations", "based_on", "agreement", "replaces",
            "decided_by", "decided_on", "reference", "review_on", "followed_up_on", "version", "program", "digest",
        }  # fmt: skip
        kept_for_months = 120

    kind = models.CharField(max_length=10, choices=DocumentKind.choices)
    number = models.PositiveIntegerField(help_text="which document it is; its versions share the number")
    edition = models.PositiveSmallIntegerField(default=1, help_text="which version of it")
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    audience = models.CharField(max_length=12, choices=PictureAudience.choices, default=PictureAudience.PARTIES)
    by_law = models.BooleanField(default=False, help_text="the one that the law asks for (2023:196, 4–6 §§)")
    period_first = models.DateField(null=True, blank=True, help_text="first day that it tells of, or holds for")
    period_last = models.DateField(null=True, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="led_to")
    agreement = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="pledges")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    decided_by = models.CharField(max_length=120, blank=True, help_text="the body that decided: kommunstyrelsen")
    decided_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="number in the diary")
    review_on = models.DateField(null=True, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    program = models.CharField(max_length=20, blank=True, help_text="version of the program that froze it")
    digest = models.CharField(max_length=64, blank=True, help_text="of everything that was frozen at the decision")

    objects = PlanDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number", "edition"], name="plan_edition_once"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN) | (Q(decided_on__isnull=False) & ~Q(decided_by="")),
                name="plan_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "kind", "state"], name="plan_by_kind")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it may still be written in."""
        return self.state in OPEN

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE

    def is_late(self, *, today: date) -> bool:
        """Whether its day of review has passed."""
        return self.is_in_force and self.review_on is not None and self.review_on < today


class PlanText(MunicipalRecord):
    """What people have written under one heading of a document."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "document", "key", "position"}
        kept_for_months = 120

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="texts")
    key = models.SlugField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()

    objects = OfVisibleDocuments.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="plan_text_once")]

    def __str__(self) -> str:
        return self.key


class PlanProblem(MunicipalRecord):
    """A problem that a document is about; in a plan it points to the same problem in the picture it rests on."""

    class Privacy:
        personal = {"title": "blank", "text": "blank", "no_measure_why": "blank"}
        harmless = {"id", "created_at", "municipality", "document", "position", "area", "problem", "traces_to"}
        kept_for_months = 120

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="problems")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=160)
    text = models.CharField(max_length=1000, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, blank=True, related_name="+")
    traces_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    no_measure_why = models.CharField(max_length=300, blank=True, help_text="why the plan has no measure against it")

    objects = OfVisibleDocuments.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "title"], name="plan_problem_once")]

    def __str__(self) -> str:
        return self.title


class PlanMeasure(MunicipalRecord):
    """What a plan says will be done against one of its problems, by which function and when."""

    class Privacy:
        personal = {"what": "blank", "goal": "blank", "came_of": "blank"}
        harmless = {
            "id", "created_at", "municipality", "document", "plan_problem", "position", "organisation", "function",
            "due_on", "measure", "outcome",
        }  # fmt: skip
        kept_for_months = 120

    class Outcome(models.TextChoices):
        DONE = "done", _("gjord")
        PARTLY = "partly", _("delvis gjord")
        NOT_DONE = "not_done", _("inte gjord")

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="measures")
    plan_problem = models.ForeignKey(PlanProblem, models.CASCADE, null=True, blank=True, related_name="measures")
    position = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(max_length=200)
    goal = models.CharField(max_length=200, blank=True, help_text="what is to be different, and how it is seen")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    function = models.CharField(max_length=120, blank=True, help_text="the office that does it, never a name")
    due_on = models.DateField(null=True, blank=True)
    measure = models.ForeignKey(Measure, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    came_of = models.CharField(max_length=300, blank=True)

    objects = PlanMeasureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.what


class Signature(MunicipalRecord):
    """A function that is to sign a document, and the day when it did."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "document", "position", "function", "organisation", "signed_on"}

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="signatures")
    position = models.PositiveSmallIntegerField(default=0)
    function = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField(null=True, blank=True)

    objects = OfVisibleDocuments.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "function"], name="signature_once")]

    def __str__(self) -> str:
        return self.function


class PlanState(MunicipalRecord):
    """A step that a document took: from which state to which, on which day."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "document", "position", "before", "state", "on", "function"}

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="history")
    position = models.PositiveSmallIntegerField(default=0)
    before = models.CharField(max_length=12, choices=State.choices, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    on = models.DateField()
    function = models.CharField(max_length=120, blank=True)

    objects = OfVisibleDocuments.as_manager()

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


class PlanTable(MunicipalRecord):
    """Everything a document says to one audience, as canonical JSON, frozen when it was decided."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "document", "position", "audience", "content", "digest"}

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="tables")
    position = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField(max_length=12, help_text="as PictureAudience")
    content = models.TextField()
    digest = models.CharField(max_length=64)

    objects = OfVisibleDocuments.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "audience"], name="plan_table_once")]

    def __str__(self) -> str:
        return self.audience
