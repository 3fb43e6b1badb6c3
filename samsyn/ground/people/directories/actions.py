"""The verbs of directories: set one up, say what its groups give, and let somebody in whom it vouches for.

A directory is trusted with its own municipality and nothing else: it gives roles there after the mapping, it opens an
account by a subject that has been tied to it or by an address in its own domains that it has confirmed, and only an
account that already belongs there or to nobody.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.people.actions import require_no_more
from samsyn.ground.people.ended import refuse_ended
from samsyn.ground.people.members import Machine
from samsyn.ground.people.models import ClaimRole, Directory, DirectoryLink, Membership, Organisation, Role, User
from samsyn.ground.permissions import Actor, Permission, require, require_here
from samsyn.ground.refusals import Refused

MACHINE = "katalogen"
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
LONGEST_SUBJECT, MOST_VALUES = 255, 1000


class DirectoryRefused(Refused):
    """A directory was not stored, or somebody was not let in through it; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """What a directory says of somebody, once the answer itself has been checked."""

    subject: str
    address: str = ""
    confirmed: bool = False
    name: str = ""
    values: Collection[str] = ()


# --- setting up ---------------------------------------------------------------------------------


@transaction.atomic
def save_directory(*, directory: Directory | None, by: Actor, **said: Any) -> Directory:
    """Add a directory or change one; its secret is not among what is said. Raises DirectoryRefused."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, directory)
    row = directory or Directory(municipality=by.municipality)
    for name, value in said.items():
        setattr(row, name, value)
    row.domains = [str(domain).strip().lower().lstrip("@") for domain in row.domains if str(domain).strip()]
    _check(row)
    row.save()
    note("directory.saved", by=by, subject=row, changed={"fields": sorted(said), "on": row.is_on})
    return row


def _check(row: Directory) -> None:
    if Directory.objects.filter(code=row.code).exclude(pk=row.pk).exists():
        raise DirectoryRefused("Kortnamnet {code} är upptaget. Välj ett annat.", code=row.code)
    if row.kind == Directory.Kind.SAML and not (row.sign_in_url and row.certificate):
        raise DirectoryRefused("En SAML-katalog behöver adressen dit man skickas och certifikatet den signerar med.")
    if row.kind == Directory.Kind.OIDC and not row.client_id:
        raise DirectoryRefused("En OIDC-katalog behöver det klient-id som den har gett Samsyn.")
    if any(not DOMAIN.fullmatch(domain) for domain in row.domains):
        raise DirectoryRefused("Skriv domäner som kommunen.se, en per rad.")
    if row.owns_addresses and not row.domains:
        raise DirectoryRefused("Skriv vilka domäner som är kommunens egna: bara adresser där räknas som bekräftade.")
    try:
        row.full_clean(exclude=["municipality"])
    except ValidationError as problem:
        raise DirectoryRefused(" ".join(problem.messages)) from problem


@transaction.atomic
def give_by_claim(*, directory: Directory, value: str, organisation: Organisation, role: Role, by: Actor) -> ClaimRole:
    """Say that whoever the directory puts in this group has this role in this organisation."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require(by, Permission.MANAGE_PEOPLE, within=organisation)
    require_here(by, directory, organisation, role)
    refuse_ended(organisation, refused=DirectoryRefused)
    require_no_more(role, organisation=organisation, by=by)
    if not value.strip():
        raise DirectoryRefused("Skriv gruppen som katalogen skriver den.")
    row, made = ClaimRole.objects.get_or_create(
        municipality=by.municipality, directory=directory, value=value.strip(), organisation=organisation, role=role
    )
    if made:
        note("directory.gives", by=by, subject=row, changed={"role": role.code})
    return row


@transaction.atomic
def stop_giving(*, given: ClaimRole, by: Actor) -> None:
    """Take a line out of the mapping; roles it gave end when their holders sign in the next time."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, given)
    note("directory.gives_no_more", by=by, subject=given, changed={"role": given.role.code})
    given.delete()


@transaction.atomic
def link_subject(*, directory: Directory, user: User, subject: str, by: Actor) -> DirectoryLink:
    """Tie a subject of the directory to an account that has a role here. Raises DirectoryRefused."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require(by, Permission.MANAGE_PEOPLE, within=by.municipality)
    require_here(by, directory)
    if not 0 < len(subject.strip()) <= LONGEST_SUBJECT:
        raise DirectoryRefused("Skriv personens id i katalogen.")
    return _link(directory, user=user, subject=subject.strip(), by=by)


def _link(directory: Directory, *, user: User, subject: str, by: Actor) -> DirectoryLink:
    if not Membership.objects.filter(user=user, municipality=directory.municipality).exists():
        raise DirectoryRefused("Personen har ingen roll i kommunen. Lägg till personen bland användarna först.")
    if DirectoryLink.objects.filter(directory=directory, subject=subject).exclude(user=user).exists():
        raise DirectoryRefused("Det id:t öppnar redan ett annat konto.")
    row, made = DirectoryLink.objects.get_or_create(
        municipality=directory.municipality, directory=directory, user=user, defaults={"subject": subject}
    )
    if row.subject != subject:
        raise DirectoryRefused("Kontot är redan knutet till någon annan i katalogen. Be kommunens administratör.")
    if made:
        note("directory.linked", by=by, subject=user)
    return row


@transaction.atomic
def unlink_subject(*, link: DirectoryLink, by: Actor) -> None:
    """Untie a subject from its account."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, link)
    note("directory.unlinked", by=by, subject=link.user)
    link.delete()


# --- coming in ----------------------------------------------------------------------------------


def enter_through(*, directory: Directory, vouched: Vouched, today: date) -> User:
    """Return whose account opens, its roles brought in step with the directory. Raises DirectoryRefused."""
    by = Machine(name=MACHINE, municipality=directory.municipality)
    if not directory.is_on:
        raise DirectoryRefused("Inloggning genom {directory} är avstängd.", directory=directory)
    if not 0 < len(vouched.subject) <= LONGEST_SUBJECT:
        raise DirectoryRefused("Svaret från {directory} säger inte vem du är.", directory=directory)
    with transaction.atomic():
        user = _account(directory, vouched, by=by)
        if not user.is_active or (user.ends_on is not None and user.ends_on < today):
            raise DirectoryRefused("Kontot är stängt. Hör av dig till din samordnare.")
        _follow(directory, user=user, values=set(vouched.values), today=today, by=by)
    here = Membership.objects.filter(user=user, municipality=directory.municipality)
    if not here.in_force(on=today).exists():
        raise DirectoryRefused(
            "Du har ingen roll i Samsyn i {municipality} just nu. Hör av dig till samordnaren.",
            municipality=directory.municipality,
        )
    return user


def _account(directory: Directory, vouched: Vouched, *, by: Machine) -> User:
    link = DirectoryLink.objects.filter(directory=directory, subject=vouched.subject).select_related("user").first()
    if link is not None:
        return link.user
    address = vouched.address.strip().lower()
    if not address or not directory.holds(address) or not (vouched.confirmed or directory.owns_addresses):
        raise DirectoryRefused(
            "{directory} har inte bekräftat någon adress för dig, så vi vet inte vilket konto som är ditt. "
            "Hör av dig till samordnaren.", directory=directory,
        )  # fmt: skip
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        return _made(directory, vouched, address=address, by=by)
    here = Membership.objects.filter(user=user, municipality=directory.municipality).exists()
    if user.email_stated or not here:
        # An address that somebody has only stated, or an account of another municipality: not the directory's to open.
        raise DirectoryRefused(
            "Det finns inget konto för dig i {municipality}. Hör av dig till samordnaren.",
            municipality=directory.municipality,
        )  # fmt: skip
    _link(directory, user=user, subject=vouched.subject, by=by)
    return user


def _made(directory: Directory, vouched: Vouched, *, address: str, by: Machine) -> User:
    """Make the account at its first sign-in, where the municipality wants that and the mapping gives a role."""
    gives = ClaimRole.objects.filter(directory=directory, value__in=list(vouched.values)[:MOST_VALUES]).exists()
    if not directory.makes_accounts or not gives:
        raise DirectoryRefused(
            "Det finns inget konto för dig i {municipality}. Hör av dig till samordnaren.",
            municipality=directory.municipality,
        )  # fmt: skip
    try:
        validate_email(address)
    except ValidationError as problem:
        raise DirectoryRefused("Adressen från {directory} kan inte läsas.", directory=directory) from problem
    user = User(email=address, name=" ".join(vouched.name.split())[:120])
    user.set_unusable_password()
    user.save(force_insert=True)
    DirectoryLink.objects.create(
        municipality=directory.municipality, directory=directory, user=user, subject=vouched.subject
    )
    note("user.made_by_directory", by=by, subject=user)
    return user


def _follow(directory: Directory, *, user: User, values: set[str], today: date, by: Machine) -> None:
    """Give what the mapping says and no more; take what it gave before and no longer says. What people did stands."""
    rows = ClaimRole.objects.filter(directory=directory).select_related("organisation", "role")
    wanted = {(row.organisation_id, row.role_id): row for row in rows if row.value in values}
    mine = Membership.objects.filter(user=user, municipality=directory.municipality)
    has = {(m.organisation_id, m.role_id): m for m in mine.select_related("role")}
    yesterday = today - timedelta(days=1)
    for key, row in wanted.items():
        held = has.get(key)
        if held is None:
            held = Membership.objects.create(
                municipality=directory.municipality, user=user, organisation=row.organisation, role=row.role,
                given_by=directory,
            )  # fmt: skip
            note("directory.gave_role", by=by, subject=held, changed={"role": row.role.code})
        elif held.given_by_id == directory.pk and held.ends_on is not None:
            held.ends_on = None
            held.save(update_fields=["ends_on"])
            note("directory.gave_role", by=by, subject=held, changed={"role": row.role.code})
    for key, held in has.items():
        over = held.ends_on is not None and held.ends_on < today
        if key not in wanted and held.given_by_id == directory.pk and not over:
            held.ends_on = yesterday
            held.save(update_fields=["ends_on"])
            note("directory.took_role", by=by, subject=held, changed={"role": held.role.code})
