"""The words for choosing measures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Count, IntegerField, Max, Q, Sum, Value, When

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality
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

    def touching(self, first: date, last: date) -> "MeasureQuerySet":
        """Those with a last day, a day of follow-up or a milestone within the days."""
        days = (first, last)
        found = Q(due_on__range=days) | Q(follow_up_on__range=days) | Q(milestones__due_on__range=days)
        return self.filter(found).distinct()

    def at_work(self, first: date, last: date) -> "MeasureQuerySet":
        """Those decided on before the end of the days and not ended before they begin."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=first), decided_on__lte=last)

    def of(self, organisations: Iterable[Any]) -> "MeasureQuerySet":
        """Those that any of the organisations answers for."""
        return self.filter(organisation__in=list(organisations))

    def on_level(self, level: str) -> "MeasureQuerySet":
        """Those on one of the three levels: strategic, tactical or operative."""
        return self.filter(level=level)

    def within(self, areas: Iterable[Any]) -> "MeasureQuerySet":
        """Those whose area, or the area of whose place, is one of these."""
        found = list(areas)
        return self.filter(Q(area__in=found) | Q(place__area__in=found))

    def arising_from(self, observation: Any) -> "MeasureQuerySet":
        return self.filter(arises_from=observation)

    def answering(self, picture: Any) -> "MeasureQuerySet":
        """Those that answer something in the picture."""
        return self.filter(picture=picture)

    def on_problem(self, problem: Any) -> "MeasureQuerySet":
        """Those that were chosen for a problem."""
        return self.filter(problem=problem)

    def in_order(self) -> "MeasureQuerySet":
        """Open ones first, the most overdue at the top; then the closed ones, the latest first."""
        closed = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.annotate(closed_last=closed).order_by("closed_last", "due_on", "number")

    def with_names(self) -> "MeasureQuerySet":
        """Everything that a list shows, in one query."""
        return self.select_related("organisation", "area", "place__area", "revises")

    def with_sums(self) -> "MeasureQuerySet":
        """Add what the log says: times, hours, and how many lines went otherwise."""
        off = Count("entries", filter=Q(entries__deviates=True), distinct=True)
        return self.annotate(times=Sum("entries__times"), hours=Sum("entries__hours"), deviations=off)

    def highest_number(self) -> int:
        return self.aggregate(highest=Max("number"))["highest"] or 0


class OfVisibleMeasures(OwnMunicipality):
    """Rows of a measure: who sees the measure sees them."""

    def visible_to(self, member: Any) -> Any:
        """Those of measures that the member may see."""
        measures = self.model._meta.get_field("measure").related_model.objects
        return self.filter(municipality=member.municipality, measure__in=measures.visible_to(member))

    def of_measure(self, measure: Any) -> Any:
        return self.filter(measure=measure)


class MeasureEntryQuerySet(OfVisibleMeasures):
    """Lines of measures' logs."""

    def latest_first(self) -> "MeasureEntryQuerySet":
        return self.order_by("-done_on", "-created_at")

    def sums(self) -> dict[str, Any]:
        """Return how many times, hours and people in all, and on how many days it went otherwise."""
        found = self.aggregate(
            times=Sum("times"), hours=Sum("hours"), reached=Sum("reached"), lines=Count("pk"),
            deviations=Count("pk", filter=Q(deviates=True)),
        )  # fmt: skip
        return {**found, "times": found["times"] or 0}


class MilestoneQuerySet(OfVisibleMeasures):
    """Steps on the way."""

    def in_order(self) -> "MilestoneQuerySet":
        return self.order_by("due_on", "created_at")


class KnownMeasureQuerySet(OwnMunicipality):
    """The municipality's catalogue of known measures: everybody who works there may read it."""

    def in_use(self) -> "KnownMeasureQuerySet":
        return self.filter(active=True).order_by("position", "code")

    def with_experience(self, measures: MeasureQuerySet) -> "KnownMeasureQuerySet":
        """Add how often it was tried here, and how those that were followed up went, among these measures."""
        seen = Q(tried_as__in=measures)
        ways = {"tried": seen, "helped": seen & Q(tried_as__outcome="done"),
                "not_helped": seen & Q(tried_as__outcome="no_effect")}  # fmt: skip
        return self.annotate(
            **{name: Count("tried_as", filter=each, distinct=True) for name, each in ways.items()}
        )
