"""Writing who read what in the log of readings, one line a request, before the answer leaves."""

import logging
import re
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from samsyn.analysis import wording
from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.lookups.actions import note_lookup
from samsyn.ground.permissions import Permission
from samsyn.web.noted import NOTED, OFTEN, ROWS
from samsyn.web.redrawn import PARTS, page_shown
from samsyn.web.shown_rows import rows_at

log = logging.getLogger("samsyn.web")
# What is chosen from: nobody can write a text of her own here without its value being left out.
KNOWN = frozenset({
    "period", "area", "category", "state", "kind", "severity", "audience", "source", "first", "last", "run",
    "vecka", "veckor", "omrade", "dag", "ar", "manad", "problem", "kand", "jamfor", "where", "visa", "vad", "who",
    "what", "uppdrag", "till", "plan", "papper", "orsak", "lista", "kalla", "indelning", "kategori", "place_type",
    "organisation", "party", "level", "season", "cause", "slag", "avsnitt", "dokument", "mote", "version",
    "edition", "layout", "sida", "fran",
})  # fmt: skip
WRITTEN = frozenset({"q", "sok", "text", "ord"})        # fields to search in: only that something stood there
# A number, a day or week, a code, a key, or several of them: what a choice without words of its own looks like.
PLAIN = re.compile(
    r"[A-ZÅÄÖ]{0,2}\d{1,4}|\d{1,2}v|[A-ZÅÄÖ]|\d{4}-[vW]?\d{2}(-\d{2})?|\d{4}[A-Z]\d{3,4}|[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}"
)
WORDS = frozenset({"allt", "alla", "ja", "nej", "on", "all", "true", "false", "karta", "lista", "tabell"})
NOT_A_CHOICE = frozenset({"page", "after", "before", "next", "changed", "part"})
MOST_CHOICES, MOST_VALUES, ONCE_IN_SECONDS = 12, 20, 3600
ONLY_OWN = {Permission.REPORT, Permission.REPORT_FOR_OTHERS}
SOMETHING = "…"
NOT_A_THING = frozenset({"slug", "secret", "x", "y", "z", "kind", "format", "format_"})     # of the parts of an address


def shown(request: HttpRequest, rows: int, *, open_to_all: bool = False) -> None:
    """Say how many rows the answer shows; `open_to_all` = each is for all parties, or the reader's own.

    The reader's own reports are never noted: the line would tell who had reported.
    """
    request.rows_shown = rows  # type: ignore[attr-defined]
    request.shown_to_all = open_to_all  # type: ignore[attr-defined]


def choice_of(asked: QueryDict) -> dict[str, str]:
    """Return what was chosen in an address; of what was written to search for only that something was."""
    found: dict[str, str] = {}
    for name in asked:
        values = [value for value in asked.getlist(name) if value]
        if name in NOT_A_CHOICE or not values:
            continue
        key = name if name in KNOWN or name in WRITTEN else SOMETHING
        if key in found or len(found) == MOST_CHOICES:
            continue
        plain = name in KNOWN and len(values) <= MOST_VALUES and all(map(_is_a_choice, values))
        found[key] = ", ".join(values) if plain else SOMETHING
    return found


def _is_a_choice(value: str) -> bool:
    return value in WORDS or value in _words_of_choices() or bool(PLAIN.fullmatch(value) and not wording.find(value))


@cache
def _words_of_choices() -> frozenset[str]:
    """Return every value that a field of the product is chosen from; what anybody writes is none of them."""
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return frozenset(str(value) for field in fields for value, _word in field.flatchoices)


def noted(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Write the line that an answer to a reader needs, and return it.

    A file, document or feed that cannot be noted is not handed out; a screen is, and the service's log tells of it.
    """
    name = _name_of(request, answer)
    if name not in NOTED:
        return answer
    kind, _words = NOTED[name]
    if kind == Lookup.Kind.READ and (getattr(request, "shown_to_all", False) or _only_reports(request)):
        return answer
    try:
        _write(request, name, kind)
    except DatabaseError:
        log.exception("A reading of %s could not be noted.", name)
        if kind != Lookup.Kind.READ:
            if (file := getattr(answer, "file_to_stream", None)) is not None:
                file.close()        # the file alone: closing the answer would end the request and its connection
            return _refused(request)
    return answer


def _name_of(request: HttpRequest, answer: HttpResponse) -> str:
    """Return the page, file or document that was shown: what the address names, or what was drawn, however asked.

    A form that is refused is answered with the whole page; what only leads on, and a sentence alone, shows nothing.
    """
    drawn = str(getattr(request, "made_by", ""))
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name in NOTED and _shows(answer, drawn, is_page=NOTED[name][0] == Lookup.Kind.READ, asked=request.method):
        return name
    return page_shown(drawn)


def _shows(answer: HttpResponse, drawn: str, *, is_page: bool, asked: str | None) -> bool:
    if answer.status_code == 200 and (asked != "POST" or not is_page):
        return True
    return is_page and bool(drawn) and not drawn.startswith("errors/")


def _only_reports(request: HttpRequest) -> bool:
    """Whoever may only report sees the own reports and what is for all; how often is nobody's business."""
    member = request.member  # type: ignore[attr-defined]
    return not any(member.may(each) for each in Permission if each not in ONLY_OWN)


def _write(request: HttpRequest, name: str, kind: str) -> None:
    choice, member = choice_of(request.GET), request.member  # type: ignore[attr-defined]
    parts = request.resolver_match.kwargs if request.resolver_match else {}
    about = about_of(parts)
    often = name in OFTEN or request.method == "POST" and getattr(request, "made_by", "") in PARTS
    if often and not _first_this_hour(member, f"{name} {about}", choice):
        return
    one = any(key not in NOT_A_THING for key in parts)
    note_lookup(name, kind=kind, by=member, about=about, choice=choice, rows=_rows(request, name, one=one))


def _rows(request: HttpRequest, name: str, *, one: bool) -> int | None:
    """Return how many rows the answer shows: as its view said, as its page tells, or one thing named in the address."""
    told: int | None = getattr(request, "rows_shown", None)
    if told is None and name in ROWS:
        try:
            told = rows_at(getattr(request, "made_from", {}), ROWS[name])
        except (LookupError, AttributeError, ValueError, TypeError):
            log.exception("The rows of %s could not be counted.", name)
    return 1 if told is None and one and name not in ROWS else told


def about_of(parts: Mapping[str, Any]) -> str:
    """Return what the address itself names: a number, week, id or format; never a secret."""
    return " ".join(str(value) for key, value in sorted(parts.items()) if key not in ("slug", "secret", "x", "y", "z"))


def _first_this_hour(member: Any, name: str, choice: dict[str, str]) -> bool:
    asked = blake2b(repr((name, member.municipality.pk, sorted(choice.items()))).encode(), digest_size=12).hexdigest()
    return bool(caches["brakes"].add(f"noted:{member.user.pk}:{asked}", 1, ONCE_IN_SECONDS))


def _refused(request: HttpRequest) -> HttpResponse:
    sentence = _("Uttaget kunde inte antecknas bland läsningarna, och därför lämnas inget ut. Försök igen om en stund.")
    return render(request, "errors/refused.html", {"sentence": sentence}, status=503)
