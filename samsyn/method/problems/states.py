"""Which state of a problem may follow which; going back is normal and needs a reason."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """How far the group has come with a problem, in the order of the method."""

    IDENTIFIED = "identified", _("uppmärksammat")
    PRIORITISED = "prioritised", _("prioriterat")
    ANALYSED = "analysed", _("analyserat")
    PLANNED = "planned", _("planerat")
    CARRIED_OUT = "carried_out", _("genomförs")
    FOLLOWED_UP = "followed_up", _("följs upp")
    CLOSED = "closed", _("avslutat")


class Trigger(TextChoices):
    """What made the group open the problem."""

    HAND = "hand", _("för hand")
    PLACE = "place", _("en plats")
    HOTSPOT = "hotspot", _("en plats som sticker ut")
    ALARM = "alarm", _("ett kort i bilden")
    MEETING = "meeting", _("ett beslut på möte")
    PRIORITY = "priority", _("prioriteringen")


ORDER: tuple[State, ...] = tuple(State)
OPEN: tuple[State, ...] = ORDER[:-1]


def step_of(state: str) -> int:
    """Return where in the order a state stands, 1–7.

    >>> step_of("identified"), step_of("closed")
    (1, 7)
    """
    return ORDER.index(State(state)) + 1


def may_become(now: str, then: str) -> bool:
    """Say whether a problem may go from one state to another: one step on, any step back, or straight to closed.

    >>> may_become("identified", "prioritised"), may_become("identified", "planned"), may_become("planned", "analysed")
    (True, False, True)
    >>> may_become("identified", "closed"), may_become("closed", "analysed"), may_become("closed", "closed")
    (True, True, False)
    """
    step = step_of(then) - step_of(now)
    return step == 1 or step < 0 or (step > 0 and then == State.CLOSED)


def is_back(now: str, then: str) -> bool:
    """Say whether it is a step back in the order."""
    return step_of(then) < step_of(now)
