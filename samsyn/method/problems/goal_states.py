"""How a goal is measured, what it is checked by, and what may be said of how far it has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeasuredBy(TextChoices):
    """What tells whether the goal is reached."""

    REPORTS = "reports", _("rapporterna om problemet")
    READING = "reading", _("ett mått utifrån")
    WORDS = "words", _("egna ord")


class Check(TextChoices):
    """How one of the five checks is answered."""

    YES = "yes", _("ja")
    PARTLY = "partly", _("delvis")
    NO = "no", _("nej")


class Said(TextChoices):
    """What the group says of a goal in its own words."""

    REACHED = "reached", _("nått")
    CLOSER = "closer", _("närmare")
    SAME = "same", _("som förut")
    FURTHER = "further", _("längre bort")


# The checks that people answer; that it can be measured and has a day, the goal shows by itself.
ASKED: dict[str, object] = {
    "specific": _("Specifikt: står det klart vad som ska vara annorlunda, och var?"),
    "accepted": _("Accepterat: står de som ska göra jobbet bakom det?"),
    "realistic": _("Realistiskt: räcker tid, pengar och mandat?"),
}
SHOWN: dict[str, object] = {
    "measurable": _("Mätbart: det finns ett mått, ett utgångsläge och ett mål"),
    "timed": _("Tidsatt: det finns en dag då målet ska vara nått"),
}
