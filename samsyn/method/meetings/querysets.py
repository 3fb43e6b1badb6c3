"""The words for choosing meetings, who was there, and decisions."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from samsyn.ground.permissions import Permission
from samsyn.method.meetings.states import State


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "MeetingQuerySet":
        """All for those who lead meetings or see everything; else those whose audience holds the own organisation.

        A meeting on the picture of all parties is open to every party that may see measures; one on the picture of
        authorities to authorities, and to those who belong to the group that meets.
        """
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.LEAD_MEETING) or member.may(Permission.SEE_ALL):
            return mine
        seats = [each for each in member.memberships if each.role.allows(Permission.SEE_MEASURES)]
        if not seats:
            return self.none()
        seen = Q(audience="parties")
        if any(each.organisation.is_authority for each in seats):
            seen |= Q(audience="authorities")
        return mine.filter(seen)

    def latest_first(self) -> "MeetingQuerySet":
        return self.order_by("-held_on", "-created_at")

    def going_on(self) -> "MeetingQuerySet":
        return self.filter(state=State.OPEN)

    def of_group(self, group: Any) -> "MeetingQuerySet":
        return self.filter(group=group)

    def with_names(self) -> "MeetingQuerySet":
        return self.select_related("group", "picture", "municipality")


class AttendanceQuerySet(models.QuerySet[Any]):
    def in_order(self) -> "AttendanceQuerySet":
        return self.select_related("organisation").order_by("function")


class DecisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "DecisionQuerySet":
        """Those of the meetings that the member may see."""
        meetings = apps.get_model("meetings", "Meeting")
        return self.filter(meeting__in=MeetingQuerySet(meetings).visible_to(member))

    def of_meeting(self, meeting: Any) -> "DecisionQuerySet":
        return self.filter(meeting=meeting)

    def in_order(self) -> "DecisionQuerySet":
        """In the order of the agenda, with everything that a screen shows."""
        return self.select_related("measure__organisation", "measure__area", "measure__place__area").order_by(
            "position", "created_at"
        )

    def undecided(self) -> "DecisionQuerySet":
        return self.filter(choice="")
