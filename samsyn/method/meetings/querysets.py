"""The words for choosing meetings, who was there, and decisions."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.meetings.states import State

POINTS = ("place", "area", "card")      # the kinds of a decision that the group has to take a stand on


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

    def coming(self) -> "MeetingQuerySet":
        """Planned ones, the nearest first."""
        return self.filter(state=State.PLANNED).order_by("held_on", "begins_at", "created_at")

    def begun(self) -> "MeetingQuerySet":
        """Those that were opened: going on or held."""
        return self.filter(state__in=[State.OPEN, State.CLOSED])

    def held(self) -> "MeetingQuerySet":
        return self.filter(state=State.CLOSED)

    def between(self, first: date, last: date) -> "MeetingQuerySet":
        return self.filter(held_on__gte=first, held_on__lte=last)

    def with_names(self) -> "MeetingQuerySet":
        return self.select_related("group", "picture", "municipality")


class AttendanceQuerySet(models.QuerySet[Any]):
    def in_order(self) -> "AttendanceQuerySet":
        return self.select_related("organisation").order_by("function")

    def present(self) -> "AttendanceQuerySet":
        return self.filter(present=True)


class DecisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "DecisionQuerySet":
        """Those of the meetings that the member may see."""
        meetings = apps.get_model("meetings", "Meeting")
        return self.filter(meeting__in=MeetingQuerySet(meetings).visible_to(member))

    def of_meeting(self, meeting: Any) -> "DecisionQuerySet":
        return self.filter(meeting=meeting)

    def in_order(self) -> "DecisionQuerySet":
        """In the order of the agenda, with everything that a screen shows."""
        return self.select_related(
            "measure__organisation", "measure__area", "measure__place__area", "answer__finding"
        ).order_by("position", "created_at")

    def points(self) -> "DecisionQuerySet":
        """What the group has to take a stand on."""
        return self.filter(kind__in=POINTS)

    def undecided(self) -> "DecisionQuerySet":
        return self.filter(choice="")


class MeetingNoteQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "MeetingNoteQuerySet":
        """Those of the meetings that the member may see."""
        meetings = apps.get_model("meetings", "Meeting")
        return self.filter(meeting__in=MeetingQuerySet(meetings).visible_to(member))


class AgendaTemplateQuerySet(OwnMunicipality):
    """What groups go through: everybody in the municipality may know it."""


class RhythmQuerySet(OwnMunicipality):
    """When groups meet: everybody in the municipality may know it."""

    def with_names(self) -> Any:
        return self.select_related("group", "template", "reports_to")
