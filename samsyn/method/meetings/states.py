"""Whether a meeting is open, and what may be decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """A meeting is open until its time is up; closed minutes stand."""

    OPEN = "open", _("pågår")
    CLOSED = "closed", _("avslutat")


class Choice(TextChoices):
    """What the group says about a place, an area or a line of its own."""

    MEASURE = "measure", _("åtgärd")
    WATCH = "watch", _("bevaka")
    NONE = "none", _("ingen åtgärd")
    DECIDED = "decided", _("beslut")
    POSTPONED = "postponed", _("bordlagd till nästa möte")


# What somebody may say; postponed comes by itself when the meeting closes.
MAY_SAY = {Choice.MEASURE, Choice.WATCH, Choice.NONE}
