"""Letters to the functions on the distribution list: a neutral subject and a link; a file only of what is open."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.method.publications.actions import MOST_ATTEMPTS, mark_dispatched
from samsyn.method.publications.models import Dispatch

# What is wrong with one letter or its address; everything else is the mail server's own trouble.
LETTER_REFUSED = (SMTPRecipientsRefused, SMTPDataError, ValueError)
WAIT = timedelta(minutes=1)
ATTACHED = "pdf"


def deliver_editions(*, now: datetime) -> Iterator[Dispatch]:
    """Send the letters that wait, each at least once; yield those taken. A mail server that is away is left alone."""
    waiting = Dispatch.objects.unsent().filter(attempts__lt=MOST_ATTEMPTS).order_by("created_at")
    for dispatch in waiting.select_related("edition__municipality", "recipient"):
        if dispatch.problem and now < dispatch.created_at + WAIT * (2**dispatch.attempts - 1):
            continue
        try:
            compose_edition(dispatch).send()
        except (*LETTER_REFUSED, FileNotFoundError) as problem:
            mark_dispatched(dispatch=dispatch, now=now, problem=type(problem).__name__)
            continue
        except OSError:         # smtplib's own errors are among them: the server cannot be reached or takes no letters
            return
        yield mark_dispatched(dispatch=dispatch, now=now)


def compose_edition(dispatch: Dispatch) -> EmailMessage:
    """Write one letter: neither subject nor text says what the edition is about."""
    edition = dispatch.edition
    here = edition.municipality
    with translation.override(edition.language):
        subject = _("Något nytt att läsa i Samsyn")
        lines = [
            _("Det finns en ny utgåva att läsa. Du loggar in för att öppna den."), "",
            f"{settings.SAMSYN_ADDRESS}/{here.slug}/utgava/{edition.pk}", "", here.name,
        ]  # fmt: skip
        if dispatch.attached:
            lines[0] = _("Det finns en ny öppen utgåva. Den följer med brevet.")
    letter = EmailMessage(
        subject=subject, body="\n".join(lines), to=[dispatch.recipient.email],
        headers={"Message-ID": f"<{dispatch.pk}@samsyn>", "X-Samsyn-Line": str(dispatch.pk)},
    )  # fmt: skip
    if dispatch.attached and edition.is_open:
        kept = edition.files.get(format=ATTACHED)
        letter.attach(f"samsyn-{edition.number}.pdf", kept.path.read_bytes(), "application/pdf")
    return letter
