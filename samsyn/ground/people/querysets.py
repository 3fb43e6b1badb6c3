"""The words for choosing people and organisations."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from samsyn.ground.permissions import Actor, Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality


def _whole_municipality(member: Any) -> bool:
    """Whether somebody who manages people does so for every party, not only for the own."""
    return bool(member.may(Permission.SEE_ALL) or member.may(Permission.MANAGE_SETTINGS))


class UserQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "UserQuerySet":
        """Users with a membership in the municipality (or in the own parties), for those who manage people."""
        if not member.may(Permission.MANAGE_PEOPLE):
            return self.none()
        if _whole_municipality(member):
            return self.filter(memberships__municipality=member.municipality).distinct()
        own = member.organisations_that(Permission.MANAGE_PEOPLE)
        return self.filter(memberships__organisation__in=own).distinct()

    def never_signed_in(self) -> "UserQuerySet":
        return self.filter(last_login=None)

    def called(self, text: str) -> "UserQuerySet":
        """Users whose name or e-mail holds every word; Swedish letters count as the same in both cases."""
        found = self
        for word in text.split():
            ways = {word, word.lower(), word.upper(), word.capitalize()}
            either = Q()
            for way in ways:
                either |= Q(name__contains=way) | Q(email__icontains=way) | Q(sign_in_name__icontains=way)
            found = found.filter(either)
        return found


class OrganisationQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Actor) -> "OrganisationQuerySet":
        """Every party of the member's own municipality."""
        return self.filter(municipality=member.municipality)

    def open_on(self, day: date) -> "OrganisationQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day)).filter(Q(joined_on=None) | Q(joined_on__lte=day))


class MembershipQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "MembershipQuerySet":
        """Memberships of the municipality (or of the own parties), for those who manage people."""
        if not member.may(Permission.MANAGE_PEOPLE):
            return self.none()
        mine = self.filter(municipality=member.municipality)
        if _whole_municipality(member):
            return mine
        return mine.filter(organisation__in=member.organisations_that(Permission.MANAGE_PEOPLE))

    def in_force(self, *, on: date) -> "MembershipQuerySet":
        """Memberships whose own dates, organisation and account are open on the day."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=on),
            Q(ends_on=None) | Q(ends_on__gte=on),
            Q(organisation__ends_on=None) | Q(organisation__ends_on__gte=on),
            Q(user__ends_on=None) | Q(user__ends_on__gte=on),
            user__is_active=True,
        )


class GroupQuerySet(OwnMunicipality):
    """Groups: everybody in the municipality may know that they exist."""


class RoleQuerySet(OwnMunicipality):
    """Roles: readable lists, no secret within the municipality."""


class UnitQuerySet(OwnMunicipality):
    """Units of organisations."""


class SeatQuerySet(OwnMunicipality):
    """Seats in groups."""


class StewardshipQuerySet(OwnMunicipality):
    """Who looks after which place or area."""

    def in_force(self, *, on: date) -> "StewardshipQuerySet":
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=on)).filter(Q(ends_on=None) | Q(ends_on__gte=on))


class OfOwnParties(models.QuerySet[Any]):
    """Rows of an organisation, for those who manage its people."""

    def visible_to(self, member: Any) -> Any:
        """Those of the municipality (or of the own parties), for those who manage people."""
        if not member.may(Permission.MANAGE_PEOPLE):
            return self.none()
        mine = self.filter(municipality=member.municipality)
        if _whole_municipality(member):
            return mine
        return mine.filter(organisation__in=member.organisations_that(Permission.MANAGE_PEOPLE))


class InvitationQuerySet(OfOwnParties):
    """Invitations given out."""


class ShiftDeviceQuerySet(OfOwnParties):
    """Shared devices."""


class ShiftPinQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "ShiftPinQuerySet":
        """The member's own PIN: nobody manages another's, only takes it away with the role."""
        return self.filter(user=getattr(member, "user", None))


class SavedViewQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "SavedViewQuerySet":
        """The member's own saved views in this municipality."""
        return self.filter(municipality=member.municipality, owner=getattr(member, "user", None))

    def of_screen(self, screen: str) -> "SavedViewQuerySet":
        return self.filter(screen=screen).order_by("name")


class CalendarKeyQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "CalendarKeyQuerySet":
        """The member's own address in this municipality."""
        return self.filter(municipality=member.municipality, user=getattr(member, "user", None))

    def in_force(self, *, now: datetime) -> "CalendarKeyQuerySet":
        return self.filter(revoked_at=None, until__gt=now)
