"""What is said when a directory's answer is not taken: a sentence for the person, a reason for the operator's log."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.web.invite import brakes
from samsyn.web.whence import address_of

GUESSING = "directory"
LONGEST_SUBJECT = 190
AGAIN = gettext_lazy("Svaret är redan använt eller för gammalt. Börja om från inloggningssidan.")
# Words in the reason that the SAML library gives, and what the person is told.
SAML = (
    ("issuer", gettext_lazy("Svaret kom inte från den utfärdare som kommunen har angett.")),
    ("audience", gettext_lazy("Svaret var avsett för en annan tjänst.")),
    ("not signed", gettext_lazy("Svaret saknar underskrift.")),
    ("no signature", gettext_lazy("Svaret saknar underskrift.")),
    ("signature", gettext_lazy("Svarets underskrift stämmer inte.")),
    ("timing", AGAIN), ("expired", AGAIN), ("not yet valid", AGAIN), ("confirmation", AGAIN),
    ("not a valid audience", gettext_lazy("Svaret var avsett för en annan tjänst.")),
    ("received at", gettext_lazy("Svaret var avsett för en annan tjänst.")),
    ("attributestatement", gettext_lazy("Svaret säger inget om vem du är.")),
)  # fmt: skip


class AnswerRefused(Exception):
    """An answer from a directory is not what it should be; the sentence says what was wrong with it."""

    def __init__(self, sentence: Any, reason: str) -> None:
        super().__init__(reason)
        self.sentence = sentence


def subject(found: Any) -> str:
    """Return who it is to the directory; raises ValueError where that is nothing or too long to be kept."""
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_SUBJECT:
        raise ValueError("no subject")
    return found


def reason(exception: Any, context: Any) -> str:
    """Return the reason in short for the log: no claims, no names."""
    told = (context or {}).get("saml_last_error_reason") or ""
    return str(told)[:200] or (f"{type(exception).__name__}: {exception}"[:200] if exception else "no such question")


def sentence(error: Any, exception: Any, context: Any, *, name: str) -> str:
    """Return what the person is told."""
    told = str((context or {}).get("saml_last_error_reason") or "").lower()
    if told:
        found = next((words for sign, words in SAML if sign in told), None)
        return str(found) if found else _("Svaret från %(name)s gick inte att kontrollera.") % {"name": name}
    own = getattr(exception, "sentence", "") or getattr(getattr(exception, "__cause__", None), "sentence", "")
    if own:
        return str(own)
    if str(getattr(error, "value", error)) == "cancelled":
        return _("Du avbröt inloggningen.")
    if exception is None:
        return str(AGAIN)
    return _("Svaret från %(name)s gick inte att kontrollera.") % {"name": name}


def refused(request: HttpRequest, words: str) -> HttpResponse:
    """Show the sentence and the way back; each one is counted against the address it came from."""
    brakes.note_failure(GUESSING, whose=address_of(request))
    return render(request, "directory/refused.html", {"sentence": words}, status=403)
