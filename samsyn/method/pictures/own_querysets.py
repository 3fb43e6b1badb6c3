"""The words for choosing layouts, texts, own pictures, their points, merged items, comments and corrections."""

from typing import Any

from django.db import models
from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality

AUTHORITIES, PARTIES = "authorities", "parties"


def audiences_of(member: Any) -> list[str]:
    """Return the audiences whose words the member may read: a role in an authority opens both.

    Only a membership that may see the picture decides, as in `tables.audience_of`.
    """
    seats = [each.organisation for each in member.memberships if each.role.allows(Permission.SEE_PICTURE)]
    authority = member.is_authority if member.is_machine else any(one.is_authority for one in seats)
    return [AUTHORITIES, PARTIES] if authority else [PARTIES]


class PictureLayoutQuerySet(OwnMunicipality):
    """Layouts; every member of the municipality may know how its pictures are laid out."""


class SectionTextQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "SectionTextQuerySet":
        """Texts of the municipality's pictures, for those who compile; others read the tables of their audience."""
        mine = self.filter(municipality=member.municipality)
        return mine if member.may(Permission.COMPILE_PICTURE) else mine.none()

    def of_picture(self, picture: Any) -> "SectionTextQuerySet":
        return self.filter(picture=picture).order_by("section", "-audience")


class OwnPictureQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "OwnPictureQuerySet":
        """The own organisation's at once; others' for those who compile, and only when they are handed in.

        What the one who compiles writes down for a party by phone is seen by both while it is written.
        """
        mine = self.filter(municipality=member.municipality)
        if member.is_machine:
            return mine
        own = Q(organisation__in=[one.pk for one in member.organisations_that(Permission.SEE_ACCEPTED)])
        if member.may(Permission.COMPILE_PICTURE):
            own |= Q(handed_in_at__isnull=False) | Q(by_phone=True)
        return mine.filter(own)

    def of_week(self, week: Week) -> "OwnPictureQuerySet":
        return self.filter(iso_week=week.iso)

    def of_organisation(self, organisation: Any) -> "OwnPictureQuerySet":
        return self.filter(organisation=organisation)

    def handed_in(self) -> "OwnPictureQuerySet":
        return self.filter(handed_in_at__isnull=False)

    def latest_first(self) -> "OwnPictureQuerySet":
        return self.order_by("-iso_week")


class OwnPointQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "OwnPointQuerySet":
        """Points of the pictures that the member may see, whose audience includes the member's organisation."""
        mine = self.filter(municipality=member.municipality)
        if member.is_machine:
            return mine
        own = [one.pk for one in member.organisations_that(Permission.SEE_ACCEPTED)]
        seen = Q(own_picture__organisation__in=own)
        if member.may(Permission.COMPILE_PICTURE):
            open_to = Q(own_picture__handed_in_at__isnull=False) | Q(own_picture__by_phone=True)
            seen |= open_to & Q(audience__in=audiences_of(member))
        return mine.filter(seen)

    def of_week(self, week: Week) -> "OwnPointQuerySet":
        return self.filter(own_picture__iso_week=week.iso)

    def handed_in(self) -> "OwnPointQuerySet":
        return self.filter(own_picture__handed_in_at__isnull=False)

    def in_order(self) -> "OwnPointQuerySet":
        return self.order_by("position", "created_at", "id")


class MergeItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "MergeItemQuerySet":
        """Merged items, for those who compile and only for the member's audiences; others read the tables."""
        mine = self.filter(municipality=member.municipality, audience__in=audiences_of(member))
        return mine if member.may(Permission.COMPILE_PICTURE) else mine.none()

    def of_picture(self, picture: Any) -> "MergeItemQuerySet":
        return self.filter(picture=picture)


class PictureCommentQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "PictureCommentQuerySet":
        """Comments for the member's audiences; after the lock only those who compile read them."""
        mine = self.filter(municipality=member.municipality, audience__in=audiences_of(member))
        if member.may(Permission.COMPILE_PICTURE):
            return mine
        if not (member.may(Permission.SEE_PICTURE) and member.may(Permission.SEE_ACCEPTED)):
            return mine.none()
        return mine.filter(picture__locked_at__isnull=True, picture__shared_at__isnull=False)

    def of_picture(self, picture: Any) -> "PictureCommentQuerySet":
        return self.filter(picture=picture).select_related("organisation").order_by("created_at", "id")


class PictureCorrectionQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "PictureCorrectionQuerySet":
        """That a locked picture was corrected, by which decision and why: for all who may see it."""
        mine = self.filter(municipality=member.municipality)
        may = member.may(Permission.SEE_PICTURE) or member.may(Permission.COMPILE_PICTURE)
        return mine if may else mine.none()

    def of_picture(self, picture: Any) -> "PictureCorrectionQuerySet":
        return self.filter(picture=picture).order_by("edition")
