"""The verbs of the letters: find what has not been told, send it, decline a kind."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import mark_told, note
from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import Organisation, Unit, User
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.letters.addresses import host_of
from samsyn.letters.email import Enclosure, compose, read_decline_token
from samsyn.letters.kinds import LETTERS, URGENT, Letter
from samsyn.letters.models import Channel, Delivery, LetterChoice, LetterKind, PushSubscription, QuietHours
from samsyn.letters.push import AWAY, push
from samsyn.letters.quiet import is_quiet
from samsyn.letters.sealing import from_text, key_from

MOST_ATTEMPTS = 8
MOST_BROWSERS = 10
LONGEST_ENDPOINT = 600
MAIL = "the mail server"
WAIT = timedelta(minutes=1)  # doubled for each refusal, so that eight take two hours
log = logging.getLogger(__name__)
# What is wrong with one letter or its address; everything else is the mail server's own trouble.
LETTER_REFUSED = (SMTPRecipientsRefused, SMTPDataError, ValueError)
TOO_OLD = timedelta(days=7)
URGENT_WITHIN = timedelta(hours=2)      # older than that it is no longer news


class LetterRefused(Refused):
    """A choice about letters was not stored, or a letter not sent; the sentence says why."""


Enclosing = Callable[[Delivery, Event], Enclosure | None]


def _nothing_enclosed(_delivery: Delivery, _event: Event) -> None:
    """Most letters are a line and a link."""


def deliver_untold(*, now: datetime, enclosing: Enclosing = _nothing_enclosed) -> Iterator[Delivery]:
    """Send what the logbook has not told yet; yield each letter that was taken.

    At least once: a line is marked as told only when every letter about it is sent (or has been refused eight times).
    A mail server or a push service that does not answer is not asked again in the same round. For the mail server's
    sake nothing is given up; a notice is given up like a refused one, after eight tries in two hours: the letter says
    the same, and a service that never answers must not be asked for a week. A letter that was taken but not marked
    comes twice, with the same line id. A push notice waits out its reader's quiet hours. Lines older than a week are
    not told. `enclosing` says what goes with a letter.
    """
    away: set[str] = set()
    for event in untold(now).select_related("municipality").order_by("created_at", "id"):
        on = now.astimezone(event.municipality.zone).date()
        left = 0
        for letter in LETTERS[event.happening](event, on):
            for delivery in _deliveries(event, letter=letter, now=now):
                enclosure = enclosing(delivery, event) if delivery.channel == Channel.EMAIL else None
                sent = _try(delivery, path=letter.path, event=event, now=now, away=away, enclosure=enclosure)
                if sent:
                    yield delivery
                elif sent is None or delivery.attempts < MOST_ATTEMPTS:
                    left += 1
        if not left:
            mark_told(event=event, now=now)


def untold(now: datetime) -> Any:
    """Lines that nobody has been told of. That a report came is told only where functions are named for the gravest."""
    named = [here.pk for here in Municipality.objects.all() if setting(here, "urgent_functions")]
    urgent = Q(happening=URGENT, municipality__in=named, created_at__gte=now - URGENT_WITHIN)
    others = Q(happening__in=set(LETTERS) - {URGENT}, created_at__gte=now - TOO_OLD)
    return Event.objects.filter(urgent | others, told_at=None)


@transaction.atomic
def _deliveries(event: Event, *, letter: Letter, now: datetime) -> list[Delivery]:
    """Make one delivery per recipient and wanted way; return those not sent yet whose quiet hours are over.

    Whoever has left the municipality since a first attempt is not among the recipients and gets nothing more.
    """
    for channel, wanted in _wanted(event, letter=letter).items():
        Delivery.objects.bulk_create(
            [
                Delivery(
                    municipality_id=event.municipality_id, event_id=event.pk, recipient=user, kind=letter.kind,
                    channel=channel,
                )
                for user in wanted
            ],
            ignore_conflicts=True,
        )  # fmt: skip
    found = Delivery.objects.unsent().filter(event_id=event.pk, kind=letter.kind, attempts__lt=MOST_ATTEMPTS)
    return list(found.filter(recipient__in=letter.to).select_related("recipient", "municipality"))


def _wanted(event: Event, *, letter: Letter) -> dict[str, list[User]]:
    """Return who gets the letter by which way: what is not declined, and push only to those who have a browser."""
    choices = LetterChoice.objects.filter(municipality=event.municipality_id, kind=letter.kind, user__in=letter.to)
    declined = set(choices.values_list("user", "channel"))
    browsers = PushSubscription.objects.filter(municipality=event.municipality_id, user__in=letter.to)
    reached = set(browsers.values_list("user", flat=True))
    if letter.kind == LetterKind.SECURITY:
        return {Channel.EMAIL: letter.to}
    return {
        Channel.EMAIL: [user for user in letter.to if (user.pk, Channel.EMAIL) not in declined],
        Channel.PUSH: [u for u in letter.to if u.pk in reached and (u.pk, Channel.PUSH) not in declined],
    }


def _try(
    delivery: Delivery, *, path: str, event: Event, now: datetime, away: set[str], enclosure: Enclosure | None
) -> bool | None:
    """Send one letter now: True = taken, False = refused, None = it waits (quiet hours, or tried a moment ago)."""
    if delivery.problem and now < event.created_at + WAIT * (2**delivery.attempts - 1):
        return None
    if delivery.channel == Channel.PUSH:
        if delivery.kind != LetterKind.URGENT and is_quiet(delivery.recipient, delivery.municipality, now=now):
            return None
        return _push(delivery, path=path, now=now, away=away)
    if MAIL in away:
        return None
    try:
        return _send(delivery, path=path, now=now, enclosure=enclosure)
    except MailServerAway as problem:
        log.warning("letters wait: the mail server gave %s; run samsyn doctor", type(problem.__cause__).__name__)
        away.add(MAIL)
        return None


def _push(delivery: Delivery, *, path: str, now: datetime, away: set[str]) -> bool | None:
    """Send to every browser of the reader; browsers that are gone are forgotten. One that takes it is enough."""
    mine = PushSubscription.objects.filter(user=delivery.recipient, municipality=delivery.municipality)
    result = push(delivery, to=mine, path=path, now=now, away=away)
    PushSubscription.objects.filter(pk__in=[browser.pk for browser in result.gone]).delete()
    if result.taken:
        return _mark_sent(delivery, now=now)
    if not result.problem:          # no browser is left: there is nobody to tell by this way
        delivery.attempts, delivery.problem = MOST_ATTEMPTS, "no browser"
    elif result.problem == AWAY:    # another notice has just waited for that service in vain
        return None
    else:
        delivery.attempts, delivery.problem = delivery.attempts + 1, result.problem
    delivery.save(update_fields=["attempts", "problem"])
    return False


class MailServerAway(Exception):
    """The mail server cannot be reached or takes no letters now."""


def _send(delivery: Delivery, *, path: str, now: datetime, enclosure: Enclosure | None) -> bool:
    try:
        compose(delivery, path=path, enclosure=enclosure).send()
    except LETTER_REFUSED as problem:
        delivery.attempts, delivery.problem = delivery.attempts + 1, type(problem).__name__
        delivery.save(update_fields=["attempts", "problem"])
        return False
    except OSError as problem:  # smtplib's own errors are among them
        delivery.problem = type(problem).__name__
        delivery.save(update_fields=["problem"])
        raise MailServerAway from problem
    return _mark_sent(delivery, now=now)


def _mark_sent(delivery: Delivery, *, now: datetime) -> bool:
    delivery.attempts += 1
    delivery.sent_at, delivery.problem = now, ""
    delivery.save(update_fields=["attempts", "problem", "sent_at"])
    return True


@transaction.atomic
def decline_letter(
    *, user: User, municipality: Municipality, kind: str, channel: str = Channel.EMAIL
) -> LetterChoice:
    """Stop a kind of letter from one municipality by one way."""
    choice, _made = LetterChoice.objects.get_or_create(
        user=user, municipality=municipality, kind=LetterKind(kind), channel=Channel(channel)
    )
    return choice


def _require_own_phone(by: Any) -> None:
    """What reaches one person is not turned on where the next one reads it, nor chosen behind four digits."""
    if getattr(by, "device", None) is not None:
        raise LetterRefused("Logga in på en egen telefon eller dator. På en delad telefon går det bara att rapportera.")


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
def choose_letters(*, wanted: set[str], by: Any, channel: str = Channel.EMAIL) -> None:
    """Store which kinds the member wants from this municipality by one way; all others are declined."""
    _require_own_phone(by)
    mine = LetterChoice.objects.filter(user=by.user, municipality=by.municipality, channel=channel)
    mine.filter(kind__in=wanted).delete()
    for kind in LetterKind.values:
        if kind not in wanted and kind != LetterKind.SECURITY:
            decline_letter(user=by.user, municipality=by.municipality, kind=kind, channel=channel)


def declined_by(member: Any, *, channel: str = Channel.EMAIL) -> set[str]:
    """Return the kinds that the member has declined here by one way."""
    mine = LetterChoice.objects.filter(user=member.user, municipality=member.municipality, channel=channel)
    return set(mine.values_list("kind", flat=True))


@transaction.atomic
def choose_quiet_hours(*, begins: int, ends: int, by: Any) -> QuietHours:
    """Store in which hours the member wants no notices; the same hour twice = never quiet. Raises LetterRefused."""
    _require_own_phone(by)
    if not (0 <= begins <= 23 and 0 <= ends <= 23):
        raise LetterRefused("Välj hela timmar, 0–23.")
    hours, _made = QuietHours.objects.update_or_create(
        user=by.user, municipality=by.municipality, defaults={"begins": begins, "ends": ends}
    )
    return hours


@transaction.atomic
def turn_on_push(*, endpoint: str, public_key: str, secret: str, by: Any) -> PushSubscription:
    """Remember the browser that the member asked from, so that it can be told. Raises LetterRefused.

    A browser belongs to whoever asked last: on a shared phone nobody is told what is meant for another. A person has
    at most MOST_BROWSERS, in all municipalities together; the oldest give way.
    """
    _require_own_phone(by)
    try:
        host_of(endpoint, private_too=settings.PUSH_TO_PRIVATE_HOSTS)
        key_from(from_text(public_key))
        if len(from_text(secret)) != 16 or len(endpoint) > LONGEST_ENDPOINT:
            raise ValueError(secret)
    except ValueError:
        raise LetterRefused("Notiser gick inte att slå på i den här webbläsaren.") from None
    PushSubscription.objects.filter(endpoint=endpoint).exclude(user=by.user).delete()
    mine = PushSubscription.objects.filter(user=by.user)
    kept = mine.order_by("-created_at").values_list("pk", flat=True)[: MOST_BROWSERS - 1]
    mine.exclude(pk__in=list(kept)).exclude(endpoint=endpoint).delete()
    browser, _made = PushSubscription.objects.update_or_create(
        municipality=by.municipality, endpoint=endpoint,
        defaults={"user": by.user, "public_key": public_key, "secret": secret},
    )  # fmt: skip
    return browser


@transaction.atomic
def turn_off_push(*, endpoint: str, by: Any) -> int:
    """Forget the member's browser in every municipality; returns how many rows went."""
    return forget_browser(user=by.user, endpoint=endpoint)


@transaction.atomic
def forget_browser(*, user: User, endpoint: str) -> int:
    """Forget one browser of a person, as when somebody signs out in it; returns how many rows went."""
    gone, _per_model = PushSubscription.objects.filter(user=user, endpoint=endpoint).delete()
    return gone


@transaction.atomic
def send_feedback(*, organisation: Organisation, weeks: tuple[Week, Week], unit: Unit | None = None, by: Any) -> Event:
    """Let those who reported for an organisation (or one of its units) know that there is an answer to read.

    The letters read the line; the same organisation and weeks twice is refused, so that nobody is told twice.
    """
    require(by, Permission.LOCK_PICTURE, within=by.municipality)
    require_here(by, organisation, unit)
    # Two clicks at once: the second waits here and then finds the first one's line.
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    first, last = weeks
    about = {"organisation": str(organisation.pk), "unit": str(unit.pk) if unit else "", "first": first.iso,
             "last": last.iso}  # fmt: skip
    if Event.objects.filter(municipality=by.municipality, happening="feedback.sent", changed=about).exists():
        raise LetterRefused("Återkopplingen är redan skickad.")
    return note("feedback.sent", by=by, subject=organisation, changed=about)
