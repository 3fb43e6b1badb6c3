"""The words for choosing problems and what belongs to them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Case, IntegerField, Max, Q, Value, When

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.problems.states import OPEN


class ProblemQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "ProblemQuerySet":
        """All for those who lead meetings or see everything; else those shown to the own organisation or group.

        The organisation that owns a problem sees it whatever its audience, unless it is for the coordinator only, or
        for authorities while the organisation is not one: the figures then rest on what it may not see.
        """
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.LEAD_MEETING) or member.may(Permission.SEE_ALL):
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
        shown |= Q(audience="group", group__in=[group.pk for group in membership.groups.all()])
        if membership.organisation.is_authority:
            shown |= Q(audience="authorities")
        areas = [area.pk for area in membership.areas.all()]
        if areas:
            shown &= Q(area__in=areas) | Q(place__area__in=areas)
        hidden = ["coordinator"] if membership.organisation.is_authority else ["coordinator", "authorities"]
        return shown | Q(owner=membership.organisation_id) & ~Q(audience__in=hidden)

    def open(self) -> "ProblemQuerySet":
        return self.filter(state__in=OPEN)

    def closed(self) -> "ProblemQuerySet":
        return self.exclude(state__in=OPEN)

    def in_state(self, state: str) -> "ProblemQuerySet":
        return self.filter(state=state)

    def of(self, organisations: Iterable[Any]) -> "ProblemQuerySet":
        """Those that any of the organisations owns."""
        return self.filter(owner__in=list(organisations))

    def within(self, areas: Iterable[Any]) -> "ProblemQuerySet":
        """Those whose area, or the area of whose place, is one of these."""
        found = list(areas)
        return self.filter(Q(area__in=found) | Q(place__area__in=found))

    def at_place(self, place: Any) -> "ProblemQuerySet":
        return self.filter(place=place)

    def opened_from(self, reference: str) -> "ProblemQuerySet":
        """Those that were opened from one and the same card, place or decision, as kind:id."""
        return self.filter(trigger_reference=reference)

    def in_order(self) -> "ProblemQuerySet":
        """Open ones first; the latest first within each."""
        closed = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.annotate(closed_last=closed).order_by("closed_last", "-number")

    def with_names(self) -> "ProblemQuerySet":
        """Everything that a list shows, in one query."""
        return self.select_related("owner", "group", "area", "place__area")

    def highest_number(self) -> int:
        return self.aggregate(highest=Max("number"))["highest"] or 0


class OfVisibleProblems(OwnMunicipality):
    """Rows of a problem: who sees the problem sees them."""

    def visible_to(self, member: Any) -> Any:
        """Those of problems that the member may see."""
        problems = self.model._meta.get_field("problem").related_model.objects
        return self.filter(municipality=member.municipality, problem__in=problems.visible_to(member))

    def of_problem(self, problem: Any) -> Any:
        return self.filter(problem=problem)


class ProblemStateQuerySet(OfVisibleProblems):
    """The steps of problems."""

    def in_order(self) -> "ProblemStateQuerySet":
        return self.order_by("created_at", "id")


class MappingQuerySet(OfVisibleProblems):
    """Versions of mappings."""

    def visible_to(self, member: Any) -> "MappingQuerySet":
        """Those of visible problems; figures frozen for authorities stay with them, also if the problem is widened."""
        found: MappingQuerySet = super().visible_to(member)
        wide = member.may(Permission.LEAD_MEETING) or member.may(Permission.SEE_ALL)
        seats = [each for each in member.memberships if each.role.allows(Permission.SEE_MEASURES)]
        if wide or any(each.organisation.is_authority for each in seats):
            return found
        return found.exclude(audience="authorities")

    def settled(self) -> "MappingQuerySet":
        return self.filter(settled_on__isnull=False)

    def drafts(self) -> "MappingQuerySet":
        return self.filter(settled_on=None)

    def latest_first(self) -> "MappingQuerySet":
        return self.order_by("-number")


class InUseQuerySet(OwnMunicipality):
    """Rows that a municipality keeps as data and may switch off."""

    def in_use(self) -> "InUseQuerySet":
        return self.filter(active=True).order_by("position", "id")
