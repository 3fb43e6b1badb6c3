"""What a follow-up asks, what may be answered, and what it may lead to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FollowUpKind(TextChoices):
    """The three kinds: each builds on the one before."""

    PRODUCTION = "production", _("Blev det gjort?")
    PROCESS = "process", _("Hur gick det till?")
    EFFECT = "effect", _("Hjälpte det?")


class Design(TextChoices):
    """How an evaluation of a problem's work compares."""

    MEASURE = "measure", _("före och efter en åtgärd")
    WORST = "worst", _("platser som valdes för att de var värst")


class Answer(TextChoices):
    """How a question is answered."""

    YES = "yes", _("ja")
    PARTLY = "partly", _("delvis")
    NO = "no", _("nej")
    UNKNOWN = "unknown", _("vet inte")


class Conclusion(TextChoices):
    """What the group does next."""

    CONTINUE = "continue", _("fortsätt")
    CHANGE = "change", _("ändra")
    END = "end", _("avsluta")


# The questions of each kind by name; the effect asks the reports, not the people.
QUESTIONS: dict[str, dict[str, object]] = {
    FollowUpKind.PRODUCTION: {
        "as_planned": _("Gjordes det som var lovat?"),
        "in_time": _("Blev det gjort i tid?"),
        "all_parts": _("Gjordes alla delar varje gång?"),
    },
    FollowUpKind.PROCESS: {
        "picture_whole": _("Var bilden av problemet hel?"),
        "right_place_and_time": _("Var den på rätt plats och tid?"),
        "together": _("Fungerade samarbetet?"),
        "specific": _("Specifikt: stod det klart vad som skulle göras?"),
        "measurable": _("Mätbart: gick det att se om det var gjort?"),
        "accepted": _("Accepterat: ville de som skulle göra det?"),
        "realistic": _("Realistiskt: räckte tid och pengar?"),
        "timed": _("Tidsatt: fanns en dag för start och slut?"),
    },
    FollowUpKind.EFFECT: {},
}
