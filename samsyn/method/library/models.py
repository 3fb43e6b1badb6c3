"""Cases: what a closed problem, or an experience somebody tells of, taught; and what of it others may read."""

from django.db import models
from django.db.models import Q

from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.library.querysets import CaseQuerySet
from samsyn.method.library.states import Sharing
from samsyn.method.library.support_models import Support, SupportComment
from samsyn.method.observations.models import Audience
from samsyn.method.problems.models import Problem

__all__ = ["Case", "Support", "SupportComment", "Wording"]


class Case(MunicipalRecord):
    """Situation, cause, measure, result and lesson in a few lines, of a closed problem or told as an experience.

    What others read is `shared` alone: frozen when a person approved it, with no place finer than its kind.
    """

    class Privacy:
        personal = {
            "title": "blank", "situation": "blank", "cause": "blank", "measure": "blank", "result": "blank",
            "lesson": "blank", "shared": "blank", "search_text": "blank", "approved_by": "blank",
        }  # fmt: skip
        harmless = {
            "id", "created_at", "municipality", "problem", "audience", "place_type", "categories", "sides", "known",
            "ended_on", "grade", "sharing", "offered_on", "withdrawn_on", "report", "version",
        }  # fmt: skip
        kept_for_months = 120

    problem = models.OneToOneField(Problem, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PARTIES)
    title = models.CharField(max_length=120)
    situation = models.CharField(max_length=600)
    cause = models.CharField(max_length=600, blank=True)
    measure = models.CharField(max_length=600, blank=True)
    result = models.CharField(max_length=600, blank=True)
    lesson = models.CharField(max_length=600, blank=True)
    place_type = models.CharField(max_length=30, blank=True, help_text="the kind of place, by code")
    categories = models.JSONField(default=list, help_text="codes that every municipality begins with")
    sides = models.JSONField(default=list, help_text="which sides of the problem its causes lay on")
    known = models.JSONField(default=list, help_text="codes of the known measures that were tried")
    ended_on = models.DateField(help_text="the day it ended; others are told the season")
    grade = models.PositiveSmallIntegerField(null=True, blank=True, help_text="how far the result can be trusted, 0–4")
    sharing = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.KEPT)
    offered_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True, help_text="the function that approved it, never a name")
    shared = models.JSONField(default=dict, help_text="what others read, as it was approved")
    report = models.JSONField(default=dict, help_text="the k-anonymity report that was approved with it")
    search_text = models.TextField(blank=True, help_text="casefolded words")
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(sharing="offered") | Q(offered_on__isnull=False) & ~Q(approved_by=""),
                name="case_is_offered_by_somebody",
            ),
            models.CheckConstraint(condition=Q(grade=None) | Q(grade__lte=4), name="case_grade_0_to_4"),
        ]
        indexes = [models.Index(fields=["sharing", "-offered_on"], name="case_offered")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_story(self) -> bool:
        """Whether it is an experience told by hand, without a problem behind it."""
        return self.problem_id is None

    @property
    def is_offered(self) -> bool:
        return self.sharing == Sharing.OFFERED


class Wording(MunicipalRecord):
    """The municipality's own text in the place of a shipped word or help, or a word of its own."""

    class Privacy:
        personal = {
            "name_sv": "blank", "name_en": "blank", "text_sv": "blank", "text_en": "blank", "source": "blank",
        }  # fmt: skip
        harmless = {"id", "created_at", "municipality", "kind", "code"}
        kept_for_months = 120

    kind = models.CharField(max_length=4, help_text="term = a word of the glossary, help = beside some screens")
    code = models.SlugField(max_length=50)
    name_sv = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    text_sv = models.CharField(max_length=1500)
    text_en = models.CharField(max_length=1500, blank=True)
    source = models.CharField(max_length=200, blank=True)

    objects = OwnMunicipality.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "kind", "code"], name="wording_once")]

    def __str__(self) -> str:
        return self.name_sv
