"""Whether a meeting is open, and what may be decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """A planned meeting is opened once, or called off; closed minutes stand."""

    PLANNED = "planned", _("planerat")
    OPEN = "open", _("pågår")
    CLOSED = "closed", _("avslutat")
    CANCELLED = "cancelled", _("inställt")


class Choice(TextChoices):
    """What the group says about a place, an area or a line of its own."""

    MEASURE = "measure", _("åtgärd")
    WATCH = "watch", _("bevaka")
    NONE = "none", _("ingen åtgärd")
    DECIDED = "decided", _("beslut")
    POSTPONED = "postponed", _("bordlagd till nästa möte")


# What somebody may say; postponed comes by itself when the meeting closes.
MAY_SAY = {Choice.MEASURE, Choice.WATCH, Choice.NONE}
