"""The verbs of sent forms: take one in, remember where it led, forget the old."""

from datetime import datetime, timedelta

from django.utils import timezone

from samsyn.ground.people.models import SentForm

FORGOTTEN_AFTER = timedelta(minutes=10)


def take_in(*, digest: str) -> SentForm:
    """Return the row of a form, new or as it was left by the one before.

    One from more than some minutes ago is forgotten: whoever sends the same again by then means it.
    To be called in the transaction that carries the form out: whoever comes second waits here until the first is done.
    """
    SentForm.objects.filter(digest=digest).before(timezone.now() - FORGOTTEN_AFTER).delete()
    row, _made = SentForm.objects.get_or_create(digest=digest)
    return row


def led_to(*, row: SentForm, address: str) -> None:
    """Remember where a form that was carried out led."""
    row.address = address[:SentForm.LONGEST]
    row.save(update_fields=["address"])


def not_carried_out(*, row: SentForm) -> None:
    """Forget a form that was refused: it may be sent again just as it is."""
    row.delete()


def forget_sent(*, now: datetime) -> int:
    """Forget what was sent longer ago than anybody presses twice; returns how many."""
    return int(SentForm.objects.before(now - FORGOTTEN_AFTER).delete()[0])
