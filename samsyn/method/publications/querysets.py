"""The words for choosing editions, the functions they go to, and what was sent."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality
from samsyn.method.publications.approvers import functions_of
from samsyn.method.publications.gathered import month_of
from samsyn.method.publications.papers import OF_ONE_PARTY, READERS, Paper, seen_by

KEPT_BACK = ("waiting", "refused")
ISSUERS = (Permission.LOCK_PICTURE, Permission.LEAD_MEETING)


class EditionQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "EditionQuerySet":
        """All for those who issue; else what is made for the audience of an own organisation, by one's role.

        A paper to one party is seen by that party alone, and by those who issue.
        """
        mine = self.filter(municipality=member.municipality)
        if any(member.may(permission) for permission in ISSUERS):
            return mine
        seen = Q(pk__in=[])
        for membership in member.memberships:
            seen |= self._open_to(membership)
        seen &= ~Q(approval__in=KEPT_BACK)
        return mine.filter(seen | self._to_approve(member))

    def to_approve_by(self, member: Any) -> "EditionQuerySet":
        """Those that wait for a function that the member holds."""
        return self.filter(self._to_approve(member), municipality=member.municipality)

    def _to_approve(self, member: Any) -> Q:
        """What waits for a function of the member's, as far as the member's parties may read it."""
        held = functions_of(member)
        if not held:
            return Q(pk__in=[])
        all_waiting = self.filter(municipality=member.municipality, approval="waiting", withdrawn_at=None)
        named = {one for one in all_waiting.values_list("approver", flat=True) if one.casefold() in held}
        waiting = Q(approval="waiting", withdrawn_at=None, approver__in=named)
        if member.is_authority:
            return waiting
        open_ones = ~Q(audience="authorities") & ~Q(paper__in=OF_ONE_PARTY)
        return waiting & (open_ones | Q(organisation__in=member.organisation_ids))

    def released(self) -> "EditionQuerySet":
        """Those that their readers may have: nobody has to approve them, or it has been done."""
        return self.exclude(approval__in=KEPT_BACK)

    @staticmethod
    def _open_to(membership: Any) -> Q:
        """What one membership opens: a role in one organisation never widens what another organisation may see."""
        allowed = [paper for paper in Paper.values if any(membership.role.allows(each) for each in READERS[paper])]
        audience = "authorities" if membership.organisation.is_authority else "parties"
        shared = Q(paper__in=[p for p in allowed if p not in OF_ONE_PARTY], audience__in=seen_by(audience))
        own = Q(paper__in=[p for p in allowed if p in OF_ONE_PARTY], organisation=membership.organisation_id)
        return shared | own

    def same_as(self, edition: Any) -> "EditionQuerySet":
        """Every version of an edition: the same paper about the same for the same audience, in the same language."""
        return self.filter(
            municipality=edition.municipality_id, paper=edition.paper, about=edition.about, audience=edition.audience,
            language=edition.language,
        )

    def of_picture(self, picture: Any) -> "EditionQuerySet":
        return self.filter(picture=picture)

    def of_meeting(self, meeting: Any) -> "EditionQuerySet":
        return self.filter(meeting=meeting)

    def of_plan(self, plan: Any) -> "EditionQuerySet":
        """Those of a document, its earlier versions too."""
        return self.filter(plan__number=plan.number, plan__municipality=plan.municipality_id)

    def of_paper(self, paper: str) -> "EditionQuerySet":
        return self.filter(paper=paper)

    def standing(self) -> "EditionQuerySet":
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_at=None)

    def of_corrected_pictures(self) -> "EditionQuerySet":
        """Those made of a picture that has been corrected after they were issued; of its meeting's minutes too.

        A party's own picture of the week, and the month that the week is counted to, rest on it without a link.
        """
        corrections = apps.get_model("pictures", "PictureCorrection").objects
        later = corrections.filter(made_at__gt=OuterRef("issued_at"))
        of_picture = later.filter(picture=OuterRef("picture"))
        of_meeting = later.filter(picture=OuterRef("meeting__picture"))
        found = Exists(of_picture) | Exists(of_meeting)
        for one in corrections.select_related("picture"):
            week = one.picture.week
            of_period = Q(municipality=one.municipality_id, period__in=(week.label, month_of(week)))
            found |= of_period & Q(issued_at__lt=one.made_at)
        return self.filter(found)

    def latest_first(self) -> "EditionQuerySet":
        return self.order_by("-issued_at", "-created_at")

    def with_names(self) -> "EditionQuerySet":
        """Everything that a list shows, in one query."""
        return self.select_related("municipality", "picture", "meeting", "plan", "organisation", "supersedes")


class RecipientQuerySet(OwnMunicipality):
    def visible_to(self, member: Any) -> "RecipientQuerySet":
        """The municipality's list, for those who issue."""
        mine = self.filter(municipality=member.municipality)
        return mine if any(member.may(permission) for permission in ISSUERS) else mine.none()

    def in_order(self) -> "RecipientQuerySet":
        return self.select_related("organisation").order_by("audience", "function", "email")

    def for_edition(self, edition: Any) -> list[Any]:
        """Those who are to have the edition: its audience or a narrower one, the paper, and the party if it has one.

        A narrower audience may read everything that a wider one may, but has an edition of its own where one is made;
        so only those whose own audience the edition is made for are on its list.
        """
        found = self.filter(municipality=edition.municipality_id, active=True, audience=edition.audience).in_order()
        if edition.paper in OF_ONE_PARTY:
            found = found.filter(organisation=edition.organisation_id)
        return [each for each in found if each.wants(edition.paper)]


class DispatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "DispatchQuerySet":
        """To whom editions went, for those who issue."""
        mine = self.filter(municipality=member.municipality)
        return mine if any(member.may(permission) for permission in ISSUERS) else mine.none()

    def unsent(self) -> "DispatchQuerySet":
        """Letters that wait; none about what is withdrawn, or soon will be since its picture has been corrected."""
        gone = apps.get_model("publications", "Edition").objects.of_corrected_pictures()
        waiting = self.filter(sent_at=None, edition__withdrawn_at=None, recipient__isnull=False)
        return waiting.exclude(edition__in=gone.values("pk"))

    def in_order(self) -> "DispatchQuerySet":
        return self.select_related("organisation").order_by("function", "created_at")


class DepartureQuerySet(OwnMunicipality):
    def visible_to(self, member: Any) -> "DepartureQuerySet":
        """The municipality's, for those who keep its records."""
        mine = self.filter(municipality=member.municipality)
        return mine if member.may(Permission.KEEP_RECORDS) else mine.none()

    def of(self, organisation: Any) -> "DepartureQuerySet":
        return self.filter(organisation=organisation).order_by("-made_at")
