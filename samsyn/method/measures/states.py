"""Which state of a measure may follow which, and what a follow-up may say."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a measure stands."""

    PLANNED = "planned", _("planerad")
    STARTED = "started", _("påbörjad")
    DONE = "done", _("gjord")
    CANCELLED = "cancelled", _("inställd")


class Outcome(TextChoices):
    """What the follow-up of a weekly measure says, beside its line and its date."""

    DONE = "done", _("gjord")
    NO_EFFECT = "no_effect", _("gjord, men hjälpte inte")
    NOT_DONE = "not_done", _("inte gjord")


OPEN = (State.PLANNED, State.STARTED)
MAY_BECOME: dict[str, set[str]] = {
    State.PLANNED: {State.STARTED, State.DONE, State.CANCELLED},  # many are done before anybody says that they began
    State.STARTED: {State.DONE, State.CANCELLED},
    State.DONE: set(),
    State.CANCELLED: set(),
}


def may_become(now: str, then: str) -> bool:
    return then in MAY_BECOME[now]
