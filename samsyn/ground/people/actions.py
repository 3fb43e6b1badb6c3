"""The verbs of people: organisations, units, users, memberships, groups, seats, saved views."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.people.ended import has_a_role, refuse_ended
from samsyn.ground.people.members import Machine
from samsyn.ground.people.models import (
    Group,
    Membership,
    Organisation,
    Role,
    SavedView,
    Seat,
    Stewardship,
    Unit,
    User,
)
from samsyn.ground.people.roles import DEFAULT_ROLES, DefaultRole
from samsyn.ground.people.sessions.actions import end_sessions
from samsyn.ground.permissions import LEADING, Actor, Permission, require, require_here
from samsyn.ground.places.merged import refuse_merged
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.actions import change_municipality
from samsyn.ground.tenancy.background import read_address
from samsyn.ground.tenancy.defaults import KEYS, clean
from samsyn.ground.tenancy.models import Municipality


class PeopleRefused(Refused):
    """Something about people was not stored; the sentence says why."""


@transaction.atomic
def add_default_roles(*, by: Actor) -> dict[str, Role]:
    """Copy the default roles to a new municipality; roles already there are left as they are."""
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    Role.objects.bulk_create(
        [
            Role(
                municipality=by.municipality, code=role.code, name_sv=role.name_sv, name_en=role.name_en,
                permissions=[p.value for p in role.permissions], second_step=role.second_step,
            )
            for role in DEFAULT_ROLES
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return {role.code: role for role in Role.objects.filter(municipality=by.municipality)}


def missing_roles(municipality: Municipality) -> list[DefaultRole]:
    """Return the roles that the product has come to know since the municipality was founded, or that it took away."""
    there = set(Role.objects.filter(municipality=municipality).values_list("code", flat=True))
    return [role for role in DEFAULT_ROLES if role.code not in there]


@transaction.atomic
def add_shipped_role(*, code: str, by: Actor) -> Role:
    """Add one role that the product ships and the municipality lacks; one that is there is left as it is, renamed too.

    It is added by whoever looks after the settings, never by itself: a municipality may do without it.
    """
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    shipped = next((role for role in DEFAULT_ROLES if role.code == code), None)
    if shipped is None:
        raise PeopleRefused("Välj bland rollerna som finns.")
    role, is_new = Role.objects.get_or_create(
        municipality=by.municipality, code=code,
        defaults={
            "name_sv": shipped.name_sv, "name_en": shipped.name_en, "second_step": shipped.second_step,
            "permissions": [each.value for each in shipped.permissions],
        },
    )  # fmt: skip
    if is_new:
        note("role.added", by=by, subject=role, changed={"permissions": role.permissions})
    return role


@transaction.atomic
def add_organisation(
    *, name: str, legal_kind: str, kind: str = "other", by: Actor, id: Any = None, **more: Any
) -> Organisation:
    """Add a party: more may be responsible_body, agreement, joined_on, ends_on, on_duty. Raises PeopleRefused."""
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    organisation = Organisation(municipality=by.municipality, name=name, kind=kind, legal_kind=legal_kind, **more)
    if id is not None:
        organisation.id = id
    _complete(organisation)
    organisation.save(force_insert=True)
    note("organisation.added", by=by, subject=organisation, changed={"legal_kind": legal_kind})
    return organisation


def _complete(organisation: Organisation) -> None:
    if Organisation.objects.filter(municipality=organisation.municipality, name=organisation.name).exclude(
        pk=organisation.pk
    ).exists():  # fmt: skip
        raise PeopleRefused("Organisationen {name} finns redan.", name=organisation.name)
    if organisation.joined_on and organisation.ends_on and organisation.ends_on < organisation.joined_on:
        raise PeopleRefused("Sista dagen ligger före första dagen. Byt plats på datumen.")
    try:
        organisation.full_clean()
    except ValidationError as problem:
        raise PeopleRefused(" ".join(problem.messages)) from problem


@transaction.atomic
def change_organisation(*, organisation: Organisation, by: Actor, **changes: Any) -> Organisation:
    """Change a party; an end date closes its accounts by itself from the day after."""
    require(by, Permission.MANAGE_PEOPLE, within=organisation)
    if changes.get("legal_kind", organisation.legal_kind) != organisation.legal_kind:
        # It decides what the party may see, so no party decides it for itself.
        require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    for name, value in changes.items():
        setattr(organisation, name, value)
    _complete(organisation)
    for role in Role.objects.filter(pk__in=Membership.objects.filter(organisation=organisation).values("role")):
        refuse_unbound(role, organisation=organisation)
    organisation.save(update_fields=list(changes))
    note("organisation.changed", by=by, subject=organisation, changed={"fields": sorted(changes)})
    return organisation


@transaction.atomic
def add_unit(*, organisation: Organisation, name: str, areas: Iterable[Area] = (), by: Actor) -> Unit:
    """Add a unit that reports, with the areas it looks after."""
    require(by, Permission.MANAGE_PEOPLE, within=organisation)
    areas = list(areas)
    require_here(by, *areas)
    unit, _made = Unit.objects.get_or_create(
        organisation=organisation, name=name, defaults={"municipality": by.municipality}
    )
    unit.areas.set(areas)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, name: str, areas: Iterable[Area], by: Actor) -> Unit:
    """Give a unit another name, or other areas to look after."""
    require(by, Permission.MANAGE_PEOPLE, within=unit.organisation)
    areas = list(areas)
    require_here(by, unit, *areas)
    if unit.organisation.units.filter(name=name).exclude(pk=unit.pk).exists():
        raise PeopleRefused("Enheten {name} finns redan hos {organisation}.", name=name, organisation=unit.organisation)
    unit.name = name
    unit.save(update_fields=["name"])
    unit.areas.set(areas)
    note("unit.changed", by=by, subject=unit)
    return unit


@transaction.atomic
def add_user(
    *, email: str, name: str = "", password: str | None = None, ends_on: date | None = None, by: Actor,
    trusted_password: bool = False,
) -> User:  # fmt: skip
    """Add a person or return the one with this e-mail; without a password the account waits for its first.

    An account that exists keeps its name and password: another municipality may have made it, and whoever opens it
    there may be another than the address says. So it comes here by an invitation that its owner opens, not unseen.
    """
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    email = email.strip().lower()
    try:
        validate_email(email)
        if password is not None and not trusted_password:
            validate_password(password, User(email=email, name=name))
    except ValidationError as problem:
        raise PeopleRefused(" ".join(problem.messages)) from problem
    user = User.objects.filter(email=email).first()
    if user is not None and user.email_stated:
        # Whoever was invited may have typed somebody else's address: a new role is not given to it unseen.
        raise PeopleRefused(
            "Adressen är angiven av någon som har bjudits in. Sök upp personen bland användarna och ge rollen där."
        )
    if user is not None and not (
        getattr(by, "is_machine", False) or user.memberships.filter(municipality=by.municipality).exists()
    ):
        raise PeopleRefused(
            "Adressen har redan ett konto utanför kommunen. Gör en inbjudan och ge den till personen själv."
        )
    if user is None:
        user = User(email=email, name=name, ends_on=ends_on)
        user.set_password(password)
        user.save(force_insert=True)
        note("user.added", by=by, subject=user)
    return user


@transaction.atomic
def add_membership(
    *, user: User, organisation: Organisation, role: Role, unit: Unit | None = None, areas: Iterable[Area] = (),
    groups: Iterable[Group] = (), starts_on: date | None = None, ends_on: date | None = None,
    address_checked: bool = False, by: Actor,
) -> Membership:  # fmt: skip
    """Give a user a role in an organisation, for a time, perhaps only in some areas or groups.

    Nobody gives away more than they may do themselves, unless they look after the whole municipality's people. An
    e-mail that its owner has only stated may be another's: whoever gives it one more role says that it is checked.
    """
    require(by, Permission.MANAGE_PEOPLE, within=organisation)
    areas, groups = list(areas), list(groups)
    require_here(by, role, unit, *areas, *groups)
    refuse_ended(organisation, refused=PeopleRefused)
    require_no_more(role, organisation=organisation, by=by)
    refuse_unbound(role, organisation=organisation)
    require_no_wider(areas, groups=groups, by=by)
    if user.email_stated and not (address_checked or getattr(by, "is_machine", False)):
        raise PeopleRefused("E-posten är inte bekräftad. Kontrollera att adressen är personens egen och kryssa i det.")
    if unit is not None and unit.organisation_id != organisation.pk:
        raise PeopleRefused("Enheten {unit} hör inte till {organisation}.", unit=unit, organisation=organisation)
    if ends_on is not None and starts_on is not None and ends_on < starts_on:
        raise PeopleRefused("Uppdraget slutar innan det börjar. Byt plats på datumen.")
    membership, _made = Membership.objects.update_or_create(
        user=user, organisation=organisation, role=role,
        defaults={
            "municipality": by.municipality, "unit": unit, "starts_on": starts_on, "ends_on": ends_on, "given_by": None,
        },
    )  # fmt: skip
    membership.areas.set(areas)
    membership.groups.set(groups)
    note("membership.added", by=by, subject=membership, changed={"role": role.code})
    return membership


def require_no_more(role: Role, *, organisation: Organisation, by: Actor) -> None:
    """Refuse what a role may do beyond one's own, unless one looks after the whole municipality's people."""
    if by.may(Permission.MANAGE_SETTINGS, within=by.municipality):
        return
    if not all(by.may(Permission(p), within=organisation) for p in role.permissions):
        raise PeopleRefused("Rollen {name} får mer än din egen. Be kommunens administratör.", name=role.name_sv)


def refuse_unbound(role: Role, *, organisation: Organisation) -> None:
    """Refuse a role that leads for all, or sees what all have said, in an organisation that is no authority.

    A meeting's minutes and decisions are the municipality's records, and its leader reads what is written for
    authorities alone; so the law must bind the leader's organisation (OSL 2:3). Its legal kind decides.
    """
    if not organisation.is_authority and any(role.allows(each) for each in LEADING):
        raise PeopleRefused(
            "Rollen {name} leder möten eller ser det som alla har skrivit, och ges bara hos myndigheter och kommunala "
            "bolag. {organisation} är det inte: välj en annan roll.", name=role.name_sv, organisation=organisation.name,
        )  # fmt: skip


def require_no_wider(areas: Iterable[Area], *, groups: Iterable[Group], by: Any) -> None:
    """Refuse groups one is not in, and areas beyond one's own (none named = all), in the same way."""
    if by.may(Permission.MANAGE_SETTINGS, within=by.municipality):
        return
    if any(group.pk not in by.group_ids for group in groups):
        raise PeopleRefused("Du kan bara ge plats i grupper där du själv är med. Be kommunens administratör.")
    wanted = {area.pk for area in areas}
    if by.area_ids is not None and (not wanted or not wanted <= by.area_ids):
        raise PeopleRefused("Du kan bara ge uppdrag i dina egna områden. Be kommunens administratör.")


@transaction.atomic
def end_membership(*, membership: Membership, on: date, by: Actor) -> Membership:
    """Let a membership end; its last day is `on`. A directory that gave it does not give it back."""
    require(by, Permission.MANAGE_PEOPLE, within=membership.organisation)
    membership.ends_on, membership.given_by = on, None
    membership.save(update_fields=["ends_on", "given_by"])
    note("membership.ended", by=by, subject=membership, changed={"ends_on": on.isoformat()})
    return membership


@transaction.atomic
def add_group(
    *, name: str, kind: str = "", areas: Iterable[Area] = (), rhythm_weeks: int = 1, level: str = "", by: Actor
) -> Group:
    """Add a group that meets with a rhythm, on one of the three levels where the municipality uses them."""
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    areas = list(areas)
    require_here(by, *areas)
    group, _made = Group.objects.update_or_create(
        municipality=by.municipality, name=name, defaults={"kind": kind, "rhythm_weeks": rhythm_weeks, "level": level}
    )
    group.areas.set(areas)
    note("group.added", by=by, subject=group)
    return group


@transaction.atomic
def change_group(*, group: Group, by: Actor, areas: Iterable[Area] | None = None, **changes: Any) -> Group:
    """Change a group's name, kind, rhythm or areas."""
    require(by, Permission.MANAGE_PEOPLE, within=group)
    for name, value in changes.items():
        setattr(group, name, value)
    if Group.objects.filter(municipality=group.municipality, name=group.name).exclude(pk=group.pk).exists():
        raise PeopleRefused("Gruppen {name} finns redan.", name=group.name)
    group.save(update_fields=list(changes))
    if areas is not None:
        areas = list(areas)
        require_here(by, *areas)
        group.areas.set(areas)
    note("group.changed", by=by, subject=group, changed={"fields": sorted(changes)})
    return group


@transaction.atomic
def change_seat(*, seat: Seat, function: str, by: Actor, **who: Any) -> Seat:
    """Give a seat another function name, or another organisation, holder or substitute."""
    require(by, Permission.MANAGE_PEOPLE, within=seat.group)
    if seat.group.seats.filter(function=function).exclude(pk=seat.pk).exists():
        raise PeopleRefused("Funktionen {function} har redan en plats i gruppen.", function=function)
    seat.function = function
    seat.save(update_fields=["function"])
    return add_seat(group=seat.group, function=function, by=by, **who)


@transaction.atomic
def remove_seat(*, seat: Seat, by: Actor) -> None:
    """Take a function's seat out of its group."""
    require(by, Permission.MANAGE_PEOPLE, within=seat.group)
    note("seat.removed", by=by, subject=seat)
    seat.delete()


@transaction.atomic
def change_role(
    *, role: Role, permissions: Iterable[Permission], name_sv: str, name_en: str, second_step: bool | None = None,
    by: Actor,
) -> Role:  # fmt: skip
    """Change what a role may do here, and if it takes two steps; somebody must be able to look after the users."""
    require(by, Permission.MANAGE_PEOPLE, within=role)
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    role.permissions = [Permission(p).value for p in permissions]
    role.name_sv, role.name_en = name_sv.strip(), name_en.strip()
    others = Membership.objects.filter(municipality=by.municipality).exclude(role=role).select_related("role")
    held_by = Organisation.objects.filter(pk__in=Membership.objects.filter(role=role).values("organisation"))
    for organisation in held_by.order_by("name"):
        refuse_unbound(role, organisation=organisation)
    manage = Permission.MANAGE_PEOPLE
    if manage.value not in role.permissions and not any(m.role.allows(manage) for m in others):
        raise PeopleRefused("Då skulle ingen längre kunna sköta användarna. Ge en annan roll den behörigheten först.")
    role.second_step = role.second_step if second_step is None else second_step
    role.save(update_fields=["permissions", "name_sv", "name_en", "second_step"])
    changed = {"permissions": role.permissions, "second_step": role.second_step}
    note("role.changed", by=by, subject=role, changed=changed)
    return role


@transaction.atomic
def change_settings(*, by: Actor, **changes: Any) -> Municipality:
    """Change the municipality's own settings; never its address or code. Raises SettingRefused, MunicipalityRefused."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    here: Municipality = by.municipality
    columns = {"name", "colour", "period_weeks", "languages", "population", "wmts"}
    fields = {name: value for name, value in changes.items() if name in columns}
    if "wmts" in fields:
        fields["wmts"] = read_address(fields["wmts"])
    rest = {name: clean(name, value) for name, value in changes.items() if name in KEYS}
    change_municipality(municipality=here, **fields, settings={**here.settings, **rest})
    note("municipality.changed", by=by, subject=here, changed={"fields": sorted({*fields, *rest})})
    return here


@transaction.atomic
def add_seat(
    *, group: Group, function: str, organisation: Organisation | None = None, holder: User | None = None,
    substitute: User | None = None, by: Actor,
) -> Seat:  # fmt: skip
    """Give a function a seat in a group, or change who holds it."""
    require(by, Permission.MANAGE_PEOPLE, within=group)
    require_here(by, group, organisation)
    before = Seat.objects.filter(group=group, function=function).select_related("organisation").first()
    if before is None or before.organisation != organisation:
        refuse_ended(organisation, refused=PeopleRefused)
    kept = {before.holder_id, before.substitute_id} if before is not None else set()
    for person in (holder, substitute):
        if person is not None and person.pk not in kept and not has_a_role(person, municipality=by.municipality):
            raise PeopleRefused("Personen har ingen roll i kommunen. Lägg till personen bland användarna först.")
    seat, _made = Seat.objects.update_or_create(
        group=group, function=function,
        defaults={
            "municipality": by.municipality, "organisation": organisation, "holder": holder, "substitute": substitute,
        },
    )  # fmt: skip
    note("seat.filled", by=by, subject=seat)
    return seat


@transaction.atomic
def add_stewardship(
    *, organisation: Organisation, place: Place | None = None, area: Area | None = None,
    starts_on: date | None = None, ends_on: date | None = None, by: Actor,
) -> Stewardship:  # fmt: skip
    """Say that an organisation owns or looks after a place or an area, from a date."""
    require(by, Permission.MANAGE_PEOPLE, within=organisation)
    require_here(by, place, area)
    if (place is None) == (area is None):
        raise PeopleRefused("Välj antingen en plats eller ett område.")
    refuse_ended(organisation, refused=PeopleRefused)
    refuse_merged(place, refused=PeopleRefused)
    return Stewardship.objects.create(
        municipality=by.municipality, organisation=organisation, place=place, area=area, starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip


@transaction.atomic
def end_stewardship(*, stewardship: Stewardship, on: date, by: Actor) -> Stewardship:
    """Let an organisation's care of a place or an area end; its last day is `on`."""
    require(by, Permission.MANAGE_PEOPLE, within=stewardship.organisation)
    stewardship.ends_on = on
    stewardship.save(update_fields=["ends_on"])
    return stewardship


@transaction.atomic
def save_view(*, screen: str, name: str, query: str, by: Any) -> SavedView:
    """Keep a choice of period, area and category under a name, for oneself."""
    if by.user is None:
        raise PeopleRefused("Bara en person kan spara en vy.")
    if not name.strip():
        raise PeopleRefused("Ge vyn ett namn.")
    if "\0" in f"{screen}{name}{query}":
        raise PeopleRefused("Vyn kan inte sparas. Välj period, område och kategori på nytt.")
    view, _made = SavedView.objects.update_or_create(
        municipality=by.municipality, owner=by.user, screen=screen, name=name.strip()[:80],
        defaults={"query": query[:1000]},
    )  # fmt: skip
    return view


@transaction.atomic
def forget_view(*, view: SavedView, by: Any) -> None:
    """Take away one's own saved view."""
    if by.user is None or view.owner_id != by.user.pk:
        raise PeopleRefused("Det är inte din vy.")
    view.delete()


@transaction.atomic
def change_preferences(*, user: User, language: str, theme: str, name: str | None = None) -> User:
    """Store a person's own choice of language and theme (and name)."""
    user.language, user.theme = language, theme
    if name is not None:
        user.name = name
    user.save(update_fields=["language", "theme", "name"])
    return user


@transaction.atomic
def change_password(*, user: User, password: str, staying_in: str = "") -> User:
    """Give an account a new password that its owner has chosen; one given out on paper is chosen only once.

    It is signed out everywhere but in the session with the key `staying_in`.
    """
    first = user.must_change_password
    if first and user.check_password(password):
        raise PeopleRefused("Välj ett annat lösenord än det du fick på papper.")
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user=user, but=staying_in)
    if not first:
        note_everywhere("password.changed", user=user)
    return user


def note_everywhere(happening: str, *, user: User, changed: dict[str, Any] | None = None) -> None:
    """Write a line in the logbook of each municipality where the person works: each must see it."""
    works = Membership.objects.filter(user=user).select_related("municipality")
    for municipality in {membership.municipality for membership in works}:
        note(happening, by=Machine(name="inloggning", municipality=municipality), subject=user, changed=changed)


def founder(municipality: Any) -> Machine:
    """The machine that puts a new municipality in place, before anybody can sign in there."""
    return Machine(name="drift", municipality=municipality)
