"""Which state of review may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an observation stands in the review."""

    NEW = "new", _("ny")
    UNDER_REVIEW = "under_review", _("under granskning")
    SENT_BACK = "sent_back", _("tillbaka till rapportören")
    ACCEPTED = "accepted", _("godkänd")
    MERGED = "merged", _("sammanslagen")
    REFUSED = "refused", _("fel kanal")
    WITHDRAWN = "withdrawn", _("återtagen")


MAY_BECOME: dict[str, set[str]] = {
    # A coordinator at 40 % accepts a whole list at once, so a new one may be accepted without a stop between.
    State.NEW: {State.UNDER_REVIEW, State.ACCEPTED, State.SENT_BACK, State.MERGED, State.REFUSED, State.WITHDRAWN},
    State.UNDER_REVIEW: {State.ACCEPTED, State.SENT_BACK, State.MERGED, State.REFUSED},
    State.SENT_BACK: {State.UNDER_REVIEW, State.WITHDRAWN, State.REFUSED},  # the reporter has answered
    State.ACCEPTED: {State.MERGED, State.REFUSED},  # a duplicate, or a name, is often seen later
    State.MERGED: set(),
    State.REFUSED: set(),
    State.WITHDRAWN: set(),
}


# Why a version was made, where it was a file and not a person that changed the row.
READ_IN = "inläst fil"


def may_become(now: str, then: str) -> bool:
    return then in MAY_BECOME[now]
