"""Support from outside: what a party is invited to read, and what is said about it. Never a report, never a point."""

from django.db import models
from django.db.models import Q

from samsyn.ground.people.models import Organisation
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.library.support_querysets import SupportCommentQuerySet, SupportQuerySet
from samsyn.method.plans.models import PlanDocument
from samsyn.method.problems.models import Problem

REMOVED = "taken back or hidden: its words are kept, for public records alone"


class Support(MunicipalRecord):
    """A party from outside (county board, national council) invited to one problem, one document, or the pictures."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "organisation", "problem", "document", "invited_on", "ended_on",
        }  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, blank=True, related_name="+")
    document = models.ForeignKey(
        PlanDocument, models.CASCADE, null=True, blank=True, related_name="+",
        help_text="neither a problem nor a document = the public part of the pictures",
    )  # fmt: skip
    invited_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="from when it is closed to the party again")

    objects = SupportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(problem=None) | Q(document=None), name="support_is_of_one_thing"),
            models.UniqueConstraint(
                fields=["organisation", "problem"], condition=Q(ended_on=None, problem__isnull=False),
                name="support_of_a_problem_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "document"], condition=Q(ended_on=None, document__isnull=False),
                name="support_of_a_document_once",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_on=None, problem=None, document=None),
                name="support_of_the_pictures_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class SupportComment(MunicipalRecord):
    """What the supporting party, or the coordinator, said there: by a party, never by a person."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "support", "organisation", "said_at", "removed_on"}
        kept_for_months = 120

    support = models.ForeignKey(Support, models.CASCADE, related_name="comments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    said_at = models.DateTimeField()
    removed_on = models.DateField(null=True, blank=True, help_text=REMOVED)

    objects = SupportCommentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.support_id}: {self.said_at}"

    @property
    def shown_text(self) -> str:
        """What whoever may open it reads: nothing of what was taken back or hidden."""
        return "" if self.removed_on else self.text
