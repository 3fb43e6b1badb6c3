"""What kinds of document there are, which state may follow which, and how long each may hold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    """The documents that steer the long-term work."""

    AGREEMENT = "agreement", _("samverkansöverenskommelse")
    PICTURE = "picture", _("lägesbild enligt lagen")
    PLAN = "plan", _("åtgärdsplan")
    PLEDGE = "pledge", _("medborgarlöfte")


class State(TextChoices):
    """Where a document stands."""

    DRAFT = "draft", _("utkast")
    SHARED = "shared", _("på avstämning")
    DECIDED = "decided", _("beslutad")
    FOLLOWED_UP = "followed_up", _("uppföljd")
    REPLACED = "replaced", _("ersatt")


OPEN = (State.DRAFT, State.SHARED)
IN_FORCE = (State.DECIDED, State.FOLLOWED_UP)
MAY_BECOME: dict[str, set[str]] = {
    State.DRAFT: {State.SHARED, State.DECIDED},
    State.SHARED: {State.DRAFT, State.DECIDED},
    State.DECIDED: {State.FOLLOWED_UP, State.REPLACED},
    State.FOLLOWED_UP: {State.FOLLOWED_UP, State.REPLACED},
    State.REPLACED: set(),
}
# A pledge holds 3 to 24 months; the law's picture and plan are renewed and followed up within 24.
PLEDGE_MONTHS = (3, 24)
LAW_MONTHS = 24


def may_become(now: str, then: str) -> bool:
    """Say whether a document may go from one state to another.

    >>> may_become("draft", "decided"), may_become("decided", "draft"), may_become("followed_up", "followed_up")
    (True, False, True)
    """
    return then in MAY_BECOME[now]
