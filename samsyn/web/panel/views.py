"""The panel: whether the routines are kept, for those who see the picture; and the same table as a file."""

from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samsyn.analysis.process import Part, Wait
from samsyn.analysis.weeks import Week
from samsyn.exchange.writers import Note, export
from samsyn.ground.audit.actions import note
from samsyn.ground.files.passing import place_in_passing
from samsyn.ground.permissions import Permission
from samsyn.web.guard import members_who
from samsyn.web.noting import shown as note_shown
from samsyn.web.panel.figures import Shown, Span, Waiting, panel_of, span_of
from samsyn.web.templatetags.samsyn import figure, language

if TYPE_CHECKING:
    import pyarrow as pa

LENGTHS = (13, 26, 52)
AS_FILE = ("xlsx", "csv")
CHANGES = {
    "better": (gettext_lazy("bättre än förut"), "check", "green"),
    "worse": (gettext_lazy("sämre än förut"), "warning", "yellow"),
    "more": (gettext_lazy("mer än förut"), "right", ""),
    "less": (gettext_lazy("mindre än förut"), "right", ""),
    "same": (gettext_lazy("ingen säker skillnad"), "circle", ""),
    "": (gettext_lazy("för lite underlag för att jämföra"), "circle", ""),
}


def _chosen(request: HttpRequest) -> tuple[Span, int]:
    """Return the weeks that the address asks for: the last finished ones, 13 unless told otherwise."""
    asked = request.GET.get("veckor", "")
    count = next((length for length in LENGTHS if str(length) == asked), LENGTHS[0])
    return span_of(Week.containing(timezone.localdate()) - 1, count), count


@members_who(Permission.SEE_PICTURE)
def show(request: HttpRequest) -> HttpResponse:
    """Show how the work goes: each figure with its number, its interval, the weeks and the period before."""
    span, count = _chosen(request)
    today: date = timezone.localdate()
    found = panel_of(request.member.municipality, span, today=today)
    rows = [in_words(row) for row in found]
    home = f"/{request.member.municipality.slug}/arbetet"
    tabs = [
        {"name": _("%(n)s veckor") % {"n": each}, "address": f"{home}?veckor={each}", "here": each == count}
        for each in LENGTHS
    ]
    lines = _by_week(found, span)
    context = {"rows": rows, "span": span, "tabs": tabs, "count": count, "weeks": span.weeks, "lines": lines}
    return render(request, "panel/page.html", context)


def _by_week(rows: list[Shown], span: Span) -> list[dict[str, Any]]:
    """Return the weeks as a table, the latest first."""
    lines = [
        {"week": week, "cells": [
            {"value": None if row.weekly[i] is None else figure(row.weekly[i], 1 if row.is_wait else 0),
             "n": row.counts[i]}
            for row in rows
        ]}
        for i, week in enumerate(span.weeks)
    ]  # fmt: skip
    return lines[::-1]


def in_words(row: Shown) -> dict[str, Any]:
    """Return a row as it is shown."""
    word, symbol, kind = CHANGES[row.change]
    top = max([1.0, *(each for each in row.weekly if each is not None)])
    blank: list[float | None] = [None] * len(row.weekly)
    return {
        "row": row, "now": _value(row.now), "between": _between(row.now), "n": row.now.n, "before": _value(row.before),
        "before_n": row.before.n, "word": word, "symbol": symbol, "kind": kind,
        "drawn": {"series": row.weekly, "band_low": blank, "band_high": blank, "name": row.name},
        "top": top if row.is_wait else 100.0, "waiting": _waiting(row),
    }  # fmt: skip


def _waiting(row: Shown) -> str:
    """Say how many still wait, and what the median is at least when they are counted in."""
    if row.waiting is None:
        return ""
    if row.code in UNDECIDED:
        return _undecided(row.waiting, ended=UNDECIDED[row.code])
    words = ngettext(
        "%(n)s rapport väntar än, i %(longest)s. Med den inräknad är medianen minst %(median)s.",
        "%(n)s rapporter väntar än, den äldsta i %(longest)s. Med dem inräknade är medianen minst %(median)s.",
        row.waiting.n,
    )
    told = {"longest": _days(row.waiting.longest), "median": _days(row.waiting.at_least)}
    return words % {"n": figure(row.waiting.n), **told}


UNDECIDED = {
    "to_decision": (gettext_lazy("Hälften hade fått beslut inom %(half)s."),
                    gettext_lazy("Färre än hälften har fått beslut.")),
    "to_measure": (gettext_lazy("Hälften hade fått en åtgärd inom %(half)s."),
                   gettext_lazy("Färre än hälften har fått en åtgärd.")),
}  # fmt: skip


def _undecided(waiting: Waiting, *, ended: tuple[Any, Any]) -> str:
    """Say within how long half had an end, those that were put off and still wait counted in, and how many wait."""
    known, unknown = ended
    first = str(unknown) if isnan(waiting.half) else str(known) % {"half": _days(waiting.half)}
    words = ngettext("%(n)s rapport väntar fortfarande, i %(longest)s.",
                     "%(n)s rapporter väntar fortfarande, den äldsta i %(longest)s.", waiting.n)  # fmt: skip
    return f"{first} {words % {'n': figure(waiting.n), 'longest': _days(waiting.longest)}}"


def _value(found: Part | Wait) -> str:
    if not found.n:
        return ""
    if isinstance(found, Part):
        return _("%(done)s av %(n)s") % {"done": figure(found.done), "n": figure(found.n)}
    return _days(found.median)


def _days(days: float) -> str:
    if days < 1:
        return _("%(n)s timmar") % {"n": figure(max(round(days * 24), 1))}
    return _("%(n)s dagar") % {"n": figure(days, 1 if days < 10 and days % 1 else 0)}


def _between(found: Part | Wait) -> str:
    """Return the value with its interval, in words; for too few it says so."""
    if isinstance(found, Part):
        words = {"low": figure(100 * found.low), "high": figure(100 * found.high)} if found.n else {}
        return _("troligen mellan %(low)s och %(high)s procent") % words if words else ""
    if not found.n:
        return ""
    if not found.enough:
        return _("för få för att säga mer än så")
    if _days(found.low) == _days(found.high):
        return _("hälften väntade längre, hälften kortare")
    return _("medianen ligger troligen mellan %(low)s och %(high)s") % {
        "low": _days(found.low), "high": _days(found.high)
    }  # fmt: skip


MEANINGS = {
    "code": "Rad i panelen",
    "name": "Vad som mäts",
    "meaning": "Hur det räknas",
    "period": "now = de valda veckorna, before = lika många dessförinnan, waiting = med dem som väntar än, minst, "
              "annars veckan, som 2026-W40",
    "unit": "share = andel 0–1, days = dagar (median)",
    "n": "Hur många den bygger på",
    "value": "Andelen eller medianen; tom där inget finns",
    "low": "Nedre gräns, 95 %",
    "high": "Övre gräns, 95 %",
}


@members_who(Permission.EXPORT)
def as_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the panel as a file; the logbook is told who took it."""
    member = request.member
    if kind not in AS_FILE or not member.may(Permission.SEE_PICTURE):
        raise Http404
    span, count = _chosen(request)
    table = _table(panel_of(member.municipality, span, today=timezone.localdate()), span)
    note_shown(request, table.num_rows)
    note("panel.exported", by=member, changed={"rows": table.num_rows, "format": kind})
    name = f"{member.municipality.slug}-{'arbetet' if language() == 'sv' else 'work'}-{span.weeks[-1].address}"
    notes = {key: Note(text) for key, text in MEANINGS.items()}
    notes["n"] = Note(f"{MEANINGS['n']}; {count} veckor till och med {span.last_day}")
    file = export(table, name=name, kind=kind, title=member.municipality.name, notes=notes, beside=place_in_passing())
    answer = HttpResponse(file.content, content_type=file.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _table(rows: list[Shown], span: Span) -> "pa.Table":
    """Return a row for each figure and period, and one for each week."""
    import pyarrow as pa

    found: list[dict[str, Any]] = []
    for row in rows:
        same = {"code": row.code, "name": str(row.name), "meaning": str(row.meaning),
                "unit": "days" if row.is_wait else "share"}  # fmt: skip
        for period, one in (("now", row.now), ("before", row.before)):
            value = one.median if isinstance(one, Wait) else one.share
            found.append({**same, "period": period, "n": one.n, "value": _or_none(value), "low": _or_none(one.low),
                          "high": _or_none(one.high)})  # fmt: skip
        if row.waiting is not None:
            found.append({**same, "period": "waiting", "n": row.waiting.n, "value": row.waiting.at_least,
                          "low": row.waiting.at_least, "high": None})  # fmt: skip
        for week, value, n in zip(span.weeks, row.weekly, row.counts, strict=True):
            share = value if row.is_wait or value is None else value / 100
            found.append({**same, "period": week.label, "n": n, "value": share, "low": None, "high": None})
    types = {"n": pa.int64(), **dict.fromkeys(("value", "low", "high"), pa.float64())}
    fields = [pa.field(name, types.get(name, pa.string()), metadata={"meaning": MEANINGS[name]}) for name in MEANINGS]
    return pa.Table.from_pylist(found, schema=pa.schema(fields))


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value
