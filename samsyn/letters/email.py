"""One letter as e-mail: a neutral subject and a link, never what it is about."""

from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import User
from samsyn.ground.tenancy.models import Municipality
from samsyn.letters.models import Delivery, LetterKind

_SIGNER = Signer(salt="samsyn.letters.decline")


class Enclosure(NamedTuple):
    """A calendar message that goes with a letter, and what it asks the reader's calendar to do (REQUEST, CANCEL)."""

    content: bytes
    method: str


def words_of(kind: str) -> tuple[str, str]:
    """Return (subject, first line) in the present language; both could be read by anybody without harm."""
    return {
        LetterKind.QUESTION: (_("Du har en fråga i Samsyn"), _("Någon undrar något om en rapport.")),
        LetterKind.ANSWER: (_("Du har ett svar i Samsyn"), _("En rapport har fått ett svar.")),
        LetterKind.PICTURE: (_("Ny lägesbild i Samsyn"), _("Veckans lägesbild är klar.")),
        LetterKind.DRAFT: (_("Något att stämma av i Samsyn"), _("Ett utkast går att läsa och kommentera nu.")),
        LetterKind.OUTCOME: (_("Så här blev det"), _("Det finns ett svar på det du har rapporterat.")),
        LetterKind.REMINDER: (_("Veckobeskedet i Samsyn"), _("Har du sett något den här veckan? Två tryck räcker.")),
        LetterKind.MEASURE: (_("En åtgärd i Samsyn"), _("En åtgärd som ni ansvarar för väntar på dig.")),
        LetterKind.GROUP: (_("En åtgärd i Samsyn"), _("En åtgärd behöver tas upp på nästa möte.")),
        LetterKind.URGENT: (_("Något nytt i Samsyn"), _("Det finns något att läsa nu.")),
        LetterKind.PLAN: (_("Ett dokument i Samsyn"), _("Ett dokument ska snart ses över.")),
        LetterKind.APPROVE: (_("Ett papper i Samsyn"), _("Ett papper väntar på att du godkänner det.")),
        LetterKind.APPROVED: (_("Ett papper i Samsyn"), _("Ett papper som du gav ut har fått ett svar.")),
        LetterKind.SECURITY: (_("Ditt konto i Samsyn"), _("Hur du loggar in i Samsyn har ändrats.")),
        LetterKind.MEETING: (_("Möte i Samsyn"), _("Det här gäller ett möte. Tid och plats står i kalendern.")),
    }[LetterKind(kind)]


def decline_token(delivery: Delivery) -> str:
    """Return what the decline link carries: who, where and which kind, signed."""
    return _SIGNER.sign(f"{delivery.municipality_id}.{delivery.recipient_id}.{delivery.kind}")


def read_decline_token(token: str) -> tuple[Municipality, User, str]:
    """Return (municipality, user, kind): the signed link is the permission. Raises BadSignature."""
    place, person, kind = _SIGNER.unsign(token).split(".")
    municipality = Municipality.objects.filter(pk=place).first()
    user = User.objects.filter(pk=person).first()
    if municipality is None or user is None:
        raise BadSignature
    return municipality, user, kind


def _security_lines(delivery: Delivery) -> list[str]:
    """Say what was changed, when, and what to do if somebody else did it; this letter cannot be declined."""
    event = Event.objects.filter(pk=delivery.event_id).first()
    what = {
        "password.changed": _("Ditt lösenord har bytts."),
        "user.start_password_renewed": _(
            "Du har fått ett nytt startlösenord. Det gamla lösenordet gäller inte längre."
        ),
        "second_step.added": _("Ett nytt sätt att bekräfta din inloggning har lagts till: en app eller en passkey."),
        "second_step.removed": _("Ett sätt att bekräfta din inloggning har tagits bort."),
        "second_step.reset": _("Din tvåfaktor har nollställts."),
        "second_step.paper_codes": _("Nya koder på papper har gjorts. De gamla gäller inte längre."),
        "second_step.paper_code_used": _("En av dina koder på papper har använts."),
        "directory.linked": _("Ditt konto har knutits till kommunens eget konto."),
        "directory.unlinked": _("Ditt konto är inte längre knutet till kommunens eget konto."),
    }.get(event.happening if event else "", _("Hur du loggar in i Samsyn har ändrats."))
    when = formats.date_format(timezone.localtime(delivery.created_at, delivery.municipality.zone), "j F Y H:i")
    return [
        f"{what} ({when})", "",
        _("Var det du behöver du inte göra något. Var det inte du: byt lösenord, logga ut överallt och ring den som "
          "sköter Samsyn hos er."),
    ]  # fmt: skip


def compose(delivery: Delivery, *, path: str, enclosure: Enclosure | None = None) -> EmailMessage:
    """Write the letter in its reader's language; the line's id makes a repeat recognisable.

    A calendar message stands as another form of the same letter, which is what makes a mail program show a meeting.
    """
    with translation.override(delivery.recipient.language):
        subject, first = words_of(delivery.kind)
        here = delivery.municipality
        if delivery.kind == LetterKind.SECURITY:
            lines = [*_security_lines(delivery), "", f"{settings.SAMSYN_ADDRESS}/{path}", "", here.name]
        else:
            lines = [
                first, "", f"{settings.SAMSYN_ADDRESS}/{here.slug}/{path}", "", here.name, "",
                _("Vill du inte ha det här brevet? %(link)s")
                % {"link": f"{settings.SAMSYN_ADDRESS}/brev/avsta/{decline_token(delivery)}"},
            ]  # fmt: skip
    headers = {"Message-ID": f"<{delivery.event_id}.{delivery.pk}@samsyn>", "X-Samsyn-Line": str(delivery.event_id)}
    letter = EmailMultiAlternatives(subject, "\n".join(lines), to=[delivery.recipient.email], headers=headers)
    if enclosure is not None:
        letter.attach_alternative(enclosure.content.decode(), f"text/calendar; method={enclosure.method}")
    return letter
