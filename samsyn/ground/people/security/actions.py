"""The verbs of second steps: codes in a phone, passkeys, and codes on paper for the day the phone is lost."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP as OneTimeCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.accounts.actions import require_own_account
from samsyn.ground.people.actions import PeopleRefused, note_everywhere, require_no_more
from samsyn.ground.people.models import Membership, User
from samsyn.ground.people.sessions.actions import end_sessions
from samsyn.ground.permissions import Actor

TOTP, PASSKEY, PAPER = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
MOST_PASSKEYS = 10


def has_second_step(user: User) -> bool:
    """Say whether a person has a code in a phone or a passkey."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=(TOTP, PASSKEY)).exists())


def codes_can_be_opened() -> bool:
    """Say whether the newest code in a phone opens with the installation's key; true where there is none."""
    newest = Authenticator.objects.filter(type=TOTP).order_by("-pk").first()
    return newest is None or bool(decrypt(newest.data["secret"]))


def user_waiting(pk: str, *, proof: str) -> User | None:
    """Return the person who has given the right password and not yet the second step; None when anything changed."""
    user = User.objects.filter(pk=pk, is_active=True).first() if pk else None
    return user if user is not None and constant_time_compare(user.get_session_auth_hash(), proof) else None


def with_second_step(users: Iterable[Any]) -> set[Any]:
    """Return the ids of those of the users (or their ids) who have a second step."""
    found = Authenticator.objects.filter(user_id__in=users, type__in=(TOTP, PASSKEY))
    return set(found.values_list("user_id", flat=True))


def second_steps_of(user: User) -> dict[str, Any]:
    """Return what a person has: {"totp": row or None, "passkeys": rows, "paper": how many codes are left}."""
    rows = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    paper = next((row for row in rows if row.type == PAPER), None)
    return {
        "totp": next((row for row in rows if row.type == TOTP), None),
        "passkeys": [row for row in rows if row.type == PASSKEY],
        "paper": len(paper.wrap().get_unused_codes()) if paper else None,
    }


def new_totp_secret() -> str:
    """Draw the secret of a code in a phone."""
    return str(generate_totp_secret())


def totp_address(user: User, *, secret: str) -> str:
    """Return the address that the phone reads from the square."""
    return str(get_adapter().build_totp_url(user, secret))


def _counter_of(secret: str, code: str) -> int | None:
    """Return the half-minute that a code belongs to, the one before and after included; None when it is wrong."""
    given, found = "".join(code.split()), None
    for counter in yield_hotp_counters_from_time():
        if secret and compare_user_code(actual=given, expected=format_hotp_value(hotp_value(secret, counter))):
            found = counter
    return found


@transaction.atomic
def add_totp(*, user: User, secret: str, code: str) -> None:
    """Turn on codes in a phone, once one of them has been shown to be right. Raises PeopleRefused."""
    counter = _counter_of(secret, code)
    if counter is None:
        raise PeopleRefused(_("Koden stämmer inte. Kontrollera att telefonens klocka går rätt och försök igen."))
    if Authenticator.objects.filter(user_id=user.pk, type=TOTP).exists():
        raise PeopleRefused(_("Du har redan en app. Ta bort den först."))
    row = OneTimeCodes.activate(user, secret).instance
    row.data["last"] = counter
    row.save(update_fields=["data"])
    note_everywhere("second_step.added", user=user, changed={"kind": "totp"})


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any]) -> None:
    """Keep a passkey that the browser has made. Raises PeopleRefused."""
    from allauth.mfa.webauthn.internal.auth import WebAuthn

    if Authenticator.objects.filter(user_id=user.pk, type=PASSKEY).count() >= MOST_PASSKEYS:
        raise PeopleRefused(_("Du har redan tio passkeys. Ta bort en först."))
    WebAuthn.add(user, " ".join(name.split())[:60] or "Passkey", credential)
    note_everywhere("second_step.added", user=user, changed={"kind": "passkey"})


@transaction.atomic
def new_paper_codes(*, user: User) -> list[str]:
    """Make ten new codes for paper; the old ones stop working. They are shown once."""
    Authenticator.objects.filter(user_id=user.pk, type=PAPER).delete()
    codes = RecoveryCodes.activate(user).get_unused_codes()
    note_everywhere("second_step.paper_codes", user=user)
    return [str(code) for code in codes]


@transaction.atomic
def check_code(*, user: User, code: str, now: datetime) -> str:
    """Return the kind of a right code, from the phone or from paper; "" when it is wrong. No code works twice."""
    given = "".join(code.split())
    for row in Authenticator.objects.select_for_update().filter(user_id=user.pk, type__in=(TOTP, PAPER)):
        if row.type == TOTP:
            counter = _counter_of(_opened(row), given)
            if counter is not None and counter > row.data.get("last", 0):
                row.data["last"], row.last_used_at = counter, now
                row.save(update_fields=["data", "last_used_at"])
                return str(TOTP)
        elif row.wrap().validate_code(given):
            note_everywhere("second_step.paper_code_used", user=user)
            return str(PAPER)
    return ""


def _opened(row: Authenticator) -> str:
    return str(decrypt(row.data["secret"]))


def see_passkey(*, row: Authenticator) -> None:
    """Remember that a passkey was used."""
    row.record_usage()


@transaction.atomic
def remove_second_step(*, user: User, pk: int) -> None:
    """Take away one of the own second steps; with the last of them the codes on paper go too."""
    gone, _kinds = Authenticator.objects.filter(user_id=user.pk, pk=pk).exclude(type=PAPER).delete()
    if not gone:
        raise PeopleRefused(_("Den finns inte längre."))
    if not has_second_step(user):
        Authenticator.objects.filter(user_id=user.pk).delete()
    note_everywhere("second_step.removed", user=user)


@transaction.atomic
def reset_second_steps(*, user: User, by: Actor) -> None:
    """Take away all second steps of somebody who has lost them, and sign the person out everywhere."""
    require_own_account(user, by=by)
    for membership in Membership.objects.filter(user=user).select_related("organisation", "role"):
        require_no_more(membership.role, organisation=membership.organisation, by=by)
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_sessions(user=user)
    note("second_step.reset", by=by, subject=user)


@transaction.atomic
def lose_second_steps(*, user: User) -> None:
    """Do the same from the command line, whichever municipalities the person works in: whoever runs the machine may."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_sessions(user=user)
    note_everywhere("second_step.reset", user=user)
