"""Who does things: a member (a user in one municipality with all memberships) or a named machine."""

from datetime import date
from typing import Any

from django.utils.functional import cached_property

from samsyn.ground.people.models import Group, Membership, Organisation, Role, ShiftDevice, User
from samsyn.ground.permissions import LEADING, Permission
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import Municipality


class Member:
    """A user in one municipality, with every membership in force there."""

    is_machine = False

    def __init__(self, *, user: User, municipality: Municipality, memberships: list[Membership]) -> None:
        self.user = user
        self.municipality = municipality
        self.memberships = memberships

    def __str__(self) -> str:
        return str(self.user)

    @property
    def name_in_logbook(self) -> str:
        return f"user:{self.user.pk}"

    @cached_property
    def organisations(self) -> list[Organisation]:
        return list({m.organisation_id: m.organisation for m in self.memberships}.values())

    @cached_property
    def organisation_ids(self) -> set[Any]:
        return {m.organisation_id for m in self.memberships}

    @cached_property
    def group_ids(self) -> set[Any]:
        return {group.pk for m in self.memberships for group in m.groups.all()}

    @cached_property
    def area_ids(self) -> set[Any] | None:
        """Ids of the member's own areas; None = the whole municipality."""
        own: set[Any] = set()
        for membership in self.memberships:
            areas = {area.pk for area in membership.areas.all()}
            if not areas:
                return None
            own |= areas
        return own

    @property
    def is_authority(self) -> bool:
        return any(organisation.is_authority for organisation in self.organisations)

    def may(self, permission: Permission, *, within: Any = None) -> bool:
        """Say whether any membership allows this within a municipality, organisation, group or area (or anywhere)."""
        return any(
            m.role.allows(permission) and _is_bound(m, permission) and _reaches(m, within, permission)
            for m in self.memberships
        )

    def organisations_that(self, permission: Permission) -> list[Organisation]:
        return list({m.organisation_id: m.organisation for m in self.memberships if m.role.allows(permission)}.values())


class ShiftMember(Member):
    """A member on a shared device: only in its organisation, and only to report, whatever else the roles allow."""

    def __init__(self, *, user: User, device: ShiftDevice, memberships: list[Membership]) -> None:
        here = [m for m in memberships if m.organisation_id == device.organisation_id]
        for membership in here:
            may_report = membership.role.allows(Permission.REPORT)
            membership.role = Role(permissions=[Permission.REPORT.value] if may_report else [])
            membership.unit = device.unit or membership.unit
        super().__init__(user=user, municipality=device.municipality, memberships=here)
        self.device = device

    @cached_property
    def area_ids(self) -> set[Any] | None:
        """Ids of the areas that both the person and the device look after; None = the whole municipality."""
        own, device = super().area_ids, {area.pk for area in self.device.areas.all()} or None
        return own & device if own is not None and device is not None else own or device


def _is_bound(membership: Membership, permission: Permission) -> bool:
    """Leading for all counts only in an authority or a municipal company, however the role was given."""
    return permission not in LEADING or membership.organisation.is_authority


def _reaches(membership: Membership, within: Any, permission: Permission) -> bool:
    """A membership reaches its own municipality; its own organisation; its own areas and groups (none named = all).

    Other organisations are reached by those who see all, and by those who look after the whole municipality's people.
    """
    if within is None:
        return True
    if isinstance(within, Municipality):
        return membership.municipality_id == within.pk
    if getattr(within, "municipality_id", None) != membership.municipality_id:
        return False
    if isinstance(within, Area):
        areas = {area.pk for area in membership.areas.all()}
        return not areas or within.pk in areas
    if isinstance(within, Group):
        groups = {group.pk for group in membership.groups.all()}
        return not groups or within.pk in groups
    if isinstance(within, Organisation):
        wide = membership.role.allows(Permission.SEE_ALL)
        if permission == Permission.MANAGE_PEOPLE:
            wide |= membership.role.allows(Permission.MANAGE_SETTINGS)
        return wide or membership.organisation_id == within.pk
    return True


class Machine:
    """A named program that does things in a municipality: an import, the weekly job, the command line."""

    is_machine = True
    is_authority = True
    area_ids: set[Any] | None = None

    def __init__(self, *, name: str, municipality: Municipality) -> None:
        self.name = name
        self.municipality = municipality
        self.user = None
        self.memberships: list[Membership] = []
        self.organisations: list[Organisation] = []
        self.organisation_ids: set[Any] = set()
        self.group_ids: set[Any] = set()

    def __str__(self) -> str:
        return self.name

    @property
    def name_in_logbook(self) -> str:
        return f"machine:{self.name}"

    def may(self, permission: Permission, *, within: Any = None) -> bool:
        """A machine may do everything in its own municipality and nothing in another."""
        if within is None or within == self.municipality:
            return True
        return getattr(within, "municipality_id", None) == self.municipality.pk


def member_of(
    user: Any, municipality: Municipality, *, on: date, device: ShiftDevice | None = None
) -> Member | None:
    """Return the user as a member of the municipality on the day, or None (one query and its prefetches).

    On a shared device the member may only report, and only for the organisation that the device belongs to.
    """
    if not getattr(user, "is_authenticated", False):
        return None
    if device is not None and device.municipality_id != municipality.pk:
        return None
    memberships = list(
        Membership.objects.filter(user=user, municipality=municipality)
        .in_force(on=on)
        .select_related("organisation", "role", "unit", "user")
        .prefetch_related("areas", "groups")
        .order_by("created_at")
    )
    if device is not None:
        shift = ShiftMember(user=user, device=device, memberships=memberships)
        return shift if shift.memberships else None
    return Member(user=user, municipality=municipality, memberships=memberships) if memberships else None


def takes_two_steps(user: Any, *, on: date) -> bool:
    """Say whether any role of a person on the day, in any municipality that is live, asks for a second step."""
    here = Membership.objects.filter(user=user, role__second_step=True, municipality__live_since__isnull=False)
    return bool(here.in_force(on=on).exists())


def municipalities_of(user: Any, *, on: date) -> list[Municipality]:
    """Return the municipalities where the user works on the day, by name."""
    if not getattr(user, "is_authenticated", False):
        return []
    ids = Membership.objects.filter(user=user).in_force(on=on).values("municipality")
    return list(Municipality.objects.filter(pk__in=ids).order_by("name"))
