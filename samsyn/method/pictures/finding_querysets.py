"""The words for choosing findings.

For those who build on them: `Finding.objects.visible_to(member).open_at(week)` are the cards of a week that nobody has
answered; `.for_meeting(week)` are those that somebody has said shall be a point at the meeting; `.awaiting()` are all
that still wait, whatever week; `.with_answer()` gives each row `answer`, `leads_to` and `answered_at` of its latest
response (None where there is none). `telling.card_of(finding, audience)` puts one in words for an audience.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.method.pictures.assessment_querysets import latest_seen, sees_drafts
from samsyn.method.pictures.own_querysets import audiences_of

LOOKED_BACK_WEEKS = 4       # the longest window of the picture: a card older than this says nothing of the week


class FindingQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "FindingQuerySet":
        """All for those who compile, lock or lead meetings; others what their pictures tell their audience."""
        mine = self.filter(municipality=member.municipality)
        if sees_drafts(member):
            return mine
        seats = [each for each in member.memberships if each.role.allows(Permission.SEE_PICTURE)]
        if not seats:
            return mine.none()
        told = mine.filter(first_week__lte=latest_seen(member))
        authority = any(each.organisation.is_authority for each in seats)
        return told.told_to("authorities" if authority else "parties")

    def told_to(self, audience: str) -> "FindingQuerySet":
        """Those that an audience (authorities or parties) has a reason for."""
        return self.exclude(authorities="") if audience == "authorities" else self.exclude(parties="")

    def with_answer(self) -> "FindingQuerySet":
        """Add `answer`, `leads_to` and `answered_at` of the latest response; None where nobody has answered."""
        from_latest = {
            name: Subquery(_responses().filter(finding=OuterRef("pk")).latest_first().values(name)[:1])
            for name in ("answer", "leads_to", "answered_at")
        }
        return self.annotate(**from_latest)

    def of_week(self, week: Week) -> "FindingQuerySet":
        """Those that the picture of a week tells of, the surest first within each kind."""
        return self.filter(first_week__lte=week.iso, iso_week__gte=week.iso)

    def around(self, week: Week) -> "FindingQuerySet":
        """Those of the week and of the weeks just before it."""
        return self.filter(first_week__lte=week.iso, iso_week__gt=(week - LOOKED_BACK_WEEKS).iso)

    def awaiting(self) -> "FindingQuerySet":
        """Those that nobody has answered and that have not fallen asleep."""
        return self.with_answer().filter(answer=None, fell_asleep_at=None)

    def open_at(self, week: Week) -> "FindingQuerySet":
        """The cards of a week that wait for an answer."""
        return self.of_week(week).awaiting()

    def watched(self) -> "FindingQuerySet":
        return self.with_answer().filter(answer="watch")

    def for_meeting(self, week: Week) -> "FindingQuerySet":
        """Those that somebody has answered with: take it up at the meeting. They do not grow old until it is done.

        Each has `response`, the id of that answer.
        """
        latest = _responses().filter(finding=OuterRef("pk")).latest_first().values("pk")[:1]
        taken = self.filter(first_week__lte=week.iso).with_answer().filter(answer="act", leads_to="meeting")
        return taken.annotate(response=Subquery(latest))

    def asleep(self) -> "FindingQuerySet":
        return self.filter(fell_asleep_at__isnull=False)

    def unanswered_since(self, moment: datetime) -> "FindingQuerySet":
        """Those that were raised before a moment and still wait."""
        return self.awaiting().filter(raised_at__lte=moment)

    def in_order(self) -> "FindingQuerySet":
        return self.order_by("-iso_week", "kind", "about", "id")


class ResponseQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "ResponseQuerySet":
        """Those of the findings that the member may see, whose audience includes the member's organisation."""
        findings = FindingQuerySet(self.model._meta.get_field("finding").related_model).visible_to(member)
        return self.filter(finding__in=findings, audience__in=audiences_of(member))

    def latest_first(self) -> "ResponseQuerySet":
        return self.order_by("-answered_at", "-created_at", "-id")


def _responses() -> Any:
    return apps.get_model("pictures", "Response").objects
