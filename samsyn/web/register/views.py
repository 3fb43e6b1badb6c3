"""Register for others: one observation at a time, or a whole shift line by line."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.splitting import split_shift
from samsyn.ground.permissions import Permission
from samsyn.method.observations.actions import submit_observation
from samsyn.method.observations.drafts import Draft, ObservationRefused
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.observations.models import Observation
from samsyn.web.guard import members_who
from samsyn.web.register.forms import RowForm, SeenForm, ShiftForm, ToldForm, answer_about, row_of
from samsyn.web.register.known import Known
from samsyn.web.register.sources import SOURCES

LATEST = 5
MOST_ROWS = 120


@members_who(Permission.REPORT_FOR_OTHERS)
def register(request: HttpRequest) -> HttpResponse:
    """Take in one observation told by somebody else; then the form is empty again, with the latest five below."""
    known, now = Known(request.member), timezone.now()
    form = ToldForm(request.POST if request.method == "POST" else None, known=known, now=now)
    if request.method == "POST" and form.is_valid():
        refusal = _refused(form.draft(source_kind=form.cleaned_data["source_kind"]), by=request.member)
        if not refusal:
            messages.success(request, _("Sparad. Formuläret är tomt för nästa."))
            return redirect(request.path)
        form.question = _question(form, refusal)
        form.add_error("text" if form.cleaned_data["text"] else None, refusal.sentence)
    context = {"form": form, "latest": _latest(request.member), **_offered(known)}
    return render(request, "register/page.html", context, status=422 if form.errors else 200)


def _refused(draft: Draft, *, by: Any) -> ObservationRefused | None:
    """Submit; return why not, or None when it is in."""
    try:
        submit_observation(draft=draft, now=timezone.now(), by=by)
    except ObservationRefused as refusal:
        return refusal
    return None


def _question(form: SeenForm, refusal: ObservationRefused | None) -> str:
    """Return what answers a refusal that is only a question, or nothing."""
    if refusal is None or refusal.kind != "warn":
        return ""
    return answer_about(form.cleaned_data["place"], form.cleaned_data["text"])


def _offered(known: Known) -> dict[str, Any]:
    return {"categories": known.offered_categories(), "places": known.offered_places()}


def _latest(member: Any) -> list[dict[str, Any]]:
    kinds = dict(SOURCES)
    sent = Observation.objects.visible_to(member).sent_by(member).with_names().order_by("-created_at", "-id")[:LATEST]
    return [{"row": one, "source": kinds.get(one.source_kind, "")} for one in sent]


@members_who(Permission.REPORT_FOR_OTHERS)
def shift(request: HttpRequest) -> HttpResponse:
    """Paste a shift report, look through its lines, take in those that are kept."""
    if request.method != "POST":
        return _ask(request, ShiftForm(now=timezone.now()))
    if "rader" in request.POST:
        return _take_in(request)
    form = ShiftForm(request.POST, now=timezone.now())
    if not form.is_valid():
        return _ask(request, form)
    known, found = Known(request.member), form.cleaned_data
    parts = split_shift(found["shift"], places=known.names_to_find())[:MOST_ROWS]
    if not parts:
        form.add_error("shift", _("Det finns inga rader att läsa i texten."))
        return _ask(request, form)
    words = place_words_of(request.member.municipality)
    rows = [_new_row(part, n=n, began_on=found["began_on"], known=known, words=words) for n, part in enumerate(parts)]
    return _look(request, rows, known=known, source=found["source_kind"])


def _ask(request: HttpRequest, form: ShiftForm) -> HttpResponse:
    return render(request, "register/paste.html", {"form": form}, status=422 if form.errors else 200)


def _new_row(part: Any, *, n: int, began_on: date, known: Known, words: frozenset[str]) -> dict[str, Any]:
    form = RowForm(known=known, prefix=f"r{n}", initial=row_of(part, began_on=began_on, known=known))
    found = why_not_stored(part.text, answered=False, place_words=words)
    asked = answer_about(part.place or "", part.text) if found is not None and found.level == "warn" else ""
    return {"n": n, "form": form, "problems": [found] if found else [], "question": asked}


def _look(
    request: HttpRequest, rows: list[dict[str, Any]], *, known: Known, source: str, saved: int = 0
) -> HttpResponse:
    refused = sum(bool(row["problems"]) for row in rows)
    context = {
        "rows": rows, "source": source, "source_words": dict(SOURCES)[source], "saved": saved, "refused": refused,
        "numbers": ",".join(str(row["n"]) for row in rows), **_offered(known),
    }  # fmt: skip
    return render(request, "register/rows.html", context, status=422 if refused and request.POST.get("rader") else 200)


def _numbers(data: Mapping[str, str]) -> list[int]:
    return [int(one) for one in data["rader"].split(",")[:MOST_ROWS] if one.isdecimal()]


def _take_in(request: HttpRequest) -> HttpResponse:
    """Save the rows that are kept; those that cannot be taken in come back with the reason."""
    known, source = Known(request.member), request.POST.get("source_kind", "")
    if source not in dict(SOURCES):
        return redirect(request.path)
    back, saved = [], 0
    for n in _numbers(request.POST):
        form = RowForm(request.POST, known=known, prefix=f"r{n}")
        if not request.POST.get(form.add_prefix("keep")):
            continue
        problems, question = _why_back(form, source=source, by=request.member)
        if problems:
            back.append({"n": n, "form": form, "problems": problems, "question": question})
        else:
            saved += 1
    if back:
        return _look(request, back, known=known, source=source, saved=saved)
    messages.success(
        request,
        ngettext("%(n)d rad är sparad som rapport.", "%(n)d rader är sparade som rapporter.", saved) % {"n": saved},
    )
    return redirect(f"/{request.member.municipality.slug}/registrera")


def _why_back(form: RowForm, *, source: str, by: Any) -> tuple[list[str], str]:
    """Submit one row; return the sentences that say what is wrong with it, and what answers a mere question."""
    if not form.is_valid():
        return [sentence for errors in form.errors.values() for sentence in errors], ""
    refusal = _refused(form.draft(source_kind=source), by=by)
    return [refusal.sentence] if refusal else [], _question(form, refusal)
