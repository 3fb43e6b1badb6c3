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


class MeasureKind(TextChoices):
    """What sort of thing it is: about the situation, about people's lives, police work, words, or the place itself."""

    SITUATIONAL = "situational", _("situationell")
    SOCIAL = "social", _("social")
    POLICE = "police", _("polisiär")
    COMMUNICATION = "communication", _("kommunikation")
    PHYSICAL = "physical", _("fysisk")


class Horizon(TextChoices):
    """When something can be expected of it."""

    SHORT = "short", _("kort sikt, veckor")
    MEDIUM = "medium", _("några månader")
    LONG = "long", _("lång sikt, år")


class Cause(TextChoices):
    """Which side of the problem it works on; the same three as when causes are looked for."""

    PLACE = "place", _("platsen eller föremålet")
    VICTIM = "victim", _("den som utsätts")
    OFFENDER = "offender", _("den som stör eller begår brott")


class Evidence(TextChoices):
    """How far research says that it works."""

    STRONG = "strong", _("starkt stöd")
    PROMISING = "promising", _("lovande")
    UNCLEAR = "unclear", _("oklart")
    MISSING = "missing", _("saknas")
    MAY_HARM = "may_harm", _("kan skada")


class Cost(TextChoices):
    """Roughly what it costs."""

    LOW = "low", _("ryms i vardagen")
    MEDIUM = "medium", _("kräver beslut om pengar")
    HIGH = "high", _("stor investering")


OPEN = (State.PLANNED, State.STARTED)
MAY_BECOME: dict[str, set[str]] = {
    State.PLANNED: {State.STARTED, State.DONE, State.CANCELLED},  # many are done before anybody says that they began
    State.STARTED: {State.DONE, State.CANCELLED},
    State.DONE: set(),
    State.CANCELLED: set(),
}


def may_become(now: str, then: str) -> bool:
    return then in MAY_BECOME[now]
