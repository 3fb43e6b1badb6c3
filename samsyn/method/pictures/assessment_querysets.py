"""The words for choosing scales, parameters, answers and assessments.

For those who build on them: `Assessment.objects.visible_to(member).current(week)` is the state of every area as it
stands in a week (one row an area, the latest decided); `.history(weeks, until=week)` is one row an area and week.
"""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission

SETS_ALL = (Permission.COMPILE_PICTURE, Permission.LEAD_MEETING, Permission.LOCK_PICTURE)


def sees_drafts(member: Any) -> bool:
    """Say whether the member sees what has neither been locked nor shared yet."""
    return any(member.may(each) for each in SETS_ALL)


def reads_playbooks(member: Any) -> bool:
    """Say whether the member reads what a state opens."""
    return sees_drafts(member) or member.is_authority and member.may(Permission.SEE_PICTURE)


def latest_seen(member: Any) -> int:
    """Return the week of the latest picture that the member may see (locked or shared), 0 where there is none."""
    pictures = apps.get_model("pictures", "SituationalPicture").objects.visible_to(member)
    latest = pictures.latest_first().values_list("iso_week", flat=True).first()
    return int(latest or 0)


class StateScaleQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "StateScaleQuerySet":
        """The municipality's scales: every member may know what the states mean."""
        return self.filter(municipality=member.municipality)

    def latest_first(self) -> "StateScaleQuerySet":
        return self.order_by("-version")


class StatePlaybookQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "StatePlaybookQuerySet":
        """For who decides on states, and for members of authorities who see pictures: it tells whom to reach."""
        mine = self.filter(municipality=member.municipality)
        return mine if reads_playbooks(member) else mine.none()


class AssessmentMethodQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "AssessmentMethodQuerySet":
        """The municipality's ways of assessing."""
        return self.filter(municipality=member.municipality)


class ParameterQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "ParameterQuerySet":
        """The municipality's parameters."""
        return self.filter(municipality=member.municipality)

    def in_use(self) -> "ParameterQuerySet":
        return self.filter(active=True).order_by("position", "code")


class ParameterAnswerQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "ParameterAnswerQuerySet":
        """All answers for those who compile or lead meetings; else those of the own organisations."""
        mine = self.filter(municipality=member.municipality)
        if sees_drafts(member):
            return mine
        return mine.filter(organisation__in=[each.pk for each in member.organisations_that(Permission.REPORT)])

    def in_week(self, week: Week) -> "ParameterAnswerQuerySet":
        return self.filter(iso_week=week.iso)

    def until(self, week: Week) -> "ParameterAnswerQuerySet":
        return self.filter(iso_week__lte=week.iso)


class AssessmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "AssessmentQuerySet":
        """All for those who compile, lock or lead meetings; others see weeks up to the latest picture they may see.

        Whether the motivation may be read too is said by `told_to`.
        """
        mine = self.filter(municipality=member.municipality)
        if sees_drafts(member):
            return mine
        if not member.may(Permission.SEE_PICTURE):
            return mine.none()
        return mine.filter(iso_week__lte=latest_seen(member))

    def told_to(self, audience: str) -> "AssessmentQuerySet":
        """Those whose motivation this audience (authorities or parties) may read."""
        return self if audience == "authorities" else self.filter(audience="parties")

    def of_week(self, week: Week) -> "AssessmentQuerySet":
        return self.filter(iso_week=week.iso)

    def current(self, week: Week | None = None) -> "AssessmentQuerySet":
        """The state of each area that was decided last, for the week or an earlier one; one row an area."""
        return self._latest_per(until=week, fields={"area": OuterRef("area")})

    def history(self, weeks: int, *, until: Week) -> "AssessmentQuerySet":
        """One row for each area and week, the latest decided, of the weeks up to and including one; oldest first."""
        chosen = self.filter(iso_week__gt=(until - weeks).iso)
        rows = chosen._latest_per(until=until, fields={"area": OuterRef("area"), "iso_week": OuterRef("iso_week")})
        return rows.order_by("area__name", "iso_week")

    def _latest_per(self, *, until: Week | None, fields: dict[str, Any]) -> "AssessmentQuerySet":
        known = Q() if until is None else Q(iso_week__lte=until.iso)
        rows = self.filter(known, municipality=OuterRef("municipality"), **fields)
        latest = rows.order_by("-iso_week", "-decided_at", "-created_at", "-id").values("pk")[:1]
        found = self.filter(known).annotate(latest=Subquery(latest)).filter(pk=F("latest"))
        return found.with_names().order_by("area__name")

    def with_names(self) -> "AssessmentQuerySet":
        return self.select_related("area", "level")


class SuggestionCheckQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "SuggestionCheckQuerySet":
        """The municipality's measurements, for those who may see its pictures."""
        mine = self.filter(municipality=member.municipality)
        return mine if member.may(Permission.SEE_PICTURE) or sees_drafts(member) else mine.none()

    def latest_of(self, kind: str) -> Any:
        """Return the latest measurement of a method, or None."""
        return self.filter(kind=kind).order_by("-measured_at").first()
