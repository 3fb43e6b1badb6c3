"""What shows that the law is kept: duties, evidence, steps, yearly questions, self-checks, reports to the council."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.duties.querysets import (
    CouncilReportQuerySet,
    EvidenceQuerySet,
    OfAuthorities,
    PhenomenonCheckQuerySet,
    PhenomenonQuerySet,
    SelfCheckQuerySet,
    StepMoveQuerySet,
    SurveyQuestionQuerySet,
)
from samsyn.method.plans.models import PlanDocument


class Standing(models.TextChoices):
    """How a duty stands."""

    MET = "met", _("uppfyllt")
    PARTLY = "partly", _("delvis")
    MISSING = "missing", _("saknas")
    OPTIONAL = "optional", _("en rätt, ingen skyldighet")


class LawDuty(MunicipalRecord):
    """What the municipality says of one duty of the law: which function answers for it, by when, and why."""

    class Privacy:
        personal = {"note": "blank"}
        harmless = {"id", "created_at", "municipality", "code", "function", "due_on", "said", "said_on"}
        kept_for_months = 120

    code = models.SlugField(max_length=20)
    function = models.CharField(max_length=120, blank=True, help_text="the office that answers for it, never a name")
    due_on = models.DateField(null=True, blank=True)
    said = models.CharField(max_length=10, choices=Standing.choices, blank=True, help_text="instead of what was found")
    said_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = OfAuthorities.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="law_duty_once")]

    def __str__(self) -> str:
        return self.code


class EvidenceKind(models.TextChoices):
    """What sort of thing shows it; by hand where it is kept elsewhere."""

    DOCUMENT = "document", _("dokument")
    GROUP = "group", _("grupp")
    SEAT = "seat", _("plats i en grupp")
    EDITION = "edition", _("utgåva")
    REPORT = "report", _("rapport till fullmäktige")
    PARTY = "party", _("överenskommelse med en part")
    PROBLEM = "problem", _("problem")
    PERIOD = "period", _("lägesbild")
    OTHER = "other", _("annat, för hand")


class Evidence(MunicipalRecord):
    """A thing that shows that a duty is met: a link downwards as kind and id, and its words as they were that day."""

    class Privacy:
        personal = {"words": "blank"}
        harmless = {"id", "created_at", "municipality", "duty", "kind", "target", "on"}
        kept_for_months = 120

    duty = models.SlugField(max_length=20)
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    target = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=300)
    on = models.DateField(null=True, blank=True, help_text="the day of the thing itself")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "duty"], name="evidence_of_duty")]

    def __str__(self) -> str:
        return f"{self.duty} {self.kind}"


class StepItem(MunicipalRecord):
    """A line of the "klart när"-list of one of the five steps: ready on a day, with what shows it."""

    class Privacy:
        personal = {"words": "blank", "shown_by": "blank"}
        harmless = {
            "id", "created_at", "municipality", "step", "code", "position", "ready_on", "kind", "target", "active",
        }  # fmt: skip
        kept_for_months = 120

    step = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=30, help_text="of the method's own lines; own lines have an own code")
    position = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True, help_text="the municipality's own words; empty = the method's")
    ready_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices, blank=True)
    target = models.CharField(max_length=40, blank=True)
    shown_by = models.CharField(max_length=300, blank=True)
    active = models.BooleanField(default=True)

    objects = OfAuthorities.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="step_item_once")]

    def __str__(self) -> str:
        return f"{self.step} {self.code}"


class StepMove(MunicipalRecord):
    """That the cooperation went on to a step, or back to one, and why; going back is normal."""

    class Privacy:
        personal = {"why": "blank"}
        harmless = {"id", "created_at", "municipality", "before", "step", "on", "not_ready"}
        kept_for_months = 120

    before = models.PositiveSmallIntegerField(default=0, help_text="0 = it began")
    step = models.PositiveSmallIntegerField()
    on = models.DateField()
    why = models.CharField(max_length=300, blank=True)
    not_ready = models.JSONField(default=list, help_text="codes of what was not ready when it went on anyway")

    objects = StepMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} {self.step}"


class SurveyQuestion(MunicipalRecord):
    """A question of the yearly survey to the municipality; a row per municipality, editable."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "code", "position", "words_sv", "words_en", "duty", "active"}

    code = models.SlugField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    words_sv = models.CharField(max_length=300)
    words_en = models.CharField(max_length=300, blank=True)
    duty = models.CharField(max_length=20, blank=True, help_text="which duty its evidence is found under")
    active = models.BooleanField(default=True)

    objects = SurveyQuestionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="survey_question_once")]

    def __str__(self) -> str:
        return self.words_sv


class SurveyAnswer(MunicipalRecord):
    """The municipality's answer to a question one year; the evidence as it was known then."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "question", "year", "evidence", "saved_on"}
        kept_for_months = 120

    question = models.ForeignKey(SurveyQuestion, models.CASCADE, related_name="answers")
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2000)
    evidence = models.JSONField(default=list)
    saved_on = models.DateField()

    objects = OfAuthorities.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "year"], name="survey_answer_once_a_year")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.year}"


class SelfCheck(MunicipalRecord):
    """The group's own check one year of how it works: answers 1–5 given together, never by one person."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "year", "answers", "function", "made_on"}
        kept_for_months = 120

    year = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict, help_text="by aspect: a list of 1–5 or null")
    text = models.CharField(max_length=2000, blank=True, help_text="what the group will do about it")
    function = models.CharField(max_length=120, help_text="which group or function answered")
    made_on = models.DateField()

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "year"], name="self_check_once_a_year")]

    def __str__(self) -> str:
        return str(self.year)

    def level(self, aspect: str) -> float | None:
        """The mean of what was answered on one side, 1–5; nothing where nothing was."""
        known = [value for value in self.answers.get(aspect, []) if value]
        return sum(known) / len(known) if known else None


class Phenomenon(MunicipalRecord):
    """A question of the own check of organised crime near by; a row per municipality, editable."""

    class Privacy:
        personal = {"words_sv": "blank", "words_en": "blank"}
        harmless = {"id", "created_at", "municipality", "category", "code", "position", "active"}
        kept_for_months = 120

    category = models.PositiveSmallIntegerField(help_text="1–4; their names are a setting")
    code = models.SlugField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    words_sv = models.CharField(max_length=200)
    words_en = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    objects = PhenomenonQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="phenomenon_once")]

    def __str__(self) -> str:
        return self.words_sv


class Seen(models.TextChoices):
    """What is known of a phenomenon."""

    YES = "yes", _("ja")
    NO = "no", _("nej")
    UNKNOWN = "unknown", _("vet ej")


class PhenomenonCheck(MunicipalRecord):
    """What was answered together of one area one year: phenomena with level and source, never persons, no class."""

    class Privacy:
        personal = {"answers": "blank", "text": "blank"}
        harmless = {"id", "created_at", "municipality", "area", "year", "function", "made_on"}
        kept_for_months = 60

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict, help_text="by question: seen, level 1–3 and source")
    text = models.CharField(max_length=1000, blank=True, help_text="what the group will do next")
    function = models.CharField(max_length=120, help_text="which group or function answered")
    made_on = models.DateField()

    objects = PhenomenonCheckQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="phenomenon_check_once_a_year")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.year}"


class CouncilReport(MunicipalRecord):
    """That the council was told how the work goes: when, about what, under which number."""

    class Privacy:
        personal = {"subject": "blank"}
        harmless = {"id", "created_at", "municipality", "given_on", "body", "reference", "document"}
        kept_for_months = 120

    given_on = models.DateField()
    subject = models.CharField(max_length=200)
    body = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(PlanDocument, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CouncilReportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.subject
