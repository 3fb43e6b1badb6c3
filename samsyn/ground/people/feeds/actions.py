"""The verbs of a calendar's secret address: make one, take it back, find whose it is."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.invitations.actions import digest_of
from samsyn.ground.people.members import Member, member_of
from samsyn.ground.people.models import CalendarKey
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting

BYTES = 32


class CalendarRefused(Refused):
    """No address was made; the sentence says why."""


@transaction.atomic
def make_calendar_key(*, now: datetime, by: Any) -> str:
    """Return a new secret for the member's own calendar, shown this once; an earlier one ends at the same moment."""
    if getattr(by, "user", None) is None or getattr(by, "device", None) is not None:
        raise CalendarRefused(_("Logga in på en egen telefon eller dator för att göra en kalenderadress."))
    _ended(by, now)
    secret = secrets.token_urlsafe(BYTES)
    days = setting(by.municipality, "calendar_days")
    CalendarKey.objects.create(
        municipality=by.municipality, user=by.user, digest=digest_of(secret), until=now + timedelta(days=days)
    )
    note("calendar_key.made", by=by, changed={"days": days})
    return secret


@transaction.atomic
def revoke_calendar_key(*, now: datetime, by: Any) -> int:
    """End the member's address; returns how many ended."""
    ended = _ended(by, now)
    if ended:
        note("calendar_key.revoked", by=by)
    return ended


def _ended(by: Any, now: datetime) -> int:
    mine = CalendarKey.objects.filter(municipality=by.municipality, user=by.user, revoked_at=None)
    return mine.update(revoked_at=now)


def member_by_key(secret: str, *, slug: str, now: datetime) -> Member | None:
    """Return whose calendar the secret opens in this municipality, or None: wrong, ended, taken back, or gone."""
    key = CalendarKey.objects.in_force(now=now).filter(digest=digest_of(secret), municipality__slug=slug)
    found = key.select_related("user", "municipality").first()
    if found is None or not found.user.is_active:
        return None
    return member_of(found.user, found.municipality, on=now.astimezone(found.municipality.zone).date())
