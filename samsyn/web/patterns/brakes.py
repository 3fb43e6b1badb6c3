"""How much somebody may ask of the machine: so many new answers a minute, and so many long ones waiting."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from samsyn.ground.refusals import Refused

MOST_A_MINUTE = 30
MOST_WAITING = 3


class TooMuch(Refused):
    """The next answer has to wait; the sentence says for how long."""


def count_one(member: Any) -> None:
    """Count a new answer; raise TooMuch where there have been too many in the last minute."""
    key = f"patterns-brake:{member.user.pk}"
    asked = int(cache.get_or_set(key, 0, 60) or 0)
    if asked >= MOST_A_MINUTE:
        raise TooMuch(_("Du har ställt många frågor på kort tid. Vänta en minut och försök igen."))
    cache.incr(key)
