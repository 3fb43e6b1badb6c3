"""The verbs of invitations: make one, take it back, and what happens when its link is opened."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.accounts.actions import require_own_account
from samsyn.ground.people.actions import (
    PeopleRefused,
    add_membership,
    change_password,
    require_no_more,
    require_no_wider,
)
from samsyn.ground.people.members import Machine, member_of
from samsyn.ground.people.models import Invitation, Membership, Organisation, Role, Unit, User
from samsyn.ground.people.shifts.actions import set_pin
from samsyn.ground.permissions import Actor, NotAllowed, Permission, require, require_here
from samsyn.ground.places.models import Area

LONGEST_DAYS = 30
SIGN_IN_NAME = re.compile(r"[a-zåäö0-9][a-zåäö0-9.-]{2,29}")
MACHINE = "inbjudan"


class MadeInvitation(NamedTuple):
    """An invitation and the secret of its link, which is shown once and stored nowhere."""

    invitation: Invitation
    token: str


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What somebody who was invited fills in: an e-mail or a sign-in name; a password, a PIN or both."""

    name: str = ""
    email: str = ""
    sign_in_name: str = ""
    password: str = ""
    pin: str = ""


def digest_of(token: str) -> str:
    """Return what is stored of a secret. It is long and drawn by chance, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_invitation(
    *, organisation: Organisation, role: Role, unit: Unit | None = None, areas: Iterable[Area] = (), days: int = 7,
    role_ends_on: date | None = None, now: datetime, by: Actor,
) -> MadeInvitation:  # fmt: skip
    """Make a link that gives one person a role here, once, within `days` days. Nobody gives away more than the own."""
    require(by, Permission.MANAGE_PEOPLE, within=organisation)
    areas = list(areas)
    require_here(by, organisation, role, unit, *areas)
    require_no_more(role, organisation=organisation, by=by)
    require_no_wider(areas, groups=(), by=by)
    if unit is not None and unit.organisation_id != organisation.pk:
        raise PeopleRefused("Enheten {unit} hör inte till {organisation}.", unit=unit, organisation=organisation)
    if not 1 <= days <= LONGEST_DAYS:
        raise PeopleRefused("En inbjudan gäller i högst {longest_days} dagar.", longest_days=LONGEST_DAYS)
    today = now.astimezone(by.municipality.zone).date()
    if not organisation.is_open(on=today) or (role_ends_on is not None and role_ends_on < today):
        raise PeopleRefused("Då skulle rollen redan ha slutat. Välj en senare sista dag.")
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        municipality=by.municipality, organisation=organisation, unit=unit, role=role, digest=digest_of(token),
        until=now + timedelta(days=days), role_ends_on=role_ends_on, made_by=getattr(by, "user", None),
    )  # fmt: skip
    invitation.areas.set(areas)
    note("invitation.made", by=by, subject=invitation, changed={"role": role.code, "days": days})
    return MadeInvitation(invitation, token)


@transaction.atomic
def make_renewal(*, user: User, days: int = 3, now: datetime, by: Actor) -> MadeInvitation:
    """Make a link by which somebody who has forgotten password or PIN chooses new ones; it gives no role."""
    require_own_account(user, by=by)
    mine = Membership.objects.filter(user=user, municipality=by.municipality).select_related("organisation", "role")
    open_ones = list(mine.in_force(on=now.astimezone(by.municipality.zone).date()).order_by("created_at"))
    if not open_ones:
        raise PeopleRefused("Personen har ingen roll här just nu. Ge en roll först.")
    for membership in open_ones:
        require_no_more(membership.role, organisation=membership.organisation, by=by)
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        municipality=by.municipality, organisation=open_ones[0].organisation, unit=open_ones[0].unit,
        role=open_ones[0].role, digest=digest_of(token), until=now + timedelta(days=days), renews=user,
        made_by=getattr(by, "user", None),
    )  # fmt: skip
    note("invitation.made_for_forgotten", by=by, subject=user)
    return MadeInvitation(invitation, token)


@transaction.atomic
def renew_by_invitation(*, invitation: Invitation, password: str = "", pin: str = "", now: datetime) -> User:
    """Choose a new password or PIN through the link; open sessions with the old password stop. Raises PeopleRefused."""
    user = invitation.renews
    if user is None or not (password or pin):
        raise PeopleRefused(_("Välj ett lösenord, eller en PIN för en delad telefon."))
    _require_unchanged_roles(user, since=invitation)
    _use_up(invitation, user=user, now=now)
    # Whoever has chosen anew is done: another link that lies about must not open the account once more.
    Invitation.objects.filter(renews=user, used_at=None, revoked_at=None).update(revoked_at=now)
    if password:
        try:
            validate_password(password, user)
        except ValidationError as problem:
            raise PeopleRefused(" ".join(problem.messages)) from problem
        change_password(user=user, password=password)
    if pin:
        set_pin(user=user, pin=pin)
    note("invitation.used", by=Machine(name=MACHINE, municipality=invitation.municipality), subject=user)
    return user


def _require_unchanged_roles(user: User, *, since: Invitation) -> None:
    """A role that came after the link was made, here or in another municipality, is not opened by it."""
    if Membership.objects.filter(user=user, created_at__gt=since.created_at).exists():
        raise PeopleRefused(_("Inbjudan gäller inte längre. Be den som gav dig den om en ny."))


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, now: datetime, by: Actor) -> Invitation:
    """Take back an invitation that nobody has used; one that is used has made an account, which is ended instead."""
    require(by, Permission.MANAGE_PEOPLE, within=invitation.organisation)
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None).update(revoked_at=now):
        raise PeopleRefused("Inbjudan är redan använd eller återtagen.")
    note("invitation.revoked", by=by, subject=invitation)
    invitation.refresh_from_db()
    return invitation


def invitation_behind(token: str) -> Invitation | None:
    """Return the invitation that a link belongs to, whatever its state."""
    found = Invitation.objects.select_related("municipality", "organisation", "role", "unit")
    return found.filter(digest=digest_of(token)).first()


def state_of(invitation: Invitation, *, now: datetime) -> str:
    """Return open, used, revoked, expired, or closed when the agreement or the role itself has ended."""
    today = now.astimezone(invitation.municipality.zone).date()
    ended = invitation.role_ends_on is not None and invitation.role_ends_on < today
    states = {
        "used": invitation.used_at is not None, "revoked": invitation.revoked_at is not None,
        "closed": ended or not invitation.organisation.is_open(on=today), "expired": now > invitation.until,
    }  # fmt: skip
    return next((state for state, holds in states.items() if holds), "open")


@transaction.atomic
def accept_invitation(*, invitation: Invitation, account: NewAccount, now: datetime) -> User:
    """Make the account and give it the role; the link opens nothing after that. Raises PeopleRefused."""
    user = _new_user(account)
    _use(invitation, user=user, now=now)
    if account.pin:
        set_pin(user=user, pin=account.pin)
    return user


@transaction.atomic
def join_by_invitation(*, invitation: Invitation, user: User, now: datetime) -> Membership:
    """Give the role to somebody who has an account and has signed in with it."""
    same = Membership.objects.filter(user=user, organisation=invitation.organisation, role=invitation.role)
    today = now.astimezone(invitation.municipality.zone).date()
    if same.in_force(on=today).exists():
        raise PeopleRefused(_("Du har redan den rollen. Lämna inbjudan till någon annan."))
    return _use(invitation, user=user, now=now)


def _use(invitation: Invitation, *, user: User, now: datetime) -> Membership:
    """Use up the link, then give the role."""
    _use_up(invitation, user=user, now=now)
    machine = Machine(name=MACHINE, municipality=invitation.municipality)
    membership = add_membership(
        user=user, organisation=invitation.organisation, role=invitation.role, unit=invitation.unit,
        areas=invitation.areas.all(), ends_on=invitation.role_ends_on, by=machine,
    )  # fmt: skip
    note("invitation.used", by=machine, subject=invitation, changed={"role": invitation.role.code})
    return membership


def _use_up(invitation: Invitation, *, user: User, now: datetime) -> None:
    """Mark the link as used in one statement, so that two who open it at once do not both get in."""
    _require_makers_right(invitation, now=now)
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None, until__gte=now)
    if state_of(invitation, now=now) != "open" or not unused.update(used_at=now, used_by=user):
        raise PeopleRefused(_("Inbjudan gäller inte längre. Be den som gav dig den om en ny."))


def _require_makers_right(invitation: Invitation, *, now: datetime) -> None:
    """Whoever made the link must still have the right to: nobody gives roles away after having left."""
    if invitation.made_by is None:
        return
    today = now.astimezone(invitation.municipality.zone).date()
    maker = member_of(invitation.made_by, invitation.municipality, on=today)
    try:
        if maker is None or not invitation.made_by.is_active:
            raise NotAllowed
        require(maker, Permission.MANAGE_PEOPLE, within=invitation.organisation)
        require_no_more(invitation.role, organisation=invitation.organisation, by=maker)
        if invitation.renews is None:
            require_no_wider(invitation.areas.all(), groups=(), by=maker)
    except (NotAllowed, PeopleRefused):
        raise PeopleRefused(_("Inbjudan gäller inte längre. Be den som gav dig den om en ny.")) from None


def _new_user(account: NewAccount) -> User:
    email, sign_in_name = account.email.strip().lower() or None, account.sign_in_name.strip().lower() or None
    if not email and not sign_in_name:
        raise PeopleRefused(_("Fyll i e-post, eller hitta på ett inloggningsnamn."))
    if not account.password and not account.pin:
        raise PeopleRefused(_("Välj ett lösenord, eller en PIN för en delad telefon."))
    if sign_in_name and not SIGN_IN_NAME.fullmatch(sign_in_name):
        raise PeopleRefused(_("Inloggningsnamnet ska ha minst tre tecken: bokstäver, siffror, punkt, bindestreck."))
    user = User(email=email, email_stated=bool(email), sign_in_name=sign_in_name, name=account.name.strip()[:120])
    try:
        if email:
            validate_email(email)
        if account.password:
            validate_password(account.password, user)
    except ValidationError as problem:
        raise PeopleRefused(" ".join(problem.messages)) from problem
    if email and User.objects.filter(email=email).exists():
        raise PeopleRefused(_("Det finns redan ett konto med den adressen. Logga in och öppna inbjudan igen."))
    if sign_in_name and User.objects.filter(sign_in_name=sign_in_name).exists():
        raise PeopleRefused(_("Inloggningsnamnet är upptaget. Lägg till en siffra eller två."))
    user.set_password(account.password or None)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:      # somebody else took the address or the name between the question and the answer
        raise PeopleRefused(_("Någon hann före med samma adress eller inloggningsnamn. Välj ett annat.")) from None
    return user
