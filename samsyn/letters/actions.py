"""The verbs of the letters: find what has not been told, send it, decline a kind."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.core.signing import BadSignature
from django.db import transaction

from samsyn.ground.audit.actions import mark_told
from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import User
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality
from samsyn.letters.email import compose, read_decline_token
from samsyn.letters.kinds import LETTERS, Letter
from samsyn.letters.models import Delivery, LetterChoice, LetterKind

MOST_ATTEMPTS = 8
WAIT = timedelta(minutes=1)  # doubled for each refusal, so that eight take two hours
# What is wrong with one letter or its address; everything else is the mail server's own trouble.
LETTER_REFUSED = (SMTPRecipientsRefused, SMTPDataError, ValueError)
TOO_OLD = timedelta(days=7)


def deliver_untold(*, now: datetime) -> Iterator[Delivery]:
    """Send what the logbook has not told yet; yield each letter that was taken.

    At least once: a line is marked as told only when every letter about it is sent (or has been refused eight times).
    A mail server that does not answer ends the round: nothing is given up for its sake, and nobody waits for it again.
    A letter that was taken but not marked comes twice, with the same line id. Lines older than a week are not told.
    """
    untold = Event.objects.filter(told_at=None, happening__in=LETTERS, created_at__gte=now - TOO_OLD)
    for event in untold.select_related("municipality").order_by("created_at", "id"):
        letters = LETTERS[event.happening](event)
        waiting = [
            (delivery, letter.path) for letter in letters for delivery in _deliveries(event, letter=letter, now=now)
        ]
        left = 0
        for delivery, path in waiting:
            if delivery.problem and now < event.created_at + WAIT * (2**delivery.attempts - 1):
                left += 1
                continue
            try:
                sent = _send(delivery, path=path, now=now)
            except MailServerAway:
                return
            if sent:
                yield delivery
            elif delivery.attempts < MOST_ATTEMPTS:
                left += 1
        if not left:
            mark_told(event=event, now=now)


@transaction.atomic
def _deliveries(event: Event, *, letter: Letter, now: datetime) -> list[Delivery]:
    """Make one delivery per recipient who wants the kind; return those not sent yet."""
    declined = set(
        LetterChoice.objects.filter(
            municipality=event.municipality_id, kind=letter.kind, user__in=letter.to
        ).values_list("user", flat=True)
    )
    wanted = [user for user in letter.to if user.pk not in declined and _is_open(user, now)]
    Delivery.objects.bulk_create(
        [
            Delivery(municipality_id=event.municipality_id, event_id=event.pk, recipient=user, kind=letter.kind)
            for user in wanted
        ],
        ignore_conflicts=True,
    )
    found = Delivery.objects.unsent().filter(event_id=event.pk, kind=letter.kind, attempts__lt=MOST_ATTEMPTS)
    return list(found.select_related("recipient", "municipality"))


def _is_open(user: User, now: datetime) -> bool:
    return user.is_active and (user.ends_on is None or now.date() <= user.ends_on)


class MailServerAway(Exception):
    """The mail server cannot be reached or takes no letters now."""


def _send(delivery: Delivery, *, path: str, now: datetime) -> bool:
    try:
        compose(delivery, path=path).send()
    except LETTER_REFUSED as problem:
        delivery.attempts, delivery.problem = delivery.attempts + 1, type(problem).__name__
        delivery.save(update_fields=["attempts", "problem"])
        return False
    except OSError as problem:  # smtplib's own errors are among them
        delivery.problem = type(problem).__name__
        delivery.save(update_fields=["problem"])
        raise MailServerAway from problem
    delivery.attempts += 1
    delivery.sent_at, delivery.problem = now, ""
    delivery.save(update_fields=["attempts", "problem", "sent_at"])
    return True


@transaction.atomic
def decline_letter(*, user: User, municipality: Municipality, kind: str) -> LetterChoice:
    """Stop a kind of letter from one municipality."""
    choice, _made = LetterChoice.objects.get_or_create(user=user, municipality=municipality, kind=LetterKind(kind))
    return choice


class LinkRefused(Refused):
    """The link in the letter is not one that we have written."""


def behind_the_link(token: str) -> tuple[User, Municipality, LetterKind]:
    """Return whose letter, from where and of which kind the decline link is about. Raises LinkRefused."""
    try:
        municipality, user, kind = read_decline_token(token)
        return user, municipality, LetterKind(kind)
    except (BadSignature, ValueError):
        raise LinkRefused("Länken gäller inte. Logga in och välj brev under Konto.") from None


@transaction.atomic
def choose_letters(*, wanted: set[str], by: Any) -> None:
    """Store which kinds the member wants from this municipality; all others are declined."""
    mine = LetterChoice.objects.filter(user=by.user, municipality=by.municipality)
    mine.filter(kind__in=wanted).delete()
    for kind in LetterKind.values:
        if kind not in wanted:
            decline_letter(user=by.user, municipality=by.municipality, kind=kind)


def declined_by(member: Any) -> set[str]:
    """Return the kinds that the member has declined here."""
    mine = LetterChoice.objects.filter(user=member.user, municipality=member.municipality)
    return set(mine.values_list("kind", flat=True))
