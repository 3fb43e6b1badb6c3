"""The words for choosing what shows that the law is kept."""

from typing import Any

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality


class OfAuthorities(OwnMunicipality):
    """Rows that the authorities of the municipality read: the law binds the municipality, not the private parties."""

    def visible_to(self, member: Any) -> Any:
        """Those of the own municipality, for members of authorities who may see the picture, and for who writes."""
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.LEAD_MEETING):
            return mine
        return mine if member.is_authority and member.may(Permission.SEE_PICTURE) else mine.none()


class EvidenceQuerySet(OfAuthorities):
    def of_duty(self, code: str) -> "EvidenceQuerySet":
        return self.filter(duty=code)

    def in_order(self) -> "EvidenceQuerySet":
        return self.order_by("duty", "-on", "created_at")


class StepMoveQuerySet(OfAuthorities):
    def latest_first(self) -> "StepMoveQuerySet":
        return self.order_by("-created_at", "-id")


class SurveyQuestionQuerySet(OfAuthorities):
    def in_use(self) -> "SurveyQuestionQuerySet":
        return self.filter(active=True).order_by("position", "created_at")


class PhenomenonQuerySet(OfAuthorities):
    def in_use(self) -> "PhenomenonQuerySet":
        return self.filter(active=True).order_by("category", "position", "created_at")


class PhenomenonCheckQuerySet(OfAuthorities):
    def of_area(self, area: Any) -> "PhenomenonCheckQuerySet":
        return self.filter(area=area).order_by("year")


class SelfCheckQuerySet(OfAuthorities):
    def by_year(self) -> "SelfCheckQuerySet":
        return self.order_by("year")


class CouncilReportQuerySet(OfAuthorities):
    def latest_first(self) -> "CouncilReportQuerySet":
        return self.select_related("document").order_by("-given_on", "-created_at")
