"""The verbs of shared devices and PINs: put a device in service, take it out of service, sign in on it."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.actions import PeopleRefused, require_no_wider
from samsyn.ground.people.ended import refuse_ended
from samsyn.ground.people.members import Machine
from samsyn.ground.people.models import Membership, Organisation, ShiftDevice, ShiftPin, Unit, User
from samsyn.ground.permissions import Actor, Permission, require, require_here
from samsyn.ground.places.models import Area

REGISTER_WITHIN = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=1)
WRONG_BEFORE_WAIT, WAIT, WRONG_BEFORE_VOID = 5, timedelta(minutes=15), 20
MACHINE = "skifttelefon"


class MadeLink(NamedTuple):
    """A device and the secret of the link that puts it in service, shown once and stored nowhere."""

    device: ShiftDevice
    token: str


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def add_shift_device(
    *, organisation: Organisation, name: str, unit: Unit | None = None, areas: Iterable[Area] = (),
    idle_minutes: int = 5, now: datetime, by: Actor,
) -> MadeLink:  # fmt: skip
    """Prepare a shared device for an organisation; its link is opened on the device itself within a day."""
    require(by, Permission.MANAGE_PEOPLE, within=organisation)
    areas = list(areas)
    require_here(by, organisation, unit, *areas)
    refuse_ended(organisation, refused=PeopleRefused)
    require_no_wider(areas, groups=(), by=by)
    if unit is not None and unit.organisation_id != organisation.pk:
        raise PeopleRefused("Enheten {unit} hör inte till {organisation}.", unit=unit, organisation=organisation)
    if not 1 <= idle_minutes <= 30:
        raise PeopleRefused("Välj mellan 1 och 30 minuter.")
    if ShiftDevice.objects.filter(organisation=organisation, name=name.strip()).exists():
        raise PeopleRefused(
            "{organisation} har redan en skifttelefon som heter {name}.", organisation=organisation, name=name.strip(),
        )
    token = secrets.token_urlsafe(24)
    device = ShiftDevice.objects.create(
        municipality=by.municipality, organisation=organisation, unit=unit, name=name.strip()[:80],
        idle_minutes=idle_minutes, digest=_digest(token), register_until=now + REGISTER_WITHIN,
    )  # fmt: skip
    device.areas.set(areas)
    note("shift_device.added", by=by, subject=device)
    return MadeLink(device, token)


@transaction.atomic
def renew_shift_link(*, device: ShiftDevice, now: datetime, by: Actor) -> MadeLink:
    """Make a new link, for another phone or for one that has been taken out of service; the old one stops at once."""
    require(by, Permission.MANAGE_PEOPLE, within=device.organisation)
    refuse_ended(device.organisation, refused=PeopleRefused)
    token = secrets.token_urlsafe(24)
    device.digest, device.register_until = _digest(token), now + REGISTER_WITHIN
    device.registered_at = device.revoked_at = None
    device.save(update_fields=["digest", "register_until", "registered_at", "revoked_at"])
    note("shift_device.link_renewed", by=by, subject=device)
    return MadeLink(device, token)


@transaction.atomic
def revoke_shift_device(*, device: ShiftDevice, now: datetime, by: Actor) -> ShiftDevice:
    """Take a device out of service at once: whoever is signed in on it is signed out at the next touch."""
    require(by, Permission.MANAGE_PEOPLE, within=device.organisation)
    device.revoked_at = now
    device.save(update_fields=["revoked_at"])
    note("shift_device.revoked", by=by, subject=device)
    return device


def device_to_register(token: str, *, now: datetime) -> ShiftDevice | None:
    """Return the device that a link would put in service now, or None."""
    waiting = ShiftDevice.objects.filter(registered_at=None, revoked_at=None, register_until__gte=now)
    found = waiting.select_related("municipality", "organisation", "unit").filter(digest=_digest(token)).first()
    return found if found and _is_open(found, now) else None


@transaction.atomic
def register_shift_device(*, token: str, now: datetime) -> MadeLink:
    """Put the device at hand in service: the link is used up, and the device gets a secret of its own."""
    device = device_to_register(token, now=now)
    secret = secrets.token_urlsafe(32)
    unused = ShiftDevice.objects.filter(digest=_digest(token), registered_at=None)
    if device is None or not unused.update(digest=_digest(secret), registered_at=now, last_seen_at=now):
        raise PeopleRefused(_("Länken gäller inte längre. Be den som sköter användarna om en ny."))
    device.refresh_from_db()
    note("shift_device.registered", by=Machine(name=MACHINE, municipality=device.municipality), subject=device)
    return MadeLink(device, secret)


def _is_open(device: ShiftDevice, now: datetime) -> bool:
    return device.organisation.is_open(on=now.astimezone(device.municipality.zone).date())


def device_with(secret: str, *, now: datetime) -> ShiftDevice | None:
    """Return the device in service that holds this secret; None when revoked, unknown or when the agreement ended."""
    if not secret:
        return None
    known = ShiftDevice.objects.exclude(registered_at=None).filter(revoked_at=None, digest=_digest(secret))
    device = known.select_related("municipality", "organisation", "unit").first()
    return device if device and _is_open(device, now) else None


def shares_a_phone(organisation: Organisation) -> bool:
    """Say whether an organisation has a shared device, so that a PIN is of use."""
    return ShiftDevice.objects.filter(organisation=organisation, revoked_at=None).exists()


def pin_mark(user: User) -> str:
    """Return what a session on a shared phone is bound to: another PIN gives another mark; no PIN gives none."""
    row = ShiftPin.objects.filter(user=user).first()
    return _digest(row.pin) if row is not None else ""


def has_pin(user: User) -> bool:
    """Say whether a person has chosen a PIN."""
    return ShiftPin.objects.filter(user=user).exists()


def may_use_a_shared_phone(user: User, *, on: date) -> bool:
    """Say whether any organisation where the person works on the day has a shared device."""
    own = Membership.objects.filter(user=user).in_force(on=on).values("organisation")
    return ShiftDevice.objects.filter(organisation__in=own, revoked_at=None).exists()


def see_device(*, device: ShiftDevice, now: datetime) -> None:
    """Remember that a device was used, at most once a minute; by whom is not remembered."""
    if device.last_seen_at is None or now - device.last_seen_at >= SEEN_EVERY:
        ShiftDevice.objects.filter(pk=device.pk).update(last_seen_at=now)


@transaction.atomic
def set_pin(*, user: User, pin: str) -> ShiftPin:
    """Give a person a PIN of four to six digits for shared devices; digits in a row or all alike are refused."""
    steps = {int(b) - int(a) for a, b in zip(pin, pin[1:], strict=False)} if pin.isdecimal() else set()
    if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 6):
        raise PeopleRefused(_("PIN ska ha fyra till sex siffror."))
    if steps in ({0}, {1}, {-1}):
        raise PeopleRefused(_("Välj en PIN som är svårare att gissa, inte siffror i rad eller samma siffra."))
    row, _made = ShiftPin.objects.update_or_create(
        user=user, defaults={"pin": make_password(pin), "wrong": 0, "wait_until": None}
    )
    return row


def sign_in_on_device(*, device: ShiftDevice, sign_in_name: str, pin: str, now: datetime) -> User | None:
    """Return who signs in, or None for a wrong name or PIN. Raises PeopleRefused after too many wrong ones.

    After five wrong PINs a quarter must pass; after twenty in all the PIN is void. Only people of the device's own
    organisation are let in. An unknown name takes as long as a wrong PIN.
    """
    try:
        user = User.objects.get_by_natural_key(sign_in_name)
    except User.DoesNotExist:
        user = None
    today = now.astimezone(device.municipality.zone).date()
    here = Membership.objects.filter(user=user, organisation=device.organisation).in_force(on=today)
    if user is None or not ShiftPin.objects.filter(user=user).exists() or not here.exists():
        make_password(pin)
        return None
    with transaction.atomic():
        row = ShiftPin.objects.select_for_update().get(user=user)
        refusal = _refusal(row, now)
        right = not refusal and check_password(pin, row.pin)
        if not refusal:
            row.wrong = 0 if right else row.wrong + 1
            row.wait_until = None if right or row.wrong % WRONG_BEFORE_WAIT else now + WAIT
            row.save(update_fields=["wrong", "wait_until"])
    if refusal:
        raise PeopleRefused(refusal)
    return user if right else None


def _refusal(row: ShiftPin, now: datetime) -> str:
    if row.wrong >= WRONG_BEFORE_VOID:
        return _("PIN-koden är spärrad. Välj en ny under Mitt konto, eller be om en ny inbjudan.")
    if row.wait_until and now < row.wait_until:
        return _("För många försök. Vänta en kvart och försök igen.")
    return ""
