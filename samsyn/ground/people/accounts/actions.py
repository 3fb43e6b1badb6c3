"""The verbs of accounts: invite one or many, give out a new start password, end what has ended."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.people.actions import PeopleRefused, add_membership, add_unit, add_user, require_no_more
from samsyn.ground.people.models import Group, Membership, Organisation, Role, Unit, User
from samsyn.ground.people.sessions.actions import end_sessions
from samsyn.ground.permissions import Actor, Permission, require
from samsyn.ground.places.models import Area

# Letters and digits that are not mistaken for each other on a printed slip: about 58 bits in twelve.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class Invited(NamedTuple):
    """An account with its membership, and its start password where the account is new; it is never shown again."""

    user: User
    membership: Membership
    password: str | None


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    """One line of a staff file: a person with a role in an organisation, perhaps in a unit."""

    line: int
    email: str
    organisation: str
    role: str
    name: str = ""
    unit: str = ""
    areas: Sequence[str] = ()
    groups: Sequence[str] = ()
    ends_on: date | None = None
    problem: str = ""


@dataclass
class StaffAdded:
    """What came of a staff file: new accounts with their slips, roles added, lines already true, lines refused."""

    invited: list[Invited] = field(default_factory=list)
    added: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    memberships: dict[int, Membership] = field(default_factory=dict)


def start_password() -> str:
    """Make a password that can be read from a slip of paper: three groups of four."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


@transaction.atomic
def invite_user(
    *, email: str, organisation: Organisation, role: Role, name: str = "", unit: Unit | None = None,
    areas: Iterable[Area] = (), groups: Iterable[Group] = (), ends_on: date | None = None, by: Actor,
) -> Invited:  # fmt: skip
    """Give somebody a role here; a new account gets a start password that must be exchanged at the first sign-in."""
    known = User.objects.filter(email=email.strip().lower()).exists()
    password = None if known else start_password()
    user = add_user(email=email, name=name, password=password, trusted_password=True, by=by)
    if not known:
        user.must_change_password = True
        user.save(update_fields=["must_change_password"])
    membership = add_membership(
        user=user, organisation=organisation, role=role, unit=unit, areas=areas, groups=groups, ends_on=ends_on, by=by
    )
    return Invited(user, membership, password)


def require_own_account(user: User, *, by: Actor) -> None:
    """An account that also works in another municipality is not ours to take over."""
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    memberships = list(Membership.objects.filter(user=user).select_related("organisation"))
    here = [m for m in memberships if m.municipality_id == by.municipality.pk]
    if not here:
        raise PeopleRefused("Personen finns inte här.")
    for membership in here:
        require(by, Permission.MANAGE_PEOPLE, within=membership.organisation)
    if len(here) < len(memberships):
        raise PeopleRefused(
            "Kontot används också i en annan kommun. Personen får själv byta lösenord och namn under Mitt konto."
        )


@transaction.atomic
def renew_start_password(*, user: User, by: Actor) -> str:
    """Give somebody who cannot sign in a new start password; the old one and all open sessions stop working."""
    require_own_account(user, by=by)
    for membership in Membership.objects.filter(user=user).select_related("organisation", "role"):
        require_no_more(membership.role, organisation=membership.organisation, by=by)
    password = start_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user=user)
    note("user.start_password_renewed", by=by, subject=user)
    return password


@transaction.atomic
def rename_user(*, user: User, name: str, by: Actor) -> User:
    """Correct a person's name; only where the account belongs to this municipality alone."""
    require_own_account(user, by=by)
    user.name = name.strip()[:120]
    user.save(update_fields=["name"])
    note("user.renamed", by=by, subject=user)
    return user


@transaction.atomic
def end_memberships(*, user: User, on: date, by: Actor) -> int:
    """Let every membership of a person here end, last day `on`; what the person does elsewhere is left alone.

    What a directory gave, it does not give back, nor what it has already taken.
    """
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    mine = Membership.objects.filter(user=user, municipality=by.municipality).select_related("organisation")
    if by.name_in_logbook == f"user:{user.pk}":
        raise PeopleRefused("Du kan inte avsluta dig själv. Be en annan administratör.")
    open_ones = [m for m in mine if m.ends_on is None or m.ends_on > on]
    for membership in open_ones:
        require(by, Permission.MANAGE_PEOPLE, within=membership.organisation)
        membership.ends_on = on
    ended = [m for m in mine if m in open_ones or by.may(Permission.MANAGE_PEOPLE, within=m.organisation)]
    for membership in ended:
        membership.given_by = None
    Membership.objects.bulk_update(ended, ["ends_on", "given_by"])
    note("user.ended", by=by, subject=user, changed={"ends_on": on.isoformat(), "memberships": len(open_ones)})
    return len(open_ones)


@transaction.atomic
def add_staff(*, rows: Iterable[StaffRow], by: Actor) -> StaffAdded:
    """Take in a whole staff at once, line by line; the same file twice changes nothing.

    A line is wholly in or wholly out. Units that are new are added; organisations, roles, areas and groups must exist.
    """
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    known = _Known(by)
    done = StaffAdded()
    for row in rows:
        try:
            with transaction.atomic():
                _add_one(row, known=known, done=done, by=by)
        except PeopleRefused as refusal:
            known.units = {key: unit for key, unit in known.units.items() if unit.pk not in known.added}
            done.refused.append((row.line, refusal.sentence))
        known.added.clear()
    counts = {"new": len(done.invited), "roles": done.added, "refused": len(done.refused)}
    note("staff.added", by=by, changed=counts)
    return done


class _Known:
    """The municipality's organisations, roles, areas, groups and units by the names people write."""

    def __init__(self, by: Actor) -> None:
        here = by.municipality
        self.organisations = {o.name.casefold(): o for o in Organisation.objects.filter(municipality=here)}
        roles = Role.objects.filter(municipality=here)
        self.roles = {name.casefold(): r for r in roles for name in (r.code, r.name_sv, r.name_en)}
        areas = Area.objects.filter(municipality=here, area_set__working=True).order_by("area_set__valid_from")
        self.areas = {name.casefold(): a for a in areas for name in (a.code, a.name)}
        self.groups = {g.name.casefold(): g for g in Group.objects.filter(municipality=here)}
        self.added: set[Any] = set()  # units that the line at hand has added: they go if the line is refused
        self.units = {(u.organisation_id, u.name.casefold()): u for u in Unit.objects.filter(municipality=here)}

    @staticmethod
    def find(table: dict[str, Any], name: str, *, what: str) -> Any:
        """Look up a name as written; an unknown one is refused with the names there are."""
        if name.strip().casefold() in table:
            return table[name.strip().casefold()]
        there = sorted({str(value) for value in table.values()})
        raise PeopleRefused(
            "{what} ”{name}” finns inte. Välj bland: {there}.", what=what, name=name, there=', '.join(there),
        )


def _add_one(row: StaffRow, *, known: _Known, done: StaffAdded, by: Actor) -> None:
    if row.problem:
        raise PeopleRefused(row.problem)
    organisation = known.find(known.organisations, row.organisation, what="Parten")
    role = known.find(known.roles, row.role, what="Rollen")
    areas = [known.find(known.areas, name, what="Området") for name in row.areas]
    groups = [known.find(known.groups, name, what="Gruppen") for name in row.groups]
    unit = _unit(row, organisation, known=known, by=by)
    before = Membership.objects.filter(
        user__email=row.email.strip().lower(), organisation=organisation, role=role
    ).first()
    if before is not None and _says_the_same(before, unit=unit, areas=areas, groups=groups, ends_on=row.ends_on):
        done.unchanged += 1
        done.memberships[row.line] = before
        return
    invited = invite_user(
        email=row.email, name=row.name, organisation=organisation, role=role, unit=unit, areas=areas, groups=groups,
        ends_on=row.ends_on, by=by,
    )  # fmt: skip
    done.memberships[row.line] = invited.membership
    if invited.password:
        done.invited.append(invited)
    else:
        done.added += 1


def _unit(row: StaffRow, organisation: Organisation, *, known: _Known, by: Actor) -> Unit | None:
    if not row.unit.strip():
        return None
    key = (organisation.pk, row.unit.strip().casefold())
    if key not in known.units:
        known.units[key] = add_unit(organisation=organisation, name=row.unit.strip(), by=by)
        known.added.add(known.units[key].pk)
    return known.units[key]


def _says_the_same(
    before: Membership, *, unit: Unit | None, areas: list[Area], groups: list[Group], ends_on: date | None
) -> bool:
    return (
        before.unit_id == (unit.pk if unit else None)
        and before.ends_on == ends_on
        and {a.pk for a in before.areas.all()} == {a.pk for a in areas}
        and {g.pk for g in before.groups.all()} == {g.pk for g in groups}
    )
