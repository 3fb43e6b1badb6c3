"""The hours in which a person is left in peace by push notices."""

from datetime import datetime

from samsyn.ground.people.models import User
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.letters.models import QuietHours


def is_quiet(user: User, municipality: Municipality, *, now: datetime) -> bool:
    """Say whether it is now within the person's own quiet hours, or the municipality's where none are chosen."""
    begins, ends = quiet_hours_of(user, municipality)
    hour = now.astimezone(municipality.zone).hour
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def quiet_hours_of(user: User, municipality: Municipality) -> tuple[int, int]:
    """Return (begins, ends) in whole local hours; the same twice = never quiet."""
    own = QuietHours.objects.filter(user=user, municipality=municipality).first()
    if own is not None:
        return own.begins, own.ends
    usual = list(setting(municipality, "push_quiet")) or [0, 0]
    return usual[0], usual[1]
