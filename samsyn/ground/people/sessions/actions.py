"""The verbs of open sessions: remember one, see where one is signed in, end one or all from afar."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction

from samsyn.ground.people.models import OpenSession, User
from samsyn.ground.refusals import Refused

FORGOTTEN_AFTER = timedelta(days=30)


class SessionRefused(Refused):
    """A session was not ended; the sentence says why."""


def begin_session(*, user: User, key: str, way: str, device: str, now: datetime) -> OpenSession:
    """Remember that somebody signed in here; what was not seen for a month is forgotten."""
    OpenSession.objects.filter(user=user, last_seen_at__lt=now - FORGOTTEN_AFTER).delete()
    row, _made = OpenSession.objects.update_or_create(
        key=key, defaults={"user": user, "way": way, "device": device[:60], "last_seen_at": now}
    )
    return row


def see_session(*, key: str, now: datetime) -> None:
    """Remember when a session was last used."""
    OpenSession.objects.filter(key=key).update(last_seen_at=now)


def move_session(*, old: str, new: str) -> None:
    """Follow a session that has been given another key."""
    OpenSession.objects.filter(key=old).update(key=new)


def sessions_of(user: User, *, now: datetime) -> list[OpenSession]:
    """Return where a person is signed in now, the latest first; those that have run out are left out."""
    rows = list(OpenSession.objects.filter(user=user).order_by("-last_seen_at"))
    alive = set(
        Session.objects.filter(pk__in=[row.key for row in rows], expire_date__gt=now).values_list("pk", flat=True)
    )
    return [row for row in rows if row.key in alive]


@transaction.atomic
def end_session(*, user: User, pk: Any) -> None:
    """Sign out one of the own sessions from afar. Raises SessionRefused."""
    row = OpenSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        raise SessionRefused("Den är redan utloggad.")
    Session.objects.filter(pk=row.key).delete()
    row.delete()


@transaction.atomic
def end_sessions(*, user: User, but: str = "") -> int:
    """Sign a person out everywhere, but for one session; return how many were ended."""
    rows = OpenSession.objects.filter(user=user).exclude(key=but)
    Session.objects.filter(pk__in=list(rows.values_list("key", flat=True))).delete()
    return int(rows.delete()[0])


def forget_session(*, key: str) -> None:
    """Forget a session that its owner has ended."""
    OpenSession.objects.filter(key=key).delete()
