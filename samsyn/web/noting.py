"""Writing who read what in the log of readings, one line a request, before the answer leaves."""

import logging
import re
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from samsyn.analysis import wording
from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.lookups.actions import note_lookup
from samsyn.ground.permissions import Permission
from samsyn.web.noted import NOTED, OFTEN

log = logging.getLogger("samsyn.web")
PLAIN = re.compile(r"[\w.:,+-]{1,40}")                  # what a choice looks like; what somebody wrote has blanks
WRITTEN = frozenset({"q", "sok", "text"})               # fields to search in: only that something stood there
NOT_A_CHOICE = frozenset({"page", "after", "before", "next", "changed", "part"})
MOST_CHOICES, LONGEST_NAME, ONCE_IN_SECONDS = 12, 20, 3600
ONLY_OWN = {Permission.REPORT, Permission.REPORT_FOR_OTHERS}
SOMETHING = "…"


def shown(request: HttpRequest, rows: int, *, open_to_all: bool = False) -> None:
    """Say how many rows the answer shows; `open_to_all` = each is for all parties, or the reader's own.

    The reader's own reports are never noted: the line would tell who had reported.
    """
    request.rows_shown = rows  # type: ignore[attr-defined]
    request.shown_to_all = open_to_all  # type: ignore[attr-defined]


def choice_of(request: HttpRequest) -> dict[str, str]:
    """Return what was chosen in the address; of what was written to search for only that something was."""
    found: dict[str, str] = {}
    for name, value in request.GET.items():
        if name in NOT_A_CHOICE or not value or not PLAIN.fullmatch(name) or len(found) == MOST_CHOICES:
            continue
        plain = name not in WRITTEN and PLAIN.fullmatch(value) and not wording.find(value)
        found[name[:LONGEST_NAME]] = value if plain else SOMETHING
    return found


def noted(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Write the line that an answer to a reader needs, and return it.

    A file, document or feed that cannot be noted is not handed out; a screen is, and the service's log tells of it.
    """
    name = request.resolver_match.view_name if request.resolver_match else ""
    found = answer.status_code == 200 and request.method in ("GET", "HEAD")
    if not found or name not in NOTED:
        return answer
    kind, _words = NOTED[name]
    if kind == Lookup.Kind.READ and (getattr(request, "shown_to_all", False) or _only_reports(request)):
        return answer
    try:
        _write(request, name, kind)
    except DatabaseError:
        log.exception("A reading of %s could not be noted.", name)
        if kind != Lookup.Kind.READ:
            answer.close()
            return _refused(request)
    return answer


def _only_reports(request: HttpRequest) -> bool:
    """Whoever may only report sees the own reports and what is for all; how often is nobody's business."""
    member = request.member  # type: ignore[attr-defined]
    return not any(member.may(each) for each in Permission if each not in ONLY_OWN)


def _write(request: HttpRequest, name: str, kind: str) -> None:
    choice, member = choice_of(request), request.member  # type: ignore[attr-defined]
    if name in OFTEN and not _first_this_hour(member, name, choice):
        return
    parts = request.resolver_match.kwargs if request.resolver_match else {}
    about = " ".join(str(value) for key, value in sorted(parts.items()) if key not in ("slug", "secret", "x", "y", "z"))
    rows = getattr(request, "rows_shown", None)
    note_lookup(name, kind=kind, by=member, about=about, choice=choice, rows=rows)


def _first_this_hour(member: Any, name: str, choice: dict[str, str]) -> bool:
    asked = blake2b(repr((name, member.municipality.pk, sorted(choice.items()))).encode(), digest_size=12).hexdigest()
    return bool(caches["brakes"].add(f"noted:{member.user.pk}:{asked}", 1, ONCE_IN_SECONDS))


def _refused(request: HttpRequest) -> HttpResponse:
    sentence = _("Uttaget kunde inte antecknas bland läsningarna, och därför lämnas inget ut. Försök igen om en stund.")
    return render(request, "errors/refused.html", {"sentence": sentence}, status=503)
