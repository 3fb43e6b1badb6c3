"""The words for choosing observations, categories and replies."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.observations.states import READ_IN, State


class CategoryQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "CategoryQuerySet":
        """Every category of the member's own municipality."""
        return self.filter(municipality=member.municipality)

    def in_use(self) -> "CategoryQuerySet":
        """Second-level categories that are switched on, in their order."""
        return self.filter(active=True, parent__isnull=False).order_by("position", "code")

    def for_reporting(self, member: Any) -> "CategoryQuerySet":
        """Those the member may choose in a report."""
        found = self.visible_to(member).in_use()
        return found if member.may(Permission.REVIEW_ALL) else found.filter(coordinator_only=False)


class ObservationQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "ObservationQuerySet":
        """What this member may see at all; every list, tile, file, export and answer begins here.

        coordinator, analyst, machine: all of the municipality · reviewer: also everything of the own organisation ·
        group member: accepted ones of the own areas whose audience includes the own organisation · reporter: own.
        Whoever wrote or reviewed a refused report still sees that it was refused and why; its text is shown to nobody
        (Observation.shown_text).
        """
        mine = self.filter(municipality=member.municipality)
        if member.may(Permission.SEE_ALL) or member.may(Permission.REVIEW_ALL):
            return mine
        seen = self._sent_by(member)
        own = [o.pk for o in member.organisations_that(Permission.REVIEW_OWN)]
        if own:
            seen |= Q(owner__in=own)
        for membership in member.memberships:
            if membership.role.allows(Permission.SEE_ACCEPTED):
                seen |= Q(state=State.ACCEPTED) & self._shown_to(membership)
        return mine.filter(seen)

    def _sent_by(self, member: Any) -> Q:
        links = apps.get_model("observations", "ReporterLink").objects
        own = Q(pk__in=links.filter(user=member.user).values("observation"))
        # Behind a PIN on a shared phone: only what was sent for the organisation that the phone belongs to.
        return own if getattr(member, "device", None) is None else own & Q(owner__in=member.organisation_ids)

    def sent_by(self, member: Any) -> "ObservationQuerySet":
        """The member's own reports, as long as the link to the writer is kept."""
        return self.filter(self._sent_by(member))

    @staticmethod
    def _shown_to(membership: Any) -> Q:
        """What one membership opens: a role in one organisation never widens what another organisation may see."""
        shown = Q(audience="parties") | Q(audience="own", owner=membership.organisation_id)
        shown |= Q(audience="group", audience_group__in=[group.pk for group in membership.groups.all()])
        if membership.organisation.is_authority:
            shown |= Q(audience="authorities")
        areas = [area.pk for area in membership.areas.all()]
        return shown & Q(area__in=areas) if areas else shown

    def shown_to_audience(self, audience: str) -> "ObservationQuerySet":
        """Rows that may stand in a table made for a whole audience: authorities, parties (or public)."""
        wide = {"authorities": ["parties", "authorities"], "parties": ["parties"], "public": ["parties"]}
        return self.filter(audience__in=wide[audience])

    def accepted(self) -> "ObservationQuerySet":
        return self.filter(state=State.ACCEPTED)

    def waiting_for_review(self) -> "ObservationQuerySet":
        return self.filter(state__in=[State.NEW, State.UNDER_REVIEW])

    def in_week(self, week: Week) -> "ObservationQuerySet":
        return self.filter(iso_week=week.iso)

    def between_weeks(self, first: Week, last: Week) -> "ObservationQuerySet":
        return self.filter(iso_week__gte=first.iso, iso_week__lte=last.iso)

    def between(self, first: date, last: date) -> "ObservationQuerySet":
        return self.filter(observed_on__gte=first, observed_on__lte=last)

    def within(self, areas: Iterable[Any]) -> "ObservationQuerySet":
        return self.filter(area__in=list(areas))

    def about(self, categories: Iterable[Any]) -> "ObservationQuerySet":
        return self.filter(category__in=list(categories))

    def with_point(self) -> "ObservationQuerySet":
        """Those that may be drawn as a point: known better than to the area."""
        return self.filter(precision__in=["exact", "within_100m"], lon__isnull=False)

    def without_point(self) -> "ObservationQuerySet":
        """Those known only to their area or to the municipality: counted, never drawn as a point."""
        return self.exclude(precision__in=["exact", "within_100m"], lon__isnull=False)

    def in_box(self, *, west: float, south: float, east: float, north: float) -> "ObservationQuerySet":
        return self.filter(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)

    def standing(self) -> "ObservationQuerySet":
        """Those that are neither merged into another, nor refused, nor withdrawn."""
        return self.exclude(state__in=[State.MERGED, State.REFUSED, State.WITHDRAWN])

    def seen_from(self, start: datetime) -> "ObservationQuerySet":
        return self.filter(observed_to__gte=start)

    def seen_before(self, end: datetime) -> "ObservationQuerySet":
        return self.filter(observed_to__lt=end)

    def after(self, moment: datetime, id: UUID) -> "ObservationQuerySet":
        """Those that come later in the order of latest_first than the one seen then."""
        return self.filter(Q(observed_to__lt=moment) | Q(id__lt=id), observed_to__lte=moment)

    def ahead_of(self, moment: datetime, id: UUID) -> "ObservationQuerySet":
        """Those that come earlier in the order of latest_first than the one seen then, the nearest first."""
        found = self.filter(Q(observed_to__gt=moment) | Q(id__gt=id), observed_to__gte=moment)
        return found.order_by("observed_to", "id")

    def corrected_by_hand(self) -> "ObservationQuerySet":
        """Those that a person has changed after they came in."""
        versions = apps.get_model("observations", "ObservationVersion").objects
        return self.filter(pk__in=versions.exclude(reason=READ_IN).values("observation"))

    def marked_for_picture(self) -> "ObservationQuerySet":
        """Accepted ones that a reviewer wants talked about when the picture is gone through."""
        return self.filter(taken_up=True, state=State.ACCEPTED)

    def open_conditions(self) -> "ObservationQuerySet":
        return self.filter(kind="condition", ended_on=None, same_as=None)

    def saying(self, text: str) -> "ObservationQuerySet":
        """Those whose text or place name holds every word, whatever the case."""
        found = self
        for word in text.casefold().split():
            found = found.filter(Q(search_text__contains=word) | Q(place__search_text__contains=word))
        return found

    def latest_first(self) -> "ObservationQuerySet":
        return self.order_by("-observed_to", "-id")

    def sources_like(self, observation: Any) -> int:
        """Return how many organisations of the report's kind have reported in its area, counted up to three."""
        alike = self.filter(
            municipality=observation.municipality_id, area=observation.area_id, source_kind=observation.source_kind
        )
        return len(alike.exclude(owner=None).order_by().values_list("owner", flat=True).distinct()[:3])

    def with_names(self) -> "ObservationQuerySet":
        """Everything that a list shows, in one query."""
        return self.select_related("category", "area", "place", "owner")


class InquiryQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "InquiryQuerySet":
        """The talk is between the one who reported and those who review; nobody else, and never on a refused report."""
        found = self.filter(municipality=member.municipality).exclude(observation__state=State.REFUSED)
        if member.may(Permission.REVIEW_ALL):
            return found
        own = [organisation.pk for organisation in member.organisations_that(Permission.REVIEW_OWN)]
        sent = apps.get_model("observations", "ReporterLink").objects.filter(user=member.user).values("observation")
        return found.filter(Q(observation__owner__in=own) | Q(observation__in=sent))

    def about(self, observation: Any) -> "InquiryQuerySet":
        return self.filter(observation=observation).order_by("created_at", "id")

    def corrections_to_handle(self) -> "InquiryQuerySet":
        return self.filter(kind="correction", handled=False)


class ReportingDutyQuerySet(OwnMunicipality):
    """Promises to answer every period; the whole group may know who has promised."""

    def in_force(self, first: date, last: date) -> "ReportingDutyQuerySet":
        """Promises that hold on some of the days."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)


class PeriodReplyQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "PeriodReplyQuerySet":
        """Replies of the municipality for those who see all; else those of the own organisations."""
        found = self.filter(municipality=member.municipality)
        if member.may(Permission.SEE_ALL):
            return found
        return found.filter(organisation__in=member.organisation_ids)

    def in_week(self, week: Week) -> "PeriodReplyQuerySet":
        return self.filter(iso_week=week.iso)


class GuardHitQuerySet(models.QuerySet[Any]):
    """Counts of what the guard finds."""

    def visible_to(self, member: Any) -> "GuardHitQuerySet":
        """The counts are for those who review all reports: few hits on a day could tell whose they were."""
        found = self.filter(municipality=member.municipality)
        return found if member.may(Permission.REVIEW_ALL) else found.none()


class ChecklistQuerySet(OwnMunicipality):
    """What the professions here look for every week."""

    def in_use(self) -> "ChecklistQuerySet":
        return self.filter(active=True).order_by("position", "code")
