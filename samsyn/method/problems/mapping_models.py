"""The mapping of a problem: what is asked, what it rests on, how far that reaches; a draft until it is settled."""

from django.db import models
from django.db.models import Q

from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.problems.problem_models import Problem
from samsyn.method.problems.problem_querysets import MappingQuerySet


class Mapping(MunicipalRecord):
    """A version of what is known of a problem: a draft with live figures, or settled with its figures frozen."""

    class Privacy:
        personal = {"answers": "blank", "sources": "blank"}
        harmless = {
            "id", "created_at", "municipality", "problem", "number", "first_on", "last_on", "settled_on", "audience",
            "figures", "digest", "version",
        }  # fmt: skip
        kept_for_months = 120

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="mappings")
    number = models.PositiveSmallIntegerField(help_text="1 for the first, one more for each new version")
    first_on = models.DateField(help_text="the first day that the figures count")
    last_on = models.DateField(null=True, blank=True, help_text="the last one; empty = until today, or until settled")
    answers = models.JSONField(default=dict, help_text="by question, in words; never about persons")
    sources = models.JSONField(default=list, help_text='rows of {"name", "used", "why"}')
    settled_on = models.DateField(null=True, blank=True)
    audience = models.CharField(max_length=12, blank=True, help_text="whose rows the frozen figures rest on")
    figures = models.TextField(blank=True, help_text="the frozen figures and maps, canonical JSON")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the whole settled mapping")
    version = models.PositiveIntegerField(default=1)

    objects = MappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "number"], name="mapping_number_once"),
            models.UniqueConstraint(fields=["problem"], condition=Q(settled_on=None), name="mapping_one_draft"),
            models.CheckConstraint(
                condition=Q(settled_on=None) | ~Q(figures="") & ~Q(digest=""), name="mapping_settled_is_frozen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.number}"

    @property
    def is_settled(self) -> bool:
        return self.settled_on is not None
