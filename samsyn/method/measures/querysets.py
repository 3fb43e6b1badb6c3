"""The words for choosing measures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, IntegerField, Max, Q, Value, When

from samsyn.ground.permissions import Permission
from samsyn.method.measures.states import OPEN


class MeasureQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "MeasureQuerySet":
        """What this member may see: all for those who see all or decide; else those shown to the own organisation.

        Whoever may see measures also sees those that the own organisation answers for, whatever their audience,
        unless they are for the coordinator only.
        """
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.SEE_ALL) or member.may(Permission.DECIDE_MEASURES):
            return mine
        seen = Q(pk__in=[])
        for membership in member.memberships:
            if membership.role.allows(Permission.SEE_MEASURES):
                seen |= self._shown_to(membership)
        return mine.filter(seen)

    @staticmethod
    def _shown_to(membership: Any) -> Q:
        """What one membership opens: a role in one organisation never widens what another organisation may see."""
        shown = Q(audience="parties")
        shown |= Q(audience="group", audience_group__in=[group.pk for group in membership.groups.all()])
        if membership.organisation.is_authority:
            shown |= Q(audience="authorities")
        areas = [area.pk for area in membership.areas.all()]
        if areas:
            shown &= Q(area__in=areas) | Q(place__area__in=areas)
        return shown | Q(organisation=membership.organisation_id) & ~Q(audience="coordinator")

    def shown_to_audience(self, audience: str) -> "MeasureQuerySet":
        """Those that may stand on a screen that a whole audience sees: authorities or parties."""
        wide = {"authorities": ["parties", "authorities"], "parties": ["parties"]}
        return self.filter(audience__in=wide[audience])

    def open(self) -> "MeasureQuerySet":
        return self.filter(state__in=OPEN)

    def closed(self) -> "MeasureQuerySet":
        return self.exclude(state__in=OPEN)

    def overdue(self, *, today: date) -> "MeasureQuerySet":
        """Open ones whose last day has passed."""
        return self.open().filter(due_on__lt=today)

    def of(self, organisations: Iterable[Any]) -> "MeasureQuerySet":
        """Those that any of the organisations answers for."""
        return self.filter(organisation__in=list(organisations))

    def within(self, areas: Iterable[Any]) -> "MeasureQuerySet":
        """Those whose area, or the area of whose place, is one of these."""
        found = list(areas)
        return self.filter(Q(area__in=found) | Q(place__area__in=found))

    def arising_from(self, observation: Any) -> "MeasureQuerySet":
        return self.filter(arises_from=observation)

    def answering(self, picture: Any) -> "MeasureQuerySet":
        """Those that answer something in the picture."""
        return self.filter(picture=picture)

    def in_order(self) -> "MeasureQuerySet":
        """Open ones first, the most overdue at the top; then the closed ones, the latest first."""
        closed = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.annotate(closed_last=closed).order_by("closed_last", "due_on", "number")

    def with_names(self) -> "MeasureQuerySet":
        """Everything that a list shows, in one query."""
        return self.select_related("organisation", "area", "place__area", "revises")

    def highest_number(self) -> int:
        return self.aggregate(highest=Max("number"))["highest"] or 0
