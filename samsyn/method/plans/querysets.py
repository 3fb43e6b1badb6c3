"""The words for choosing documents."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Max, Q

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.plans.states import IN_FORCE, OPEN, State


def writes(member: Any) -> bool:
    """Say whether somebody writes the documents: whoever leads the meetings of the cooperation."""
    return bool(member.may(Permission.LEAD_MEETING))


class PlanDocumentQuerySet(OwnMunicipality):
    def visible_to(self, member: Any) -> "PlanDocumentQuerySet":
        """All for those who write; else, as far as the audience reaches, what has been sent round or decided.

        A draft is shown to nobody else: what is sent to another authority may be an official document.
        """
        mine: PlanDocumentQuerySet = self.filter(municipality=member.municipality)
        if writes(member):
            return mine
        if not (member.may(Permission.SEE_PICTURE) or member.may(Permission.SEE_MEASURES)):
            return mine.none()
        wide = Q(audience__in=("parties", "public"))
        if member.is_authority:
            wide |= Q(audience="authorities")
        return mine.filter(wide).exclude(state=State.DRAFT)

    def of_kind(self, kind: str) -> "PlanDocumentQuerySet":
        return self.filter(kind=kind)

    def by_law(self) -> "PlanDocumentQuerySet":
        """The picture and the plan that the law asks for."""
        return self.filter(by_law=True)

    def under(self, agreement: Any) -> "PlanDocumentQuerySet":
        """The documents in force that belong to an agreement, by number."""
        return self.filter(agreement=agreement).in_force().order_by("number")

    def open(self) -> "PlanDocumentQuerySet":
        return self.filter(state__in=OPEN)

    def in_force(self) -> "PlanDocumentQuerySet":
        return self.filter(state__in=IN_FORCE)

    def decided(self) -> "PlanDocumentQuerySet":
        """What has been decided at some time, also what has been replaced since."""
        return self.filter(decided_on__isnull=False)

    def to_review(self, *, until: date) -> "PlanDocumentQuerySet":
        return self.in_force().filter(review_on__isnull=False, review_on__lte=until)

    def latest_first(self) -> "PlanDocumentQuerySet":
        return self.order_by("kind", "-number", "-edition")

    def latest_decided_first(self) -> "PlanDocumentQuerySet":
        return self.order_by("-decided_on", "-edition")

    def with_names(self) -> "PlanDocumentQuerySet":
        """Everything that a list shows, in one query."""
        return self.select_related("municipality", "area", "group", "based_on", "agreement", "replaces")

    def highest_number(self) -> int:
        return self.aggregate(highest=Max("number"))["highest"] or 0


class OfVisibleDocuments(OwnMunicipality):
    """Rows of a document: who sees the document sees them."""

    def visible_to(self, member: Any) -> Any:
        """Those of documents that the member may see."""
        documents = self.model._meta.get_field("document").related_model.objects
        return self.filter(municipality=member.municipality, document__in=documents.visible_to(member))

    def in_order(self) -> Any:
        return self.order_by("position", "created_at")


class PlanMeasureQuerySet(OfVisibleDocuments):
    def with_names(self) -> models.QuerySet[Any]:
        return self.select_related("organisation", "plan_problem", "measure")
